/* The points of Toom-Cook convolution: the coefficients written down are those of the
 * formula, and with them a convolution comes out, in double.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/base/random.h"
#include "core/nn/toom-cook.h"

#define MAX_POINTS (2 * TS_TOOM_MAX_PAIRS + 2)

/* Coefficients of the product of (z - a^2) over all pairs but `without`; out
 * [n_pairs + 1]. Returns the degree. */
static int
multiply_out (const TsToomPoints *t, int without, double *out)
{
  int degree = 0;

  out[0] = 1;
  for (int i = 0; i < t->n_pairs; i++) {
    const double square = (double) t->a[i] * (double) t->a[i];

    if (i == without)
      continue;
    out[degree + 1] = 0;
    for (int k = ++degree; k >= 0; k--)
      out[k] = (k > 0 ? out[k - 1] : 0) - square * (k < degree ? out[k] : 0);
  }
  return degree;
}

static void
expect (const float *given, const double *formula, int n)
{
  for (int k = 0; k < n; k++)
    g_assert_cmpfloat_with_epsilon ((double) given[k], formula[k],
                                    4e-7 * fabs (formula[k]));
}

static void
test_coefficients_are_those_of_the_formula (void)
{
  for (guint n = 4; n <= MAX_POINTS; n += 2) {
    const TsToomPoints *t = ts_toom_points_find (n);
    double formula[TS_TOOM_MAX_PAIRS + 1];

    g_assert_nonnull (t);
    g_assert_cmpint (multiply_out (t, -1, formula), ==, t->n_pairs);
    expect (t->full, formula, t->n_pairs);
    for (int i = 0; i < t->n_pairs; i++) {
      multiply_out (t, i, formula);
      expect (t->part[i], formula, t->n_pairs - 1);
    }
  }
  g_assert_null (ts_toom_points_find (5));
  g_assert_null (ts_toom_points_find (MAX_POINTS + 2));
}

/* As toom-cook.h has it; d and out [n]. */
static void
evaluate (const TsToomPoints *t, const double *d, double *out)
{
  const int q = t->n_pairs;
  double full[TS_TOOM_MAX_PAIRS + 1], part[TS_TOOM_MAX_PAIRS + 1];

  multiply_out (t, -1, full);
  out[0] = out[2 * q + 1] = 0;
  for (int k = 0; k <= q; k++) {
    out[0] += full[k] * d[2 * k];
    out[2 * q + 1] += full[k] * d[2 * k + 1];
  }
  for (int i = 0; i < q; i++) {
    double even = 0, odd = 0;

    multiply_out (t, i, part);
    for (int k = 0; k < q; k++) {
      even += part[k] * d[2 * k + 2];
      odd += part[k] * d[2 * k + 1];
    }
    out[1 + 2 * i] = even + (double) t->a[i] * odd;
    out[2 + 2 * i] = even - (double) t->a[i] * odd;
  }
}

static double
interpolate (const TsToomPoints *t, const double *products, int o, int m)
{
  double y = (o == 0 ? products[0] : 0) +
             (o == m - 1 ? products[2 * t->n_pairs + 1] : 0);

  for (int i = 0; i < t->n_pairs; i++)
    y += products[1 + 2 * i] * pow ((double) t->a[i], o) +
         products[2 + 2 * i] * pow (-(double) t->a[i], o);
  return y;
}

static void
check_convolution (const TsToomPoints *t, guint n_taps, TsRandom *random)
{
  const guint n = 2 * (guint) t->n_pairs + 2, m = n - n_taps + 1;
  double d[MAX_POINTS], g[MAX_POINTS], in[MAX_POINTS], filter[MAX_POINTS];

  for (guint i = 0; i < n; i++)
    d[i] = ts_random_uniform (random) - 0.5;
  for (guint i = 0; i < n_taps; i++)
    g[i] = ts_random_uniform (random) - 0.5;
  evaluate (t, d, in);
  ts_toom_transform_filter (t, g, n_taps, filter);
  for (guint i = 0; i < n; i++)
    in[i] *= filter[i];
  for (guint o = 0; o < m; o++) {
    double exact = 0;

    for (guint k = 0; k < n_taps; k++)
      exact += d[o + k] * g[k];
    g_assert_cmpfloat_with_epsilon (interpolate (t, in, (int) o, (int) m),
                                    exact, 1e-11);
  }
}

static void
test_convolution_comes_out (void)
{
  TsRandom random;

  ts_random_init (&random, 1);
  for (guint n = 4; n <= MAX_POINTS; n += 2)
    for (guint n_taps = 2; n_taps < n; n_taps++)
      check_convolution (ts_toom_points_find (n), n_taps, &random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/toom-cook/coefficients-are-those-of-the-formula",
                   test_coefficients_are_those_of_the_formula);
  g_test_add_func ("/toom-cook/convolution-comes-out",
                   test_convolution_comes_out);
  return g_test_run ();
}
