/* A study's key: what makes the same definition the same study in any file. Only core/store
 * includes this.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/study.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* Digest of all but the key and the names of files. The caller owns it. */
char *ts_study_compute_key (const TsStudy *study) G_GNUC_WARN_UNUSED_RESULT;

/* With the lock held; NULL with error. */
TsStudy *ts_store_load_study_held (TsStore *self,
                                   const char *key,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
