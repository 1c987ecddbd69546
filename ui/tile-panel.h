/* The inspector's Tile: what the model says of the selected tile, and the reader's answer.
 * Actions used: win.agree, win.unsure, win.undo-opinion.
 * Signals: disagreed (const char *class_name); comment-applied (). Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/workspace.h"

G_BEGIN_DECLS

#define TS_TYPE_TILE_PANEL (ts_tile_panel_get_type ())
G_DECLARE_FINAL_TYPE (TsTilePanel, ts_tile_panel, TS, TILE_PANEL, GtkWidget)

/* Takes a reference, once. */
void ts_tile_panel_set_workspace (TsTilePanel *self, TsWorkspace *workspace);
/* What the reader wrote, borrowed; goes with the next opinion. */
const char *ts_tile_panel_get_comment (TsTilePanel *self);
void ts_tile_panel_focus_comment (TsTilePanel *self);
/* The tile under the pointer (NULL: none): shown while none is selected. */
void ts_tile_panel_set_hovered (TsTilePanel *self, const TsTileView *tile);

/* "Agree: LUAD", "Disagree: LUSC, not LUAD", "Unsure". The caller owns it. */
char *ts_tile_panel_format_opinion (const TsOpinion *opinion)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
