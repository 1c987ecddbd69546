/* The tile grid that predictions are keyed by. The arithmetic is in
 * core/tiles/grid.h; this is the plain value.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/geometry.h"

G_BEGIN_DECLS

/* Tile (col, row) starts at origin + (col * step_x, row * step_y) in level-0 pixels,
 * which need not be whole; the last column and row may be cut by the slide's edge and
 * are kept smaller, as DeepPATH keeps them. */
typedef struct {
  guint patch_px;      /* pixels of a full tile at spacing_um */
  double spacing_um;   /* microns per pixel of the tile */
  double mpp_x, mpp_y; /* of the slide, as used */
  TsRect area_l0;      /* what the grid covers: the slide's bounds */
  double step_x,
    step_y; /* level-0 pixels of a full tile: patch_px * spacing_um / mpp */
  guint n_cols, n_rows;
} TsGridSpec;

/* One line that is equal exactly when two grids are: the store's key. The caller
 * owns it. */
char *ts_grid_spec_to_key (const TsGridSpec *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
