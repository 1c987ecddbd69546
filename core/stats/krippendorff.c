/* Krippendorff's alpha.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/krippendorff.h"

#include <math.h>

/* One case's coincidences o_ck = pairs / (ratings - 1), each unordered pair of labels once
 * with c <= k, and its part in the margins. */
static void
add_case (const guint *row, guint n_labels, double times, double *o, double *n)
{
  double n_ratings = 0;

  for (guint c = 0; c < n_labels; c++)
    n_ratings += row[c];
  for (guint c = 0; c < n_labels; c++) {
    if (row[c] == 0)
      continue;
    n[c] += times * row[c];
    for (guint k = c + 1; k < n_labels; k++)
      o[(gsize) c * n_labels + k] +=
        times * row[c] * (double) row[k] / (n_ratings - 1);
  }
}

/* order [n_labels]: the labels from the lowest rank to the highest. */
static guint *
dup_order (guint n_labels, const double *ranks)
{
  guint *order = g_new (guint, n_labels);

  for (guint i = 0; i < n_labels; i++) {
    guint place = i;
    while (ranks != NULL && place > 0 && ranks[order[place - 1]] > ranks[i]) {
      order[place] = order[place - 1];
      place--;
    }
    order[place] = i;
  }
  return order;
}

/* place_sums [n_labels]: ratings below the label, and half of its own; the difference of two
 * is the ordinal distance. */
static void
fill_places (const double *n,
             guint n_labels,
             const guint *order,
             double *places)
{
  double below = 0;

  for (guint i = 0; i < n_labels; i++) {
    guint label = order[i];
    places[label] = below + n[label] / 2;
    below += n[label];
  }
}

double
ts_krippendorff_alpha (const TsLabelCounts *counts,
                       TsAlphaMetric metric,
                       const double *ranks,
                       const guint *times)
{
  guint q = counts->n_labels;
  g_autofree double *o = g_new0 (double, (gsize) q *q);
  g_autofree double *n = g_new0 (double, q), *places = g_new0 (double, q);
  g_autofree guint *order = dup_order (q, ranks);
  double total = 0, observed = 0, expected = 0;

  g_assert (metric == TS_ALPHA_NOMINAL || ranks != NULL);
  for (guint i = 0; i < counts->n_cases; i++)
    if (counts->n_ratings[i] >= 2 && (times == NULL || times[i] > 0))
      add_case (&counts->counts[(gsize) i * q], q, times != NULL ? times[i] : 1,
                o, n);
  fill_places (n, q, order, places);
  for (guint c = 0; c < q; c++) {
    total += n[c];
    for (guint k = c + 1; k < q; k++) {
      double apart = metric == TS_ALPHA_NOMINAL ? 1 : places[c] - places[k];
      observed += o[(gsize) c * q + k] * apart * apart;
      expected += n[c] * n[k] * apart * apart;
    }
  }
  return expected > 0 ? 1 - (total - 1) * observed / expected : NAN;
}
