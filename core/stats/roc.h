/* The curve of a score against a yes-no truth: points, area, best threshold.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/estimate.h"

G_BEGIN_DECLS

/* A plain value that borrows its arrays. */
typedef struct {
  guint n;
  const double *scores;      /* [n], finite; a higher one speaks for positive */
  const guint8 *is_positive; /* [n], 0 or 1 */
} TsScores;

/* What calling every score >= threshold positive gives. */
typedef struct {
  double
    threshold; /* an observed score; INFINITY in the first point: none is called */
  guint fp, tp;
} TsRocPoint;

/* From (0, 0) to (1, 1), one point for each different score, the highest first: equal
 * scores are never told apart. Immutable; any thread. */
typedef struct {
  guint n_positive, n_negative, n_points;
  TsRocPoint *points; /* [n_points] */
} TsRocCurve;

TsRocCurve *ts_roc_curve_new (const TsScores *scores) G_GNUC_WARN_UNUSED_RESULT;
void ts_roc_curve_free (TsRocCurve *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsRocCurve, ts_roc_curve_free)

/* The area by trapezoids: the share of pairs (positive, negative) in which the positive has
 * the higher score, ties counted one half (Mann and Whitney; Hanley and McNeil, Radiology
 * 143, 29-36 (1982)). Counted in whole numbers, divided once. NAN when a class is empty. */
double ts_roc_curve_get_auc (const TsRocCurve *self);

typedef enum {
  TS_ROC_YOUDEN, /* largest sensitivity + specificity - 1: Youden, Cancer 3, 32-35 (1950) */
  TS_ROC_CORNER /* nearest to sensitivity 1, specificity 1; what DeepPATH reports */
} TsRocRule;

/* Indices of all points that are best by the rule, ascending (the first has the highest
 * threshold and specificity); the caller owns them. For Youden's the comparison is in whole
 * numbers. NULL and *out_n 0 when a class is empty, or no point lies above the diagonal. */
guint *ts_roc_curve_dup_best (const TsRocCurve *self,
                              TsRocRule rule,
                              guint *out_n) G_GNUC_WARN_UNUSED_RESULT;

/* Half way to the next lower score, as pROC states thresholds; -INFINITY for the last. */
double ts_roc_curve_get_midpoint (const TsRocCurve *self, guint point);
/* At one point, with Wilson's intervals. */
TsEstimate ts_roc_curve_get_sensitivity (const TsRocCurve *self, guint point);
TsEstimate ts_roc_curve_get_specificity (const TsRocCurve *self, guint point);

/* The cases from the lowest score to the highest, equal ones in order of their index: [n], the
 * caller owns it. */
guint *ts_scores_dup_order (const double *scores,
                            guint n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
