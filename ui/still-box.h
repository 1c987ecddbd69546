/* A box whose child is drawn as one picture, made anew only when something in the child
 * changes. Over the canvas, which is drawn in every frame, a child of many small parts would
 * cost the renderer each part in every frame. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TS_TYPE_STILL_BOX (ts_still_box_get_type ())
G_DECLARE_FINAL_TYPE (TsStillBox, ts_still_box, TS, STILL_BOX, GtkWidget)

/* The node as a texture of whole device pixels, made by the renderer of the widget's window;
 * out_bounds is where it belongs, in the coordinates of the node. NULL without a node, or
 * where nothing can be rendered: the node itself is to be drawn. The caller owns it; not to
 * be kept longer than the widget is realized. */
GdkTexture *
ts_still_picture_render (GtkWidget *widget,
                         GskRenderNode *node,
                         graphene_rect_t *out_bounds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
