/* The canvas with what lies in its corners: magnification, scale bar and coordinates,
 * minimap, the state of the heat map. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/tiles/visited.h"
#include "ui/slide-view.h"
#include "ui/workspace.h"

G_BEGIN_DECLS

#define TS_TYPE_CANVAS_PAGE (ts_canvas_page_get_type ())
G_DECLARE_FINAL_TYPE (TsCanvasPage, ts_canvas_page, TS, CANVAS_PAGE, GtkWidget)

/* Borrowed. */
TsSlideView *ts_canvas_page_get_view (TsCanvasPage *self);

/* Over the slide and below what lies in the corners; and over all of it. */
void ts_canvas_page_add_layer (TsCanvasPage *self, GtkWidget *layer);
void ts_canvas_page_add_chip (TsCanvasPage *self, GtkWidget *chip);

/* NULL: no slide. */
void ts_canvas_page_set_slide (TsCanvasPage *self, TsSlide *slide);
/* Borrowed, NULL when there is none. */
TsSlide *ts_canvas_page_get_slide (TsCanvasPage *self);
/* The slide's resolution changed. */
void ts_canvas_page_refresh (TsCanvasPage *self);
/* "MODEL · 412 of 1 230 tiles · 22 Nov 2026"; NULL or "" hides it. */
void ts_canvas_page_set_state (TsCanvasPage *self, const char *state);

/* What the model says of the tile under the pointer; NULL: nothing. */
void ts_canvas_page_set_hovered (TsCanvasPage *self,
                                 const TsTileView *tile,
                                 const TsModelInfo *model);

/* What is remembered between starts: whether the minimap is open. Once. */
void ts_canvas_page_bind_settings (TsCanvasPage *self, GSettings *settings);
/* Asks for coordinates and goes there. */
void ts_canvas_page_ask_place (TsCanvasPage *self);
/* Copies the place under the pointer, or the middle of the view when the pointer is
 * elsewhere, as text; returns it, the caller owns it. NULL without a slide. */
char *ts_canvas_page_copy_place (TsCanvasPage *self) G_GNUC_WARN_UNUSED_RESULT;
/* Nothing but the slide: what lies in the corners goes when nothing is done for a while and
 * comes with the next move; the heat map's state with "for research use" stays. */
void ts_canvas_page_set_immersive (TsCanvasPage *self, gboolean is_immersive);
/* What has been seen of the slide since it was opened; borrowed, NULL without a slide. */
const TsVisited *ts_canvas_page_get_visited (TsCanvasPage *self);

G_END_DECLS
