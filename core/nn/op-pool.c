/* MaxPool and AveragePool.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/op-table.h"
#include "core/nn/window.h"

typedef struct {
  TsWindow window;
  gboolean is_average, counts_padding;
  TsTensor *bias; /* [C], or NULL */
} Params;

/* Whether each window covers some of the input. */
static gboolean
is_covered (const TsWindowAxis *axis)
{
  for (gsize o = 0; o < axis->out; o++)
    if (ts_window_count_taps (axis, o, FALSE) == 0)
      return FALSE;
  return TRUE;
}

static gboolean
check_window (TsOp *op, Params *p, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  const gboolean is_ceil = ts_node_get_int (op->node, "ceil_mode", 0) != 0;
  TsShape out = *in;

  if (ts_node_get_int (op->node, "storage_order", 0) != 0)
    return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                       "storage_order 1 is not supported");
  if (!ts_window_read (&p->window, op, NULL, is_ceil, error))
    return FALSE;
  if (!is_covered (&p->window.y) || !is_covered (&p->window.x))
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "its padding is so wide that a window covers no input");
  ts_window_set_shape (&p->window, &out);
  op->scratch_bytes =
    p->window.y.kernel * p->window.x.kernel * sizeof (const float *);
  return ts_op_set_output (op, 0, TS_TYPE_FLOAT, &out, error);
}

static gboolean
max_check (TsOp *op, GError **error)
{
  op->params = g_new0 (Params, 1);
  return check_window (op, op->params, error);
}

static gboolean
average_check (TsOp *op, GError **error)
{
  Params *p = g_new0 (Params, 1);

  op->params = p;
  p->is_average = TRUE;
  p->counts_padding = ts_node_get_int (op->node, "count_include_pad", 0) != 0;
  return check_window (op, p, error);
}

/* The zeros of the border are part of the average. */
static gboolean
average_absorb_padding (TsOp *op, const TsPadding *padding)
{
  Params *p = op->params;
  TsWindow window = p->window;
  const gboolean has_own =
    window.y.before + window.y.after + window.x.before + window.x.after > 0;

  ts_window_take_padding (&window, padding);
  if ((has_own && !p->counts_padding) || !is_covered (&window.y) ||
      !is_covered (&window.x))
    return FALSE;
  p->window = window;
  p->counts_padding = TRUE;
  return TRUE;
}

static void
average_take_epilogue (TsOp *op, TsTensor *bias)
{
  Params *p = op->params;

  p->bias = bias != NULL ? ts_tensor_ref (bias) : NULL;
}

static float
get_share (const Params *p, gsize o)
{
  const TsWindow *w = &p->window;
  const gsize n =
    ts_window_count_taps (&w->y, o / w->x.out, p->counts_padding) *
    ts_window_count_taps (&w->x, o % w->x.out, p->counts_padding);

  return (float) (1.0 / (double) n);
}

static void
pool_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const TsValue *in = op->inputs[0], *out = op->outputs[0];
  const TsWindow *w = &p->window;
  const gsize n_out = w->y.out * w->x.out, n_in = w->y.in * w->x.in;
  const gsize n_channels = (gsize) in->shape.dims[1];
  const TsEpilogue epilogue = { p->bias != NULL ? ts_tensor_get_floats (p->bias)
                                                : NULL,
                                op->low, op->high };
  const float **pixels = buffers->scratch;

  for (gsize i = 0; i < n_out * (gsize) in->shape.dims[0]; i++) {
    float *to = TS_OUT (buffers, 0) + i * out->pixel_stride;
    const gsize n = ts_window_find_pixels (
      w, i % n_out, TS_IN (buffers, 0) + i / n_out * n_in * in->pixel_stride,
      in->pixel_stride, pixels, NULL);

    if (p->is_average)
      op->kernels->average (pixels, n, n_channels, get_share (p, i % n_out),
                            &epilogue, to);
    else
      op->kernels->find_largest (pixels, n, n_channels, to);
  }
}

static void
pool_clear (TsOp *op)
{
  Params *p = op->params;

  g_clear_pointer (&p->bias, ts_tensor_unref);
}

static const TsAttributeSpec max_attributes[] = {
  { "auto_pad", TS_ATTRIBUTE_STRING },   { "ceil_mode", TS_ATTRIBUTE_INT },
  { "dilations", TS_ATTRIBUTE_INTS },    { "kernel_shape", TS_ATTRIBUTE_INTS },
  { "pads", TS_ATTRIBUTE_INTS },         { "strides", TS_ATTRIBUTE_INTS },
  { "storage_order", TS_ATTRIBUTE_INT }, { NULL, TS_ATTRIBUTE_NONE },
};
static const TsAttributeSpec average_attributes[] = {
  { "auto_pad", TS_ATTRIBUTE_STRING },
  { "ceil_mode", TS_ATTRIBUTE_INT },
  { "dilations", TS_ATTRIBUTE_INTS },
  { "kernel_shape", TS_ATTRIBUTE_INTS },
  { "pads", TS_ATTRIBUTE_INTS },
  { "strides", TS_ATTRIBUTE_INTS },
  { "count_include_pad", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_pool_operators[] = {
  {
    .name = "MaxPool",
    .attributes = max_attributes,
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_IMAGE | TS_OP_STRIDES,
    .max_outputs = 2,
    .check = max_check,
    .run = pool_run,
  },
  {
    .name = "AveragePool",
    .attributes = average_attributes,
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_IMAGE | TS_OP_STRIDES,
    .check = average_check,
    .run = pool_run,
    .clear = pool_clear,
    .absorb_padding = average_absorb_padding,
    .take_epilogue = average_take_epilogue,
  },
  { .name = NULL },
};
