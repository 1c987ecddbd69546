/* Rounding of slide edges to device pixels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pixel-snap.h"

#include <math.h>

/* The whole slide is moved by a whole number of device pixels and each edge is rounded from
 * the slide's corner, not from the view's: a tile then keeps its size while the view pans,
 * and the picture moves as one piece instead of trembling by a pixel. */
TsPixelSnap
ts_pixel_snap_new (const TsViewport *viewport, double surface_scale)
{
  double scale = viewport->scale * surface_scale;
  double half_width = viewport->width_view * surface_scale / 2;
  double half_height = viewport->height_view * surface_scale / 2;

  return (TsPixelSnap){
    .device_px_per_l0_px = scale,
    .origin_x_device = round (half_width - viewport->center_l0.x * scale),
    .origin_y_device = round (half_height - viewport->center_l0.y * scale),
    .surface_scale = surface_scale,
  };
}

static double
snap_edge (double edge_l0, double scale, double origin_device)
{
  return round (edge_l0 * scale) + origin_device;
}

graphene_rect_t
ts_pixel_snap_rect (const TsPixelSnap *self, TsRect rect_l0)
{
  double scale = self->device_px_per_l0_px;
  double left = snap_edge (rect_l0.x, scale, self->origin_x_device);
  double top = snap_edge (rect_l0.y, scale, self->origin_y_device);
  double right =
    snap_edge (rect_l0.x + rect_l0.width, scale, self->origin_x_device);
  double bottom =
    snap_edge (rect_l0.y + rect_l0.height, scale, self->origin_y_device);
  double s = self->surface_scale;

  return GRAPHENE_RECT_INIT ((float) (left / s), (float) (top / s),
                             (float) ((right - left) / s),
                             (float) ((bottom - top) / s));
}
