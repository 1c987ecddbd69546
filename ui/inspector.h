/* The inspector beside the canvas, in two pages: "details" (Layers, Tile, Run, Opinions) and
 * "gallery". While the model may not be seen it has neither. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/opinions-panel.h"
#include "ui/tile-gallery.h"
#include "ui/tile-panel.h"

G_BEGIN_DECLS

#define TS_TYPE_INSPECTOR (ts_inspector_get_type ())
G_DECLARE_FINAL_TYPE (TsInspector, ts_inspector, TS, INSPECTOR, GtkWidget)

/* Once. */
void ts_inspector_set_workspace (TsInspector *self, TsWorkspace *workspace);
/* Borrowed. */
TsTilePanel *ts_inspector_get_tile_panel (TsInspector *self);
TsOpinionsPanel *ts_inspector_get_opinions_panel (TsInspector *self);
TsTileGallery *ts_inspector_get_gallery (TsInspector *self);
/* name: "details" or "gallery". Of no effect while the model may not be seen. */
void ts_inspector_show_page (TsInspector *self, const char *name);
const char *ts_inspector_get_page (TsInspector *self);

G_END_DECLS
