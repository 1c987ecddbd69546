/* What is taken away: operators nobody needs, and those another can do on the way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/nn/plan.h"

void
ts_plan_filter (TsNetwork *network, const gboolean *keep)
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
  ts_plan_filter (network, keep);
}

TsOp *
ts_op_find_only_producer (const TsOp *op)
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

void
ts_plan_fuse (TsNetwork *network)
{
  g_autofree gboolean *keep = g_new0 (gboolean, network->ops->len + 1);

  for (guint i = 0; i < network->ops->len; i++) {
    TsOp *op = network->ops->pdata[i], *before = ts_op_find_only_producer (op);

    keep[i] =
      before == NULL || !(take_affine (before, op) || take_clamp (before, op));
    if (keep[i])
      continue;
    before->outputs[0] = op->outputs[0];
    before->outputs[0]->producer = before;
  }
  ts_plan_filter (network, keep);
}
