/* A planned network: made, asked, freed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/network.h"

#include "core/base/checked.h"
#include "core/nn/gemm.h"
#include "core/nn/plan.h"

#define MIN_OPSET 6
#define MAX_OPSET 22

static void
free_value (gpointer data)
{
  TsValue *value = data;

  g_clear_pointer (&value->constant, ts_tensor_unref);
  g_free (value->name);
  g_free (value);
}

static TsNetwork *
new_empty (void)
{
  TsNetwork *self = g_new0 (TsNetwork, 1);

  g_atomic_ref_count_init (&self->refs);
  self->values = g_ptr_array_new_with_free_func (free_value);
  self->ops = g_ptr_array_new_with_free_func ((GDestroyNotify) ts_op_free);
  self->inputs = g_ptr_array_new ();
  self->outputs = g_ptr_array_new ();
  self->last_op = "";
  return self;
}

TsNetwork *
ts_network_ref (TsNetwork *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
ts_network_unref (TsNetwork *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->ops);
  g_ptr_array_unref (self->inputs);
  g_ptr_array_unref (self->outputs);
  g_ptr_array_unref (self->values);
  g_free (self);
}

/* Looks through views: a Softmax that is flattened is still one. */
static const char *
find_last_op (const TsNetwork *self)
{
  const TsValue *value = self->outputs->pdata[0];

  while (value->producer != NULL && ts_op_is_view (value->producer))
    value = value->producer->inputs[0];
  return value->producer != NULL ? value->producer->kind->name : "";
}

static gboolean
fail_bytes (GError **error)
{
  g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
               "the network needs more than %zu MiB", TS_PLAN_MAX_BYTES >> 20);
  return FALSE;
}

static gboolean
plan_ops (TsNetwork *self, GError **error)
{
  for (guint i = 0; i < self->ops->len; i++) {
    TsOp *op = self->ops->pdata[i];

    op->kernels = self->kernels;
    if (op->kind->plan != NULL && !op->kind->plan (op, error))
      return FALSE;
    self->weight_bytes += op->weight_bytes;
    if (self->weight_bytes > TS_PLAN_MAX_BYTES)
      return fail_bytes (error);
    self->scratch_bytes = MAX (self->scratch_bytes, op->scratch_bytes);
    self->n_multiply_adds += op->multiply_adds;
    if (op->multiply_adds > TS_PLAN_MAX_MULTIPLY_ADDS ||
        self->n_multiply_adds > TS_PLAN_MAX_MULTIPLY_ADDS)
      return ts_op_fail (op, error, TS_ERROR_TOO_LARGE,
                         "the network would compute for hours");
  }
  return TRUE;
}

/* Constants that went into packed weights, or fed what was folded, are not kept. */
static void
drop_unused_constants (TsNetwork *self)
{
  g_autofree gboolean *is_used = g_new0 (gboolean, self->values->len + 1);

  for (guint i = 0; i < self->ops->len; i++) {
    TsOp *op = self->ops->pdata[i];

    for (guint k = 0; k < op->n_inputs; k++)
      if (op->inputs[k] != NULL)
        is_used[op->inputs[k]->index] = TRUE;
    op->node = NULL;
  }
  for (guint i = 0; i < self->values->len; i++) {
    TsValue *value = self->values->pdata[i];

    if (!is_used[i] && !value->is_output)
      g_clear_pointer (&value->constant, ts_tensor_unref);
  }
}

static gboolean
check_bytes (const TsNetwork *self, GError **error)
{
  gsize n_bytes = self->arena_bytes;
  gboolean is_good = ts_checked_add (n_bytes, self->scratch_bytes, &n_bytes) &&
                     ts_checked_add (n_bytes, self->weight_bytes, &n_bytes);

  for (guint i = 0; i < self->values->len; i++) {
    const TsValue *value = self->values->pdata[i];

    if (value->constant != NULL)
      is_good = is_good &&
                ts_checked_add (n_bytes,
                                value->n_elements * ts_type_bytes (value->type),
                                &n_bytes);
  }
  return (is_good && n_bytes <= TS_PLAN_MAX_BYTES) || fail_bytes (error);
}

TsNetwork *
ts_network_new_planned (const TsGraph *graph,
                        const TsShape *input_shapes,
                        guint flags,
                        GError **error)
{
  const guint opset = ts_graph_get_opset (graph);
  g_autoptr (TsNetwork) self = new_empty ();

  ts_gemm_prepare ();
  self->kernels =
    (flags & TS_PLAN_PORTABLE) != 0 ? &ts_kernels_portable : ts_kernels_find ();
  if (opset < MIN_OPSET || opset > MAX_OPSET) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "opset %u is not supported (%d to %d are)", opset, MIN_OPSET,
                 MAX_OPSET);
    return NULL;
  }
  if (!ts_plan_build (self, graph, input_shapes, error))
    return NULL;
  self->last_op = find_last_op (self);
  ts_plan_prune (self);
  if ((flags & TS_PLAN_NO_FUSION) == 0) {
    ts_plan_fuse (self);
    ts_plan_rewrite (self);
  }
  ts_plan_layout (self);
  if (!check_bytes (self, error) || !ts_plan_place (self, flags, error) ||
      !plan_ops (self, error))
    return NULL;
  drop_unused_constants (self);
  if (!check_bytes (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

TsNetwork *
ts_network_new (const TsGraph *graph,
                const TsShape *input_shapes,
                GError **error)
{
  return ts_network_new_planned (graph, input_shapes, 0, error);
}

static const TsShape *
get_shape (const GPtrArray *values, guint index)
{
  g_assert (index < values->len);
  return &((const TsValue *) values->pdata[index])->shape;
}

guint
ts_network_get_n_inputs (const TsNetwork *self)
{
  return self->inputs->len;
}

const TsShape *
ts_network_get_input_shape (const TsNetwork *self, guint index)
{
  return get_shape (self->inputs, index);
}

guint
ts_network_get_n_outputs (const TsNetwork *self)
{
  return self->outputs->len;
}

const TsShape *
ts_network_get_output_shape (const TsNetwork *self, guint index)
{
  return get_shape (self->outputs, index);
}

guint64
ts_network_get_n_parameters (const TsNetwork *self)
{
  return self->n_parameters;
}

guint64
ts_network_get_n_multiply_adds (const TsNetwork *self)
{
  return self->n_multiply_adds;
}

const char *
ts_network_get_last_op (const TsNetwork *self)
{
  return self->last_op;
}

gsize
ts_network_get_arena_bytes (const TsNetwork *self)
{
  return self->arena_bytes;
}

guint
ts_network_get_n_ops (const TsNetwork *self)
{
  return self->ops->len;
}

const char *
ts_network_get_way (const TsNetwork *self, guint op)
{
  g_assert (op < self->ops->len);
  return ((const TsOp *) self->ops->pdata[op])->way;
}
