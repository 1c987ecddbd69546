/* How the cases of a study were read, and what was found in the tiles that readers were asked
 * to look at. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/jobs/study-data.h"
#include "core/stats/estimate.h"

G_BEGIN_DECLS

/* Seconds: quartiles, interpolated between order statistics; NAN without a case. */
typedef struct {
  guint n;
  double low, median, high;
} TsQuartiles;

/* One reader in one arm. */
typedef struct {
  guint reader, arm;
  guint n_locked, n_finished;
  guint n_blindness[TS_BLIND_UNKNOWN + 1]; /* of the locked */
  TsEstimate blind; /* share read blind, also after a washout; Wilson */
  TsQuartiles lock_s, end_s;
} TsReaderFacts;
/* GArray of TsReaderFacts, those with a locked case, by arm and reader. */
GArray *
ts_reader_facts_list (const TsStudyData *data) G_GNUC_WARN_UNUSED_RESULT;

/* One reader on the tiles of the queues in one arm, question and phase. */
typedef struct {
  guint reader, arm, question;
  TsPhase phase;
  guint n, n_undecided; /* answered; "cannot decide" */
  guint n_agree;
  /* The share of all tiles of the strata drawn from on which reader and model agree: Hajek's
   * estimator, each tile by 1 over its probability, SE between patients. */
  TsEstimate agreement;
} TsTileEstimate;
/* GArray of TsTileEstimate. */
GArray *
ts_tile_estimate_list (const TsStudyData *data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
