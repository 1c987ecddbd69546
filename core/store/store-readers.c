/* Readers and their sessions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/version.h"
#include "core/store/query.h"

static gboolean
find_reader (TsStore *self,
             const char *name,
             gint64 *out_reader_id,
             GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT reader_id FROM reader WHERE name = ?");

  ts_query_bind_text (&query, name);
  return ts_query_find_id (&query, out_reader_id, error);
}

static gboolean
add_reader (TsStore *self, const char *name, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "INSERT INTO reader (name, added_at_us) VALUES (?, ?)");

  ts_query_bind_text (&query, name);
  ts_query_bind_int (&query, g_get_real_time ());
  return ts_query_run (&query, error);
}

gint64
ts_store_put_reader (TsStore *self, const char *name, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  gint64 reader_id = 0;
  gboolean is_done = FALSE;

  if (!find_reader (hold, name, &reader_id, error))
    return 0;
  if (reader_id != 0)
    return reader_id;
  if (!ts_store_begin (self, TS_SURVIVES_POWER_LOSS, error))
    return 0;
  is_done = find_reader (self, name, &reader_id, error);
  if (is_done && reader_id == 0) {
    is_done = add_reader (self, name, error);
    reader_id = ts_store_get_last_id (self);
  }
  return ts_store_end (self, is_done, error) ? reader_id : 0;
}

void
ts_stored_reader_free (TsStoredReader *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

static void
free_reader (gpointer reader)
{
  ts_stored_reader_free (reader);
}

GPtrArray *
ts_store_list_readers (TsStore *self, GError **error)
{
  enum { READER_ID, NAME, LAST_AT_US };
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GPtrArray) readers = g_ptr_array_new_with_free_func (free_reader);
  g_auto (TsQuery) query = ts_query (
    hold, "SELECT reader_id, name, max (started_at_us) FROM reader"
          " LEFT JOIN session USING (reader_id) GROUP BY reader_id"
          " ORDER BY max (session_id) DESC NULLS LAST, reader_id DESC");

  while (ts_query_next (&query, error)) {
    TsStoredReader *reader = g_new0 (TsStoredReader, 1);

    g_ptr_array_add (readers, reader);
    reader->reader_id = ts_query_get_int (&query, READER_ID);
    reader->name = ts_query_dup_text (&query, NAME);
    reader->last_at_us = ts_query_get_int (&query, LAST_AT_US);
  }
  return query.is_done ? g_steal_pointer (&readers) : NULL;
}

static gboolean
add_session (TsStore *self,
             gint64 reader_id,
             const char *software,
             gint64 at_us,
             GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "INSERT INTO session (reader_id, software, started_at_us)"
                    " VALUES (?, ?, ?)");

  ts_query_bind_id (&query, reader_id);
  ts_query_bind_text (&query, software != NULL ? software : ts_version_text ());
  ts_query_bind_int (&query, at_us);
  return ts_query_run (&query, error);
}

gint64
ts_store_begin_session (TsStore *self,
                        gint64 reader_id,
                        const char *software,
                        GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  TsEvent event = { .kind = "session-started", .at_us = g_get_real_time () };
  gboolean is_done = FALSE;

  if (!ts_store_begin (hold, TS_SURVIVES_POWER_LOSS, error))
    return 0;
  is_done = add_session (self, reader_id, software, event.at_us, error);
  event.session_id = ts_store_get_last_id (self);
  is_done = is_done && ts_store_append_event (self, &event, error);
  return ts_store_end (self, is_done, error) ? event.session_id : 0;
}

gboolean
ts_store_end_session (TsStore *self, gint64 session_id, GError **error)
{
  return ts_store_add_event (self, session_id, 0, "session-ended", NULL, error);
}
