/* What the files of the draw tool share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw-tool.h"

G_BEGIN_DECLS

typedef enum {
  TS_PRESS_NONE,
  TS_PRESS_CLICK, /* still where it began */
  TS_PRESS_DRAG,
  TS_PRESS_HANDLE /* a point of a finished shape is held */
} TsPress;

struct _TsDrawTool {
  GObject parent_instance;
  TsSlideView *view;
  TsShapeList *list;
  TsDrawMode mode;

  GArray
    *points; /* TsPoint in level-0 pixels; those of the draft that are set */
  gboolean is_freehand;
  TsPoint pointer_view; /* NaN when outside */
  gboolean has_cursor;  /* of the keys; the pointer takes it away */
  TsPoint cursor_l0;

  TsPress press;
  TsPoint press_view;
  guint held_shape, held_point;
};

void ts_draw_tool_emit_changed (TsDrawTool *self);

/* draw-tool-input.c: the controllers on the canvas */
void ts_draw_tool_init_input (TsDrawTool *self);

G_END_DECLS
