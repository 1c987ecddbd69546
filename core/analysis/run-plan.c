/* What a run still has to do, and in which order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/run-plan.h"

#include "core/analysis/tile-order.h"
#include "core/tiles/grid.h"

enum {
  TILE_TAKEN = 1 << 0, /* or done */
  TILE_DONE = 1 << 1,
  TILE_BACKGROUND = 1 << 2,
  TILE_LIKELY = 1 << 3, /* tissue, as far as is known */
  TILE_KNOWN = 1 << 4,  /* its class is, and only the genes are missing */
};

#define N_PASSES 4 /* near and likely, near, far and likely, far */

struct TsRunPlan {
  TsPredictionMap *map, *gene_map;
  int runs_on_class;
  guint n_cols, n_rows;
  guint8 *tiles;           /* [n_rows][n_cols] of the flags above */
  TsTileRange asked;       /* what is counted */
  TsTileOrder *near, *far; /* far may be NULL */
  guint pass;
  guint64 n_wanted, n_done; /* in asked */
  guint64 n_tissue;         /* in all */
};

static gboolean
is_wanted (guint8 tile)
{
  return (tile & TILE_LIKELY) != 0 && (tile & TILE_BACKGROUND) == 0;
}

static void
count_tissue (TsRunPlan *self)
{
  self->n_tissue = 0;
  for (gsize i = 0; i < (gsize) self->n_cols * self->n_rows; i++)
    self->n_tissue += is_wanted (self->tiles[i]);
}

/* Flags of a tile at the start; sets in gene_map what follows from its class. */
static guint8
look_at (TsRunPlan *self,
         TsTilePlace place,
         TsTileState state,
         const float *probs)
{
  const guint8 done = TILE_TAKEN | TILE_DONE;
  TsTileState gene_state = TS_TILE_UNKNOWN;

  if (state != TS_TILE_PREDICTED && state != TS_TILE_BACKGROUND)
    return TILE_LIKELY;
  if (self->gene_map != NULL)
    gene_state =
      ts_prediction_map_get (self->gene_map, place.col, place.row, NULL);
  if (self->gene_map != NULL && state == TS_TILE_BACKGROUND &&
      gene_state != TS_TILE_BACKGROUND)
    ts_prediction_map_set (self->gene_map, place.col, place.row,
                           TS_TILE_BACKGROUND, NULL);
  if (state == TS_TILE_BACKGROUND)
    return done | TILE_BACKGROUND;
  if (self->gene_map == NULL)
    return done | TILE_LIKELY;
  if (self->runs_on_class >= 0 &&
      ts_probs_find_most_likely (probs,
                                 ts_prediction_map_get_n_classes (self->map)) !=
        (guint) self->runs_on_class) {
    if (gene_state != TS_TILE_SKIPPED)
      ts_prediction_map_set (self->gene_map, place.col, place.row,
                             TS_TILE_SKIPPED, NULL);
    return done | TILE_LIKELY;
  }
  return gene_state == TS_TILE_PREDICTED ? done | TILE_LIKELY
                                         : TILE_LIKELY | TILE_KNOWN;
}

static void
look_at_all (TsRunPlan *self)
{
  guint n_classes = ts_prediction_map_get_n_classes (self->map);
  g_autofree guint8 *states = g_new (guint8, self->n_cols);
  g_autofree float *probs = g_new0 (float, (gsize) self->n_cols *n_classes);

  for (guint row = 0; row < self->n_rows; row++) {
    ts_prediction_map_get_row (self->map, row, states, probs);
    for (guint col = 0; col < self->n_cols; col++)
      self->tiles[(gsize) row * self->n_cols + col] =
        look_at (self, (TsTilePlace){ col, row }, (TsTileState) states[col],
                 probs + (gsize) col * n_classes);
  }
}

TsRunPlan *
ts_run_plan_new (TsPredictionMap *map,
                 TsPredictionMap *gene_map,
                 int runs_on_class)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (map);
  TsRunPlan *self = g_new0 (TsRunPlan, 1);

  self->map = ts_prediction_map_ref (map);
  self->gene_map = gene_map != NULL ? ts_prediction_map_ref (gene_map) : NULL;
  self->runs_on_class = runs_on_class;
  self->n_cols = grid->n_cols;
  self->n_rows = grid->n_rows;
  self->tiles = g_new0 (guint8, (gsize) grid->n_cols * grid->n_rows);
  self->pass = N_PASSES;
  look_at_all (self);
  count_tissue (self);
  return self;
}

static void
drop_orders (TsRunPlan *self)
{
  g_clear_pointer (&self->near, ts_tile_order_free);
  g_clear_pointer (&self->far, ts_tile_order_free);
}

void
ts_run_plan_free (TsRunPlan *self)
{
  if (self == NULL)
    return;
  drop_orders (self);
  g_clear_pointer (&self->map, ts_prediction_map_unref);
  g_clear_pointer (&self->gene_map, ts_prediction_map_unref);
  g_free (self->tiles);
  g_free (self);
}

void
ts_run_plan_count (const TsRunPlan *self,
                   guint64 *out_n_wanted,
                   guint64 *out_n_done)
{
  *out_n_wanted = self->n_wanted;
  *out_n_done = self->n_done;
}

guint64
ts_run_plan_get_n_tissue (const TsRunPlan *self)
{
  return self->n_tissue;
}

static void
count_asked (TsRunPlan *self)
{
  self->n_wanted = self->n_done = 0;
  for (guint row = self->asked.first_row; row < self->asked.last_row; row++) {
    for (guint col = self->asked.first_col; col < self->asked.last_col; col++) {
      guint8 tile = self->tiles[(gsize) row * self->n_cols + col];
      self->n_wanted += is_wanted (tile);
      self->n_done += is_wanted (tile) && (tile & TILE_DONE) != 0;
    }
  }
}

static TsTileRange
range_near (const TsRunPlan *self, TsRect near_l0)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (self->map);
  TsRect inside = ts_rect_intersect (near_l0, grid->area_l0);
  TsTileRange range = { 0 };

  if (!ts_rect_is_empty (inside))
    ts_grid_find_range (grid, inside, &range.first_col, &range.last_col,
                        &range.first_row, &range.last_row);
  return range;
}

static void
start_over (TsRunPlan *self)
{
  self->pass = 0;
  ts_tile_order_rewind (self->near);
  count_asked (self);
}

void
ts_run_plan_aim (TsRunPlan *self, const TsRunAim *aim)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (self->map);
  const TsTileRange all = { 0, self->n_cols, 0, self->n_rows };
  const TsTileRange none = { 0 };
  TsTileRange near = range_near (self, aim->near_l0);
  TsPoint middle = ts_rect_center (aim->near_l0);
  TsPoint center = { (middle.x - grid->area_l0.x) / grid->step_x,
                     (middle.y - grid->area_l0.y) / grid->step_y };

  drop_orders (self);
  self->asked = aim->is_whole ? all : near;
  self->near = ts_tile_order_new (&near, &none, center);
  if (aim->is_whole)
    self->far = ts_tile_order_new (&all, &near, center);
  start_over (self);
}

static TsTileOrder *
order_of_pass (const TsRunPlan *self)
{
  return self->pass < 2 ? self->near : self->far;
}

gboolean
ts_run_plan_take (TsRunPlan *self, TsTilePlace *out_place)
{
  while (self->pass < N_PASSES) {
    TsTileOrder *order = order_of_pass (self);
    gboolean is_for_likely = self->pass % 2 == 0;
    while (order != NULL && ts_tile_order_next (order, out_place)) {
      guint8 *tile =
        self->tiles + (gsize) out_place->row * self->n_cols + out_place->col;
      if ((*tile & TILE_TAKEN) != 0 ||
          (is_for_likely && (*tile & TILE_LIKELY) == 0))
        continue;
      *tile |= TILE_TAKEN;
      return TRUE;
    }
    self->pass++;
    order = order_of_pass (self);
    if (order != NULL)
      ts_tile_order_rewind (order);
  }
  return FALSE;
}

void
ts_run_plan_finish (TsRunPlan *self, TsTilePlace place, gboolean is_background)
{
  guint8 *tile = self->tiles + (gsize) place.row * self->n_cols + place.col;
  gboolean is_asked =
    place.col >= self->asked.first_col && place.col < self->asked.last_col &&
    place.row >= self->asked.first_row && place.row < self->asked.last_row;
  gboolean was_wanted = is_wanted (*tile);

  *tile |= TILE_TAKEN | TILE_DONE;
  *tile |= is_background ? TILE_BACKGROUND : TILE_LIKELY;
  if (was_wanted && is_background)
    self->n_tissue--;
  if (!was_wanted && !is_background)
    self->n_tissue++;
  if (!is_asked)
    return;
  if (was_wanted && is_background)
    self->n_wanted--;
  if (!was_wanted && !is_background)
    self->n_wanted++;
  if (!is_background)
    self->n_done++;
}

void
ts_run_plan_set_likely (TsRunPlan *self, const guint8 *likely)
{
  for (gsize i = 0; i < (gsize) self->n_cols * self->n_rows; i++) {
    if ((self->tiles[i] & (TILE_DONE | TILE_KNOWN)) == 0)
      self->tiles[i] = (guint8) ((self->tiles[i] & ~TILE_LIKELY) |
                                 (likely[i] ? TILE_LIKELY : 0));
  }
  count_tissue (self);
  if (self->near != NULL)
    start_over (self);
}
