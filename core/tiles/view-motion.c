/* How a view moves by itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/view-motion.h"

#include <math.h>

/* Share of its velocity that a glide loses in a second, and where it ends. */
#define GLIDE_FRICTION  4.0
#define MIN_GLIDE_VIEW  20.0 /* view pixels a second */
#define RAMP_US         150000
#define PAY_US          200000
#define HELD_PAN_VIEW   1000.0 /* view pixels a second */
#define HELD_ZOOM_STEPS 2.0    /* doublings a second */
/* Scales nearer to one another than this have no fixed point to speak of. */
#define SAME_SCALE 1e-6

static double
ease_out (double share)
{
  double left = 1 - CLAMP (share, 0, 1);

  return 1 - left * left * left;
}

static gboolean
key_is_moving (const TsHeldKey *key)
{
  return key->direction != 0 || key->paid != key->owed;
}

void
ts_view_motion_stop (TsViewMotion *self)
{
  *self = (TsViewMotion){ 0 };
}

gboolean
ts_view_motion_is_moving (const TsViewMotion *self)
{
  for (guint i = 0; i < TS_N_HELD; i++)
    if (key_is_moving (&self->held[i]))
      return TRUE;
  return self->is_flying || self->is_gliding;
}

gboolean
ts_view_motion_is_gliding (const TsViewMotion *self)
{
  return self->is_gliding;
}

TsViewport
ts_view_motion_get_target (const TsViewMotion *self, const TsViewport *now)
{
  TsViewport target = *now;

  if (self->is_flying) {
    target.center_l0 = self->to.center_l0;
    target.scale = self->to.scale;
    target.angle = self->to.angle;
  }
  return target;
}

/* The flight. */
void
ts_view_motion_fly (TsViewMotion *self,
                    const TsViewport *from,
                    const TsViewport *to,
                    gint64 flight_us,
                    gint64 now_us)
{
  ts_view_motion_stop (self);
  self->is_flying = TRUE;
  self->from = *from;
  self->to = *to;
  self->flight_began_us = now_us;
  self->flight_us = MAX (flight_us, 1);
}

/* How far the centre is when the scale has come to where it is. The centre of a zoom about a
 * fixed point is a straight line in 1/scale: centre = point - offset_view / scale. */
static double
find_centre_share (double from, double to, double scale, double share)
{
  if (fabs (log (to / from)) < SAME_SCALE)
    return share;
  return (1 / from - 1 / scale) / (1 / from - 1 / to);
}

static void
step_flight (TsViewMotion *self, TsViewport *viewport, gint64 now_us)
{
  const TsViewport *from = &self->from, *to = &self->to;
  double passed =
    (double) (now_us - self->flight_began_us) / (double) self->flight_us;
  double share = ease_out (passed);
  double turn = ts_angle_normalise (to->angle - from->angle);

  if (passed >= 1) {
    self->is_flying = FALSE;
    viewport->center_l0 = to->center_l0;
    viewport->scale = to->scale;
    viewport->angle = to->angle;
    return;
  }
  viewport->scale = from->scale * pow (to->scale / from->scale, share);
  viewport->angle = ts_angle_normalise (from->angle + turn * share);
  share = find_centre_share (from->scale, to->scale, viewport->scale, share);
  viewport->center_l0.x =
    from->center_l0.x + (to->center_l0.x - from->center_l0.x) * share;
  viewport->center_l0.y =
    from->center_l0.y + (to->center_l0.y - from->center_l0.y) * share;
}

/* The glide: velocity * exp (-friction t), summed up. */
void
ts_view_motion_glide (TsViewMotion *self, TsPoint velocity_view, gint64 now_us)
{
  ts_view_motion_stop (self);
  self->is_gliding = hypot (velocity_view.x, velocity_view.y) > MIN_GLIDE_VIEW;
  self->velocity_view = velocity_view;
  self->glide_began_us = now_us;
}

static void
step_glide (TsViewMotion *self, TsViewport *viewport, gint64 now_us)
{
  double speed = hypot (self->velocity_view.x, self->velocity_view.y);
  double end_s = log (speed / MIN_GLIDE_VIEW) / GLIDE_FRICTION;
  double passed_s =
    CLAMP ((double) (now_us - self->glide_began_us) * 1e-6, 0, end_s);
  double share = (1 - exp (-GLIDE_FRICTION * passed_s)) / GLIDE_FRICTION;
  TsPoint glided = { self->velocity_view.x * share,
                     self->velocity_view.y * share };

  ts_viewport_pan (viewport, glided.x - self->glided_view.x,
                   glided.y - self->glided_view.y);
  self->glided_view = glided;
  self->is_gliding = passed_s < end_s;
}

/* Held keys. */
static double
get_speed (TsHeldAxis axis)
{
  return axis == TS_HELD_ZOOM ? HELD_ZOOM_STEPS : HELD_PAN_VIEW;
}

static double
get_tap (TsHeldAxis axis)
{
  return axis == TS_HELD_ZOOM ? log2 (TS_TAP_ZOOM) : TS_TAP_PAN_VIEW;
}

/* Full speed is reached after the ramp: the way is a parabola and then a line. */
static double
measure_held (const TsHeldKey *key, TsHeldAxis axis, gint64 now_us)
{
  double passed_us = (double) MAX (now_us - key->began_us, 0);
  double at_speed_us = passed_us < RAMP_US
                         ? passed_us * passed_us / (2.0 * RAMP_US)
                         : passed_us - RAMP_US / 2.0;

  return key->direction * get_speed (axis) * at_speed_us * 1e-6;
}

static double
measure_paid (const TsHeldKey *key, gint64 now_us)
{
  double passed = (double) (now_us - key->released_us) / PAY_US;

  return passed >= 1 ? key->owed : key->owed * ease_out (passed);
}

/* The way since the last step, in view pixels or doublings. */
static double
step_key (TsHeldKey *key, TsHeldAxis axis, gint64 now_us)
{
  double moved = 0, paid = 0;

  if (key->direction != 0) {
    double way = measure_held (key, axis, now_us);
    moved = way - key->moved;
    key->moved = way;
  }
  if (key->paid != key->owed) {
    double way = measure_paid (key, now_us);
    paid = way - key->paid;
    key->paid = way;
  }
  return moved + paid;
}

/* Released: a short press has the rest of its step still to go, and the view is there. */
static void
release (TsHeldKey *key, TsHeldAxis axis, gint64 now_us)
{
  double tap = key->direction * get_tap (axis);
  double left = key->owed - key->paid;

  if (key->direction == 0)
    return;
  if (fabs (key->moved) < fabs (tap))
    left += tap - key->moved;
  *key = (TsHeldKey){ .owed = left, .released_us = now_us };
}

void
ts_view_motion_hold (TsViewMotion *self,
                     TsHeldAxis axis,
                     int direction,
                     gint64 now_us)
{
  TsHeldKey *key = &self->held[axis];

  if (key->direction == direction)
    return;
  self->is_flying = FALSE;
  self->is_gliding = FALSE;
  release (key, axis, now_us);
  key->direction = direction;
  key->began_us = now_us;
  key->moved = 0;
}

static void
step_held (TsViewMotion *self,
           TsViewport *viewport,
           const TsViewLimits *limits,
           gint64 now_us)
{
  TsPoint middle = { viewport->width_view / 2, viewport->height_view / 2 };
  double way[TS_N_HELD];

  for (guint i = 0; i < TS_N_HELD; i++)
    way[i] = step_key (&self->held[i], (TsHeldAxis) i, now_us);
  ts_viewport_pan (viewport, way[TS_HELD_RIGHT], way[TS_HELD_DOWN]);
  if (way[TS_HELD_ZOOM] != 0)
    ts_viewport_zoom_at (viewport, middle, exp2 (way[TS_HELD_ZOOM]),
                         limits->min_scale, limits->max_scale);
}

gboolean
ts_view_motion_step (TsViewMotion *self,
                     TsViewport *viewport,
                     const TsViewLimits *limits,
                     gint64 now_us)
{
  if (self->is_flying)
    step_flight (self, viewport, now_us);
  if (self->is_gliding)
    step_glide (self, viewport, now_us);
  step_held (self, viewport, limits, now_us);
  ts_viewport_clamp (viewport, limits->bounds_l0);
  return ts_view_motion_is_moving (self);
}
