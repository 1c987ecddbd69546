/* MatMul as NumPy has it: stacks of matrices, broadcast; a vector is a row on the left and a
 * column on the right.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/broadcast.h"
#include "core/nn/epilogue.h"
#include "core/nn/gemm.h"
#include "core/nn/op-table.h"

typedef struct {
  TsGemm gemm;
  TsBroadcast walk; /* over the stacks, in matrices */
  gsize a_size, b_size, c_size;
} Params;

/* Matrix sides from shape into rows and columns, the rest into stack. */
static void
split_shape (const TsShape *shape,
             gboolean is_left,
             gsize *rows,
             gsize *columns,
             TsShape *stack)
{
  *stack = *shape;
  if (shape->rank == 1) {
    *rows = is_left ? 1 : (gsize) shape->dims[0];
    *columns = is_left ? (gsize) shape->dims[0] : 1;
    stack->rank = 0;
    return;
  }
  stack->rank = shape->rank - 2;
  *rows = (gsize) shape->dims[shape->rank - 2];
  *columns = (gsize) shape->dims[shape->rank - 1];
}

static TsShape
make_output_shape (const TsOp *op, const TsGemm *g, const TsShape *stack)
{
  TsShape out = *stack;

  if (ts_op_get_shape (op, 0)->rank > 1)
    out.dims[out.rank++] = (gint64) g->m;
  if (ts_op_get_shape (op, 1)->rank > 1)
    out.dims[out.rank++] = (gint64) g->n;
  return out;
}

/* A stack on the left with one matrix on the right is one tall matrix. */
static void
join_rows (Params *p, const TsShape *a_stack, const TsShape *b_stack)
{
  const TsShape none = { 0 };
  const TsShape *const pair[] = { &none, &none };
  const gsize n = ts_shape_product (a_stack, 0, a_stack->rank);

  if (ts_shape_product (b_stack, 0, b_stack->rank) != 1)
    return;
  p->gemm.m *= n;
  ts_broadcast_init (&p->walk, &none, pair, 2);
}

static gboolean
matmul_check (TsOp *op, GError **error)
{
  const TsShape *a = ts_op_get_shape (op, 0), *b = ts_op_get_shape (op, 1);
  Params *p = g_new0 (Params, 1);
  TsGemm *g = &p->gemm;
  TsShape a_stack, b_stack, stack, out;
  const TsShape *const pair[] = { &a_stack, &b_stack };
  gsize b_rows;

  op->params = p;
  if (a->rank == 0 || b->rank == 0)
    return ts_op_fail (op, error, TS_ERROR_FORMAT, "an input is a scalar");
  split_shape (a, TRUE, &g->m, &g->k, &a_stack);
  split_shape (b, FALSE, &b_rows, &g->n, &b_stack);
  if (b_rows != g->k || !ts_broadcast_shapes (&a_stack, &b_stack, &stack)) {
    g_autofree char *a_text = ts_shape_to_text (a);
    g_autofree char *b_text = ts_shape_to_text (b);

    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "shapes %s and %s do not go together", a_text, b_text);
  }
  out = make_output_shape (op, g, &stack);
  p->a_size = g->m * g->k;
  p->b_size = g->k * g->n;
  p->c_size = g->m * g->n;
  ts_broadcast_init (&p->walk, &stack, pair, 2);
  join_rows (p, &a_stack, &b_stack);
  g->alpha = 1;
  g->a_stride = g->k;
  g->b_stride = g->c_stride = g->n;
  return ts_op_set_output (op, 0, TS_TYPE_FLOAT, &out, error);
}

static gboolean
matmul_plan (TsOp *op, GError **error)
{
  const Params *p = op->params;

  op->multiply_adds = (guint64) op->outputs[0]->n_elements * p->gemm.k;
  return TRUE;
}

static void
matmul_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const TsEpilogue epilogue = { NULL, op->low, op->high };
  const gsize n = op->outputs[0]->n_elements;
  TsBroadcastPlace place = { 0 };
  TsGemm gemm = p->gemm;

  do
    for (gsize i = 0; i < ts_broadcast_get_inner (&p->walk); i++) {
      const gsize a =
        place.at[0] + i * ts_broadcast_get_inner_stride (&p->walk, 0);
      const gsize b =
        place.at[1] + i * ts_broadcast_get_inner_stride (&p->walk, 1);

      gemm.a = TS_IN (buffers, 0) + a * p->a_size;
      gemm.b = TS_IN (buffers, 1) + b * p->b_size;
      gemm.c = TS_OUT (buffers, 0) + (place.out + i) * p->c_size;
      ts_gemm (&gemm);
    }
  while (ts_broadcast_next (&p->walk, &place));
  ts_epilogue_apply (&epilogue, TS_OUT (buffers, 0), 1, n, n);
}

const TsOperator ts_matmul_operators[] = {
  {
    .name = "MatMul",
    .min_inputs = 2,
    .max_inputs = 2,
    .check = matmul_check,
    .plan = matmul_plan,
    .run = matmul_run,
    .absorbs_clamp = TRUE,
  },
  { .name = NULL },
};
