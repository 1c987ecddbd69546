/* Vectors of eight floats, whatever the processor makes of them. Only for the kernels, which
 * are compiled twice, see meson.build: TS_BUILD is the name of the build, and TS_AVX2 is
 * there in the one for AVX2.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#ifdef TS_AVX2
  #include <immintrin.h>
#endif

#include "core/nn/kernels.h"

/* ts_kernels_portable, ts_kernels_avx2 */
#define TS_JOIN(name, build)   name##_##build
#define TS_JOINED(name, build) TS_JOIN (name, build)
#define TS_NAMED(name)         TS_JOINED (name, TS_BUILD)

#define INLINE static inline __attribute__ ((always_inline))

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
