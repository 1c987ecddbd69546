/* How lengths and areas are written: as many digits as a drawn line deserves. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/outline.h"
#include "core/records/slide-info.h"

G_BEGIN_DECLS

/* "0.85 µm", "12.3 µm", "456 µm", "1.234 mm", "12.34 mm". The caller owns it, as all below. */
char *ts_measure_format_length (double length_um) G_GNUC_WARN_UNUSED_RESULT;
/* "12.3 µm²", "4 560 µm²", from a tenth of a square millimetre on "0.123 mm²". */
char *ts_measure_format_area (double area_um2) G_GNUC_WARN_UNUSED_RESULT;

/* The length of a line, or the area and, in a second line, the perimeter: in microns, or in
 * pixels and saying so where the slide has no resolution. An area is not told where the
 * outline crosses itself. */
char *ts_measure_describe (const TsOutline *outline,
                           const TsSlideInfo *info) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
