/* Variance of areas under ROC curves, and the test of two models on the same cases.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/delong.h"

#include <math.h>

#include "core/stats/distribution.h"

/* Times the number of cases: below this a variance is what rounding leaves of zero. One
 * placement that is off by half a case has more, up to millions of cases. */
#define ROUNDING 1e-28

/* For each case the share of the other class that it beats, ties counted one half:
 * DeLong's V10 of a positive, 1 - V01 of a negative turned round so that both are V. The
 * mean over either class is the area. [n], the caller owns it. */
static double *
dup_placements (const TsScores *scores, guint n_positive)
{
  g_autofree guint *order = ts_scores_dup_order (scores->scores, scores->n);
  double *placements = g_new (double, scores->n);
  guint n_negative = scores->n - n_positive, n_below[2] = { 0, 0 };
  guint first = 0;

  while (first < scores->n) {
    guint end = first, n_here[2] = { 0, 0 };
    while (end < scores->n &&
           scores->scores[order[end]] == scores->scores[order[first]])
      n_here[scores->is_positive[order[end++]] != 0]++;
    for (guint i = first; i < end; i++) {
      gboolean is_positive = scores->is_positive[order[i]] != 0;
      guint other = is_positive ? 0 : 1;
      double below = n_below[other] + 0.5 * n_here[other];
      placements[order[i]] =
        is_positive ? below / n_negative : 1 - below / n_positive;
    }
    n_below[0] += n_here[0];
    n_below[1] += n_here[1];
    first = end;
  }
  return placements;
}

static guint
count_positive (const TsScores *scores)
{
  guint n = 0;

  for (guint i = 0; i < scores->n; i++)
    n += scores->is_positive[i] != 0;
  return n;
}

/* Covariance of the placements within one class, over its size. */
static double
compute_class_covariance (const TsScores *scores,
                          guint8 of_class,
                          const double *a,
                          const double *b)
{
  double mean_a = 0, mean_b = 0, sum = 0;
  guint n = 0;

  for (guint i = 0; i < scores->n; i++) {
    if ((scores->is_positive[i] != 0) != of_class)
      continue;
    mean_a += a[i];
    mean_b += b[i];
    n++;
  }
  mean_a /= n;
  mean_b /= n;
  for (guint i = 0; i < scores->n; i++)
    if ((scores->is_positive[i] != 0) == of_class)
      sum += (a[i] - mean_a) * (b[i] - mean_b);
  return sum / (n - 1.0) / n;
}

static double
compute_covariance (const TsScores *scores, const double *a, const double *b)
{
  double covariance = compute_class_covariance (scores, 1, a, b) +
                      compute_class_covariance (scores, 0, a, b);

  return fabs (covariance) > ROUNDING / scores->n ? covariance : 0;
}

static const char *
find_obstacle (const TsScores *scores, guint n_positive)
{
  if (n_positive == 0)
    return "there is no positive case";
  if (n_positive == scores->n)
    return "there is no negative case";
  if (n_positive < 2 || scores->n - n_positive < 2)
    return "a class has but one case";
  return NULL;
}

static void
fill_area (const TsScores *scores, double variance, TsDelong *out)
{
  g_autoptr (TsRocCurve) curve = ts_roc_curve_new (scores);

  out->variance = variance;
  out->auc = ts_estimate_from_se (ts_roc_curve_get_auc (curve), sqrt (variance),
                                  ts_normal_95 (), scores->n, "DeLong 1988");
  ts_estimate_clip (&out->auc, 0, 1);
}

static void
fill_obstacle (const TsScores *scores, const char *obstacle, TsDelong *out)
{
  g_autoptr (TsRocCurve) curve = ts_roc_curve_new (scores);

  out->variance = NAN;
  out->auc =
    ts_estimate_bare (ts_roc_curve_get_auc (curve), scores->n, obstacle);
}

void
ts_delong_compute (const TsScores *scores, TsDelong *out)
{
  guint n_positive = count_positive (scores);
  const char *obstacle = find_obstacle (scores, n_positive);
  g_autofree double *placements = NULL;

  if (obstacle != NULL) {
    fill_obstacle (scores, obstacle, out);
    return;
  }
  placements = dup_placements (scores, n_positive);
  fill_area (scores, compute_covariance (scores, placements, placements), out);
}

void
ts_delong_compare (const TsScores *a, const TsScores *b, TsDelongPair *out)
{
  guint n_positive = count_positive (a);
  const char *obstacle = find_obstacle (a, n_positive);
  g_autofree double *v_a = NULL, *v_b = NULL, *apart = NULL;
  double difference, variance;

  g_assert (a->n == b->n);
  ts_delong_compute (a, &out->a);
  ts_delong_compute (b, &out->b);
  difference = out->a.auc.value - out->b.auc.value;
  out->covariance = out->z = out->p = NAN;
  if (obstacle != NULL) {
    out->difference = ts_estimate_bare (difference, a->n, obstacle);
    return;
  }
  v_a = dup_placements (a, n_positive);
  v_b = dup_placements (b, n_positive);
  apart = g_new (double, a->n);
  for (guint i = 0; i < a->n; i++)
    apart[i] = v_a[i] - v_b[i];
  out->covariance = compute_covariance (a, v_a, v_b);
  /* var a + var b - 2 cov, without taking large numbers from each other. */
  variance = compute_covariance (a, apart, apart);
  out->difference = ts_estimate_from_se (
    difference, sqrt (variance), ts_normal_95 (), a->n, "DeLong 1988, paired");
  ts_estimate_clip (&out->difference, -1, 1);
  if (variance > 0) {
    out->z = difference / sqrt (variance);
    out->p = ts_normal_two_sided (out->z);
  }
}
