/* What is known at load is computed at load: constants, and the shape arithmetic that
 * exporters write.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/nn/net-case.h"

/* The value `name` as floats, and nothing to run. */
static void
expect_folded (NetCase *c, const char *name, RefTensor *expected)
{
  g_autoptr (TsNetwork) network = NULL;
  TsNode *node = net_case_node (c, "Cast", name, "as_float");

  ts_node_set_int (node, "to", 1);
  net_case_output (c, "as_float");
  net_case_expect (c, expected, 0);
  network = net_case_plan (c, NULL);
  g_assert_cmpuint (network->ops->len, ==, 0);
}

static RefTensor *
new_values (TsShape shape, const double *values)
{
  RefTensor *x = ref_new (&shape);

  for (gsize i = 0; i < x->n; i++)
    x->values[i] = values[i];
  return x;
}

#define VALUES(...)                                                         \
  new_values (SHAPE (sizeof ((double[]){ __VA_ARGS__ }) / sizeof (double)), \
              (double[]){ __VA_ARGS__ })
#define VALUE(v) new_values (SCALAR, (double[]){ v })

static void
test_constant_of_every_kind (void)
{
  const gint64 ints[] = { 3, -4 };
  const float floats[] = { 0.5f, 2 };
  const TsShape shape = SHAPE (1, 2);
  g_autoptr (TsTensor) tensor = ts_tensor_new (TS_TYPE_FLOAT, &shape, NULL);

  ts_tensor_edit_floats (tensor)[1] = 7;
  for (guint i = 0; i < 5; i++) {
    g_autoptr (NetCase) c = net_case_new (13, 1);
    TsNode *node = net_case_node (c, "Constant", "", "k");
    RefTensor *expected[] = { new_values (shape, (double[]){ 0, 7 }),
                              VALUE (1.5), VALUE (9), VALUES (0.5, 2),
                              VALUES (3, -4) };

    if (i == 0)
      ts_node_set_tensor (node, "value", tensor);
    else if (i == 1)
      ts_node_set_float (node, "value_float", 1.5);
    else if (i == 2)
      ts_node_set_int (node, "value_int", 9);
    else if (i == 3)
      ts_node_set_floats (node, "value_floats", floats, 2);
    else
      ts_node_set_ints (node, "value_ints", ints, 2);
    expect_folded (c, "k", ref_copy (expected[i]));
    for (guint k = 0; k < 5; k++)
      ref_free (expected[k]);
  }
}

static void
test_constant_refuses_no_value (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_node (c, "Constant", "", "k");
  net_case_output (c, "k");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'constant' (Constant): it has 0 values and not 1");
}

static void
check_shape (gint64 start, gint64 end, RefTensor *expected)
{
  g_autoptr (NetCase) c = net_case_new (15, 1);
  TsNode *node;

  net_case_input (c, "x", SHAPE (2, 3, 4));
  node = net_case_node (c, "Shape", "x", "s");
  if (start != 0)
    ts_node_set_int (node, "start", start);
  if (end != 3)
    ts_node_set_int (node, "end", end);
  expect_folded (c, "s", expected);
}

static void
test_shape (void)
{
  check_shape (0, 3, VALUES (2, 3, 4));
  check_shape (1, 3, VALUES (3, 4));
  check_shape (-2, 3, VALUES (3, 4));
  check_shape (0, -1, VALUES (2, 3));
  check_shape (0, 99, VALUES (2, 3, 4));
}

static void
test_size (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (2, 3, 4));
  net_case_node (c, "Size", "x", "s");
  expect_folded (c, "s", VALUE (24));
}

static void
test_constant_of_shape (void)
{
  const TsShape one = SHAPE (1);
  g_autoptr (TsTensor) seven = ts_tensor_new (TS_TYPE_INT64, &one, NULL);
  g_autoptr (NetCase) c = net_case_new (13, 1);
  g_autoptr (NetCase) zeros = net_case_new (13, 1);

  ts_tensor_edit_int64s (seven)[0] = 7;
  net_case_ints (c, "dims", 1, (const gint64[]){ 3 });
  ts_node_set_tensor (net_case_node (c, "ConstantOfShape", "dims", "k"),
                      "value", seven);
  expect_folded (c, "k", VALUES (7, 7, 7));
  net_case_ints (zeros, "dims", 0, NULL);
  net_case_node (zeros, "ConstantOfShape", "dims", "k");
  expect_folded (zeros, "k", VALUE (0));
}

static void
test_range (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_int (c, "start", 7);
  net_case_int (c, "limit", 0);
  net_case_int (c, "delta", -3);
  net_case_node (c, "Range", "start limit delta", "r");
  expect_folded (c, "r", VALUES (7, 4, 1));
}

static void
test_range_refuses_no_end (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_int (c, "start", 7);
  net_case_int (c, "limit", 8);
  net_case_int (c, "delta", 0);
  net_case_node (c, "Range", "start limit delta", "r");
  net_case_output (c, "r");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'range' (Range): its range has no end");
}

static void
check_arithmetic (const char *op, gint64 a, gint64 b, double expected)
{
  g_autoptr (NetCase) c = net_case_new (16, 1);

  net_case_int (c, "a", a);
  net_case_int (c, "b", b);
  net_case_node (c, op, "a b", "y");
  expect_folded (c, "y", VALUE (expected));
}

static void
test_integer_arithmetic (void)
{
  check_arithmetic ("Add", 3, -5, -2);
  check_arithmetic ("Sub", 3, -5, 8);
  check_arithmetic ("Mul", 3, -5, -15);
  check_arithmetic ("Div", -7, 2, -3);
  check_arithmetic ("Div", G_MININT64, -1, (double) G_MININT64);
  check_arithmetic ("Mod", -7, 3, 2);
  check_arithmetic ("Pow", 2, 10, 1024);
  check_arithmetic ("Max", 3, -5, 3);
  check_arithmetic ("Min", 3, -5, -5);
  check_arithmetic ("Equal", 3, 3, 1);
  check_arithmetic ("Less", 3, 3, 0);
  check_arithmetic ("LessOrEqual", 3, 3, 1);
  check_arithmetic ("Greater", 4, 3, 1);
  check_arithmetic ("GreaterOrEqual", 2, 3, 0);
  check_arithmetic ("And", 2, 0, 0);
  check_arithmetic ("Or", 2, 0, 1);
}

static void
check_integer_unary (const char *op, const char *axes, RefTensor *expected)
{
  const gint64 values[] = { 3, -4, 0 };
  g_autoptr (NetCase) c = net_case_new (13, 1);
  TsNode *node;

  net_case_ints (c, "x", 3, values);
  node = net_case_node (c, op, "x", "y");
  if (axes != NULL)
    ts_node_set_int (node, axes, 0);
  expect_folded (c, "y", expected);
}

static void
test_integer_unary_and_reductions (void)
{
  check_integer_unary ("Neg", NULL, VALUES (-3, 4, 0));
  check_integer_unary ("Abs", NULL, VALUES (3, 4, 0));
  check_integer_unary ("Not", NULL, VALUES (0, 0, 1));
  check_integer_unary ("ReduceProd", "keepdims", VALUE (0));
  check_integer_unary ("ReduceSum", "keepdims", VALUE (-1));
  check_integer_unary ("ReduceMax", "keepdims", VALUE (3));
  check_integer_unary ("ReduceMin", "keepdims", VALUE (-4));
}

static void
test_where_and_expand_as_pytorch_writes_them (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  const RefTensor *x = net_case_input (c, "x", SHAPE (1, 3));
  g_autoptr (RefTensor) zeros = ref_new (&SHAPE (4, 3));

  net_case_ints (c, "asked", 2, (const gint64[]){ 4, -1 });
  net_case_int (c, "minus", -1);
  net_case_node (c, "Equal", "asked minus", "is_open");
  net_case_ints (c, "ones", 2, (const gint64[]){ 1, 1 });
  net_case_node (c, "Where", "is_open ones asked", "dims");
  net_case_node (c, "Expand", "x dims", "y");
  net_case_output (c, "y");
  net_case_expect (c, ref_binary (x, zeros, ref_add), 0);
}

/* x.view (x.size (0), 2, x.size (1) / 2, h, w): the channel shuffle of ShuffleNet. */
static void
test_view_of_computed_sizes (void)
{
  g_autoptr (NetCase) c = net_case_new (11, 1);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 6, 3, 3));
  RefTensor *expected = ref_copy (x);
  static const char *const names[] = { "n", "c", "h", "w" };
  const gint64 zero = 0;

  expected->shape = SHAPE (2, 2, 3, 3, 3);
  net_case_node (c, "Shape", "x", "shape");
  for (guint i = 0; i < 4; i++) {
    g_autofree char *pair = g_strdup_printf ("shape i%u", i);

    net_case_int (c, pair + 6, i);
    net_case_node (c, "Gather", pair, names[i]);
  }
  net_case_int (c, "two", 2);
  net_case_node (c, "Div", "c two", "half");
  for (guint i = 0; i < 5; i++) {
    static const char *const from[] = { "n", "two", "half", "h", "w" };
    g_autofree char *to = g_strdup_printf ("u%u", i);

    ts_node_set_ints (net_case_node (c, "Unsqueeze", from[i], to), "axes",
                      &zero, 1);
  }
  ts_node_set_int (net_case_node (c, "Concat", "u0 u1 u2 u3 u4", "dims"),
                   "axis", 0);
  net_case_node (c, "Reshape", "x dims", "y");
  net_case_output (c, "y");
  net_case_expect (c, expected, 0);
}

static void
check_cast (double value, gint64 to, double expected)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_constant_from (c, "x", SCALAR, &value);
  ts_node_set_int (net_case_node (c, "Cast", "x", "y"), "to", to);
  expect_folded (c, "y", VALUE (expected));
}

static void
test_cast (void)
{
  check_cast (-2.75, 7, -2);
  check_cast (2.75, 6, 2);
  check_cast (0.25, 9, 1);
  check_cast (0.25, 11, 0.25);
  check_cast (1e30, 7, 0);
}

static void
test_cast_refuses_other_types (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (2));
  ts_node_set_int (net_case_node (c, "Cast", "x", "y"), "to", 10);
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_UNSUPPORTED,
                   "node 'cast' (Cast): a cast to data type 10 is not "
                   "supported");
}

/* A few bytes that ask for many gigabytes. */
static void
test_constants_have_a_limit (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_ints (c, "dims", 3, (const gint64[]){ 1 << 10, 1 << 10, 1 << 9 });
  net_case_node (c, "ConstantOfShape", "dims", "k");
  net_case_output (c, "k");
  net_case_refuse (c, TS_ERROR_TOO_LARGE,
                   "node 'constantofshape' (ConstantOfShape): constants "
                   "computed from constants are too large");
}

static void
test_shapes_have_a_limit (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_ints (c, "dims", 2, (const gint64[]){ 1LL << 40, 1LL << 40 });
  net_case_node (c, "ConstantOfShape", "dims", "k");
  net_case_output (c, "k");
  net_case_refuse (c, TS_ERROR_TOO_LARGE,
                   "node 'constantofshape' (ConstantOfShape): its output of "
                   "1099511627776x1099511627776 is too large");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/constant/of-every-kind", test_constant_of_every_kind);
  g_test_add_func ("/constant/refuses-no-value",
                   test_constant_refuses_no_value);
  g_test_add_func ("/constant/of-shape", test_constant_of_shape);
  g_test_add_func ("/shape/values", test_shape);
  g_test_add_func ("/shape/size", test_size);
  g_test_add_func ("/range/values", test_range);
  g_test_add_func ("/range/refuses-no-end", test_range_refuses_no_end);
  g_test_add_func ("/fold/integer-arithmetic", test_integer_arithmetic);
  g_test_add_func ("/fold/integer-unary-and-reductions",
                   test_integer_unary_and_reductions);
  g_test_add_func ("/fold/where-and-expand-as-pytorch-writes-them",
                   test_where_and_expand_as_pytorch_writes_them);
  g_test_add_func ("/fold/view-of-computed-sizes", test_view_of_computed_sizes);
  g_test_add_func ("/cast/values", test_cast);
  g_test_add_func ("/cast/refuses-other-types", test_cast_refuses_other_types);
  g_test_add_func ("/fold/constants-have-a-limit", test_constants_have_a_limit);
  g_test_add_func ("/fold/shapes-have-a-limit", test_shapes_have_a_limit);
  return g_test_run ();
}
