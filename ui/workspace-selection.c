/* The workspace's selected tile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/prediction.h"
#include "core/tiles/grid.h"
#include "ui/workspace-private.h"

static TsPredictionMap *
get_map (TsWorkspace *self)
{
  return self->open_case != NULL && self->layers != NULL
           ? ts_case_get_map (self->open_case)
           : NULL;
}

void
ts_tile_view_free (TsTileView *tile)
{
  if (tile == NULL)
    return;
  g_free (tile->probs);
  g_free (tile->gene_probs);
  g_free (tile);
}

static float *
read_probs (TsPredictionMap *map,
            guint col,
            guint row,
            TsTileState *out_state,
            guint *out_n)
{
  guint n = ts_prediction_map_get_n_classes (map);
  g_autofree float *probs = g_new0 (float, n);

  *out_state = ts_prediction_map_get (map, col, row, probs);
  *out_n = *out_state == TS_TILE_PREDICTED ? n : 0;
  return *out_n > 0 ? g_steal_pointer (&probs) : NULL;
}

static TsTileView *
make_tile_view (TsWorkspace *self, guint col, guint row)
{
  TsPredictionMap *map = get_map (self);
  TsPredictionMap *gene_map = ts_case_get_gene_map (self->open_case);
  TsTileView *tile = g_new0 (TsTileView, 1);
  TsTileState gene_state = TS_TILE_UNKNOWN;

  tile->col = col;
  tile->row = row;
  tile->tile_l0 =
    ts_grid_get_tile_l0 (ts_prediction_map_get_grid (map), col, row);
  if (self->is_model_hidden)
    return tile;
  tile->probs = read_probs (map, col, row, &tile->state, &tile->n_probs);
  if (tile->n_probs > 0)
    tile->best = ts_probs_find_most_likely (tile->probs, tile->n_probs);
  if (gene_map != NULL)
    tile->gene_probs =
      read_probs (gene_map, col, row, &gene_state, &tile->n_gene_probs);
  return tile;
}

TsTileView *
ts_workspace_get_selection (TsWorkspace *self)
{
  if (!self->has_selection || get_map (self) == NULL)
    return NULL;
  return make_tile_view (self, self->selected_col, self->selected_row);
}

TsTileView *
ts_workspace_get_tile_at (TsWorkspace *self, double x_l0, double y_l0)
{
  TsPredictionMap *map = get_map (self);
  guint col = 0, row = 0;

  if (map == NULL || !ts_grid_find_tile (ts_prediction_map_get_grid (map),
                                         (TsPoint){ x_l0, y_l0 }, &col, &row))
    return NULL;
  return make_tile_view (self, col, row);
}

void
ts_workspace_select_tile (TsWorkspace *self, guint col, guint row)
{
  if (self->has_selection && self->selected_col == col &&
      self->selected_row == row)
    return;
  self->has_selection = TRUE;
  self->selected_col = col;
  self->selected_row = row;
  ts_active_clock_start (&self->clock, g_get_monotonic_time ());
  ts_workspace_emit (self, "selection-changed");
}

void
ts_workspace_select_at (TsWorkspace *self, double x_l0, double y_l0)
{
  g_autoptr (TsTileView) tile = ts_workspace_get_tile_at (self, x_l0, y_l0);

  if (tile != NULL)
    ts_workspace_select_tile (self, tile->col, tile->row);
  else
    ts_workspace_clear_selection (self);
}

void
ts_workspace_clear_selection (TsWorkspace *self)
{
  if (!self->has_selection)
    return;
  self->has_selection = FALSE;
  ts_workspace_emit (self, "selection-changed");
}

static gint64
find_selected (TsWorkspace *self, const GArray *places)
{
  for (guint i = 0; self->has_selection && i < places->len; i++) {
    const TsTilePlace *place = &g_array_index (places, TsTilePlace, i);
    if (place->col == self->selected_col && place->row == self->selected_row)
      return i;
  }
  return -1;
}

void
ts_workspace_step_selection (TsWorkspace *self, int step)
{
  TsPredictionMap *map = get_map (self);
  /* The order would tell what the model is certain of. */
  if (map == NULL || self->is_model_hidden)
    return;
  g_autoptr (GArray) places = ts_prediction_map_rank (map);
  if (places->len == 0)
    return;
  gint64 last = (gint64) places->len - 1;
  gint64 at = find_selected (self, places);
  gint64 next = at < 0 ? (step > 0 ? 0 : last) : CLAMP (at + step, 0, last);
  const TsTilePlace *place = &g_array_index (places, TsTilePlace, next);

  ts_workspace_select_tile (self, place->col, place->row);
}

void
ts_workspace_touch (TsWorkspace *self)
{
  ts_active_clock_touch (&self->clock, g_get_monotonic_time ());
}
