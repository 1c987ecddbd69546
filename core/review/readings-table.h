/* What readers said, one row an answer, beside the truth: what statistics and tables are made
 * from. Not for a reader who reads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/review/blindness.h"
#include "core/store/store-studies.h"

G_BEGIN_DECLS

typedef struct {
  char *slide; /* pseudonym */
  char *patient, *reader, *arm, *question;
  char *label; /* the answer's code */
  gboolean is_cannot_decide;
  char *truth; /* label, or NULL */
  TsPhase phase;
  int confidence;      /* TS_NO_CONFIDENCE */
  int difficulty;      /* 0: not given */
  TsDecision decision; /* of phase revealed */
  char *model_answer;  /* that was revealed, or NULL */
  TsBlindness blindness;
  gint64 active_ms; /* up to the lock, or to the end */
  double seen_share, highest_power;
  gint64 at_us;
  char *origin; /* uuid of the store */
} TsReadingRow;

/* Standing answers about slides in cases that are locked: GPtrArray of TsReadingRow, which go
 * with it, by case, in the order begun. with_truth: refused as TS_ERROR_STORE while a case of
 * the study is open. NULL with error. */
GPtrArray *ts_readings_table_new (TsStore *store,
                                  const TsStudy *study,
                                  gboolean with_truth,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
