/* The controllers of the draw tool on the canvas. They hold the tool weakly: the canvas may
 * outlive it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/draw-tool-private.h"

static void
on_drag_begin (GtkGestureDrag *gesture,
               double x_view,
               double y_view,
               TsDrawTool *self)
{
  if (self->mode == TS_DRAW_NOTHING ||
      ts_slide_view_is_space_held (self->view)) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  ts_draw_tool_press (self, (TsPoint){ x_view, y_view });
}

static void
on_drag_update (GtkGestureDrag *gesture,
                double dx_view,
                double dy_view,
                TsDrawTool *self)
{
  if (self->press != TS_PRESS_NONE)
    ts_draw_tool_drag (self, (TsPoint){ self->press_view.x + dx_view,
                                        self->press_view.y + dy_view });
}

static void
on_drag_end (GtkGestureDrag *gesture,
             double dx_view,
             double dy_view,
             TsDrawTool *self)
{
  if (self->press != TS_PRESS_NONE)
    ts_draw_tool_release (self, (TsPoint){ self->press_view.x + dx_view,
                                           self->press_view.y + dy_view });
}

/* A second finger made it a pinch: what the first began is not meant. */
static void
on_drag_cancel (GtkGesture *gesture,
                GdkEventSequence *sequence,
                TsDrawTool *self)
{
  gboolean began_here = self->press == TS_PRESS_DRAG &&
                        (self->is_freehand || self->mode != TS_DRAW_AREA);

  self->press = TS_PRESS_NONE;
  if (began_here)
    ts_draw_tool_cancel (self);
}

static void
on_motion (GtkEventControllerMotion *controller,
           double x_view,
           double y_view,
           TsDrawTool *self)
{
  gboolean is_moved =
    x_view != self->pointer_view.x || y_view != self->pointer_view.y;

  self->pointer_view = (TsPoint){ x_view, y_view };
  if (self->mode == TS_DRAW_NOTHING || !is_moved)
    return;
  if (!ts_slide_view_is_space_held (self->view))
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self->view), "crosshair");
  self->has_cursor = FALSE;
  if (self->points->len > 0)
    ts_draw_tool_emit_changed (self);
}

static void
on_leave (GtkEventControllerMotion *controller, TsDrawTool *self)
{
  if (self->press == TS_PRESS_NONE)
    self->pointer_view = (TsPoint){ NAN, NAN };
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                TsDrawTool *self)
{
  return ts_draw_tool_handle_key (self, keyval, state);
}

static void
connect (gpointer controller,
         const char *signal,
         GCallback callback,
         TsDrawTool *self)
{
  g_signal_connect_object (controller, signal, callback, self, 0);
}

void
ts_draw_tool_init_input (TsDrawTool *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *widget = GTK_WIDGET (self->view);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  connect (drag, "cancel", G_CALLBACK (on_drag_cancel), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  connect (motion, "motion", G_CALLBACK (on_motion), self);
  connect (motion, "enter", G_CALLBACK (on_motion), self);
  connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (widget, motion);
  /* Before the canvas's own: arrows would pan. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (widget, keys);
}
