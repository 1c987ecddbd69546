/* Naive convolution and pooling.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tests/reference/reference.h"

RefAxis
ref_count_windows (const RefWindow *w, guint axis, gint64 in)
{
  const gint64 extent = (w->kernel[axis] - 1) * w->dilation[axis] + 1;
  const gint64 stride = w->stride[axis];
  RefAxis a = { in, 0, w->before[axis], w->after[axis] };

  if (w->auto_pad != NULL && g_str_has_prefix (w->auto_pad, "SAME")) {
    gint64 total;

    a.n = (gint64) ceil ((double) in / (double) stride);
    total = MAX (0, (a.n - 1) * stride + extent - in);
    a.before = total / 2;
    if (g_str_has_suffix (w->auto_pad, "LOWER"))
      a.before = total - total / 2;
    a.after = total - a.before;
    return a;
  }
  if (w->auto_pad != NULL && g_str_equal (w->auto_pad, "VALID"))
    a.before = a.after = 0;
  while (a.n * stride + extent <= in + a.before + a.after)
    a.n++;
  /* A last window that hangs over, if it begins before the padding behind. */
  if (w->is_ceil && (a.n - 1) * stride + extent < in + a.before + a.after &&
      a.n * stride < in + a.before)
    a.n++;
  return a;
}

static gboolean
find_tap (const RefWindow *w,
          guint axis,
          const RefAxis *a,
          gint64 o,
          gint64 tap,
          gint64 *out)
{
  *out = o * w->stride[axis] + tap * w->dilation[axis] - a->before;
  return *out >= 0 && *out < a->in;
}

RefTensor *
ref_conv (const RefTensor *x,
          const RefTensor *w,
          const RefTensor *bias,
          gint64 groups,
          const RefWindow *window)
{
  const RefAxis y_axis = ref_count_windows (window, 0, x->shape.dims[2]);
  const RefAxis x_axis = ref_count_windows (window, 1, x->shape.dims[3]);
  const TsShape shape = {
    4, { x->shape.dims[0], w->shape.dims[0], y_axis.n, x_axis.n }
  };
  const gint64 per_group = w->shape.dims[0] / groups;
  RefTensor *out = ref_new (&shape);
  gint64 o[4] = { 0 };

  do {
    gint64 k[4] = { 0 };
    double sum = bias != NULL ? bias->values[o[1]] : 0;

    do {
      gint64 in[4] = { o[0], o[1] / per_group * w->shape.dims[1] + k[1] };

      k[0] = o[1];
      if (find_tap (window, 0, &y_axis, o[2], k[2], &in[2]) &&
          find_tap (window, 1, &x_axis, o[3], k[3], &in[3]))
        sum += *ref_at (x, in, 4) * *ref_at (w, k, 4);
      k[0] = 0;
    } while (ref_next (
      &(TsShape){
        4, { 1, w->shape.dims[1], window->kernel[0], window->kernel[1] } },
      k));
    *ref_at (out, o, 4) = sum;
  } while (ref_next (&shape, o));
  return out;
}

/* Taps of a window that lie on the image or its padding. */
static gint64
count_padded (const RefWindow *w, guint axis, const RefAxis *a, gint64 o)
{
  gint64 n = 0, at;

  for (gint64 tap = 0; tap < w->kernel[axis]; tap++) {
    find_tap (w, axis, a, o, tap, &at);
    n += at >= -a->before && at < a->in + a->after;
  }
  return n;
}

RefTensor *
ref_pool (const RefTensor *x, const RefWindow *window, gboolean is_max)
{
  const RefAxis y_axis = ref_count_windows (window, 0, x->shape.dims[2]);
  const RefAxis x_axis = ref_count_windows (window, 1, x->shape.dims[3]);
  const TsShape shape = {
    4, { x->shape.dims[0], x->shape.dims[1], y_axis.n, x_axis.n }
  };
  const TsShape taps = { 2, { window->kernel[0], window->kernel[1] } };
  RefTensor *out = ref_new (&shape);
  gint64 o[4] = { 0 };

  do {
    gint64 k[2] = { 0 }, in[4] = { o[0], o[1] }, n = 0;
    double sum = 0, largest = -INFINITY;

    do
      if (find_tap (window, 0, &y_axis, o[2], k[0], &in[2]) &&
          find_tap (window, 1, &x_axis, o[3], k[1], &in[3])) {
        sum += *ref_at (x, in, 4);
        largest = fmax (largest, *ref_at (x, in, 4));
        n++;
      }
    while (ref_next (&taps, k));
    if (window->counts_padding)
      n = count_padded (window, 0, &y_axis, o[2]) *
          count_padded (window, 1, &x_axis, o[3]);
    *ref_at (out, o, 4) = is_max ? largest : sum / (double) n;
  } while (ref_next (&shape, o));
  return out;
}

RefTensor *
ref_global_pool (const RefTensor *x, gboolean is_max)
{
  RefWindow all = { .kernel = { x->shape.dims[2], x->shape.dims[3] },
                    .stride = { 1, 1 },
                    .dilation = { 1, 1 } };

  return ref_pool (x, &all, is_max);
}
