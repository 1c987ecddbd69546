/* JSON as text. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Two spaces a level. A number has the fewest digits that give the same double back (1e-05),
 * where json-glib prints 17 (1.0000000000000001e-05). The caller's. */
char *ts_json_to_text (JsonNode *node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
