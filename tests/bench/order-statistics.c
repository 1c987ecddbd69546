/* Medians and the like of measured times.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/order-statistics.h"

#include <math.h>
#include <stdlib.h>

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

double
ts_order_quantile (const double *values, guint n, double share)
{
  if (n == 0)
    return NAN;
  g_autofree double *sorted = g_memdup2 (values, n * sizeof *values);

  qsort (sorted, n, sizeof *sorted, compare);
  return sorted[(guint) lround (share * (n - 1))];
}
