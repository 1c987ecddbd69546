/* Numbers from text, strictly: the whole text, the C locale, finite. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean
ts_parse_double (const char *text, double min, double max, double *out);
gboolean ts_parse_int (const char *text, gint64 min, gint64 max, gint64 *out);

G_END_DECLS
