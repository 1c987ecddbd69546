/* The innermost loops, in two builds from the same source: for any processor, and for
 * x86-64 with AVX2 and FMA. Which one runs is found out once, at run time. Images are
 * channels-last: the channels of a pixel lie side by side.
 *
 * The two builds round differently (FMA rounds once), each always in the same way: a value
 * depends on the processor's kind only, never on how work was divided.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/nn/epilogue.h"

G_BEGIN_DECLS

#define TS_LANES         8  /* floats of a vector */
#define TS_PANEL_COLUMNS 16 /* columns of a packed matrix that lie together */
#define TS_MAX_POINTS    12 /* of a transform, along one axis */

/* C = A B, then bias and bounds. */
typedef struct {
  const float *a; /* [n_rows][depth], rows a_stride apart */
  gsize a_stride, n_rows;
  const float
    *panels; /* [n_columns / 16, rounded up][depth][16], the last filled
                          up with zeros */
  gsize depth, n_columns;
  float *c; /* [n_rows][n_columns], rows c_stride apart */
  gsize c_stride;
  TsEpilogue epilogue; /* bias [n_columns] */
} TsPanelProduct;

/* One tile of n x n (or n) input pixels to its n x n (n) points: channel c of point p goes
 * to points[p * point_stride + c]. pixels: where each pixel's channels begin. n_channels
 * is a multiple of TS_LANES. */
typedef void (*TsTileIn) (const float *const *pixels,
                          gsize n_channels,
                          float *points,
                          gsize point_stride);
/* The points of one tile to its m x m (m) output pixels. */
typedef void (*TsTileOut) (const float *points,
                           gsize point_stride,
                           gsize n_channels,
                           const TsEpilogue *epilogue,
                           float *const *pixels);

/* How one size of tile is transformed. Along an axis it has as many points as pixels: of
 * stride 1, n = m + taps - 1; of stride 2, those of the even pixels, then the odd ones. */
typedef struct {
  guint n_taps, stride, n_outputs, n_points; /* along an axis */
  gboolean is_square;                        /* else along one axis */
  TsTileIn in;
  TsTileOut out;
} TsTileTransform;

typedef struct {
  const char *name;
  /* NULL: BLAS is used. */
  void (*multiply) (const TsPanelProduct *product);
  const TsTileTransform *transforms; /* ends with n_outputs 0 */

  /* The largest, and the sum, of n_pixels pixels, channel by channel; not a number
   * where one of them is none. The sum is multiplied by share, then gets bias and
   * bounds. */
  void (*find_largest) (const float *const *pixels,
                        gsize n_pixels,
                        gsize n_channels,
                        float *out);
  void (*average) (const float *const *pixels,
                   gsize n_pixels,
                   gsize n_channels,
                   float share,
                   const TsEpilogue *epilogue,
                   float *out);
  /* The sum of pixels times weights, each [n_pixels] of n_channels. */
  void (*weigh) (const float *const *pixels,
                 const float *const *weights,
                 gsize n_pixels,
                 gsize n_channels,
                 const TsEpilogue *epilogue,
                 float *out);

  /* out = a + b and out = a, kept between low and high; n floats each. out may be a. */
  void (*add) (const float *a,
               const float *b,
               gsize n,
               float low,
               float high,
               float *out);
  void (*bound) (const float *a, gsize n, float low, float high, float *out);
} TsKernels;

extern const TsKernels ts_kernels_portable;
#ifdef TS_HAVE_AVX2_KERNELS
extern const TsKernels ts_kernels_avx2;
#endif

/* The fastest this processor can run. Any thread. */
const TsKernels *ts_kernels_find (void);

G_END_DECLS
