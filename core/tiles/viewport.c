/* Which part of the slide a view shows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/viewport.h"

#include <math.h>

/* Share of the view left free around a fitted slide, both sides together. */
#define FIT_MARGIN 0.04

/* Angles this near to a quarter turn are it: what is left by adding and subtracting. */
#define ANGLE_TOLERANCE 1e-9

double
ts_angle_normalise (double angle)
{
  double inside = remainder (angle, 2 * G_PI); /* -pi to pi */
  double snapped = ts_angle_snap (inside, ANGLE_TOLERANCE);

  return snapped <= -G_PI ? G_PI : snapped;
}

double
ts_angle_snap (double angle, double tolerance)
{
  double nearest = round (angle / G_PI_2) * G_PI_2;

  return fabs (angle - nearest) <= tolerance ? nearest : angle;
}

int
ts_viewport_get_quarters (const TsViewport *self)
{
  double quarters = self->angle / G_PI_2;
  double whole = round (quarters);

  if (fabs (quarters - whole) * G_PI_2 > ANGLE_TOLERANCE)
    return -1;
  return ((int) whole % 4 + 4) % 4;
}

/* Exact for quarter turns, so that turning by them loses nothing. */
static void
get_turn (const TsViewport *self, double *out_cos, double *out_sin)
{
  static const double cosines[] = { 1, 0, -1, 0 };
  int quarters = ts_viewport_get_quarters (self);

  *out_cos = quarters < 0 ? cos (self->angle) : cosines[quarters];
  *out_sin = quarters < 0 ? sin (self->angle) : cosines[(quarters + 3) % 4];
}

static TsPoint
vector_to_view (const TsViewport *self, double dx_l0, double dy_l0)
{
  double c, s;

  get_turn (self, &c, &s);
  return (TsPoint){ (dx_l0 * c - dy_l0 * s) * self->scale,
                    (dx_l0 * s + dy_l0 * c) * self->scale };
}

static TsPoint
vector_to_l0 (const TsViewport *self, double dx_view, double dy_view)
{
  double c, s;

  get_turn (self, &c, &s);
  return (TsPoint){ (dx_view * c + dy_view * s) / self->scale,
                    (dy_view * c - dx_view * s) / self->scale };
}

TsPoint
ts_viewport_to_view (const TsViewport *self, TsPoint point_l0)
{
  TsPoint from_centre = vector_to_view (self, point_l0.x - self->center_l0.x,
                                        point_l0.y - self->center_l0.y);

  return (TsPoint){ from_centre.x + self->width_view / 2,
                    from_centre.y + self->height_view / 2 };
}

TsPoint
ts_viewport_to_l0 (const TsViewport *self, TsPoint point_view)
{
  TsPoint from_centre = vector_to_l0 (self, point_view.x - self->width_view / 2,
                                      point_view.y - self->height_view / 2);

  return (TsPoint){ from_centre.x + self->center_l0.x,
                    from_centre.y + self->center_l0.y };
}

/* Sides of the upright rectangle around one turned by the view's angle, either way. */
static TsPoint
measure_turned (const TsViewport *self, double width, double height)
{
  double c, s;

  get_turn (self, &c, &s);
  c = fabs (c);
  s = fabs (s);
  return (TsPoint){ width * c + height * s, width * s + height * c };
}

TsRect
ts_viewport_get_visible_l0 (const TsViewport *self)
{
  TsPoint sides = measure_turned (self, self->width_view, self->height_view);
  double width = sides.x / self->scale, height = sides.y / self->scale;

  return (TsRect){ self->center_l0.x - width / 2,
                   self->center_l0.y - height / 2, width, height };
}

TsRect
ts_viewport_rect_to_view (const TsViewport *self, TsRect rect_l0)
{
  TsPoint middle = ts_viewport_to_view (self, ts_rect_center (rect_l0));
  TsPoint sides = measure_turned (self, rect_l0.width, rect_l0.height);
  double width = sides.x * self->scale, height = sides.y * self->scale;

  return (TsRect){ middle.x - width / 2, middle.y - height / 2, width, height };
}

/* Two rectangles are apart exactly when a side of one of them has the other wholly beyond:
 * the axes to look along are those of the slide and those of the view. */
gboolean
ts_viewport_sees (const TsViewport *self, TsRect rect_l0)
{
  TsRect seen_view = { 0, 0, self->width_view, self->height_view };

  return !ts_rect_is_empty (
           ts_rect_intersect (rect_l0, ts_viewport_get_visible_l0 (self))) &&
         !ts_rect_is_empty (ts_rect_intersect (
           ts_viewport_rect_to_view (self, rect_l0), seen_view));
}

void
ts_viewport_fit (TsViewport *self, TsRect bounds_l0)
{
  TsPoint sides = measure_turned (self, bounds_l0.width, bounds_l0.height);
  double scale_x, scale_y;

  self->center_l0 = ts_rect_center (bounds_l0);
  if (ts_rect_is_empty (bounds_l0) || self->width_view <= 0 ||
      self->height_view <= 0) {
    self->scale = 1;
    return;
  }
  scale_x = self->width_view / sides.x;
  scale_y = self->height_view / sides.y;
  self->scale = MIN (scale_x, scale_y) * (1 - FIT_MARGIN);
}

void
ts_viewport_place (TsViewport *self, TsPoint point_l0, TsPoint point_view)
{
  TsPoint from_centre = vector_to_l0 (self, point_view.x - self->width_view / 2,
                                      point_view.y - self->height_view / 2);

  self->center_l0.x = point_l0.x - from_centre.x;
  self->center_l0.y = point_l0.y - from_centre.y;
}

void
ts_viewport_zoom_at (TsViewport *self,
                     TsPoint anchor_view,
                     double factor,
                     double min_scale,
                     double max_scale)
{
  TsPoint anchor_l0 = ts_viewport_to_l0 (self, anchor_view);

  self->scale = CLAMP (self->scale * factor, min_scale, max_scale);
  ts_viewport_place (self, anchor_l0, anchor_view);
}

void
ts_viewport_turn_at (TsViewport *self, TsPoint anchor_view, double angle)
{
  TsPoint anchor_l0 = ts_viewport_to_l0 (self, anchor_view);

  self->angle = ts_angle_normalise (angle);
  ts_viewport_place (self, anchor_l0, anchor_view);
}

void
ts_viewport_pan (TsViewport *self, double dx_view, double dy_view)
{
  TsPoint moved = vector_to_l0 (self, dx_view, dy_view);

  self->center_l0.x += moved.x;
  self->center_l0.y += moved.y;
}

void
ts_viewport_clamp (TsViewport *self, TsRect bounds_l0)
{
  self->center_l0.x =
    CLAMP (self->center_l0.x, bounds_l0.x, bounds_l0.x + bounds_l0.width);
  self->center_l0.y =
    CLAMP (self->center_l0.y, bounds_l0.y, bounds_l0.y + bounds_l0.height);
}

double
ts_viewport_scale_to_power (double scale, double base_power)
{
  return scale * base_power;
}

double
ts_viewport_power_to_scale (double power, double base_power)
{
  return base_power > 0 ? power / base_power : 0;
}
