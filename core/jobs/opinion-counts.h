/* How often readers agreed with a model on the tiles they chose to judge, outside any study.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/stats/estimate.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* Standing opinions of one reader on tiles that one model called one class. */
typedef struct {
  char *reader, *model_name, *model_identity, *shown_class;
  guint n_agree, n_disagree, n_unsure;
  guint n_slides; /* that they are on */
  /* agree of agree and disagree; Wilson, as if tiles were independent, which those of one slide
   * are not: the interval is too narrow. */
  TsEstimate agreement;
} TsOpinionCount;

/* GPtrArray of TsOpinionCount, which go with it, by reader, model and class as they first come.
 * Opinions on tiles that show no class of a model are left out. NULL with error. One thread at
 * a time. */
GPtrArray *ts_opinion_counts_load (TsStore *store,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
