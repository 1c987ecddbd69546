/* Bringing a file to the present schema.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/store/sqlite-error.h"
#include "store-schema.h"

#define MAX_BACKUPS 1000

typedef struct {
  gint64 application_id, version, n_objects;
} FileFacts;

char **
ts_schema_load_steps (void)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new ();

  for (guint i = 1; i <= TS_SCHEMA_VERSION; i++) {
    g_autofree char *name = g_strdup_printf ("/store/schema-%u.sql", i);
    g_autoptr (GBytes) data = g_resource_lookup_data (
      store_schema_get_resource (), name, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    gsize n_bytes = 0;
    const char *text = NULL;

    g_assert (data != NULL);
    text = g_bytes_get_data (data, &n_bytes);
    g_ptr_array_add (steps, g_strndup (text, n_bytes));
  }
  g_ptr_array_add (steps, NULL);
  return (char **) g_ptr_array_steal (steps, NULL);
}

static gboolean
read_each_fact (const TsSchema *self, FileFacts *out_facts, GError **error)
{
  return ts_sqlite_read_int (self->db, self->path, "PRAGMA application_id",
                             &out_facts->application_id, error) &&
         ts_sqlite_read_int (self->db, self->path, "PRAGMA user_version",
                             &out_facts->version, error) &&
         ts_sqlite_read_int (self->db, self->path,
                             "SELECT count (*) FROM sqlite_schema",
                             &out_facts->n_objects, error);
}

/* In one transaction: another program may be making the file. */
static gboolean
read_facts (const TsSchema *self, FileFacts *out_facts, GError **error)
{
  if (!ts_sqlite_run (self->db, self->path, "BEGIN", error))
    return FALSE;
  if (read_each_fact (self, out_facts, error))
    return ts_sqlite_run (self->db, self->path, "COMMIT", error);
  ts_sqlite_undo (self->db);
  return FALSE;
}

static gboolean
check_owner (const TsSchema *self, const FileFacts *facts, GError **error)
{
  gboolean is_empty =
    facts->application_id == 0 && facts->version == 0 && facts->n_objects == 0;

  if (facts->version > self->n_steps &&
      facts->application_id == TS_SCHEMA_APPLICATION_ID) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "cannot open '%s': it was written by a newer Tessera (schema "
                 "%" G_GINT64_FORMAT ", this program knows up to %u)",
                 self->path, facts->version, self->n_steps);
    return FALSE;
  }
  if (is_empty ||
      (facts->application_id == TS_SCHEMA_APPLICATION_ID && facts->version > 0))
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_OPEN,
               "cannot open '%s': it is a database of another program",
               self->path);
  return FALSE;
}

/* A database in memory as the first n_steps steps make it. */
static sqlite3 *
make_model (const TsSchema *self, gint64 n_steps, GError **error)
{
  sqlite3 *db = NULL;
  gboolean is_made = sqlite3_open (":memory:", &db) == SQLITE_OK;

  for (gint64 i = 0; is_made && i < n_steps; i++)
    is_made = sqlite3_exec (db, self->steps[i], NULL, NULL, NULL) == SQLITE_OK;
  if (is_made)
    return db;
  ts_sqlite_set_error (error, db, self->path, "make the tables of");
  sqlite3_close (db);
  return NULL;
}

static gboolean
has_object (sqlite3 *db, const char *name, const char *sql)
{
  sqlite3_stmt *stmt = NULL;
  gboolean is_there = FALSE;

  if (sqlite3_prepare_v2 (db,
                          "SELECT 1 FROM sqlite_schema"
                          " WHERE name = ?1 AND sql = ?2",
                          -1, &stmt, NULL) == SQLITE_OK) {
    sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text (stmt, 2, sql, -1, SQLITE_STATIC);
    is_there = sqlite3_step (stmt) == SQLITE_ROW;
  }
  sqlite3_finalize (stmt);
  return is_there;
}

/* Every table, index and trigger of this version is in the file as the steps write it. */
static gboolean
check_objects (const TsSchema *self, gint64 version, GError **error)
{
  sqlite3 *model = make_model (self, version, error);
  sqlite3_stmt *stmt = NULL;
  gboolean is_whole = model != NULL;

  if (model == NULL)
    return FALSE;
  is_whole = sqlite3_prepare_v2 (model,
                                 "SELECT type, name, sql FROM sqlite_schema"
                                 " WHERE sql IS NOT NULL",
                                 -1, &stmt, NULL) == SQLITE_OK;
  while (is_whole && sqlite3_step (stmt) == SQLITE_ROW) {
    const char *name = (const char *) sqlite3_column_text (stmt, 1);
    const char *sql = (const char *) sqlite3_column_text (stmt, 2);

    is_whole = has_object (self->db, name, sql);
    if (!is_whole)
      g_set_error (error, TS_ERROR, TS_ERROR_STORE,
                   "cannot open '%s': it is damaged: %s '%s' is missing or was "
                   "changed",
                   self->path, (const char *) sqlite3_column_text (stmt, 0),
                   name);
  }
  sqlite3_finalize (stmt);
  sqlite3_close (model);
  return is_whole;
}

/* An empty file under the first free name, which VACUUM INTO then fills: nothing is ever
 * written over. */
static char *
reserve_backup (const TsSchema *self, gint64 version, GError **error)
{
  int failure = EEXIST;

  for (guint i = 1; i <= MAX_BACKUPS && failure == EEXIST; i++) {
    g_autofree char *suffix =
      i == 1 ? g_strdup ("") : g_strdup_printf ("-%u", i);
    g_autofree char *path = g_strdup_printf (
      "%s.v%" G_GINT64_FORMAT "-backup%s", self->path, version, suffix);
    int fd = g_open (path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

    if (fd >= 0) {
      close (fd);
      return g_steal_pointer (&path);
    }
    failure = errno;
  }
  g_set_error (error, TS_ERROR, TS_ERROR_WRITE,
               "cannot make a copy beside '%s' before it is brought up to "
               "date: %s",
               self->path, g_strerror (failure));
  return NULL;
}

/* VACUUM INTO does not wait for the disk. */
static gboolean
sync_file (const char *path)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return is_synced;
}

/* NULL with error, or the path of the copy. */
static char *
make_backup (const TsSchema *self, gint64 version, GError **error)
{
  g_autofree char *backup = reserve_backup (self, version, error);
  sqlite3_stmt *stmt = NULL;
  gboolean is_made = FALSE;

  if (backup == NULL)
    return NULL;
  is_made =
    sqlite3_prepare_v2 (self->db, "VACUUM INTO ?1", -1, &stmt, NULL) ==
      SQLITE_OK &&
    sqlite3_bind_text (stmt, 1, backup, -1, SQLITE_STATIC) == SQLITE_OK &&
    sqlite3_step (stmt) == SQLITE_DONE;
  if (!is_made)
    ts_sqlite_set_error (error, self->db, self->path,
                         "make a copy before the change of");
  sqlite3_finalize (stmt);
  if (is_made && !sync_file (backup)) {
    g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "cannot write '%s': %s",
                 backup, g_strerror (errno));
    is_made = FALSE;
  }
  if (is_made)
    return g_steal_pointer (&backup);
  g_unlink (backup);
  return NULL;
}

static gboolean
check_references (const TsSchema *self, GError **error)
{
  gint64 n_broken = 0;

  if (!ts_sqlite_read_int (self->db, self->path,
                           "SELECT count (*) FROM pragma_foreign_key_check",
                           &n_broken, error))
    return FALSE;
  if (n_broken == 0)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_STORE,
               "cannot bring '%s' up to date: %" G_GINT64_FORMAT
               " rows name rows that are not there",
               self->path, n_broken);
  return FALSE;
}

/* The step from version, unless another program has taken it meanwhile: then
 * *out_is_taken is FALSE. Inside a transaction. */
static gboolean
take_step (const TsSchema *self,
           gint64 version,
           gboolean *out_is_taken,
           GError **error)
{
  g_autofree char *header =
    g_strdup_printf ("PRAGMA application_id = %d;"
                     "PRAGMA user_version = %" G_GINT64_FORMAT,
                     TS_SCHEMA_APPLICATION_ID, version + 1);
  gint64 present = 0;

  *out_is_taken = FALSE;
  if (!ts_sqlite_read_int (self->db, self->path, "PRAGMA user_version",
                           &present, error))
    return FALSE;
  if (present != version)
    return TRUE;
  *out_is_taken = TRUE;
  if (ts_sqlite_run (self->db, self->path, self->steps[version], error) &&
      ts_sqlite_run (self->db, self->path, header, error) &&
      check_references (self, error))
    return TRUE;
  g_prefix_error (
    error, "step %" G_GINT64_FORMAT " of the schema failed: ", version + 1);
  return FALSE;
}

static gboolean
take_step_in_transaction (const TsSchema *self,
                          gint64 version,
                          gboolean *out_is_taken,
                          GError **error)
{
  if (!ts_sqlite_run (self->db, self->path, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (take_step (self, version, out_is_taken, error) &&
      ts_sqlite_run (self->db, self->path, "COMMIT", error))
    return TRUE;
  ts_sqlite_undo (self->db);
  return FALSE;
}

static gboolean
upgrade_from (const TsSchema *self,
              gint64 version,
              gboolean *inout_is_copied,
              GError **error)
{
  g_autofree char *backup = NULL;
  gboolean is_taken = FALSE;

  if (version > 0 && !*inout_is_copied) {
    backup = make_backup (self, version, error);
    if (backup == NULL)
      return FALSE;
  }
  if (!take_step_in_transaction (self, version, &is_taken, error))
    return FALSE;
  /* The copy may then be of the newer version, under the older one's name. */
  if (!is_taken && backup != NULL)
    g_unlink (backup);
  *inout_is_copied = *inout_is_copied || is_taken;
  return TRUE;
}

/* In one transaction, as another program may take a step at the same time. */
static gboolean
read_sound_facts (const TsSchema *self, FileFacts *out_facts, GError **error)
{
  gboolean is_sound;

  if (!ts_sqlite_run (self->db, self->path, "BEGIN", error))
    return FALSE;
  is_sound = read_each_fact (self, out_facts, error) &&
             check_owner (self, out_facts, error) &&
             (out_facts->version == 0 ||
              check_objects (self, out_facts->version, error));
  if (is_sound)
    return ts_sqlite_run (self->db, self->path, "COMMIT", error);
  ts_sqlite_undo (self->db);
  return FALSE;
}

gboolean
ts_schema_upgrade (const TsSchema *self, GError **error)
{
  gboolean is_copied = FALSE;

  /* A step may rebuild a table that others refer to; it is checked before it is kept. */
  if (!ts_sqlite_run (self->db, self->path, "PRAGMA foreign_keys = OFF", error))
    return FALSE;
  while (TRUE) {
    FileFacts facts = { 0 };

    if (!read_sound_facts (self, &facts, error))
      return FALSE;
    if (facts.version == self->n_steps)
      return TRUE;
    if (!upgrade_from (self, facts.version, &is_copied, error))
      return FALSE;
  }
}

gboolean
ts_schema_check (const TsSchema *self, GError **error)
{
  FileFacts facts = { 0 };

  if (!read_facts (self, &facts, error) || !check_owner (self, &facts, error))
    return FALSE;
  if (facts.version == self->n_steps)
    return check_objects (self, facts.version, error);
  g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
               "cannot open '%s': it has the older schema %" G_GINT64_FORMAT
               " and must first be opened for writing",
               self->path, facts.version);
  return FALSE;
}
