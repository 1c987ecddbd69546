/* Draws shapes on the canvas with pointer, finger or keys. A line is two clicks or one drag;
 * an area is a click for each corner, or a drag around it; a rectangle is a drag. While the
 * tool is not at rest Enter sets a point under the cursor that the arrows move and ends the
 * shape where it set the last one, Backspace takes the last point back, Delete removes the
 * selected shape, Escape gives up the shape, then the tool. Points of finished shapes can be
 * dragged. Space is left to the canvas, which pans while it is held. Main thread.
 *
 * Signals
 *   changed ()             the draft, the cursor or the mode
 *   drawn ()               a shape was added to the list
 *   removal-asked (guint)  of a shape of the list
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/shape-list.h"
#include "ui/slide-view.h"

G_BEGIN_DECLS

typedef enum {
  TS_DRAW_NOTHING, /* at rest: the canvas is panned */
  TS_DRAW_LINE,
  TS_DRAW_AREA,
  TS_DRAW_RECTANGLE
} TsDrawMode;

#define TS_TYPE_DRAW_TOOL (ts_draw_tool_get_type ())
G_DECLARE_FINAL_TYPE (TsDrawTool, ts_draw_tool, TS, DRAW_TOOL, GObject)

/* The view outlives the tool; a reference is taken of the list. */
TsDrawTool *ts_draw_tool_new (TsSlideView *view,
                              TsShapeList *list) G_GNUC_WARN_UNUSED_RESULT;

TsDrawMode ts_draw_tool_get_mode (TsDrawTool *self);
/* Drops what is half drawn. */
void ts_draw_tool_set_mode (TsDrawTool *self, TsDrawMode mode);
void ts_draw_tool_cancel (TsDrawTool *self);

/* The shape being drawn, up to where pointer or cursor is; NULL: none. The caller owns it. */
TsOutline *ts_draw_tool_get_draft (TsDrawTool *self) G_GNUC_WARN_UNUSED_RESULT;
/* TRUE while the keys have a cursor. */
gboolean ts_draw_tool_get_cursor (TsDrawTool *self, TsPoint *out_l0);

/* What the pointer does; points of the view. Also for tests. */
void ts_draw_tool_press (TsDrawTool *self, TsPoint at_view);
void ts_draw_tool_drag (TsDrawTool *self, TsPoint at_view);
void ts_draw_tool_release (TsDrawTool *self, TsPoint at_view);
/* FALSE: the key is not the tool's. */
gboolean
ts_draw_tool_handle_key (TsDrawTool *self, guint keyval, GdkModifierType state);

G_END_DECLS
