/* Agreement of any number of readers beyond chance, with missing ratings: Fleiss' kappa and
 * Gwet's AC1.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/kappa.h"
#include "core/stats/label-counts.h"

G_BEGIN_DECLS

/* Both: observed agreement is the mean over cases with two ratings or more of the share of
 * agreeing pairs; the shares of the labels are means over all cases with a rating. The SE
 * is that between cases, linearised (Gwet, Handbook of Inter-Rater Reliability, 4th ed.
 * (2014): cases are a sample from an endless population, readers are fixed), the
 * interval uses t with (cases - 1) degrees of freedom. n is the number of cases. Any
 * thread. */

/* Fleiss, Psychol Bull 76, 378-382 (1971). se_null is that of Fleiss, Nee and Landis,
 * Psychol Bull 86, 974-977 (1979), which holds where all cases have the same number of
 * ratings; elsewhere it, z and p are NAN. */
void ts_fleiss_kappa_compute (const TsLabelCounts *counts, TsKappa *out);

/* Gwet, Br J Math Stat Psychol 61, 29-48 (2008). n_labels is that of the scale, whether
 * all of it was used or not. */
TsEstimate ts_many_readers_compute_ac1 (const TsLabelCounts *counts);

G_END_DECLS
