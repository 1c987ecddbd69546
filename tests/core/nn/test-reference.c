/* The judge is judged: the quick convolution by the naive one, the values of whole graphs by
 * numbers written down and by ONNX's vectors.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/model/onnx-file.h"
#include "tests/core/nn/net-judge.h"

static void
compare (const RefTensor *got, const RefTensor *wanted, double bound)
{
  g_assert_true (ts_shape_equal (&got->shape, &wanted->shape));
  for (gsize i = 0; i < wanted->n; i++)
    g_assert_cmpfloat (fabs (got->values[i] - wanted->values[i]), <=,
                       bound * fmax (1, fabs (wanted->values[i])));
}

static RefTensor *
draw (TsRandom *random, TsShape shape)
{
  RefTensor *x = ref_new (&shape);

  for (gsize i = 0; i < x->n; i++)
    x->values[i] = 2 * ts_random_uniform (random) - 1;
  return x;
}

static RefWindow
draw_window (TsRandom *random)
{
  static const char *const modes[] = { NULL,         NULL,         NULL,
                                       "SAME_UPPER", "SAME_LOWER", "VALID" };
  RefWindow window = { .auto_pad = modes[ts_random_below (random, 6)] };

  for (guint k = 0; k < 2; k++) {
    window.kernel[k] = 1 + ts_random_below (random, 4);
    window.stride[k] = 1 + ts_random_below (random, 3);
    window.dilation[k] = 1 + ts_random_below (random, 2);
    window.before[k] = ts_random_below (random, 3);
    window.after[k] = ts_random_below (random, 3);
  }
  return window;
}

static void
test_quick_convolution_is_the_naive_one (void)
{
  TsRandom random;

  ts_random_init (&random, 1);
  for (guint i = 0; i < 300; i++) {
    const RefWindow window = draw_window (&random);
    const gint64 groups = 1 + ts_random_below (&random, 3);
    const gint64 in = 1 + ts_random_below (&random, 5);
    const gint64 out = 1 + ts_random_below (&random, 19);
    const TsShape kernel =
      SHAPE (groups * out, in, window.kernel[0], window.kernel[1]);
    const gint64 height = 7 + ts_random_below (&random, 6);
    const gint64 width = 7 + ts_random_below (&random, 6);
    g_autoptr (RefTensor) x =
      draw (&random, SHAPE (1 + ts_random_below (&random, 2), groups * in,
                            height, width));
    g_autoptr (RefTensor) w = draw (&random, kernel);
    g_autoptr (RefTensor) bias =
      i % 2 == 0 ? draw (&random, SHAPE (groups * out)) : NULL;
    g_autoptr (RefTensor) naive = ref_conv (x, w, bias, groups, &window);
    g_autoptr (RefTensor) quick = ref_conv_quick (x, w, bias, groups, &window);

    compare (quick, naive, 1e-13);
  }
}

/* Large enough for several threads. */
static void
test_quick_convolution_of_a_large_layer (void)
{
  const RefWindow window = { { 3, 3 }, { 1, 1 }, { 1, 1 }, { 1, 1 },
                             { 1, 1 }, NULL,     FALSE,    FALSE };
  TsRandom random;
  g_autoptr (RefTensor) x = NULL, w = NULL, naive = NULL, quick = NULL;

  ts_random_init (&random, 2);
  x = draw (&random, SHAPE (2, 30, 25, 25));
  w = draw (&random, SHAPE (45, 30, 3, 3));
  naive = ref_conv (x, w, NULL, 1, &window);
  quick = ref_conv_quick (x, w, NULL, 1, &window);
  compare (quick, naive, 1e-13);
}

/* One output of a graph whose values are written down. */
static void
expect_values (NetCase *c,
               const char *name,
               TsShape shape,
               const double *values)
{
  g_autoptr (RefTensor) wanted = ref_new (&shape);
  g_autoptr (GPtrArray) got = NULL;

  for (gsize i = 0; i < wanted->n; i++)
    wanted->values[i] = values[i];
  net_case_output (c, name);
  got = net_judge_exact (c);
  compare (got->pdata[got->len - 1], wanted, 1e-15);
}

#define VALUES(...) ((const double[]){ __VA_ARGS__ })

/* x is 1 to 6, as 1x3x2x1. */
static NetCase *
new_count (guint opset)
{
  NetCase *c = net_case_new (opset, 1);

  net_case_input (c, "x", SHAPE (1, 3, 2, 1));
  for (guint i = 0; i < 6; i++)
    ((RefTensor *) g_hash_table_lookup (c->values, "x"))->values[i] = i + 1;
  return c;
}

static void
test_parts_and_shapes (void)
{
  g_autoptr (NetCase) c = new_count (13);
  const gint64 turned[] = { 2, 1, 0, 3 };

  ts_node_set_int (net_case_node (c, "Split", "x", "first second"), "axis", 1);
  expect_values (c, "second", SHAPE (1, 1, 2, 1), VALUES (5, 6));
  expect_values (c, "first", SHAPE (1, 2, 2, 1), VALUES (1, 2, 3, 4));
  net_case_node (c, "Concat", "second first second", "joined");
  expect_values (c, "joined", SHAPE (1, 4, 2, 1),
                 VALUES (5, 6, 1, 2, 3, 4, 5, 6));
  ts_node_set_ints (net_case_node (c, "Transpose", "x", "turned"), "perm",
                    turned, 4);
  expect_values (c, "turned", SHAPE (2, 3, 1, 1), VALUES (1, 3, 5, 2, 4, 6));
  net_case_ints (c, "dims", 3, (const gint64[]){ 0, -1, 3 });
  net_case_node (c, "Reshape", "turned dims", "reshaped");
  expect_values (c, "reshaped", SHAPE (2, 1, 3), VALUES (1, 3, 5, 2, 4, 6));
  net_case_ints (c, "one", 1, (const gint64[]){ 1 });
  net_case_node (c, "Squeeze", "reshaped one", "squeezed");
  expect_values (c, "squeezed", SHAPE (2, 3), VALUES (1, 3, 5, 2, 4, 6));
  net_case_ints (c, "ends", 2, (const gint64[]){ 0, -1 });
  net_case_node (c, "Unsqueeze", "squeezed ends", "wide");
  expect_values (c, "wide", SHAPE (1, 2, 3, 1), VALUES (1, 3, 5, 2, 4, 6));
  net_case_ints (c, "pads", 4, (const gint64[]){ 1, 0, 0, -1 });
  net_case_constant_from (c, "nine", SCALAR, &(double){ 9 });
  net_case_node (c, "Pad", "squeezed pads nine", "padded");
  expect_values (c, "padded", SHAPE (3, 2), VALUES (9, 9, 1, 3, 2, 4));
  net_case_ints (c, "from", 1, (const gint64[]){ -3 });
  net_case_ints (c, "to", 1, (const gint64[]){ G_MAXINT64 });
  net_case_ints (c, "step", 1, (const gint64[]){ 2 });
  net_case_node (c, "Slice", "squeezed from to one step", "sliced");
  expect_values (c, "sliced", SHAPE (2, 2), VALUES (1, 5, 2, 6));
}

static void
test_functions_of_one_value (void)
{
  static const struct {
    const char *op, *attribute;
    double value;
    double results[3]; /* of -4, -0.5, 2 */
  } functions[] = {
    { "Relu", NULL, 0, { 0, 0, 2 } },
    { "LeakyRelu", "alpha", 0.25, { -1, -0.125, 2 } },
    { "Sigmoid",
      NULL,
      0,
      { 0.01798620996209156, 0.3775406687981454, 0.8807970779778823 } },
    { "HardSigmoid", "alpha", 0.25, { 0, 0.375, 1 } },
    { "HardSwish",
      NULL,
      0,
      { 0, -0.5 * (0.5 - 0.5 / 6), 2 * (0.5 + 2.0 / 6) } },
    { "Clip", "min", -1, { -1, -0.5, 2 } },
    { "Identity", NULL, 0, { -4, -0.5, 2 } },
    { "Dropout", NULL, 0, { -4, -0.5, 2 } },
    { "Elu", "alpha", 2, { -1.963368722222532, -0.7869386805747332, 2 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++) {
    g_autoptr (NetCase) c = net_case_new (9, 1);
    TsNode *node = net_case_node (c, functions[i].op, "x", "y");

    net_case_constant_from (c, "x", SHAPE (3), VALUES (-4, -0.5, 2));
    if (functions[i].attribute != NULL)
      ts_node_set_float (node, functions[i].attribute, functions[i].value);
    expect_values (c, "y", SHAPE (3), functions[i].results);
  }
}

static void
test_layers_by_hand (void)
{
  g_autoptr (NetCase) c = new_count (13);
  TsNode *node;

  net_case_constant_from (c, "three", SHAPE (3), VALUES (1, 2, 3));
  net_case_constant_from (c, "ones", SHAPE (3), VALUES (1, 1, 1));
  net_case_constant_from (c, "wide", SHAPE (3), VALUES (3, 3, 3));
  node =
    net_case_node (c, "BatchNormalization", "x three ones three wide", "n");
  ts_node_set_float (node, "epsilon", 1);
  expect_values (c, "n", SHAPE (1, 3, 2, 1), VALUES (1, 1.5, 2, 3, 4, 5.5));
  net_case_node (c, "GlobalAveragePool", "x", "g");
  expect_values (c, "g", SHAPE (1, 3, 1, 1), VALUES (1.5, 3.5, 5.5));
  node = net_case_node (c, "AveragePool", "x", "a");
  ts_node_set_ints (node, "kernel_shape", (const gint64[]){ 2, 1 }, 2);
  ts_node_set_ints (node, "strides", (const gint64[]){ 2, 1 }, 2);
  ts_node_set_ints (node, "pads", (const gint64[]){ 1, 0, 1, 0 }, 4);
  ts_node_set_int (node, "count_include_pad", 1);
  expect_values (c, "a", SHAPE (1, 3, 2, 1), VALUES (0.5, 1, 1.5, 2, 2.5, 3));
  node = net_case_node (c, "ReduceMean", "x", "m");
  ts_node_set_ints (node, "axes", (const gint64[]){ -2, 3 }, 2);
  ts_node_set_int (node, "keepdims", 0);
  expect_values (c, "m", SHAPE (1, 3), VALUES (1.5, 3.5, 5.5));
  net_case_constant_from (c, "matrix", SHAPE (2, 3), VALUES (1, 0, 0, 0, 2, 1));
  net_case_constant_from (c, "shift", SHAPE (2), VALUES (10, 20));
  node = net_case_node (c, "Gemm", "m matrix shift", "f");
  ts_node_set_int (node, "transB", 1);
  ts_node_set_float (node, "alpha", 2);
  ts_node_set_float (node, "beta", 0.5);
  expect_values (c, "f", SHAPE (1, 2), VALUES (8, 35));
  net_case_node (c, "Flatten", "x", "flat");
  expect_values (c, "flat", SHAPE (1, 6), VALUES (1, 2, 3, 4, 5, 6));
}

/* Softmax along one axis from operator set 13 on, over all that follows before. */
static void
test_softmax_of_its_operator_set (void)
{
  const double e[] = { exp (1), exp (2), exp (3), exp (4), exp (5), exp (6) };
  const double all = e[0] + e[1] + e[2] + e[3] + e[4] + e[5];
  double along[6], over[6];

  for (guint opset = 11; opset <= 13; opset += 2) {
    g_autoptr (NetCase) c = new_count (opset);

    for (guint i = 0; i < 6; i++) {
      along[i] = e[i] / (e[i % 2] + e[i % 2 + 2] + e[i % 2 + 4]);
      over[i] = e[i] / all;
    }
    ts_node_set_int (net_case_node (c, "Softmax", "x", "y"), "axis", 1);
    expect_values (c, "y", SHAPE (1, 3, 2, 1), opset == 13 ? along : over);
  }
}

/* Nodes in any order, one value for several readers, and nodes nobody needs. */
static void
test_order_of_nodes_does_not_matter (void)
{
  g_autoptr (NetCase) c = new_count (13);
  g_autoptr (GHashTable) values = NULL;

  net_case_node (c, "Sub", "c a", "d");
  net_case_node (c, "Unknown", "d", "nobody");
  net_case_node (c, "Mul", "a b", "c");
  net_case_node (c, "Add", "a x", "b");
  net_case_node (c, "Add", "x x", "a");
  expect_values (c, "d", SHAPE (1, 3, 2, 1), VALUES (4, 20, 48, 88, 140, 204));
  values = net_judge_exact_all (c);
  g_assert_true (g_hash_table_contains (values, "d"));
  g_assert_true (g_hash_table_contains (values, "b"));
  g_assert_false (g_hash_table_contains (values, "nobody"));
}

static RefTensor *
load_tensor (const char *folder, const char *kind, guint index)
{
  g_autofree char *name = g_strdup_printf ("%s_%u.pb", kind, index);
  g_autofree char *path =
    g_build_filename (folder, "test_data_set_0", name, NULL);
  g_autofree char *tensor_name = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TsTensor) tensor =
    ts_onnx_tensor_load (path, &tensor_name, &error);

  g_assert_no_error (error);
  return ref_from_tensor (tensor);
}

static void
run_vector (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "model.onnx", NULL);
  g_autoptr (TsOnnxFile) file = ts_onnx_file_load (path, NULL);
  g_autoptr (GPtrArray) inputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ref_free);
  g_autoptr (GPtrArray) outputs = NULL;

  if (file == NULL)
    return; /* the one that is not float */
  for (guint i = 0; i < ts_graph_get_n_inputs (file->graph); i++)
    g_ptr_array_add (inputs, load_tensor (folder, "input", i));
  outputs =
    ref_graph_run (file->graph, (const RefTensor *const *) inputs->pdata);
  for (guint i = 0; i < outputs->len; i++) {
    g_autoptr (RefTensor) wanted = load_tensor (folder, "output", i);

    compare (outputs->pdata[i], wanted, 1e-5);
  }
}

static guint
run_vectors (const char *root, const char *name)
{
  g_autofree char *path = g_build_filename (root, "onnx-op-tests", name, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *entry;
  guint n = 0;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL) {
    g_autofree char *folder = g_build_filename (path, entry, NULL);

    run_vector (folder);
    n++;
  }
  return n;
}

static void
test_agrees_with_the_vectors_of_onnx (void)
{
  const char *root = g_getenv ("TS_TEST_DATA");

  if (root == NULL ||
      run_vectors (root, "node") + run_vectors (root, "pytorch-converted") == 0)
    g_test_skip ("onnx-op-tests is not here");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reference/quick-convolution-is-the-naive-one",
                   test_quick_convolution_is_the_naive_one);
  g_test_add_func ("/reference/quick-convolution-of-a-large-layer",
                   test_quick_convolution_of_a_large_layer);
  g_test_add_func ("/reference/parts-and-shapes", test_parts_and_shapes);
  g_test_add_func ("/reference/functions-of-one-value",
                   test_functions_of_one_value);
  g_test_add_func ("/reference/layers-by-hand", test_layers_by_hand);
  g_test_add_func ("/reference/softmax-of-its-operator-set",
                   test_softmax_of_its_operator_set);
  g_test_add_func ("/reference/order-of-nodes-does-not-matter",
                   test_order_of_nodes_does_not_matter);
  g_test_add_func ("/reference/agrees-with-the-vectors-of-onnx",
                   test_agrees_with_the_vectors_of_onnx);
  return g_test_run ();
}
