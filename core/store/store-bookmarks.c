/* Bookmarks: added, listed, taken away.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/store-bookmarks.h"

#include "core/base/version.h"
#include "core/store/query.h"

gboolean
ts_store_add_bookmark (TsStore *self, TsBookmark *bookmark, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_auto (TsQuery) query = { 0 };
  gint64 at_us = g_get_real_time ();
  gint64 bookmark_id = 0;
  gboolean is_done = FALSE;

  if (!ts_store_begin (hold, TS_SURVIVES_POWER_LOSS, error))
    return FALSE;
  query = ts_query (self, "INSERT INTO bookmark (slide_id, reader_id,"
                          " center_x_l0, center_y_l0, scale, angle_deg, note,"
                          " software, added_at_us)"
                          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  ts_query_bind_id (&query, bookmark->slide_id);
  ts_query_bind_id (&query, bookmark->reader_id);
  ts_query_bind_real (&query, bookmark->center_l0.x);
  ts_query_bind_real (&query, bookmark->center_l0.y);
  ts_query_bind_real (&query, bookmark->scale);
  ts_query_bind_real (&query, bookmark->angle_deg);
  ts_query_bind_text (&query, bookmark->note);
  ts_query_bind_text (&query, ts_version_text ());
  ts_query_bind_int (&query, at_us);
  is_done = ts_query_run (&query, error);
  bookmark_id = ts_store_get_last_id (self);
  if (!ts_store_end (self, is_done, error))
    return FALSE;
  bookmark->bookmark_id = bookmark_id;
  bookmark->added_at_us = at_us;
  return TRUE;
}

static void
free_bookmark (gpointer bookmark)
{
  ts_bookmark_free (bookmark);
}

static TsBookmark *
read_bookmark (TsQuery *query)
{
  enum { ID, SLIDE_ID, READER_ID, X, Y, SCALE, ANGLE, NOTE, ADDED_AT_US };
  TsBookmark *bookmark = g_new0 (TsBookmark, 1);

  bookmark->bookmark_id = ts_query_get_int (query, ID);
  bookmark->slide_id = ts_query_get_int (query, SLIDE_ID);
  bookmark->reader_id = ts_query_get_int (query, READER_ID);
  bookmark->center_l0.x = ts_query_get_real (query, X);
  bookmark->center_l0.y = ts_query_get_real (query, Y);
  bookmark->scale = ts_query_get_real (query, SCALE);
  bookmark->angle_deg = ts_query_get_real (query, ANGLE);
  bookmark->note = ts_query_dup_text (query, NOTE);
  bookmark->added_at_us = ts_query_get_int (query, ADDED_AT_US);
  return bookmark;
}

GPtrArray *
ts_store_list_bookmarks (TsStore *self,
                         gint64 slide_id,
                         gint64 reader_id,
                         GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GPtrArray) bookmarks =
    g_ptr_array_new_with_free_func (free_bookmark);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT bookmark_id, slide_id, reader_id, center_x_l0,"
                    " center_y_l0, scale, angle_deg, note, added_at_us"
                    " FROM bookmark WHERE ?1 IN (0, slide_id)"
                    " AND ?2 IN (0, reader_id) ORDER BY bookmark_id");

  ts_query_bind_int (&query, slide_id);
  ts_query_bind_int (&query, reader_id);
  while (ts_query_next (&query, error))
    g_ptr_array_add (bookmarks, read_bookmark (&query));
  if (!query.is_done || !ts_query_check (&query, error))
    return NULL;
  return g_steal_pointer (&bookmarks);
}

gboolean
ts_store_remove_bookmark (TsStore *self, gint64 bookmark_id, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_auto (TsQuery) query = { 0 };

  if (!ts_store_begin (hold, TS_SURVIVES_POWER_LOSS, error))
    return FALSE;
  query = ts_query (self, "DELETE FROM bookmark WHERE bookmark_id = ?");
  ts_query_bind_int (&query, bookmark_id);
  return ts_store_end (self, ts_query_run (&query, error), error);
}
