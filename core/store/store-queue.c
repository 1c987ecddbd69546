/* The tiles of a case to review; the events of a slide; where rows came from.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/store/case-private.h"
#include "core/store/record.h"

static gboolean
add_item (TsStore *self,
          const TsStudyCase *reading_case,
          const TsStoreQueue *queue,
          guint position,
          TsEvent *event,
          GError **error)
{
  TsQueueItem *item = g_ptr_array_index (queue->items, position);
  g_auto (TsQuery) query = ts_query (
    self, "INSERT INTO queue_item (item_key, case_key, position,"
          " model_identity, grid_key, row, col, kind, probability, n_stratum,"
          " n_drawn, seed, software, at_us)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  g_free (item->key);
  event->record_key = item->key = ts_record_make_key ();
  ts_query_bind_text (&query, item->key);
  ts_query_bind_text (&query, reading_case->key);
  ts_query_bind_int (&query, position);
  ts_query_bind_text (&query, queue->model_identity);
  ts_query_bind_text (&query, queue->grid_key);
  ts_query_bind_int (&query, item->row);
  ts_query_bind_int (&query, item->col);
  ts_query_bind_text (&query, ts_queue_kind_to_text (item->kind));
  ts_query_bind_real (&query, item->probability);
  ts_query_bind_int (&query, item->n_stratum);
  ts_query_bind_int (&query, item->n_drawn);
  ts_query_bind_int (&query, queue->seed);
  ts_query_bind_text (&query, ts_version_text ());
  ts_query_bind_int (&query, event->at_us);
  return ts_query_run (&query, error) &&
         ts_record_witness (self, event, reading_case->slide_identity, error);
}

static gboolean
check_has_none (TsStore *self, const TsStudyCase *reading_case, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT 1 FROM queue_item WHERE case_key = ?");
  gint64 found = 0;

  if (reading_case->state == TS_CASE_BLIND)
    return ts_store_refuse (self, "the case is not locked", error);
  ts_query_bind_text (&query, reading_case->key);
  if (!ts_query_find_id (&query, &found, error))
    return FALSE;
  return found == 0 || ts_store_refuse (self, "the case has its queue", error);
}

static gboolean
add_queue (TsStore *self,
           gint64 session_id,
           const char *case_key,
           const TsStoreQueue *queue,
           GError **error)
{
  g_autoptr (TsStudyCase) reading_case =
    ts_store_take_case (self, session_id, case_key, error);
  TsEvent event = { .session_id = session_id,
                    .kind = "queue-drawn",
                    .at_us = g_get_real_time (),
                    .record_kind = "queue_item" };

  if (reading_case == NULL || !check_has_none (self, reading_case, error))
    return FALSE;
  for (guint i = 0; i < queue->items->len; i++)
    if (!add_item (self, reading_case, queue, i, &event, error))
      return FALSE;
  return TRUE;
}

gboolean
ts_store_add_queue (TsStore *self,
                    gint64 session_id,
                    const char *case_key,
                    const TsStoreQueue *queue,
                    GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);

  return ts_store_begin (hold, TS_SURVIVES_POWER_LOSS, error) &&
         ts_store_end (
           self, add_queue (self, session_id, case_key, queue, error), error);
}

static void
free_item (gpointer item)
{
  ts_queue_item_free (item);
}

GPtrArray *
ts_store_list_queue (TsStore *self, const char *case_key, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (free_item);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT item_key, row, col, kind, probability, n_stratum,"
                    " n_drawn FROM queue_item WHERE case_key = ?"
                    " ORDER BY position, item_key");

  ts_query_bind_text (&query, case_key);
  while (ts_query_next (&query, error)) {
    TsQueueItem *item = g_new0 (TsQueueItem, 1);
    g_autofree char *kind = ts_query_dup_text (&query, 3);

    g_ptr_array_add (items, item);
    item->key = ts_query_dup_text (&query, 0);
    item->row = ts_query_get_uint32 (&query, 1);
    item->col = ts_query_get_uint32 (&query, 2);
    if (!ts_queue_kind_from_text (kind, &item->kind))
      ts_query_refuse (&query, "kind");
    item->probability = ts_query_get_real (&query, 4);
    item->n_stratum = ts_query_get_uint32 (&query, 5);
    item->n_drawn = ts_query_get_uint32 (&query, 6);
  }
  if (!query.is_done || !ts_query_check (&query, error))
    return NULL;
  return g_steal_pointer (&items);
}

gboolean
ts_store_find_queue_source (TsStore *self,
                            const char *case_key,
                            char **out_model_identity,
                            char **out_grid_key,
                            GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT model_identity, grid_key FROM queue_item"
                    " WHERE case_key = ? ORDER BY position, item_key LIMIT 1");

  ts_query_bind_text (&query, case_key);
  if (!ts_query_next (&query, error))
    return query.is_done;
  *out_model_identity = ts_query_dup_text (&query, 0);
  *out_grid_key = ts_query_dup_text (&query, 1);
  return ts_query_check (&query, error);
}

void
ts_stored_event_free (TsStoredEvent *self)
{
  if (self == NULL)
    return;
  g_free (self->case_key);
  g_free (self->kind);
  g_free (self->detail);
  g_free (self->reader);
  g_free (self->slide_identity);
  g_free (self->record_kind);
  g_free (self->record_key);
  g_free (self);
}

static void
free_event (gpointer event)
{
  ts_stored_event_free (event);
}

static TsStoredEvent *
read_event (TsQuery *query)
{
  TsStoredEvent *event = g_new0 (TsStoredEvent, 1);

  event->event_id = ts_query_get_int (query, 0);
  event->at_us = ts_query_get_int (query, 1);
  event->kind = ts_query_dup_text (query, 2);
  event->detail = ts_query_dup_text (query, 3);
  event->reader = ts_query_dup_text (query, 4);
  event->slide_identity = ts_query_dup_text (query, 5);
  event->record_kind = ts_query_dup_text (query, 6);
  event->record_key = ts_query_dup_text (query, 7);
  event->origin_id = ts_query_get_int (query, 8);
  event->case_key = ts_query_dup_text (query, 9);
  return event;
}

GPtrArray *
ts_store_list_events (TsStore *self,
                      const char *reader,
                      const char *slide_identity,
                      GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (free_event);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT event_id, at_us, event.kind, detail, name,"
                    " identity, record_kind, record_key, origin_id,"
                    " coalesce ((SELECT case_key FROM case_step WHERE"
                    " record_kind = 'case_step' AND step_key = record_key),"
                    " iif (record_kind = 'case_reading', record_key,"
                    " json_extract (detail, '$.case')))"
                    " FROM event"
                    " JOIN slide USING (slide_id)"
                    " LEFT JOIN session USING (session_id)"
                    " LEFT JOIN reader USING (reader_id)"
                    " WHERE identity = ? AND (name IS NULL OR name = ?)"
                    " ORDER BY event_id");

  ts_query_bind_text (&query, slide_identity);
  ts_query_bind_text (&query, reader);
  while (ts_query_next (&query, error))
    g_ptr_array_add (events, read_event (&query));
  if (!query.is_done || !ts_query_check (&query, error))
    return NULL;
  return g_steal_pointer (&events);
}

char *
ts_store_find_origin (TsStore *self,
                      const char *record_kind,
                      const char *record_key,
                      GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT coalesce (store_uuid, uuid) FROM store_name"
                    " JOIN event LEFT JOIN origin USING (origin_id)"
                    " WHERE record_kind = ? AND record_key = ?"
                    " ORDER BY event_id LIMIT 1");
  g_autofree char *uuid = NULL;

  ts_query_bind_text (&query, record_kind);
  ts_query_bind_text (&query, record_key);
  if (ts_query_next (&query, error)) {
    uuid = ts_query_dup_text (&query, 0);
    return ts_query_check (&query, error) ? g_steal_pointer (&uuid) : NULL;
  }
  if (query.is_done)
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "'%s' has no %s of the key '%s'", self->path, record_kind,
                 record_key);
  return NULL;
}
