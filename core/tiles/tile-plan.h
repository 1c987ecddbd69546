/* Which pyramid tiles a view draws and which it asks for: the decision, free of any
 * toolkit, so that it can be tested. Pure. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/tiles/pyramid.h"
#include "core/tiles/tile-cache.h"
#include "core/tiles/viewport.h"

G_BEGIN_DECLS

typedef struct {
  TsTileKey key;
  TsRect tile_l0;
} TsPlannedTile;

/* The wanted tiles, most urgent first: the coarsest level, then the level the screen
 * needs from the view's centre out, then one ring around. surface_scale is device pixels
 * per view pixel. The caller frees the array (of TsPlannedTile). */
GArray *ts_tile_plan_wanted (const TsPyramid *pyramid,
                             guint32 source,
                             const TsViewport *viewport,
                             double surface_scale) G_GNUC_WARN_UNUSED_RESULT;

/* What to draw now, in painting order, coarse first: for each place of the sharp level the
 * finest tiles in the cache that cover it, never a hole while any ancestor is there. */
GArray *ts_tile_plan_drawn (const TsPyramid *pyramid,
                            guint32 source,
                            const TsViewport *viewport,
                            double surface_scale,
                            TsTileCache *cache,
                            gboolean *out_is_sharp) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
