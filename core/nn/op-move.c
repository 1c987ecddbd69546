/* Operators that only order elements anew: Transpose, Expand, Tile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/broadcast.h"
#include "core/nn/op-table.h"
#include "core/nn/strided-copy.h"

static gboolean
keep_copy (TsOp *op, const TsShape *out, const gint64 *strides, GError **error)
{
  const TsType type = op->inputs[0]->type;

  if (!ts_op_set_output (op, 0, type, out, error))
    return FALSE;
  op->params = g_new0 (TsStridedCopy, 1);
  ts_strided_copy_init (op->params, out, strides, 0, type);
  return TRUE;
}

static gboolean
transpose_check (TsOp *op, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  guint n;
  const gint64 *order = ts_node_get_ints (op->node, "perm", &n);
  gint64 in_strides[TS_MAX_RANK], strides[TS_MAX_RANK];
  gboolean is_used[TS_MAX_RANK] = { FALSE };
  TsShape out = { .rank = in->rank };

  if (order != NULL && n != in->rank)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "perm has %u values for %u dimensions", n, in->rank);
  ts_shape_get_strides (in, in_strides);
  for (guint i = 0; i < in->rank; i++) {
    const gint64 from = order != NULL ? order[i] : in->rank - 1 - i;

    if (from < 0 || from >= in->rank || is_used[from])
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "perm is not an order of the dimensions");
    is_used[from] = TRUE;
    out.dims[i] = in->dims[from];
    strides[i] = in_strides[from];
  }
  return keep_copy (op, &out, strides, error);
}

static gboolean
expand_check (TsOp *op, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  gint64 in_strides[TS_MAX_RANK], strides[TS_MAX_RANK] = { 0 };
  const gint64 *dims = NULL;
  TsShape asked = { 0 }, out;
  guint n = 0;

  if (!ts_op_get_int_list (op, 1, "shape", &dims, &n, error))
    return FALSE;
  asked.rank = MIN (n, TS_MAX_RANK);
  for (guint i = 0; i < asked.rank; i++)
    asked.dims[i] = dims[i];
  if (n > TS_MAX_RANK || !ts_broadcast_shapes (in, &asked, &out)) {
    g_autofree char *from = ts_shape_to_text (in);
    g_autofree char *to = ts_shape_to_text (&asked);

    return ts_op_fail (op, error, TS_ERROR_FORMAT, "%s does not stretch to %s",
                       from, to);
  }
  ts_shape_get_strides (in, in_strides);
  for (guint i = 0; i < in->rank; i++)
    if (in->dims[i] != 1)
      strides[out.rank - in->rank + i] = in_strides[i];
  return keep_copy (op, &out, strides, error);
}

/* A dimension repeated is two: how often, and the dimension itself. */
static gboolean
tile_check (TsOp *op, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  gint64 in_strides[TS_MAX_RANK], strides[2 * TS_MAX_RANK] = { 0 };
  const gint64 *repeats = NULL;
  TsShape out = *in, walk = { .rank = 2 * in->rank };
  guint n = 0;

  if (!ts_op_get_int_list (op, 1, "repeats", &repeats, &n, error))
    return FALSE;
  if (n != in->rank || walk.rank > TS_MAX_RANK)
    return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                       "repeats has %u values for %u dimensions", n, in->rank);
  ts_shape_get_strides (in, in_strides);
  for (guint i = 0; i < n; i++) {
    if (repeats[i] < 1 || repeats[i] > G_MAXINT32)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "repeats %" G_GINT64_FORMAT " is out of range",
                         repeats[i]);
    if (in->dims[i] > G_MAXINT32)
      return ts_op_fail (op, error, TS_ERROR_TOO_LARGE, "it is too large");
    out.dims[i] = in->dims[i] * repeats[i];
    walk.dims[2 * i] = repeats[i];
    walk.dims[2 * i + 1] = in->dims[i];
    strides[2 * i + 1] = in_strides[i];
  }
  if (!keep_copy (op, &out, in_strides, error))
    return FALSE;
  ts_strided_copy_init (op->params, &walk, strides, 0, op->inputs[0]->type);
  return TRUE;
}

static gboolean
move_plan (TsOp *op, GError **error)
{
  op->n_inputs = 1;
  return TRUE;
}

static void
move_run (const TsOp *op, const TsOpBuffers *buffers)
{
  if (op->outputs[0]->n_elements > 0)
    ts_strided_copy_run (op->params, buffers->inputs[0], buffers->outputs[0]);
}

static const TsAttributeSpec transpose_attributes[] = {
  { "perm", TS_ATTRIBUTE_INTS },
  { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_move_operators[] = {
  {
    .name = "Transpose",
    .attributes = transpose_attributes,
    .min_inputs = 1,
    .max_inputs = 1,
    .traits = TS_OP_ANY_TYPE,
    .check = transpose_check,
    .run = move_run,
  },
  {
    .name = "Expand",
    .min_inputs = 2,
    .max_inputs = 2,
    .traits = TS_OP_ANY_TYPE | TS_OP_TAKES_EMPTY,
    .check = expand_check,
    .plan = move_plan,
    .run = move_run,
  },
  {
    .name = "Tile",
    .min_inputs = 2,
    .max_inputs = 2,
    .traits = TS_OP_ANY_TYPE,
    .check = tile_check,
    .plan = move_plan,
    .run = move_run,
  },
  { .name = NULL },
};
