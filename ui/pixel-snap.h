/* Where things of the slide fall on the pixels of the screen. Every edge is rounded to a
 * whole device pixel by the same rule, so two tiles that share an edge of the slide share an
 * edge of the screen: no gap, no overlap, at any scale. In a slanted view nothing is rounded.
 * Pure. Any thread.
 *
 * All of it is in an upright frame, as if the view were not turned: as large as the view, or
 * with its sides exchanged where the view is turned by 90 or 270 degrees. Whoever draws
 * turns the frame as a whole about its middle; quarter turns keep pixels on pixels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <graphene.h>

#include "core/tiles/viewport.h"

G_BEGIN_DECLS

typedef struct {
  double device_px_per_l0_px;
  TsPoint reference_l0; /* edges are rounded from here */
  double reference_x_device, reference_y_device;
  double surface_scale; /* device pixels per view pixel */
  gboolean is_slanted;  /* turned by other than quarter turns */
} TsPixelSnap;

/* surface_scale: gtk_widget_get_scale_factor. reference_l0 is any point that stays while the
 * view pans; what lies there is at most half a device pixel from its place, so the point that
 * a zoom keeps in place is a good one. */
TsPixelSnap ts_pixel_snap_new (const TsViewport *viewport,
                               double surface_scale,
                               TsPoint reference_l0);

/* In view pixels, the edges on device pixels; empty when no device pixel is left. */
graphene_rect_t ts_pixel_snap_rect (const TsPixelSnap *self, TsRect rect_l0);

G_END_DECLS
