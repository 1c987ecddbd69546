/* How many readers gave each case each label: what agreement of many readers is made of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/ratings.h"

G_BEGIN_DECLS

/* Cases that nobody rated are not in it. Immutable; any thread. */
typedef struct {
  guint n_cases, n_labels;
  guint n_pairable; /* cases with two ratings or more */
  guint *counts;    /* [n_cases][n_labels] */
  guint *n_ratings; /* [n_cases], at least 1 */
} TsLabelCounts;

TsLabelCounts *
ts_label_counts_new (const TsRatings *ratings) G_GNUC_WARN_UNUSED_RESULT;
void ts_label_counts_free (TsLabelCounts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsLabelCounts, ts_label_counts_free)

/* Of the pairs of ratings of this case, the share that agrees; 0 where there is no pair. */
double ts_label_counts_get_agreement (const TsLabelCounts *self, guint i_case);
/* Number of labels that occur at all. */
guint ts_label_counts_count_used (const TsLabelCounts *self);

G_END_DECLS
