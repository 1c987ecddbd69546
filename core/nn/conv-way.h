/* The ways to compute a convolution. op-conv.c chooses one for each layer, by shape, when
 * the network is planned: the one with the least estimate, of equal ones that which comes
 * first in its list. Images are channels-last, kernels as ONNX has them. To add a way: a
 * file conv-NAME.c with a TsConvWay, and its line in op-conv.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/kernels.h"
#include "core/nn/window.h"

G_BEGIN_DECLS

typedef struct {
  const TsKernels *kernels;
  TsWindow window;
  gsize n_images;
  gsize n_groups, in_channels, out_channels; /* channels of one group */
  const float *kernel; /* [M][C/g][kh][kw]; NULL in run() */
  TsEpilogue epilogue; /* bias [M] */
} TsConvLayer;

typedef struct {
  const float *in; /* [N][H][W], pixels in_stride floats apart, the channels of
                      a pixel group by group */
  float *out;
  gsize in_stride, out_stride;
  void *scratch; /* aligned to 64 bytes; whatever was in it is still there */
} TsConvBuffers;

typedef struct {
  gsize scratch_bytes, weight_bytes;
} TsConvNeeds;

typedef struct {
  const char *name;
  /* Roughly how many processor cycles it takes; INFINITY when it cannot. */
  double (*estimate) (const TsConvLayer *layer);
  /* This and run() are called only where the estimate is finite. Packs the weights and
   * sets out_needs, which is 0 before. NULL with TS_ERROR_TOO_LARGE. */
  gpointer (*prepare) (const TsConvLayer *layer,
                       TsConvNeeds *out_needs,
                       GError **error);
  void (*run) (gconstpointer prepared,
               const TsConvLayer *layer,
               const TsConvBuffers *buffers);
  void (*free) (gpointer prepared);
} TsConvWay;

extern const TsConvWay ts_conv_pointwise; /* a 1x1 kernel: a product */
extern const TsConvWay ts_conv_gather;    /* any: patches, then a product */
/* Fewer multiplications: kernels of 3x3 and 5x5, and along one axis of 3, 5 and 7; stride 1,
 * or 2 for 3x3. One group, dilation 1, input and output channels multiples of TS_LANES. */
extern const TsConvWay ts_conv_toom_cook;
extern const TsConvWay ts_conv_depthwise; /* one channel in and out a group */

/* What is done in a cycle, as measured on Zen 3: multiply-adds by our kernels, floats
 * copied, and weights fetched: those of a whole network do not stay in a cache. */
#define TS_CONV_PRODUCTS_A_CYCLE 14.0
#define TS_CONV_COPIES_A_CYCLE   4.0
#define TS_CONV_WEIGHTS_A_CYCLE  1.5

static inline gsize
ts_conv_get_taps (const TsConvLayer *layer)
{
  return layer->window.y.kernel * layer->window.x.kernel;
}

static inline gsize
ts_conv_get_n_out_pixels (const TsConvLayer *layer)
{
  return layer->n_images * layer->window.y.out * layer->window.x.out;
}

G_END_DECLS
