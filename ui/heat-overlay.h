/* The heat map as the canvas and the minimap draw it, cut to what is visible. Main thread.
 *
 * Tiles of less than two device pixels are drawn together, 2^n by 2^n in a cell, and a cell
 * shows the strongest of them (core/analysis/heat-pyramid.h): no tile is lost or thinned by
 * its neighbours at any scale, and the work is that of the cells, not of the tiles.
 *
 * GTK 4.8 scales textures with a linear filter only, which would blur tile into tile. So
 * small tiles are repeated k by k times into a texture of about one texel for every two
 * device pixels: the squares stay square, the texture never holds more than the view has
 * pixels whatever the number of tiles, and it is made again only when the map changed, the
 * scale changed by a factor of two, or the view left it. Large tiles, of which only a few
 * fit into the view, are drawn as one rectangle of colour each.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/analysis/heat-map.h"
#include "ui/pixel-snap.h"

G_BEGIN_DECLS

typedef struct TsHeatOverlay TsHeatOverlay;

TsHeatOverlay *ts_heat_overlay_new (void) G_GNUC_WARN_UNUSED_RESULT;
void ts_heat_overlay_free (TsHeatOverlay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsHeatOverlay, ts_heat_overlay_free)

/* Draws what the other one draws, at a scale of its own: for the minimap. Updates of either
 * are seen by both. */
TsHeatOverlay *
ts_heat_overlay_new_shared (TsHeatOverlay *other) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the colours of the map now; NULL: nothing to draw. */
void ts_heat_overlay_update (TsHeatOverlay *self,
                             TsPredictionMap *map,
                             const TsHeatMapStyle *style);
/* The same map in the same style, after more tiles came: costs what has changed. TRUE when
 * there is something new to draw. */
gboolean ts_heat_overlay_refresh (TsHeatOverlay *self,
                                  TsPredictionMap *map,
                                  const TsHeatMapStyle *style);
gboolean ts_heat_overlay_is_empty (const TsHeatOverlay *self);
/* Tiles along the side of what is drawn as one cell at that scale; 1: each by itself. */
guint ts_heat_overlay_get_stride (const TsHeatOverlay *self,
                                  double device_px_per_l0_px);

void ts_heat_overlay_snapshot (TsHeatOverlay *self,
                               GtkSnapshot *snapshot,
                               const TsPixelSnap *snap,
                               TsRect visible_l0,
                               double opacity);

G_END_DECLS
