/* Depthwise convolution: each channel has a filter of its own, so there is no product to
 * make; the loop runs along the channels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/nn/conv-way.h"

/* Of one output pixel; in the scratch. */
typedef struct {
  const float *pixel, *weights;
  gsize tap;
} Scratch;

static double
estimate (const TsConvLayer *layer)
{
  if (layer->in_channels != 1 || layer->out_channels != 1)
    return INFINITY;
  return (double) ts_conv_get_n_out_pixels (layer) *
         (double) (ts_conv_get_taps (layer) * layer->n_groups) / TS_LANES;
}

/* [taps][channels] */
static gpointer
prepare (const TsConvLayer *layer, TsConvNeeds *out_needs, GError **error)
{
  const gsize n_taps = ts_conv_get_taps (layer), n = layer->n_groups;
  float *weights = g_new (float, n_taps *n);

  for (gsize c = 0; c < n; c++)
    for (gsize tap = 0; tap < n_taps; tap++)
      weights[tap * n + c] = layer->kernel[c * n_taps + tap];
  out_needs->scratch_bytes = n_taps * sizeof (Scratch);
  out_needs->weight_bytes = n_taps * n * sizeof *weights;
  return weights;
}

static void
run (gconstpointer prepared,
     const TsConvLayer *layer,
     const TsConvBuffers *buffers)
{
  const float *all_weights = prepared;
  const gsize n_out = layer->window.y.out * layer->window.x.out;
  const gsize n_in = layer->window.y.in * layer->window.x.in;
  const gsize n_taps = ts_conv_get_taps (layer);
  const float **pixels = buffers->scratch;
  const float **weights = pixels + n_taps;
  gsize *taps = (gsize *) (void *) (weights + n_taps);

  for (gsize i = 0; i < layer->n_images * n_out; i++) {
    const gsize n = ts_window_find_pixels (&layer->window, i % n_out,
                                           buffers->in + i / n_out * n_in *
                                                           buffers->in_stride,
                                           buffers->in_stride, pixels, taps);

    for (gsize k = 0; k < n; k++)
      weights[k] = all_weights + taps[k] * layer->n_groups;
    layer->kernels->weigh (pixels, weights, n, layer->n_groups,
                           &layer->epilogue,
                           buffers->out + i * buffers->out_stride);
  }
}

const TsConvWay ts_conv_depthwise = { "depthwise", estimate, prepare, run,
                                      g_free };
