/* Slice and Split: parts of an array.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/op-table.h"
#include "core/nn/strided-copy.h"

typedef struct {
  const gint64 *starts, *ends, *axes, *steps;
  guint n, n_ends, n_axes, n_steps;
} SliceLists;

/* Attributes up to opset 9, inputs from opset 10. */
static gboolean
read_lists (const TsOp *op, SliceLists *l, GError **error)
{
  if (!ts_op_get_list (op, "starts", 1, &l->starts, &l->n, error) ||
      !ts_op_get_list (op, "ends", 2, &l->ends, &l->n_ends, error) ||
      !ts_op_get_list (op, "axes", 3, &l->axes, &l->n_axes, error) ||
      !ts_op_get_list (op, "steps", 4, &l->steps, &l->n_steps, error))
    return FALSE;
  if (l->starts == NULL || l->ends == NULL || l->n != l->n_ends ||
      l->n > ts_op_get_shape (op, 0)->rank ||
      (l->axes != NULL && l->n_axes != l->n) ||
      (l->steps != NULL && l->n_steps != l->n))
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "starts, ends, axes and steps do not go together");
  return TRUE;
}

static gint64
clamp_index (gint64 index, gint64 dim, gint64 low, gint64 high)
{
  if (index < 0)
    index = index < -dim ? -1 : index + dim;
  else
    index = MIN (index, dim);
  return CLAMP (index, low, high);
}

/* How many of dim, from *first on. A start before the array begins at its edge. */
static gint64
count_part (gint64 *first, gint64 end, gint64 step, gint64 dim)
{
  if (step > 0) {
    *first = clamp_index (*first, dim, 0, dim);
    end = clamp_index (end, dim, 0, dim);
    return end > *first ? (end - *first - 1) / step + 1 : 0;
  }
  *first = clamp_index (*first, dim, -1, dim - 1);
  end = clamp_index (end, dim, -1, dim - 1);
  return *first > end ? (*first - end - 1) / -step + 1 : 0;
}

static gboolean
slice_check (TsOp *op, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  gint64 strides[TS_MAX_RANK], start = 0, axes[TS_MAX_RANK];
  gboolean is_cut[TS_MAX_RANK];
  SliceLists l = { 0 };
  TsShape out = *in;

  if (!read_lists (op, &l, error))
    return FALSE;
  for (guint i = 0; i < TS_MAX_RANK; i++)
    axes[i] = i;
  if (!ts_op_mark_axes (op, l.axes != NULL ? l.axes : axes, l.n, in->rank,
                        is_cut, error))
    return FALSE;
  ts_shape_get_strides (in, strides);
  for (guint i = 0; i < l.n; i++) {
    const gint64 step = l.steps != NULL ? l.steps[i] : 1;
    gint64 first = l.starts[i];
    guint axis = 0;

    if (!ts_op_get_axis (op, l.axes != NULL ? l.axes[i] : i, in->rank, &axis,
                         error))
      return FALSE;
    if (step == 0 || step < -G_MAXINT32 || step > G_MAXINT32)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "step %" G_GINT64_FORMAT " is out of range", step);
    out.dims[axis] = count_part (&first, l.ends[i], step, in->dims[axis]);
    start += out.dims[axis] > 0 ? first * strides[axis] : 0;
    strides[axis] *= step;
  }
  op->params = g_new0 (TsStridedCopy, 1);
  ts_strided_copy_init (op->params, &out, strides, start, op->inputs[0]->type);
  return ts_op_set_output (op, 0, op->inputs[0]->type, &out, error);
}

static gboolean
slice_plan (TsOp *op, GError **error)
{
  op->n_inputs = 1;
  return TRUE;
}

/* Both: one copy for each output. */
static void
slice_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const TsStridedCopy *copies = op->params;

  for (guint i = 0; i < op->n_outputs; i++)
    if (op->outputs[i] != NULL && op->outputs[i]->n_elements > 0)
      ts_strided_copy_run (&copies[i], buffers->inputs[0], buffers->outputs[i]);
}

/* The size of each part: given, or as equal as can be with a smaller last one. */
static gboolean
read_parts (TsOp *op, gint64 dim, gint64 *parts, GError **error)
{
  const gint64 n = op->n_outputs, share = (dim + n - 1) / n;
  const gint64 *given = NULL;
  gint64 sum = 0;
  guint n_given = 0;

  if (!ts_op_get_list (op, "split", 1, &given, &n_given, error))
    return FALSE;
  if (given != NULL && n_given != n)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "split has %u values for %u outputs", n_given,
                       op->n_outputs);
  for (guint i = 0; i < n; i++) {
    parts[i] = given != NULL ? given[i] : MIN (share, dim - sum);
    if (parts[i] < 0 || parts[i] > dim - sum)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "its parts do not add up to %" G_GINT64_FORMAT, dim);
    sum += parts[i];
  }
  if (sum != dim)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "its parts do not add up to %" G_GINT64_FORMAT, dim);
  return TRUE;
}

static gboolean
split_check (TsOp *op, GError **error)
{
  const TsShape *in = ts_op_get_shape (op, 0);
  const TsType type = op->inputs[0]->type;
  g_autofree gint64 *parts = g_new0 (gint64, op->n_outputs);
  TsStridedCopy *copies = g_new0 (TsStridedCopy, op->n_outputs);
  gint64 strides[TS_MAX_RANK], first = 0;
  TsShape out = *in;
  guint axis = 0;

  op->params = copies;
  if (!ts_op_get_axis (op, ts_node_get_int (op->node, "axis", 0), in->rank,
                       &axis, error) ||
      !read_parts (op, in->dims[axis], parts, error))
    return FALSE;
  ts_shape_get_strides (in, strides);
  for (guint i = 0; i < op->n_outputs; i++) {
    out.dims[axis] = parts[i];
    ts_strided_copy_init (&copies[i], &out, strides, first * strides[axis],
                          type);
    first += parts[i];
    if (!ts_op_set_output (op, i, type, &out, error))
      return FALSE;
  }
  return TRUE;
}

static const TsAttributeSpec slice_attributes[] = {
  { "axes", TS_ATTRIBUTE_INTS },
  { "ends", TS_ATTRIBUTE_INTS },
  { "starts", TS_ATTRIBUTE_INTS },
  { NULL, TS_ATTRIBUTE_NONE },
};

static const TsAttributeSpec split_attributes[] = {
  { "axis", TS_ATTRIBUTE_INT },
  { "num_outputs", TS_ATTRIBUTE_INT },
  { "split", TS_ATTRIBUTE_INTS },
  { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_slice_operators[] = {
  {
    .name = "Slice",
    .attributes = slice_attributes,
    .min_inputs = 1,
    .max_inputs = 5,
    .traits = TS_OP_ANY_TYPE,
    .check = slice_check,
    .plan = slice_plan,
    .run = slice_run,
  },
  {
    .name = "Split",
    .attributes = split_attributes,
    .min_inputs = 1,
    .max_inputs = 2,
    .max_outputs = G_MAXUINT,
    .traits = TS_OP_ANY_TYPE,
    .check = split_check,
    .plan = slice_plan,
    .run = slice_run,
  },
  { .name = NULL },
};
