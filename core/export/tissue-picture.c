/* Tissue and overlay at any scale, painted block by block. Both are scaled by exact area,
 * the tissue from the pyramid level just fine enough, the overlay from one texel per tile,
 * so that tiles stay exact rectangles however small or large they are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/tissue-picture.h"

#include <math.h>
#include <string.h>

#include "core/base/error.h"
#include "core/slide/over-background.h"
#include "core/tiles/area-scale.h"
#include "core/tiles/pyramid.h"

#define BLOCK_PX   1024
#define TILE_PX    TS_PYRAMID_TILE_PX
#define UNREADABLE 0xff808080u
#define FULL       256 /* of an opacity in integers */

/* Pixels [first, first + axis.n_in) of a source along one axis. */
typedef struct {
  gint64 first;
  TsAreaAxis axis;
} Part;

typedef struct {
  const TsTissuePicture *picture;
  TsPyramid *pyramid;
  guint level;
  double scale_x, scale_y; /* picture pixels per level-0 pixel */
  guint opacity;           /* of FULL */
  char *unreadable;        /* the first reason; NULL */
  const TsCancel *cancel;
} Painter;

typedef struct {
  guint x, y, width, height;
  guint32 *argb; /* [height][width] */
} Block;

/* FALSE when the block does not touch the source of n pixels. */
static gboolean
find_part (double origin, double step, guint n_out, gint64 n, Part *out)
{
  double end = MIN (ceil (origin + n_out * step), (double) n);
  double first = MAX (floor (origin), 0);

  if (!(end > first))
    return FALSE;
  out->first = (gint64) first;
  out->axis =
    (TsAreaAxis){ origin - first, step, n_out, (guint) (end - first) };
  return TRUE;
}

/* The part of a tile that lies in the wanted rectangle of its level. */
static void
copy_tile (const TsTilePixels *pixels,
           TsPyramidTile tile,
           const Part *x,
           const Part *y,
           guint32 *out_argb)
{
  gint64 left = (gint64) tile.col * TILE_PX, top = (gint64) tile.row * TILE_PX;
  gint64 from_x = MAX (left, x->first), from_y = MAX (top, y->first);
  gint64 end_x = MIN (left + pixels->width, x->first + x->axis.n_in);
  gint64 end_y = MIN (top + pixels->height, y->first + y->axis.n_in);

  for (gint64 v = from_y; v < end_y && end_x > from_x; v++)
    memcpy (out_argb + (v - y->first) * x->axis.n_in + (from_x - x->first),
            pixels->argb + (v - top) * pixels->width + (from_x - left),
            (gsize) (end_x - from_x) * sizeof *out_argb);
}

static TsTilePixels
make_unreadable (void)
{
  TsTilePixels pixels = { g_new (guint32, TILE_PX * TILE_PX), TILE_PX,
                          TILE_PX };

  for (guint i = 0; i < TILE_PX * TILE_PX; i++)
    pixels.argb[i] = UNREADABLE;
  return pixels;
}

/* FALSE only when cancelled. */
static gboolean
read_tile (Painter *self, TsPyramidTile tile, TsTilePixels *out, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (ts_pyramid_read_tile (self->pyramid, tile, out, self->cancel, &local))
    return TRUE;
  if (g_error_matches (local, TS_ERROR, TS_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (self->unreadable == NULL)
    self->unreadable = g_strdup (local->message);
  *out = make_unreadable ();
  return TRUE;
}

static gboolean
read_level (Painter *self,
            const Part *x,
            const Part *y,
            guint32 *out_argb,
            GError **error)
{
  guint end_col = (guint) ((x->first + x->axis.n_in - 1) / TILE_PX) + 1;
  guint end_row = (guint) ((y->first + y->axis.n_in - 1) / TILE_PX) + 1;

  for (guint row = (guint) (y->first / TILE_PX); row < end_row; row++)
    for (guint col = (guint) (x->first / TILE_PX); col < end_col; col++) {
      TsPyramidTile tile = { self->level, col, row };
      TsTilePixels pixels;

      if (!read_tile (self, tile, &pixels, error))
        return FALSE;
      copy_tile (&pixels, tile, x, y, out_argb);
      g_free (pixels.argb);
    }
  return TRUE;
}

static void
scale_block (const Part *x, const Part *y, const guint32 *argb, guint32 *out)
{
  g_autoptr (TsAreaScale) scale = ts_area_scale_new (x->axis, y->axis);

  ts_area_scale_add_rows (scale, argb, y->axis.n_in);
  ts_area_scale_finish (scale, out);
}

static gboolean
paint_tissue (Painter *self, Block *block, GError **error)
{
  const TsTissuePicture *picture = self->picture;
  const TsSlideInfo *info = ts_slide_get_info (picture->slide);
  double downsample = ts_pyramid_get_downsample (self->pyramid, self->level);
  double x_l0 = picture->region_l0.x + block->x / self->scale_x;
  double y_l0 = picture->region_l0.y + block->y / self->scale_y;
  gint64 n_x = (gint64) ceil ((double) info->width_px / downsample);
  gint64 n_y = (gint64) ceil ((double) info->height_px / downsample);
  gsize n_px = (gsize) block->width * block->height;
  g_autofree guint32 *source = NULL;
  Part x, y;

  memset (block->argb, 0, n_px * sizeof *block->argb);
  if (find_part (x_l0 / downsample, 1 / (self->scale_x * downsample),
                 block->width, n_x, &x) &&
      find_part (y_l0 / downsample, 1 / (self->scale_y * downsample),
                 block->height, n_y, &y)) {
    source = g_new (guint32, (gsize) x.axis.n_in * y.axis.n_in);
    if (!read_level (self, &x, &y, source, error))
      return FALSE;
    scale_block (&x, &y, source, block->argb);
  }
  for (gsize i = 0; i < n_px; i++)
    block->argb[i] = ts_over_background (block->argb[i], info->background_rgb);
  if (picture->display != NULL)
    ts_display_apply (picture->display, block->argb, n_px);
  return TRUE;
}

static guint32 *
render_texels (const TsTissuePicture *picture, const Part *x, const Part *y)
{
  guint n_classes = ts_prediction_map_get_n_classes (picture->map);
  guint n_cols = ts_prediction_map_get_grid (picture->map)->n_cols;
  g_autofree guint8 *states = g_new (guint8, n_cols);
  g_autofree float *probs = g_new (float, (gsize) n_cols *n_classes);
  guint32 *texels = g_new0 (guint32, (gsize) x->axis.n_in * y->axis.n_in);

  for (guint row = 0; row < y->axis.n_in; row++) {
    if (!ts_prediction_map_get_row (picture->map, (guint) y->first + row,
                                    states, probs))
      continue;
    for (guint i = 0; i < x->axis.n_in; i++) {
      gsize col = (gsize) x->first + i;

      if (states[col] == TS_TILE_PREDICTED)
        texels[(gsize) row * x->axis.n_in + i] =
          ts_heat_map_get_argb (picture->style, probs + col * n_classes);
    }
  }
  return texels;
}

/* The last column and row are cut by the area's edge; their texels are not. */
static void
cut_at_area (const Painter *self, const Block *block, guint32 *argb)
{
  const TsRect *area =
    &ts_prediction_map_get_grid (self->picture->map)->area_l0;
  const TsRect *region = &self->picture->region_l0;
  double end_x = (area->x + area->width - region->x) * self->scale_x;
  double end_y = (area->y + area->height - region->y) * self->scale_y;

  for (guint v = 0; v < block->height; v++)
    for (guint u = 0; u < block->width; u++)
      if (block->x + u >= end_x || block->y + v >= end_y)
        argb[(gsize) v * block->width + u] = 0;
}

/* NULL when the block has nothing of the overlay. */
static guint32 *
make_overlay (const Painter *self, const Block *block)
{
  const TsTissuePicture *picture = self->picture;
  const TsGridSpec *grid = ts_prediction_map_get_grid (picture->map);
  double x_l0 = picture->region_l0.x + block->x / self->scale_x;
  double y_l0 = picture->region_l0.y + block->y / self->scale_y;
  g_autofree guint32 *texels = NULL;
  guint32 *overlay;
  Part x, y;

  if (!find_part ((x_l0 - grid->area_l0.x) / grid->step_x,
                  1 / (self->scale_x * grid->step_x), block->width,
                  grid->n_cols, &x) ||
      !find_part ((y_l0 - grid->area_l0.y) / grid->step_y,
                  1 / (self->scale_y * grid->step_y), block->height,
                  grid->n_rows, &y))
    return NULL;
  texels = render_texels (picture, &x, &y);
  overlay = g_new (guint32, (gsize) block->width * block->height);
  scale_block (&x, &y, texels, overlay);
  cut_at_area (self, block, overlay);
  return overlay;
}

/* The overlay's colour at its opacity, the slide's at the rest. */
static guint32
blend (guint32 slide, guint32 overlay, guint opacity, gboolean is_white)
{
  guint alpha = overlay >> 24;
  guint slide_share =
    is_white ? alpha * (FULL - opacity) : 255 * FULL - alpha * opacity;
  guint white = is_white ? (255 - alpha) * FULL : 0;
  guint32 argb = 0xff000000u;

  for (guint shift = 0; shift < 24; shift += 8) {
    guint channel = (overlay >> shift & 0xff) * opacity + white +
                    ((slide >> shift & 0xff) * slide_share + 127) / 255;

    argb |= MIN ((channel + FULL / 2) / FULL, 255) << shift;
  }
  return argb;
}

static void
paint_overlay (const Painter *self, Block *block)
{
  const TsTissuePicture *picture = self->picture;
  g_autofree guint32 *overlay = make_overlay (self, block);
  gsize n_px = (gsize) block->width * block->height;

  if (overlay == NULL && !picture->is_white_where_clear)
    return;
  for (gsize i = 0; i < n_px; i++)
    block->argb[i] = blend (block->argb[i], overlay != NULL ? overlay[i] : 0,
                            self->opacity, picture->is_white_where_clear);
}

static gboolean
paint_block (Painter *self,
             Block *block,
             guint32 *argb,
             gsize stride_px,
             GError **error)
{
  if (!ts_cancel_check (self->cancel, error) ||
      !paint_tissue (self, block, error))
    return FALSE;
  if (self->picture->map != NULL)
    paint_overlay (self, block);
  for (guint row = 0; row < block->height; row++)
    memcpy (argb + (block->y + row) * stride_px + block->x,
            block->argb + (gsize) row * block->width,
            block->width * sizeof *argb);
  return TRUE;
}

gboolean
ts_tissue_picture_paint (const TsTissuePicture *self,
                         guint32 *argb,
                         gsize stride_px,
                         char **out_unreadable,
                         const TsCancel *cancel,
                         GError **error)
{
  g_autoptr (TsPyramid) pyramid = ts_pyramid_new (self->slide);
  g_autofree guint32 *pixels = g_new (guint32, BLOCK_PX * BLOCK_PX);
  Painter painter = {
    .picture = self,
    .pyramid = pyramid,
    .scale_x = self->width_px / self->region_l0.width,
    .scale_y = self->height_px / self->region_l0.height,
    .opacity = (guint) (CLAMP (self->opacity, 0, 1) * FULL + 0.5),
    .cancel = cancel,
  };

  painter.level =
    ts_pyramid_find_level (pyramid, MAX (painter.scale_x, painter.scale_y));
  for (guint y = 0; y < self->height_px; y += BLOCK_PX)
    for (guint x = 0; x < self->width_px; x += BLOCK_PX) {
      Block block = { x, y, MIN (BLOCK_PX, self->width_px - x),
                      MIN (BLOCK_PX, self->height_px - y), pixels };

      if (!paint_block (&painter, &block, argb, stride_px, error)) {
        g_free (painter.unreadable);
        return FALSE;
      }
    }
  *out_unreadable = painter.unreadable;
  return TRUE;
}
