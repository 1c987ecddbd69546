/* Proportions from samples in which not every unit was equally likely to be drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/estimate.h"

G_BEGIN_DECLS

/* Units are those the sample holds. Each stands for 1 / probability units of the population. */
typedef struct {
  guint n;
  const double *values; /* [n], 1 with the property and 0 without, or a share */
  const double *probabilities; /* [n], of being in the sample: 0 < p <= 1 */
  const guint *clusters; /* [n], below n_clusters; NULL: each unit its own */
  guint n_clusters;
} TsWeightedSample;

/* sum (y/p) / sum (1/p), the share with the property: Hajek (1971); Sarndal, Swensson and
 * Wretman, Model Assisted Survey Sampling (1992). The SE is that of the
 * linearised estimator, between clusters, as if these were drawn with replacement: somewhat
 * too wide where the sample is a large part of the population. The interval uses t with
 * (clusters - 1) degrees of freedom. Any thread. */
TsEstimate ts_weighted_proportion_hajek (const TsWeightedSample *sample);
/* sum (y/p) / population: Horvitz and Thompson, J Am Stat Assoc 47, 663-685 (1952), where
 * the size of the population is known, with the same kind of SE. Value and interval may
 * leave [0, 1]. */
TsEstimate
ts_weighted_proportion_horvitz_thompson (const TsWeightedSample *sample,
                                         double population);

G_END_DECLS
