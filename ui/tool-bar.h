/* The tools in the header: what the pointer does on the canvas, the list of measurements, how
 * the slide is displayed. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/display-popover.h"
#include "ui/measure-list.h"

G_BEGIN_DECLS

#define TS_TYPE_TOOL_BAR (ts_tool_bar_get_type ())
G_DECLARE_FINAL_TYPE (TsToolBar, ts_tool_bar, TS, TOOL_BAR, GtkWidget)

/* A reference is taken of the list. */
void ts_tool_bar_set_shapes (TsToolBar *self, TsShapeList *shapes);
/* NULL: none is open. */
void ts_tool_bar_set_slide (TsToolBar *self, TsSlide *slide);
/* Borrowed, both. */
TsDisplayPopover *ts_tool_bar_get_display (TsToolBar *self);
TsMeasureList *ts_tool_bar_get_list (TsToolBar *self);

G_END_DECLS
