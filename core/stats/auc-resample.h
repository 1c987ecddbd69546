/* Areas under ROC curves on resampled units, without sorting again for each resample.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/bootstrap.h"
#include "core/stats/roc.h"

G_BEGIN_DECLS

/* The cases in the order of their scores. Immutable; any thread. */
typedef struct TsAucResample TsAucResample;

/* units [scores->n]: the patient each case belongs to. All are copied. */
TsAucResample *ts_auc_resample_new (const TsScores *scores, const guint *units)
  G_GNUC_WARN_UNUSED_RESULT;
void ts_auc_resample_free (TsAucResample *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsAucResample, ts_auc_resample_free)

/* The area when each unit counts times[unit] times; NAN when that leaves a class empty. */
double ts_auc_resample_compute (const TsAucResample *self, const guint *times);

/* Likewise the curve, as shares in [0, 1] from (0, 0) to (1, 1), without points that lie
 * evenly between their neighbours; returns the number of points, or 0 when a class is empty.
 * out_fpr and out_tpr have room for n + 1. */
guint ts_auc_resample_trace (const TsAucResample *self,
                             const guint *times,
                             double *out_fpr,
                             double *out_tpr);

/* Percentile intervals of the areas of one or two models on the same cases, all from the
 * same resamples of units. out [n_models], and with two models out [2] is that of the
 * difference first - second. units [n] below n_units. */
void ts_auc_bootstrap (const TsScores *models,
                       guint n_models,
                       const guint *units,
                       const TsBootstrapSpec *spec,
                       TsBootstrapInterval *out);

G_END_DECLS
