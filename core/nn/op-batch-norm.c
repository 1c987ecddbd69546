/* BatchNormalization at inference: y = (x - mean) / sqrt (variance + epsilon) * scale + bias.
 * After a Conv it disappears into the kernel.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/nn/op-table.h"

enum { SCALE = 1, BIAS, MEAN, VARIANCE };

typedef struct {
  gsize n;               /* channels; all values of an image with spatial 0 */
  gsize inner;           /* values of an image for one of them */
  double *scale, *shift; /* [n]: y = x * scale + shift */
} Params;

/* Whether the node asks for the statistics of a training batch. */
static gboolean
check_mode (TsOp *op, GError **error)
{
  const gboolean is_training =
    op->opset < 7 ? ts_node_get_int (op->node, "is_test", 0) == 0
                  : ts_node_get_int (op->node, "training_mode", 0) != 0;

  if (is_training)
    return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                       "it is in training mode (%s)",
                       op->opset < 7 ? "is_test is 0" : "training_mode is 1");
  return TRUE;
}

static gboolean
fold_statistics (TsOp *op, Params *p, GError **error)
{
  static const char *const roles[] = { NULL, "scale", "bias", "mean",
                                       "variance" };
  const double epsilon =
    ts_node_get_float (op->node, "epsilon", (double) 1e-5f);
  TsTensor *tensors[5] = { NULL };

  for (guint i = SCALE; i <= VARIANCE; i++) {
    if (!ts_op_get_constant (op, i, roles[i], &tensors[i], error))
      return FALSE;
    if (ts_tensor_get_n_elements (tensors[i]) != p->n)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "%s has %zu values for %zu channels", roles[i],
                         ts_tensor_get_n_elements (tensors[i]), p->n);
  }
  p->scale = g_new (double, p->n);
  p->shift = g_new (double, p->n);
  for (gsize c = 0; c < p->n; c++) {
    const double spread = ts_tensor_get_floats (tensors[VARIANCE])[c] + epsilon;

    if (spread <= 0)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "the variance of channel %zu is not positive", c);
    p->scale[c] = ts_tensor_get_floats (tensors[SCALE])[c] / sqrt (spread);
    p->shift[c] = ts_tensor_get_floats (tensors[BIAS])[c] -
                  ts_tensor_get_floats (tensors[MEAN])[c] * p->scale[c];
  }
  return TRUE;
}

static gboolean
batch_norm_check (TsOp *op, GError **error)
{
  const TsShape *shape = ts_op_get_shape (op, 0);
  Params *p = g_new0 (Params, 1);
  gsize per_image;

  op->params = p;
  if (!check_mode (op, error))
    return FALSE;
  if (shape->rank < 2)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "its input has %u dimensions and no channels",
                       shape->rank);
  per_image = ts_shape_product (shape, 1, shape->rank);
  p->n = ts_node_get_int (op->node, "spatial", 1) != 0 ? (gsize) shape->dims[1]
                                                       : per_image;
  p->inner = per_image / p->n;
  return fold_statistics (op, p, error) &&
         ts_op_set_output (op, 0, TS_TYPE_FLOAT, shape, error);
}

static gboolean
batch_norm_plan (TsOp *op, GError **error)
{
  op->n_inputs = 1;
  return TRUE;
}

static gboolean
batch_norm_as_affine (const TsOp *op, double *scale, double *shift)
{
  const Params *p = op->params;

  if (p->n != (gsize) ts_op_get_shape (op, 0)->dims[1])
    return FALSE;
  for (gsize c = 0; c < p->n; c++) {
    scale[c] = p->scale[c];
    shift[c] = p->shift[c];
  }
  return TRUE;
}

static gboolean
batch_norm_takes_channels_last (const TsOp *op)
{
  const Params *p = op->params;

  return p->n == (gsize) ts_op_get_shape (op, 0)->dims[1];
}

static void
run_channels_last (const TsOp *op, const float *x, float *y)
{
  const Params *p = op->params;

  for (gsize i = 0; i < op->outputs[0]->n_elements; i += p->n)
    for (gsize c = 0; c < p->n; c++)
      y[i + c] = (float) (x[i + c] * p->scale[c] + p->shift[c]);
}

static void
batch_norm_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const gsize n_rows = op->outputs[0]->n_elements / p->inner;

  if (op->is_channels_last) {
    run_channels_last (op, TS_IN (buffers, 0), TS_OUT (buffers, 0));
    return;
  }
  for (gsize r = 0; r < n_rows; r++) {
    const float *x = TS_IN (buffers, 0) + r * p->inner;
    float *y = TS_OUT (buffers, 0) + r * p->inner;
    const double scale = p->scale[r % p->n], shift = p->shift[r % p->n];

    for (gsize i = 0; i < p->inner; i++)
      y[i] = (float) (x[i] * scale + shift);
  }
}

static void
batch_norm_clear (TsOp *op)
{
  Params *p = op->params;

  g_clear_pointer (&p->scale, g_free);
  g_clear_pointer (&p->shift, g_free);
}

static const TsAttributeSpec attributes[] = {
  { "epsilon", TS_ATTRIBUTE_FLOAT },     { "momentum", TS_ATTRIBUTE_FLOAT },
  { "is_test", TS_ATTRIBUTE_INT },       { "spatial", TS_ATTRIBUTE_INT },
  { "training_mode", TS_ATTRIBUTE_INT }, { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_batch_norm_operators[] = {
  {
    .name = "BatchNormalization",
    .attributes = attributes,
    .min_inputs = 5,
    .max_inputs = 5,
    .max_outputs = 5,
    .traits = TS_OP_IN_PLACE,
    .check = batch_norm_check,
    .plan = batch_norm_plan,
    .takes_channels_last = batch_norm_takes_channels_last,
    .run = batch_norm_run,
    .clear = batch_norm_clear,
    .as_affine = batch_norm_as_affine,
  },
  { .name = NULL },
};
