/* Where things of the slide fall on the pixels of the screen. Every edge is rounded to a
 * whole device pixel by the same rule, so two tiles that share an edge of the slide share an
 * edge of the screen: no gap, no overlap, at any scale. Pure. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <graphene.h>

#include "core/tiles/viewport.h"

G_BEGIN_DECLS

typedef struct {
  double device_px_per_l0_px;
  double origin_x_device, origin_y_device; /* of the slide's corner: whole */
  double surface_scale;                    /* device pixels per view pixel */
} TsPixelSnap;

/* surface_scale: gtk_widget_get_scale_factor. */
TsPixelSnap ts_pixel_snap_new (const TsViewport *viewport,
                               double surface_scale);

/* In view pixels, the edges on device pixels; empty when no device pixel is left. */
graphene_rect_t ts_pixel_snap_rect (const TsPixelSnap *self, TsRect rect_l0);

G_END_DECLS
