/* Tiles of Toom-Cook convolution, to their points and back; toom-cook.h has the arithmetic.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/kernels-lanes.h"
#include "core/nn/kernels-parts.h"
#include "core/nn/toom-cook.h"

/* More than any loop over points or outputs of a tile takes. */
#define UNROLL _Pragma ("GCC unroll 16")

/* d [n], d_step apart, to its n points. */
INLINE void
evaluate (const TsToomPoints *t, const Lanes *d, int d_step, Lanes *out)
{
  const int q = t->n_pairs;
  Lanes zero = d[2 * q * d_step], infinity = d[(2 * q + 1) * d_step];

  UNROLL for (int k = 0; k < q; k++)
  {
    zero += t->full[k] * d[2 * k * d_step];
    infinity += t->full[k] * d[(2 * k + 1) * d_step];
  }
  out[0] = zero;
  out[2 * q + 1] = infinity;
  UNROLL for (int i = 0; i < q; i++)
  {
    Lanes even = d[2 * q * d_step], odd = d[(2 * q - 1) * d_step];

    UNROLL for (int k = 0; k < q - 1; k++)
    {
      even += t->part[i][k] * d[(2 * k + 2) * d_step];
      odd += t->part[i][k] * d[(2 * k + 1) * d_step];
    }
    odd *= t->a[i];
    out[1 + 2 * i] = even + odd;
    out[2 + 2 * i] = even - odd;
  }
}

/* Products at n points to m outputs. */
INLINE void
interpolate (const TsToomPoints *t, const Lanes *points, int m, Lanes *out)
{
  const int q = t->n_pairs;
  Lanes sums[TS_TOOM_MAX_PAIRS], differences[TS_TOOM_MAX_PAIRS];
  float powers[TS_TOOM_MAX_PAIRS];

  UNROLL for (int i = 0; i < q; i++)
  {
    sums[i] = points[1 + 2 * i] + points[2 + 2 * i];
    differences[i] = points[1 + 2 * i] - points[2 + 2 * i];
    powers[i] = 1;
  }
  UNROLL for (int o = 0; o < m; o++)
  {
    Lanes y = powers[0] * (o % 2 == 0 ? sums[0] : differences[0]);

    UNROLL for (int i = 1; i < q; i++) y +=
      powers[i] * (o % 2 == 0 ? sums[i] : differences[i]);
    if (o == 0)
      y += points[0];
    if (o == m - 1)
      y += points[2 * q + 1];
    out[o] = y;
    UNROLL for (int i = 0; i < q; i++) powers[i] *= t->a[i];
  }
}

typedef struct {
  const TsToomPoints *points;
  int stride, m; /* m outputs */
} Tile;

INLINE int
count_points (Tile tile)
{
  return tile.stride == 1 ? 2 * tile.points->n_pairs + 2
                          : 4 * tile.points->n_pairs + 3;
}

/* Of stride 2, three taps: the outer two are a filter on the even pixels, with m + 1
 * points; the middle one takes the m odd pixels as they are. */
INLINE void
transform_in (Tile tile, const Lanes *d, Lanes *out)
{
  const int n_even = 2 * tile.points->n_pairs + 2;
  const int n_odd = tile.stride == 2 ? n_even - 1 : 0;

  evaluate (tile.points, d, tile.stride, out);
  UNROLL for (int i = 0; i < n_odd; i++) out[n_even + i] = d[2 * i + 1];
}

INLINE void
transform_out (Tile tile, const Lanes *points, Lanes *out)
{
  const int n_even = 2 * tile.points->n_pairs + 2;
  const int n_odd = tile.stride == 2 ? tile.m : 0;

  interpolate (tile.points, points, tile.m, out);
  UNROLL for (int o = 0; o < n_odd; o++) out[o] += points[n_even + o];
}

INLINE void
line_in (Tile tile,
         const float *const *pixels,
         gsize n_channels,
         float *points,
         gsize stride)
{
  const int n = count_points (tile);

  for (gsize c = 0; c < n_channels; c += TS_LANES) {
    Lanes d[TS_MAX_POINTS], v[TS_MAX_POINTS];

    UNROLL for (int i = 0; i < n; i++) d[i] = load (pixels[i] + c);
    transform_in (tile, d, v);
    UNROLL for (int i = 0; i < n; i++)
      store (points + (gsize) i * stride + c, v[i]);
  }
}

INLINE void
square_in (Tile tile,
           const float *const *pixels,
           gsize n_channels,
           float *points,
           gsize stride)
{
  const int n = count_points (tile);

  for (gsize c = 0; c < n_channels; c += TS_LANES) {
    Lanes columns[TS_MAX_POINTS * TS_MAX_POINTS];

    for (int x = 0; x < n; x++) {
      Lanes d[TS_MAX_POINTS], v[TS_MAX_POINTS];

      UNROLL for (int y = 0; y < n; y++) d[y] = load (pixels[y * n + x] + c);
      transform_in (tile, d, v);
      UNROLL for (int y = 0; y < n; y++) columns[y * n + x] = v[y];
    }
    for (int y = 0; y < n; y++) {
      Lanes v[TS_MAX_POINTS];

      transform_in (tile, columns + y * n, v);
      UNROLL for (int x = 0; x < n; x++)
        store (points + (gsize) (y * n + x) * stride + c, v[x]);
    }
  }
}

INLINE Lanes
finish (const TsEpilogue *e, gsize c, Lanes v)
{
  if (e->bias != NULL)
    v += load (e->bias + c);
  return keep_between (v, spread (e->low), spread (e->high));
}

INLINE void
line_out (Tile tile,
          const float *points,
          gsize stride,
          gsize n_channels,
          const TsEpilogue *e,
          float *const *pixels)
{
  const int n = count_points (tile);

  for (gsize c = 0; c < n_channels; c += TS_LANES) {
    Lanes d[TS_MAX_POINTS], v[TS_MAX_POINTS];

    UNROLL for (int i = 0; i < n; i++) d[i] =
      load (points + (gsize) i * stride + c);
    transform_out (tile, d, v);
    UNROLL for (int i = 0; i < tile.m; i++)
      store (pixels[i] + c, finish (e, c, v[i]));
  }
}

INLINE void
square_out (Tile tile,
            const float *points,
            gsize stride,
            gsize n_channels,
            const TsEpilogue *e,
            float *const *pixels)
{
  const int n = count_points (tile);

  for (gsize c = 0; c < n_channels; c += TS_LANES) {
    Lanes columns[TS_MAX_POINTS * TS_MAX_POINTS];

    for (int x = 0; x < n; x++) {
      Lanes d[TS_MAX_POINTS], v[TS_MAX_POINTS];

      UNROLL for (int y = 0; y < n; y++) d[y] =
        load (points + (gsize) (y * n + x) * stride + c);
      transform_out (tile, d, v);
      UNROLL for (int y = 0; y < tile.m; y++) columns[y * n + x] = v[y];
    }
    for (int y = 0; y < tile.m; y++) {
      Lanes v[TS_MAX_POINTS];

      transform_out (tile, columns + y * n, v);
      UNROLL for (int x = 0; x < tile.m; x++)
        store (pixels[y * tile.m + x] + c, finish (e, c, v[x]));
    }
  }
}

#define TILE_IN(shape, stride, n)                                             \
  static void shape##_in_##stride##_##n (const float *const *pixels,          \
                                         gsize n_channels, float *points,     \
                                         gsize point_stride)                  \
  {                                                                           \
    shape##_in ((Tile){ &ts_toom_points_##n, stride, 0 }, pixels, n_channels, \
                points, point_stride);                                        \
  }
#define TILE_OUT(shape, stride, m, n)                              \
  static void shape##_out_##stride##_##m##_##n (                   \
    const float *points, gsize point_stride, gsize n_channels,     \
    const TsEpilogue *epilogue, float *const *pixels)              \
  {                                                                \
    shape##_out ((Tile){ &ts_toom_points_##n, stride, m }, points, \
                 point_stride, n_channels, epilogue, pixels);      \
  }

TILE_IN (line, 1, 4)
TILE_IN (line, 1, 6)
TILE_IN (line, 1, 8)
TILE_IN (line, 1, 10)
TILE_IN (line, 1, 12)
TILE_IN (square, 1, 4)
TILE_IN (square, 1, 6)
TILE_IN (square, 1, 8)
TILE_IN (square, 2, 4)
TILE_OUT (line, 1, 2, 4)
TILE_OUT (line, 1, 4, 6)
TILE_OUT (line, 1, 6, 8)
TILE_OUT (line, 1, 4, 8)
TILE_OUT (line, 1, 2, 8)
TILE_OUT (line, 1, 4, 10)
TILE_OUT (line, 1, 6, 12)
TILE_OUT (square, 1, 2, 4)
TILE_OUT (square, 1, 4, 6)
TILE_OUT (square, 1, 2, 6)
TILE_OUT (square, 1, 6, 8)
TILE_OUT (square, 1, 4, 8)
TILE_OUT (square, 2, 3, 4)

const TsTileTransform TS_NAMED (ts_tile_transforms)[] = {
  { 3, 1, 2, 4, FALSE, line_in_1_4, line_out_1_2_4 },
  { 3, 1, 4, 6, FALSE, line_in_1_6, line_out_1_4_6 },
  { 3, 1, 6, 8, FALSE, line_in_1_8, line_out_1_6_8 },
  { 5, 1, 4, 8, FALSE, line_in_1_8, line_out_1_4_8 },
  { 7, 1, 2, 8, FALSE, line_in_1_8, line_out_1_2_8 },
  { 7, 1, 4, 10, FALSE, line_in_1_10, line_out_1_4_10 },
  { 7, 1, 6, 12, FALSE, line_in_1_12, line_out_1_6_12 },
  { 3, 1, 2, 4, TRUE, square_in_1_4, square_out_1_2_4 },
  { 3, 1, 4, 6, TRUE, square_in_1_6, square_out_1_4_6 },
  { 3, 1, 6, 8, TRUE, square_in_1_8, square_out_1_6_8 },
  { 5, 1, 2, 6, TRUE, square_in_1_6, square_out_1_2_6 },
  { 5, 1, 4, 8, TRUE, square_in_1_8, square_out_1_4_8 },
  { 3, 2, 3, 7, TRUE, square_in_2_4, square_out_2_3_4 },
  { 0, 0, 0, 0, FALSE, NULL, NULL },
};
