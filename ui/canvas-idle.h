/* Lets what lies over the canvas fade while nothing is done, in full screen. Where animations
 * are switched off nothing moves by itself and all stays. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct TsCanvasIdle TsCanvasIdle;

/* canvas: whose pointer and keys are signs of life; it outlives this. */
TsCanvasIdle *ts_canvas_idle_new (GtkWidget *canvas) G_GNUC_WARN_UNUSED_RESULT;
void ts_canvas_idle_free (TsCanvasIdle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsCanvasIdle, ts_canvas_idle_free)

/* A widget within the canvas that is to fade; at most four. */
void ts_canvas_idle_add (TsCanvasIdle *self, GtkWidget *widget);
/* Off at first. */
void ts_canvas_idle_set_active (TsCanvasIdle *self, gboolean is_active);
gboolean ts_canvas_idle_is_faded (TsCanvasIdle *self);

G_END_DECLS
