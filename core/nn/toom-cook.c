/* Toom-Cook points, and the filter's side of the transform.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/toom-cook.h"

#include <math.h>

const TsToomPoints *
ts_toom_points_find (guint n_points)
{
  static const TsToomPoints *const sets[] = {
    &ts_toom_points_4,  &ts_toom_points_6,  &ts_toom_points_8,
    &ts_toom_points_10, &ts_toom_points_12,
  };

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    if (2 * (guint) sets[i]->n_pairs + 2 == n_points)
      return sets[i];
  return NULL;
}

/* All points but infinity, in the order of the transforms: 0, a_0, -a_0, a_1, ... */
static double
get_point (const TsToomPoints *points, guint index)
{
  const double a = index > 0 ? (double) points->a[(index - 1) / 2] : 0;

  return index % 2 == 1 ? a : -a;
}

void
ts_toom_transform_filter (const TsToomPoints *points,
                          const double *filter,
                          guint n_taps,
                          double *out)
{
  const guint n = 2 * (guint) points->n_pairs + 1;

  for (guint i = 0; i < n; i++) {
    const double at = get_point (points, i);
    double value = 0, divisor = 1;

    for (guint k = n_taps; k > 0; k--)
      value = value * at + filter[k - 1];
    for (guint q = 0; q < n; q++)
      divisor *= q != i ? at - get_point (points, q) : 1;
    out[i] = value / divisor;
  }
  out[n] = filter[n_taps - 1];
}
