/* Softmax and LogSoftmax: along one axis from opset 13, over all dimensions from the axis on
 * before.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/nn/op-table.h"

typedef struct {
  gsize outer, n, inner; /* the values of one distribution are inner apart */
} Params;

static gboolean
softmax_check (TsOp *op, GError **error)
{
  const TsShape *shape = ts_op_get_shape (op, 0);
  const gboolean is_old = op->opset < 13;
  const gint64 given = ts_node_get_int (op->node, "axis", is_old ? 1 : -1);
  Params *p = g_new0 (Params, 1);
  guint axis = 0;

  op->params = p;
  /* The old one may also begin behind the last dimension. */
  if (!(is_old && given == shape->rank) &&
      !ts_op_get_axis (op, given, shape->rank, &axis, error))
    return FALSE;
  if (is_old && given == shape->rank)
    axis = shape->rank;
  p->outer = ts_shape_product (shape, 0, axis);
  p->n = is_old ? ts_shape_product (shape, axis, shape->rank)
                : (gsize) shape->dims[axis];
  p->inner = is_old ? 1 : ts_shape_product (shape, axis + 1, shape->rank);
  return ts_op_set_output (op, 0, TS_TYPE_FLOAT, shape, error);
}

/* n values, step apart, of one distribution. */
static void
normalise (const float *x, float *y, gsize n, gsize step)
{
  float largest = x[0];
  double sum = 0;

  for (gsize i = 1; i < n; i++)
    largest = MAX (largest, x[i * step]);
  for (gsize i = 0; i < n; i++) {
    const float e = expf (x[i * step] - largest);

    y[i * step] = e;
    sum += e;
  }
  for (gsize i = 0; i < n; i++)
    y[i * step] = (float) (y[i * step] / sum);
}

static void
normalise_log (const float *x, float *y, gsize n, gsize step)
{
  float largest = x[0];
  double sum = 0, log_sum;

  for (gsize i = 1; i < n; i++)
    largest = MAX (largest, x[i * step]);
  for (gsize i = 0; i < n; i++)
    sum += exp ((double) x[i * step] - largest);
  log_sum = log (sum);
  for (gsize i = 0; i < n; i++)
    y[i * step] = (float) ((double) x[i * step] - largest - log_sum);
}

static void
softmax_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const gboolean is_log = op->kind->name[0] == 'L';

  for (gsize i = 0; i < p->outer * p->inner; i++) {
    const gsize at = i / p->inner * p->n * p->inner + i % p->inner;
    const float *x = TS_IN (buffers, 0) + at;
    float *y = TS_OUT (buffers, 0) + at;

    if (is_log)
      normalise_log (x, y, p->n, p->inner);
    else
      normalise (x, y, p->n, p->inner);
  }
}

static const TsAttributeSpec attributes[] = {
  { "axis", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_softmax_operators[] = {
  {
    .name = "Softmax",
    .attributes = attributes,
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_IN_PLACE,
    .check = softmax_check,
    .run = softmax_run,
  },
  {
    .name = "LogSoftmax",
    .attributes = attributes,
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_IN_PLACE,
    .check = softmax_check,
    .run = softmax_run,
  },
  { .name = NULL },
};
