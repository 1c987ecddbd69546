/* Runs: one model on one grid of one slide.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/version.h"
#include "core/store/query.h"

typedef struct {
  gint64 slide_id, model_id;
  const TsGridSpec *grid;
  const char *grid_key;
  TsMppSource mpp_source;
} RunKey;

static gboolean
find_run (TsStore *self, const RunKey *key, gint64 *out_run_id, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT run_id FROM run WHERE slide_id = ?"
                    " AND model_id = ? AND grid_key = ?");

  ts_query_bind_int (&query, key->slide_id);
  ts_query_bind_int (&query, key->model_id);
  ts_query_bind_text (&query, key->grid_key);
  return ts_query_find_id (&query, out_run_id, error);
}

static gboolean
add_run (TsStore *self, const RunKey *key, GError **error)
{
  g_auto (TsQuery) query = ts_query (
    self, "INSERT INTO run (slide_id, model_id, grid_key, patch_px, spacing_um,"
          " mpp_x, mpp_y, mpp_source, area_x_l0, area_y_l0, area_width_l0,"
          " area_height_l0, step_x_l0, step_y_l0, n_cols, n_rows, software,"
          " started_at_us)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  ts_query_bind_int (&query, key->slide_id);
  ts_query_bind_int (&query, key->model_id);
  ts_query_bind_text (&query, key->grid_key);
  ts_query_bind_int (&query, key->grid->patch_px);
  ts_query_bind_real (&query, key->grid->spacing_um);
  ts_query_bind_real (&query, key->grid->mpp_x);
  ts_query_bind_real (&query, key->grid->mpp_y);
  ts_query_bind_text (&query, ts_mpp_source_to_text (key->mpp_source));
  ts_query_bind_real (&query, key->grid->area_l0.x);
  ts_query_bind_real (&query, key->grid->area_l0.y);
  ts_query_bind_real (&query, key->grid->area_l0.width);
  ts_query_bind_real (&query, key->grid->area_l0.height);
  ts_query_bind_real (&query, key->grid->step_x);
  ts_query_bind_real (&query, key->grid->step_y);
  ts_query_bind_int (&query, key->grid->n_cols);
  ts_query_bind_int (&query, key->grid->n_rows);
  ts_query_bind_text (&query, ts_version_text ());
  ts_query_bind_int (&query, g_get_real_time ());
  return ts_query_run (&query, error);
}

gint64
ts_store_put_run (TsStore *self,
                  gint64 slide_id,
                  gint64 model_id,
                  const TsGridSpec *grid,
                  TsMppSource mpp_source,
                  GError **error)
{
  g_autofree char *grid_key = ts_grid_spec_to_key (grid);
  RunKey key = { slide_id, model_id, grid, grid_key, mpp_source };
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  gint64 run_id = 0;
  gboolean is_done = FALSE;

  if (!find_run (hold, &key, &run_id, error))
    return 0;
  if (run_id != 0)
    return run_id;
  if (!ts_store_begin (self, TS_SURVIVES_POWER_LOSS, error))
    return 0;
  is_done = find_run (self, &key, &run_id, error);
  if (is_done && run_id == 0) {
    is_done = add_run (self, &key, error);
    run_id = ts_store_get_last_id (self);
  }
  return ts_store_end (self, is_done, error) ? run_id : 0;
}

void
ts_stored_run_free (TsStoredRun *self)
{
  if (self == NULL)
    return;
  ts_model_info_free (self->model);
  g_free (self);
}

static void
free_run (gpointer run)
{
  ts_stored_run_free (run);
}

enum {
  RUN_ID,
  SLIDE_ID,
  MODEL_ID,
  MPP_SOURCE,
  N_PREDICTIONS,
  NEWEST_AT_US,
  PATCH_PX,
  SPACING_UM,
  MPP_X,
  MPP_Y,
  AREA_X,
  AREA_Y,
  AREA_WIDTH,
  AREA_HEIGHT,
  STEP_X,
  STEP_Y,
  N_COLS,
  N_ROWS
};

static void
read_grid (TsQuery *query, TsGridSpec *grid)
{
  grid->patch_px = ts_query_get_uint32 (query, PATCH_PX);
  grid->spacing_um = ts_query_get_real (query, SPACING_UM);
  grid->mpp_x = ts_query_get_real (query, MPP_X);
  grid->mpp_y = ts_query_get_real (query, MPP_Y);
  grid->area_l0.x = ts_query_get_real (query, AREA_X);
  grid->area_l0.y = ts_query_get_real (query, AREA_Y);
  grid->area_l0.width = ts_query_get_real (query, AREA_WIDTH);
  grid->area_l0.height = ts_query_get_real (query, AREA_HEIGHT);
  grid->step_x = ts_query_get_real (query, STEP_X);
  grid->step_y = ts_query_get_real (query, STEP_Y);
  grid->n_cols = ts_query_get_uint32 (query, N_COLS);
  grid->n_rows = ts_query_get_uint32 (query, N_ROWS);
  if (!(grid->step_x > 0) || !(grid->step_y > 0) || !(grid->mpp_x > 0) ||
      !(grid->mpp_y > 0))
    ts_query_refuse (query, "run");
}

static TsStoredRun *
read_run (TsQuery *query)
{
  TsStoredRun *run = g_new0 (TsStoredRun, 1);
  g_autofree char *source = ts_query_dup_text (query, MPP_SOURCE);

  run->run_id = ts_query_get_int (query, RUN_ID);
  run->slide_id = ts_query_get_int (query, SLIDE_ID);
  run->model_id = ts_query_get_int (query, MODEL_ID);
  run->n_predictions = ts_query_get_int (query, N_PREDICTIONS);
  run->newest_at_us = ts_query_get_int (query, NEWEST_AT_US);
  if (source == NULL || !ts_mpp_source_from_text (source, &run->mpp_source))
    ts_query_refuse (query, "mpp_source");
  read_grid (query, &run->grid);
  return run;
}

GPtrArray *
ts_store_list_runs (TsStore *self, gint64 slide_id, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (free_run);
  g_auto (TsQuery) query = ts_query (
    hold,
    "SELECT run_id, slide_id, model_id, mpp_source,"
    " count (probs) AS n_predictions, max (made_at_us) AS newest_at_us,"
    " patch_px, spacing_um, mpp_x, mpp_y, area_x_l0, area_y_l0,"
    " area_width_l0, area_height_l0, step_x_l0, step_y_l0, n_cols, n_rows"
    " FROM run LEFT JOIN prediction USING (run_id) WHERE slide_id = ?"
    " GROUP BY run_id ORDER BY newest_at_us DESC NULLS LAST, run_id DESC");

  ts_query_bind_int (&query, slide_id);
  while (ts_query_next (&query, error))
    g_ptr_array_add (runs, read_run (&query));
  if (!query.is_done)
    return NULL;
  for (guint i = 0; i < runs->len; i++) {
    TsStoredRun *run = g_ptr_array_index (runs, i);

    run->model = ts_store_load_model (self, run->model_id, error);
    if (run->model == NULL)
      return NULL;
  }
  return g_steal_pointer (&runs);
}
