/* Medians and the like of measured times. Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The value at position round (share * (n - 1)) of the sorted values: 0.5 is the median, 1
 * the largest. NaN when n is 0. The values are left as they are. */
double ts_order_quantile (const double *values, guint n, double share);

G_END_DECLS
