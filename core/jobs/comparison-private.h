/* Inside a comparison. Only core/jobs includes this.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/jobs/comparison.h"

G_BEGIN_DECLS

/* The label of the highest score; of equal ones the first. */
int ts_comparison_call_label (const double *scores, guint n_labels);

/* Everything that is made from the tables. before: of the same arm and question, blind; NULL
 * for one that is blind itself. */
void ts_comparison_compute (TsComparison *self,
                            const TsComparison *before,
                            const TsComparisonParams *params);

G_END_DECLS
