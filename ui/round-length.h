/* Round lengths and how they are written: for the scale bar and the counts. Pure. Any
 * thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest of 1, 2, 5 x 10^n that is not above max; max is above 0. */
double ts_round_length_below (double max) G_GNUC_CONST;

/* "200 µm", "2 mm". The caller owns. */
char *ts_length_format_um (double length_um) G_GNUC_WARN_UNUSED_RESULT;

/* "12 345" with narrow no-break spaces. The caller owns. */
char *ts_count_format (gint64 n) G_GNUC_WARN_UNUSED_RESULT;

/* "1.25×", "20×", "13.4×". The caller owns. */
char *ts_power_format (double power) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
