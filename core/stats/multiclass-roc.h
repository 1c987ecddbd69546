/* ROC of several classes: each against the rest, and their micro and macro averages.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/bootstrap.h"
#include "core/stats/delong.h"

G_BEGIN_DECLS

/* A plain value that borrows its arrays. A case may be of several classes or of none. */
typedef struct {
  guint n, n_classes;
  const double *scores; /* [n][n_classes], finite */
  const guint8 *truth;  /* [n][n_classes], 0 or 1 */
  const guint *units;   /* [n], the patient each case belongs to */
} TsClassScores;

typedef struct {
  TsRocCurve *curve;
  TsDelong delong;
  TsBootstrapInterval bootstrap;
} TsClassRoc;

typedef struct {
  TsEstimate auc; /* without an interval of its own */
  TsBootstrapInterval bootstrap;
} TsAverageRoc;

typedef struct {
  guint n_classes;
  TsClassRoc *classes; /* [n_classes] */
  /* All columns of truth and of scores joined into one two-class problem. */
  TsAverageRoc micro;
  /* The curves averaged on the union of their false positive rates, joined by straight
   * lines, and integrated: what DeepPATH and scikit-learn's example report. The steps of
   * the averaged curve are cut off slantwise, so that it is somewhat larger than mean. */
  TsAverageRoc macro;
  /* The unweighted mean of the areas of the classes. */
  TsAverageRoc mean;
} TsMulticlassRoc;

/* spec: units, resamples and seed; its n_statistics is not looked at. Any thread. */
TsMulticlassRoc *
ts_multiclass_roc_new (const TsClassScores *scores,
                       const TsBootstrapSpec *spec) G_GNUC_WARN_UNUSED_RESULT;
void ts_multiclass_roc_free (TsMulticlassRoc *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsMulticlassRoc, ts_multiclass_roc_free)

G_END_DECLS
