/* The analysis grid: tiles of patch_px pixels at spacing_um, laid from the upper left of
 * the slide's bounds (DeepPATH: 512 px at 20x). Pure arithmetic. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/grid-spec.h"
#include "core/records/slide-info.h"

G_BEGIN_DECLS

/* The grid over the slide's bounds. A column or row of which less than half a tile pixel
 * would be on the slide is left away. FALSE with TS_ERROR_MISSING when slide or model have no resolution, TS_ERROR_TOO_LARGE
 * when the grid would have more than 2^26 tiles. */
gboolean ts_grid_spec_init (TsGridSpec *self,
                            const TsSlideInfo *slide,
                            guint patch_px,
                            double spacing_um,
                            GError **error);

/* The tile in level-0 pixels, cut at the area's edge. */
TsRect ts_grid_get_tile_l0 (const TsGridSpec *self, guint col, guint row);
/* FALSE outside the area. */
gboolean ts_grid_find_tile (const TsGridSpec *self,
                            TsPoint point_l0,
                            guint *out_col,
                            guint *out_row);
/* Columns [first, last) and rows [first, last) that touch the rectangle; first == last == 0 when
 * none does. */
void ts_grid_find_range (const TsGridSpec *self,
                         TsRect rect_l0,
                         guint *out_first_col,
                         guint *out_last_col,
                         guint *out_first_row,
                         guint *out_last_row);

G_END_DECLS
