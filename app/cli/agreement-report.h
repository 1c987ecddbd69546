/* What the command agreement has found, as tables or as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/estimate-output.h"
#include "core/formats/ratings-file.h"
#include "core/stats/agreement.h"
#include "core/stats/reader-model.h"

G_BEGIN_DECLS

/* Borrows everything. */
typedef struct {
  const char *path;
  const TsRatingsFile *file;
  const TsAgreement *agreement;
  TsBootstrapSource bootstrap;
  const TsCrossErrors
    *cross_errors; /* NULL: no reader was named as the model */
  const char *model;
  const TsSwitches *switches; /* NULL: no opinions before and after */
  const char *before, *after;
} TsAgreementReport;

void ts_agreement_report_print_text (const TsAgreementReport *self);
void ts_agreement_report_print_json (const TsAgreementReport *self);

/* Why there is no kappa, or no test, of two readers; NULL where there is one pair. */
const char *
ts_agreement_report_get_pair_obstacle (const TsAgreementReport *self);
/* Why the test of McNemar was not made. Static. */
const char *ts_agreement_report_get_mcnemar_obstacle (void);

G_END_DECLS
