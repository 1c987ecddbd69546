/* The inner loops of convolution, NCHW.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/window.h"

G_BEGIN_DECLS

/* Rows (channel, ky, kx) of the patches under output pixels [first, first + n) of one
 * image: columns [n_channels * kernel.y * kernel.x][n]. */
void ts_im2col (const TsWindow *w,
                const float *image,
                gsize n_channels,
                gsize first,
                gsize n,
                float *columns);
/* One channel in, one out: plane [out.y][out.x] without bias. */
void ts_conv_plane (const TsWindow *w,
                    const float *image,
                    const float *kernel,
                    float *plane);
G_END_DECLS
