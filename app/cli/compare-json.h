/* What the command compare has found, as JSON. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/jobs/study-report.h"

G_BEGIN_DECLS

void ts_compare_print_json (const TsStudyReport *report);

G_END_DECLS
