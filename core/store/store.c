/* Opening, closing and locking the store.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/store/schema.h"
#include "core/store/sqlite-error.h"
#include "core/store/store-path.h"
#include "core/store/store-private.h"

#define MEMORY_PATH  ":memory:"
#define BUSY_MS      5000
#define BUSY_STEP_MS 10

static const char *const synchronous_texts[] = {
  [TS_SURVIVES_KILL] = "PRAGMA synchronous = NORMAL",
  [TS_SURVIVES_POWER_LOSS] = "PRAGMA synchronous = FULL",
};

char *
ts_store_get_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "tessera", "tessera.db",
                           NULL);
}

char **
ts_store_list_parts (const char *path)
{
  static const char *const suffixes[] = { "-wal", "-shm", "-journal",
                                          "-holder" };
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_autofree char *real = g_file_test (path, G_FILE_TEST_IS_SYMLINK)
                            ? ts_store_path_resolve (path, NULL)
                            : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *part = g_strconcat (path, suffixes[i], NULL);
    g_autofree char *behind =
      real != NULL ? g_strconcat (real, suffixes[i], NULL) : NULL;

    g_strv_builder_add (parts, part);
    if (behind != NULL)
      g_strv_builder_add (parts, behind);
  }
  return g_strv_builder_end (parts);
}

const char *
ts_store_get_path (const TsStore *self)
{
  return self->path;
}

static void
finalize_statement (gpointer stmt)
{
  sqlite3_finalize (stmt);
}

static TsStore *
store_new (const char *path, gboolean is_read_only)
{
  TsStore *self = g_new0 (TsStore, 1);

  self->n_refs = 1;
  ts_lock_init (&self->lock);
  self->path = g_strdup (path);
  self->is_read_only = is_read_only;
  self->durability = TS_SURVIVES_POWER_LOSS;
  self->statements = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL,
                                            finalize_statement);
  return self;
}

TsStore *
ts_store_ref (TsStore *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
ts_store_unref (TsStore *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;
  g_hash_table_unref (self->statements);
  sqlite3_close (self->db);
  ts_holder_free (self->holder);
  ts_lock_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}

static gboolean
set_open_error (const char *path, int failure, GError **error)
{
  g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': %s", path,
               g_strerror (failure));
  return FALSE;
}

/* NULL with error: no such file can be, or SQLite would delete one that is not its own. */
static char *
find_file (const char *path, GError **error)
{
  g_autofree char *real = ts_store_path_resolve (path, error);

  if (real == NULL || !ts_store_path_check_parts (path, real, error))
    return NULL;
  return g_steal_pointer (&real);
}

/* The file and its folders, readable by nobody else. An existing file is not even opened:
 * closing a descriptor of it would drop the locks that another store of this process holds
 * on it (POSIX). */
static gboolean
make_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  GStatBuf facts;
  int fd = -1;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return set_open_error (path, errno, error);
  fd = g_open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0) {
    close (fd);
    return TRUE;
  }
  if (errno != EEXIST)
    return set_open_error (path, errno, error);
  if (g_stat (path, &facts) != 0)
    return set_open_error (path, errno, error);
  if (S_ISREG (facts.st_mode))
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_OPEN,
               "cannot open '%s': it is not a file", path);
  return FALSE;
}

static gboolean
connect_to (TsStore *self, const char *name, int flags, GError **error)
{
  static const char settings[] = "PRAGMA recursive_triggers = ON;"
                                 "PRAGMA trusted_schema = OFF;"
                                 "PRAGMA cell_size_check = ON";

  if (sqlite3_open_v2 (name, &self->db, flags | SQLITE_OPEN_NOMUTEX, NULL) !=
      SQLITE_OK) {
    ts_sqlite_set_error (error, self->db, self->path, "open");
    return FALSE;
  }
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, BUSY_MS);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return ts_sqlite_run (self->db, self->path, settings, error);
}

/* Two programs that turn to the WAL at once: SQLite refuses one of them without waiting.
 * Where shared memory cannot be had (some network folders) it stays with its rollback
 * journal, which is as safe. */
static gboolean
set_log (TsStore *self, GError **error)
{
  gint64 last_us = g_get_monotonic_time () + BUSY_MS * 1000;
  int rc = SQLITE_OK;

  do {
    rc = sqlite3_exec (self->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    if (rc == SQLITE_OK)
      return TRUE;
    g_usleep (BUSY_STEP_MS * 1000);
  } while ((rc & 0xff) == SQLITE_BUSY && g_get_monotonic_time () < last_us);
  ts_sqlite_set_error (error, self->db, self->path, "open");
  return FALSE;
}

static gboolean
set_durable (TsStore *self, GError **error)
{
  return set_log (self, error) &&
         ts_sqlite_run (self->db, self->path,
                        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
                        error);
}

/* Beside the file itself, whatever name it was opened by. */
static TsHolder *
take_hold (const char *path, const char *real, GError **error)
{
  return ts_holder_take (
    g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? real : path, error);
}

TsStore *
ts_store_open (const char *path, GError **error)
{
  gboolean is_memory = path == NULL;
  g_autoptr (TsStore) self = store_new (is_memory ? MEMORY_PATH : path, FALSE);
  g_auto (GStrv) steps = ts_schema_load_steps ();
  g_autofree char *real =
    is_memory ? g_strdup (MEMORY_PATH) : find_file (path, error);
  TsSchema schema = { .path = self->path,
                      .steps = (const char *const *) steps,
                      .n_steps = TS_SCHEMA_VERSION };
  int flags = SQLITE_OPEN_READWRITE | (is_memory ? SQLITE_OPEN_MEMORY : 0);

  if (real == NULL || (!is_memory && !make_file (path, error)))
    return NULL;
  if (!connect_to (self, real, flags, error))
    return NULL;
  schema.db = self->db;
  if (!is_memory && sqlite3_db_readonly (self->db, "main") == 1) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN,
                 "cannot write to '%s': the file or its folder is read-only",
                 path);
    return NULL;
  }
  if (!is_memory && (self->holder = take_hold (path, real, error)) == NULL)
    return NULL;
  if (!ts_schema_upgrade (&schema, error) || !set_durable (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* A store in a folder where no file can be made cannot have the shared memory of a WAL, and
 * needs none when no program writes to it. */
static gboolean
connect_immutable (TsStore *self,
                   const char *real,
                   const TsSchema *schema,
                   GError **error)
{
  g_autofree char *log = g_strconcat (real, "-wal", NULL);
  g_autofree char *base = g_filename_to_uri (real, NULL, error);
  g_autofree char *uri = NULL;
  TsSchema again = *schema;

  if (base == NULL)
    return FALSE;
  if (g_file_test (log, G_FILE_TEST_EXISTS))
    return ts_schema_check (schema, error);
  uri = g_strconcat (base, "?immutable=1", NULL);
  sqlite3_close (g_steal_pointer (&self->db));
  if (!connect_to (self, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error))
    return FALSE;
  again.db = self->db;
  return ts_schema_check (&again, error);
}

static gboolean
lacks_shared_memory (sqlite3 *db)
{
  int rc = sqlite3_errcode (db) & 0xff;

  return rc == SQLITE_CANTOPEN || rc == SQLITE_READONLY;
}

TsStore *
ts_store_open_read_only (const char *path, GError **error)
{
  g_autoptr (TsStore) self = store_new (path, TRUE);
  g_auto (GStrv) steps = ts_schema_load_steps ();
  TsSchema schema = { .path = path,
                      .steps = (const char *const *) steps,
                      .n_steps = TS_SCHEMA_VERSION };
  g_autofree char *real = NULL;
  GStatBuf facts;
  gint64 version = 0;

  if (g_stat (path, &facts) != 0) {
    set_open_error (path, errno, error);
    return NULL;
  }
  if (!S_ISREG (facts.st_mode)) {
    set_open_error (path, S_ISDIR (facts.st_mode) ? EISDIR : EINVAL, error);
    return NULL;
  }
  real = find_file (path, error);
  if (real == NULL || !connect_to (self, real, SQLITE_OPEN_READONLY, error))
    return NULL;
  schema.db = self->db;
  if (!ts_sqlite_read_int (self->db, path, "PRAGMA schema_version", &version,
                           NULL) &&
      lacks_shared_memory (self->db))
    return connect_immutable (self, real, &schema, error)
             ? g_steal_pointer (&self)
             : NULL;
  return ts_schema_check (&schema, error) ? g_steal_pointer (&self) : NULL;
}

char *
ts_store_describe_other_holders (TsStore *self)
{
  return self->holder != NULL ? ts_holder_describe_others (self->holder) : NULL;
}

TsStoreHold *
ts_store_hold (TsStore *self)
{
  ts_lock_acquire (&self->lock);
  return self;
}

void
ts_store_release (TsStoreHold *hold)
{
  ts_lock_release (&hold->lock);
}

static gboolean
run (TsStore *self, const char *sql, GError **error)
{
  g_autofree char *others = NULL;
  gboolean is_busy = FALSE;

  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  is_busy = (sqlite3_errcode (self->db) & 0xff) == SQLITE_BUSY;
  ts_sqlite_set_error (error, self->db, self->path, "write to");
  others = is_busy && self->holder != NULL
             ? ts_holder_describe_others (self->holder)
             : NULL;
  if (others != NULL && error != NULL) {
    g_autofree char *message =
      g_strdup_printf ("%s: %s", (*error)->message, others);

    g_free ((*error)->message);
    (*error)->message = g_steal_pointer (&message);
  }
  return FALSE;
}

gboolean
ts_store_begin (TsStore *self, TsDurability durability, GError **error)
{
  if (self->durability != durability) {
    if (!run (self, synchronous_texts[durability], error))
      return FALSE;
    self->durability = durability;
  }
  return run (self, "BEGIN IMMEDIATE", error);
}

gboolean
ts_store_end (TsStore *self, gboolean is_done, GError **error)
{
  if (is_done && run (self, "COMMIT", error))
    return TRUE;
  ts_sqlite_undo (self->db);
  return FALSE;
}

void
ts_store_set_damaged (TsStore *self, const char *what, GError **error)
{
  g_set_error (error, TS_ERROR, TS_ERROR_STORE,
               "cannot read '%s': the file is damaged: no sense in '%s'",
               self->path, what);
}

gint64
ts_store_get_last_id (TsStore *self)
{
  return sqlite3_last_insert_rowid (self->db);
}
