/* The scale bar: a round length and its drawing. Private to the room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* The longest of 1, 2, 5, 10, ... um that is at most max_px long. mpp: microns per picture
 * pixel, above 0. */
double ts_scale_bar_choose_um (double mpp, double max_px);
/* "200 µm", "2 mm", whatever the locale. The caller owns it. */
char *ts_scale_bar_format (double length_um) G_GNUC_WARN_UNUSED_RESULT;

/* In the lower left corner of a picture of width x height at the page's origin; nothing
 * when the picture is too small to hold it. */
void ts_scale_bar_draw (cairo_t *cr,
                        double width_px,
                        double height_px,
                        double mpp,
                        double font_px);

G_END_DECLS
