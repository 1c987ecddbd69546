/* McNemar's test: whether two paired yes-no results differ.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/mcnemar.h"

#include <math.h>

#include "core/stats/distribution.h"

/* Wald interval of the difference of paired proportions: Agresti, Categorical Data
 * Analysis, 3rd ed. (2013), section 11.1. */
static TsEstimate
compute_difference (double b, double c, guint n)
{
  double difference, se;
  TsEstimate estimate;

  if (n == 0)
    return ts_estimate_unknown (0, "there is no pair");
  difference = (b - c) / n;
  se = sqrt (b + c - (b - c) * (b - c) / n) / n;
  estimate = ts_estimate_from_se (difference, se, ts_normal_95 (), n,
                                  "Wald, paired proportions");
  ts_estimate_clip (&estimate, -1, 1);
  return estimate;
}

void
ts_mcnemar_compute (guint b, guint c, guint n, TsMcnemar *out)
{
  double sum = (double) b + c, apart = fabs ((double) b - c);

  g_assert (b <= n && c <= n - b);
  *out = (TsMcnemar){ .n = n,
                      .b = b,
                      .c = c,
                      .exact_p = 1,
                      .chi2 = NAN,
                      .p = NAN,
                      .chi2_cc = NAN,
                      .p_cc = NAN,
                      .difference = compute_difference (b, c, n) };
  if (b + c == 0) {
    out->reason = "there is no discordant pair";
    return;
  }
  out->exact_p = ts_binomial_half_two_sided (b, b + c);
  out->chi2 = apart * apart / sum;
  out->p = ts_chi2_1_tail (out->chi2);
  apart = MAX (apart - 1, 0);
  out->chi2_cc = apart * apart / sum;
  out->p_cc = ts_chi2_1_tail (out->chi2_cc);
}
