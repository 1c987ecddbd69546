/* What readers said of the tiles of their queues, beside the model's class of each. Only
 * core/jobs includes this.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/jobs/study-data.h"

G_BEGIN_DECLS

/* Appends to data->tiles. */
gboolean ts_study_tiles_add (TsStudyData *data,
                             TsStore *store,
                             const TsStudyCase *reading_case,
                             const TsCaseFact *fact,
                             GError **error);

G_END_DECLS
