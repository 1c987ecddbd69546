/* Readers beside a model: whose errors meet, and what seeing the model did to an opinion.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/estimate.h"
#include "core/stats/ratings.h"

G_BEGIN_DECLS

/* The table of Coudray et al. (2018): of the cases the model got wrong, how many did at least
 * one reader get wrong, and of the cases at least one reader got wrong, how many did the
 * model get right. */
typedef struct {
  guint n;            /* cases with truth, the model's label and a reader's */
  guint n_incomplete; /* of these, those that not every reader has rated */
  guint model_wrong, any_reader_wrong, both_wrong;
  TsEstimate reader_wrong_of_model_wrong; /* Wilson */
  TsEstimate model_right_of_reader_wrong; /* Wilson */
} TsCrossErrors;

/* truth [n_cases], TS_NO_RATING where it is not known; model is one of the readers of
 * ratings, all others count as readers. Any thread. */
void ts_cross_errors_compute (const TsRatings *ratings,
                              const int *truth,
                              guint model,
                              TsCrossErrors *out);

/* One reader before and after the model was shown, against truth. */
typedef struct {
  guint n; /* cases with truth and both opinions */
  guint right_right, right_wrong, wrong_right, wrong_wrong;
  guint wrong_other;   /* of wrong_wrong: another wrong label than before */
  TsEstimate switches; /* another label than before, of all */
  TsEstimate right_to_wrong; /* of those that were right before; all Wilson */
  TsEstimate wrong_to_right; /* of those that were wrong before */
} TsSwitches;

/* before and after are two of the readers of ratings. Any thread. */
void ts_switches_compute (const TsRatings *ratings,
                          const int *truth,
                          guint before,
                          guint after,
                          TsSwitches *out);

G_END_DECLS
