/* Rounding of slide edges to device pixels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pixel-snap.h"

#include <math.h>

/* Halves always go the same way, wherever the reference is: round () would part the edges on
 * both sides of it. */
static double
round_edge (double edge, gboolean is_slanted)
{
  return is_slanted ? edge : ceil (edge - 0.5);
}

/* The whole slide is moved by a whole number of device pixels and each edge is rounded from
 * one point of the slide, not from the view's corner: a tile then keeps its size while the
 * view pans, and the picture moves as one piece instead of trembling by a pixel. In a slanted
 * view whole pixels mean nothing on the screen: nothing is rounded. */
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
    .reference_x_device = round_edge (x, quarters < 0),
    .reference_y_device = round_edge (y, quarters < 0),
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
  gboolean is_slanted = self->is_slanted;
  double left = round_edge (from.x * scale, is_slanted);
  double top = round_edge (from.y * scale, is_slanted);
  double right = round_edge ((from.x + rect_l0.width) * scale, is_slanted);
  double bottom = round_edge ((from.y + rect_l0.height) * scale, is_slanted);
  double s = self->surface_scale;

  return GRAPHENE_RECT_INIT ((float) ((left + self->reference_x_device) / s),
                             (float) ((top + self->reference_y_device) / s),
                             (float) ((right - left) / s),
                             (float) ((bottom - top) / s));
}
