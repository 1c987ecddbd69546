/* Variance of areas under ROC curves, and the test of two models on the same cases: DeLong,
 * DeLong and Clarke-Pearson, Biometrics 44, 837-845 (1988).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/roc.h"

G_BEGIN_DECLS

/* Cases are taken as independent: where a patient has several, prefer the bootstrap of
 * patients. */
typedef struct {
  TsEstimate auc;  /* n: cases; interval normal, cut to [0, 1] */
  double variance; /* NAN where not estimable */
} TsDelong;

typedef struct {
  TsDelong a, b;
  double covariance;
  TsEstimate difference; /* AUC a - AUC b */
  double z, p; /* two-sided; NAN where the difference has no variance */
} TsDelongPair;

/* By midranks, in the time of sorting: Sun and Xu, IEEE Signal Process Lett 21, 1389-1393
 * (2014). Any thread. */
void ts_delong_compute (const TsScores *scores, TsDelong *out);
/* Both have the same cases and the same truth. */
void
ts_delong_compare (const TsScores *a, const TsScores *b, TsDelongPair *out);

G_END_DECLS
