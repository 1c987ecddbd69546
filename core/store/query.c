/* One use of a prepared statement.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/query.h"

#include <math.h>
#include <string.h>

#include "core/base/error.h"
#include "core/store/sqlite-error.h"

static void
fail (TsQuery *self)
{
  if (self->failure == NULL)
    ts_sqlite_set_error (
      &self->failure, self->store->db, self->store->path,
      self->stmt != NULL && !sqlite3_stmt_readonly (self->stmt) ? "write to"
                                                                : "read");
}

TsQuery
ts_query (TsStore *store, const char *sql)
{
  TsQuery self = { .store = store };

  self.stmt = g_hash_table_lookup (store->statements, sql);
  if (self.stmt != NULL) {
    g_assert (!sqlite3_stmt_busy (self.stmt));
    return self;
  }
  if (sqlite3_prepare_v3 (store->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                          &self.stmt, NULL) == SQLITE_OK)
    g_hash_table_insert (store->statements, (gpointer) sql, self.stmt);
  else
    fail (&self);
  return self;
}

void
ts_query_clear (TsQuery *self)
{
  if (self->stmt != NULL) {
    sqlite3_reset (self->stmt);
    sqlite3_clear_bindings (self->stmt);
  }
  self->stmt = NULL;
  g_clear_error (&self->failure);
}

/* rc of the binding that was just made. */
static void
note_bound (TsQuery *self, int rc)
{
  if (rc != SQLITE_OK && self->stmt != NULL)
    fail (self);
}

void
ts_query_bind_int (TsQuery *self, gint64 value)
{
  note_bound (self, sqlite3_bind_int64 (self->stmt, ++self->n_bound, value));
}

void
ts_query_bind_null (TsQuery *self)
{
  note_bound (self, sqlite3_bind_null (self->stmt, ++self->n_bound));
}

void
ts_query_bind_id (TsQuery *self, gint64 id)
{
  if (id == 0)
    ts_query_bind_null (self);
  else
    ts_query_bind_int (self, id);
}

void
ts_query_bind_real (TsQuery *self, double value)
{
  note_bound (self, sqlite3_bind_double (self->stmt, ++self->n_bound, value));
}

void
ts_query_bind_known (TsQuery *self, double value)
{
  if (value == 0)
    ts_query_bind_null (self);
  else
    ts_query_bind_real (self, value);
}

void
ts_query_bind_text (TsQuery *self, const char *text)
{
  self->n_bound++;
  if (text == NULL) {
    note_bound (self, sqlite3_bind_null (self->stmt, self->n_bound));
  } else if (g_utf8_validate (text, -1, NULL)) {
    note_bound (self, sqlite3_bind_text (self->stmt, self->n_bound, text, -1,
                                         SQLITE_STATIC));
  } else if (self->failure == NULL) {
    g_set_error (&self->failure, TS_ERROR, TS_ERROR_STORE,
                 "cannot write to '%s': a text is not UTF-8",
                 self->store->path);
  }
}

void
ts_query_bind_floats (TsQuery *self, const float *values, guint n_values)
{
  g_autofree guint32 *bits = NULL;

  if (n_values == 0) {
    ts_query_bind_null (self);
    return;
  }
  bits = g_new (guint32, n_values);
  memcpy (bits, values, n_values * sizeof *bits);
  for (guint i = 0; i < n_values; i++)
    bits[i] = GUINT32_TO_LE (bits[i]);
  note_bound (self,
              sqlite3_bind_blob64 (self->stmt, ++self->n_bound, bits,
                                   n_values * sizeof *bits, SQLITE_TRANSIENT));
}

void
ts_query_bind_bytes (TsQuery *self, const void *data, gsize n_bytes)
{
  self->n_bound++;
  note_bound (self, data == NULL
                      ? sqlite3_bind_null (self->stmt, self->n_bound)
                      : sqlite3_bind_blob64 (self->stmt, self->n_bound, data,
                                             n_bytes, SQLITE_STATIC));
}

gboolean
ts_query_check (TsQuery *self, GError **error)
{
  if (self->failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

gboolean
ts_query_next (TsQuery *self, GError **error)
{
  int rc = SQLITE_OK;

  if (!ts_query_check (self, error))
    return FALSE;
  rc = sqlite3_step (self->stmt);
  self->is_done = rc == SQLITE_DONE;
  if (rc == SQLITE_ROW || rc == SQLITE_DONE)
    return rc == SQLITE_ROW;
  fail (self);
  return ts_query_check (self, error);
}

gboolean
ts_query_run (TsQuery *self, GError **error)
{
  return ts_query_next (self, error) || self->is_done;
}

gboolean
ts_query_find_id (TsQuery *self, gint64 *out_id, GError **error)
{
  *out_id = 0;
  if (ts_query_next (self, error))
    *out_id = ts_query_get_int (self, 0);
  else if (!self->is_done)
    return FALSE;
  return TRUE;
}

void
ts_query_refuse (TsQuery *self, const char *what)
{
  if (self->failure == NULL)
    ts_store_set_damaged (self->store, what, &self->failure);
}

gint64
ts_query_get_int (TsQuery *self, int column)
{
  return sqlite3_column_int64 (self->stmt, column);
}

guint32
ts_query_get_uint32 (TsQuery *self, int column)
{
  gint64 value = sqlite3_column_int64 (self->stmt, column);

  if (value >= 0 && value <= G_MAXUINT32)
    return (guint32) value;
  ts_query_refuse (self, sqlite3_column_name (self->stmt, column));
  return 0;
}

double
ts_query_get_real (TsQuery *self, int column)
{
  double value = sqlite3_column_double (self->stmt, column);

  if (isfinite (value))
    return value;
  ts_query_refuse (self, sqlite3_column_name (self->stmt, column));
  return 0;
}

char *
ts_query_dup_text (TsQuery *self, int column)
{
  const char *text = (const char *) sqlite3_column_text (self->stmt, column);
  int n_bytes = sqlite3_column_bytes (self->stmt, column);

  if (text == NULL)
    return NULL;
  /* Also refuses a NUL inside. */
  if (g_utf8_validate (text, n_bytes, NULL))
    return g_strndup (text, (gsize) n_bytes);
  ts_query_refuse (self, sqlite3_column_name (self->stmt, column));
  return NULL;
}

float *
ts_query_dup_floats (TsQuery *self, int column, guint *out_n_values)
{
  const void *blob = sqlite3_column_blob (self->stmt, column);
  guint n_bytes = (guint) sqlite3_column_bytes (self->stmt, column);
  guint32 *bits = NULL;
  float *values = NULL;

  *out_n_values = 0;
  if (blob == NULL || n_bytes == 0)
    return NULL;
  if (n_bytes % sizeof *bits != 0) {
    ts_query_refuse (self, sqlite3_column_name (self->stmt, column));
    return NULL;
  }
  bits = g_memdup2 (blob, n_bytes);
  *out_n_values = n_bytes / (guint) sizeof *bits;
  for (guint i = 0; i < *out_n_values; i++)
    bits[i] = GUINT32_FROM_LE (bits[i]);
  values = (float *) (gpointer) bits;
  for (guint i = 0; i < *out_n_values; i++) {
    if (!isfinite (values[i]))
      ts_query_refuse (self, sqlite3_column_name (self->stmt, column));
  }
  return values;
}

GBytes *
ts_query_dup_bytes (TsQuery *self, int column)
{
  const void *blob = sqlite3_column_blob (self->stmt, column);

  return blob != NULL
           ? g_bytes_new (blob,
                          (gsize) sqlite3_column_bytes (self->stmt, column))
           : NULL;
}
