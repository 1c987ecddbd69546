/* The texts of a model card by key, from the model file and the files beside it. One thread
 * at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/base/error.h"
#include "core/model/model-card.h"

G_BEGIN_DECLS

typedef GHashTable TsCardEntries; /* free with g_hash_table_unref () */

/* metadata_props of the model file. NULL with TS_ERROR_FORMAT: a key given twice. */
TsCardEntries *ts_card_entries_new (const char *const *keys,
                                    const char *const *values,
                                    guint n,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds a JSON file's values: TS_CARD_FROM_SIDE over what is there, TS_CARD_FROM_CONFIG
 * beneath it. null in a foreign file is as good as no key. FALSE with TS_ERROR_FORMAT: no
 * JSON object, a value of the wrong kind, a key that is none or null where the file is
 * ours. */
gboolean ts_card_entries_add_file (TsCardEntries *self,
                                   const TsCardFile *file,
                                   TsCardOrigin origin,
                                   GError **error);
/* See ts_model_card_takes_config. */
gboolean ts_card_entries_take_config (const char *const *keys,
                                      guint n,
                                      const TsCardFile *side);
/* TsCardOrigin flags: whose keys of a card there are. */
guint ts_card_entries_get_origins (TsCardEntries *self);
/* The value as text, or NULL. */
const char *ts_card_entries_get (TsCardEntries *self, const char *key);
/* The value as a JSON list. NULL without an error: no such key. */
JsonArray *ts_card_entries_dup_list (TsCardEntries *self,
                                     const char *key,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Both are there, and key is in the file that goes first. */
gboolean ts_card_entries_goes_before (TsCardEntries *self,
                                      const char *key,
                                      const char *other);
/* Where a key is, for a message: "'m.json'" or "the model file"; NULL without such a key. */
char *ts_card_entries_format_place (TsCardEntries *self,
                                    const char *key) G_GNUC_WARN_UNUSED_RESULT;
/* Always FALSE, with "model card, key 'KEY': MESSAGE" (or "'m.json', key ..."). */
gboolean ts_card_entries_fail (TsCardEntries *self,
                               const char *key,
                               TsError code,
                               GError **error,
                               const char *format,
                               ...) G_GNUC_PRINTF (5, 6);
/* The same for a key that contradicts another, with TS_ERROR_FORMAT; says where the other
 * is if that is another file. */
gboolean ts_card_entries_fail_against (TsCardEntries *self,
                                       const char *key,
                                       const char *other,
                                       GError **error,
                                       const char *format,
                                       ...) G_GNUC_PRINTF (5, 6);

G_END_DECLS
