/* Pools, depthwise convolution, sums: loops over the channels of pixels; and the table of a
 * build.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/kernels-lanes.h"
#include "core/nn/kernels-parts.h"

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
    Mask unknown = { 0 };

    for (gsize i = 1; i < n_pixels; i++) {
      const Lanes v = load_up_to (pixels[i] + c, n);

      largest = larger (v, largest);
      unknown |= v != v;
    }
    /* All bits set is no number either. */
    store_up_to (out + c, (Lanes) ((Mask) largest | unknown), n);
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

const TsKernels TS_NAMED (ts_kernels) = {
#ifdef TS_AVX2
  .name = "AVX2",
  .multiply = ts_kernels_multiply_avx2,
#else
  .name = "portable",
#endif
  .transforms = TS_NAMED (ts_tile_transforms),
  .find_largest = find_largest,
  .average = average,
  .weigh = weigh,
  .add = add,
  .bound = bound,
};
