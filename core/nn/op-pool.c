/* MaxPool and AveragePool: first the rows under the window are joined, then the columns, so
 * that the longer loop runs over neighbours in memory.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/nn/op-table.h"
#include "core/nn/window.h"

typedef struct {
  TsWindow window;
  float *shares; /* [out.y] then [out.x]: 1 / taps; NULL for MaxPool */
} Params;

/* Joins n elements of from, step apart, into to. */
typedef void (*JoinFunc) (const float *from, gsize step, float *to, gsize n);

static void
join_max (const float *from, gsize step, float *to, gsize n)
{
  if (step == 1)
    for (gsize i = 0; i < n; i++)
      to[i] = from[i] > to[i] ? from[i] : to[i];
  else
    for (gsize i = 0; i < n; i++) {
      const float v = from[i * step];

      to[i] = v > to[i] ? v : to[i];
    }
}

static void
join_sum (const float *from, gsize step, float *to, gsize n)
{
  if (step == 1)
    for (gsize i = 0; i < n; i++)
      to[i] += from[i];
  else
    for (gsize i = 0; i < n; i++)
      to[i] += from[i * step];
}

static gboolean
check_cover (TsOp *op, const TsWindowAxis *axis, GError **error)
{
  for (gsize o = 0; o < axis->out; o++)
    if (ts_window_count_taps (axis, o, FALSE) == 0)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "its padding is so wide that a window covers no "
                         "input");
  return TRUE;
}

static void
fill_shares (const TsWindowAxis *axis, gboolean with_padding, float *shares)
{
  for (gsize o = 0; o < axis->out; o++)
    shares[o] =
      (float) (1.0 / (double) ts_window_count_taps (axis, o, with_padding));
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
  if (!ts_window_read (&p->window, op, NULL, is_ceil, error) ||
      !check_cover (op, &p->window.y, error) ||
      !check_cover (op, &p->window.x, error))
    return FALSE;
  ts_window_set_shape (&p->window, &out);
  op->scratch_bytes = p->window.x.in * sizeof (float);
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
  const gboolean with_padding =
    ts_node_get_int (op->node, "count_include_pad", 0) != 0;
  Params *p = g_new0 (Params, 1);

  op->params = p;
  if (!check_window (op, p, error))
    return FALSE;
  p->shares = g_new (float, p->window.y.out + p->window.x.out);
  fill_shares (&p->window.y, with_padding, p->shares);
  fill_shares (&p->window.x, with_padding, p->shares + p->window.y.out);
  return TRUE;
}

/* Joins the input rows under output row oy into row. */
static void
join_rows (const TsWindow *w,
           const float *plane,
           gsize oy,
           JoinFunc join,
           float *row)
{
  gboolean is_first = TRUE;

  for (gsize ky = 0; ky < w->y.kernel; ky++) {
    const gsize iy = oy * w->y.stride + ky * w->y.dilation;
    const float *from;

    if (iy < w->y.before || iy >= w->y.before + w->y.in)
      continue;
    from = plane + (iy - w->y.before) * w->x.in;
    if (is_first)
      memcpy (row, from, w->x.in * sizeof *row);
    else
      join (from, 1, row, w->x.in);
    is_first = FALSE;
  }
}

static void
join_columns (const TsWindowAxis *x,
              const float *row,
              JoinFunc join,
              float start,
              float *out)
{
  for (gsize i = 0; i < x->out; i++)
    out[i] = start;
  for (gsize kx = 0; kx < x->kernel; kx++) {
    gsize first, end;

    ts_window_span (x, kx, &first, &end);
    if (end > first)
      join (row + (first * x->stride + kx * x->dilation - x->before), x->stride,
            out + first, end - first);
  }
}

static void
pool_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const TsWindow *w = &p->window;
  const gsize n_planes = ts_shape_product (&op->inputs[0]->shape, 0, 2);
  const JoinFunc join = p->shares != NULL ? join_sum : join_max;
  const float start = p->shares != NULL ? 0 : -INFINITY;
  float *row = buffers->scratch;

  for (gsize i = 0; i < n_planes * w->y.out; i++) {
    const gsize oy = i % w->y.out;
    float *out = TS_OUT (buffers, 0) + i * w->x.out;

    join_rows (w, TS_IN (buffers, 0) + i / w->y.out * w->y.in * w->x.in, oy,
               join, row);
    join_columns (&w->x, row, join, start, out);
    for (gsize ox = 0; p->shares != NULL && ox < w->x.out; ox++)
      out[ox] *= p->shares[oy] * p->shares[w->y.out + ox];
  }
}

static void
pool_clear (TsOp *op)
{
  Params *p = op->params;

  g_clear_pointer (&p->shares, g_free);
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
    .max_outputs = 2,
    .check = max_check,
    .run = pool_run,
    .clear = pool_clear,
  },
  {
    .name = "AveragePool",
    .attributes = average_attributes,
    .min_inputs = 1,
    .max_inputs = 1,
    .check = average_check,
    .run = pool_run,
    .clear = pool_clear,
  },
  { .name = NULL },
};
