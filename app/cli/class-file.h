/* Names of classes from a text file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One name a line, as in DeepPATH's labelref.txt; lines end with LF, CR LF or CR. Spaces
 * around a name and empty lines at the end do not count. Free with g_strfreev (). The
 * message names the file: TS_ERROR_OPEN, _READ, _FORMAT (no UTF-8, no name), _TOO_LARGE. */
char **ts_class_file_load (const char *path,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
