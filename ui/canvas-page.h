/* The canvas with what lies in its corners: magnification, scale bar and coordinates, the
 * state of the heat map. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

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

G_END_DECLS
