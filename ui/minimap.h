/* The slide in small: where the view is, what has been seen, and the heat map. A click moves
 * the view there, a drag takes it along, the arrows move it by half of itself. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/tiles/visited.h"
#include "ui/slide-view.h"

G_BEGIN_DECLS

#define TS_TYPE_MINIMAP (ts_minimap_get_type ())
G_DECLARE_FINAL_TYPE (TsMinimap, ts_minimap, TS, MINIMAP, GtkWidget)

GtkWidget *ts_minimap_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Once; the canvas outlives the minimap or goes with the same window. */
void ts_minimap_set_view (TsMinimap *self, TsSlideView *view);
/* The slide of the canvas and what has been seen of it, borrowed until the next call, both
 * NULL when there is none. */
void ts_minimap_set_slide (TsMinimap *self,
                           const TsSlide *slide,
                           const TsVisited *visited);
/* More has been seen. */
void ts_minimap_refresh_visited (TsMinimap *self);

/* The whole slide in the widget's box: its size, no turn. For drawing, and for tests to know
 * where a place lies. */
TsViewport ts_minimap_get_viewport (TsMinimap *self);

G_END_DECLS
