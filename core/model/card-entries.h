/* The texts of a model card by key, from the model file and the side file that goes before
 * it. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/base/error.h"

G_BEGIN_DECLS

typedef GHashTable TsCardEntries; /* free with g_hash_table_unref () */

/* NULL with TS_ERROR_FORMAT: a key given twice, a side file that is no JSON object, a
 * value in it of the wrong kind. */
TsCardEntries *ts_card_entries_new (const char *const *keys,
                                    const char *const *values,
                                    guint n,
                                    const char *side_json,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The value as text, or NULL. */
const char *ts_card_entries_get (TsCardEntries *self, const char *key);
/* The value as a JSON list. NULL without an error: no such key. */
JsonArray *ts_card_entries_dup_list (TsCardEntries *self,
                                     const char *key,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Always FALSE, with "model card, key 'KEY': MESSAGE" (or "side file, ..."). */
gboolean ts_card_entries_fail (TsCardEntries *self,
                               const char *key,
                               TsError code,
                               GError **error,
                               const char *format,
                               ...) G_GNUC_PRINTF (5, 6);

G_END_DECLS
