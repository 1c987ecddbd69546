/* Operators on two arrays, with broadcasting as it is today and as it was in opset 6.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tests/core/nn/net-case.h"

#define BOUND 1e-6

typedef struct {
  const char *op;
  double (*twin) (double, double);
} Kind;

static double
prelu (double v, double slope)
{
  return v < 0 ? v * slope : v;
}

static const Kind kinds[] = {
  { "Add", ref_add },    { "Sub", ref_subtract }, { "Mul", ref_multiply },
  { "Div", ref_divide }, { "Max", fmax },         { "Min", fmin },
  { "Pow", pow },        { "Sum", ref_add },
};

static void
check_pair (const Kind *kind, TsShape a_shape, TsShape b_shape)
{
  g_autoptr (NetCase) c = net_case_new (13, 11);
  const RefTensor *a, *b;

  c->low = 0.25;
  c->high = 2;
  a = net_case_input (c, "a", a_shape);
  b = net_case_input (c, "b", b_shape);
  net_case_node (c, kind->op, "a b", "y");
  net_case_output (c, "y");
  net_case_expect (c, ref_binary (a, b, kind->twin), BOUND);
}

static void
test_shapes_are_stretched (void)
{
  const TsShape pairs[][2] = {
    { SHAPE (2, 3, 4, 5), SHAPE (2, 3, 4, 5) },
    { SHAPE (2, 3, 4, 5), SHAPE (1, 3, 1, 1) },
    { SHAPE (2, 3, 1, 1), SHAPE (2, 3, 4, 5) },
    { SHAPE (2, 3, 4, 5), SHAPE (5) },
    { SHAPE (2, 3, 4, 5), SCALAR },
    { SCALAR, SHAPE (2, 3, 4, 5) },
    { SHAPE (2, 3, 4, 5), SHAPE (3, 1, 5) },
    { SHAPE (2, 1, 4, 1), SHAPE (1, 3, 1, 5) },
    { SHAPE (6, 1), SHAPE (1, 7) },
    { SHAPE (1, 1, 1), SHAPE (1) },
    { SHAPE (2, 1, 3, 1, 2, 1, 3, 1), SHAPE (1, 2, 1, 3, 1, 2, 1, 3) },
    { SCALAR, SCALAR },
  };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
      check_pair (&kinds[k], pairs[i][0], pairs[i][1]);
}

static void
test_any_number_of_inputs (void)
{
  for (guint k = 4; k < G_N_ELEMENTS (kinds); k++) {
    g_autoptr (NetCase) c = net_case_new (13, 12);
    const RefTensor *x = net_case_input (c, "x", SHAPE (2, 1, 4));
    const RefTensor *y = net_case_input (c, "y", SHAPE (3, 1));
    const RefTensor *z = net_case_input (c, "z", SHAPE (2, 3, 4));
    g_autoptr (RefTensor) two = ref_binary (x, y, kinds[k].twin);
    g_autoptr (RefTensor) three = ref_binary (two, z, kinds[k].twin);

    if (g_str_equal (kinds[k].op, "Pow"))
      continue;
    net_case_node (c, kinds[k].op, "x y z x", "s");
    net_case_output (c, "s");
    net_case_expect (c, ref_binary (three, x, kinds[k].twin), BOUND);
  }
}

static void
test_sum_of_one_is_itself (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 12);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 4));

  net_case_node (c, "Sum", "x", "y");
  net_case_output (c, "y");
  net_case_expect (c, ref_copy (x), 0);
}

static void
check_old (gint64 axis, TsShape b_shape, TsShape aligned)
{
  g_autoptr (NetCase) c = net_case_new (6, 13);
  const RefTensor *a = net_case_input (c, "a", SHAPE (2, 3, 4, 5));
  const RefTensor *b = net_case_constant (c, "b", b_shape);
  g_autoptr (RefTensor) moved = ref_copy (b);
  TsNode *node = net_case_node (c, "Add", "a b", "y");

  moved->shape = aligned;
  ts_node_set_int (node, "broadcast", 1);
  if (axis >= 0)
    ts_node_set_int (node, "axis", axis);
  net_case_output (c, "y");
  net_case_expect (c, ref_binary (a, moved, ref_add), BOUND);
}

static void
test_opset_6_aligns_by_axis (void)
{
  check_old (1, SHAPE (3), SHAPE (1, 3, 1, 1));
  check_old (1, SHAPE (3, 4), SHAPE (1, 3, 4, 1));
  check_old (0, SHAPE (2, 3), SHAPE (2, 3, 1, 1));
  check_old (2, SHAPE (4, 5), SHAPE (1, 1, 4, 5));
  check_old (-1, SHAPE (4, 5), SHAPE (1, 1, 4, 5));
  check_old (-1, SCALAR, SCALAR);
}

static void
test_refuses_axis_out_of_range (void)
{
  g_autoptr (NetCase) c = net_case_new (6, 13);
  TsNode *node;

  net_case_input (c, "a", SHAPE (2, 3, 4));
  net_case_constant (c, "b", SHAPE (3, 4));
  node = net_case_node (c, "Add", "a b", "y");
  ts_node_set_int (node, "broadcast", 1);
  ts_node_set_int (node, "axis", 2);
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'add' (Add): axis 2 is out of range");
}

static void
check_prelu (guint opset, TsShape slope_shape, TsShape aligned)
{
  g_autoptr (NetCase) c = net_case_new (opset, 14);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 3, 4, 5));
  const RefTensor *slope = net_case_constant (c, "slope", slope_shape);
  g_autoptr (RefTensor) moved = ref_copy (slope);

  moved->shape = aligned;
  net_case_node (c, "PRelu", "x slope", "y");
  net_case_output (c, "y");
  net_case_expect (c, ref_binary (x, moved, prelu), BOUND);
}

static void
test_prelu (void)
{
  check_prelu (9, SHAPE (3, 1, 1), SHAPE (3, 1, 1));
  check_prelu (9, SHAPE (1), SHAPE (1));
  check_prelu (9, SHAPE (2, 3, 4, 5), SHAPE (2, 3, 4, 5));
  check_prelu (6, SHAPE (3), SHAPE (3, 1, 1));
}

static void
refuse_pair (const char *op, TsShape a, TsShape b, const char *message)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "a", a);
  net_case_input (c, "b", b);
  net_case_node (c, op, "a b", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT, message);
}

static void
test_refuses_shapes_that_do_not_go_together (void)
{
  refuse_pair ("Add", SHAPE (2, 3), SHAPE (2, 4),
               "node 'add' (Add): shapes 2x3 and 2x4 do not go together");
  refuse_pair ("PRelu", SHAPE (2, 1), SHAPE (2, 4),
               "node 'prelu' (PRelu): shapes 2x1 and 2x4 do not go together");
}

static void
test_refuses_mixed_types (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "a", SHAPE (2));
  net_case_ints (c, "b", 2, (const gint64[]){ 1, 2 });
  net_case_node (c, "Mul", "a b", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'mul' (Mul): its inputs are of different types");
}

static void
test_refuses_integer_division_by_zero (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (2));
  net_case_ints (c, "a", 2, (const gint64[]){ 1, 2 });
  net_case_ints (c, "b", 2, (const gint64[]){ 1, 0 });
  net_case_node (c, "Div", "a b", "y");
  net_case_output (c, "x");
  net_case_refuse (c, TS_ERROR_FORMAT, "node 'div' (Div): it divides by zero");
}

/* On either side, by itself and against one value for all. */
static void
test_not_a_number_wins (void)
{
  static const char *const ops[] = { "Max", "Min" };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (ops); i++) {
    g_autoptr (NetCase) c = net_case_new (13, 1);
    RefTensor *a = (RefTensor *) net_case_input (c, "a", SHAPE (2, 2));
    RefTensor *b = (RefTensor *) net_case_input (c, "b", SHAPE (2, 2));
    RefTensor *one = (RefTensor *) net_case_input (c, "one", SHAPE (1));
    const RefTensor *y;

    a->values[0] = NAN;
    b->values[1] = NAN;
    if (i % 2 == 1)
      one->values[0] = NAN;
    net_case_node (c, ops[i / 2], i % 2 == 1 ? "a one" : "a b", "y");
    net_case_output (c, "y");
    net_case_run (c);
    y = c->results->pdata[0];
    for (guint k = 0; k < y->n; k++)
      g_assert_cmpint (isnan (y->values[k]) != 0, ==, i % 2 == 1 || k < 2);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/binary/shapes-are-stretched", test_shapes_are_stretched);
  g_test_add_func ("/binary/any-number-of-inputs", test_any_number_of_inputs);
  g_test_add_func ("/binary/not-a-number-wins", test_not_a_number_wins);
  g_test_add_func ("/binary/sum-of-one-is-itself", test_sum_of_one_is_itself);
  g_test_add_func ("/binary/opset-6-aligns-by-axis",
                   test_opset_6_aligns_by_axis);
  g_test_add_func ("/binary/refuses-axis-out-of-range",
                   test_refuses_axis_out_of_range);
  g_test_add_func ("/binary/prelu", test_prelu);
  g_test_add_func ("/binary/refuses-shapes-that-do-not-go-together",
                   test_refuses_shapes_that_do_not_go_together);
  g_test_add_func ("/binary/refuses-mixed-types", test_refuses_mixed_types);
  g_test_add_func ("/binary/refuses-integer-division-by-zero",
                   test_refuses_integer_division_by_zero);
  return g_test_run ();
}
