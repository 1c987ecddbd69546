/* Cross tables: how often label i on one side met label j on the other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/cross-table.h"

#include <math.h>

#include "core/stats/distribution.h"
#include "core/stats/proportion.h"

TsCrossTable *
ts_cross_table_new (guint n_labels)
{
  TsCrossTable *self = g_new0 (TsCrossTable, 1);

  self->n_labels = n_labels;
  self->counts = g_new0 (guint, (gsize) n_labels * n_labels);
  return self;
}

void
ts_cross_table_free (TsCrossTable *self)
{
  if (self == NULL)
    return;
  g_free (self->counts);
  g_free (self);
}

void
ts_cross_table_add (TsCrossTable *self, int row, int column)
{
  if (row == TS_NO_RATING || column == TS_NO_RATING)
    return;
  g_assert (row >= 0 && (guint) row < self->n_labels);
  g_assert (column >= 0 && (guint) column < self->n_labels);
  self->counts[(gsize) row * self->n_labels + (gsize) column]++;
  self->n++;
}

guint
ts_cross_table_get (const TsCrossTable *self, guint row, guint column)
{
  return self->counts[(gsize) row * self->n_labels + column];
}

guint
ts_cross_table_count_row (const TsCrossTable *self, guint row)
{
  guint count = 0;

  for (guint i = 0; i < self->n_labels; i++)
    count += ts_cross_table_get (self, row, i);
  return count;
}

guint
ts_cross_table_count_column (const TsCrossTable *self, guint column)
{
  guint count = 0;

  for (guint i = 0; i < self->n_labels; i++)
    count += ts_cross_table_get (self, i, column);
  return count;
}

guint
ts_cross_table_count_diagonal (const TsCrossTable *self)
{
  guint count = 0;

  for (guint i = 0; i < self->n_labels; i++)
    count += ts_cross_table_get (self, i, i);
  return count;
}

TsEstimate
ts_cross_table_compute_agreement (const TsCrossTable *self)
{
  return ts_proportion_wilson (ts_cross_table_count_diagonal (self), self->n,
                               "no case has both labels");
}

void
ts_cross_table_compute_class (const TsCrossTable *self,
                              guint label,
                              TsClassAccuracy *out)
{
  guint positive = ts_cross_table_count_row (self, label);
  guint called = ts_cross_table_count_column (self, label);
  guint both = ts_cross_table_get (self, label, label);
  guint neither = self->n - positive - called + both;

  out->sensitivity =
    ts_proportion_wilson (both, positive, "no case is of this class");
  out->specificity = ts_proportion_wilson (neither, self->n - positive,
                                           "every case is of this class");
  out->ppv =
    ts_proportion_wilson (both, called, "no case was called this class");
  out->npv = ts_proportion_wilson (neither, self->n - called,
                                   "every case was called this class");
}

TsEstimate
ts_cross_table_compute_balanced_accuracy (const TsCrossTable *self)
{
  guint n_classes = 0;
  double sum = 0, variance = 0;
  TsEstimate estimate;

  for (guint i = 0; i < self->n_labels; i++) {
    guint n = ts_cross_table_count_row (self, i);
    if (n == 0)
      continue;
    double share = (double) ts_cross_table_get (self, i, i) / n;
    sum += share;
    variance += share * (1 - share) / n;
    n_classes++;
  }
  if (n_classes < 2)
    return ts_estimate_unknown (self->n, "truth has fewer than two classes");
  estimate =
    ts_estimate_from_se (sum / n_classes, sqrt (variance) / n_classes,
                         ts_normal_95 (), self->n, "normal, within classes");
  ts_estimate_clip (&estimate, 0, 1);
  return estimate;
}
