/* Runs a network: one arena, one scratch, pointers bound once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "core/base/checked.h"
#include "core/nn/network.h"
#include "core/nn/plan.h"

#define ALIGNMENT_BYTES 64

struct TsExecutor {
  TsNetwork *network;
  char *arena, *scratch;
  const void **inputs; /* of all ops, one after another */
  void **outputs;
  TsOpBuffers *buffers; /* one for each op, pointing into those */
};

static char *
allocate (gsize n_bytes)
{
  void *memory = NULL;

  if (posix_memalign (&memory, ALIGNMENT_BYTES, MAX (n_bytes, 1)) != 0)
    return NULL;
  return memory;
}

static void *
locate (const TsExecutor *self, const TsValue *value)
{
  if (value == NULL)
    return NULL;
  if (value->constant == NULL)
    return self->arena + value->offset_bytes;
  if (value->type == TS_TYPE_FLOAT)
    return (void *) ts_tensor_get_floats (value->constant);
  return (void *) ts_tensor_get_int64s (value->constant);
}

static void
bind (TsExecutor *self)
{
  const GPtrArray *ops = self->network->ops;
  gsize n_inputs = 0, n_outputs = 0;

  for (guint i = 0; i < ops->len; i++) {
    const TsOp *op = ops->pdata[i];

    n_inputs += op->n_inputs;
    n_outputs += op->n_outputs;
  }
  self->inputs = g_new0 (const void *, n_inputs + 1);
  self->outputs = g_new0 (void *, n_outputs + 1);
  self->buffers = g_new0 (TsOpBuffers, ops->len + 1);
  n_inputs = n_outputs = 0;
  for (guint i = 0; i < ops->len; i++) {
    const TsOp *op = ops->pdata[i];

    self->buffers[i] =
      (TsOpBuffers){ self->inputs + n_inputs, self->outputs + n_outputs,
                     self->scratch };
    for (guint k = 0; k < op->n_inputs; k++)
      self->inputs[n_inputs++] = locate (self, op->inputs[k]);
    for (guint k = 0; k < op->n_outputs; k++)
      self->outputs[n_outputs++] = locate (self, op->outputs[k]);
  }
}

TsExecutor *
ts_executor_new (TsNetwork *network, GError **error)
{
  TsExecutor *self = g_new0 (TsExecutor, 1);

  self->network = ts_network_ref (network);
  self->arena = allocate (network->arena_bytes);
  self->scratch = allocate (network->scratch_bytes);
  if (self->arena == NULL || self->scratch == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "no memory for %zu bytes of activations",
                 network->arena_bytes + network->scratch_bytes);
    ts_executor_free (self);
    return NULL;
  }
  bind (self);
  return self;
}

void
ts_executor_free (TsExecutor *self)
{
  if (self == NULL)
    return;
  ts_network_unref (self->network);
  free (self->arena);
  free (self->scratch);
  g_free (self->inputs);
  g_free (self->outputs);
  g_free (self->buffers);
  g_free (self);
}

float *
ts_executor_get_input (TsExecutor *self, guint index)
{
  g_assert (index < self->network->inputs->len);
  return locate (self, self->network->inputs->pdata[index]);
}

const float *
ts_executor_get_output (TsExecutor *self, guint index)
{
  g_assert (index < self->network->outputs->len);
  return locate (self, self->network->outputs->pdata[index]);
}

void
ts_executor_run_op (TsExecutor *self, guint index)
{
  const TsOp *op = self->network->ops->pdata[index];

  op->kind->run (op, &self->buffers[index]);
}

void
ts_executor_run (TsExecutor *self)
{
  for (guint i = 0; i < self->network->ops->len; i++)
    ts_executor_run_op (self, i);
}
