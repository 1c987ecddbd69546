/* Operators that change the shape and leave the memory: Reshape, Flatten, Squeeze, Unsqueeze;
 * and those that do nothing at inference: Identity, Dropout.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/nn/op-table.h"

static gboolean
set_view (TsOp *op, const TsShape *shape, GError **error)
{
  return ts_op_set_output (op, 0, op->inputs[0]->type, shape, error);
}

static gboolean
fail_reshape (TsOp *op, const TsShape *asked, GError **error)
{
  g_autofree char *from = ts_shape_to_text (ts_op_get_shape (op, 0));
  g_autofree char *to = ts_shape_to_text (asked);

  return ts_op_fail (op, error, TS_ERROR_FORMAT,
                     "%s cannot be given the shape %s", from, to);
}

/* 0 keeps the dimension (or is 0, with allowzero), -1 is what is left over. */
static gboolean
reshape_check (TsOp *op, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  const gboolean keeps = ts_node_get_int (op->node, "allowzero", 0) == 0;
  const gint64 *dims = NULL;
  TsShape out = { 0 };
  gsize n_known = 1, n_out = 0;
  int open = -1;

  if (!ts_op_get_int_list (op, 1, "shape", &dims, &out.rank, error))
    return FALSE;
  if (out.rank > TS_MAX_RANK)
    return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                       "a shape of %u dimensions is not supported", out.rank);
  memcpy (out.dims, dims, out.rank * sizeof *dims);
  for (guint i = 0; i < out.rank; i++) {
    if (dims[i] == 0 && keeps && i < in->rank)
      out.dims[i] = in->dims[i];
    if (dims[i] == -1 && open == -1)
      open = (int) i;
    else if (out.dims[i] < 0 ||
             !g_size_checked_mul (&n_known, n_known, (gsize) out.dims[i]))
      return fail_reshape (op, &out, error);
  }
  if (open >= 0 && n_known > 0)
    out.dims[open] = (gint64) (op->inputs[0]->n_elements / n_known);
  if (!ts_shape_count (&out, &n_out) || n_out != op->inputs[0]->n_elements)
    return fail_reshape (op, &out, error);
  return set_view (op, &out, error);
}

static gboolean
flatten_check (TsOp *op, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  const gint64 given = ts_node_get_int (op->node, "axis", 1);
  TsShape out = { .rank = 2 };
  guint axis = in->rank;

  if (given != in->rank && !ts_op_get_axis (op, given, in->rank, &axis, error))
    return FALSE;
  out.dims[0] = (gint64) ts_shape_product (in, 0, axis);
  out.dims[1] = (gint64) ts_shape_product (in, axis, in->rank);
  return set_view (op, &out, error);
}

/* The axes are an attribute up to opset 12 and an input from opset 13. */
static gboolean
squeeze_check (TsOp *op, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  const gint64 *axes = NULL;
  gboolean is_named[TS_MAX_RANK];
  TsShape out = { 0 };
  guint n = 0;

  if (!ts_op_get_list (op, "axes", 1, &axes, &n, error) ||
      !ts_op_mark_axes (op, axes, n, in->rank, is_named, error))
    return FALSE;
  for (guint i = 0; i < in->rank; i++) {
    if (is_named[i] && in->dims[i] != 1)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "axis %u is %" G_GINT64_FORMAT " long and not 1", i,
                         in->dims[i]);
    if (axes == NULL ? in->dims[i] != 1 : !is_named[i])
      out.dims[out.rank++] = in->dims[i];
  }
  return set_view (op, &out, error);
}

static gboolean
unsqueeze_check (TsOp *op, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  const gint64 *axes = NULL;
  gboolean is_new[TS_MAX_RANK];
  TsShape out = { 0 };
  guint n = 0, from = 0;

  if (!ts_op_get_list (op, "axes", 1, &axes, &n, error))
    return FALSE;
  if (axes == NULL)
    return ts_op_fail (op, error, TS_ERROR_FORMAT, "the axes are missing");
  if (n > TS_MAX_RANK - in->rank)
    return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                       "more than %d dimensions are not supported",
                       TS_MAX_RANK);
  out.rank = in->rank + n;
  if (!ts_op_mark_axes (op, axes, n, out.rank, is_new, error))
    return FALSE;
  for (guint i = 0; i < out.rank; i++)
    out.dims[i] = is_new[i] ? 1 : in->dims[from++];
  return set_view (op, &out, error);
}

static gboolean
identity_check (TsOp *op, GError **error)
{
  return set_view (op, ts_op_get_shape (op, 0), error);
}

/* Ratio 0 drops nothing, in training mode as well: so some exporters write it. */
static gboolean
drops_nothing (const TsOp *op)
{
  const TsTensor *ratio =
    ts_op_has_input (op, 1) ? op->inputs[1]->constant : NULL;

  return ratio != NULL && ts_tensor_get_type (ratio) == TS_TYPE_FLOAT &&
         ts_tensor_get_n_elements (ratio) == 1 &&
         ts_tensor_get_floats (ratio)[0] == 0;
}

static gboolean
dropout_check (TsOp *op, GError **error)
{
  TsTensor *mode = NULL;

  if (ts_op_has_input (op, 2)) {
    if (!ts_op_get_constant (op, 2, "training_mode", &mode, error))
      return FALSE;
    if (ts_tensor_get_type (mode) != TS_TYPE_INT64 ||
        ts_tensor_get_n_elements (mode) != 1)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "training_mode is not a truth value");
    if (ts_tensor_get_int64s (mode)[0] != 0 && !drops_nothing (op))
      return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                         "it is in training mode (training_mode is 1)");
  }
  return set_view (op, ts_op_get_shape (op, 0), error);
}

/* Only ever run to make a constant of a constant. */
static void
view_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const TsValue *out = op->outputs[0];

  if (out->n_elements > 0)
    memcpy (buffers->outputs[0], buffers->inputs[0],
            out->n_elements * ts_type_bytes (out->type));
}

static const TsAttributeSpec reshape_attributes[] = {
  { "allowzero", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

static const TsAttributeSpec axis_attributes[] = {
  { "axis", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

static const TsAttributeSpec axes_attributes[] = {
  { "axes", TS_ATTRIBUTE_INTS },
  { NULL, TS_ATTRIBUTE_NONE },
};

static const TsAttributeSpec dropout_attributes[] = {
  { "is_test", TS_ATTRIBUTE_INT },
  { "ratio", TS_ATTRIBUTE_FLOAT },
  { "seed", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

#define VIEW(op_name, specs, most, most_outputs, check_function)               \
  {                                                                            \
    .name = op_name, .attributes = specs, .min_inputs = 1, .max_inputs = most, \
    .max_outputs = most_outputs,                                               \
    .traits = TS_OP_VIEW | TS_OP_ANY_TYPE | TS_OP_TAKES_EMPTY,                 \
    .check = check_function, .run = view_run,                                  \
  }

const TsOperator ts_view_operators[] = {
  VIEW ("Reshape", reshape_attributes, 2, 1, reshape_check),
  VIEW ("Flatten", axis_attributes, 1, 1, flatten_check),
  VIEW ("Squeeze", axes_attributes, 2, 1, squeeze_check),
  VIEW ("Unsqueeze", axes_attributes, 2, 1, unsqueeze_check),
  VIEW ("Identity", NULL, 1, 1, identity_check),
  VIEW ("Dropout", dropout_attributes, 3, 2, dropout_check),
  { .name = NULL },
};
