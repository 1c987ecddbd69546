/* Gemm and MatMul against their naive twins.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/nn/net-case.h"

#define BOUND 2e-6

typedef struct {
  gboolean a_transposed, b_transposed;
  double alpha, beta;
  TsShape c_shape; /* rank above the maximum: no C */
} GemmCase;

#define NO_C ((TsShape){ .rank = TS_MAX_RANK + 1 })

static double scale_factor;

static double
scale (double v)
{
  return v * scale_factor;
}

static void
check_gemm (const GemmCase *k, guint opset)
{
  g_autoptr (NetCase) c = net_case_new (opset, 21);
  const RefTensor *a =
    net_case_input (c, "a", k->a_transposed ? SHAPE (7, 4) : SHAPE (4, 7));
  const RefTensor *b =
    net_case_constant (c, "b", k->b_transposed ? SHAPE (5, 7) : SHAPE (7, 5));
  g_autoptr (RefTensor) left =
    k->a_transposed ? ref_transpose (a, NULL) : ref_copy (a);
  g_autoptr (RefTensor) right =
    k->b_transposed ? ref_transpose (b, NULL) : ref_copy (b);
  g_autoptr (RefTensor) product = ref_matmul (left, right);
  g_autoptr (RefTensor) scaled = NULL, bias = NULL;
  const gboolean has_c = k->c_shape.rank <= TS_MAX_RANK;
  TsNode *node = net_case_node (c, "Gemm", has_c ? "a b c" : "a b", "y");

  scale_factor = k->alpha;
  scaled = ref_unary (product, scale);
  scale_factor = k->beta;
  if (has_c)
    bias = ref_unary (net_case_constant (c, "c", k->c_shape), scale);
  ts_node_set_int (node, "transA", k->a_transposed);
  ts_node_set_int (node, "transB", k->b_transposed);
  ts_node_set_float (node, "alpha", k->alpha);
  ts_node_set_float (node, "beta", k->beta);
  if (opset == 6)
    ts_node_set_int (node, "broadcast", 1);
  net_case_output (c, "y");
  net_case_expect (
    c, has_c ? ref_binary (scaled, bias, ref_add) : ref_copy (scaled), BOUND);
}

static void
test_gemm (void)
{
  const TsShape shapes[] = { NO_C,         SCALAR,       SHAPE (1),
                             SHAPE (5),    SHAPE (1, 5), SHAPE (4, 1),
                             SHAPE (4, 5), SHAPE (1, 1) };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (guint t = 0; t < 4; t++) {
      const GemmCase plain = { t & 1, t >> 1, 1, 1, shapes[i] };
      const GemmCase scaled = { t & 1, t >> 1, 0.5, -2, shapes[i] };

      check_gemm (&plain, 13);
      check_gemm (&scaled, 13);
      check_gemm (&plain, 6);
    }
}

static void
test_matmul (void)
{
  const TsShape pairs[][2] = {
    { SHAPE (4, 7), SHAPE (7, 5) },
    { SHAPE (7), SHAPE (7, 5) },
    { SHAPE (4, 7), SHAPE (7) },
    { SHAPE (7), SHAPE (7) },
    { SHAPE (2, 3, 4, 7), SHAPE (7, 5) },
    { SHAPE (2, 3, 4, 7), SHAPE (1, 1, 7, 5) },
    { SHAPE (4, 7), SHAPE (2, 3, 7, 5) },
    { SHAPE (2, 1, 4, 7), SHAPE (3, 7, 5) },
    { SHAPE (2, 3, 4, 7), SHAPE (2, 3, 7, 5) },
    { SHAPE (2, 3, 4, 7), SHAPE (7) },
    { SHAPE (7), SHAPE (2, 3, 7, 5) },
    { SHAPE (3, 1, 1), SHAPE (3, 1, 1) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autoptr (NetCase) c = net_case_new (13, 22);
    const RefTensor *a = net_case_input (c, "a", pairs[i][0]);
    const RefTensor *b = net_case_input (c, "b", pairs[i][1]);

    net_case_node (c, "MatMul", "a b", "y");
    net_case_output (c, "y");
    net_case_expect (c, ref_matmul (a, b), BOUND);
  }
}

static void
refuse (const char *op, TsShape a, TsShape b, TsShape bias, const char *message)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  const gboolean is_gemm = g_str_equal (op, "Gemm");

  net_case_input (c, "a", a);
  net_case_input (c, "b", b);
  net_case_input (c, "c", bias);
  net_case_node (c, op, is_gemm ? "a b c" : "a b", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT, message);
}

static void
test_refuses_what_does_not_fit (void)
{
  refuse ("Gemm", SHAPE (2, 3), SHAPE (4, 5), SCALAR,
          "node 'gemm' (Gemm): a matrix with 4 rows for one with 3 columns");
  refuse ("Gemm", SHAPE (2, 3, 1), SHAPE (3, 5), SCALAR,
          "node 'gemm' (Gemm): its inputs have 3 and 2 dimensions and not 2");
  refuse ("Gemm", SHAPE (2, 3), SHAPE (3, 5), SHAPE (3, 5),
          "node 'gemm' (Gemm): C of 3x5 does not stretch to 2x5");
  refuse ("Gemm", SHAPE (1, 3), SHAPE (3, 5), SHAPE (2, 5),
          "node 'gemm' (Gemm): C of 2x5 does not stretch to 1x5");
  refuse ("MatMul", SHAPE (2, 3), SHAPE (4, 5), SCALAR,
          "node 'matmul' (MatMul): shapes 2x3 and 4x5 do not go together");
  refuse ("MatMul", SHAPE (2, 2, 3), SHAPE (3, 3, 5), SCALAR,
          "node 'matmul' (MatMul): shapes 2x2x3 and 3x3x5 do not go together");
  refuse ("MatMul", SCALAR, SHAPE (3, 5), SCALAR,
          "node 'matmul' (MatMul): an input is a scalar");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/matrix/gemm", test_gemm);
  g_test_add_func ("/matrix/matmul", test_matmul);
  g_test_add_func ("/matrix/refuses-what-does-not-fit",
                   test_refuses_what_does_not_fit);
  return g_test_run ();
}
