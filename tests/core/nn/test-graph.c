/* Graphs as data: what is put in comes out again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/graph.h"

static TsTensor *
new_vector (float value)
{
  const TsShape shape = { 1, { 1 } };
  TsTensor *tensor = ts_tensor_new (TS_TYPE_FLOAT, &shape, NULL);

  ts_tensor_edit_floats (tensor)[0] = value;
  return tensor;
}

static void
test_keeps_values_nodes_and_constants (void)
{
  const TsShape open = { 2, { -1, 3 } };
  const char *inputs[] = { "x", "", "w", NULL }, *outputs[] = { "y", NULL };
  g_autoptr (TsGraph) graph = ts_graph_new (13);
  g_autoptr (TsTensor) weight = new_vector (2);
  const TsNode *node;

  ts_graph_add_input (graph, "x", &open);
  ts_graph_add_output (graph, "y", &open);
  ts_graph_add_constant (graph, "w", weight);
  node = ts_graph_add_node (graph, "fc", "Gemm", inputs, outputs);
  g_assert_cmpuint (ts_graph_get_opset (graph), ==, 13);
  g_assert_cmpuint (ts_graph_get_n_inputs (graph), ==, 1);
  g_assert_cmpstr (ts_graph_get_input (graph, 0)->name, ==, "x");
  g_assert_cmpint (ts_graph_get_input (graph, 0)->shape.dims[0], ==, -1);
  g_assert_cmpuint (ts_graph_get_n_outputs (graph), ==, 1);
  g_assert_cmpstr (ts_graph_get_output (graph, 0)->name, ==, "y");
  g_assert_true (ts_graph_get_constant (graph, "w") == weight);
  g_assert_null (ts_graph_get_constant (graph, "v"));
  g_assert_cmpuint (ts_graph_get_n_nodes (graph), ==, 1);
  g_assert_true (ts_graph_get_node (graph, 0) == node);
  g_assert_cmpstr (ts_node_get_name (node), ==, "fc");
  g_assert_cmpstr (ts_node_get_op (node), ==, "Gemm");
  g_assert_cmpuint (ts_node_get_n_inputs (node), ==, 3);
  g_assert_cmpstr (ts_node_get_input (node, 1), ==, "");
  g_assert_cmpstr (ts_node_get_input (node, 2), ==, "w");
  g_assert_cmpuint (ts_node_get_n_outputs (node), ==, 1);
  g_assert_cmpstr (ts_node_get_output (node, 0), ==, "y");
}

static void
test_nameless_node_gets_a_name (void)
{
  const char *none[] = { NULL };
  g_autoptr (TsGraph) graph = ts_graph_new (13);

  ts_graph_add_node (graph, NULL, "Relu", none, none);
  ts_graph_add_node (graph, "", "Relu", none, none);
  g_assert_cmpstr (ts_node_get_name (ts_graph_get_node (graph, 0)), ==,
                   "node 0");
  g_assert_cmpstr (ts_node_get_name (ts_graph_get_node (graph, 1)), ==,
                   "node 1");
}

static void
test_first_of_two_constants_counts (void)
{
  g_autoptr (TsGraph) graph = ts_graph_new (13);
  g_autoptr (TsTensor) first = new_vector (1);
  g_autoptr (TsTensor) second = new_vector (2);
  g_autoptr (GList) names = NULL;

  ts_graph_add_constant (graph, "w", first);
  ts_graph_add_constant (graph, "w", second);
  names = ts_graph_list_constants (graph);
  g_assert_true (ts_graph_get_constant (graph, "w") == first);
  g_assert_cmpuint (g_list_length (names), ==, 2);
}

static void
test_attributes_of_every_kind (void)
{
  const char *none[] = { NULL };
  const gint64 ints[] = { 1, -2 };
  const float floats[] = { 0.5f };
  g_autoptr (TsGraph) graph = ts_graph_new (13);
  g_autoptr (TsTensor) tensor = new_vector (3);
  TsNode *node = ts_graph_add_node (graph, "n", "Op", none, none);
  guint n;

  ts_node_set_int (node, "i", 7);
  ts_node_set_float (node, "f", 0.25);
  ts_node_set_string (node, "s", "SAME_UPPER");
  ts_node_set_ints (node, "is", ints, 2);
  ts_node_set_floats (node, "fs", floats, 1);
  ts_node_set_tensor (node, "t", tensor);
  g_assert_cmpint (ts_node_get_int (node, "i", 0), ==, 7);
  g_assert_cmpfloat (ts_node_get_float (node, "f", 0), ==, 0.25);
  g_assert_cmpstr (ts_node_get_string (node, "s", ""), ==, "SAME_UPPER");
  g_assert_cmpint (ts_node_get_ints (node, "is", &n)[1], ==, -2);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (ts_node_get_floats (node, "fs", &n)[0], ==, 0.5f);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (ts_node_get_tensor (node, "t") == tensor);
  g_assert_cmpuint (ts_node_get_n_attributes (node), ==, 6);
  g_assert_cmpstr (ts_node_get_attribute_name (node, 2), ==, "s");
  g_assert_cmpint (ts_node_get_attribute_kind (node, "fs"), ==,
                   TS_ATTRIBUTE_FLOATS);
}

static void
test_attribute_missing_or_of_another_kind_is_the_fallback (void)
{
  const char *none[] = { NULL };
  g_autoptr (TsGraph) graph = ts_graph_new (13);
  TsNode *node = ts_graph_add_node (graph, "n", "Op", none, none);
  guint n = 9;

  ts_node_set_float (node, "a", 2);
  g_assert_cmpint (ts_node_get_int (node, "a", -1), ==, -1);
  g_assert_cmpstr (ts_node_get_string (node, "a", NULL), ==, NULL);
  g_assert_null (ts_node_get_ints (node, "a", &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_null (ts_node_get_floats (node, "b", &n));
  g_assert_null (ts_node_get_tensor (node, "b"));
  g_assert_cmpfloat (ts_node_get_float (node, "b", 4), ==, 4);
  g_assert_false (ts_node_has_attribute (node, "b"));
  g_assert_cmpint (ts_node_get_attribute_kind (node, "b"), ==,
                   TS_ATTRIBUTE_NONE);
}

static void
test_setting_again_replaces (void)
{
  const char *none[] = { NULL };
  g_autoptr (TsGraph) graph = ts_graph_new (13);
  g_autoptr (TsTensor) tensor = new_vector (3);
  TsNode *node = ts_graph_add_node (graph, "n", "Op", none, none);

  ts_node_set_tensor (node, "a", tensor);
  ts_node_set_tensor (node, "a", ts_node_get_tensor (node, "a"));
  ts_node_set_string (node, "a", "text");
  ts_node_set_string (node, "a", ts_node_get_string (node, "a", NULL));
  g_assert_cmpuint (ts_node_get_n_attributes (node), ==, 1);
  g_assert_cmpstr (ts_node_get_string (node, "a", NULL), ==, "text");
  g_assert_null (ts_node_get_tensor (node, "a"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph/keeps-values-nodes-and-constants",
                   test_keeps_values_nodes_and_constants);
  g_test_add_func ("/graph/nameless-node-gets-a-name",
                   test_nameless_node_gets_a_name);
  g_test_add_func ("/graph/first-of-two-constants-counts",
                   test_first_of_two_constants_counts);
  g_test_add_func ("/node/attributes-of-every-kind",
                   test_attributes_of_every_kind);
  g_test_add_func ("/node/attribute-missing-or-of-another-kind-is-the-fallback",
                   test_attribute_missing_or_of_another_kind_is_the_fallback);
  g_test_add_func ("/node/setting-again-replaces", test_setting_again_replaces);
  return g_test_run ();
}
