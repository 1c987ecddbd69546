/* Cases, inside the store. With the lock held; only core/store includes this.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/query.h"
#include "core/store/store-cases.h"

G_BEGIN_DECLS

/* NULL with error; TS_ERROR_MISSING when there is none. */
TsStudyCase *ts_store_load_case_held (TsStore *self,
                                      const char *case_key,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The case, if the sitting is its reader's; NULL with error. */
TsStudyCase *ts_store_take_case (TsStore *self,
                                 gint64 session_id,
                                 const char *case_key,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The arm's kind of a case. */
gboolean ts_store_find_arm_kind (TsStore *self,
                                 const TsStudyCase *reading_case,
                                 TsArmKind *out_kind,
                                 GError **error);

/* "cannot write to 'path': <message>", always FALSE. */
gboolean ts_store_refuse (TsStore *self, const char *message, GError **error);

G_END_DECLS
