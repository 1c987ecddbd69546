/* How many readers gave each case each label.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/label-counts.h"

TsLabelCounts *
ts_label_counts_new (const TsRatings *ratings)
{
  TsLabelCounts *self = g_new0 (TsLabelCounts, 1);
  guint q = ratings->n_labels;

  self->n_labels = q;
  self->counts = g_new0 (guint, (gsize) ratings->n_cases * q);
  self->n_ratings = g_new0 (guint, ratings->n_cases);
  for (guint i = 0; i < ratings->n_cases; i++) {
    /* The next free row; an unrated case leaves it as empty as it was. */
    guint *row = &self->counts[(gsize) self->n_cases * q];
    guint n = 0;
    for (guint reader = 0; reader < ratings->n_readers; reader++) {
      int label = ts_ratings_get (ratings, i, reader);
      if (label == TS_NO_RATING)
        continue;
      g_assert (label >= 0 && (guint) label < q);
      row[label]++;
      n++;
    }
    if (n > 0)
      self->n_ratings[self->n_cases++] = n;
    self->n_pairable += n >= 2;
  }
  return self;
}

void
ts_label_counts_free (TsLabelCounts *self)
{
  if (self == NULL)
    return;
  g_free (self->counts);
  g_free (self->n_ratings);
  g_free (self);
}

double
ts_label_counts_get_agreement (const TsLabelCounts *self, guint i_case)
{
  const guint *row = &self->counts[(gsize) i_case * self->n_labels];
  double n = self->n_ratings[i_case], sum = 0;

  if (n < 2)
    return 0;
  for (guint k = 0; k < self->n_labels; k++)
    sum += row[k] * (row[k] - 1.0);
  return sum / (n * (n - 1));
}

guint
ts_label_counts_count_used (const TsLabelCounts *self)
{
  guint n_used = 0;

  for (guint k = 0; k < self->n_labels; k++) {
    gboolean is_used = FALSE;
    for (guint i = 0; i < self->n_cases && !is_used; i++)
      is_used = self->counts[(gsize) i * self->n_labels + k] > 0;
    n_used += is_used;
  }
  return n_used;
}
