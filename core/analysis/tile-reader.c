/* The pixels of an analysis tile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tile-reader.h"

#include <math.h>
#include <string.h>

#include "core/analysis/compose.h"
#include "core/analysis/pil-resize.h"
#include "core/base/error.h"

/* A level this near to the wanted resolution is taken as it is. */
#define SAME_SCALE     0.01
#define COARSE_WARNING 1.1
#define COARSE_REFUSAL 2.0

/* One side of a tile: what is read and what it becomes. */
typedef struct {
  gint64 begin_l0, n_lv;
  guint n_px;
} Span;

struct TsTileReader {
  TsSlide *slide;
  TsGridSpec grid;
  guint level;
  double downsample;          /* of that level */
  gsize n_read_px, n_tile_px; /* room in the buffers, which grow */
  guint32 *argb;
  guint8 *rgb;  /* what was read, over the background */
  guint8 *tile; /* the same scaled */
  /* By is_last_col + 2 * is_last_row; NULL: not yet. */
  TsPilResizer *resizers[4];
  TsResizeSizes resizer_sizes[4];
};

TsTileReader *
ts_tile_reader_new (TsSlide *slide, const TsGridSpec *grid)
{
  TsTileReader *self = g_new0 (TsTileReader, 1);
  double wanted = MIN (grid->step_x, grid->step_y) / grid->patch_px;

  self->slide = ts_slide_ref (slide);
  self->grid = *grid;
  self->level = ts_slide_find_level (slide, wanted * (1 + SAME_SCALE));
  self->downsample = ts_slide_get_level_downsample (slide, self->level);
  return self;
}

void
ts_tile_reader_free (TsTileReader *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->resizers); i++)
    ts_pil_resizer_free (self->resizers[i]);
  ts_slide_unref (self->slide);
  g_free (self->argb);
  g_free (self->rgb);
  g_free (self->tile);
  g_free (self);
}

/* The tile's side begins at begin_l0, is length_l0 long and a full one step_l0; the area
 * ends at end_l0. */
static Span
measure (const TsTileReader *self,
         double begin_l0,
         double length_l0,
         double step_l0,
         double end_l0)
{
  double px_l0 = step_l0 / self->grid.patch_px;
  double n_px = CLAMP (round (length_l0 / px_l0), 1, self->grid.patch_px);
  /* A sum of steps may fall a hair short of the whole number it is. */
  Span span = { (gint64) floor (begin_l0 + 1e-6), 0, (guint) n_px };
  double n_left =
    floor ((end_l0 - (double) span.begin_l0) / self->downsample + 0.5);

  if (fabs (px_l0 / self->downsample - 1) <= SAME_SCALE) {
    span.n_px = (guint) MAX (MIN (n_px, n_left), 1);
    span.n_lv = span.n_px;
  } else {
    span.n_lv = (gint64) MAX (round (length_l0 / self->downsample), 1);
  }
  return span;
}

static gboolean
read_rgb (TsTileReader *self, const Span *x, const Span *y, GError **error)
{
  const TsSlideRegion region = { self->level, x->begin_l0, y->begin_l0, x->n_lv,
                                 y->n_lv };
  gsize n_px = 0;

  if (x->n_lv > TS_SLIDE_MAX_REGION_PX / y->n_lv) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "the slide has no level coarse enough for tiles at %g "
                 "microns per pixel",
                 self->grid.spacing_um);
    return FALSE;
  }
  n_px = (gsize) (x->n_lv * y->n_lv);
  if (n_px > self->n_read_px) {
    self->argb = g_renew (guint32, self->argb, n_px);
    self->rgb = g_realloc_n (self->rgb, n_px, 3);
    self->n_read_px = n_px;
  }
  if (!ts_slide_read_region (self->slide, &region, self->argb, error))
    return FALSE;
  ts_compose_rgb (self->argb, n_px,
                  ts_slide_get_info (self->slide)->background_rgb, self->rgb);
  return TRUE;
}

/* Tiles of one kind have one size, but for a rounding now and then. */
static TsPilResizer *
find_resizer (TsTileReader *self,
              guint place,
              const TsResizeSizes *sizes,
              GError **error)
{
  TsPilResizer **resizer = &self->resizers[place];

  if (*resizer != NULL &&
      memcmp (&self->resizer_sizes[place], sizes, sizeof *sizes) == 0)
    return *resizer;
  g_clear_pointer (resizer, ts_pil_resizer_free);
  self->resizer_sizes[place] = *sizes;
  *resizer = ts_pil_resizer_new (TS_PIL_LANCZOS, sizes, error);
  return *resizer;
}

static gboolean
scale_rgb (TsTileReader *self,
           guint place,
           const Span *x,
           const Span *y,
           GError **error)
{
  const TsResizeSizes sizes = { (guint) x->n_lv, (guint) y->n_lv, x->n_px,
                                y->n_px };
  gsize n_px = (gsize) x->n_px * y->n_px;
  TsPilResizer *resizer = find_resizer (self, place, &sizes, error);

  if (resizer == NULL)
    return FALSE;
  if (n_px > self->n_tile_px) {
    self->tile = g_realloc_n (self->tile, n_px, 3);
    self->n_tile_px = n_px;
  }
  ts_pil_resizer_run (resizer, self->rgb, (gsize) sizes.src_width * 3,
                      self->tile);
  return TRUE;
}

gboolean
ts_tile_reader_read (TsTileReader *self,
                     guint col,
                     guint row,
                     TsTilePixels *out_pixels,
                     GError **error)
{
  const TsGridSpec *grid = &self->grid;
  const TsRect *area = &grid->area_l0;
  TsRect tile = ts_grid_get_tile_l0 (grid, col, row);
  Span x =
    measure (self, tile.x, tile.width, grid->step_x, area->x + area->width);
  Span y =
    measure (self, tile.y, tile.height, grid->step_y, area->y + area->height);
  gboolean is_scaled = x.n_px != x.n_lv || y.n_px != y.n_lv;
  guint place =
    (col + 1 == grid->n_cols ? 1 : 0) + (row + 1 == grid->n_rows ? 2 : 0);

  if (!read_rgb (self, &x, &y, error) ||
      (is_scaled && !scale_rgb (self, place, &x, &y, error))) {
    g_prefix_error (error, "tile %u,%u: ", col, row);
    return FALSE;
  }
  *out_pixels =
    (TsTilePixels){ is_scaled ? self->tile : self->rgb, x.n_px, y.n_px };
  return TRUE;
}

gboolean
ts_tile_reader_check_scale (double mpp,
                            double spacing_um,
                            char **out_warning,
                            GError **error)
{
  double times = mpp / spacing_um;

  *out_warning = NULL;
  if (times > COARSE_REFUSAL) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "the slide has %.3g microns per pixel and is too coarse for "
                 "a model trained at %.3g",
                 mpp, spacing_um);
    return FALSE;
  }
  if (times > COARSE_WARNING)
    *out_warning = g_strdup_printf (
      "the slide has %.3g microns per pixel, the model was trained at %.3g: "
      "its tiles are scaled up and have less detail than it knows",
      mpp, spacing_um);
  return TRUE;
}
