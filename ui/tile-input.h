/* The selected tile as the network saw it, with its size in the tissue, its place, and who
 * read it when. A click shows the picture large. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/workspace.h"

G_BEGIN_DECLS

#define TS_TYPE_TILE_INPUT (ts_tile_input_get_type ())
G_DECLARE_FINAL_TYPE (TsTileInput, ts_tile_input, TS, TILE_INPUT, GtkWidget)

/* Takes a reference, once. */
void ts_tile_input_set_workspace (TsTileInput *self, TsWorkspace *workspace);
/* NULL hides it. */
void ts_tile_input_set_tile (TsTileInput *self, const TsTileView *tile);
/* The picture shown, borrowed; NULL when there is none yet. */
GdkPaintable *ts_tile_input_get_picture (TsTileInput *self);

/* The picture with each pixel as a square of `times` pixels. The caller owns it. */
GdkTexture *ts_tile_input_enlarge (GdkTexture *texture,
                                   guint times) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
