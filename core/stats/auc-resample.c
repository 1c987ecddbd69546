/* Areas under ROC curves on resampled units.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/auc-resample.h"

#include <math.h>

struct TsAucResample {
  guint n;
  guint *units; /* [n], from the highest score to the lowest, as the others */
  guint8 *is_positive; /* [n] */
  guint8 *ends_ties;   /* [n]: the next score is another one */
};

TsAucResample *
ts_auc_resample_new (const TsScores *scores, const guint *units)
{
  TsAucResample *self = g_new0 (TsAucResample, 1);
  g_autofree guint *order = ts_scores_dup_order (scores->scores, scores->n);
  guint n = scores->n;

  self->n = n;
  self->units = g_new (guint, n);
  self->is_positive = g_new (guint8, n);
  self->ends_ties = g_new (guint8, n);
  for (guint i = 0; i < n; i++) {
    guint i_case = order[n - 1 - i];
    self->units[i] = units[i_case];
    self->is_positive[i] = scores->is_positive[i_case] != 0;
    self->ends_ties[i] =
      i + 1 == n || scores->scores[order[n - 2 - i]] != scores->scores[i_case];
  }
  return self;
}

void
ts_auc_resample_free (TsAucResample *self)
{
  if (self == NULL)
    return;
  g_free (self->units);
  g_free (self->is_positive);
  g_free (self->ends_ties);
  g_free (self);
}

double
ts_auc_resample_compute (const TsAucResample *self, const guint *times)
{
  guint64 fp = 0, tp = 0, old_fp = 0, old_tp = 0, twice = 0;

  for (guint i = 0; i < self->n; i++) {
    guint count = times[self->units[i]];
    if (self->is_positive[i])
      tp += count;
    else
      fp += count;
    if (!self->ends_ties[i])
      continue;
    twice += (fp - old_fp) * (tp + old_tp);
    old_fp = fp;
    old_tp = tp;
  }
  if (fp == 0 || tp == 0)
    return NAN;
  return (double) twice / 2 / ((double) tp * (double) fp);
}

/* Takes out what lies evenly between its two neighbours, as scikit-learn does
 * (drop_intermediate): steps [n] from the first score on, without (0, 0). Returns how many are
 * left. */
static guint
thin_out (double *fp, double *tp, guint n)
{
  double old_fp = 0, old_tp = 0;
  guint n_kept = 0;

  for (guint i = 0; i < n; i++) {
    double here_fp = fp[i], here_tp = tp[i];
    gboolean is_inner = i > 0 && i + 1 < n;
    gboolean is_even = is_inner && fp[i + 1] - here_fp == here_fp - old_fp &&
                       tp[i + 1] - here_tp == here_tp - old_tp;
    if (!is_even) {
      fp[n_kept] = here_fp;
      tp[n_kept++] = here_tp;
    }
    old_fp = here_fp;
    old_tp = here_tp;
  }
  return n_kept;
}

guint
ts_auc_resample_trace (const TsAucResample *self,
                       const guint *times,
                       double *out_fpr,
                       double *out_tpr)
{
  double fp = 0, tp = 0;
  guint n_points = 1;

  out_fpr[0] = out_tpr[0] = 0;
  for (guint i = 0; i < self->n; i++) {
    guint count = times[self->units[i]];
    if (self->is_positive[i])
      tp += count;
    else
      fp += count;
    if (!self->ends_ties[i] ||
        (fp == out_fpr[n_points - 1] && tp == out_tpr[n_points - 1]))
      continue;
    out_fpr[n_points] = fp;
    out_tpr[n_points++] = tp;
  }
  if (fp == 0 || tp == 0)
    return 0;
  n_points = 1 + thin_out (out_fpr + 1, out_tpr + 1, n_points - 1);
  for (guint i = 0; i < n_points; i++) {
    out_fpr[i] /= fp;
    out_tpr[i] /= tp;
  }
  return n_points;
}

typedef struct {
  TsAucResample *models[2];
  guint n_models;
} Models;

static void
compute_areas (const guint *times, double *out_values, gpointer user_data)
{
  const Models *models = user_data;

  for (guint i = 0; i < models->n_models; i++)
    out_values[i] = ts_auc_resample_compute (models->models[i], times);
  if (models->n_models == 2)
    out_values[2] = out_values[0] - out_values[1];
}

void
ts_auc_bootstrap (const TsScores *models,
                  guint n_models,
                  const guint *units,
                  const TsBootstrapSpec *spec,
                  TsBootstrapInterval *out)
{
  TsBootstrapSpec own_spec = *spec;
  Models resamples = { .n_models = n_models };

  g_assert (n_models == 1 || n_models == 2);
  for (guint i = 0; i < n_models; i++)
    resamples.models[i] = ts_auc_resample_new (&models[i], units);
  own_spec.n_statistics = n_models == 2 ? 3 : 1;
  ts_bootstrap_run (&own_spec, compute_areas, &resamples, out);
  for (guint i = 0; i < n_models; i++)
    ts_auc_resample_free (resamples.models[i]);
}
