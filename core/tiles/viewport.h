/* Which part of the slide a view shows, and how it is turned: pure arithmetic, in doubles.
 * Any thread. "view" pixels are device-independent widget pixels; the caller multiplies by
 * the surface scale for device pixels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/geometry.h"

G_BEGIN_DECLS

typedef struct {
  TsPoint center_l0;
  double scale; /* view pixels per level-0 pixel */
  double width_view, height_view;
  double
    angle; /* radians the slide is turned by, clockwise; -pi < angle <= pi */
} TsViewport;

TsPoint ts_viewport_to_view (const TsViewport *self, TsPoint point_l0);
TsPoint ts_viewport_to_l0 (const TsViewport *self, TsPoint point_view);
/* The smallest upright rectangle of the slide that holds all the view shows; no larger than
 * that where the angle is a quarter turn. */
TsRect ts_viewport_get_visible_l0 (const TsViewport *self);
/* The smallest upright rectangle of the view that holds the slide's one. */
TsRect ts_viewport_rect_to_view (const TsViewport *self, TsRect rect_l0);
/* TRUE when any of the rectangle is in view; exact also where the view is turned. */
gboolean ts_viewport_sees (const TsViewport *self, TsRect rect_l0);

/* Brings the angle into the range of TsViewport; next to a quarter turn it is that one. */
double ts_angle_normalise (double angle);
/* The angle, or the quarter turn it is nearer to than tolerance; radians. */
double ts_angle_snap (double angle, double tolerance);
/* 0 to 3 for the quarter turns clockwise, -1 for any other angle. */
int ts_viewport_get_quarters (const TsViewport *self);
/* Turns about a fixed point of the view. */
void ts_viewport_turn_at (TsViewport *self, TsPoint anchor_view, double angle);
/* Moves so that the point of the slide lies at the point of the view. */
void ts_viewport_place (TsViewport *self, TsPoint point_l0, TsPoint point_view);

/* The whole slide with a small margin, turned as the view is. */
void ts_viewport_fit (TsViewport *self, TsRect bounds_l0);
/* Zoom about a fixed point of the view; the scale is clamped to the limits. */
void ts_viewport_zoom_at (TsViewport *self,
                          TsPoint anchor_view,
                          double factor,
                          double min_scale,
                          double max_scale);
/* Moves the view over the slide: positive dx shows what lies further right. */
void ts_viewport_pan (TsViewport *self, double dx_view, double dy_view);
/* Keeps the centre on the slide. */
void ts_viewport_clamp (TsViewport *self, TsRect bounds_l0);

/* Objective-power magnification of a scale, and back, for a slide of base_power at
 * level 0 (20x slide: one view pixel per level-0 pixel is 20x); 0 where the base is
 * unknown (0). */
double ts_viewport_scale_to_power (double scale, double base_power);
double ts_viewport_power_to_scale (double power, double base_power);

G_END_DECLS
