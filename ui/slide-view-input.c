/* Pointer, wheel, pinch and keys of the canvas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/slide-view-private.h"

/* One notch of a wheel; three of them double the scale. */
#define ZOOM_PER_NOTCH 1.2599210498948732
/* A touchpad tells surface pixels: so many are a notch. */
#define PX_PER_NOTCH      30.0
#define ZOOM_PER_KEY      1.25
#define PAN_STEP_VIEW     64.0
#define OPACITY_PER_NOTCH 1.0

static const double key_powers[] = { 1.25, 2.5, 5, 10, 20, 40 };

/* Drag: a pan once it has left the click's place, else a click. */
static void
on_drag_begin (GtkGestureDrag *gesture,
               double x_view,
               double y_view,
               TsSlideView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag_center_l0 = self->viewport.center_l0;
  self->drag_start_view = (TsPoint){ x_view, y_view };
  self->is_panning = FALSE;
}

static void
on_drag_update (GtkGestureDrag *gesture,
                double dx_view,
                double dy_view,
                TsSlideView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->slide == NULL)
    return;
  if (!self->is_panning) {
    if (!gtk_drag_check_threshold (widget, 0, 0, (int) dx_view, (int) dy_view))
      return;
    self->is_panning = TRUE;
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    gtk_widget_set_cursor_from_name (widget, "grabbing");
  }
  /* From where the drag began, so that rounding does not add up and the tissue stays under
   * the pointer. */
  TsPoint center = self->drag_center_l0;
  ts_slide_view_set_viewport (
    self,
    (TsPoint){ center.x - dx_view / self->viewport.scale,
               center.y - dy_view / self->viewport.scale },
    self->viewport.scale);
}

static void
on_drag_end (GtkGestureDrag *gesture,
             double dx_view,
             double dy_view,
             TsSlideView *self)
{
  guint button =
    gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  if (!self->is_panning && button == GDK_BUTTON_PRIMARY)
    ts_slide_view_emit_click (self, self->drag_start_view);
  self->is_panning = FALSE;
}

static void
on_drag_cancel (GtkGesture *gesture,
                GdkEventSequence *sequence,
                TsSlideView *self)
{
  /* A second finger made it a pinch: no click at its end. */
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  self->is_panning = TRUE;
}

/* Wheel. */
static gboolean
on_scroll (GtkEventControllerScroll *controller,
           double dx,
           double dy,
           TsSlideView *self)
{
  GtkEventController *base = GTK_EVENT_CONTROLLER (controller);
  GdkModifierType state = gtk_event_controller_get_current_event_state (base);
  double notches = -dy;

  if (gtk_event_controller_scroll_get_unit (controller) ==
      GDK_SCROLL_UNIT_SURFACE)
    notches /= PX_PER_NOTCH;
  if (notches == 0)
    return FALSE;
  if (state & GDK_CONTROL_MASK)
    ts_slide_view_emit_opacity (self, notches * OPACITY_PER_NOTCH);
  else if (isnan (self->pointer_view.x))
    ts_slide_view_zoom (self, pow (ZOOM_PER_NOTCH, notches));
  else
    ts_slide_view_zoom_at (self, self->pointer_view,
                           pow (ZOOM_PER_NOTCH, notches));
  return TRUE;
}

/* Pinch. */
static void
on_pinch_begin (GtkGesture *gesture,
                GdkEventSequence *sequence,
                TsSlideView *self)
{
  self->pinch_start_scale = self->viewport.scale;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_pinch_scale (GtkGestureZoom *gesture, double pinch, TsSlideView *self)
{
  TsPoint anchor = { self->viewport.width_view / 2,
                     self->viewport.height_view / 2 };

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &anchor.x,
                                       &anchor.y);
  if (pinch > 0 && self->viewport.scale > 0)
    ts_slide_view_zoom_at (
      self, anchor, self->pinch_start_scale * pinch / self->viewport.scale);
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

/* Keys. */
static gboolean
pan_by_key (TsSlideView *self, guint keyval, GdkModifierType state)
{
  gboolean is_page = (state & GDK_SHIFT_MASK) != 0;
  double step_x = is_page ? self->viewport.width_view * 0.9 : PAN_STEP_VIEW;
  double step_y = is_page ? self->viewport.height_view * 0.9 : PAN_STEP_VIEW;

  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    ts_slide_view_pan (self, -step_x, 0);
    return TRUE;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    ts_slide_view_pan (self, step_x, 0);
    return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    ts_slide_view_pan (self, 0, -step_y);
    return TRUE;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    ts_slide_view_pan (self, 0, step_y);
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
zoom_by_key (TsSlideView *self, guint keyval)
{
  if (keyval >= GDK_KEY_KP_0 && keyval <= GDK_KEY_KP_9)
    keyval = keyval - GDK_KEY_KP_0 + GDK_KEY_0;
  switch (keyval) {
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add:
    ts_slide_view_zoom (self, ZOOM_PER_KEY);
    return TRUE;
  case GDK_KEY_minus:
  case GDK_KEY_underscore:
  case GDK_KEY_KP_Subtract:
    ts_slide_view_zoom (self, 1 / ZOOM_PER_KEY);
    return TRUE;
  case GDK_KEY_0:
    ts_slide_view_fit (self);
    return TRUE;
  default:
    if (keyval < GDK_KEY_1 || keyval >= GDK_KEY_1 + G_N_ELEMENTS (key_powers))
      return FALSE;
    ts_slide_view_set_power (self, key_powers[keyval - GDK_KEY_1]);
    return TRUE;
  }
}

static void
hold_overlay (TsSlideView *self, gboolean is_held)
{
  if (self->is_overlay_held == is_held)
    return;
  self->is_overlay_held = is_held;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  ts_slide_view_emit_overview (self);
  ts_slide_view_emit_held (self);
}

gboolean
ts_slide_view_handle_key (TsSlideView *self,
                          guint keyval,
                          GdkModifierType state)
{
  if (self->slide == NULL ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  if (keyval == GDK_KEY_h || keyval == GDK_KEY_H) {
    hold_overlay (self, TRUE);
    return TRUE;
  }
  return pan_by_key (self, keyval, state) || zoom_by_key (self, keyval);
}

void
ts_slide_view_handle_key_release (TsSlideView *self, guint keyval)
{
  if (keyval == GDK_KEY_h || keyval == GDK_KEY_H)
    hold_overlay (self, FALSE);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                TsSlideView *self)
{
  return ts_slide_view_handle_key (self, keyval, state);
}

static void
on_key_released (GtkEventControllerKey *controller,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 TsSlideView *self)
{
  ts_slide_view_handle_key_release (self, keyval);
}

static void
on_focus_left (GtkEventControllerFocus *controller, TsSlideView *self)
{
  /* The release of H goes elsewhere now. */
  hold_overlay (self, FALSE);
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

static void
add_pinch (TsSlideView *self)
{
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch_scale), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
}

static void
add_keys (TsSlideView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (on_key_released), self);
  g_signal_connect (focus, "leave", G_CALLBACK (on_focus_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

void
ts_slide_view_init_input (TsSlideView *self)
{
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  self->motion = gtk_event_controller_motion_new ();
  g_signal_connect (self->motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (self->motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (self->motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), self->motion);
  add_drag (self, GDK_BUTTON_PRIMARY);
  add_drag (self, GDK_BUTTON_MIDDLE);
  add_pinch (self);
  add_keys (self);
}
