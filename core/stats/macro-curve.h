/* The mean of several ROC curves, as DeepPATH and scikit-learn's example take it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One curve from (0, 0) to (1, 1), both rates ascending. */
typedef struct {
  guint n_points;
  double *fpr, *tpr; /* [n_points] */
} TsRates;

/* Area below the mean of the curves: each is read at the union of their false positive rates
 * (at a vertical step: its upper end; between points: on the straight line), averaged, and
 * integrated by trapezoids. grid has room for the points of all curves. Any thread. */
double ts_macro_curve_compute_area (const TsRates *curves,
                                    guint n_curves,
                                    double *grid);

G_END_DECLS
