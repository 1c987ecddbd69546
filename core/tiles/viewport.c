/* Which part of the slide a view shows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/viewport.h"

/* Share of the view left free around a fitted slide, both sides together. */
#define FIT_MARGIN 0.04

TsPoint
ts_viewport_to_view (const TsViewport *self, TsPoint point_l0)
{
  return (TsPoint){
    (point_l0.x - self->center_l0.x) * self->scale + self->width_view / 2,
    (point_l0.y - self->center_l0.y) * self->scale + self->height_view / 2,
  };
}

TsPoint
ts_viewport_to_l0 (const TsViewport *self, TsPoint point_view)
{
  return (TsPoint){
    (point_view.x - self->width_view / 2) / self->scale + self->center_l0.x,
    (point_view.y - self->height_view / 2) / self->scale + self->center_l0.y,
  };
}

TsRect
ts_viewport_get_visible_l0 (const TsViewport *self)
{
  TsPoint corner = ts_viewport_to_l0 (self, (TsPoint){ 0, 0 });

  return (TsRect){ corner.x, corner.y, self->width_view / self->scale,
                   self->height_view / self->scale };
}

void
ts_viewport_fit (TsViewport *self, TsRect bounds_l0)
{
  double scale_x, scale_y;

  self->center_l0 = ts_rect_center (bounds_l0);
  if (ts_rect_is_empty (bounds_l0) || self->width_view <= 0 ||
      self->height_view <= 0) {
    self->scale = 1;
    return;
  }
  scale_x = self->width_view / bounds_l0.width;
  scale_y = self->height_view / bounds_l0.height;
  self->scale = MIN (scale_x, scale_y) * (1 - FIT_MARGIN);
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
  self->center_l0.x =
    anchor_l0.x - (anchor_view.x - self->width_view / 2) / self->scale;
  self->center_l0.y =
    anchor_l0.y - (anchor_view.y - self->height_view / 2) / self->scale;
}

void
ts_viewport_pan (TsViewport *self, double dx_view, double dy_view)
{
  self->center_l0.x += dx_view / self->scale;
  self->center_l0.y += dy_view / self->scale;
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
