/* The floor of the machine: a plain GTK widget that draws, frame for frame, as many ready
 * textures in the same places as the canvas does when every tile is there, and knows nothing
 * of slides, caches and plans while it draws. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/tiles/pyramid.h"
#include "core/tiles/viewport.h"

G_BEGIN_DECLS

#define TS_TYPE_BARE_CANVAS (ts_bare_canvas_get_type ())
G_DECLARE_FINAL_TYPE (TsBareCanvas, ts_bare_canvas, TS, BARE_CANVAS, GtkWidget)

/* frames: of TsViewport. Reads every tile they need now. */
GtkWidget *ts_bare_canvas_new (TsPyramid *pyramid,
                               const GArray *frames,
                               int surface_scale) G_GNUC_WARN_UNUSED_RESULT;
void ts_bare_canvas_show_frame (TsBareCanvas *self, guint frame);
/* One more ready texture over all of it, as large as a heat map's, half clear. */
void ts_bare_canvas_set_overlay (TsBareCanvas *self, gboolean is_wanted);
/* Mean number of textures a frame. */
double ts_bare_canvas_get_n_drawn (TsBareCanvas *self);

G_END_DECLS
