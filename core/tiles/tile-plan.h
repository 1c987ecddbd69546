/* Which pyramid tiles a view draws and which it asks for: the decision, free of any
 * toolkit, so that it can be tested. Pure. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/tiles/pyramid.h"
#include "core/tiles/tile-cache.h"
#include "core/tiles/view-foresight.h"
#include "core/tiles/viewport.h"

G_BEGIN_DECLS

typedef struct {
  TsTileKey key;
  TsRect tile_l0;
} TsPlannedTile;

/* The wanted tiles, most urgent first, each once: the coarsest level, then the level the
 * screen needs from the view's centre out; then what the view will show next if it goes on
 * moving (foresight may be NULL: at rest), one ring around, the next coarser level, and the rest
 * of the levels that stay in memory. surface_scale is device pixels per view pixel. The caller
 * frees the array (of TsPlannedTile). */
GArray *ts_tile_plan_wanted (const TsPyramid *pyramid,
                             guint32 source,
                             const TsViewport *viewport,
                             double surface_scale,
                             const TsViewForesight *foresight)
  G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  /* In: so many tiles that were never shown may be drawn; each costs the renderer an upload. */
  guint max_new;
  /* Out. */
  guint n_needed;  /* tiles of the sharp level in view */
  guint n_missing; /* of these, not in the cache */
  /* Of these, in the cache, but too many new ones for one frame. */
  guint n_held_back;
  guint n_bare; /* of both, without any tile that stands in */
} TsTileFrame;

/* What to draw now, in painting order, coarse first: for each place of the sharp level the
 * finest tiles in the cache that cover it, never a hole while any ancestor is there. New tiles
 * are let in from the view's centre out, and marked as shown. The frame is sharp when none is
 * missing and none held back. */
GArray *ts_tile_plan_drawn (const TsPyramid *pyramid,
                            guint32 source,
                            const TsViewport *viewport,
                            double surface_scale,
                            TsTileCache *cache,
                            TsTileFrame *frame) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
