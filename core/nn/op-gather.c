/* Gather: slices along one axis, picked by constant indices.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/nn/op-table.h"

typedef struct {
  gsize n_outer, dim, inner, n;
  gsize indices[];
} Params;

static gboolean
gather_check (TsOp *op, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  const TsShape *picked = ts_op_get_shape (op, 1);
  TsTensor *indices = NULL;
  TsShape out = { 0 };
  Params *p;
  guint axis = 0;

  if (!ts_op_get_constant (op, 1, "indices", &indices, error) ||
      !ts_op_get_axis (op, ts_node_get_int (op->node, "axis", 0), in->rank,
                       &axis, error))
    return FALSE;
  if (ts_tensor_get_type (indices) != TS_TYPE_INT64 ||
      in->rank - 1 + picked->rank > TS_MAX_RANK)
    return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                       "the indices '%s' are not supported",
                       op->inputs[1]->name);
  p = g_malloc0 (sizeof (Params) + op->inputs[1]->n_elements * sizeof (gsize));
  op->params = p;
  p->n = op->inputs[1]->n_elements;
  p->n_outer = ts_shape_product (in, 0, axis);
  p->inner = ts_shape_product (in, axis + 1, in->rank);
  p->dim = (gsize) in->dims[axis];
  for (gsize i = 0; i < p->n; i++) {
    const gint64 index = ts_tensor_get_int64s (indices)[i];

    if (index < -in->dims[axis] || index >= in->dims[axis])
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "index %" G_GINT64_FORMAT " is not one of %zu", index,
                         p->dim);
    p->indices[i] = (gsize) (index < 0 ? index + in->dims[axis] : index);
  }
  for (guint i = 0; i < axis; i++)
    out.dims[out.rank++] = in->dims[i];
  for (guint i = 0; i < picked->rank; i++)
    out.dims[out.rank++] = picked->dims[i];
  for (guint i = axis + 1; i < in->rank; i++)
    out.dims[out.rank++] = in->dims[i];
  return ts_op_set_output (op, 0, op->inputs[0]->type, &out, error);
}

static gboolean
gather_plan (TsOp *op, GError **error)
{
  op->n_inputs = 1;
  return TRUE;
}

static void
gather_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const gsize bytes = p->inner * ts_type_bytes (op->outputs[0]->type);
  char *to = buffers->outputs[0];

  for (gsize row = 0; row < p->n_outer; row++)
    for (gsize i = 0; i < p->n; i++) {
      const gsize at = row * p->dim + p->indices[i];

      memcpy (to, (const char *) buffers->inputs[0] + at * bytes, bytes);
      to += bytes;
    }
}

static const TsAttributeSpec attributes[] = {
  { "axis", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_gather_operators[] = {
  {
    .name = "Gather",
    .attributes = attributes,
    .min_inputs = 2,
    .max_inputs = 2,
    .traits = TS_OP_ANY_TYPE,
    .check = gather_check,
    .plan = gather_plan,
    .run = gather_run,
  },
  { .name = NULL },
};
