/* A heat map in halves: level 0 has one cell per tile, each level above one cell for 2 x 2
 * of the level below, and a cell shows the strongest of its tiles, so that a single strong
 * tile is not lost in an overview. Strong is the layer's value (ts_heat_map_get_value); of
 * equals the upper left one shows. Clear tiles show only where all are clear.
 * Reference counted. One thread at a time, but for the map, which may change meanwhile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/heat-map.h"

G_BEGIN_DECLS

typedef struct TsHeatPyramid TsHeatPyramid;

/* Empty. */
TsHeatPyramid *ts_heat_pyramid_new (void) G_GNUC_WARN_UNUSED_RESULT;
TsHeatPyramid *ts_heat_pyramid_ref (TsHeatPyramid *self);
void ts_heat_pyramid_unref (TsHeatPyramid *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsHeatPyramid, ts_heat_pyramid_unref)

/* All of the map in this style; map and style are read during the call. NULL: empty. */
void ts_heat_pyramid_render (TsHeatPyramid *self,
                             TsPredictionMap *map,
                             const TsHeatMapStyle *style);
/* The same map in the same style after more tiles came: costs what has changed. TRUE when
 * there is something new. */
gboolean ts_heat_pyramid_update (TsHeatPyramid *self,
                                 TsPredictionMap *map,
                                 const TsHeatMapStyle *style);

gboolean ts_heat_pyramid_is_empty (const TsHeatPyramid *self);
/* Another number after each change, for those who keep pictures of it. */
guint64 ts_heat_pyramid_get_serial (const TsHeatPyramid *self);
/* The following are for one that is not empty. */
const TsGridSpec *ts_heat_pyramid_get_grid (const TsHeatPyramid *self);
/* The last level is a single cell. */
guint ts_heat_pyramid_get_n_levels (const TsHeatPyramid *self);

typedef struct {
  const guint32 *argb; /* [n_rows][n_cols], as ts_heat_map_render; borrowed */
  guint n_cols, n_rows;
} TsHeatLevel;

/* level < n_levels; a cell is 2^level tiles a side, at the right and bottom less. */
TsHeatLevel ts_heat_pyramid_get_level (const TsHeatPyramid *self, guint level);

G_END_DECLS
