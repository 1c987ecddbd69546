/* Bootstrap intervals over whole units.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/bootstrap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/random.h"

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
ts_bootstrap_get_quantile (const double *sorted, guint n, double share)
{
  double place = share * (n - 1);
  guint below = (guint) place;

  if (below + 1 >= n)
    return sorted[n - 1];
  return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}

/* values [n_resamples] are sorted in place, the defined ones to the front. */
static void
make_interval (double *values, guint n_resamples, TsBootstrapInterval *out)
{
  guint n = 0;

  for (guint i = 0; i < n_resamples; i++)
    if (!isnan (values[i]))
      values[n++] = values[i];
  out->n_undefined = n_resamples - n;
  if (out->n_undefined > n_resamples / 20) {
    out->reason = "undefined on more than 1 of 20 resamples";
    return;
  }
  qsort (values, n, sizeof *values, compare_doubles);
  if (values[0] == values[n - 1]) {
    out->reason = "all resamples gave the same value";
    return;
  }
  out->low = ts_bootstrap_get_quantile (values, n, 0.025);
  out->high = ts_bootstrap_get_quantile (values, n, 0.975);
}

static void
draw (TsRandom *random, guint n_units, guint *times)
{
  memset (times, 0, n_units * sizeof *times);
  for (guint i = 0; i < n_units; i++)
    times[ts_random_below (random, n_units)]++;
}

void
ts_bootstrap_run (const TsBootstrapSpec *spec,
                  TsStatisticFunc function,
                  gpointer user_data,
                  TsBootstrapInterval *out)
{
  gsize n_values = (gsize) spec->n_resamples * spec->n_statistics;
  g_autofree double *values = g_new0 (double, n_values);
  g_autofree double *drawn = g_new0 (double, spec->n_statistics);
  g_autofree guint *times = g_new0 (guint, spec->n_units);
  const char *reason = NULL;
  TsRandom random;

  if (spec->n_resamples == 0)
    reason = "no resamples were asked for";
  else if (spec->n_units < TS_ENOUGH_CASES)
    reason = "fewer than 10 units are too few to resample";
  for (guint s = 0; s < spec->n_statistics; s++)
    out[s] = (TsBootstrapInterval){
      .low = NAN, .high = NAN, .n = spec->n_resamples, .reason = reason
    };
  if (reason != NULL)
    return;
  ts_random_init (&random, spec->seed);
  for (guint i = 0; i < spec->n_resamples; i++) {
    draw (&random, spec->n_units, times);
    function (times, drawn, user_data);
    for (guint s = 0; s < spec->n_statistics; s++)
      values[(gsize) s * spec->n_resamples + i] = drawn[s];
  }
  for (guint s = 0; s < spec->n_statistics; s++)
    make_interval (&values[(gsize) s * spec->n_resamples], spec->n_resamples,
                   &out[s]);
}
