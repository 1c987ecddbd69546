/* Agreement of two readers beyond chance. Letters: p the table's shares, r and c the shares
 * of its rows and columns, w the weights, k the coefficient.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/kappa.h"

#include <math.h>

#include "core/stats/distribution.h"

/* Below this a variance is what rounding leaves of zero: its terms are of the order of 1. */
#define ROUNDING 1e-14

#define NO_CASE   "no case has both labels"
#define ONE_LABEL "all cases got one and the same label"

typedef struct {
  guint n_labels;
  double n;
  double *p, *w; /* [n_labels][n_labels] */
  double *r, *c; /* [n_labels] */
  double *w_of_row,
    *w_of_column; /* [n_labels], mean weights by the other margin */
} Shares;

static void
shares_init (Shares *self, const TsCrossTable *table)
{
  guint q = table->n_labels;
  gsize n_cells = (gsize) q * q;

  *self = (Shares){ .n_labels = q,
                    .n = table->n,
                    .p = g_new (double, n_cells),
                    .w = g_new0 (double, n_cells),
                    .r = g_new0 (double, q),
                    .c = g_new0 (double, q),
                    .w_of_row = g_new0 (double, q),
                    .w_of_column = g_new0 (double, q) };
  for (gsize i = 0; i < n_cells; i++)
    self->p[i] = table->counts[i] / self->n;
  for (guint i = 0; i < q; i++) {
    self->r[i] = ts_cross_table_count_row (table, i) / self->n;
    self->c[i] = ts_cross_table_count_column (table, i) / self->n;
  }
}

static void
shares_clear (Shares *self)
{
  g_free (self->p);
  g_free (self->w);
  g_free (self->r);
  g_free (self->c);
  g_free (self->w_of_row);
  g_free (self->w_of_column);
}

/* Of the labels that occur. Kappa is the same for any scale of the weights, but one that
 * follows a far label nobody used would leave it few digits. */
static double
find_rank_range (const Shares *self, const double *ranks)
{
  double low = INFINITY, high = -INFINITY;

  for (guint i = 0; i < self->n_labels; i++) {
    if (self->r[i] == 0 && self->c[i] == 0)
      continue;
    low = MIN (low, ranks[i]);
    high = MAX (high, ranks[i]);
  }
  return high - low;
}

static void
fill_weights (Shares *self, TsKappaWeights weights, const double *ranks)
{
  guint q = self->n_labels;
  double range = weights == TS_KAPPA_PLAIN ? 1 : find_rank_range (self, ranks);

  for (guint i = 0; i < q; i++) {
    for (guint j = 0; j < q; j++) {
      double *w = &self->w[(gsize) i * q + j];
      double apart = 0;
      if (i != j)
        apart =
          weights == TS_KAPPA_PLAIN ? 1 : fabs (ranks[i] - ranks[j]) / range;
      *w = 1 - (weights == TS_KAPPA_QUADRATIC ? apart * apart : apart);
    }
  }
  for (guint i = 0; i < q; i++) {
    for (guint j = 0; j < q; j++) {
      self->w_of_row[i] += self->w[(gsize) i * q + j] * self->c[j];
      self->w_of_column[j] += self->w[(gsize) i * q + j] * self->r[i];
    }
  }
}

/* Fleiss, Cohen and Everitt (1969); for plain weights it is the formula of the plain
 * coefficient. */
static void
compute_variances (const Shares *self, TsKappa *out, double *out_variance)
{
  guint q = self->n_labels;
  double k = out->estimate.value, pe = out->expected, sum = 0, sum_null = 0;
  double scale = self->n * (1 - pe) * (1 - pe);

  for (guint i = 0; i < q; i++) {
    for (guint j = 0; j < q; j++) {
      gsize cell = (gsize) i * q + j;
      double mean = self->w_of_row[i] + self->w_of_column[j];
      double term = self->w[cell] - mean * (1 - k);
      sum += self->p[cell] * term * term;
      term = self->w[cell] - mean;
      sum_null += self->r[i] * self->c[j] * term * term;
    }
  }
  sum -= (k - pe * (1 - k)) * (k - pe * (1 - k));
  sum_null -= pe * pe;
  *out_variance = sum > ROUNDING ? sum / scale : 0;
  out->se_null = sum_null > ROUNDING ? sqrt (sum_null / scale) : NAN;
}

static void
compute (const Shares *self, TsKappa *out)
{
  guint n = (guint) self->n;
  double variance = 0;

  out->observed = out->expected = 0;
  for (guint i = 0; i < self->n_labels; i++) {
    out->expected += self->r[i] * self->w_of_row[i];
    for (guint j = 0; j < self->n_labels; j++) {
      gsize cell = (gsize) i * self->n_labels + j;
      out->observed += self->w[cell] * self->p[cell];
    }
  }
  out->estimate.value = (out->observed - out->expected) / (1 - out->expected);
  compute_variances (self, out, &variance);
  out->estimate =
    ts_estimate_from_se (out->estimate.value, sqrt (variance), ts_normal_95 (),
                         n, "Fleiss, Cohen & Everitt 1969");
  ts_estimate_clip (&out->estimate, -1, 1);
  ts_kappa_test (out);
}

/* Whether one label fills the whole table: chance alone then agrees always. */
static gboolean
is_one_label (const TsCrossTable *table)
{
  for (guint i = 0; i < table->n_labels; i++)
    if (ts_cross_table_get (table, i, i) == table->n)
      return TRUE;
  return FALSE;
}

void
ts_kappa_compute (const TsCrossTable *table,
                  TsKappaWeights weights,
                  const double *ranks,
                  TsKappa *out)
{
  Shares shares;

  if (weights != TS_KAPPA_PLAIN && ranks == NULL) {
    *out = ts_kappa_unknown (table->n, "the labels have no order");
    return;
  }
  if (table->n == 0 || is_one_label (table)) {
    *out = ts_kappa_unknown (table->n, table->n == 0 ? NO_CASE : ONE_LABEL);
    return;
  }
  *out = ts_kappa_unknown (table->n, NULL);
  shares_init (&shares, table);
  fill_weights (&shares, weights, ranks);
  compute (&shares, out);
  shares_clear (&shares);
}

TsKappa
ts_kappa_unknown (guint n, const char *reason)
{
  return (TsKappa){ .estimate = ts_estimate_unknown (n, reason),
                    .observed = NAN,
                    .expected = NAN,
                    .se_null = NAN,
                    .z = NAN,
                    .p = NAN,
                    .test_reason = reason };
}

void
ts_kappa_test (TsKappa *self)
{
  self->z = self->estimate.value / self->se_null;
  self->p = isnan (self->z) ? NAN : ts_normal_two_sided (self->z);
  if (isnan (self->z) && self->test_reason == NULL)
    self->test_reason = "the variance without agreement is zero";
}

/* n (1 - pe)^2 times the variance of Gwet (2008) for two raters. */
static double
compute_ac1_variance (const Shares *self, double pa, double pe)
{
  guint q = self->n_labels;
  double g = (pa - pe) / (1 - pe), diagonal = 0, square = 0, sum;

  for (guint i = 0; i < q; i++) {
    double share_i = (self->r[i] + self->c[i]) / 2;
    diagonal += self->p[(gsize) i * q + i] * (1 - share_i) / (q - 1);
    for (guint j = 0; j < q; j++) {
      double share_j = (self->r[j] + self->c[j]) / 2;
      double term = (1 - (share_i + share_j) / 2) / (q - 1);
      square += self->p[(gsize) i * q + j] * term * term;
    }
  }
  sum = pa * (1 - pa) - 4 * (1 - g) * (diagonal - pa * pe) +
        4 * (1 - g) * (1 - g) * (square - pe * pe);
  return sum > ROUNDING ? sum : 0;
}

TsEstimate
ts_kappa_compute_ac1 (const TsCrossTable *table)
{
  guint n = table->n, q = table->n_labels;
  double pa, pe = 0, variance;
  TsEstimate estimate;
  Shares shares;

  if (n < 2)
    return ts_estimate_unknown (n, n == 0 ? NO_CASE : "there is but one case");
  if (q < 2)
    return ts_estimate_unknown (n, "there is but one label");
  shares_init (&shares, table);
  for (guint i = 0; i < q; i++) {
    double share = (shares.r[i] + shares.c[i]) / 2;
    pe += share * (1 - share) / (q - 1);
  }
  pa = (double) ts_cross_table_count_diagonal (table) / n;
  variance = compute_ac1_variance (&shares, pa, pe) / (n * (1 - pe) * (1 - pe));
  shares_clear (&shares);
  estimate = ts_estimate_from_se ((pa - pe) / (1 - pe), sqrt (variance),
                                  ts_t_95 (n), n, "Gwet 2008");
  ts_estimate_clip (&estimate, -1, 1);
  return estimate;
}
