/* Between lock and reveal of a case: what the models say of the reader's regions, and which
 * tiles the reader is asked to look at. Reads what is stored of the models; shows nothing.
 * One thread at a time; as long as reading the slide's predictions takes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/study.h"
#include "core/store/store-cases.h"

G_BEGIN_DECLS

typedef struct {
  TsStore *store;
  gint64 session_id; /* a sitting of the case's reader */
  const TsStudy *study;
  const char *case_key; /* locked, or further; else TS_ERROR_STORE */
} TsCaseReview;

/* For each region that stands and each model of the study: the call by TS_REGION_RULE
 * (core/review/region-rule.h) into the store, on the model's run with the newest prediction.
 * What is there already is not added again, so that it may be called after every region.
 * *out_n_added may be NULL. A model that has not read the slide is passed over. */
gboolean ts_study_case_call_regions (const TsCaseReview *review,
                                     guint *out_n_added,
                                     GError **error);

/* The queue of the case: drawn (core/review/tile-queue.h) and stored when there is none yet,
 * else the one there is. From the first model of the study that has classes and has read the
 * slide; against the reader's blind answer to the first question about the slide's class.
 * The seed is the study's, mixed with arm, reader and slide. GPtrArray of TsQueueItem with
 * their keys, which go with it; empty where the study asks for no tiles, or no model has
 * read the slide. NULL with error. */
GPtrArray *ts_study_case_draw_queue (const TsCaseReview *review,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
