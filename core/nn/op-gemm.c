/* Gemm: alpha * A B + beta * C, both matrices transposed where asked, C stretched.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/nn/broadcast.h"
#include "core/nn/epilogue.h"
#include "core/nn/gemm.h"
#include "core/nn/op-table.h"

typedef struct {
  TsGemm gemm;
  TsBroadcast walk; /* of C; when there is one */
} Params;

static gboolean
check_matrices (TsOp *op, TsGemm *g, GError **error)
{
  const TsShape *a = ts_op_get_shape (op, 0), *b = ts_op_get_shape (op, 1);
  gsize b_rows;

  if (a->rank != 2 || b->rank != 2)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "its inputs have %u and %u dimensions and not 2",
                       a->rank, b->rank);
  g->is_a_transposed = ts_node_get_int (op->node, "transA", 0) != 0;
  g->is_b_transposed = ts_node_get_int (op->node, "transB", 0) != 0;
  g->a_stride = (gsize) a->dims[1];
  g->b_stride = (gsize) b->dims[1];
  g->m = (gsize) a->dims[g->is_a_transposed ? 1 : 0];
  g->k = (gsize) a->dims[g->is_a_transposed ? 0 : 1];
  g->n = (gsize) b->dims[g->is_b_transposed ? 0 : 1];
  b_rows = (gsize) b->dims[g->is_b_transposed ? 1 : 0];
  if (b_rows != g->k)
    return ts_op_fail (op, error, TS_ERROR_FORMAT,
                       "a matrix with %zu rows for one with %zu columns",
                       b_rows, g->k);
  g->c_stride = g->n;
  g->alpha = (float) ts_node_get_float (op->node, "alpha", 1);
  g->beta = (float) ts_node_get_float (op->node, "beta", 1);
  return TRUE;
}

static gboolean
gemm_check (TsOp *op, GError **error)
{
  Params *p = g_new0 (Params, 1);
  TsShape out, stretched;

  op->params = p;
  if (!check_matrices (op, &p->gemm, error))
    return FALSE;
  out = (TsShape){ 2, { (gint64) p->gemm.m, (gint64) p->gemm.n } };
  if (ts_op_has_input (op, 2)) {
    const TsShape *c = ts_op_get_shape (op, 2);
    g_autofree char *text = ts_shape_to_text (c);

    if (!ts_broadcast_shapes (&out, c, &stretched) ||
        !ts_shape_equal (&out, &stretched))
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "C of %s does not stretch to %zux%zu", text, p->gemm.m,
                         p->gemm.n);
    ts_broadcast_init (&p->walk, &out, &c, 1);
  }
  return ts_op_set_output (op, 0, TS_TYPE_FLOAT, &out, error);
}

static gboolean
gemm_plan (TsOp *op, GError **error)
{
  const Params *p = op->params;

  op->multiply_adds = (guint64) p->gemm.m * p->gemm.n * p->gemm.k;
  return TRUE;
}

static void
stretch (const TsBroadcast *walk, const float *c, float *y)
{
  const gsize n = ts_broadcast_get_inner (walk);
  const gsize step = ts_broadcast_get_inner_stride (walk, 0);
  TsBroadcastPlace place = { 0 };

  do
    for (gsize i = 0; i < n; i++)
      y[place.out + i] = c[place.at[0] + i * step];
  while (ts_broadcast_next (walk, &place));
}

static void
gemm_run (const TsOp *op, const TsOpBuffers *buffers)
{
  const Params *p = op->params;
  const TsEpilogue epilogue = { NULL, op->low, op->high };
  TsGemm gemm = p->gemm;

  gemm.a = buffers->inputs[0];
  gemm.b = buffers->inputs[1];
  gemm.c = buffers->outputs[0];
  if (ts_op_has_input (op, 2))
    stretch (&p->walk, buffers->inputs[2], gemm.c);
  else
    gemm.beta = 0;
  ts_gemm (&gemm);
  ts_epilogue_apply (&epilogue, gemm.c, gemm.m, gemm.n, gemm.n);
}

static const TsAttributeSpec attributes[] = {
  { "alpha", TS_ATTRIBUTE_FLOAT },   { "beta", TS_ATTRIBUTE_FLOAT },
  { "broadcast", TS_ATTRIBUTE_INT }, { "transA", TS_ATTRIBUTE_INT },
  { "transB", TS_ATTRIBUTE_INT },    { NULL, TS_ATTRIBUTE_NONE },
};

const TsOperator ts_gemm_operators[] = {
  {
    .name = "Gemm",
    .attributes = attributes,
    .min_inputs = 2,
    .max_inputs = 3,
    .check = gemm_check,
    .plan = gemm_plan,
    .run = gemm_run,
    .absorbs_clamp = TRUE,
  },
  { .name = NULL },
};
