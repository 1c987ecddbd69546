/* Rounding of slide edges to device pixels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pixel-snap.h"

#include <math.h>

/* The whole slide is moved by a whole number of device pixels and each edge is rounded from
 * one point of the slide, not from the view's corner: a tile then keeps its size while the
 * view pans, and the picture moves as one piece instead of trembling by a pixel. In a slanted
 * view whole pixels mean nothing on the screen, and the picture moves freely. */
TsPixelSnap
ts_pixel_snap_new (const TsViewport *viewport,
                   double surface_scale,
                   TsPoint reference_l0)
{
  int quarters = ts_viewport_get_quarters (viewport);
  gboolean is_lying = quarters == 1 || quarters == 3;
  double width = is_lying ? viewport->height_view : viewport->width_view;
  double height = is_lying ? viewport->width_view : viewport->height_view;
  double scale = viewport->scale * surface_scale;
  double x = width * surface_scale / 2 +
             (reference_l0.x - viewport->center_l0.x) * scale;
  double y = height * surface_scale / 2 +
             (reference_l0.y - viewport->center_l0.y) * scale;

  return (TsPixelSnap){
    .device_px_per_l0_px = scale,
    .reference_l0 = reference_l0,
    .reference_x_device = quarters < 0 ? x : round (x),
    .reference_y_device = quarters < 0 ? y : round (y),
    .surface_scale = surface_scale,
    .is_slanted = quarters < 0,
  };
}

graphene_rect_t
ts_pixel_snap_rect (const TsPixelSnap *self, TsRect rect_l0)
{
  double scale = self->device_px_per_l0_px;
  TsPoint from = { rect_l0.x - self->reference_l0.x,
                   rect_l0.y - self->reference_l0.y };
  double left = round (from.x * scale), top = round (from.y * scale);
  double right = round ((from.x + rect_l0.width) * scale);
  double bottom = round ((from.y + rect_l0.height) * scale);
  double s = self->surface_scale;

  return GRAPHENE_RECT_INIT ((float) ((left + self->reference_x_device) / s),
                             (float) ((top + self->reference_y_device) / s),
                             (float) ((right - left) / s),
                             (float) ((bottom - top) / s));
}
