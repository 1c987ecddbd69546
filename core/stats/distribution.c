/* The distributions behind intervals and tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/distribution.h"

#include <float.h>
#include <math.h>

#define MAX_ITERATIONS 400
/* Up to here 2^-n is a normal number, and a binomial tail is summed without logarithms. */
#define MAX_DIRECT_N 1000

double
ts_normal_cdf (double z)
{
  return 0.5 * erfc (-z / G_SQRT2);
}

double
ts_normal_two_sided (double z)
{
  return erfc (fabs (z) / G_SQRT2);
}

double
ts_chi2_1_tail (double x)
{
  return x <= 0 ? 1.0 : erfc (sqrt (x / 2));
}

/* Newton's method on the logarithm of the lower tail: it is concave, so that every step
 * after the first comes from the same side. */
double
ts_normal_quantile (double p)
{
  double tail = MIN (p, 1 - p), z = 0;

  g_assert (p > 0 && p < 1);
  for (guint i = 0; i < MAX_ITERATIONS; i++) {
    double cdf = ts_normal_cdf (z);
    double density = exp (-z * z / 2) / sqrt (2 * G_PI);
    double step = log (cdf / tail) * cdf / density;
    z -= step;
    if (fabs (step) <= DBL_EPSILON * fabs (z))
      break;
  }
  return p <= 0.5 ? z : -z;
}

static double
log_gamma (double x)
{
  int sign = 0;

  return lgamma_r (x, &sign);
}

/* The continued fraction of DLMF 8.17.22 by Lentz's method; x below (a + 1) / (a + b + 2). */
static double
beta_fraction (double x, double a, double b)
{
  double numerator = 1, denominator = 1 - (a + b) * x / (a + 1);
  double fraction;

  denominator = 1 / (fabs (denominator) < DBL_MIN ? DBL_MIN : denominator);
  fraction = denominator;
  for (guint i = 1; i < 100000; i++) {
    double m = i, term, change;
    term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    denominator = 1 / (1 + term * denominator);
    numerator = 1 + term / numerator;
    fraction *= denominator * numerator;
    term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    denominator = 1 / (1 + term * denominator);
    numerator = 1 + term / numerator;
    change = denominator * numerator;
    fraction *= change;
    if (fabs (change - 1) < DBL_EPSILON)
      break;
  }
  return fraction;
}

double
ts_beta_cdf (double x, double a, double b)
{
  double front;

  g_assert (a > 0 && b > 0);
  if (x <= 0)
    return 0;
  if (x >= 1)
    return 1;
  front = exp (log_gamma (a + b) - log_gamma (a) - log_gamma (b) + a * log (x) +
               b * log1p (-x));
  if (x < (a + 1) / (a + b + 2))
    return front * beta_fraction (x, a, b) / a;
  return 1 - front * beta_fraction (1 - x, b, a) / b;
}

double
ts_beta_quantile (double p, double a, double b)
{
  double low = 0, high = 1;

  g_assert (p > 0 && p < 1);
  for (guint i = 0; i < MAX_ITERATIONS; i++) {
    double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high)
      break;
    if (ts_beta_cdf (middle, a, b) < p)
      low = middle;
    else
      high = middle;
  }
  return low + (high - low) / 2;
}

double
ts_t_two_sided_quantile (double p_two_sided, double df)
{
  /* P(|T| > t) = I_x (df/2, 1/2) with x = df / (df + t^2). With y = 1 - x the quantile does
   * not suffer where df is large and x is nearly 1. */
  double y = ts_beta_quantile (1 - p_two_sided, 0.5, df / 2);

  return sqrt (df * y / (1 - y));
}

double
ts_binomial_half_two_sided (guint k, guint n)
{
  guint smaller = MIN (k, n - k);
  double term, sum;

  g_assert (k <= n);
  if (n <= MAX_DIRECT_N) {
    term = sum = ldexp (1, -(int) n);
    for (guint i = 0; i < smaller; i++) {
      term *= (double) (n - i) / (i + 1);
      sum += term;
    }
  } else {
    term = exp (log_gamma (n + 1.0) - log_gamma (smaller + 1.0) -
                log_gamma ((double) n - smaller + 1) - n * G_LN2);
    sum = term;
    for (guint i = smaller; i > 0 && term > sum * DBL_EPSILON; i--) {
      term *= (double) i / (n - i + 1);
      sum += term;
    }
  }
  return MIN (1, 2 * sum);
}

double
ts_normal_95 (void)
{
  return ts_normal_quantile (0.975);
}

double
ts_t_95 (guint n)
{
  g_assert (n >= 2);
  return ts_t_two_sided_quantile (0.05, n - 1);
}
