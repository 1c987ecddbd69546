/* Operators on one element against the same formula in double.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tests/core/nn/net-case.h"

/* A few units in the last place of the C library's float functions. */
#define BOUND 1e-6

static double
keep_between (double v, double low, double high)
{
  return v < low ? low : v > high ? high : v;
}

#define F(id, expression)     \
  static double id (double v) \
  {                           \
    return expression;        \
  }

F (clip6, keep_between (v, 0, 6))
F (clip_low, v < -0.5 ? -0.5 : v)
F (elu, v < 0 ? exp (v) - 1 : v)
F (elu2, v < 0 ? 2.0 * (exp (v) - 1) : v)
F (hard_sigmoid, keep_between (0.2 * v + 0.5, 0, 1))
F (hard_sigmoid6, keep_between (v / 6 + 0.5, 0, 1))
F (hard_swish, v *keep_between (v / 6 + 0.5, 0, 1))
F (leaky_relu, v < 0 ? 0.01 * v : v)
F (leaky_relu2, v < 0 ? 0.2 * v : v)
F (negative, -v)
F (reciprocal, 1 / v)
F (relu, v < 0 ? 0 : v)
F (selu,
   1.05070102214813232421875 *
     (v > 0 ? v : 1.67326319217681884765625 * (exp (v) - 1)))
F (sigmoid, 1 / (1 + exp (-v)))
F (softplus, log (1 + exp (v)))
F (softsign, v / (1 + fabs (v)))

typedef struct {
  const char *op;
  double (*twin) (double);
  double low, high; /* of the input */
  const char *names[2];
  double attributes[2];
} Case;

static void
check_case (const Case *k, guint opset)
{
  g_autoptr (NetCase) c = net_case_new (opset, 7);
  const RefTensor *x;
  TsNode *node = net_case_node (c, k->op, "x", "y");

  c->low = k->low;
  c->high = k->high;
  x = net_case_input (c, "x", SHAPE (2, 3, 5, 7));
  for (guint i = 0; i < 2; i++)
    if (k->names[i] != NULL)
      ts_node_set_float (node, k->names[i], k->attributes[i]);
  net_case_output (c, "y");
  net_case_expect (c, ref_unary (x, k->twin), BOUND);
}

static void
test_formulas (void)
{
  const Case cases[] = {
    { "Abs", fabs, -3, 3, { NULL }, { 0 } },
    { "Ceil", ceil, -3, 3, { NULL }, { 0 } },
    { "Elu", elu, -3, 3, { NULL }, { 0 } },
    { "Elu", elu2, -3, 3, { "alpha", NULL }, { 2, 0 } },
    { "Erf", erf, -3, 3, { NULL }, { 0 } },
    { "Exp", exp, -3, 3, { NULL }, { 0 } },
    { "Floor", floor, -3, 3, { NULL }, { 0 } },
    { "HardSigmoid", hard_sigmoid, -8, 8, { NULL }, { 0 } },
    { "HardSigmoid",
      hard_sigmoid6,
      -8,
      8,
      { "alpha", "beta" },
      { 1.0 / 6, 0.5 } },
    { "HardSwish", hard_swish, -8, 8, { NULL }, { 0 } },
    { "LeakyRelu", leaky_relu, -3, 3, { NULL }, { 0 } },
    { "LeakyRelu", leaky_relu2, -3, 3, { "alpha", NULL }, { 0.2, 0 } },
    { "Log", log, 0.1, 3, { NULL }, { 0 } },
    { "Neg", negative, -3, 3, { NULL }, { 0 } },
    { "Reciprocal", reciprocal, 0.1, 3, { NULL }, { 0 } },
    { "Relu", relu, -3, 3, { NULL }, { 0 } },
    { "Selu", selu, -3, 3, { NULL }, { 0 } },
    { "Sigmoid", sigmoid, -90, 90, { NULL }, { 0 } },
    { "Softplus", softplus, -9, 9, { NULL }, { 0 } },
    { "Softsign", softsign, -9, 9, { NULL }, { 0 } },
    { "Sqrt", sqrt, 0, 3, { NULL }, { 0 } },
    { "Tanh", tanh, -9, 9, { NULL }, { 0 } },
    { "Clip", clip6, -3, 9, { "min", "max" }, { 0, 6 } },
    { "Clip", clip_low, -3, 9, { "min", NULL }, { -0.5, 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i], 6);
}

static void
test_clip_takes_bounds_as_inputs (void)
{
  g_autoptr (NetCase) c = net_case_new (11, 7);
  const RefTensor *x;

  c->low = -3;
  c->high = 9;
  x = net_case_input (c, "x", SHAPE (2, 30));
  net_case_constant_from (c, "low", SCALAR, &(double){ 0 });
  net_case_constant_from (c, "high", SCALAR, &(double){ 6 });
  net_case_node (c, "Clip", "x low high", "y");
  net_case_output (c, "y");
  net_case_expect (c, ref_unary (x, clip6), 0);
}

static void
test_clip_bounds_are_optional (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 7);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 30));

  net_case_constant_from (c, "low", SCALAR, &(double){ -0.5 });
  net_case_node (c, "Clip", "x low -", "y");
  net_case_node (c, "Clip", "y - -", "z");
  net_case_output (c, "z");
  net_case_expect (c, ref_unary (x, clip_low), 0);
}

static void
test_clip_refuses_computed_bounds (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 7);

  net_case_input (c, "x", SHAPE (2, 3));
  net_case_input (c, "low", SCALAR);
  net_case_node (c, "Clip", "x low", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_UNSUPPORTED,
                   "node 'clip' (Clip): the min 'low' is not a constant");
}

/* What is not a number stays visible as such, and does not become a confident 0. */
static void
test_not_a_number_stays (void)
{
  static const char *const ops[] = { "Relu", "Clip", "LeakyRelu", "HardSwish" };

  for (guint i = 0; i < G_N_ELEMENTS (ops); i++) {
    g_autoptr (NetCase) c = net_case_new (6, 7);
    RefTensor *x = (RefTensor *) net_case_input (c, "x", SHAPE (2));

    x->values[1] = NAN;
    net_case_node (c, ops[i], "x", "y");
    net_case_output (c, "y");
    net_case_run (c);
    x = c->results->pdata[0];
    g_assert_false (isnan (x->values[0]));
    g_assert_true (isnan (x->values[1]));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unary/formulas", test_formulas);
  g_test_add_func ("/clip/takes-bounds-as-inputs",
                   test_clip_takes_bounds_as_inputs);
  g_test_add_func ("/clip/bounds-are-optional", test_clip_bounds_are_optional);
  g_test_add_func ("/clip/refuses-computed-bounds",
                   test_clip_refuses_computed_bounds);
  g_test_add_func ("/unary/not-a-number-stays", test_not_a_number_stays);
  return g_test_run ();
}
