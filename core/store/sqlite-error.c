/* What SQLite reports, in words for a person.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/sqlite-error.h"

#include "core/base/error.h"

static const char *
describe (sqlite3 *db)
{
  switch (sqlite3_errcode (db) & 0xff) {
  case SQLITE_NOTADB:
    return "it is not an SQLite database";
  case SQLITE_CORRUPT:
    return "the file is damaged; it was left as it is";
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return "another program holds it";
  case SQLITE_READONLY:
    return "the file or its folder is read-only";
  case SQLITE_FULL:
    return "the disk is full";
  case SQLITE_CANTOPEN:
  case SQLITE_IOERR:
  case SQLITE_PERM:
    if (sqlite3_system_errno (db) != 0)
      return g_strerror (sqlite3_system_errno (db));
    return sqlite3_errmsg (db);
  default:
    return sqlite3_errmsg (db);
  }
}

void
ts_sqlite_set_error (GError **error,
                     sqlite3 *db,
                     const char *path,
                     const char *action)
{
  int rc = sqlite3_errcode (db) & 0xff;
  gboolean is_open =
    rc == SQLITE_NOTADB || rc == SQLITE_CANTOPEN || rc == SQLITE_READONLY;

  g_set_error (error, TS_ERROR, is_open ? TS_ERROR_OPEN : TS_ERROR_STORE,
               "cannot %s '%s': %s", action, path, describe (db));
}

gboolean
ts_sqlite_run (sqlite3 *db, const char *path, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  ts_sqlite_set_error (error, db, path, "open");
  return FALSE;
}

void
ts_sqlite_undo (sqlite3 *db)
{
  /* After some errors SQLite has rolled back by itself. */
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
ts_sqlite_read_int (sqlite3 *db,
                    const char *path,
                    const char *sql,
                    gint64 *out_value,
                    GError **error)
{
  sqlite3_stmt *stmt = NULL;
  gboolean is_read = FALSE;

  if (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL) == SQLITE_OK &&
      sqlite3_step (stmt) == SQLITE_ROW) {
    *out_value = sqlite3_column_int64 (stmt, 0);
    is_read = TRUE;
  } else {
    ts_sqlite_set_error (error, db, path, "open");
  }
  sqlite3_finalize (stmt);
  return is_read;
}
