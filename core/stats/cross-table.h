/* Cross tables: how often label i on one side met label j on the other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/estimate.h"
#include "core/stats/ratings.h"

G_BEGIN_DECLS

/* Immutable once it is filled; any thread may read it. */
typedef struct {
  guint n_labels;
  guint n;       /* all cases in the table */
  guint *counts; /* [n_labels][n_labels]: row, column */
} TsCrossTable;

TsCrossTable *ts_cross_table_new (guint n_labels) G_GNUC_WARN_UNUSED_RESULT;
void ts_cross_table_free (TsCrossTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsCrossTable, ts_cross_table_free)

/* A case in which either is TS_NO_RATING is left out. */
void ts_cross_table_add (TsCrossTable *self, int row, int column);

guint ts_cross_table_get (const TsCrossTable *self, guint row, guint column);
guint ts_cross_table_count_row (const TsCrossTable *self, guint row);
guint ts_cross_table_count_column (const TsCrossTable *self, guint column);
guint ts_cross_table_count_diagonal (const TsCrossTable *self);

/* Share of the diagonal, with Wilson's interval. */
TsEstimate ts_cross_table_compute_agreement (const TsCrossTable *self);

/* One class against all others. The table has truth in its rows and the reader or model in
 * its columns. Each with Wilson's interval. */
typedef struct {
  TsEstimate sensitivity, specificity;
  TsEstimate ppv,
    npv; /* at the class's frequency in this table, not in a population */
} TsClassAccuracy;

void ts_cross_table_compute_class (const TsCrossTable *self,
                                   guint label,
                                   TsClassAccuracy *out);

/* Balanced accuracy: the unweighted mean of the sensitivities of the classes that occur in
 * truth (macro average; the micro average is the agreement itself). Var = sum of
 * s_k (1 - s_k) / n_k over classes, over their number squared: cases are independent, and
 * truth is given. */
TsEstimate ts_cross_table_compute_balanced_accuracy (const TsCrossTable *self);

G_END_DECLS
