/* A text file as a whole: UTF-8, with or without a byte order mark.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text behind the byte order mark, at most max_bytes; the caller owns it. NULL with
 * TS_ERROR_OPEN, _READ or _TOO_LARGE, or with TS_ERROR_FORMAT where it is empty or is not
 * text, which names the first line that is not. Any thread. */
char *ts_text_file_load (const char *path,
                         gsize max_bytes,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
