/* Nodes that are layers: convolutions, pools, normalisations, products.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tests/reference/reference-nodes.h"

static void
read_pair (const RefNode *node, const char *name, gint64 fallback, gint64 *out)
{
  guint n;
  const gint64 *given = ts_node_get_ints (node->node, name, &n);

  g_assert_true (n == 0 || n == 2);
  out[0] = n == 2 ? given[0] : fallback;
  out[1] = n == 2 ? given[1] : fallback;
}

/* kernel [2]: that of the weights, or NULL where kernel_shape tells. */
static RefWindow
read_window (const RefNode *node, const gint64 *kernel)
{
  const char *auto_pad = ts_node_get_string (node->node, "auto_pad", "NOTSET");
  guint n_pads;
  const gint64 *pads = ts_node_get_ints (node->node, "pads", &n_pads);
  RefWindow w = { .auto_pad =
                    g_str_equal (auto_pad, "NOTSET") ? NULL : auto_pad };

  g_assert_cmpuint (node->inputs[0]->shape.rank, ==, 4);
  g_assert_true (n_pads == 0 || n_pads == 4);
  read_pair (node, "kernel_shape", 1, w.kernel);
  read_pair (node, "strides", 1, w.stride);
  read_pair (node, "dilations", 1, w.dilation);
  for (guint i = 0; i < 2; i++) {
    w.kernel[i] = kernel != NULL ? kernel[i] : w.kernel[i];
    w.before[i] = n_pads == 4 ? pads[i] : 0;
    w.after[i] = n_pads == 4 ? pads[i + 2] : 0;
  }
  w.is_ceil = ts_node_get_int (node->node, "ceil_mode", 0) != 0;
  w.counts_padding = ts_node_get_int (node->node, "count_include_pad", 0) != 0;
  return w;
}

static RefTensor *
run_conv (const RefNode *node, guint output)
{
  const RefTensor *x = node->inputs[0], *w = node->inputs[1];
  const RefWindow window = read_window (node, w->shape.dims + 2);

  return ref_conv_quick (x, w, ref_node_has (node, 2) ? node->inputs[2] : NULL,
                         ts_node_get_int (node->node, "group", 1), &window);
}

static RefTensor *
run_pool (const RefNode *node, guint output)
{
  const RefWindow window = read_window (node, NULL);

  return ref_pool (node->inputs[0], &window,
                   g_str_has_prefix (ts_node_get_op (node->node), "Max"));
}

static RefTensor *
run_global_pool (const RefNode *node, guint output)
{
  return ref_global_pool (
    node->inputs[0],
    g_str_equal (ts_node_get_op (node->node), "GlobalMaxPool"));
}

static RefTensor *
run_batch_norm (const RefNode *node, guint output)
{
  g_assert_cmpint (ts_node_get_int (node->node, "training_mode", 0), ==, 0);
  return ref_batch_norm (
    node->inputs[0], node->inputs + 1,
    ts_node_get_float (node->node, "epsilon", (double) 1e-5f),
    ts_node_get_int (node->node, "spatial", 1) != 0);
}

static RefTensor *
run_lrn (const RefNode *node, guint output)
{
  return ref_lrn (node->inputs[0], ts_node_get_int (node->node, "size", 0),
                  ts_node_get_float (node->node, "alpha", (double) 1e-4f),
                  ts_node_get_float (node->node, "beta", 0.75),
                  ts_node_get_float (node->node, "bias", 1));
}

static RefTensor *
run_softmax (const RefNode *node, guint output)
{
  const RefTensor *x = node->inputs[0];
  const gboolean is_old = node->opset < 13;
  const guint axis = ref_node_get_axis (node, is_old ? 1 : -1, x->shape.rank);
  RefTensor *y = ref_softmax (x, axis, is_old ? x->shape.rank : axis + 1);

  if (g_str_equal (ts_node_get_op (node->node), "LogSoftmax"))
    for (gsize i = 0; i < y->n; i++)
      y->values[i] = log (y->values[i]);
  return y;
}

static RefTensor *
run_matmul (const RefNode *node, guint output)
{
  return ref_matmul (node->inputs[0], node->inputs[1]);
}

static RefTensor *
read_matrix (const RefNode *node, guint input, const char *transposed)
{
  return ts_node_get_int (node->node, transposed, 0) != 0
           ? ref_transpose (node->inputs[input], NULL)
           : ref_copy (node->inputs[input]);
}

static RefTensor *
run_gemm (const RefNode *node, guint output)
{
  const double alpha = ts_node_get_float (node->node, "alpha", 1);
  const double beta = ts_node_get_float (node->node, "beta", 1);
  g_autoptr (RefTensor) a = read_matrix (node, 0, "transA");
  g_autoptr (RefTensor) b = read_matrix (node, 1, "transB");
  g_autoptr (RefTensor) y = ref_matmul (a, b);
  g_autoptr (RefTensor) c = NULL;

  for (gsize i = 0; i < y->n; i++)
    y->values[i] *= alpha;
  if (!ref_node_has (node, 2))
    return g_steal_pointer (&y);
  c = ref_copy (node->inputs[2]);
  for (gsize i = 0; i < c->n; i++)
    c->values[i] *= beta;
  return ref_binary (y, c, ref_add);
}

/* Without the dimensions that were reduced, unless they are to be kept. */
static void
drop_reduced (const RefNode *node, const gboolean *is_reduced, RefTensor *y)
{
  TsShape kept = { .rank = 0 };

  for (guint i = 0; i < y->shape.rank; i++)
    if (!is_reduced[i])
      kept.dims[kept.rank++] = y->shape.dims[i];
  if (ts_node_get_int (node->node, "keepdims", 1) == 0)
    y->shape = kept;
}

static RefTensor *
run_reduce (const RefNode *node, guint output)
{
  const char *op = ts_node_get_op (node->node);
  const RefTensor *x = node->inputs[0];
  guint n = 0;
  g_autofree gint64 *axes = ref_node_dup_ints (node, "axes", 1, &n);
  gboolean is_reduced[TS_MAX_RANK] = { FALSE };
  RefTensor *y;

  for (guint i = 0; i < n; i++)
    is_reduced[axes[i] < 0 ? axes[i] + x->shape.rank : axes[i]] = TRUE;
  for (guint i = 0; i < x->shape.rank && n == 0; i++)
    is_reduced[i] = TRUE;
  if (g_str_equal (op, "ReduceMax"))
    y = ref_reduce (x, is_reduced, -INFINITY, fmax);
  else
    y = ref_reduce (x, is_reduced, 0, ref_add);
  for (gsize i = 0; i < y->n && g_str_equal (op, "ReduceMean"); i++)
    y->values[i] *= (double) y->n / (double) x->n;
  drop_reduced (node, is_reduced, y);
  return y;
}

const RefNodeKind ref_layer_kinds[] = {
  { "AveragePool", run_pool },
  { "BatchNormalization", run_batch_norm },
  { "Conv", run_conv },
  { "Gemm", run_gemm },
  { "GlobalAveragePool", run_global_pool },
  { "GlobalMaxPool", run_global_pool },
  { "LRN", run_lrn },
  { "LogSoftmax", run_softmax },
  { "MatMul", run_matmul },
  { "MaxPool", run_pool },
  { "ReduceMax", run_reduce },
  { "ReduceMean", run_reduce },
  { "ReduceSum", run_reduce },
  { "Softmax", run_softmax },
  { NULL, NULL },
};
