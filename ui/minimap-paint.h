/* What the minimap draws, piece by piece. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/slide/slide.h"
#include "core/tiles/viewport.h"
#include "core/tiles/visited.h"
#include "ui/pixel-snap.h"

G_BEGIN_DECLS

/* The slide's background. */
void ts_minimap_append_glass (GtkSnapshot *snapshot,
                              const TsSlide *slide,
                              const graphene_rect_t *bounds);

/* One texel per cell of visited: black, the more opaque the lower the magnification class
 * (below 2.5x, 5x, 10x, 20x, above) the cell was seen at. base_power as of
 * ts_slide_info_get_power; where it is 0, full resolution counts as 20x. */
GdkTexture *ts_minimap_make_veil (const TsVisited *visited,
                                  double base_power) G_GNUC_WARN_UNUSED_RESULT;
void ts_minimap_append_veil (GtkSnapshot *snapshot,
                             GdkTexture *veil,
                             const TsVisited *visited,
                             const TsPixelSnap *snap);

/* The outline of what the canvas shows, turned as the canvas is; bounds is the slide on the
 * minimap, at whose edges an outline that would lie outside stays. */
void ts_minimap_append_view (GtkSnapshot *snapshot,
                             const TsViewport *minimap,
                             const graphene_rect_t *bounds,
                             const TsViewport *canvas);

G_END_DECLS
