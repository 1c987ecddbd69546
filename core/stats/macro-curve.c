/* The mean of several ROC curves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/macro-curve.h"

#include <stdlib.h>
#include <string.h>

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static guint
fill_grid (const TsRates *curves, guint n_curves, double *grid)
{
  guint n_all = 0, n = 0;

  for (guint i = 0; i < n_curves; i++) {
    memcpy (grid + n_all, curves[i].fpr, curves[i].n_points * sizeof *grid);
    n_all += curves[i].n_points;
  }
  qsort (grid, n_all, sizeof *grid, compare_doubles);
  for (guint i = 0; i < n_all; i++)
    if (n == 0 || grid[i] != grid[n - 1])
      grid[n++] = grid[i];
  return n;
}

/* *place: the last point at or left of fpr; it only moves on. */
static double
read_curve (const TsRates *curve, double fpr, guint *place)
{
  guint i = *place;
  double share;

  while (i + 1 < curve->n_points && curve->fpr[i + 1] <= fpr)
    i++;
  *place = i;
  if (i + 1 == curve->n_points || curve->fpr[i] == fpr)
    return curve->tpr[i];
  share = (fpr - curve->fpr[i]) / (curve->fpr[i + 1] - curve->fpr[i]);
  return curve->tpr[i] + share * (curve->tpr[i + 1] - curve->tpr[i]);
}

double
ts_macro_curve_compute_area (const TsRates *curves,
                             guint n_curves,
                             double *grid)
{
  guint n = fill_grid (curves, n_curves, grid);
  g_autofree guint *places = g_new0 (guint, n_curves);
  double area = 0, old_mean = 0;

  for (guint i = 0; i < n; i++) {
    double mean = 0;
    for (guint k = 0; k < n_curves; k++)
      mean += read_curve (&curves[k], grid[i], &places[k]);
    mean /= n_curves;
    if (i > 0)
      area += (grid[i] - grid[i - 1]) * (mean + old_mean) / 2;
    old_mean = mean;
  }
  return area;
}
