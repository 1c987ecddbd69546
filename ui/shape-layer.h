/* Draws shapes over the canvas, whatever its scale and angle, each with its measure beside it;
 * the shape being drawn and the cursor of the keys come from a draw tool. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/draw-tool.h"
#include "ui/shape-list.h"
#include "ui/slide-view.h"

G_BEGIN_DECLS

#define TS_TYPE_SHAPE_LAYER (ts_shape_layer_get_type ())
G_DECLARE_FINAL_TYPE (TsShapeLayer, ts_shape_layer, TS, SHAPE_LAYER, GtkWidget)

/* References are taken of list and tool; the view outlives the layer. */
GtkWidget *ts_shape_layer_new (TsSlideView *view,
                               TsShapeList *list,
                               TsDrawTool *tool) G_GNUC_WARN_UNUSED_RESULT;
/* What lengths are told by; NULL: nothing is drawn. The info stays while the slide does. */
void ts_shape_layer_set_info (TsShapeLayer *self, const TsSlideInfo *info);

G_END_DECLS
