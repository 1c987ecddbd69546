/* The store's name in the file system: where it leads, and what SQLite keeps beside it. Any
 * thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What SQLite is to be told: an absolute path, so that neither "file:a?mode=memory" nor
 * ":memory:" says anything to it but a name, and without a link at its end, as SQLite's own
 * files beside it have their names from there. Nothing need be there. NULL with
 * TS_ERROR_OPEN: the name is empty, or a link that leads nowhere. */
char *ts_store_path_resolve (const char *path,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE with TS_ERROR_OPEN where a file beside the store has the name of one of SQLite's and
 * is none: SQLite would take it for the remains of a crash and delete it. To be called
 * before anything is made or opened. path is for the message, real from
 * ts_store_path_resolve. */
gboolean
ts_store_path_check_parts (const char *path, const char *real, GError **error);

G_END_DECLS
