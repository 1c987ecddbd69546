/* The sliding window of convolutions and pools.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/window.h"

/* Larger ones are nobody's network, and products of two stay far inside 64 bits. */
#define MAX_SIZE (1 << 16)

typedef enum {
  PAD_EXPLICIT,
  PAD_VALID,
  PAD_SAME_UPPER,
  PAD_SAME_LOWER
} PadMode;

static gboolean
read_pad_mode (const TsOp *op, PadMode *out, GError **error)
{
  const char *text = ts_node_get_string (op->node, "auto_pad", "NOTSET");

  if (g_str_equal (text, "NOTSET") || *text == '\0')
    *out = PAD_EXPLICIT;
  else if (g_str_equal (text, "VALID"))
    *out = PAD_VALID;
  else if (g_str_equal (text, "SAME_UPPER"))
    *out = PAD_SAME_UPPER;
  else if (g_str_equal (text, "SAME_LOWER"))
    *out = PAD_SAME_LOWER;
  else
    return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                       "auto_pad '%s' is not known", text);
  return TRUE;
}

/* Reads n numbers, each at least minimum, into out; left as they are when there are none. */
static gboolean
read_sizes (const TsOp *op,
            const char *name,
            gint64 minimum,
            gsize *const *out,
            guint n,
            GError **error)
{
  guint n_given;
  const gint64 *values = ts_node_get_ints (op->node, name, &n_given);

  if (n_given == 0)
    return TRUE;
  if (n_given != n)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "%s has %u values and not %u", name, n_given, n);
  for (guint i = 0; i < n; i++) {
    if (values[i] < minimum || values[i] > MAX_SIZE)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "%s %" G_GINT64_FORMAT " is out of range", name,
                         values[i]);
    *out[i] = (gsize) values[i];
  }
  return TRUE;
}

/* kernel [n]: sizes of the weights, or NULL. */
static gboolean
read_kernel (const TsOp *op,
             const gint64 *kernel,
             guint n,
             TsWindow *w,
             GError **error)
{
  gsize *const sizes[] = { &w->y.kernel, &w->x.kernel };
  const gint64 height = kernel != NULL && n == 2 ? kernel[0] : 1;
  const gint64 width = kernel != NULL ? kernel[n - 1] : 0;
  char text[64];

  w->x.kernel = 0;
  w->y.kernel = 1;
  if (!read_sizes (op, "kernel_shape", 1, sizes + 2 - n, n, error))
    return FALSE;
  if (kernel == NULL) {
    if (w->x.kernel == 0)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "the attribute 'kernel_shape' is missing");
    return TRUE;
  }
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT "x%" G_GINT64_FORMAT,
              height, width);
  if (MIN (height, width) < 1 || MAX (height, width) > MAX_SIZE)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "a kernel of %s is out of range", text);
  if (w->x.kernel != 0 &&
      (w->y.kernel != (gsize) height || w->x.kernel != (gsize) width))
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "kernel_shape is %zux%zu, but the kernel is %s",
                       w->y.kernel, w->x.kernel, text);
  w->y.kernel = (gsize) height;
  w->x.kernel = (gsize) width;
  return TRUE;
}

static gsize
get_extent (const TsWindowAxis *axis)
{
  return (axis->kernel - 1) * axis->dilation + 1;
}

static void
pad_to_same (TsWindowAxis *axis, gboolean is_upper)
{
  gsize needed, missing;

  axis->out = (axis->in + axis->stride - 1) / axis->stride;
  needed = (axis->out - 1) * axis->stride + get_extent (axis);
  missing = needed > axis->in ? needed - axis->in : 0;
  axis->before = is_upper ? missing / 2 : missing - missing / 2;
  axis->after = missing - axis->before;
}

/* FALSE when the kernel does not fit. */
static gboolean
set_output (TsWindowAxis *axis, PadMode mode, gboolean is_ceil)
{
  gsize padded, steps;

  if (mode == PAD_VALID)
    axis->before = axis->after = 0;
  if (mode == PAD_SAME_UPPER || mode == PAD_SAME_LOWER) {
    pad_to_same (axis, mode == PAD_SAME_UPPER);
    return TRUE;
  }
  padded = axis->in + axis->before + axis->after;
  if (padded < get_extent (axis))
    return FALSE;
  steps = padded - get_extent (axis);
  axis->out = steps / axis->stride + 1;
  /* A window that would begin in the padding after the input is left out, as ONNX
   * has it since opset 19 and PyTorch always. */
  if (is_ceil && steps % axis->stride != 0 &&
      axis->out * axis->stride < axis->in + axis->before)
    axis->out++;
  return TRUE;
}

/* A row of values is an image of height 1. */
static gboolean
read_input (TsWindow *w, const TsOp *op, guint *out_n_axes, GError **error)
{
  const TsShape *shape = ts_op_get_shape (op, 0);
  const guint rank = shape->rank;

  if (rank != 3 && rank != 4)
    return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                       "its input has %u dimensions, only images (NCHW) are "
                       "supported",
                       rank);
  w->y.in = rank == 4 ? (gsize) shape->dims[2] : 1;
  w->x.in = (gsize) shape->dims[rank - 1];
  if (MAX (w->y.in, w->x.in) > MAX_SIZE)
    return ts_op_fail (op, error, TS_ERROR_TOO_LARGE,
                       "its input is larger than %d pixels a side", MAX_SIZE);
  *out_n_axes = rank - 2;
  return TRUE;
}

gboolean
ts_window_read (TsWindow *out,
                const TsOp *op,
                const gint64 *kernel,
                gboolean is_ceil,
                GError **error)
{
  TsWindow w = { .y = { .stride = 1, .dilation = 1 },
                 .x = { .stride = 1, .dilation = 1 } };
  gsize *const strides[] = { &w.y.stride, &w.x.stride };
  gsize *const dilations[] = { &w.y.dilation, &w.x.dilation };
  gsize *const pads[] = { &w.y.before, &w.x.before, &w.y.after, &w.x.after };
  gsize *const row_pads[] = { &w.x.before, &w.x.after };
  PadMode mode = PAD_EXPLICIT;
  guint n = 0;

  if (!read_input (&w, op, &n, error) ||
      !read_kernel (op, kernel, n, &w, error) ||
      !read_pad_mode (op, &mode, error) ||
      !read_sizes (op, "strides", 1, strides + 2 - n, n, error) ||
      !read_sizes (op, "dilations", 1, dilations + 2 - n, n, error) ||
      !read_sizes (op, "pads", 0, n == 1 ? row_pads : pads, 2 * n, error))
    return FALSE;
  if (!set_output (&w.y, mode, is_ceil) || !set_output (&w.x, mode, is_ceil))
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "a kernel of %zux%zu does not fit an input of %zux%zu",
                       w.y.kernel, w.x.kernel, w.y.in, w.x.in);
  *out = w;
  return TRUE;
}

void
ts_window_take_padding (TsWindow *self, const TsPadding *padding)
{
  self->y.before += padding->top;
  self->y.after += padding->bottom;
  self->y.in -= padding->top + padding->bottom;
  self->x.before += padding->left;
  self->x.after += padding->right;
  self->x.in -= padding->left + padding->right;
}

void
ts_window_set_shape (const TsWindow *self, TsShape *shape)
{
  if (shape->rank == 4)
    shape->dims[2] = (gint64) self->y.out;
  shape->dims[shape->rank - 1] = (gint64) self->x.out;
}

void
ts_window_span (const TsWindowAxis *axis,
                gsize tap,
                gsize *out_first,
                gsize *out_end)
{
  const gsize reach = tap * axis->dilation;
  gsize first = 0, end = 0;

  if (reach < axis->before)
    first = (axis->before - reach + axis->stride - 1) / axis->stride;
  if (axis->in + axis->before > reach)
    end = (axis->in + axis->before - reach - 1) / axis->stride + 1;
  *out_end = MIN (end, axis->out);
  *out_first = MIN (first, *out_end);
}

/* How many taps of a window that begins at start lie before limit. */
static gsize
count_before (const TsWindowAxis *axis, gsize start, gsize limit)
{
  const gsize n = limit > start ? (limit - start - 1) / axis->dilation + 1 : 0;

  return MIN (n, axis->kernel);
}

gsize
ts_window_count_taps (const TsWindowAxis *axis, gsize o, gboolean with_padding)
{
  const gsize start = o * axis->stride;
  const gsize low = with_padding ? 0 : axis->before;
  const gsize high = axis->in + axis->before + (with_padding ? axis->after : 0);

  return count_before (axis, start, high) - count_before (axis, start, low);
}

/* Where tap k of output o is on the input; FALSE in the padding. */
static inline gboolean
find_input (const TsWindowAxis *axis, gsize o, gsize k, gsize *out)
{
  const gsize at = o * axis->stride + k * axis->dilation;

  *out = at - axis->before;
  return at >= axis->before && at < axis->before + axis->in;
}

gsize
ts_window_find_pixels (const TsWindow *self,
                       gsize o,
                       const float *image,
                       gsize stride,
                       const float **out_pixels,
                       gsize *out_taps)
{
  const TsWindowAxis *y = &self->y, *x = &self->x;
  const gsize oy = o / x->out, ox = o % x->out;
  gsize n = 0, iy, ix;

  for (gsize ky = 0; ky < y->kernel; ky++) {
    if (!find_input (y, oy, ky, &iy))
      continue;
    for (gsize kx = 0; kx < x->kernel; kx++) {
      if (!find_input (x, ox, kx, &ix))
        continue;
      if (out_taps != NULL)
        out_taps[n] = ky * x->kernel + kx;
      out_pixels[n++] = image + (iy * x->in + ix) * stride;
    }
  }
  return n;
}
