/* ROC of several classes: each against the rest, and their averages.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/multiclass-roc.h"

#include <math.h>

#include "core/stats/auc-resample.h"
#include "core/stats/macro-curve.h"

#define EMPTY_CLASS "a class has no positive or no negative case"

/* What a resample needs. */
typedef struct {
  guint n_classes;
  TsAucResample **classes; /* [n_classes] */
  TsAucResample *joined;
  TsRates *rates; /* [n_classes] */
  double *grid;
} Resampler;

/* The statistics: the classes' areas, then these. */
enum { MICRO, MACRO, MEAN, N_AVERAGES };

/* The column of one class; the caller frees both arrays. */
static TsScores
dup_column (const TsClassScores *all,
            guint k,
            double **out_scores,
            guint8 **out_truth)
{
  *out_scores = g_new (double, all->n);
  *out_truth = g_new (guint8, all->n);
  for (guint i = 0; i < all->n; i++) {
    (*out_scores)[i] = all->scores[(gsize) i * all->n_classes + k];
    (*out_truth)[i] = all->truth[(gsize) i * all->n_classes + k];
  }
  return (
    TsScores){ .n = all->n, .scores = *out_scores, .is_positive = *out_truth };
}

static void
resampler_init (Resampler *self, const TsClassScores *all)
{
  guint q = all->n_classes;
  gsize n_rows = (gsize) all->n * q;
  g_autofree guint *units = g_new (guint, n_rows);
  TsScores joined = { .n = (guint) n_rows,
                      .scores = all->scores,
                      .is_positive = all->truth };

  for (gsize i = 0; i < n_rows; i++)
    units[i] = all->units[i / q];
  *self = (Resampler){ .n_classes = q,
                       .classes = g_new0 (TsAucResample *, q),
                       .joined = ts_auc_resample_new (&joined, units),
                       .rates = g_new0 (TsRates, q),
                       .grid = g_new (double, n_rows + q) };
  for (guint k = 0; k < q; k++) {
    g_autofree double *scores = NULL;
    g_autofree guint8 *truth = NULL;
    TsScores column = dup_column (all, k, &scores, &truth);
    self->classes[k] = ts_auc_resample_new (&column, all->units);
    self->rates[k].fpr = g_new (double, (gsize) all->n + 1);
    self->rates[k].tpr = g_new (double, (gsize) all->n + 1);
  }
}

static void
resampler_clear (Resampler *self)
{
  for (guint k = 0; k < self->n_classes; k++) {
    ts_auc_resample_free (self->classes[k]);
    g_free (self->rates[k].fpr);
    g_free (self->rates[k].tpr);
  }
  ts_auc_resample_free (self->joined);
  g_free (self->classes);
  g_free (self->rates);
  g_free (self->grid);
}

static void
compute_all (const guint *times, double *out_values, gpointer user_data)
{
  Resampler *self = user_data;
  guint q = self->n_classes;
  double *averages = out_values + q;
  gboolean is_whole = TRUE;

  averages[MEAN] = 0;
  for (guint k = 0; k < q; k++) {
    TsRates *rates = &self->rates[k];
    out_values[k] = ts_auc_resample_compute (self->classes[k], times);
    averages[MEAN] += out_values[k] / q;
    rates->n_points =
      ts_auc_resample_trace (self->classes[k], times, rates->fpr, rates->tpr);
    is_whole = is_whole && rates->n_points > 0;
  }
  averages[MICRO] = ts_auc_resample_compute (self->joined, times);
  averages[MACRO] =
    is_whole ? ts_macro_curve_compute_area (self->rates, q, self->grid) : NAN;
}

static TsAverageRoc
make_average (double value, guint n, TsBootstrapInterval bootstrap)
{
  return (TsAverageRoc){ .auc = ts_estimate_bare (
                           value, n, isnan (value) ? EMPTY_CLASS : NULL),
                         .bootstrap = bootstrap };
}

static void
fill_classes (TsMulticlassRoc *self,
              const TsClassScores *all,
              const TsBootstrapInterval *intervals)
{
  self->n_classes = all->n_classes;
  self->classes = g_new0 (TsClassRoc, all->n_classes);
  for (guint k = 0; k < all->n_classes; k++) {
    g_autofree double *scores = NULL;
    g_autofree guint8 *truth = NULL;
    TsScores column = dup_column (all, k, &scores, &truth);
    self->classes[k].curve = ts_roc_curve_new (&column);
    ts_delong_compute (&column, &self->classes[k].delong);
    self->classes[k].bootstrap = intervals[k];
  }
}

TsMulticlassRoc *
ts_multiclass_roc_new (const TsClassScores *scores, const TsBootstrapSpec *spec)
{
  TsMulticlassRoc *self = g_new0 (TsMulticlassRoc, 1);
  guint q = scores->n_classes;
  TsBootstrapSpec own_spec = *spec;
  g_autofree TsBootstrapInterval *intervals = NULL;
  g_autofree double *values = g_new0 (double, q + N_AVERAGES);
  g_autofree guint *once = g_new (guint, spec->n_units);
  Resampler resampler;

  own_spec.n_statistics = q + N_AVERAGES;
  intervals = g_new0 (TsBootstrapInterval, own_spec.n_statistics);
  resampler_init (&resampler, scores);
  for (guint i = 0; i < spec->n_units; i++)
    once[i] = 1;
  compute_all (once, values, &resampler);
  ts_bootstrap_run (&own_spec, compute_all, &resampler, intervals);
  resampler_clear (&resampler);
  fill_classes (self, scores, intervals);
  self->micro =
    make_average (values[q + MICRO], scores->n * q, intervals[q + MICRO]);
  self->macro =
    make_average (values[q + MACRO], scores->n, intervals[q + MACRO]);
  self->mean = make_average (values[q + MEAN], scores->n, intervals[q + MEAN]);
  return self;
}

void
ts_multiclass_roc_free (TsMulticlassRoc *self)
{
  if (self == NULL)
    return;
  for (guint k = 0; k < self->n_classes; k++)
    ts_roc_curve_free (self->classes[k].curve);
  g_free (self->classes);
  g_free (self);
}
