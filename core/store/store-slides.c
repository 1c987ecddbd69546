/* Slides, and what readers say of their resolution.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/query.h"

static gboolean
find_slide (TsStore *self,
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
add_slide (TsStore *self, const TsSlideInfo *slide, GError **error)
{
  g_auto (TsQuery) query = ts_query (
    self, "INSERT INTO slide (identity, vendor, width_px, height_px, n_levels,"
          " mpp_x, mpp_y, mpp_source, objective_power,"
          " bounds_x_l0, bounds_y_l0, bounds_width_l0, bounds_height_l0,"
          " background_rgb, added_at_us)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  /* The reader's word is no fact of the file. */
  gboolean is_of_file = slide->mpp_source != TS_MPP_READER;
  TsMppSource source = is_of_file ? slide->mpp_source : TS_MPP_NONE;

  ts_query_bind_text (&query, slide->identity);
  ts_query_bind_text (&query, slide->vendor);
  ts_query_bind_int (&query, slide->width_px);
  ts_query_bind_int (&query, slide->height_px);
  ts_query_bind_int (&query, slide->n_levels);
  ts_query_bind_known (&query, is_of_file ? slide->mpp_x : 0);
  ts_query_bind_known (&query, is_of_file ? slide->mpp_y : 0);
  ts_query_bind_text (&query, ts_mpp_source_to_text (source));
  ts_query_bind_known (&query, slide->objective_power);
  ts_query_bind_real (&query, slide->bounds_l0.x);
  ts_query_bind_real (&query, slide->bounds_l0.y);
  ts_query_bind_real (&query, slide->bounds_l0.width);
  ts_query_bind_real (&query, slide->bounds_l0.height);
  ts_query_bind_int (&query, slide->background_rgb);
  ts_query_bind_int (&query, g_get_real_time ());
  return ts_query_run (&query, error);
}

gint64
ts_store_put_slide (TsStore *self, const TsSlideInfo *slide, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  gint64 slide_id = 0;
  gboolean is_done = FALSE;

  if (!find_slide (hold, slide->identity, &slide_id, error))
    return 0;
  if (slide_id != 0)
    return slide_id;
  if (!ts_store_begin (self, TS_SURVIVES_POWER_LOSS, error))
    return 0;
  /* Another program may have been quicker. */
  is_done = find_slide (self, slide->identity, &slide_id, error);
  if (is_done && slide_id == 0) {
    is_done = add_slide (self, slide, error);
    slide_id = ts_store_get_last_id (self);
  }
  return ts_store_end (self, is_done, error) ? slide_id : 0;
}

gint64
ts_store_find_slide (TsStore *self, const char *identity, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  gint64 slide_id = 0;

  return find_slide (hold, identity, &slide_id, error) ? slide_id : 0;
}

gboolean
ts_store_find_reader_mpp (TsStore *self,
                          gint64 slide_id,
                          double *out_mpp,
                          GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT mpp FROM slide_mpp WHERE slide_id = ?"
                    " ORDER BY slide_mpp_id DESC LIMIT 1");
  double mpp = 0;

  ts_query_bind_int (&query, slide_id);
  if (!ts_query_next (&query, error))
    return FALSE;
  mpp = ts_query_get_real (&query, 0);
  if (!ts_query_check (&query, error))
    return FALSE;
  *out_mpp = mpp;
  return TRUE;
}

gboolean
ts_store_add_reader_mpp (TsStore *self,
                         gint64 slide_id,
                         const char *reader,
                         double mpp,
                         GError **error)
{
  gint64 reader_id =
    reader != NULL ? ts_store_put_reader (self, reader, error) : 0;
  g_autoptr (TsStoreHold) hold = NULL;
  g_auto (TsQuery) query = { 0 };

  if (reader != NULL && reader_id == 0)
    return FALSE;
  hold = ts_store_hold (self);
  if (!ts_store_begin (self, TS_SURVIVES_POWER_LOSS, error))
    return FALSE;
  query = ts_query (self, "INSERT INTO slide_mpp"
                          " (slide_id, reader_id, mpp, entered_at_us)"
                          " VALUES (?, ?, ?, ?)");
  ts_query_bind_int (&query, slide_id);
  ts_query_bind_id (&query, reader_id);
  ts_query_bind_real (&query, mpp);
  ts_query_bind_int (&query, g_get_real_time ());
  return ts_store_end (self, ts_query_run (&query, error), error);
}
