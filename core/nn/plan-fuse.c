/* What is taken away: operators nobody needs, and those another can do on the way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/nn/plan.h"

/* A list without the ops whose place in `keep` is FALSE. */
static void
filter_ops (TsNetwork *network, const gboolean *keep)
{
  g_autoptr (GPtrArray) old = network->ops;

  network->ops = g_ptr_array_new_with_free_func ((GDestroyNotify) ts_op_free);
  for (guint i = 0; i < old->len; i++) {
    TsOp *op = g_steal_pointer (&old->pdata[i]);

    if (keep[i])
      g_ptr_array_add (network->ops, op);
    else
      ts_op_free (op);
  }
}

static gboolean
is_wanted (const TsOp *op)
{
  for (guint i = 0; i < op->n_outputs; i++)
    if (op->outputs[i] != NULL &&
        (op->outputs[i]->n_uses > 0 || op->outputs[i]->is_output))
      return TRUE;
  return FALSE;
}

void
ts_plan_prune (TsNetwork *network)
{
  g_autofree gboolean *keep = g_new0 (gboolean, network->ops->len + 1);

  for (guint i = 0; i < network->values->len; i++)
    ((TsValue *) network->values->pdata[i])->n_uses = 0;
  for (guint i = network->ops->len; i > 0; i--) {
    const TsOp *op = network->ops->pdata[i - 1];

    keep[i - 1] = is_wanted (op);
    for (guint k = 0; keep[i - 1] && k < op->n_inputs; k++)
      if (op->inputs[k] != NULL)
        op->inputs[k]->n_uses++;
  }
  filter_ops (network, keep);
}

/* The operator before, when it makes this input for nobody else. */
static TsOp *
find_only_producer (const TsOp *op)
{
  for (guint i = 0; i < op->n_inputs; i++) {
    const TsValue *in = op->inputs[i];

    if (in != NULL && in->producer != NULL && in->n_uses == 1 &&
        !in->is_output && in->producer->outputs[0] == in)
      return in->producer;
  }
  return NULL;
}

static gboolean
is_unbounded (const TsOp *op)
{
  return op->low == -INFINITY && op->high == INFINITY;
}

static gboolean
take_affine (TsOp *before, const TsOp *op)
{
  const TsShape *shape = &before->outputs[0]->shape;
  g_autofree double *scale = NULL, *shift = NULL;

  if (before->kind->absorb_affine == NULL || op->kind->as_affine == NULL ||
      shape->rank < 2 || !is_unbounded (before))
    return FALSE;
  scale = g_new0 (double, (gsize) shape->dims[1]);
  shift = g_new0 (double, (gsize) shape->dims[1]);
  return op->kind->as_affine (op, scale, shift) &&
         before->kind->absorb_affine (before, scale, shift);
}

static gboolean
take_clamp (TsOp *before, const TsOp *op)
{
  float low, high;

  if (!before->kind->absorbs_clamp || op->kind->as_clamp == NULL ||
      !is_unbounded (before) || !op->kind->as_clamp (op, &low, &high))
    return FALSE;
  before->low = low;
  before->high = high;
  return TRUE;
}

/* Whether an average at `before` makes an image of the same size that only `op`, with fewer
 * channels, reads. */
static gboolean
may_swap (const TsOp *before, const TsOp *op)
{
  const TsShape *in, *mid, *out = &op->outputs[0]->shape;

  if (before == NULL || before->kind->take_epilogue == NULL ||
      op->kind->give_epilogue == NULL || before->low > -INFINITY ||
      before->high < INFINITY)
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
  average->low = product->low;
  average->high = product->high;
  product->low = -INFINITY;
  product->high = INFINITY;
  while (network->ops->pdata[before] != average)
    before++;
  network->ops->pdata[before] = product;
  network->ops->pdata[index] = average;
}

static void
swap_averages (TsNetwork *network)
{
  for (guint i = 0; i < network->ops->len; i++) {
    TsOp *op = network->ops->pdata[i], *before = find_only_producer (op);
    g_autoptr (TsTensor) bias = NULL;

    if (!may_swap (before, op) || !op->kind->give_epilogue (op, &bias))
      continue;
    before->kind->take_epilogue (before, bias);
    swap_average (network, before, op, i);
  }
}

void
ts_plan_fuse (TsNetwork *network)
{
  g_autofree gboolean *keep = g_new0 (gboolean, network->ops->len + 1);

  for (guint i = 0; i < network->ops->len; i++) {
    TsOp *op = network->ops->pdata[i], *before = find_only_producer (op);

    keep[i] =
      before == NULL || !(take_affine (before, op) || take_clamp (before, op));
    if (keep[i])
      continue;
    before->outputs[0] = op->outputs[0];
    before->outputs[0]->producer = before;
  }
  filter_ops (network, keep);
  swap_averages (network);
}
