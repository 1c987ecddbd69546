/* A study read from a store for the commands that compare. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/jobs/study-report.h"

G_BEGIN_DECLS

/* Fill it with 0, clear it in the end. */
typedef struct {
  TsStore *store; /* read-only */
  TsStudy *study;
  TsStudyData *data;
  GPtrArray *comparisons;
  TsStudyReport report; /* of all that; its flags are the caller's */
} TsStudyInput;

/* FALSE with error: no such store or study, a log that was changed, an open case where the
 * truth is asked for. */
gboolean ts_study_input_load (TsStudyInput *self,
                              const char *store_path,
                              const char *study_text,
                              gboolean with_truth,
                              const TsComparisonParams *params,
                              GError **error);
void ts_study_input_clear (TsStudyInput *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TsStudyInput, ts_study_input_clear)

G_END_DECLS
