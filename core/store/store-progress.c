/* How far a slide is read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/store-progress.h"

#include "core/store/query.h"

static gboolean
find_slide_id (TsStore *self,
               const char *identity,
               gint64 *out_slide_id,
               GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT slide_id FROM slide WHERE identity = ?");

  ts_query_bind_text (&query, identity);
  return ts_query_find_id (&query, out_slide_id, error);
}

static gboolean
count_opinions (TsStore *self,
                gint64 reader_id,
                TsSlideProgress *progress,
                GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT count (*) FROM opinion WHERE slide_id = ?1"
                    " AND ?2 IN (0, reader_id) AND verdict <> 'withdrawn'"
                    " AND opinion_id NOT IN (SELECT supersedes_id FROM opinion"
                    " WHERE slide_id = ?1 AND supersedes_id IS NOT NULL)");

  ts_query_bind_int (&query, progress->slide_id);
  ts_query_bind_int (&query, reader_id);
  if (!ts_query_next (&query, error))
    return FALSE;
  progress->n_opinions = ts_query_get_uint32 (&query, 0);
  return ts_query_check (&query, error);
}

static gboolean
count_tiles (TsStore *self, TsSlideProgress *progress, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT count (*), n_cols, n_rows"
                    " FROM run JOIN prediction USING (run_id)"
                    " WHERE slide_id = ? GROUP BY run_id"
                    " ORDER BY max (made_at_us) DESC, run_id DESC LIMIT 1");

  ts_query_bind_int (&query, progress->slide_id);
  if (!ts_query_next (&query, error))
    return query.is_done;
  progress->n_looked = ts_query_get_int (&query, 0);
  progress->n_tiles = (gint64) ts_query_get_uint32 (&query, 1) *
                      (gint64) ts_query_get_uint32 (&query, 2);
  return ts_query_check (&query, error);
}

gboolean
ts_store_find_slide_progress (TsStore *self,
                              const char *identity,
                              gint64 reader_id,
                              TsSlideProgress *out,
                              GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);

  *out = (TsSlideProgress){ 0 };
  if (!find_slide_id (hold, identity, &out->slide_id, error))
    return FALSE;
  if (out->slide_id == 0)
    return TRUE;
  return count_opinions (hold, reader_id, out, error) &&
         count_tiles (hold, out, error);
}
