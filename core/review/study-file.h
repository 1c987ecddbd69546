/* A study from a JSON file. README.md has the keys and their defaults. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/study.h"

G_BEGIN_DECLS

/* Checked (ts_study_check); slides and models that were given as files have no identity yet:
 * paths are as in the file, those that are not absolute from its folder on. *out_truth:
 * GPtrArray of TsTruth, which go with it, by pseudonym. Unknown keys are refused.
 * NULL with TS_ERROR_OPEN, _READ, _TOO_LARGE, or TS_ERROR_FORMAT, "cannot read 'path':
 * slides[2]: 'pseudonym' is not a text". */
TsStudy *ts_study_file_read (const char *path,
                             GPtrArray **out_truth,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
