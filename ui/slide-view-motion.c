/* What of the canvas moves by itself, driven by the frame clock; jumps and the way back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <math.h>

#include "ui/slide-view-private.h"

/* Closest view: eight view pixels for one pixel of the slide. */
#define MAX_SCALE 8.0
#define ZOOM_US   200000
#define JUMP_US   350000
/* A view the reader stays at for so long is one to come back to. */
#define REST_US       1000000
#define REST_CHECK_MS 250

static TsRect
get_bounds_l0 (TsSlideView *self)
{
  return ts_slide_get_info (self->slide)->bounds_l0;
}

static TsPoint
get_middle (TsSlideView *self)
{
  return (TsPoint){ self->viewport.width_view / 2,
                    self->viewport.height_view / 2 };
}

void
ts_slide_view_update_fit_scale (TsSlideView *self)
{
  TsViewport fitted = self->viewport;

  ts_viewport_fit (&fitted, get_bounds_l0 (self));
  self->fit_scale = fitted.scale;
}

TsViewLimits
ts_slide_view_get_limits (TsSlideView *self)
{
  return (TsViewLimits){ self->fit_scale / 2, MAX (MAX_SCALE, self->fit_scale),
                         get_bounds_l0 (self) };
}

/* The clock. */
static gint64
get_now_us (TsSlideView *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  return clock != NULL ? gdk_frame_clock_get_frame_time (clock)
                       : g_get_monotonic_time ();
}

gboolean
ts_slide_view_is_animated (TsSlideView *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self)) &&
         adw_get_enable_animations (GTK_WIDGET (self));
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TsSlideView *self = TS_SLIDE_VIEW (widget);
  TsViewLimits limits = ts_slide_view_get_limits (self);
  double angle = self->viewport.angle;
  gboolean is_moving =
    ts_view_motion_step (&self->motion, &self->viewport, &limits,
                         gdk_frame_clock_get_frame_time (clock));

  if (self->viewport.angle != angle)
    ts_slide_view_update_fit_scale (self);
  if (!is_moving) {
    self->tick_id = 0;
    self->is_fitted = self->is_flying_to_fit;
    self->is_flying_to_fit = FALSE;
  }
  /* Whoever listens may begin another motion, and needs another tick callback then. */
  ts_slide_view_viewport_moved (self);
  return is_moving ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
start (TsSlideView *self)
{
  self->is_fitted = FALSE;
  if (self->tick_id == 0 && ts_view_motion_is_moving (&self->motion))
    self->tick_id =
      gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

void
ts_slide_view_stop_motion (TsSlideView *self)
{
  ts_view_motion_stop (&self->motion);
  self->is_flying_to_fit = FALSE;
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
}

static void
jump (TsSlideView *self, const TsViewport *to, gboolean is_fit)
{
  TsViewport target = *to;

  ts_slide_view_stop_motion (self);
  self->viewport.center_l0 = target.center_l0;
  self->viewport.scale = target.scale;
  self->viewport.angle = target.angle;
  self->is_fitted = is_fit;
  ts_slide_view_update_fit_scale (self);
  ts_slide_view_viewport_moved (self);
}

/* Held keys and a glide end where they are, a flight at its end. */
void
ts_slide_view_finish_motion (TsSlideView *self)
{
  TsViewport target = ts_slide_view_get_target (self);

  if (ts_view_motion_is_moving (&self->motion))
    jump (self, &target, self->is_flying_to_fit);
}

static void
fly (TsSlideView *self, const TsViewport *to, gint64 flight_us, gboolean is_fit)
{
  if (!ts_slide_view_is_animated (self)) {
    jump (self, to, is_fit);
    return;
  }
  ts_view_motion_fly (&self->motion, &self->viewport, to, flight_us,
                      get_now_us (self));
  start (self);
  self->is_flying_to_fit = is_fit;
}

void
ts_slide_view_glide (TsSlideView *self, TsPoint velocity_view)
{
  if (!ts_slide_view_is_animated (self))
    return;
  ts_slide_view_stop_motion (self);
  ts_view_motion_glide (&self->motion, velocity_view, get_now_us (self));
  start (self);
}

/* Held keys. */
gboolean
ts_slide_view_hold (TsSlideView *self, TsHeldAxis axis, int direction)
{
  if (!ts_slide_view_is_animated (self))
    return FALSE;
  if (axis == TS_HELD_ZOOM && self->motion.held[axis].direction != direction)
    self->snap_reference_l0 = self->viewport.center_l0;
  self->is_flying_to_fit = FALSE;
  ts_view_motion_hold (&self->motion, axis, direction, get_now_us (self));
  start (self);
  return TRUE;
}

void
ts_slide_view_release (TsSlideView *self, TsHeldAxis axis, int direction)
{
  if (self->motion.held[axis].direction == direction && direction != 0)
    ts_view_motion_hold (&self->motion, axis, 0, get_now_us (self));
}

/* Animated moves. */
TsViewport
ts_slide_view_get_target (TsSlideView *self)
{
  TsViewport target =
    ts_view_motion_get_target (&self->motion, &self->viewport);

  if (self->slide != NULL)
    ts_viewport_clamp (&target, get_bounds_l0 (self));
  return target;
}

void
ts_slide_view_ease_zoom_at (TsSlideView *self,
                            TsPoint anchor_view,
                            double factor)
{
  if (self->slide == NULL)
    return;
  TsViewLimits limits = ts_slide_view_get_limits (self);
  TsViewport base = ts_slide_view_get_target (self);
  TsViewport to = self->viewport;
  TsPoint anchor_l0 = ts_viewport_to_l0 (&to, anchor_view);

  /* From what is on screen: that is the point under the pointer. */
  to.angle = base.angle;
  to.scale = CLAMP (base.scale * factor, limits.min_scale, limits.max_scale);
  ts_viewport_place (&to, anchor_l0, anchor_view);
  if (to.scale == base.scale)
    return;
  self->snap_reference_l0 = anchor_l0;
  fly (self, &to, ZOOM_US, FALSE);
}

void
ts_slide_view_ease_zoom (TsSlideView *self, double factor)
{
  ts_slide_view_ease_zoom_at (self, get_middle (self), factor);
}

void
ts_slide_view_ease_power (TsSlideView *self, double power)
{
  if (self->slide == NULL || !(power > 0))
    return;
  TsViewport base = ts_slide_view_get_target (self);

  ts_slide_view_ease_zoom (self, ts_slide_view_power_to_scale (self, power) /
                                   base.scale);
}

void
ts_slide_view_ease_fit (TsSlideView *self)
{
  if (self->slide == NULL)
    return;
  TsViewport to = ts_slide_view_get_target (self);

  ts_viewport_fit (&to, get_bounds_l0 (self));
  fly (self, &to, ZOOM_US, TRUE);
}

static void
turn_to (TsSlideView *self, double angle)
{
  TsViewport to = ts_slide_view_get_target (self);
  gboolean is_fit = self->is_fitted || self->is_flying_to_fit;

  to.angle = ts_angle_normalise (angle);
  if (is_fit)
    ts_viewport_fit (&to, get_bounds_l0 (self));
  fly (self, &to, ZOOM_US, is_fit);
}

void
ts_slide_view_ease_turn (TsSlideView *self, double by_angle)
{
  if (self->slide != NULL)
    turn_to (self, ts_slide_view_get_target (self).angle + by_angle);
}

void
ts_slide_view_turn_upright (TsSlideView *self)
{
  if (self->slide != NULL && ts_slide_view_get_target (self).angle != 0)
    turn_to (self, 0);
}

void
ts_slide_view_page (TsSlideView *self, double dx_view, double dy_view)
{
  TsViewport to = ts_slide_view_get_target (self);

  ts_viewport_pan (&to, dx_view, dy_view);
  fly (self, &to, ZOOM_US, FALSE);
}

/* Jumps. */
void
ts_slide_view_jump_to (TsSlideView *self,
                       TsPoint center_l0,
                       double scale,
                       double angle)
{
  if (self->slide == NULL)
    return;
  TsViewport to = ts_slide_view_get_target (self);
  TsViewLimits limits = ts_slide_view_get_limits (self);

  ts_view_history_visit (self->history, &to);
  to.center_l0 = center_l0;
  to.scale = CLAMP (scale, limits.min_scale, limits.max_scale);
  to.angle = ts_angle_normalise (angle);
  ts_viewport_clamp (&to, limits.bounds_l0);
  fly (self, &to, JUMP_US, FALSE);
}

static double
distance_into (double first, double last, double min, double max)
{
  if (last - first > max - min)
    return (first + last) / 2 - (min + max) / 2;
  if (first < min)
    return first - min;
  return last > max ? last - max : 0;
}

void
ts_slide_view_reveal (TsSlideView *self, TsRect rect_l0)
{
  if (self->slide == NULL)
    return;
  TsViewport to = ts_slide_view_get_target (self);
  TsRect seen = ts_viewport_rect_to_view (&to, rect_l0);
  double margin_x = to.width_view / 8, margin_y = to.height_view / 8;
  double dx = distance_into (seen.x, seen.x + seen.width, margin_x,
                             to.width_view - margin_x);
  double dy = distance_into (seen.y, seen.y + seen.height, margin_y,
                             to.height_view - margin_y);

  if (dx == 0 && dy == 0)
    return;
  ts_viewport_pan (&to, dx, dy);
  ts_slide_view_jump_to (self, to.center_l0, to.scale, to.angle);
}

/* Visited views. */
static gboolean
check_rest (gpointer user_data)
{
  TsSlideView *self = user_data;

  if (self->slide != NULL &&
      (ts_view_motion_is_moving (&self->motion) ||
       self->drag_mode == TS_DRAG_PAN || self->drag_mode == TS_DRAG_TURN ||
       g_get_monotonic_time () - self->moved_us < REST_US))
    return G_SOURCE_CONTINUE;
  self->rest_id = 0;
  if (self->slide != NULL && self->viewport.width_view > 0)
    ts_view_history_visit (self->history, &self->viewport);
  return G_SOURCE_REMOVE;
}

void
ts_slide_view_watch_rest (TsSlideView *self)
{
  self->moved_us = g_get_monotonic_time ();
  if (self->rest_id == 0)
    self->rest_id = g_timeout_add (REST_CHECK_MS, check_rest, self);
}

gboolean
ts_slide_view_can_revisit (TsSlideView *self, int direction)
{
  TsViewport now = ts_slide_view_get_target (self);

  return self->slide != NULL &&
         ts_view_history_can_go (self->history, &now, direction);
}

void
ts_slide_view_revisit (TsSlideView *self, int direction)
{
  TsViewport now = ts_slide_view_get_target (self), to;

  if (self->slide != NULL &&
      ts_view_history_go (self->history, &now, direction, &to))
    fly (self, &to, JUMP_US, FALSE);
}
