/* What a study comes to, as a report: how it was read, every statistic that applies with its
 * interval and n, and for print the methods, figures and cases in which opinions differ.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/export/report.h"
#include "core/jobs/comparison.h"

G_BEGIN_DECLS

typedef struct {
  TsStore *store; /* where the slides' files are looked for; only if is_full */
  const TsStudyData *data;
  const GPtrArray *comparisons; /* ts_comparison_list */
  TsComparisonParams params;    /* that they were made with */
  gboolean has_reader_names;    /* else R1, R2 */
  gboolean is_full;             /* with methods, figures and cases */
} TsStudyReport;

/* Slides and patients by their pseudonyms; no path, no date of a slide. A slide's picture is
 * in it where a file of its identity is found. One thread at a time; long. */
TsReport *
ts_study_report_new (const TsStudyReport *self) G_GNUC_WARN_UNUSED_RESULT;

/* "R1", or the reader's name; the caller owns it. */
char *ts_study_report_name_reader (const TsStudyReport *self,
                                   guint reader) G_GNUC_WARN_UNUSED_RESULT;

#define TS_RESEARCH_USE_ONLY \
  "For research use only. Not for use in diagnostic procedures."

G_END_DECLS
