/* Which tiles look like tissue on a coarse level.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tissue-estimate.h"

#include <math.h>

#include "core/analysis/compose.h"
#include "core/base/error.h"
#include "core/tiles/tissue.h"

#define MIN_TILE_PX 8 /* a tile's side must still have that many */
#define MAX_PIXELS  (1 << 24)
/* Of a tile on a level that is not coarse, so many rows in its middle say enough. */
#define MAX_BAND_PX 64

typedef struct {
  TsSlide *slide;
  const TsGridSpec *grid;
  guint level;
  double downsample;
  gint64 width_lv, height_lv; /* of the band looked at in one row of tiles */
  guint32 *argb;              /* [height_lv][width_lv] */
  guint8 *rgb;
} Look;

static gboolean
choose_level (Look *look, GError **error)
{
  const TsRect *area = &look->grid->area_l0;
  double step = MIN (look->grid->step_x, look->grid->step_y);

  look->level = ts_slide_find_level (look->slide, step / MIN_TILE_PX);
  look->downsample = ts_slide_get_level_downsample (look->slide, look->level);
  look->width_lv = (gint64) MAX (round (area->width / look->downsample), 1);
  look->height_lv = (gint64) CLAMP (
    round (look->grid->step_y / look->downsample), 1, MAX_BAND_PX);
  if (area->width * area->height <=
        MAX_PIXELS * look->downsample * look->downsample &&
      look->width_lv * look->height_lv <= MAX_PIXELS)
    return TRUE;
  g_set_error_literal (error, TS_ERROR, TS_ERROR_MISSING,
                       "the slide has no coarse level");
  return FALSE;
}

/* The columns of the band that belong to a tile: at least one. */
static gint64
first_column (const Look *look, guint col)
{
  double column = round (col * look->grid->step_x / look->downsample);

  return CLAMP ((gint64) column, 0, look->width_lv - 1);
}

static gboolean
is_likely (const Look *look, guint col, gint64 n_rows_lv)
{
  gint64 first = first_column (look, col);
  gint64 end = MAX (first_column (look, col + 1), first + 1);
  gint64 n_background = 0;

  for (gint64 y = 0; y < n_rows_lv; y++) {
    for (gint64 x = first; x < end; x++) {
      const guint8 *p = look->rgb + (y * look->width_lv + x) * 3;
      n_background += ts_tissue_grey (p[0], p[1], p[2]) >= TS_BACKGROUND_LEVEL;
    }
  }
  return (double) n_background <=
         TS_BACKGROUND_MAX_SHARE * (double) ((end - first) * n_rows_lv);
}

static gboolean
look_at_row (Look *look, guint row, guint8 *out_likely, GError **error)
{
  TsRect tile = ts_grid_get_tile_l0 (look->grid, 0, row);
  gint64 height = (gint64) MAX (round (tile.height / look->downsample), 1);
  gint64 n_rows = MIN (height, look->height_lv);
  double above = floor ((double) (height - n_rows) / 2 * look->downsample);
  TsSlideRegion region = { look->level, (gint64) tile.x,
                           (gint64) (tile.y + above), look->width_lv, n_rows };

  if (!ts_slide_read_region (look->slide, &region, look->argb, error))
    return FALSE;
  ts_compose_rgb (look->argb, (gsize) (region.width_lv * region.height_lv),
                  ts_slide_get_info (look->slide)->background_rgb, look->rgb);
  for (guint col = 0; col < look->grid->n_cols; col++)
    out_likely[col] = is_likely (look, col, region.height_lv) ? 1 : 0;
  return TRUE;
}

gboolean
ts_tissue_estimate (TsSlide *slide,
                    const TsGridSpec *grid,
                    guint8 *out_likely,
                    const TsCancel *cancel,
                    GError **error)
{
  Look look = { .slide = slide, .grid = grid };
  g_autofree guint32 *argb = NULL;
  g_autofree guint8 *rgb = NULL;
  gsize n_px = 0;

  if (!choose_level (&look, error))
    return FALSE;
  n_px = (gsize) (look.width_lv * look.height_lv);
  look.argb = argb = g_new (guint32, n_px);
  look.rgb = rgb = g_malloc_n (n_px, 3);
  for (guint row = 0; row < grid->n_rows; row++) {
    if (!ts_cancel_check (cancel, error) ||
        !look_at_row (&look, row, out_likely + (gsize) row * grid->n_cols,
                      error))
      return FALSE;
  }
  return TRUE;
}
