/* GlobalAveragePool and GlobalMaxPool: all of an image to one value a channel.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/op-table.h"

static gboolean
global_check (TsOp *op, GError **error)
{
  TsShape out = *ts_op_get_shape (op, 0);

  if (out.rank < 3)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "its input has %u dimensions and no image", out.rank);
  for (guint i = 2; i < out.rank; i++)
    out.dims[i] = 1;
  return ts_op_set_output (op, 0, TS_TYPE_FLOAT, &out, error);
}

static void
average_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const gsize n_planes = op->outputs[0]->n_elements;
  const gsize n = op->inputs[0]->n_elements / n_planes;

  for (gsize i = 0; i < n_planes; i++) {
    const float *plane = TS_IN (buffers, 0) + i * n;
    double sum = 0;

    for (gsize k = 0; k < n; k++)
      sum += plane[k];
    TS_OUT (buffers, 0)[i] = (float) (sum / (double) n);
  }
}

static void
max_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const gsize n_planes = op->outputs[0]->n_elements;
  const gsize n = op->inputs[0]->n_elements / n_planes;

  for (gsize i = 0; i < n_planes; i++) {
    const float *plane = TS_IN (buffers, 0) + i * n;
    float largest = plane[0];

    for (gsize k = 1; k < n; k++)
      largest = plane[k] > largest ? plane[k] : largest;
    TS_OUT (buffers, 0)[i] = largest;
  }
}

const TsOperator ts_global_pool_operators[] = {
  {
    .name = "GlobalAveragePool",
    .min_inputs = 1,
    .max_inputs = 1,
    .check = global_check,
    .run = average_run,
  },
  {
    .name = "GlobalMaxPool",
    .min_inputs = 1,
    .max_inputs = 1,
    .check = global_check,
    .run = max_run,
  },
  { .name = NULL },
};
