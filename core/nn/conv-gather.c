/* Convolution as a product: the patches under some output pixels become the rows of a
 * matrix, each [kh][kw][C/g], and are multiplied with the weights. Where the kernel is 1x1
 * the image is that matrix already.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/nn/conv-way.h"
#include "core/nn/packed.h"

/* Floats of patches gathered before each product, and at least so many patches, for each
 * product fetches the weights. */
#define BLOCK_FLOATS (96 * 1024)
#define MIN_ROWS     96

typedef struct {
  gsize depth;       /* values of a patch */
  gsize n_rows;      /* of a block */
  TsPacked *weights; /* one matrix a group */
} Prepared;

static double
estimate_products (const TsConvLayer *layer)
{
  const gsize columns = (layer->out_channels + TS_PANEL_COLUMNS - 1) /
                        TS_PANEL_COLUMNS * TS_PANEL_COLUMNS;

  const double n_weights =
    (double) (layer->in_channels * ts_conv_get_taps (layer)) *
    (double) (columns * layer->n_groups);

  return (double) ts_conv_get_n_out_pixels (layer) * n_weights /
           TS_CONV_PRODUCTS_A_CYCLE +
         n_weights / TS_CONV_WEIGHTS_A_CYCLE;
}

static double
estimate_pointwise (const TsConvLayer *layer)
{
  if (!ts_window_is_pixel (&layer->window))
    return INFINITY;
  return estimate_products (layer);
}

static double
estimate_gather (const TsConvLayer *layer)
{
  const double n_copied =
    (double) ts_conv_get_n_out_pixels (layer) *
    (double) (layer->in_channels * ts_conv_get_taps (layer) * layer->n_groups);

  return estimate_products (layer) + n_copied / TS_CONV_COPIES_A_CYCLE;
}

static void
pack_weights (const TsConvLayer *layer, TsPacked *weights)
{
  const gsize n_taps = ts_conv_get_taps (layer);
  const float *from = layer->kernel;

  for (gsize g = 0; g < layer->n_groups; g++)
    for (gsize m = 0; m < layer->out_channels; m++)
      for (gsize c = 0; c < layer->in_channels; c++)
        for (gsize tap = 0; tap < n_taps; tap++)
          ts_packed_set (weights, g, tap * layer->in_channels + c, m, *from++);
}

static gpointer
prepare (const TsConvLayer *layer, TsConvNeeds *out_needs, GError **error)
{
  const gsize depth = layer->in_channels * ts_conv_get_taps (layer);
  TsPacked *weights = ts_packed_new (layer->kernels, layer->n_groups, depth,
                                     layer->out_channels, error);
  Prepared *self;

  if (weights == NULL)
    return NULL;
  pack_weights (layer, weights);
  self = g_new0 (Prepared, 1);
  self->depth = depth;
  self->weights = weights;
  self->n_rows = MIN (MAX (BLOCK_FLOATS / depth, MIN_ROWS),
                      ts_conv_get_n_out_pixels (layer));
  out_needs->scratch_bytes = self->n_rows * depth * sizeof (float);
  out_needs->weight_bytes = ts_packed_get_bytes (weights);
  return self;
}

static gpointer
prepare_pointwise (const TsConvLayer *layer,
                   TsConvNeeds *out_needs,
                   GError **error)
{
  Prepared *self = prepare (layer, out_needs, error);

  out_needs->scratch_bytes = 0;
  return self;
}

static void
free_prepared (gpointer data)
{
  Prepared *self = data;

  if (self == NULL)
    return;
  ts_packed_free (self->weights);
  g_free (self);
}

static TsEpilogue
get_epilogue (const TsConvLayer *layer, gsize group)
{
  TsEpilogue epilogue = layer->epilogue;

  if (epilogue.bias != NULL)
    epilogue.bias += group * layer->out_channels;
  return epilogue;
}

static void
run_pointwise (gconstpointer prepared,
               const TsConvLayer *layer,
               const TsConvBuffers *buffers)
{
  const Prepared *self = prepared;

  for (gsize g = 0; g < layer->n_groups; g++) {
    const TsRows rows = { buffers->in + g * layer->in_channels,
                          buffers->in_stride,
                          ts_conv_get_n_out_pixels (layer),
                          buffers->out + g * layer->out_channels,
                          buffers->out_stride,
                          get_epilogue (layer, g) };

    ts_packed_multiply (self->weights, g, &rows);
  }
}

/* By vectors; the last one may overlap the one before. */
static inline void
copy_floats (float *to, const float *from, gsize n)
{
  enum { STEP = 8 };
  gsize i = 0;

  for (; i + STEP <= n; i += STEP)
    memcpy (to + i, from + i, STEP * sizeof *to);
  if (i < n && n >= STEP)
    memcpy (to + n - STEP, from + n - STEP, STEP * sizeof *to);
  else
    for (; i < n; i++)
      to[i] = from[i];
}

/* One row of the kernel, on this row of the image: [kw][C/g]. */
static void
gather_taps (const TsConvLayer *layer,
             const TsConvBuffers *buffers,
             const float *row,
             gsize ox,
             float *to)
{
  const TsWindowAxis *x = &layer->window.x;
  const gsize n = layer->in_channels;

  for (gsize kx = 0; kx < x->kernel; kx++, to += n) {
    const gsize ix = ox * x->stride + kx * x->dilation;

    if (ix >= x->before && ix < x->before + x->in)
      copy_floats (to, row + (ix - x->before) * buffers->in_stride, n);
    else
      memset (to, 0, n * sizeof *to);
  }
}

/* The patch under output pixel (image, oy, ox). */
static void
gather_patch (const TsConvLayer *layer,
              const TsConvBuffers *buffers,
              const float *image,
              gsize oy,
              gsize ox,
              float *to)
{
  const TsWindowAxis *y = &layer->window.y, *x = &layer->window.x;
  const gsize n = layer->in_channels * x->kernel;
  const gsize left = ox * x->stride;
  const gboolean is_one_run = x->dilation == 1 && left >= x->before &&
                              left + x->kernel <= x->before + x->in &&
                              buffers->in_stride == layer->in_channels;

  for (gsize ky = 0; ky < y->kernel; ky++, to += n) {
    const gsize iy = oy * y->stride + ky * y->dilation;
    const float *row;

    if (iy < y->before || iy >= y->before + y->in) {
      memset (to, 0, n * sizeof *to);
      continue;
    }
    row = image + (iy - y->before) * x->in * buffers->in_stride;
    if (is_one_run)
      copy_floats (to, row + (left - x->before) * buffers->in_stride, n);
    else
      gather_taps (layer, buffers, row, ox, to);
  }
}

/* Output pixels [first, first + n) of all images, for group g. */
static void
gather_block (const Prepared *self,
              const TsConvLayer *layer,
              const TsConvBuffers *buffers,
              gsize g,
              gsize first,
              gsize n)
{
  const TsWindowAxis *y = &layer->window.y, *x = &layer->window.x;
  float *to = buffers->scratch;

  for (gsize i = first; i < first + n; i++, to += self->depth) {
    const gsize image = i / (y->out * x->out);

    gather_patch (layer, buffers,
                  buffers->in + image * y->in * x->in * buffers->in_stride +
                    g * layer->in_channels,
                  i / x->out % y->out, i % x->out, to);
  }
}

static void
run_gather (gconstpointer prepared,
            const TsConvLayer *layer,
            const TsConvBuffers *buffers)
{
  const Prepared *self = prepared;
  const gsize n_pixels = ts_conv_get_n_out_pixels (layer);

  for (gsize first = 0; first < n_pixels; first += self->n_rows) {
    const gsize n = MIN (self->n_rows, n_pixels - first);

    for (gsize g = 0; g < layer->n_groups; g++) {
      const TsRows rows = { buffers->scratch,
                            self->depth,
                            n,
                            buffers->out + first * buffers->out_stride +
                              g * layer->out_channels,
                            buffers->out_stride,
                            get_epilogue (layer, g) };

      gather_block (self, layer, buffers, g, first, n);
      ts_packed_multiply (self->weights, g, &rows);
    }
  }
}

const TsConvWay ts_conv_pointwise = { "pointwise", estimate_pointwise,
                                      prepare_pointwise, run_pointwise,
                                      free_prepared };
const TsConvWay ts_conv_gather = { "gather", estimate_gather, prepare,
                                   run_gather, free_prepared };
