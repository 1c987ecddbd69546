/* Pointer, wheel, touchpad and pinch of the canvas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/slide-view-private.h"

/* One notch of a wheel; three of them double the scale. */
#define ZOOM_PER_NOTCH 1.2599210498948732
/* A touchpad tells surface pixels: so many are a notch. */
#define PX_PER_NOTCH      30.0
#define OPACITY_PER_NOTCH 1.0
/* Fingers that pinch turn a little without meaning it, in radians. */
#define MIN_TURN  (12 * G_PI / 180)
#define TURN_SNAP (5 * G_PI / 180)

static TsPoint
get_anchor (TsSlideView *self)
{
  TsPoint middle = { self->viewport.width_view / 2,
                     self->viewport.height_view / 2 };

  return isnan (self->pointer_view.x) ? middle : self->pointer_view;
}

/* Wheel and touchpad. Some desktops tell a touchpad's way in notches, as of a wheel. */
static gboolean
is_from_touchpad (GtkEventControllerScroll *controller)
{
  GtkEventController *base = GTK_EVENT_CONTROLLER (controller);
  GdkDevice *device = gtk_event_controller_get_current_event_device (base);

  return gtk_event_controller_scroll_get_unit (controller) ==
           GDK_SCROLL_UNIT_SURFACE ||
         (device != NULL &&
          gdk_device_get_source (device) == GDK_SOURCE_TOUCHPAD);
}

static void
zoom_by_notches (TsSlideView *self, double notches, gboolean is_smooth)
{
  double factor = pow (ZOOM_PER_NOTCH, notches);

  /* Fingers lead the picture themselves; a wheel's notch would be a jerk. */
  if (is_smooth || self->drag_mode == TS_DRAG_PAN)
    ts_slide_view_zoom_at (self, get_anchor (self), factor);
  else
    ts_slide_view_ease_zoom_at (self, get_anchor (self), factor);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller,
           double dx,
           double dy,
           TsSlideView *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (
    GTK_EVENT_CONTROLLER (controller));
  gboolean is_touchpad = is_from_touchpad (controller);
  gboolean has_control = (state & GDK_CONTROL_MASK) != 0;
  gboolean is_surface = gtk_event_controller_scroll_get_unit (controller) ==
                        GDK_SCROLL_UNIT_SURFACE;
  double notches = is_surface ? -dy / PX_PER_NOTCH : -dy;
  double px = is_surface ? 1 : PX_PER_NOTCH;

  if (is_touchpad && self->is_two_finger_pan && !has_control) {
    ts_slide_view_pan (self, dx * px, dy * px);
    return TRUE;
  }
  if (notches == 0)
    return FALSE;
  if (has_control && !(is_touchpad && self->is_two_finger_pan))
    ts_slide_view_emit_opacity (self, notches * OPACITY_PER_NOTCH);
  else
    zoom_by_notches (self, notches, is_touchpad);
  return TRUE;
}

/* The fingers left the touchpad while they moved; view pixels a millisecond. */
static void
on_decelerate (GtkEventControllerScroll *controller,
               double velocity_x,
               double velocity_y,
               TsSlideView *self)
{
  if (self->is_two_finger_pan && self->slide != NULL)
    ts_slide_view_glide (self,
                         (TsPoint){ velocity_x * 1000, velocity_y * 1000 });
}

void
ts_slide_view_set_two_finger_pan (TsSlideView *self, gboolean is_panning)
{
  self->is_two_finger_pan = is_panning;
}

/* Pinch: what was between the fingers stays between them. */
void
ts_slide_view_begin_pinch (TsSlideView *self, TsPoint middle_view)
{
  ts_slide_view_stop_motion (self);
  self->grab_l0 = ts_viewport_to_l0 (&self->viewport, middle_view);
  self->snap_reference_l0 = self->grab_l0;
  self->pinch_start_scale = self->viewport.scale;
  self->pinch_start_angle = self->viewport.angle;
  self->is_pinch_turning = FALSE;
}

/* From where it was meant, and drawn to the quarter turns. */
static double
find_pinch_angle (TsSlideView *self, double angle)
{
  angle = ts_angle_normalise (angle);
  if (!self->is_pinch_turning && fabs (angle) > MIN_TURN) {
    self->is_pinch_turning = TRUE;
    self->pinch_turn_from = copysign (MIN_TURN, angle);
  }
  if (!self->is_pinch_turning)
    return self->pinch_start_angle;
  return ts_angle_normalise (ts_angle_snap (
    self->pinch_start_angle + angle - self->pinch_turn_from, TURN_SNAP));
}

void
ts_slide_view_update_pinch (TsSlideView *self,
                            TsPoint middle_view,
                            double spread,
                            double angle)
{
  if (self->slide == NULL || !(spread > 0))
    return;
  TsViewLimits limits = ts_slide_view_get_limits (self);
  TsViewport *viewport = &self->viewport;

  viewport->scale = CLAMP (self->pinch_start_scale * spread, limits.min_scale,
                           limits.max_scale);
  viewport->angle = find_pinch_angle (self, angle);
  ts_viewport_place (viewport, self->grab_l0, middle_view);
  self->is_fitted = FALSE;
  ts_slide_view_update_fit_scale (self);
  ts_slide_view_viewport_moved (self);
}

static gboolean
get_pinch_middle (GtkGesture *gesture, TsPoint *out)
{
  return gtk_gesture_get_bounding_box_center (gesture, &out->x, &out->y);
}

static void
on_pinch_begin (GtkGesture *gesture,
                GdkEventSequence *sequence,
                TsSlideView *self)
{
  TsPoint middle = get_anchor (self);

  get_pinch_middle (gesture, &middle);
  ts_slide_view_begin_pinch (self, middle);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_pinch_update (GtkGesture *gesture,
                 GdkEventSequence *sequence,
                 TsSlideView *self)
{
  TsPoint middle;

  if (get_pinch_middle (gesture, &middle))
    ts_slide_view_update_pinch (
      self, middle,
      gtk_gesture_zoom_get_scale_delta (GTK_GESTURE_ZOOM (gesture)),
      gtk_gesture_rotate_get_angle_delta (
        GTK_GESTURE_ROTATE (self->pinch_turn)));
}

/* Pointer. */
static void
on_motion (GtkEventControllerMotion *controller,
           double x_view,
           double y_view,
           TsSlideView *self)
{
  self->pointer_view = (TsPoint){ x_view, y_view };
  ts_slide_view_emit_pointer (self);
}

static void
on_leave (GtkEventControllerMotion *controller, TsSlideView *self)
{
  self->pointer_view = (TsPoint){ NAN, NAN };
  ts_slide_view_emit_pointer (self);
}

/* The turn gesture comes first, so that its angle is the newest when the zoom's is read. */
static void
add_pinch (TsSlideView *self)
{
  GtkGesture *zoom = gtk_gesture_zoom_new ();

  self->pinch_turn = gtk_gesture_rotate_new ();
  g_signal_connect (zoom, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (zoom, "update", G_CALLBACK (on_pinch_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (zoom));
  gtk_widget_add_controller (GTK_WIDGET (self),
                             GTK_EVENT_CONTROLLER (self->pinch_turn));
  gtk_gesture_group (zoom, self->pinch_turn);
}

void
ts_slide_view_init_input (TsSlideView *self)
{
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES |
                                     GTK_EVENT_CONTROLLER_SCROLL_KINETIC);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (scroll, "decelerate", G_CALLBACK (on_decelerate), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  add_pinch (self);
}
