/* What several operators make together, or make sooner in another order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/nn/op-table.h"
#include "core/nn/plan.h"

/* Whether an average at `before` makes an image of the same size that only `op`, with fewer
 * channels, reads. */
static gboolean
may_swap (const TsOp *before, const TsOp *op)
{
  const TsShape *in, *mid, *out = &op->outputs[0]->shape;

  if (before == NULL || before->kind->take_epilogue == NULL ||
      op->kind->give_epilogue == NULL || before->has_epilogue)
    return FALSE;
  in = &before->inputs[0]->shape;
  mid = &before->outputs[0]->shape;
  return ts_shape_equal (in, mid) && out->dims[1] < mid->dims[1];
}

/* First the product, then the average. */
static void
swap_average (TsNetwork *network, TsOp *average, TsOp *product, guint index)
{
  TsValue *mid = average->outputs[0], *out = product->outputs[0];
  guint before = 0;

  mid->shape = out->shape;
  mid->n_elements = out->n_elements;
  product->inputs[0] = average->inputs[0];
  product->outputs[0] = mid;
  average->inputs[0] = mid;
  average->outputs[0] = out;
  mid->producer = product;
  out->producer = average;
  average->has_epilogue = TRUE;
  average->low = product->low;
  average->high = product->high;
  product->low = -INFINITY;
  product->high = INFINITY;
  while (network->ops->pdata[before] != average)
    before++;
  network->ops->pdata[before] = product;
  network->ops->pdata[index] = average;
}

static gboolean
swap_with_average (TsNetwork *network, TsOp *op, guint index)
{
  TsOp *before = ts_op_find_only_producer (op);
  g_autoptr (TsTensor) bias = NULL;

  if (!may_swap (before, op) || !op->kind->give_epilogue (op, &bias))
    return FALSE;
  before->kind->take_epilogue (before, bias);
  swap_average (network, before, op, index);
  return TRUE;
}

/* A border of zeros is what the window of the next operator reaches into anyway. */
static gboolean
take_padding (TsOp *op)
{
  TsOp *before = ts_op_find_only_producer (op);
  TsPadding padding;

  if (before == NULL || op->kind->absorb_padding == NULL ||
      before->kind->as_padding == NULL ||
      !before->kind->as_padding (before, &padding) ||
      !op->kind->absorb_padding (op, &padding))
    return FALSE;
  op->inputs[0] = before->inputs[0];
  before->outputs[0]->n_uses = 0;
  return TRUE;
}

/* [N][groups][members][pixels..] of an image: groups and members, which a Transpose
 * changes over. */
static gboolean
changes_groups (const TsOp *op, const TsShape *image)
{
  const TsShape *in = &op->inputs[0]->shape;
  guint n = 0;
  const gint64 *order =
    op->node != NULL && g_str_equal (op->kind->name, "Transpose")
      ? ts_node_get_ints (op->node, "perm", &n)
      : NULL;

  if (order == NULL || n < 4 || image->rank < 3 || order[0] != 0 ||
      order[1] != 2 || order[2] != 1 || in->dims[0] != image->dims[0] ||
      in->dims[1] * in->dims[2] != image->dims[1])
    return FALSE;
  for (guint i = 3; i < n; i++)
    if (order[i] != i)
      return FALSE;
  return TRUE;
}

/* Reshape, Transpose, Reshape: channels in another order (ShuffleNet). The last of them
 * becomes that one operator. */
static gboolean
join_shuffle (TsOp *last)
{
  TsOp *middle = ts_op_is_view (last) ? ts_op_find_only_producer (last) : NULL;
  TsOp *first = middle != NULL ? ts_op_find_only_producer (middle) : NULL;
  TsValue *image =
    first != NULL && ts_op_is_view (first) ? first->inputs[0] : NULL;

  if (image == NULL ||
      !ts_shape_equal (&image->shape, &last->outputs[0]->shape) ||
      image->constant != NULL || !changes_groups (middle, &image->shape))
    return FALSE;
  ts_channel_shuffle_make (last, (gsize) middle->inputs[0]->shape.dims[1]);
  last->inputs[0] = image;
  first->outputs[0]->n_uses = 0;
  middle->outputs[0]->n_uses = 0;
  return TRUE;
}

void
ts_plan_rewrite (TsNetwork *network)
{
  for (guint i = 0; i < network->ops->len; i++) {
    TsOp *op = network->ops->pdata[i];

    if (!take_padding (op) && !join_shuffle (op))
      swap_with_average (network, op, i);
  }
  ts_plan_prune (network);
}
