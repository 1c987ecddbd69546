/* Inside a study's report. Only core/jobs includes this.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/jobs/study-report.h"

G_BEGIN_DECLS

/* Begins a table of estimates, whose rows ts_study_report_add_estimate adds. */
void ts_study_report_begin_estimates (TsReport *report, const char *caption);
void ts_study_report_add_estimate (TsReport *report,
                                   const char *label,
                                   const TsEstimate *estimate);
/* The interval alone, in a row of its own. unit: "patients". */
void ts_study_report_add_bootstrap (TsReport *report,
                                    const char *label,
                                    const TsBootstrapInterval *interval,
                                    guint n_units,
                                    const char *unit);

/* Four digits behind a point in every locale, "-" for NAN; the caller owns it. */
char *ts_study_report_format (double value) G_GNUC_WARN_UNUSED_RESULT;
char *ts_study_report_format_p (double p) G_GNUC_WARN_UNUSED_RESULT;

/* Rater of a comparison as the report calls it; the caller owns it. */
char *ts_study_report_name_rater (const TsStudyReport *self,
                                  const TsComparison *comparison,
                                  guint rater) G_GNUC_WARN_UNUSED_RESULT;
/* "arm first, question class, blind"; the caller owns it. */
char *ts_study_report_name_comparison (const TsComparison *comparison)
  G_GNUC_WARN_UNUSED_RESULT;

/* The parts. */
void ts_study_report_add_methods (const TsStudyReport *self, TsReport *report);
void ts_study_report_add_reading (const TsStudyReport *self, TsReport *report);
void ts_study_report_add_comparison (const TsStudyReport *self,
                                     TsReport *report,
                                     const TsComparison *comparison);
void ts_study_report_add_rocs (const TsStudyReport *self,
                               TsReport *report,
                               const TsComparison *comparison);
void ts_study_report_add_tiles (const TsStudyReport *self, TsReport *report);
void ts_study_report_add_cases (const TsStudyReport *self, TsReport *report);

G_END_DECLS
