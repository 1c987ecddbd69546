/* What the command roc has found, as tables or as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/estimate-output.h"
#include "core/formats/deeppath-stats.h"
#include "core/formats/scores-file.h"
#include "core/stats/delong.h"
#include "core/stats/multiclass-roc.h"

G_BEGIN_DECLS

/* Of a table of scores. Borrows everything. */
typedef struct {
  const char *path;
  const TsScoresFile *file;
  TsRocCurve *const *curves;             /* [n_models] */
  TsDelongPair pair;                     /* with one model only a */
  const TsBootstrapInterval *bootstraps; /* [n_models], with two models [3] */
  TsBootstrapSource source;
} TsRocReport;

void ts_roc_report_print_text (const TsRocReport *self);
void ts_roc_report_print_json (const TsRocReport *self);

/* Of DeepPATH's results. Borrows everything. */
typedef struct {
  const char *path;
  const TsDeepPathStats *file;
  char **classes; /* [n_classes], NULL-terminated */
  const TsMulticlassRoc *average, *selected;
  TsBootstrapSource source;
} TsDeepPathReport;

void ts_deeppath_report_print_text (const TsDeepPathReport *self);
void ts_deeppath_report_print_json (const TsDeepPathReport *self);

G_END_DECLS
