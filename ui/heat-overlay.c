/* The texture of the visible part of a heat map.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/heat-overlay.h"

#include <math.h>

#include "core/analysis/heat-pyramid.h"
#include "core/tiles/grid.h"

/* Device pixels a texel may cover: below, the texture is finer than it need be; above, the
 * linear filter begins to show. */
#define WANTED_TEXEL_DEVICE_PX 2.0
/* Tiles smaller than this share a cell with their neighbours. A cell of two pixels, with two
 * texels a side, has at least one pixel on which the linear filter mixes nothing in. */
#define MIN_CELL_DEVICE_PX 2.0
#define MIN_REPEAT         2
/* From this size a tile is a rectangle of its own, which a renderer in software fills at half
 * the cost of a texture: at most 900 in a window of 1500x900. */
#define LARGE_TILE_DEVICE_PX 40.0
/* Cells that came since the texture was made are rectangles on it, up to so many: a run would
 * else make a texture ten times a second. */
#define MAX_FRESH 100

typedef struct {
  guint level;                                    /* of the pyramid */
  guint first_col, last_col, first_row, last_row; /* cells; last excluded */
  guint repeat; /* texels per side of a cell */
} TexturePlan;

struct TsHeatOverlay {
  TsHeatPyramid *pyramid;
  GdkTexture *texture;
  guint64 texture_serial; /* of the pyramid it was made from */
  TexturePlan plan;
  guint alpha;   /* in the texels */
  GArray *shown; /* guint32: the plan's cells as the texture has them */
  GArray *fresh; /* TsTilePlace: cells coloured since, clear in the texture */
};

/* Takes the pyramid. */
static TsHeatOverlay *
overlay_new (TsHeatPyramid *pyramid)
{
  TsHeatOverlay *self = g_new0 (TsHeatOverlay, 1);

  self->pyramid = pyramid;
  self->shown = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->fresh = g_array_new (FALSE, FALSE, sizeof (TsTilePlace));
  return self;
}

TsHeatOverlay *
ts_heat_overlay_new (void)
{
  return overlay_new (ts_heat_pyramid_new ());
}

TsHeatOverlay *
ts_heat_overlay_new_shared (TsHeatOverlay *other)
{
  return overlay_new (ts_heat_pyramid_ref (other->pyramid));
}

void
ts_heat_overlay_free (TsHeatOverlay *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->texture);
  ts_heat_pyramid_unref (self->pyramid);
  g_array_unref (self->shown);
  g_array_unref (self->fresh);
  g_free (self);
}

gboolean
ts_heat_overlay_is_empty (const TsHeatOverlay *self)
{
  return ts_heat_pyramid_is_empty (self->pyramid);
}

void
ts_heat_overlay_update (TsHeatOverlay *self,
                        TsPredictionMap *map,
                        const TsHeatMapStyle *style)
{
  ts_heat_pyramid_render (self->pyramid, map, style);
}

gboolean
ts_heat_overlay_refresh (TsHeatOverlay *self,
                         TsPredictionMap *map,
                         const TsHeatMapStyle *style)
{
  return ts_heat_pyramid_update (self->pyramid, map, style);
}

static double
get_tile_device_px (const TsHeatOverlay *self, double device_px_per_l0_px)
{
  const TsGridSpec *grid = ts_heat_pyramid_get_grid (self->pyramid);

  return MIN (grid->step_x, grid->step_y) * device_px_per_l0_px;
}

/* The finest level whose cells are large enough. */
static guint
find_level (const TsHeatOverlay *self, double device_px_per_l0_px)
{
  double cell = get_tile_device_px (self, device_px_per_l0_px);
  guint n_levels = ts_heat_pyramid_get_n_levels (self->pyramid);
  guint level = 0;

  while (cell * (1u << level) < MIN_CELL_DEVICE_PX && level + 1 < n_levels)
    level++;
  return level;
}

guint
ts_heat_overlay_get_stride (const TsHeatOverlay *self,
                            double device_px_per_l0_px)
{
  return ts_heat_overlay_is_empty (self)
           ? 1
           : 1u << find_level (self, device_px_per_l0_px);
}

/* The cells of the level that touch the rectangle. */
static TexturePlan
find_cells (const TsHeatOverlay *self, guint level, TsRect rect_l0)
{
  const TsGridSpec *grid = ts_heat_pyramid_get_grid (self->pyramid);
  TexturePlan plan = { .level = level };
  guint side = 1u << level;

  ts_grid_find_range (grid, rect_l0, &plan.first_col, &plan.last_col,
                      &plan.first_row, &plan.last_row);
  plan.first_col /= side;
  plan.first_row /= side;
  plan.last_col = (plan.last_col + side - 1) / side;
  plan.last_row = (plan.last_row + side - 1) / side;
  return plan;
}

static guint
grow_down (guint first, guint margin)
{
  return first > margin ? first - margin : 0;
}

/* A margin of a quarter on each side, so that a pan does not make a texture per frame. */
static TexturePlan
plan_texture (const TsHeatOverlay *self, double scale, TsRect visible_l0)
{
  guint level = find_level (self, scale);
  double cell = get_tile_device_px (self, scale) * (1u << level);
  TsHeatLevel cells = ts_heat_pyramid_get_level (self->pyramid, level);
  TexturePlan plan = find_cells (self, level, visible_l0);
  guint margin_cols = (plan.last_col - plan.first_col) / 4 + 1;
  guint margin_rows = (plan.last_row - plan.first_row) / 4 + 1;

  plan.first_col = grow_down (plan.first_col, margin_cols);
  plan.first_row = grow_down (plan.first_row, margin_rows);
  plan.last_col = MIN (plan.last_col + margin_cols, cells.n_cols);
  plan.last_row = MIN (plan.last_row + margin_rows, cells.n_rows);
  plan.repeat = MAX (MIN_REPEAT, (guint) ceil (cell / WANTED_TEXEL_DEVICE_PX));
  return plan;
}

static gboolean
plan_serves (const TsHeatOverlay *self,
             const TexturePlan *wanted,
             TsRect visible_l0)
{
  const TexturePlan *made = &self->plan;
  TexturePlan needed = find_cells (self, wanted->level, visible_l0);

  return self->texture != NULL && made->level == wanted->level &&
         made->first_col <= needed.first_col &&
         made->last_col >= needed.last_col &&
         made->first_row <= needed.first_row &&
         made->last_row >= needed.last_row &&
         made->repeat * 2 >= wanted->repeat &&
         made->repeat <= wanted->repeat * 2;
}

/* The opacity is in the texels: an opacity of the renderer's costs it a pass more. */
static guint32
fade (guint32 argb, guint alpha)
{
  guint32 faded = 0;

  for (guint shift = 0; shift < 32; shift += 8)
    faded |= ((argb >> shift & 0xff) * alpha + 127) / 255 << shift;
  return faded;
}

static GdkTexture *
make_texture (const TsHeatOverlay *self, const TexturePlan *plan)
{
  TsHeatLevel cells = ts_heat_pyramid_get_level (self->pyramid, plan->level);
  gsize width = (gsize) (plan->last_col - plan->first_col) * plan->repeat;
  gsize height = (gsize) (plan->last_row - plan->first_row) * plan->repeat;
  gsize n_row_bytes = width * sizeof (guint32);
  guint32 *texels = g_malloc (n_row_bytes * height);
  guint32 *out = texels;

  for (guint row = plan->first_row; row < plan->last_row; row++) {
    const guint32 *colours = cells.argb + (gsize) row * cells.n_cols;
    guint32 *first = out;
    for (guint col = plan->first_col; col < plan->last_col; col++) {
      guint32 texel = fade (colours[col], self->alpha);
      for (guint i = 0; i < plan->repeat; i++)
        *out++ = texel;
    }
    for (guint i = 1; i < plan->repeat; i++, out += width)
      memcpy (out, first, n_row_bytes);
  }
  g_autoptr (GBytes) bytes = g_bytes_new_take (texels, n_row_bytes * height);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_DEFAULT,
                                 bytes, n_row_bytes);
}

static void
note_shown (TsHeatOverlay *self)
{
  const TexturePlan *plan = &self->plan;
  TsHeatLevel cells = ts_heat_pyramid_get_level (self->pyramid, plan->level);

  g_array_set_size (self->fresh, 0);
  g_array_set_size (self->shown, 0);
  for (guint row = plan->first_row; row < plan->last_row; row++)
    g_array_append_vals (
      self->shown, cells.argb + (gsize) row * cells.n_cols + plan->first_col,
      plan->last_col - plan->first_col);
}

/* FALSE when the texture is wrong somewhere, or lacks too much. */
static gboolean
find_fresh (TsHeatOverlay *self)
{
  const TexturePlan *plan = &self->plan;
  TsHeatLevel cells = ts_heat_pyramid_get_level (self->pyramid, plan->level);
  const guint32 *shown = (const guint32 *) (gpointer) self->shown->data;

  g_array_set_size (self->fresh, 0);
  for (guint row = plan->first_row; row < plan->last_row; row++)
    for (guint col = plan->first_col; col < plan->last_col; col++, shown++) {
      TsTilePlace place = { col, row };
      if (cells.argb[(gsize) row * cells.n_cols + col] == *shown)
        continue;
      g_array_append_val (self->fresh, place);
      if (*shown != 0 || self->fresh->len > MAX_FRESH)
        return FALSE;
    }
  return TRUE;
}

/* Another map, or other levels of it, need another texture. */
static gboolean
plan_fits (const TsHeatOverlay *self)
{
  const TexturePlan *plan = &self->plan;

  if (plan->level >= ts_heat_pyramid_get_n_levels (self->pyramid))
    return FALSE;
  TsHeatLevel cells = ts_heat_pyramid_get_level (self->pyramid, plan->level);
  return plan->last_col <= cells.n_cols && plan->last_row <= cells.n_rows;
}

static void
follow_map (TsHeatOverlay *self)
{
  guint64 serial = ts_heat_pyramid_get_serial (self->pyramid);

  if (self->texture == NULL || self->texture_serial == serial)
    return;
  self->texture_serial = serial;
  if (!plan_fits (self) || !find_fresh (self))
    g_clear_object (&self->texture);
}

/* Where the texture lies: its last cells may reach over the grid's edge. */
static TsRect
get_texture_l0 (const TsHeatOverlay *self)
{
  const TsGridSpec *grid = ts_heat_pyramid_get_grid (self->pyramid);
  const TexturePlan *plan = &self->plan;
  double cell_x = grid->step_x * (1u << plan->level);
  double cell_y = grid->step_y * (1u << plan->level);

  return (TsRect){
    grid->area_l0.x + plan->first_col * cell_x,
    grid->area_l0.y + plan->first_row * cell_y,
    (plan->last_col - plan->first_col) * cell_x,
    (plan->last_row - plan->first_row) * cell_y,
  };
}

static void
append_colour (GtkSnapshot *snapshot,
               const graphene_rect_t *bounds,
               guint32 argb,
               double opacity)
{
  GdkRGBA colour = {
    (float) ((argb >> 16) & 0xff) / 255.0f,
    (float) ((argb >> 8) & 0xff) / 255.0f,
    (float) (argb & 0xff) / 255.0f,
    (float) opacity,
  };

  if (argb >> 24 != 0 && bounds->size.width > 0 && bounds->size.height > 0)
    gtk_snapshot_append_color (snapshot, &colour, bounds);
}

static void
append_large_tiles (const TsHeatOverlay *self,
                    GtkSnapshot *snapshot,
                    const TsPixelSnap *snap,
                    TsRect shown_l0,
                    double opacity)
{
  const TsGridSpec *grid = ts_heat_pyramid_get_grid (self->pyramid);
  TsHeatLevel tiles = ts_heat_pyramid_get_level (self->pyramid, 0);
  TexturePlan shown = find_cells (self, 0, shown_l0);

  for (guint row = shown.first_row; row < shown.last_row; row++)
    for (guint col = shown.first_col; col < shown.last_col; col++) {
      graphene_rect_t bounds =
        ts_pixel_snap_rect (snap, ts_grid_get_tile_l0 (grid, col, row));
      append_colour (snapshot, &bounds,
                     tiles.argb[(gsize) row * tiles.n_cols + col], opacity);
    }
}

/* On the texture, within its clip. */
static void
append_fresh_cells (const TsHeatOverlay *self,
                    GtkSnapshot *snapshot,
                    const TsPixelSnap *snap,
                    TsRect shown_l0,
                    double opacity)
{
  const TsGridSpec *grid = ts_heat_pyramid_get_grid (self->pyramid);
  TsHeatLevel cells =
    ts_heat_pyramid_get_level (self->pyramid, self->plan.level);
  double cell_x = grid->step_x * (1u << self->plan.level);
  double cell_y = grid->step_y * (1u << self->plan.level);

  for (guint i = 0; i < self->fresh->len; i++) {
    TsTilePlace place = g_array_index (self->fresh, TsTilePlace, i);
    TsRect cell_l0 = { grid->area_l0.x + place.col * cell_x,
                       grid->area_l0.y + place.row * cell_y, cell_x, cell_y };
    graphene_rect_t bounds = ts_pixel_snap_rect (snap, cell_l0);
    if (!ts_rect_is_empty (ts_rect_intersect (cell_l0, shown_l0)))
      append_colour (snapshot, &bounds,
                     cells.argb[(gsize) place.row * cells.n_cols + place.col],
                     opacity);
  }
}

static void
ensure_texture (TsHeatOverlay *self,
                const TexturePlan *wanted,
                TsRect shown_l0,
                double opacity)
{
  guint alpha = (guint) lround (opacity * 255);

  follow_map (self);
  if (plan_serves (self, wanted, shown_l0) && alpha == self->alpha)
    return;
  g_clear_object (&self->texture);
  self->plan = *wanted;
  self->alpha = alpha;
  self->texture_serial = ts_heat_pyramid_get_serial (self->pyramid);
  self->texture = make_texture (self, &self->plan);
  note_shown (self);
}

static void
append_small_tiles (TsHeatOverlay *self,
                    GtkSnapshot *snapshot,
                    const TsPixelSnap *snap,
                    TsRect shown_l0,
                    double opacity)
{
  TexturePlan wanted = plan_texture (self, snap->device_px_per_l0_px, shown_l0);

  ensure_texture (self, &wanted, shown_l0, opacity);
  /* Rectangles on the texture would show seams in a slanted view. */
  if (snap->is_slanted && self->fresh->len > 0) {
    g_clear_object (&self->texture);
    ensure_texture (self, &wanted, shown_l0, opacity);
  }
  graphene_rect_t area = ts_pixel_snap_rect (snap, shown_l0);
  graphene_rect_t bounds = ts_pixel_snap_rect (snap, get_texture_l0 (self));
  gtk_snapshot_push_clip (snapshot, &area);
  gtk_snapshot_append_texture (snapshot, self->texture, &bounds);
  append_fresh_cells (self, snapshot, snap, shown_l0, opacity);
  gtk_snapshot_pop (snapshot);
}

void
ts_heat_overlay_snapshot (TsHeatOverlay *self,
                          GtkSnapshot *snapshot,
                          const TsPixelSnap *snap,
                          TsRect visible_l0,
                          double opacity)
{
  if (ts_heat_overlay_is_empty (self))
    return;
  /* A clip in a turned view is a picture of its own: no larger than need be, but with its
   * edges out of view. */
  const TsGridSpec *grid = ts_heat_pyramid_get_grid (self->pyramid);
  double margin_l0 = 2 / snap->device_px_per_l0_px;
  TsRect around_l0 = { visible_l0.x - margin_l0, visible_l0.y - margin_l0,
                       visible_l0.width + 2 * margin_l0,
                       visible_l0.height + 2 * margin_l0 };
  TsRect shown_l0 = ts_rect_intersect (around_l0, grid->area_l0);

  if (ts_rect_is_empty (shown_l0))
    return;
  /* Edges of slanted rectangles are blended with what is below: seams. One texture has
   * none. */
  if (get_tile_device_px (self, snap->device_px_per_l0_px) >=
        LARGE_TILE_DEVICE_PX &&
      !snap->is_slanted)
    append_large_tiles (self, snapshot, snap, shown_l0, opacity);
  else
    append_small_tiles (self, snapshot, snap, shown_l0, opacity);
}
