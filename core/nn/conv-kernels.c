/* The inner loops of convolution.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/conv-kernels.h"

#include <string.h>

/* Part of a row of patches: outputs [ox, ox_end) of row oy for one tap. */
typedef struct {
  const float *plane;
  gsize ky, kx;
  gsize span_first, span_end; /* outputs of a row whose tap is on the input */
} Tap;

static void
gather_row (const TsWindowAxis *x,
            const Tap *tap,
            const float *row,
            gsize ox,
            gsize ox_end,
            float *to)
{
  const gsize first = CLAMP (tap->span_first, ox, ox_end);
  const gsize end = CLAMP (tap->span_end, first, ox_end);
  const gsize n = end - first;
  const float *from;

  memset (to, 0, (first - ox) * sizeof *to);
  memset (to + (end - ox), 0, (ox_end - end) * sizeof *to);
  if (n == 0)
    return;
  to += first - ox;
  from = row + (first * x->stride + tap->kx * x->dilation - x->before);
  if (x->stride == 1)
    memcpy (to, from, n * sizeof *to);
  else if (x->stride == 2)
    for (gsize i = 0; i < n; i++)
      to[i] = from[2 * i];
  else
    for (gsize i = 0; i < n; i++)
      to[i] = from[i * x->stride];
}

/* One row of columns: outputs [first, first + n) of the whole plane. */
static void
gather_tap (const TsWindow *w, const Tap *tap, gsize first, gsize n, float *to)
{
  gsize oy = first / w->x.out, ox = first % w->x.out;

  while (n > 0) {
    const gsize ox_end = MIN (w->x.out, ox + n);
    const gsize iy = oy * w->y.stride + tap->ky * w->y.dilation;

    if (iy < w->y.before || iy >= w->y.before + w->y.in)
      memset (to, 0, (ox_end - ox) * sizeof *to);
    else
      gather_row (&w->x, tap, tap->plane + (iy - w->y.before) * w->x.in, ox,
                  ox_end, to);
    to += ox_end - ox;
    n -= ox_end - ox;
    ox = 0;
    oy++;
  }
}

void
ts_im2col (const TsWindow *w,
           const float *image,
           gsize n_channels,
           gsize first,
           gsize n,
           float *columns)
{
  Tap tap;

  for (gsize c = 0; c < n_channels; c++) {
    tap.plane = image + c * w->y.in * w->x.in;
    for (tap.ky = 0; tap.ky < w->y.kernel; tap.ky++)
      for (tap.kx = 0; tap.kx < w->x.kernel; tap.kx++) {
        ts_window_span (&w->x, tap.kx, &tap.span_first, &tap.span_end);
        gather_tap (w, &tap, first, n, columns);
        columns += n;
      }
  }
}

static void
add_tap (const float *from, gsize step, float weight, float *to, gsize n)
{
  if (step == 1)
    for (gsize i = 0; i < n; i++)
      to[i] += weight * from[i];
  else
    for (gsize i = 0; i < n; i++)
      to[i] += weight * from[i * step];
}

/* Adds the taps of one kernel row, which lies on this input row. */
static void
add_kernel_row (const TsWindowAxis *x,
                const float *row,
                const float *kernel,
                float *to)
{
  for (gsize kx = 0; kx < x->kernel; kx++) {
    gsize first, end;

    ts_window_span (x, kx, &first, &end);
    if (end > first)
      add_tap (row + (first * x->stride + kx * x->dilation - x->before),
               x->stride, kernel[kx], to + first, end - first);
  }
}

void
ts_conv_plane (const TsWindow *w,
               const float *image,
               const float *kernel,
               float *plane)
{
  for (gsize oy = 0; oy < w->y.out; oy++) {
    float *to = plane + oy * w->x.out;

    memset (to, 0, w->x.out * sizeof *to);
    for (gsize ky = 0; ky < w->y.kernel; ky++) {
      const gsize iy = oy * w->y.stride + ky * w->y.dilation;

      if (iy >= w->y.before && iy < w->y.before + w->y.in)
        add_kernel_row (&w->x, image + (iy - w->y.before) * w->x.in,
                        kernel + ky * w->x.kernel, to);
    }
  }
}
