/* Scaling by exact area: against sums written out, for whole and for broken steps.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/base/random.h"
#include "core/tiles/area-scale.h"

/* Length of [from, from + step) that lies on source pixel k. */
static double
overlap (double from, double step, guint k)
{
  double length = MIN (from + step, k + 1.0) - MAX (from, (double) k);

  return MAX (length, 0);
}

static double
expected_channel (const guint32 *argb,
                  const TsAreaAxis *x,
                  const TsAreaAxis *y,
                  guint at,
                  guint shift)
{
  double from_x = x->origin + at % x->n_out * x->step;
  double from_y = y->origin + at / x->n_out * y->step;
  double sum = 0;

  for (guint v = 0; v < y->n_in; v++)
    for (guint u = 0; u < x->n_in; u++)
      sum += overlap (from_x, x->step, u) * overlap (from_y, y->step, v) *
             (argb[v * x->n_in + u] >> shift & 0xff);
  return sum / (x->step * y->step);
}

static void
assert_exact (TsAreaAxis x, TsAreaAxis y, guint rows_at_once)
{
  g_autofree guint32 *in = g_new (guint32, x.n_in * y.n_in);
  g_autofree guint32 *out = g_new (guint32, x.n_out * y.n_out);
  g_autoptr (TsAreaScale) scale = ts_area_scale_new (x, y);
  TsRandom random;

  ts_random_init (&random, x.n_in * 1000 + y.n_in);
  for (guint i = 0; i < x.n_in * y.n_in; i++)
    in[i] = (guint32) ts_random_next (&random);
  for (guint row = 0; row < y.n_in; row += rows_at_once)
    ts_area_scale_add_rows (scale, in + row * x.n_in,
                            MIN (rows_at_once, y.n_in - row));
  ts_area_scale_finish (scale, out);
  for (guint i = 0; i < x.n_out * y.n_out; i++)
    for (guint shift = 0; shift < 32; shift += 8)
      g_assert_cmpfloat_with_epsilon ((double) (out[i] >> shift & 0xff),
                                      expected_channel (in, &x, &y, i, shift),
                                      0.502);
}

static void
test_whole (void)
{
  assert_exact ((TsAreaAxis){ 0, 1, 9, 9 }, (TsAreaAxis){ 0, 1, 5, 5 }, 2);
  assert_exact ((TsAreaAxis){ 0, 2, 9, 18 }, (TsAreaAxis){ 0, 2, 5, 10 }, 3);
  assert_exact ((TsAreaAxis){ 0, 16, 4, 64 }, (TsAreaAxis){ 0, 16, 2, 32 }, 7);
}

static void
test_cut (void)
{
  assert_exact ((TsAreaAxis){ 0, 4, 5, 17 }, (TsAreaAxis){ 0, 4, 3, 9 }, 1);
  assert_exact ((TsAreaAxis){ 0, 2.5, 5, 11 }, (TsAreaAxis){ 0, 2.5, 3, 6 }, 1);
}

static void
test_broken_steps (void)
{
  assert_exact ((TsAreaAxis){ 0.25, 2.016, 9, 19 },
                (TsAreaAxis){ 0.5, 3.3, 5, 17 }, 4);
  assert_exact ((TsAreaAxis){ 0.9, 1.0001, 12, 13 },
                (TsAreaAxis){ 0.1, 1.0001, 7, 8 }, 4);
  assert_exact ((TsAreaAxis){ 0, 4, 4, 16 }, (TsAreaAxis){ 0, 3, 4, 12 }, 5);
  assert_exact ((TsAreaAxis){ -1.5, 2, 6, 9 }, (TsAreaAxis){ -0.5, 2, 6, 9 },
                2);
}

static void
test_enlarging (void)
{
  assert_exact ((TsAreaAxis){ 0.3, 0.4, 20, 9 }, (TsAreaAxis){ 0, 0.25, 20, 5 },
                2);
}

static void
test_beside_source (void)
{
  assert_exact ((TsAreaAxis){ 20, 2, 4, 9 }, (TsAreaAxis){ 0, 2, 4, 9 }, 2);
}

static void
test_opaque_stays (void)
{
  TsAreaAxis axis = { 0.37, 3.1416, 50, 158 };
  g_autoptr (TsAreaScale) scale = ts_area_scale_new (axis, axis);
  g_autofree guint32 *row = g_new (guint32, axis.n_in);
  g_autofree guint32 *out = g_new (guint32, 50 * 50);

  for (guint i = 0; i < axis.n_in; i++)
    row[i] = 0xffffffff;
  for (guint i = 0; i < axis.n_in; i++)
    ts_area_scale_add_rows (scale, row, 1);
  ts_area_scale_finish (scale, out);
  for (guint i = 0; i < 50 * 50; i++)
    g_assert_cmphex (out[i], ==, 0xffffffff);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/area-scale/takes-means-of-whole-steps", test_whole);
  g_test_add_func ("/area-scale/counts-what-is-cut-off-as-clear", test_cut);
  g_test_add_func ("/area-scale/counts-parts-of-pixels-as-parts",
                   test_broken_steps);
  g_test_add_func ("/area-scale/enlarges", test_enlarging);
  g_test_add_func ("/area-scale/is-clear-beside-the-source",
                   test_beside_source);
  g_test_add_func ("/area-scale/keeps-what-is-opaque-opaque",
                   test_opaque_stays);
  return g_test_run ();
}
