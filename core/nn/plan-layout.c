/* How images lie in memory. Convolutions and pools work on channels-last images, most other
 * operators do not care, and some need them row by row, as ONNX has them. Where the two
 * meet, an operator that turns one into the other is put in; where an image is one pixel
 * there is nothing to turn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/nn/plan.h"

/* Pixels turned at a time: both sides stay in the first-level cache. */
#define BLOCK 16

/* from [C][n_pixels] to [n_pixels][stride], or back. */
static void
turn (float *plain,
      float *last,
      gsize n_channels,
      gsize n_pixels,
      gsize stride,
      gboolean is_back)
{
  for (gsize first = 0; first < n_pixels; first += BLOCK) {
    const gsize end = MIN (first + BLOCK, n_pixels);

    for (gsize c = 0; c < n_channels; c++)
      for (gsize i = first; i < end; i++)
        if (is_back)
          plain[c * n_pixels + i] = last[i * stride + c];
        else
          last[i * stride + c] = plain[c * n_pixels + i];
  }
}

static void
turn_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const gboolean is_back = op->inputs[0]->is_channels_last;
  const TsValue *value = is_back ? op->inputs[0] : op->outputs[0];
  const gsize n_images = (gsize) value->shape.dims[0];
  const gsize n_channels = (gsize) value->shape.dims[1];
  const gsize n_pixels = ts_shape_count_pixels (&value->shape) / n_images;
  float *const in = (float *) buffers->inputs[0], *const out =
                                                    buffers->outputs[0];

  for (gsize i = 0; i < n_images; i++)
    turn ((is_back ? out : in) + i * n_channels * n_pixels,
          (is_back ? in : out) + i * n_pixels * value->pixel_stride, n_channels,
          n_pixels, value->pixel_stride, is_back);
}

static const TsOperator turning = {
  .name = "Layout",
  .traits = TS_OP_STRIDES,
  .run = turn_run,
};

static const TsOperator viewing = {
  .name = "Layout",
  .traits = TS_OP_VIEW | TS_OP_STRIDES,
};

typedef struct {
  TsNetwork *network;
  GPtrArray *ops; /* the new list */
  GPtrArray
    *twins; /* by index of a value: the same in the other layout, or NULL */
} Layouter;

static TsValue *
make_twin (Layouter *l, TsValue *value)
{
  TsValue *twin = ts_value_new (l->network, value->name);
  const gboolean is_pixel =
    ts_shape_count_pixels (&value->shape) == 1 && value->constant == NULL;
  TsOp *op =
    ts_op_new_inserted (is_pixel ? &viewing : &turning, value->name, 1, 1);

  twin->type = value->type;
  twin->shape = value->shape;
  twin->n_elements = value->n_elements;
  twin->is_channels_last = !value->is_channels_last;
  twin->producer = op;
  op->inputs[0] = value;
  op->outputs[0] = twin;
  g_ptr_array_add (l->ops, op);
  return twin;
}

static TsValue *
get_as (Layouter *l, TsValue *value, gboolean is_channels_last)
{
  if (value == NULL || value->is_channels_last == is_channels_last)
    return value;
  if (l->twins->len <= value->index)
    g_ptr_array_set_size (l->twins, (gint) l->network->values->len);
  if (l->twins->pdata[value->index] == NULL) {
    TsValue *twin = make_twin (l, value);

    l->twins->pdata[value->index] = twin;
  }
  return l->twins->pdata[value->index];
}

static gboolean
is_any_channels_last (const TsOp *op)
{
  for (guint i = 0; i < op->n_inputs; i++)
    if (op->inputs[i] != NULL && op->inputs[i]->is_channels_last)
      return TRUE;
  return FALSE;
}

static void
lay_out_image (Layouter *l, TsOp *op)
{
  op->inputs[0] = get_as (l, op->inputs[0], TRUE);
  op->outputs[0]->is_channels_last = TRUE;
}

static void
lay_out_either (Layouter *l, TsOp *op)
{
  const guint rank = op->outputs[0]->shape.rank;

  op->is_channels_last = TRUE;
  op->outputs[0]->is_channels_last = TRUE;
  for (guint i = 0; i < op->n_inputs; i++)
    if (op->inputs[i] != NULL && op->inputs[i]->shape.rank == rank &&
        !ts_shape_is_pixel (&op->inputs[i]->shape, rank))
      op->inputs[i] = get_as (l, op->inputs[i], TRUE);
  if ((op->kind->traits & TS_OP_CONCAT) != 0)
    op->is_contiguous = TRUE;
}

static void
lay_out (Layouter *l, TsOp *op)
{
  if ((op->kind->traits & TS_OP_IMAGE) != 0)
    lay_out_image (l, op);
  else if (op->kind->takes_channels_last != NULL && is_any_channels_last (op) &&
           op->kind->takes_channels_last (op))
    lay_out_either (l, op);
  else
    for (guint i = 0; i < op->n_inputs; i++)
      op->inputs[i] = get_as (l, op->inputs[i], FALSE);
  g_ptr_array_add (l->ops, op);
}

/* What leaves the network is row-major. */
static void
lay_out_outputs (Layouter *l)
{
  for (guint i = 0; i < l->network->outputs->len; i++) {
    TsValue *value = l->network->outputs->pdata[i];
    TsValue *plain = get_as (l, value, FALSE);

    value->is_output = FALSE;
    plain->is_output = TRUE;
    l->network->outputs->pdata[i] = plain;
  }
}

void
ts_plan_layout (TsNetwork *network)
{
  g_autoptr (GPtrArray) old = network->ops;
  g_autoptr (GPtrArray) twins = g_ptr_array_new ();
  Layouter l = { network,
                 g_ptr_array_new_with_free_func ((GDestroyNotify) ts_op_free),
                 twins };

  g_ptr_array_set_free_func (old, NULL);
  for (guint i = 0; i < old->len; i++)
    lay_out (&l, old->pdata[i]);
  lay_out_outputs (&l);
  network->ops = l.ops;
}
