/* All that can be said of a table of ratings.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/agreement.h"

#include <math.h>

#include "core/stats/krippendorff.h"
#include "core/stats/many-readers.h"
#include "core/stats/proportion.h"
#include "core/stats/weighted-proportion.h"

#define NO_PAIR "no case has two ratings"

/* ---- Readers with each other ---- */

static void
fill_kappas (const TsCrossTable *table,
             const double *ranks,
             TsKappa *out_kappa,
             TsKappa *out_linear,
             TsKappa *out_quadratic)
{
  ts_kappa_compute (table, TS_KAPPA_PLAIN, NULL, out_kappa);
  ts_kappa_compute (table, TS_KAPPA_LINEAR, ranks, out_linear);
  ts_kappa_compute (table, TS_KAPPA_QUADRATIC, ranks, out_quadratic);
}

static void
compare_with_truth (const TsAgreementInput *input, TsPairAgreement *pair)
{
  guint n = 0, b = 0, c = 0;

  for (guint i = 0; i < input->ratings.n_cases; i++) {
    int label_a = ts_ratings_get (&input->ratings, i, pair->a);
    int label_b = ts_ratings_get (&input->ratings, i, pair->b);
    int truth = input->truth[i];
    if (truth == TS_NO_RATING || label_a == TS_NO_RATING ||
        label_b == TS_NO_RATING)
      continue;
    n++;
    b += label_a == truth && label_b != truth;
    c += label_a != truth && label_b == truth;
  }
  pair->subject = TS_MCNEMAR_TRUTH;
  ts_mcnemar_compute (b, c, n, &pair->mcnemar);
}

static void
fill_pair (const TsAgreementInput *input, TsPairAgreement *pair)
{
  const TsRatings *ratings = &input->ratings;

  pair->table = ts_cross_table_new (ratings->n_labels);
  for (guint i = 0; i < ratings->n_cases; i++)
    ts_cross_table_add (pair->table, ts_ratings_get (ratings, i, pair->a),
                        ts_ratings_get (ratings, i, pair->b));
  pair->raw_agreement = ts_cross_table_compute_agreement (pair->table);
  pair->ac1 = ts_kappa_compute_ac1 (pair->table);
  fill_kappas (pair->table, ratings->ranks, &pair->kappa, &pair->linear,
               &pair->quadratic);
  if (input->truth != NULL) {
    compare_with_truth (input, pair);
  } else if (ratings->n_labels == 2) {
    pair->subject = TS_MCNEMAR_LABEL;
    ts_mcnemar_compute (ts_cross_table_get (pair->table, 0, 1),
                        ts_cross_table_get (pair->table, 1, 0), pair->table->n,
                        &pair->mcnemar);
  }
}

static void
fill_pairs (const TsAgreementInput *input, TsAgreement *self)
{
  guint n_readers = input->ratings.n_readers, n = 0;

  self->pairs =
    g_new0 (TsPairAgreement, (gsize) n_readers * MAX (n_readers, 1) / 2 + 1);
  for (guint a = 0; a < n_readers; a++) {
    for (guint b = a + 1; b < n_readers; b++) {
      self->pairs[n].a = a;
      self->pairs[n].b = b;
      fill_pair (input, &self->pairs[n++]);
    }
  }
  self->n_pairs = n;
}

/* ---- Readers with truth ---- */

static TsEstimate
estimate_weighted (const double *values, const double *probabilities, guint n)
{
  TsWeightedSample sample = { .n = n,
                              .values = values,
                              .probabilities = probabilities };

  return ts_weighted_proportion_hajek (&sample);
}

static TsEstimate
weigh_accuracy (const TsAgreementInput *input, guint reader)
{
  guint n_cases = input->ratings.n_cases, n = 0;
  g_autofree double *values = g_new (double, n_cases);
  g_autofree double *probabilities = g_new (double, n_cases);

  for (guint i = 0; i < n_cases; i++) {
    int label = ts_ratings_get (&input->ratings, i, reader);
    if (label == TS_NO_RATING || input->truth[i] == TS_NO_RATING)
      continue;
    values[n] = label == input->truth[i];
    probabilities[n++] = input->probabilities[i];
  }
  return estimate_weighted (values, probabilities, n);
}

static void
fill_reader (const TsAgreementInput *input, TsReaderAccuracy *out)
{
  const TsRatings *ratings = &input->ratings;

  out->table = ts_cross_table_new (ratings->n_labels);
  for (guint i = 0; i < ratings->n_cases; i++)
    ts_cross_table_add (out->table, input->truth[i],
                        ts_ratings_get (ratings, i, out->reader));
  out->accuracy = ts_cross_table_compute_agreement (out->table);
  out->balanced_accuracy =
    ts_cross_table_compute_balanced_accuracy (out->table);
  fill_kappas (out->table, ratings->ranks, &out->kappa, &out->linear,
               &out->quadratic);
  out->classes = g_new0 (TsClassAccuracy, ratings->n_labels);
  for (guint k = 0; k < ratings->n_labels; k++)
    ts_cross_table_compute_class (out->table, k, &out->classes[k]);
  if (input->probabilities != NULL)
    out->weighted_accuracy = weigh_accuracy (input, out->reader);
}

/* ---- All readers together ---- */

typedef struct {
  const TsLabelCounts *counts;
  const double *ranks;
} Resampler;

enum { AGREEMENT, ALPHA, ALPHA_ORDINAL, N_STATISTICS };

static void
compute_together (const guint *times, double *out_values, gpointer user_data)
{
  const Resampler *self = user_data;
  double sum = 0, n = 0;

  for (guint i = 0; i < self->counts->n_cases; i++) {
    if (self->counts->n_ratings[i] < 2)
      continue;
    n += times[i];
    sum += times[i] * ts_label_counts_get_agreement (self->counts, i);
  }
  out_values[AGREEMENT] = n > 0 ? sum / n : NAN;
  out_values[ALPHA] =
    ts_krippendorff_alpha (self->counts, TS_ALPHA_NOMINAL, NULL, times);
  out_values[ALPHA_ORDINAL] =
    self->ranks == NULL ? 0
                        : ts_krippendorff_alpha (self->counts, TS_ALPHA_ORDINAL,
                                                 self->ranks, times);
}

static TsEstimate
make_estimate (double value, guint n, const TsBootstrapInterval *interval)
{
  TsEstimate estimate;

  if (n == 0)
    return ts_estimate_unknown (0, NO_PAIR);
  if (isnan (value))
    return ts_estimate_unknown (n, "all ratings are one and the same label");
  estimate = ts_estimate_bare (value, n, interval->reason);
  estimate.low = interval->low;
  estimate.high = interval->high;
  estimate.method = "bootstrap of cases";
  return estimate;
}

static void
fill_bootstrap (const TsAgreementInput *input,
                const TsLabelCounts *counts,
                TsAgreement *self)
{
  Resampler resampler = { .counts = counts, .ranks = input->ratings.ranks };
  TsBootstrapSpec spec = { .n_units = counts->n_cases,
                           .n_resamples = input->n_resamples,
                           .seed = input->seed,
                           .n_statistics = N_STATISTICS };
  TsBootstrapInterval intervals[N_STATISTICS];
  double values[N_STATISTICS];
  g_autofree guint *once = g_new (guint, counts->n_cases);

  for (guint i = 0; i < counts->n_cases; i++)
    once[i] = 1;
  compute_together (once, values, &resampler);
  ts_bootstrap_run (&spec, compute_together, &resampler, intervals);
  self->raw_agreement = make_estimate (values[AGREEMENT], counts->n_pairable,
                                       &intervals[AGREEMENT]);
  self->alpha =
    make_estimate (values[ALPHA], counts->n_pairable, &intervals[ALPHA]);
  self->alpha_bootstrap = intervals[ALPHA];
  self->alpha_ordinal = make_estimate (
    values[ALPHA_ORDINAL], counts->n_pairable, &intervals[ALPHA_ORDINAL]);
  self->alpha_ordinal_bootstrap = intervals[ALPHA_ORDINAL];
  if (resampler.ranks == NULL)
    self->alpha_ordinal =
      ts_estimate_unknown (counts->n_pairable, "the labels have no order");
}

static void
fill_unanimous (const TsLabelCounts *counts, TsAgreement *self)
{
  guint n_unanimous = 0;

  for (guint i = 0; i < counts->n_cases; i++) {
    const guint *row = &counts->counts[(gsize) i * counts->n_labels];
    for (guint k = 0; k < counts->n_labels; k++)
      n_unanimous +=
        counts->n_ratings[i] >= 2 && row[k] == counts->n_ratings[i];
  }
  self->unanimous =
    ts_proportion_wilson (n_unanimous, counts->n_pairable, NO_PAIR);
}

static void
fill_weighted_agreement (const TsAgreementInput *input, TsAgreement *self)
{
  const TsRatings *ratings = &input->ratings;
  g_autofree double *values = g_new (double, ratings->n_cases);
  g_autofree double *probabilities = g_new (double, ratings->n_cases);
  guint n = 0;

  for (guint i = 0; i < ratings->n_cases; i++) {
    TsRatings one = *ratings;
    one.labels += (gsize) i * ratings->n_readers;
    one.n_cases = 1;
    g_autoptr (TsLabelCounts) counts = ts_label_counts_new (&one);
    if (counts->n_pairable == 0)
      continue;
    values[n] = ts_label_counts_get_agreement (counts, 0);
    probabilities[n++] = input->probabilities[i];
  }
  self->weighted_agreement = estimate_weighted (values, probabilities, n);
}

TsAgreement *
ts_agreement_new (const TsAgreementInput *input)
{
  TsAgreement *self = g_new0 (TsAgreement, 1);
  g_autoptr (TsLabelCounts) counts = ts_label_counts_new (&input->ratings);

  self->n_labels = input->ratings.n_labels;
  self->n_readers = input->ratings.n_readers;
  self->n_pairable = counts->n_pairable;
  fill_pairs (input, self);
  fill_bootstrap (input, counts, self);
  fill_unanimous (counts, self);
  ts_fleiss_kappa_compute (counts, &self->fleiss);
  self->ac1 = ts_many_readers_compute_ac1 (counts);
  if (self->n_pairs == 1) {
    self->raw_agreement = self->pairs[0].raw_agreement;
    self->ac1 = self->pairs[0].ac1;
  }
  if (input->probabilities != NULL)
    fill_weighted_agreement (input, self);
  if (input->truth == NULL)
    return self;
  self->readers = g_new0 (TsReaderAccuracy, self->n_readers);
  for (guint i = 0; i < self->n_readers; i++) {
    self->readers[i].reader = i;
    fill_reader (input, &self->readers[i]);
  }
  return self;
}

void
ts_agreement_free (TsAgreement *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_pairs; i++)
    ts_cross_table_free (self->pairs[i].table);
  for (guint i = 0; self->readers != NULL && i < self->n_readers; i++) {
    ts_cross_table_free (self->readers[i].table);
    g_free (self->readers[i].classes);
  }
  g_free (self->pairs);
  g_free (self->readers);
  g_free (self);
}
