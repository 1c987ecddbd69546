/* What SQLite reports, in words for a person. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The last error of db as "cannot <action> 'path': reason"; action: "open", "read", "write
 * to". Nobody else may use db in between. */
void ts_sqlite_set_error (GError **error,
                          sqlite3 *db,
                          const char *path,
                          const char *action);

/* Runs sql, which returns no rows. */
gboolean
ts_sqlite_run (sqlite3 *db, const char *path, const char *sql, GError **error);
/* Ends a transaction that failed. */
void ts_sqlite_undo (sqlite3 *db);
/* The first column of the first row of sql. */
gboolean ts_sqlite_read_int (sqlite3 *db,
                             const char *path,
                             const char *sql,
                             gint64 *out_value,
                             GError **error);

G_END_DECLS
