/* JSON as RFC 8259 has it and no more: json-glib also takes 'single quotes', comments, a
 * second value behind the first and a name given twice. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether text is one JSON value, or blank; to be asked before json-glib is, which recurses
 * without a limit before 1.10. members, unless NULL: char * to char *, takes the names of a
 * whole text that is an object, and their values as they are written. Texts with a NUL or
 * half a surrogate pair are no JSON here, since no C text holds them. FALSE with
 * TS_ERROR_FORMAT, whose message begins behind the subject: "is not JSON: line 2, near
 * character 6", both from 1. */
gboolean ts_json_scan (const char *text, GHashTable *members, GError **error);

G_END_DECLS
