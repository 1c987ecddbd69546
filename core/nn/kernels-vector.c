/* The loops that run along channels. Compiled twice, see meson.build: TS_KERNELS names
 * the table, and with TS_AVX2 the product is the one for AVX2. A vector is eight floats,
 * whatever the processor makes of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/nn/kernels.h"
#include "core/nn/toom-cook.h"
#ifdef TS_AVX2
  #include <immintrin.h>

  #include "core/nn/kernels-multiply.h"
#endif

#define INLINE static inline __attribute__ ((always_inline))
/* More than any loop over points or outputs of a tile takes. */
#define UNROLL _Pragma ("GCC unroll 16")

typedef float Lanes __attribute__ ((vector_size (32)));
typedef gint32 Mask __attribute__ ((vector_size (32)));
typedef float UnalignedLanes
  __attribute__ ((vector_size (32), aligned (4), may_alias));

INLINE Lanes
load (const float *from)
{
  return *(const UnalignedLanes *) from;
}

INLINE void
store (float *to, Lanes v)
{
  *(UnalignedLanes *) to = v;
}

INLINE Lanes
spread (float v)
{
  return (Lanes){ v, v, v, v, v, v, v, v };
}

/* Lane by lane, a where it is larger, else b; b also where either is not a number. */
INLINE Lanes
larger (Lanes a, Lanes b)
{
#ifdef TS_AVX2
  return (Lanes) _mm256_max_ps ((__m256) a, (__m256) b);
#else
  const Mask mask = a > b;

  return (Lanes) ((mask & (Mask) a) | (~mask & (Mask) b));
#endif
}

INLINE Lanes
smaller (Lanes a, Lanes b)
{
#ifdef TS_AVX2
  return (Lanes) _mm256_min_ps ((__m256) a, (__m256) b);
#else
  const Mask mask = a < b;

  return (Lanes) ((mask & (Mask) a) | (~mask & (Mask) b));
#endif
}

/* A v that is not a number stays so. */
INLINE Lanes
keep_between (Lanes v, Lanes low, Lanes high)
{
  return smaller (high, larger (low, v));
}

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

INLINE int
count_points (const TsToomPoints *t, int stride)
{
  return stride == 1 ? 2 * t->n_pairs + 2 : 4 * t->n_pairs + 3;
}

/* Of stride 2, three taps: the outer two are a filter on the even pixels, with m + 1
 * points; the middle one takes the m odd pixels as they are. */
INLINE void
transform_in (const TsToomPoints *t, int stride, const Lanes *d, Lanes *out)
{
  const int n_even = 2 * t->n_pairs + 2;
  const int n_odd = stride == 2 ? n_even - 1 : 0;

  evaluate (t, d, stride, out);
  UNROLL for (int i = 0; i < n_odd; i++) out[n_even + i] = d[2 * i + 1];
}

INLINE void
transform_out (const TsToomPoints *t,
               int stride,
               const Lanes *points,
               int m,
               Lanes *out)
{
  const int n_even = 2 * t->n_pairs + 2;
  const int n_odd = stride == 2 ? m : 0;

  interpolate (t, points, m, out);
  UNROLL for (int o = 0; o < n_odd; o++) out[o] += points[n_even + o];
}

INLINE void
line_in (const TsToomPoints *t,
         int stride_px,
         const float *const *pixels,
         gsize n_channels,
         float *points,
         gsize stride)
{
  const int n = count_points (t, stride_px);

  for (gsize c = 0; c < n_channels; c += TS_LANES) {
    Lanes d[TS_MAX_POINTS], v[TS_MAX_POINTS];

    UNROLL for (int i = 0; i < n; i++) d[i] = load (pixels[i] + c);
    transform_in (t, stride_px, d, v);
    UNROLL for (int i = 0; i < n; i++)
      store (points + (gsize) i * stride + c, v[i]);
  }
}

INLINE void
square_in (const TsToomPoints *t,
           int stride_px,
           const float *const *pixels,
           gsize n_channels,
           float *points,
           gsize stride)
{
  const int n = count_points (t, stride_px);

  for (gsize c = 0; c < n_channels; c += TS_LANES) {
    Lanes columns[TS_MAX_POINTS * TS_MAX_POINTS];

    for (int x = 0; x < n; x++) {
      Lanes d[TS_MAX_POINTS], v[TS_MAX_POINTS];

      UNROLL for (int y = 0; y < n; y++) d[y] = load (pixels[y * n + x] + c);
      transform_in (t, stride_px, d, v);
      UNROLL for (int y = 0; y < n; y++) columns[y * n + x] = v[y];
    }
    for (int y = 0; y < n; y++) {
      Lanes v[TS_MAX_POINTS];

      transform_in (t, stride_px, columns + y * n, v);
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
line_out (const TsToomPoints *t,
          int stride_px,
          int m,
          const float *points,
          gsize stride,
          gsize n_channels,
          const TsEpilogue *e,
          float *const *pixels)
{
  const int n = count_points (t, stride_px);

  for (gsize c = 0; c < n_channels; c += TS_LANES) {
    Lanes d[TS_MAX_POINTS], v[TS_MAX_POINTS];

    UNROLL for (int i = 0; i < n; i++) d[i] =
      load (points + (gsize) i * stride + c);
    transform_out (t, stride_px, d, m, v);
    UNROLL for (int i = 0; i < m; i++)
      store (pixels[i] + c, finish (e, c, v[i]));
  }
}

INLINE void
square_out (const TsToomPoints *t,
            int stride_px,
            int m,
            const float *points,
            gsize stride,
            gsize n_channels,
            const TsEpilogue *e,
            float *const *pixels)
{
  const int n = count_points (t, stride_px);

  for (gsize c = 0; c < n_channels; c += TS_LANES) {
    Lanes columns[TS_MAX_POINTS * TS_MAX_POINTS];

    for (int x = 0; x < n; x++) {
      Lanes d[TS_MAX_POINTS], v[TS_MAX_POINTS];

      UNROLL for (int y = 0; y < n; y++) d[y] =
        load (points + (gsize) (y * n + x) * stride + c);
      transform_out (t, stride_px, d, m, v);
      UNROLL for (int y = 0; y < m; y++) columns[y * n + x] = v[y];
    }
    for (int y = 0; y < m; y++) {
      Lanes v[TS_MAX_POINTS];

      transform_out (t, stride_px, columns + y * n, m, v);
      UNROLL for (int x = 0; x < m; x++)
        store (pixels[y * m + x] + c, finish (e, c, v[x]));
    }
  }
}

#define TILE_IN(shape, stride, n)                                         \
  static void shape##_in_##stride##_##n (const float *const *pixels,      \
                                         gsize n_channels, float *points, \
                                         gsize point_stride)              \
  {                                                                       \
    shape##_in (&ts_toom_points_##n, stride, pixels, n_channels, points,  \
                point_stride);                                            \
  }
#define TILE_OUT(shape, stride, m, n)                                  \
  static void shape##_out_##stride##_##m##_##n (                       \
    const float *points, gsize point_stride, gsize n_channels,         \
    const TsEpilogue *epilogue, float *const *pixels)                  \
  {                                                                    \
    shape##_out (&ts_toom_points_##n, stride, m, points, point_stride, \
                 n_channels, epilogue, pixels);                        \
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

static const TsTileTransform transforms[] = {
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

/* The channels of a last, incomplete vector: 1 to 7. */
#ifdef TS_AVX2
INLINE __m256i
get_mask (gsize n)
{
  static const gint32 ones[2 * TS_LANES] = { -1, -1, -1, -1, -1, -1, -1, -1 };

  return _mm256_loadu_si256 ((const __m256i *) (ones + TS_LANES - n));
}

INLINE Lanes
load_some (const float *from, gsize n)
{
  return (Lanes) _mm256_maskload_ps (from, get_mask (n));
}

INLINE void
store_some (float *to, Lanes v, gsize n)
{
  _mm256_maskstore_ps (to, get_mask (n), (__m256) v);
}
#else
INLINE Lanes
load_some (const float *from, gsize n)
{
  Lanes v = { 0 };

  memcpy (&v, from, n * sizeof *from);
  return v;
}

INLINE void
store_some (float *to, Lanes v, gsize n)
{
  memcpy (to, &v, n * sizeof *to);
}
#endif

INLINE Lanes
load_up_to (const float *from, gsize n)
{
  return n >= TS_LANES ? load (from) : load_some (from, n);
}

INLINE void
store_up_to (float *to, Lanes v, gsize n)
{
  if (n >= TS_LANES)
    store (to, v);
  else
    store_some (to, v, n);
}

INLINE Lanes
finish_up_to (const TsEpilogue *e, gsize c, Lanes v, gsize n)
{
  if (e->bias != NULL)
    v += load_up_to (e->bias + c, n);
  return keep_between (v, spread (e->low), spread (e->high));
}

static void
find_largest (const float *const *pixels,
              gsize n_pixels,
              gsize n_channels,
              float *out)
{
  for (gsize c = 0; c < n_channels; c += TS_LANES) {
    const gsize n = n_channels - c;
    Lanes largest = load_up_to (pixels[0] + c, n);

    for (gsize i = 1; i < n_pixels; i++)
      largest = larger (load_up_to (pixels[i] + c, n), largest);
    store_up_to (out + c, largest, n);
  }
}

static void
average (const float *const *pixels,
         gsize n_pixels,
         gsize n_channels,
         float share,
         const TsEpilogue *e,
         float *out)
{
  for (gsize c = 0; c < n_channels; c += TS_LANES) {
    const gsize n = n_channels - c;
    Lanes sum = load_up_to (pixels[0] + c, n);

    for (gsize i = 1; i < n_pixels; i++)
      sum += load_up_to (pixels[i] + c, n);
    store_up_to (out + c, finish_up_to (e, c, sum * share, n), n);
  }
}

static void
weigh (const float *const *pixels,
       const float *const *weights,
       gsize n_pixels,
       gsize n_channels,
       const TsEpilogue *e,
       float *out)
{
  for (gsize c = 0; c < n_channels; c += TS_LANES) {
    const gsize n = n_channels - c;
    Lanes sum = { 0 };

    for (gsize i = 0; i < n_pixels; i++)
      sum += load_up_to (pixels[i] + c, n) * load_up_to (weights[i] + c, n);
    store_up_to (out + c, finish_up_to (e, c, sum, n), n);
  }
}

static void
add (const float *a, const float *b, gsize n, float low, float high, float *out)
{
  for (gsize i = 0; i < n; i += TS_LANES) {
    const Lanes sum = load_up_to (a + i, n - i) + load_up_to (b + i, n - i);

    store_up_to (out + i, keep_between (sum, spread (low), spread (high)),
                 n - i);
  }
}

static void
bound (const float *a, gsize n, float low, float high, float *out)
{
  for (gsize i = 0; i < n; i += TS_LANES)
    store_up_to (
      out + i,
      keep_between (load_up_to (a + i, n - i), spread (low), spread (high)),
      n - i);
}

const TsKernels TS_KERNELS = {
#ifdef TS_AVX2
  .name = "AVX2",
  .multiply = ts_kernels_multiply_avx2,
#else
  .name = "portable",
#endif
  .transforms = transforms,
  .find_largest = find_largest,
  .average = average,
  .weigh = weigh,
  .add = add,
  .bound = bound,
};
