/* Krippendorff's alpha: agreement of any number of readers, with missing ratings, on labels
 * with or without an order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/label-counts.h"

G_BEGIN_DECLS

typedef enum {
  TS_ALPHA_NOMINAL, /* two labels differ or they do not */
  TS_ALPHA_ORDINAL  /* by how many ratings stand between them: see below */
} TsAlphaMetric;

/* 1 - (n - 1) sum o_ck d2_ck / sum n_c n_k d2_ck over pairs of labels, with o the coincidences
 * of cases with two ratings or more, n_c their margins (Krippendorff, Content Analysis,
 * 3rd ed. (2013)). d2 is 1, or for TS_ALPHA_ORDINAL
 * (n_c / 2 + sum of n_g between c and k + n_k / 2)^2 in the order of ranks [n_labels].
 *
 * times [n_cases] counts each case so many times (a resample of cases); NULL: once. NAN
 * where no case has two ratings or only one label occurs. Any thread. */
double ts_krippendorff_alpha (const TsLabelCounts *counts,
                              TsAlphaMetric metric,
                              const double *ranks,
                              const guint *times);

G_END_DECLS
