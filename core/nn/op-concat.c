/* Concat. Where the inputs come one after another in memory, whoever makes them writes them
 * where they belong (plan-memory.c) and nothing is left to do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/nn/op-table.h"

typedef struct {
  gsize n_outer; /* rows of blocks; 1: one after another in memory */
  gsize inner;   /* elements of one step along the axis */
  guint axis;
} Params;

static gboolean
join (TsOp *op, guint axis, const TsValue *in, TsShape *out, GError **error)
{
  TsShape expected = *out;

  if (in->type != op->inputs[0]->type)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "its inputs are of different types");
  if (in->shape.rank == out->rank)
    expected.dims[axis] = in->shape.dims[axis];
  if (!ts_shape_equal (&expected, &in->shape)) {
    g_autofree char *text = ts_shape_to_text (&in->shape);

    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "input '%s' of %s does not fit the first along axis %u",
                       in->name, text, axis);
  }
  out->dims[axis] += in->shape.dims[axis];
  return TRUE;
}

static gboolean
concat_check (TsOp *op, GError **error)
{
  TsShape out = *ts_op_get_shape (op, 0);
  Params *p = g_new0 (Params, 1);

  op->params = p;
  if (!ts_op_get_axis (op, ts_node_get_int (op->node, "axis", 1), out.rank,
                       &p->axis, error))
    return FALSE;
  for (guint i = 1; i < op->n_inputs; i++)
    if (!join (op, p->axis, op->inputs[i], &out, error))
      return FALSE;
  if (!ts_op_set_output (op, 0, op->inputs[0]->type, &out, error))
    return FALSE;
  p->n_outer = ts_shape_product (&out, 0, p->axis);
  p->inner = ts_shape_product (&out, p->axis + 1, out.rank);
  op->is_contiguous = p->n_outer == 1;
  return TRUE;
}

static gboolean
concat_takes_channels_last (const TsOp *op)
{
  return ((const Params *) op->params)->axis == 1;
}

/* Pixel by pixel; a part that was made where it belongs is left. */
static void
join_pixels (const TsOp *op, const TsOpBuffers *buffers)
{
  const TsValue *out = op->outputs[0];
  const gsize n_pixels = ts_shape_count_pixels (&out->shape);
  float *to = buffers->outputs[0];

  for (guint i = 0; i < op->n_inputs; i++) {
    const TsValue *in = op->inputs[i];
    const gsize n = (gsize) in->shape.dims[1];
    const gsize stride = in->is_channels_last ? in->pixel_stride : n;
    const float *from = buffers->inputs[i];

    for (gsize k = 0; from != to && k < n_pixels; k++)
      memcpy (to + k * out->pixel_stride, from + k * stride, n * sizeof *to);
    to += n;
  }
}

static void
concat_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const gsize bytes = p->inner * ts_type_bytes (op->outputs[0]->type);
  char *to = buffers->outputs[0];

  if (op->outputs[0]->n_elements == 0)
    return;
  if (op->is_channels_last) {
    join_pixels (op, buffers);
    return;
  }
  for (gsize row = 0; row < p->n_outer; row++)
    for (guint i = 0; i < op->n_inputs; i++) {
      const gsize n = (gsize) op->inputs[i]->shape.dims[p->axis] * bytes;
      const char *from = (const char *) buffers->inputs[i] + row * n;

      if (n > 0 && from != to)
        memcpy (to, from, n);
      to += n;
    }
}

static const TsAttributeSpec attributes[] = {
  { "axis", TS_ATTRIBUTE_INT },
  { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_concat_operators[] = {
  {
    .name = "Concat",
    .attributes = attributes,
    .min_inputs = 1,
    .max_inputs = G_MAXUINT,
    .traits = TS_OP_ANY_TYPE | TS_OP_TAKES_EMPTY | TS_OP_CONCAT | TS_OP_STRIDES,
    .check = concat_check,
    .takes_channels_last = concat_takes_channels_last,
    .run = concat_run,
  },
  { .name = NULL },
};
