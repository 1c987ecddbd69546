/* Agreement of any number of readers beyond chance, with missing ratings.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/many-readers.h"

#include <math.h>

#include "core/stats/distribution.h"

#define NO_PAIR   "no case has two ratings"
#define ONE_CASE  "there is but one case"
#define ONE_LABEL "all ratings are one and the same label"
/* Below this a variance is what rounding leaves of zero. */
#define ROUNDING 1e-14

/* Mean over the cases of the share of readers who gave label k: [n_labels], the caller
 * owns it. */
static double *
dup_label_shares (const TsLabelCounts *counts)
{
  double *shares = g_new0 (double, counts->n_labels);

  for (guint i = 0; i < counts->n_cases; i++)
    for (guint k = 0; k < counts->n_labels; k++)
      shares[k] += counts->counts[(gsize) i * counts->n_labels + k] /
                   (double) counts->n_ratings[i];
  for (guint k = 0; k < counts->n_labels; k++)
    shares[k] /= counts->n_cases;
  return shares;
}

static double
compute_observed (const TsLabelCounts *counts)
{
  double sum = 0;

  for (guint i = 0; i < counts->n_cases; i++)
    sum += ts_label_counts_get_agreement (counts, i);
  return sum / counts->n_pairable;
}

/* SE of (pa - pe) / (1 - pe) between cases. case_expected [n_cases] is each case's share in
 * pe: linear in its label shares, with mean pe. */
static TsEstimate
estimate_between_cases (const TsLabelCounts *counts,
                        double pa,
                        double pe,
                        const double *case_expected)
{
  double n = counts->n_cases, value = (pa - pe) / (1 - pe), sum = 0;
  TsEstimate estimate;

  if (counts->n_cases < 2)
    return ts_estimate_bare (value, counts->n_cases, ONE_CASE);
  for (guint i = 0; i < counts->n_cases; i++) {
    double part = 0;
    if (counts->n_ratings[i] >= 2)
      part = n / counts->n_pairable *
             (ts_label_counts_get_agreement (counts, i) - pe) / (1 - pe);
    part -= 2 * (1 - value) * (case_expected[i] - pe) / (1 - pe);
    sum += (part - value) * (part - value);
  }
  if (sum / n <= ROUNDING)
    sum = 0;
  estimate = ts_estimate_from_se (value, sqrt (sum / (n * (n - 1))),
                                  ts_t_95 (counts->n_cases), counts->n_cases,
                                  "Gwet 2014, between cases");
  ts_estimate_clip (&estimate, -1, 1);
  return estimate;
}

static gboolean
has_equal_numbers (const TsLabelCounts *counts)
{
  for (guint i = 1; i < counts->n_cases; i++)
    if (counts->n_ratings[i] != counts->n_ratings[0])
      return FALSE;
  return TRUE;
}

/* Fleiss, Nee and Landis (1979). */
static double
compute_fleiss_se_null (const TsLabelCounts *counts, const double *shares)
{
  double n = counts->n_cases, m = counts->n_ratings[0];
  double sum_pq = 0, sum_skew = 0;

  for (guint k = 0; k < counts->n_labels; k++) {
    double pq = shares[k] * (1 - shares[k]);
    sum_pq += pq;
    sum_skew += pq * (1 - 2 * shares[k]);
  }
  return sqrt (2 * (sum_pq * sum_pq - sum_skew) / (n * m * (m - 1))) / sum_pq;
}

void
ts_fleiss_kappa_compute (const TsLabelCounts *counts, TsKappa *out)
{
  g_autofree double *shares = NULL, *case_expected = NULL;
  guint n = counts->n_cases, q = counts->n_labels;

  if (counts->n_pairable == 0 || ts_label_counts_count_used (counts) < 2) {
    *out = ts_kappa_unknown (n, counts->n_pairable == 0 ? NO_PAIR : ONE_LABEL);
    return;
  }
  *out = ts_kappa_unknown (n, NULL);
  shares = dup_label_shares (counts);
  case_expected = g_new0 (double, n);
  out->observed = compute_observed (counts);
  out->expected = 0;
  for (guint k = 0; k < q; k++)
    out->expected += shares[k] * shares[k];
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < q; k++)
      case_expected[i] += counts->counts[(gsize) i * q + k] * shares[k] /
                          (double) counts->n_ratings[i];
  out->estimate = estimate_between_cases (counts, out->observed, out->expected,
                                          case_expected);
  if (has_equal_numbers (counts))
    out->se_null = compute_fleiss_se_null (counts, shares);
  else
    out->test_reason = "cases differ in their number of ratings";
  ts_kappa_test (out);
}

TsEstimate
ts_many_readers_compute_ac1 (const TsLabelCounts *counts)
{
  g_autofree double *shares = NULL, *case_expected = NULL;
  guint n = counts->n_cases, q = counts->n_labels;
  double pe = 0;

  if (counts->n_pairable == 0)
    return ts_estimate_unknown (n, NO_PAIR);
  if (q < 2)
    return ts_estimate_unknown (n, "there is but one label");
  shares = dup_label_shares (counts);
  case_expected = g_new0 (double, n);
  for (guint k = 0; k < q; k++)
    pe += shares[k] * (1 - shares[k]) / (q - 1);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < q; k++)
      case_expected[i] += counts->counts[(gsize) i * q + k] * (1 - shares[k]) /
                          (q - 1) / (double) counts->n_ratings[i];
  return estimate_between_cases (counts, compute_observed (counts), pe,
                                 case_expected);
}
