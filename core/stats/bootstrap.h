/* Bootstrap intervals: whole units (patients, cases) are drawn again and again with
 * replacement, and the statistic is computed on each draw.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/estimate.h"

G_BEGIN_DECLS

typedef struct {
  guint n_units;     /* what is drawn: patients, or cases */
  guint n_resamples; /* 0: no interval is wanted */
  guint64 seed; /* the same seed gives the same interval on every machine */
  guint n_statistics;
} TsBootstrapSpec;

/* times [n_units]: how often each unit was drawn; they add up to n_units. Writes
 * out_values [n_statistics], NAN where a statistic is not defined on this draw. */
typedef void (*TsStatisticFunc) (const guint *times,
                                 double *out_values,
                                 gpointer user_data);

/* The 2.5th and 97.5th percentile (interpolated linearly between order statistics) of the
 * resamples on which the statistic is defined: Efron and Tibshirani, An Introduction to
 * the Bootstrap (1993), chapter 13. */
typedef struct {
  double low, high; /* NAN where not estimable */
  guint n;          /* resamples asked for */
  guint
    n_undefined; /* of these, left out because the statistic was not defined */
  const char *reason; /* static; NULL when there is an interval */
} TsBootstrapInterval;

/* Fills out [n_statistics]. No interval where there are fewer than
 * TS_ENOUGH_CASES units, where more than
 * one resample in twenty was undefined, or where all resamples gave one and the same
 * value. Any thread. */
void ts_bootstrap_run (const TsBootstrapSpec *spec,
                       TsStatisticFunc function,
                       gpointer user_data,
                       TsBootstrapInterval *out);

/* share in [0, 1] of n >= 1 values in ascending order, as numpy's percentile does. */
double ts_bootstrap_get_quantile (const double *sorted, guint n, double share);

G_END_DECLS
