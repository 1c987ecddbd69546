/* The analysis grid.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/grid.h"

#include <math.h>

#include "core/base/error.h"

#define MAX_TILES (1 << 26)

/* Tiles along one side; what is left over counts from half a tile pixel on. */
static double
count_along (double length_l0, double step_l0, guint patch_px)
{
  double half_pixel_l0 = 0.5 * step_l0 / patch_px;

  return MAX (1, ceil ((length_l0 - half_pixel_l0) / step_l0));
}

static gboolean
check_facts (const TsSlideInfo *slide,
             guint patch_px,
             double spacing_um,
             GError **error)
{
  if (!ts_slide_info_has_mpp (slide)) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_MISSING,
                         "the slide does not say its resolution "
                         "(microns per pixel); it must be entered");
    return FALSE;
  }
  if (patch_px == 0 || !(spacing_um > 0) || !isfinite (spacing_um)) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_MISSING,
                         "the model does not say the size and spacing "
                         "(microns per pixel) of its tiles");
    return FALSE;
  }
  return TRUE;
}

gboolean
ts_grid_spec_init (TsGridSpec *self,
                   const TsSlideInfo *slide,
                   guint patch_px,
                   double spacing_um,
                   GError **error)
{
  double n_cols, n_rows;

  if (!check_facts (slide, patch_px, spacing_um, error))
    return FALSE;
  *self = (TsGridSpec){
    .patch_px = patch_px,
    .spacing_um = spacing_um,
    .mpp_x = slide->mpp_x,
    .mpp_y = slide->mpp_y,
    .area_l0 = slide->bounds_l0,
    .step_x = patch_px * spacing_um / slide->mpp_x,
    .step_y = patch_px * spacing_um / slide->mpp_y,
  };
  n_cols = count_along (self->area_l0.width, self->step_x, patch_px);
  n_rows = count_along (self->area_l0.height, self->step_y, patch_px);
  if (!(n_cols * n_rows <= MAX_TILES)) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "a grid of more than %d tiles is too large", MAX_TILES);
    return FALSE;
  }
  self->n_cols = (guint) n_cols;
  self->n_rows = (guint) n_rows;
  return TRUE;
}

TsRect
ts_grid_get_tile_l0 (const TsGridSpec *self, guint col, guint row)
{
  TsRect tile = { self->area_l0.x + col * self->step_x,
                  self->area_l0.y + row * self->step_y, self->step_x,
                  self->step_y };

  return ts_rect_intersect (tile, self->area_l0);
}

static guint
find_index (double offset_l0, double step_l0, guint n)
{
  double index = floor (offset_l0 / step_l0);

  return index <= 0 ? 0 : (guint) MIN (index, (double) n - 1);
}

gboolean
ts_grid_find_tile (const TsGridSpec *self,
                   TsPoint point_l0,
                   guint *out_col,
                   guint *out_row)
{
  if (!ts_rect_contains (self->area_l0, point_l0))
    return FALSE;
  *out_col =
    find_index (point_l0.x - self->area_l0.x, self->step_x, self->n_cols);
  *out_row =
    find_index (point_l0.y - self->area_l0.y, self->step_y, self->n_rows);
  return TRUE;
}

static guint
find_end (double offset_l0, double step_l0, guint n)
{
  return (guint) CLAMP (ceil (offset_l0 / step_l0), 1, (double) n);
}

void
ts_grid_find_range (const TsGridSpec *self,
                    TsRect rect_l0,
                    guint *out_first_col,
                    guint *out_last_col,
                    guint *out_first_row,
                    guint *out_last_row)
{
  TsRect part = ts_rect_intersect (rect_l0, self->area_l0);
  double x = part.x - self->area_l0.x;
  double y = part.y - self->area_l0.y;

  *out_first_col = *out_last_col = *out_first_row = *out_last_row = 0;
  if (ts_rect_is_empty (part))
    return;
  *out_first_col = find_index (x, self->step_x, self->n_cols);
  *out_last_col = find_end (x + part.width, self->step_x, self->n_cols);
  *out_first_row = find_index (y, self->step_y, self->n_rows);
  *out_last_row = find_end (y + part.height, self->step_y, self->n_rows);
}
