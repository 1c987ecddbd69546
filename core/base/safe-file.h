/* Files that are either there whole or not at all: written beside the target,
 * synced and renamed. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a file of that name is written: path itself, or where links lead from it, whether
 * there is a file or not; the links stay. FALSE with TS_ERROR_WRITE where that is no file:
 * "cannot write 'x': it is not a file". Of /dev and /proc there are none, even where what
 * /dev/stdout leads to is one: the name stands for what is open, not for a place in a
 * folder. *out_target is the caller's. */
gboolean
ts_safe_file_find_target (const char *path, char **out_target, GError **error);

/* The target is written. FALSE with TS_ERROR_WRITE naming the path; an older file then stays
 * as it was. */
gboolean ts_safe_file_write (const char *path,
                             const void *data,
                             gsize n_bytes,
                             GError **error);

/* Reads a whole file of at most max_bytes. The caller owns *out_data, which has
 * a NUL after its n_bytes. FALSE with TS_ERROR_OPEN, _READ or _TOO_LARGE. */
gboolean ts_safe_file_read (const char *path,
                            gsize max_bytes,
                            char **out_data,
                            gsize *out_n_bytes,
                            GError **error);

G_END_DECLS
