/* Drags on the canvas: pan and its glide, turn, and the click that was no drag. The pointer
 * may be a finger.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/slide-view-private.h"

/* A free turn rests at the quarter turns this near, in radians. */
#define TURN_SNAP           (2 * G_PI / 180)
#define BUTTON_BACK         8
#define BUTTON_FORWARD      9
#define VELOCITY_IS_NONE(v) ((v).x == 0 && (v).y == 0)

static gboolean
is_for_tool (TsSlideView *self, GtkGesture *gesture)
{
  guint button =
    gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  return self->is_tool_active && !self->is_space_held &&
         button == GDK_BUTTON_PRIMARY;
}

static void
on_drag_begin (GtkGestureDrag *gesture,
               double x_view,
               double y_view,
               TsSlideView *self)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (gesture);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->is_press_spent = ts_view_motion_is_gliding (&self->motion);
  if (ts_view_motion_is_moving (&self->motion))
    ts_slide_view_stop_motion (self);
  if (self->slide == NULL || is_for_tool (self, GTK_GESTURE (gesture))) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  self->drag_mode = TS_DRAG_UNDECIDED;
  self->drag_start_view = (TsPoint){ x_view, y_view };
  self->drag_start_angle = self->viewport.angle;
  self->grab_l0 = ts_viewport_to_l0 (&self->viewport, self->drag_start_view);
  ts_flick_begin (&self->flick);
  ts_flick_add (&self->flick, self->drag_start_view,
                gtk_event_controller_get_current_event_time (controller));
}

static void
begin_moving (TsSlideView *self, GtkGestureDrag *gesture)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (
    GTK_EVENT_CONTROLLER (gesture));

  self->drag_mode = (state & GDK_ALT_MASK) != 0 ? TS_DRAG_TURN : TS_DRAG_PAN;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
}

/* The angle the pointer has gone about the middle of the view. */
static void
turn_with_pointer (TsSlideView *self, TsPoint at_view)
{
  TsPoint middle = { self->viewport.width_view / 2,
                     self->viewport.height_view / 2 };
  double from = atan2 (self->drag_start_view.y - middle.y,
                       self->drag_start_view.x - middle.x);
  double to = atan2 (at_view.y - middle.y, at_view.x - middle.x);

  ts_slide_view_set_angle (
    self, ts_angle_snap (self->drag_start_angle + to - from, TURN_SNAP));
}

static void
on_drag_update (GtkGestureDrag *gesture,
                double dx_view,
                double dy_view,
                TsSlideView *self)
{
  TsPoint at_view = { self->drag_start_view.x + dx_view,
                      self->drag_start_view.y + dy_view };

  if (self->slide == NULL || self->drag_mode == TS_DRAG_NONE)
    return;
  if (self->drag_mode == TS_DRAG_UNDECIDED) {
    if (!gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) dx_view,
                                   (int) dy_view))
      return;
    begin_moving (self, gesture);
  }
  if (self->drag_mode == TS_DRAG_TURN) {
    turn_with_pointer (self, at_view);
    return;
  }
  ts_flick_add (&self->flick, at_view,
                gtk_event_controller_get_current_event_time (
                  GTK_EVENT_CONTROLLER (gesture)));
  /* Always what was grabbed, so that rounding does not add up and the tissue stays under the
   * pointer. */
  TsViewport moved = self->viewport;
  ts_viewport_place (&moved, self->grab_l0, at_view);
  ts_slide_view_set_viewport (self, moved.center_l0, moved.scale);
}

static void
on_drag_end (GtkGestureDrag *gesture,
             double dx_view,
             double dy_view,
             TsSlideView *self)
{
  TsDragMode mode = self->drag_mode;
  guint button =
    gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  self->drag_mode = TS_DRAG_NONE;
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  if (mode == TS_DRAG_UNDECIDED && button == GDK_BUTTON_PRIMARY &&
      !self->is_press_spent && !self->is_tool_active)
    ts_slide_view_emit_click (self, self->drag_start_view);
  if (mode != TS_DRAG_PAN || self->slide == NULL)
    return;
  TsPoint velocity = ts_flick_get_velocity (
    &self->flick, gtk_event_controller_get_current_event_time (
                    GTK_EVENT_CONTROLLER (gesture)));
  if (!VELOCITY_IS_NONE (velocity))
    ts_slide_view_glide (self, (TsPoint){ -velocity.x, -velocity.y });
}

static void
on_drag_cancel (GtkGesture *gesture,
                GdkEventSequence *sequence,
                TsSlideView *self)
{
  /* A second finger made it a pinch: no click at its end. */
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  self->drag_mode = TS_DRAG_NONE;
}

static void
add_drag (TsSlideView *self, guint button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (on_drag_cancel), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

/* The buttons a browser goes back and forward with. */
static void
on_side_button (GtkGestureClick *click,
                int n_press,
                double x_view,
                double y_view,
                TsSlideView *self)
{
  guint button = gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (click));

  ts_slide_view_revisit (self, button == BUTTON_BACK ? -1 : 1);
}

static void
add_side_button (TsSlideView *self, guint button)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), button);
  g_signal_connect (click, "pressed", G_CALLBACK (on_side_button), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

void
ts_slide_view_init_drag (TsSlideView *self)
{
  add_drag (self, GDK_BUTTON_PRIMARY);
  add_drag (self, GDK_BUTTON_MIDDLE);
  add_side_button (self, BUTTON_BACK);
  add_side_button (self, BUTTON_FORWARD);
}

void
ts_slide_view_set_tool_active (TsSlideView *self, gboolean is_active)
{
  self->is_tool_active = is_active;
}

gboolean
ts_slide_view_is_space_held (TsSlideView *self)
{
  return self->is_space_held;
}
