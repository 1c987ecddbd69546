/* The distributions behind intervals and tests, from libm's erfc and lgamma alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All are pure functions; any thread. Relative errors are below 1e-12 for counts up to a
 * few thousand, and grow with the logarithms of factorials beyond. */

double ts_normal_cdf (double z);
/* 0 < p < 1. */
double ts_normal_quantile (double p);
/* P(|Z| > |z|). */
double ts_normal_two_sided (double z);

/* P(X > x) of chi-square with one degree of freedom. */
double ts_chi2_1_tail (double x);

/* Regularised incomplete beta function, 0 <= x <= 1, a and b positive (DLMF 8.17). */
double ts_beta_cdf (double x, double a, double b);
/* 0 < p < 1. */
double ts_beta_quantile (double p, double a, double b);

/* Student's t: the t > 0 with P(|T| > t) = p_two_sided; df > 0. */
double ts_t_two_sided_quantile (double p_two_sided, double df);

/* Exact two-sided test of k of n against one half: twice the smaller tail, at most 1. */
double ts_binomial_half_two_sided (guint k, guint n);

/* The two-sided 95 % quantiles: of the normal distribution, and of t with n - 1 degrees
 * of freedom, n >= 2. */
double ts_normal_95 (void);
double ts_t_95 (guint n);

G_END_DECLS
