/* From a graph to a network, step by step: order, build (check and fold), prune, fuse,
 * rewrite, lay out images, place in memory, pack weights. Each step is a file, plan-NAME.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/network.h"
#include "core/nn/op.h"

G_BEGIN_DECLS

/* For tests, which compare the plain with the planned. */
typedef enum {
  TS_PLAN_NO_FUSION = 1 << 0,
  TS_PLAN_NO_REUSE = 1 << 1, /* each value has memory of its own */
  TS_PLAN_PORTABLE = 1 << 2  /* the kernels and BLAS that run anywhere */
} TsPlanFlags;

struct TsNetwork {
  gatomicrefcount refs;
  const TsKernels *kernels;
  GPtrArray *values;           /* of TsValue, all of them */
  GPtrArray *ops;              /* of TsOp, in the order they run */
  GPtrArray *inputs, *outputs; /* of TsValue, in values */
  guint64 n_parameters, n_multiply_adds;
  const char *last_op;
  gsize arena_bytes, scratch_bytes, weight_bytes;
};

/* More is refused with TS_ERROR_TOO_LARGE. */
#define TS_PLAN_MAX_NODES         (1 << 14)
#define TS_PLAN_MAX_FOLDED_BYTES  ((gsize) 1 << 30)
#define TS_PLAN_MAX_BYTES         ((gsize) 4 << 30) /* weights, arena and scratch */
#define TS_PLAN_MAX_MULTIPLY_ADDS ((guint64) 10 * 1000 * 1000 * 1000 * 1000)

TsNetwork *ts_network_new_planned (const TsGraph *graph,
                                   const TsShape *input_shapes,
                                   guint flags,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Node indices, each after those whose outputs it takes; in file order where that is
 * possible. Free with g_free. NULL: a value made twice or by nobody, or a cycle. */
guint *ts_plan_order (const TsGraph *graph,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes values and ops of the graph's nodes. Every operator is checked; one whose inputs
 * are all known is run and gone; one that changes nothing is gone. */
gboolean ts_plan_build (TsNetwork *network,
                        const TsGraph *graph,
                        const TsShape *input_shapes,
                        GError **error);
/* Takes away what no output needs, and counts uses. */
void ts_plan_prune (TsNetwork *network);
/* Takes batch norm, scaling and bounds into the operator before. */
void ts_plan_fuse (TsNetwork *network);
/* Joins what is one operator in several, and changes the order where that is less work. */
void ts_plan_rewrite (TsNetwork *network);
/* Decides which values are channels-last, and puts in what turns one layout into the
 * other. */
void ts_plan_layout (TsNetwork *network);
/* Gives each value its place in the arena and takes away the views. */
gboolean ts_plan_place (TsNetwork *network, guint flags, GError **error);

/* Frees the ops whose place in keep [ops] is FALSE. */
void ts_plan_filter (TsNetwork *network, const gboolean *keep);
static inline gboolean
ts_op_is_view (const TsOp *op)
{
  return (op->kind->traits & TS_OP_VIEW) != 0;
}

/* The operator before, when it makes this input for nobody else; else NULL. */
TsOp *ts_op_find_only_producer (const TsOp *op);

/* One of a network's ops, which a run takes in turn: for whoever times them. */
void ts_executor_run_op (TsExecutor *self, guint index);

TsOp *ts_op_new (const TsOperator *kind,
                 const TsNode *node,
                 guint opset) G_GNUC_WARN_UNUSED_RESULT;
/* One of no node: inputs and outputs are for the caller to set. */
TsOp *ts_op_new_inserted (const TsOperator *kind,
                          const char *name,
                          guint n_inputs,
                          guint n_outputs) G_GNUC_WARN_UNUSED_RESULT;
void ts_op_free (TsOp *self);
TsValue *ts_value_new (TsNetwork *network, const char *name);

G_END_DECLS
