/* Proportions: k of n with an interval.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/proportion.h"

#include <math.h>

#include "core/stats/distribution.h"

TsEstimate
ts_proportion_wilson (guint k, guint n, const char *reason_for_none)
{
  double z = ts_normal_95 (), p, center, half;
  TsEstimate estimate;

  g_assert (k <= n);
  if (n == 0)
    return ts_estimate_unknown (0, reason_for_none);
  p = (double) k / n;
  center = (p + z * z / (2.0 * n)) / (1 + z * z / n);
  half = z * sqrt (p * (1 - p) / n + z * z / (4.0 * n * n)) / (1 + z * z / n);
  estimate = ts_estimate_bare (p, n, NULL);
  estimate.method = "Wilson";
  /* At the ends the formula gives 0 and 1 but for rounding. */
  estimate.low = k == 0 ? 0 : center - half;
  estimate.high = k == n ? 1 : center + half;
  return estimate;
}

TsEstimate
ts_proportion_exact (guint k, guint n, const char *reason_for_none)
{
  TsEstimate estimate;

  g_assert (k <= n);
  if (n == 0)
    return ts_estimate_unknown (0, reason_for_none);
  estimate = ts_estimate_bare ((double) k / n, n, NULL);
  estimate.method = "Clopper-Pearson";
  estimate.low = k == 0 ? 0 : ts_beta_quantile (0.025, k, n - k + 1.0);
  estimate.high = k == n ? 1 : ts_beta_quantile (0.975, k + 1.0, n - k);
  return estimate;
}
