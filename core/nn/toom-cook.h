/* Toom-Cook convolution (Winograd's is the same for small tiles): m outputs of an r-tap
 * filter along an axis by n = m + r - 1 products instead of m * r. Filter and input are
 * taken as polynomials, evaluated at n points, multiplied there, and the product is
 * interpolated. The points are 0, +-a for each a of a set, and infinity, so that half of
 * each transform serves +a and -a alike.
 *
 * With M(x) = x * prod (x^2 - a^2) over all a, the transform of the input d has
 *   at 0:        sum_k full[k] d[2k],       full: coefficients of prod (z - a^2)
 *   at infinity: sum_k full[k] d[2k + 1]
 *   at +-a_i:    sum_k part[i][k] d[2k + 2] +- a_i sum_k part[i][k] d[2k + 1],
 *                part[i]: coefficients of prod_{j != i} (z - a_j^2)
 * the filter g has sum_k g[k] p^k / prod_{q != p} (p - q) at a point p, its last tap at
 * infinity, and output o is the sum of products times p^o, with that at infinity in the
 * last output. (Source: Lavin and Gray, "Fast algorithms for convolutional neural
 * networks", 2016; Blahut, "Fast algorithms for signal processing", 2010, chapter 5.)
 *
 * The sets were chosen by the least error of products in float32 over 192 channels, from
 * fractions between 1/4 and 3.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_TOOM_MAX_PAIRS 5

typedef struct {
  int n_pairs; /* n points are 2 * n_pairs + 2 */
  float a[TS_TOOM_MAX_PAIRS];
  float full[TS_TOOM_MAX_PAIRS]; /* the last one, 1, left out */
  float part[TS_TOOM_MAX_PAIRS][TS_TOOM_MAX_PAIRS - 1]; /* likewise */
} TsToomPoints;

/* In a header for the kernels, whose compiler folds them into the code. */
static const TsToomPoints ts_toom_points_4 = { 1, { 1 }, { -1 }, { { 0 } } };
static const TsToomPoints ts_toom_points_6 = { 2,
                                               { 0.75f, 1.5f },
                                               { 1.265625f, -2.8125f },
                                               { { -2.25f }, { -0.5625f } } };
static const TsToomPoints ts_toom_points_8 = {
  3,
  { 0.5f, 1, 2 },
  { -1, 5.25f, -5.25f },
  { { 4, -5 }, { 1, -4.25f }, { 0.25f, -1.25f } }
};
static const TsToomPoints ts_toom_points_10 = {
  4,
  { 0.5f, 0.75f, 1.25f, 3 },
  { 1.9775390625f, -12.9111328125f, 22.78515625f, -11.375f },
  { { -7.91015625f, 20.00390625f, -11.125f },
    { -3.515625f, 16.703125f, -10.8125f },
    { -1.265625f, 7.453125f, -9.8125f },
    { -0.2197265625f, 1.41015625f, -2.375f } }
};

static const TsToomPoints ts_toom_points_12 = {
  5,
  { 1 / 3.0f, 2 / 3.0f, 1, 1.5f, 3 },
  { -1, 461 / 36.0f, -12427 / 324.0f, 12427 / 324.0f, -461 / 36.0f },
  { { 9, -34.25f, 1330 / 36.0f, -457 / 36.0f },
    { 2.25f, -23.75f, 1183 / 36.0f, -445 / 36.0f },
    { 1, -425 / 36.0f, 8602 / 324.0f, -425 / 36.0f },
    { 4 / 9.0f, -445 / 81.0f, 1183 / 81.0f, -95 / 9.0f },
    { 1 / 9.0f, -457 / 324.0f, 1330 / 324.0f, -137 / 36.0f } }
};

/* NULL for another number of points than 4, 6, 8, 10, 12. */
const TsToomPoints *ts_toom_points_find (guint n_points);
/* The filter's transform: out [n_points], filter [n_taps], both in double. */
void ts_toom_transform_filter (const TsToomPoints *points,
                               const double *filter,
                               guint n_taps,
                               double *out);

G_END_DECLS
