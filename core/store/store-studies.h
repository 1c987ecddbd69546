/* Studies, the reference standard, and where slides were last seen. Any thread; errors as in
 * core/store/store.h. A study is never changed: another definition is another study.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/study.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* Sets study->key. The same definition again: TRUE, and nothing is added. Every slide and
 * model must have its identity. session_id: 0 where there is none. */
gboolean ts_store_add_study (TsStore *self,
                             gint64 session_id,
                             TsStudy *study,
                             GError **error);
/* NULL with error; TS_ERROR_MISSING when there is none of that key. */
TsStudy *ts_store_load_study (TsStore *self,
                              const char *key,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* In the order in which they came: GPtrArray of TsStudy, which go with it. */
GPtrArray *ts_store_list_studies (TsStore *self,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The truth for a question on a slide; one that is there is superseded, the same one again
 * adds nothing. Refused while any case of the study is open in this store: nobody edits the
 * truth while reading. slide_identity must be set. */
gboolean ts_store_add_truth (TsStore *self,
                             gint64 session_id,
                             const char *study_key,
                             const TsTruth *truth,
                             GError **error);
/* What stands, by slide and question: GPtrArray of TsTruth, which go with it. Not for a
 * reader who reads: see core/review/may-show.h. */
GPtrArray *ts_store_list_truth (TsStore *self,
                                const char *study_key,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where a slide was seen on this computer; the newest first. Never merged or exported. */
gboolean ts_store_note_slide_file (TsStore *self,
                                   const char *slide_identity,
                                   const char *path,
                                   GError **error);
/* The caller frees it with g_strfreev. */
char **ts_store_list_slide_files (TsStore *self,
                                  const char *slide_identity,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* 32 hexadecimal digits that name this file; a copy has them too. The caller owns them. */
char *ts_store_get_uuid (TsStore *self,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
