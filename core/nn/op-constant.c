/* Constant, ConstantOfShape, Range: values that need no input; and Cast.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/nn/op-table.h"

static TsTensor *
new_floats (const float *values, guint n, gboolean is_scalar, GError **error)
{
  const TsShape shape = { is_scalar ? 0 : 1, { n } };
  TsTensor *tensor = ts_tensor_new (TS_TYPE_FLOAT, &shape, error);

  if (tensor != NULL && n > 0)
    memcpy (ts_tensor_edit_floats (tensor), values, n * sizeof *values);
  return tensor;
}

static TsTensor *
new_ints (const gint64 *values, guint n, gboolean is_scalar, GError **error)
{
  const TsShape shape = { is_scalar ? 0 : 1, { n } };
  TsTensor *tensor = ts_tensor_new (TS_TYPE_INT64, &shape, error);

  if (tensor != NULL && n > 0)
    memcpy (ts_tensor_edit_int64s (tensor), values, n * sizeof *values);
  return tensor;
}

static TsTensor *
read_value (const TsNode *node, GError **error)
{
  const float real = (float) ts_node_get_float (node, "value_float", 0);
  const gint64 number = ts_node_get_int (node, "value_int", 0);
  const float *floats;
  const gint64 *ints;
  guint n;

  if (ts_node_has_attribute (node, "value"))
    return ts_tensor_ref (ts_node_get_tensor (node, "value"));
  if (ts_node_has_attribute (node, "value_float"))
    return new_floats (&real, 1, TRUE, error);
  if (ts_node_has_attribute (node, "value_int"))
    return new_ints (&number, 1, TRUE, error);
  floats = ts_node_get_floats (node, "value_floats", &n);
  if (ts_node_has_attribute (node, "value_floats"))
    return new_floats (floats, n, FALSE, error);
  ints = ts_node_get_ints (node, "value_ints", &n);
  return new_ints (ints, n, FALSE, error);
}

static gboolean
constant_check (TsOp *op, GError **error)
{
  g_autoptr (TsTensor) tensor = NULL;

  if (ts_node_get_n_attributes (op->node) != 1)
    return ts_op_fail (op, error, TS_ERROR_FORMAT, "it has %u values and not 1",
                       ts_node_get_n_attributes (op->node));
  tensor = read_value (op->node, error);
  if (tensor == NULL)
    return FALSE;
  ts_op_set_constant (op, 0, tensor);
  return TRUE;
}

static gboolean
fill_check (TsOp *op, GError **error)
{
  TsTensor *value = ts_node_get_tensor (op->node, "value");
  const gint64 *dims = NULL;
  TsShape out = { 0 };

  if (!ts_op_get_int_list (op, 0, "shape", &dims, &out.rank, error))
    return FALSE;
  if (out.rank > TS_MAX_RANK)
    return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                       "a shape of %u dimensions is not supported", out.rank);
  if (value != NULL && ts_tensor_get_n_elements (value) != 1)
    return ts_op_fail (op, error, TS_ERROR_FORMAT, "value is not one number");
  if (out.rank > 0)
    memcpy (out.dims, dims, out.rank * sizeof *dims);
  if (value != NULL)
    op->params = g_memdup2 (ts_tensor_get_type (value) == TS_TYPE_FLOAT
                              ? (gconstpointer) ts_tensor_get_floats (value)
                              : ts_tensor_get_int64s (value),
                            ts_type_bytes (ts_tensor_get_type (value)));
  else
    op->params = g_new0 (gint64, 1);
  return ts_op_set_output (
    op, 0, value != NULL ? ts_tensor_get_type (value) : TS_TYPE_FLOAT, &out,
    error);
}

static void
fill_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const TsValue *out = op->outputs[0];
  const gsize bytes = ts_type_bytes (out->type);

  for (gsize i = 0; i < out->n_elements; i++)
    memcpy ((char *) buffers->outputs[0] + i * bytes, op->params, bytes);
}

static double
get_number (const TsTensor *tensor)
{
  return ts_tensor_get_type (tensor) == TS_TYPE_FLOAT
           ? ts_tensor_get_floats (tensor)[0]
           : (double) ts_tensor_get_int64s (tensor)[0];
}

/* Integers are exact up to 2^53, far above any shape. */
static gboolean
range_check (TsOp *op, GError **error)
{
  static const char *const roles[] = { "start", "limit", "delta" };
  const TsType type = op->inputs[0]->type;
  TsShape out = { .rank = 1 };
  double *v = g_new0 (double, 3), n;

  op->params = v;
  for (guint i = 0; i < 3; i++) {
    TsTensor *tensor = NULL;

    if (!ts_op_get_constant (op, i, roles[i], &tensor, error))
      return FALSE;
    if (ts_tensor_get_n_elements (tensor) != 1 ||
        ts_tensor_get_type (tensor) != type)
      return ts_op_fail (op, error, TS_ERROR_FORMAT, "%s is not one number",
                         roles[i]);
    v[i] = get_number (tensor);
  }
  n = ceil ((v[1] - v[0]) / v[2]);
  if (v[2] == 0 || !isfinite (n) || n > (double) G_MAXINT32)
    return ts_op_fail (op, error, TS_ERROR_FORMAT, "its range has no end");
  out.dims[0] = n > 0 ? (gint64) n : 0;
  return ts_op_set_output (op, 0, type, &out, error);
}

static void
range_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const TsValue *out = op->outputs[0];
  const double *v = op->params;

  for (gsize i = 0; i < out->n_elements; i++) {
    const double value = v[0] + (double) i * v[2];

    if (out->type == TS_TYPE_FLOAT)
      TS_OUT (buffers, 0)[i] = (float) value;
    else
      ((gint64 *) buffers->outputs[0])[i] = (gint64) value;
  }
}

/* Numbers of onnx.proto's TensorProto.DataType. */
enum {
  ONNX_FLOAT = 1,
  ONNX_INT32 = 6,
  ONNX_INT64 = 7,
  ONNX_BOOL = 9,
  ONNX_DOUBLE = 11
};

static gboolean
cast_check (TsOp *op, GError **error)
{
  const gint64 to = ts_node_get_int (op->node, "to", 0);
  gboolean *is_truth = g_new0 (gboolean, 1);

  op->params = is_truth;
  *is_truth = to == ONNX_BOOL;
  if (to != ONNX_FLOAT && to != ONNX_DOUBLE && to != ONNX_INT32 &&
      to != ONNX_INT64 && to != ONNX_BOOL)
    return ts_op_fail (
      op, error, TS_ERROR_UNSUPPORTED,
      "a cast to data type %" G_GINT64_FORMAT " is not supported", to);
  return ts_op_set_output (
    op, 0,
    to == ONNX_FLOAT || to == ONNX_DOUBLE ? TS_TYPE_FLOAT : TS_TYPE_INT64,
    ts_op_get_shape (op, 0), error);
}

/* Truncates; what no integer can hold becomes 0. */
static gint64
to_int (double value)
{
  return fabs (value) < 9.2e18 ? (gint64) value : 0;
}

static void
cast_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const gboolean is_float = op->inputs[0]->type == TS_TYPE_FLOAT;
  const gboolean is_truth = *(gboolean *) op->params;
  const gint64 *ints = buffers->inputs[0];
  gint64 *out = buffers->outputs[0];

  for (gsize i = 0; i < op->outputs[0]->n_elements; i++) {
    const double value = is_float ? TS_IN (buffers, 0)[i] : (double) ints[i];

    if (op->outputs[0]->type == TS_TYPE_FLOAT)
      TS_OUT (buffers, 0)[i] = (float) value;
    else if (is_truth)
      out[i] = value != 0;
    else
      out[i] = is_float ? to_int (value) : ints[i];
  }
}

static const TsAttributeSpec constant_attributes[] = {
  { "value", TS_ATTRIBUTE_TENSOR },
  { "value_float", TS_ATTRIBUTE_FLOAT },
  { "value_floats", TS_ATTRIBUTE_FLOATS },
  { "value_int", TS_ATTRIBUTE_INT },
  { "value_ints", TS_ATTRIBUTE_INTS },
  { NULL, TS_ATTRIBUTE_NONE },
};

static const TsAttributeSpec fill_attributes[] = {
  { "value", TS_ATTRIBUTE_TENSOR },
  { NULL, TS_ATTRIBUTE_NONE },
};

static const TsAttributeSpec cast_attributes[] = {
  { "saturate", TS_ATTRIBUTE_INT },
  { "to", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_constant_operators[] = {
  {
    .name = "Constant",
    .attributes = constant_attributes,
    .traits = TS_OP_ANY_TYPE,
    .check = constant_check,
  },
  {
    .name = "ConstantOfShape",
    .attributes = fill_attributes,
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_ANY_TYPE | TS_OP_TAKES_EMPTY,
    .check = fill_check,
    .run = fill_run,
  },
  {
    .name = "Range",
    .min_inputs = 3,
    .max_inputs = 3,
    .traits = TS_OP_ANY_TYPE,
    .check = range_check,
    .run = range_run,
  },
  {
    .name = "Cast",
    .attributes = cast_attributes,
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_ANY_TYPE | TS_OP_TAKES_EMPTY,
    .check = cast_check,
    .run = cast_run,
  },
  { .name = NULL },
};
