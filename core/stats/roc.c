/* The curve of a score against a yes-no truth.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/roc.h"

#include <math.h>

#include "core/stats/proportion.h"

static int
compare_scores (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const double *scores = user_data;
  guint i = *(const guint *) a, j = *(const guint *) b;

  if (scores[i] != scores[j])
    return scores[i] < scores[j] ? -1 : 1;
  return i < j ? -1 : i > j;
}

guint *
ts_scores_dup_order (const double *scores, guint n)
{
  guint *order = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  if (n > 0)
    g_qsort_with_data (order, (gint) n, sizeof *order, compare_scores,
                       (gpointer) scores);
  return order;
}

TsRocCurve *
ts_roc_curve_new (const TsScores *scores)
{
  TsRocCurve *self = g_new0 (TsRocCurve, 1);
  g_autofree guint *order = ts_scores_dup_order (scores->scores, scores->n);
  TsRocPoint point = { .threshold = INFINITY };

  self->points = g_new (TsRocPoint, (gsize) scores->n + 1);
  self->points[self->n_points++] = point;
  for (guint i = scores->n; i > 0; i--) {
    guint i_case = order[i - 1];
    gboolean is_last_of_ties =
      i == 1 || scores->scores[order[i - 2]] != scores->scores[i_case];
    point.tp += scores->is_positive[i_case] != 0;
    point.fp += scores->is_positive[i_case] == 0;
    point.threshold = scores->scores[i_case];
    if (is_last_of_ties)
      self->points[self->n_points++] = point;
  }
  self->n_positive = point.tp;
  self->n_negative = point.fp;
  return self;
}

void
ts_roc_curve_free (TsRocCurve *self)
{
  if (self == NULL)
    return;
  g_free (self->points);
  g_free (self);
}

double
ts_roc_curve_get_auc (const TsRocCurve *self)
{
  guint64 twice = 0;

  if (self->n_positive == 0 || self->n_negative == 0)
    return NAN;
  for (guint i = 1; i < self->n_points; i++) {
    const TsRocPoint *from = &self->points[i - 1], *to = &self->points[i];
    twice += (guint64) (to->fp - from->fp) * ((guint64) to->tp + from->tp);
  }
  return (double) twice / 2 / ((double) self->n_positive * self->n_negative);
}

/* The more the better. */
static double
judge (const TsRocCurve *self, const TsRocPoint *point, TsRocRule rule)
{
  double positive = self->n_positive, negative = self->n_negative;
  double missed, alarms;

  /* Whole numbers below 2^53, so that equal ones are equal. */
  if (rule == TS_ROC_YOUDEN)
    return point->tp * negative - point->fp * positive;
  missed = (positive - point->tp) * negative;
  alarms = point->fp * positive;
  return -(missed * missed + alarms * alarms);
}

static gboolean
is_above_diagonal (const TsRocCurve *self, const TsRocPoint *point)
{
  return judge (self, point, TS_ROC_YOUDEN) > 0;
}

guint *
ts_roc_curve_dup_best (const TsRocCurve *self, TsRocRule rule, guint *out_n)
{
  guint *best = g_new (guint, self->n_points), n = 0;
  double value = -INFINITY;

  for (guint i = 0; i < self->n_points; i++) {
    double here = judge (self, &self->points[i], rule);
    if (!is_above_diagonal (self, &self->points[i]) || here < value)
      continue;
    if (here > value)
      n = 0;
    value = here;
    best[n++] = i;
  }
  *out_n = n;
  if (n == 0)
    g_clear_pointer (&best, g_free);
  return best;
}

double
ts_roc_curve_get_midpoint (const TsRocCurve *self, guint point)
{
  double high, low, sum;

  if (point + 1 >= self->n_points)
    return -INFINITY;
  high = self->points[point].threshold;
  low = self->points[point + 1].threshold;
  sum = high + low;
  /* Two scores near the largest number there is have a mean all the same. */
  return isfinite (sum) || isinf (high) ? sum / 2 : high / 2 + low / 2;
}

TsEstimate
ts_roc_curve_get_sensitivity (const TsRocCurve *self, guint point)
{
  return ts_proportion_wilson (self->points[point].tp, self->n_positive,
                               "there is no positive case");
}

TsEstimate
ts_roc_curve_get_specificity (const TsRocCurve *self, guint point)
{
  return ts_proportion_wilson (self->n_negative - self->points[point].fp,
                               self->n_negative, "there is no negative case");
}
