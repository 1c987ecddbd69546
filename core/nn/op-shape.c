/* Shape and Size: known at load, because the shapes of the inputs are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/nn/op-table.h"

static gboolean
set_ints (TsOp *op,
          const gint64 *values,
          gint64 n,
          gboolean is_scalar,
          GError **error)
{
  const TsShape shape = { is_scalar ? 0 : 1, { n } };
  g_autoptr (TsTensor) tensor = ts_tensor_new (TS_TYPE_INT64, &shape, error);

  if (tensor == NULL)
    return FALSE;
  if (n > 0)
    memcpy (ts_tensor_edit_int64s (tensor), values, (gsize) n * sizeof *values);
  ts_op_set_constant (op, 0, tensor);
  return TRUE;
}

static gint64
clamp_end (gint64 end, gint64 rank)
{
  return CLAMP (end < 0 ? end + rank : end, 0, rank);
}

static gboolean
shape_check (TsOp *op, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  const gint64 start =
    clamp_end (ts_node_get_int (op->node, "start", 0), in->rank);
  const gint64 end =
    clamp_end (ts_node_get_int (op->node, "end", in->rank), in->rank);

  return set_ints (op, in->dims + start, MAX (end - start, 0), FALSE, error);
}

static gboolean
size_check (TsOp *op, GError **error)
{
  const gint64 n = (gint64) op->inputs[0]->n_elements;

  return set_ints (op, &n, 1, TRUE, error);
}

static const TsAttributeSpec shape_attributes[] = {
  { "end", TS_ATTRIBUTE_INT },
  { "start", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_shape_operators[] = {
  {
    .name = "Shape",
    .attributes = shape_attributes,
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_ANY_TYPE | TS_OP_TAKES_EMPTY,
    .check = shape_check,
  },
  {
    .name = "Size",
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_ANY_TYPE | TS_OP_TAKES_EMPTY,
    .check = size_check,
  },
  { .name = NULL },
};
