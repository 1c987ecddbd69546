/* Sixteen bytes at a time for Pillow's fixed-point resampling: SSE2 where there is, plain C
 * elsewhere, the same bytes from both. Pure. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#ifdef __SSE2__
  #include <emmintrin.h>
#endif

G_BEGIN_DECLS

#define TS_SIXTEEN 16
/* Weights are scaled by 2^TS_WEIGHT_BITS: 32 - 8 bits of a pixel - 2 of head room. */
#define TS_WEIGHT_BITS 22
#define TS_LOW_BITS    12

/* n_taps weights, and the same as TS_LOW_BITS low and the rest high bits, two taps in the
 * halves of one number: what 16-bit multiplications can take. */
typedef struct {
  guint n_taps;
  const gint32 *weights; /* [n_taps] */
  const guint32 *high,
    *low; /* [(n_taps + 1) / 2], the second half of an odd last one 0 */
} TsTaps;

static inline guint8
ts_clip_weighted (gint32 sum)
{
  return (guint8) CLAMP (sum >> TS_WEIGHT_BITS, 0, 255);
}

#ifdef __SSE2__
/* Four values' sums so far. */
typedef struct {
  __m128i high, low;
} TsSums;

/* pairs: four values of two taps each, in 16 bits. Written out for each of a block's four by
 * the callers: gcc keeps an array that a loop runs over in memory. */
static inline void
ts_sums_add (TsSums *self, __m128i pairs, __m128i high, __m128i low)
{
  self->high = _mm_add_epi32 (self->high, _mm_madd_epi16 (pairs, high));
  self->low = _mm_add_epi32 (self->low, _mm_madd_epi16 (pairs, low));
}

static inline __m128i
ts_sums_finish (const TsSums *self)
{
  const __m128i half = _mm_set1_epi32 (1 << (TS_WEIGHT_BITS - 1));
  __m128i high = _mm_slli_epi32 (self->high, TS_LOW_BITS);

  return _mm_srai_epi32 (_mm_add_epi32 (high, _mm_add_epi32 (self->low, half)),
                         TS_WEIGHT_BITS);
}
#endif

/* out[k]: the weighted sum of lines[t * step + k] over the taps t, rounded and clipped. */
static inline void
ts_weigh_sixteen (const TsTaps *taps,
                  const guint8 *lines,
                  gsize step,
                  guint8 out[TS_SIXTEEN])
{
#ifdef __SSE2__
  const __m128i zero = _mm_setzero_si128 ();
  TsSums a = { zero, zero }, b = a, c = a, d = a;

  for (guint t = 0; t < taps->n_taps; t += 2, lines += 2 * step) {
    const guint8 *next = t + 1 < taps->n_taps ? lines + step : lines;
    __m128i x = _mm_loadu_si128 ((const __m128i *) (const void *) lines);
    __m128i y = _mm_loadu_si128 ((const __m128i *) (const void *) next);
    __m128i first = _mm_unpacklo_epi8 (x, y), last = _mm_unpackhi_epi8 (x, y);
    const __m128i high = _mm_set1_epi32 ((gint32) taps->high[t / 2]);
    const __m128i low = _mm_set1_epi32 ((gint32) taps->low[t / 2]);

    ts_sums_add (&a, _mm_unpacklo_epi8 (first, zero), high, low);
    ts_sums_add (&b, _mm_unpackhi_epi8 (first, zero), high, low);
    ts_sums_add (&c, _mm_unpacklo_epi8 (last, zero), high, low);
    ts_sums_add (&d, _mm_unpackhi_epi8 (last, zero), high, low);
  }
  _mm_storeu_si128 (
    (__m128i *) (void *) out,
    _mm_packus_epi16 (
      _mm_packs_epi32 (ts_sums_finish (&a), ts_sums_finish (&b)),
      _mm_packs_epi32 (ts_sums_finish (&c), ts_sums_finish (&d))));
#else
  gint32 sums[TS_SIXTEEN];

  for (guint k = 0; k < TS_SIXTEEN; k++)
    sums[k] = 1 << (TS_WEIGHT_BITS - 1);
  for (guint t = 0; t < taps->n_taps; t++)
    for (guint k = 0; k < TS_SIXTEEN; k++)
      sums[k] += lines[t * step + k] * taps->weights[t];
  for (guint k = 0; k < TS_SIXTEEN; k++)
    out[k] = ts_clip_weighted (sums[k]);
#endif
}

/* in [16] lines of 16 bytes, in_step apart, to out [16], out_step apart, transposed. */
static inline void
ts_transpose_sixteen (const guint8 *in,
                      gsize in_step,
                      guint8 *out,
                      gsize out_step)
{
#ifdef __SSE2__
  __m128i lines[TS_SIXTEEN], shuffled[TS_SIXTEEN];

  for (guint i = 0; i < TS_SIXTEEN; i++)
    lines[i] =
      _mm_loadu_si128 ((const __m128i *) (const void *) (in + i * in_step));
  /* Each time line i and line i + 8 are dealt out like two halves of a pack of cards. */
  for (guint round = 0; round < 4; round++) {
    for (guint i = 0; i < TS_SIXTEEN / 2; i++) {
      shuffled[2 * i] = _mm_unpacklo_epi8 (lines[i], lines[i + 8]);
      shuffled[2 * i + 1] = _mm_unpackhi_epi8 (lines[i], lines[i + 8]);
    }
    for (guint i = 0; i < TS_SIXTEEN; i++)
      lines[i] = shuffled[i];
  }
  for (guint i = 0; i < TS_SIXTEEN; i++)
    _mm_storeu_si128 ((__m128i *) (void *) (out + i * out_step), lines[i]);
#else
  for (guint i = 0; i < TS_SIXTEEN; i++)
    for (guint k = 0; k < TS_SIXTEEN; k++)
      out[k * out_step + i] = in[i * in_step + k];
#endif
}

G_END_DECLS
