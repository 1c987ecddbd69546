/* The sliding window of convolutions and pools: sizes, strides, dilations, padding.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/op.h"

G_BEGIN_DECLS

/* Along one axis. Output o looks at inputs o * stride - before + tap * dilation. */
typedef struct {
  gsize in, out, kernel, stride, dilation, before, after;
} TsWindowAxis;

typedef struct {
  TsWindowAxis y, x;
} TsWindow;

/* A kernel of 1, one step at a time, without padding: each output is one input. */
static inline gboolean
ts_window_is_pixel (const TsWindow *self)
{
  return self->y.kernel * self->x.kernel == 1 &&
         self->y.stride * self->x.stride == 1 &&
         self->y.before + self->y.after + self->x.before + self->x.after == 0;
}

/* From input 0 (NCHW, or NCW: a row is an image of height 1) and the attributes of the
 * node; kernel [2, or 1] is that of the weights, or NULL where kernel_shape must tell.
 * is_ceil: round the output size up. */
gboolean ts_window_read (TsWindow *out,
                         const TsOp *op,
                         const gint64 *kernel,
                         gboolean is_ceil,
                         GError **error);
/* The same window on an image without its border of zeros. */
void ts_window_take_padding (TsWindow *self, const TsPadding *padding);
/* Puts the output sizes into a shape NC.. of the input's rank. */
void ts_window_set_shape (const TsWindow *self, TsShape *shape);
/* Outputs [*out_first, *out_end) for which this tap falls on the input. */
void ts_window_span (const TsWindowAxis *axis,
                     gsize tap,
                     gsize *out_first,
                     gsize *out_end);
/* How many taps of output o fall on [-before, in + after) or, without_padding, on
 * [0, in). */
gsize
ts_window_count_taps (const TsWindowAxis *axis, gsize o, gboolean with_padding);

/* The taps of output pixel o that fall on the input: where the channels of their pixels
 * begin, in out_pixels [taps], and, if wanted, which taps they are, row by row. image
 * [H][W], pixels stride floats apart. Returns how many. */
gsize ts_window_find_pixels (const TsWindow *self,
                             gsize o,
                             const float *image,
                             gsize stride,
                             const float **out_pixels,
                             gsize *out_taps);

G_END_DECLS
