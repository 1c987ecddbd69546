/* What a study must be before it can be read: checked wherever it comes from. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/study.h"

G_BEGIN_DECLS

#define TS_STUDY_MAX_SLIDES 10000
#define TS_STUDY_MAX_OTHER  100 /* questions, answers, arms, models */

/* FALSE with TS_ERROR_FORMAT, "slide 'S01' is there twice". Identities may be missing still
 * (ts_study_check_identities). */
gboolean ts_study_check (const TsStudy *study, GError **error);
/* Every slide and model has its identity, and none is there twice. */
gboolean ts_study_check_identities (const TsStudy *study, GError **error);

G_END_DECLS
