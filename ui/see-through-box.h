/* A box that lies over the canvas: its children take the pointer, the gaps between them let
 * it through. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TS_TYPE_SEE_THROUGH_BOX (ts_see_through_box_get_type ())
G_DECLARE_FINAL_TYPE (TsSeeThroughBox,
                      ts_see_through_box,
                      TS,
                      SEE_THROUGH_BOX,
                      GtkBox)

G_END_DECLS
