/* Comma-separated values, RFC 4180 with plain newlines. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends the field, quoted where it must be. */
void ts_csv_append_text (GString *line, const char *field);
/* Nine significant digits: enough to get the same float back. */
void ts_csv_append_float (GString *line, float value);

G_END_DECLS
