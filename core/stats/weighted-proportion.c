/* Proportions from samples in which not every unit was equally likely to be drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/weighted-proportion.h"

#include <math.h>

#include "core/stats/distribution.h"

#define NO_SAMPLE "nothing was sampled"
#define ONE_UNIT  "a single unit has no variance"

/* SE of the sum of the parts' values between clusters: with values z_h of C clusters,
 * sqrt (C / (C - 1) * sum (z_h - mean)^2). C is the number of clusters that occur. */
static double
compute_se_between (const TsWeightedSample *sample,
                    const double *values,
                    guint *out_n_clusters)
{
  guint n_totals = sample->clusters != NULL ? sample->n_clusters : sample->n;
  g_autofree double *totals = g_new0 (double, n_totals);
  g_autofree gboolean *occurs = g_new0 (gboolean, n_totals);
  guint n_clusters = 0;
  double mean = 0, sum = 0;

  for (guint i = 0; i < sample->n; i++) {
    guint cluster = sample->clusters != NULL ? sample->clusters[i] : i;
    g_assert (cluster < n_totals);
    totals[cluster] += values[i];
    n_clusters += !occurs[cluster];
    occurs[cluster] = TRUE;
    mean += values[i];
  }
  *out_n_clusters = n_clusters;
  if (n_clusters < 2)
    return NAN;
  mean /= n_clusters;
  for (guint i = 0; i < n_totals; i++)
    if (occurs[i])
      sum += (totals[i] - mean) * (totals[i] - mean);
  return sqrt (n_clusters / (n_clusters - 1.0) * sum);
}

static TsEstimate
make_estimate (const TsWeightedSample *sample,
               double value,
               const double *parts,
               const char *method)
{
  guint n_clusters = 0;
  double se = compute_se_between (sample, parts, &n_clusters);

  if (n_clusters < 2)
    return ts_estimate_bare (value, sample->n, ONE_UNIT);
  return ts_estimate_from_se (value, se, ts_t_95 (n_clusters), sample->n,
                              method);
}

TsEstimate
ts_weighted_proportion_hajek (const TsWeightedSample *sample)
{
  g_autofree double *parts = g_new (double, sample->n);
  double with = 0, all = 0, value;
  TsEstimate estimate;

  if (sample->n == 0)
    return ts_estimate_unknown (0, NO_SAMPLE);
  for (guint i = 0; i < sample->n; i++) {
    double weight = 1 / sample->probabilities[i];
    g_assert (sample->probabilities[i] > 0 && sample->probabilities[i] <= 1);
    all += weight;
    with += weight * sample->values[i];
  }
  value = with / all;
  for (guint i = 0; i < sample->n; i++)
    parts[i] = (sample->values[i] - value) / sample->probabilities[i] / all;
  estimate = make_estimate (sample, value, parts, "Hajek, linearised");
  ts_estimate_clip (&estimate, 0, 1);
  return estimate;
}

TsEstimate
ts_weighted_proportion_horvitz_thompson (const TsWeightedSample *sample,
                                         double population)
{
  g_autofree double *parts = g_new (double, sample->n);
  double value = 0;

  g_assert (population > 0);
  if (sample->n == 0)
    return ts_estimate_unknown (0, NO_SAMPLE);
  for (guint i = 0; i < sample->n; i++) {
    g_assert (sample->probabilities[i] > 0 && sample->probabilities[i] <= 1);
    parts[i] = sample->values[i] / sample->probabilities[i] / population;
    value += parts[i];
  }
  return make_estimate (sample, value, parts, "Horvitz-Thompson");
}
