/* JSON of a model card, within bounds and with the place where it breaks off. One thread at
 * a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/model/model-card.h"

G_BEGIN_DECLS

/* The value, or NULL for a text without any. NULL with TS_ERROR_FORMAT, whose message begins
 * behind the subject: "is not JSON: line 2, near character 6". */
JsonNode *ts_card_json_parse (const char *text,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL with TS_ERROR_FORMAT, naming the file: not UTF-8, no JSON, no object. texts, unless
 * NULL: see ts_json_scan, members. */
JsonNode *ts_card_json_parse_file (const TsCardFile *file,
                                   GHashTable *texts,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
