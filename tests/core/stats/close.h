/* Comparing statistics with reference values, relative to their size.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <math.h>

/* Equal to about as many digits as the reference was printed with. */
#define ts_assert_close(value, reference, tolerance) \
  g_assert_cmpfloat_with_epsilon ((value), (reference), (tolerance))

#define ts_assert_nan(value) g_assert_true (isnan (value))
