/* Shapes drawn on a slide: what measurements and regions are made of. Plain values. The two
 * pixel sizes (mpp) are microns per level-0 pixel along x and y; 1 and 1 give level-0 pixels.
 * Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/geometry.h"

G_BEGIN_DECLS

typedef enum {
  TS_REGION_RECTANGLE, /* 2 points: opposite corners */
  TS_REGION_POLYGON,   /* at least 3, closed without saying, as the next */
  TS_REGION_FREEHAND,
  TS_REGION_LINE /* 2 points; encloses nothing: a measurement, never a region */
} TsRegionShape;

#define TS_REGION_MAX_POINTS 100000

typedef struct {
  TsRegionShape shape;
  TsPoint *points_l0; /* [n_points] */
  guint n_points;
} TsOutline;

/* Copies the points. */
TsOutline *ts_outline_new (TsRegionShape shape,
                           const TsPoint *points_l0,
                           guint n_points) G_GNUC_WARN_UNUSED_RESULT;
void ts_outline_free (TsOutline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsOutline, ts_outline_free)

/* FALSE with TS_ERROR_FORMAT when the shape cannot have so many points, or one is not a
 * number below 2^31: "a polygon of 2 points: at least 3 are needed". */
gboolean ts_outline_check (const TsOutline *self, GError **error);

/* Along the line, or once around. */
double
ts_outline_get_length (const TsOutline *self, double mpp_x, double mpp_y);
/* By the shoelace formula (half the absolute sum of x1*y2 - x2*y1 over the edges); 0 for a
 * line. Where the outline crosses itself the parts run through the other way count against
 * the others, so that the number means little: see the next. */
double ts_outline_get_area (const TsOutline *self, double mpp_x, double mpp_y);
/* TRUE when two edges that are no neighbours touch. */
gboolean ts_outline_crosses_itself (const TsOutline *self);
/* Even-odd rule: what a ray from the point crosses an odd number of times. FALSE for a line. */
gboolean ts_outline_contains (const TsOutline *self, TsPoint point_l0);
/* The smallest upright rectangle around it. */
TsRect ts_outline_get_bounds (const TsOutline *self);

/* "rectangle", "polygon", "freehand", "line". */
const char *ts_region_shape_to_text (TsRegionShape shape);
gboolean ts_region_shape_from_text (const char *text, TsRegionShape *out_shape);

/* "x,y x,y": every digit, a point in every locale. The caller owns it. */
char *ts_points_to_text (const TsPoint *points,
                         guint n_points) G_GNUC_WARN_UNUSED_RESULT;
/* NULL when text is anything else, has no point or more than TS_REGION_MAX_POINTS. */
TsPoint *ts_points_from_text (const char *text,
                              guint *out_n_points) G_GNUC_WARN_UNUSED_RESULT;

/* "polygon 1,2 30,4 5,60": the shape's word and its points. The caller owns it. */
char *ts_outline_to_text (const TsOutline *self) G_GNUC_WARN_UNUSED_RESULT;
/* NULL with TS_ERROR_FORMAT, and the place where the text is broken. */
TsOutline *ts_outline_from_text (const char *text,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
