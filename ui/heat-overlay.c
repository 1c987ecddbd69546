/* The texture of the visible part of a heat map.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/heat-overlay.h"

#include <math.h>

#include "core/tiles/grid.h"

/* Device pixels a texel may cover: below, the texture is finer than it need be; above, the
 * linear filter begins to show. */
#define WANTED_TEXEL_DEVICE_PX 2.0
/* From this size a tile is a rectangle of its own: at most 150 in a window of 1500x900. */
#define LARGE_TILE_DEVICE_PX 96.0

typedef struct {
  guint first_col, last_col, first_row, last_row; /* last excluded */
  guint repeat;                                   /* texels per tile side */
  guint stride; /* tiles per texel side, when tiles are smaller than a pixel */
} TexturePlan;

struct TsHeatOverlay {
  gboolean is_empty;
  TsGridSpec grid;
  guint32 *colours; /* [n_rows][n_cols] */
  gsize n_colours;
  guint64 version; /* of the map shown */
  GdkTexture *texture;
  TexturePlan plan;
};

TsHeatOverlay *
ts_heat_overlay_new (void)
{
  TsHeatOverlay *self = g_new0 (TsHeatOverlay, 1);

  self->is_empty = TRUE;
  return self;
}

void
ts_heat_overlay_free (TsHeatOverlay *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->texture);
  g_free (self->colours);
  g_free (self);
}

gboolean
ts_heat_overlay_is_empty (const TsHeatOverlay *self)
{
  return self->is_empty;
}

void
ts_heat_overlay_update (TsHeatOverlay *self,
                        TsPredictionMap *map,
                        const TsHeatMapStyle *style)
{
  g_clear_object (&self->texture);
  self->is_empty = map == NULL;
  if (map == NULL)
    return;

  self->grid = *ts_prediction_map_get_grid (map);
  gsize n = (gsize) self->grid.n_cols * self->grid.n_rows;
  if (n != self->n_colours) {
    g_free (self->colours);
    self->colours = g_new (guint32, n);
    self->n_colours = n;
  }
  self->version = ts_heat_map_render (map, style, self->colours);
}

gboolean
ts_heat_overlay_refresh (TsHeatOverlay *self,
                         TsPredictionMap *map,
                         const TsHeatMapStyle *style)
{
  TsTileRange changed = { 0, 0, 0, 0 };

  if (self->is_empty)
    return FALSE;
  self->version =
    ts_heat_map_update (map, style, self->version, self->colours, &changed);
  if (changed.first_col >= changed.last_col)
    return FALSE;
  g_clear_object (&self->texture);
  return TRUE;
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
  TexturePlan plan = { .repeat = 1, .stride = 1 };
  double step = MIN (self->grid.step_x, self->grid.step_y) * scale;
  ts_grid_find_range (&self->grid, visible_l0, &plan.first_col, &plan.last_col,
                      &plan.first_row, &plan.last_row);
  guint margin_cols = (plan.last_col - plan.first_col) / 4 + 1;
  guint margin_rows = (plan.last_row - plan.first_row) / 4 + 1;

  plan.first_col = grow_down (plan.first_col, margin_cols);
  plan.first_row = grow_down (plan.first_row, margin_rows);
  plan.last_col = MIN (plan.last_col + margin_cols, self->grid.n_cols);
  plan.last_row = MIN (plan.last_row + margin_rows, self->grid.n_rows);
  if (step > WANTED_TEXEL_DEVICE_PX)
    plan.repeat = (guint) ceil (step / WANTED_TEXEL_DEVICE_PX);
  else if (step < 0.5)
    plan.stride = (guint) MIN (floor (1 / step), 1 << 20);
  return plan;
}

static gboolean
plan_serves (const TexturePlan *made,
             const TexturePlan *wanted,
             const TsHeatOverlay *self,
             TsRect visible_l0)
{
  guint first_col = 0, last_col = 0, first_row = 0, last_row = 0;

  ts_grid_find_range (&self->grid, visible_l0, &first_col, &last_col,
                      &first_row, &last_row);
  return made->first_col <= first_col && made->last_col >= last_col &&
         made->first_row <= first_row && made->last_row >= last_row &&
         made->stride == wanted->stride && made->repeat * 2 >= wanted->repeat &&
         made->repeat <= wanted->repeat * 2;
}

static guint
count_texels (guint first, guint last, const TexturePlan *plan)
{
  return (last - first + plan->stride - 1) / plan->stride * plan->repeat;
}

static void
fill_row (const TsHeatOverlay *self,
          const TexturePlan *plan,
          guint row,
          guint32 *out)
{
  const guint32 *colours = self->colours + (gsize) row * self->grid.n_cols;

  for (guint col = plan->first_col; col < plan->last_col; col += plan->stride)
    for (guint i = 0; i < plan->repeat; i++)
      *out++ = colours[col];
}

static GdkTexture *
make_texture (const TsHeatOverlay *self, const TexturePlan *plan)
{
  guint width = count_texels (plan->first_col, plan->last_col, plan);
  guint height = count_texels (plan->first_row, plan->last_row, plan);
  gsize n_row_bytes = (gsize) width * sizeof (guint32);
  guint32 *texels = g_malloc (n_row_bytes * height);
  guint32 *out = texels;

  for (guint row = plan->first_row; row < plan->last_row; row += plan->stride) {
    fill_row (self, plan, row, out);
    for (guint i = 1; i < plan->repeat; i++)
      memcpy (out + (gsize) i * width, out, n_row_bytes);
    out += (gsize) plan->repeat * width;
  }
  g_autoptr (GBytes) bytes = g_bytes_new_take (texels, n_row_bytes * height);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_DEFAULT,
                                 bytes, n_row_bytes);
}

/* Where the texture lies: its last texels may reach over the grid's edge. */
static TsRect
get_texture_l0 (const TsHeatOverlay *self)
{
  const TexturePlan *plan = &self->plan;
  guint width = count_texels (plan->first_col, plan->last_col, plan);
  guint height = count_texels (plan->first_row, plan->last_row, plan);
  double texel_x = self->grid.step_x * plan->stride / plan->repeat;
  double texel_y = self->grid.step_y * plan->stride / plan->repeat;

  return (TsRect){
    self->grid.area_l0.x + plan->first_col * self->grid.step_x,
    self->grid.area_l0.y + plan->first_row * self->grid.step_y,
    width * texel_x,
    height * texel_y,
  };
}

static void
append_large_tiles (const TsHeatOverlay *self,
                    GtkSnapshot *snapshot,
                    const TsPixelSnap *snap,
                    TsRect shown_l0,
                    double opacity)
{
  guint first_col = 0, last_col = 0, first_row = 0, last_row = 0;

  ts_grid_find_range (&self->grid, shown_l0, &first_col, &last_col, &first_row,
                      &last_row);
  for (guint row = first_row; row < last_row; row++)
    for (guint col = first_col; col < last_col; col++) {
      guint32 argb = self->colours[(gsize) row * self->grid.n_cols + col];
      TsRect tile_l0 = ts_grid_get_tile_l0 (&self->grid, col, row);
      graphene_rect_t bounds = ts_pixel_snap_rect (snap, tile_l0);
      GdkRGBA colour = {
        (float) ((argb >> 16) & 0xff) / 255.0f,
        (float) ((argb >> 8) & 0xff) / 255.0f,
        (float) (argb & 0xff) / 255.0f,
        (float) opacity,
      };

      if (argb >> 24 != 0)
        gtk_snapshot_append_color (snapshot, &colour, &bounds);
    }
}

static void
append_small_tiles (TsHeatOverlay *self,
                    GtkSnapshot *snapshot,
                    const TsPixelSnap *snap,
                    TsRect shown_l0,
                    double opacity)
{
  TexturePlan wanted = plan_texture (self, snap->device_px_per_l0_px, shown_l0);

  if (self->texture == NULL ||
      !plan_serves (&self->plan, &wanted, self, shown_l0)) {
    g_clear_object (&self->texture);
    self->plan = wanted;
    self->texture = make_texture (self, &self->plan);
  }
  graphene_rect_t area = ts_pixel_snap_rect (snap, shown_l0);
  graphene_rect_t bounds = ts_pixel_snap_rect (snap, get_texture_l0 (self));
  gtk_snapshot_push_opacity (snapshot, opacity);
  gtk_snapshot_push_clip (snapshot, &area);
  gtk_snapshot_append_texture (snapshot, self->texture, &bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_pop (snapshot);
}

void
ts_heat_overlay_snapshot (TsHeatOverlay *self,
                          GtkSnapshot *snapshot,
                          const TsPixelSnap *snap,
                          TsRect visible_l0,
                          double opacity)
{
  if (self->is_empty)
    return;
  /* A clip in a turned view is a picture of its own: no larger than need be, but with its
   * edges out of view. */
  double margin_l0 = 2 / snap->device_px_per_l0_px;
  TsRect around_l0 = { visible_l0.x - margin_l0, visible_l0.y - margin_l0,
                       visible_l0.width + 2 * margin_l0,
                       visible_l0.height + 2 * margin_l0 };
  TsRect shown_l0 = ts_rect_intersect (around_l0, self->grid.area_l0);
  double step_device =
    MIN (self->grid.step_x, self->grid.step_y) * snap->device_px_per_l0_px;

  if (ts_rect_is_empty (shown_l0))
    return;
  /* Edges of slanted rectangles are blended with what is below: seams. One texture has
   * none. */
  if (step_device >= LARGE_TILE_DEVICE_PX && !snap->is_slanted)
    append_large_tiles (self, snapshot, snap, shown_l0, opacity);
  else
    append_small_tiles (self, snapshot, snap, shown_l0, opacity);
}
