/* Graphs as a whole: what is refused, what is planned, what the network tells of itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "tests/core/nn/net-case.h"

static double
relu (double v)
{
  return v < 0 ? 0 : v;
}

static void
test_opsets_outside_are_refused (void)
{
  g_autoptr (NetCase) old = net_case_new (5, 1);
  g_autoptr (NetCase) new = net_case_new (23, 1);

  net_case_refuse (old, TS_ERROR_UNSUPPORTED,
                   "opset 5 is not supported (6 to 22 are)");
  net_case_refuse (new, TS_ERROR_UNSUPPORTED,
                   "opset 23 is not supported (6 to 22 are)");
}

static void
refuse_node (const char *op,
             const char *inputs,
             const char *outputs,
             TsError code,
             const char *message)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (1, 2));
  net_case_constant (c, "w", SHAPE (1, 2));
  net_case_node (c, op, inputs, outputs);
  net_case_output (c, "y");
  net_case_refuse (c, code, message);
}

static void
test_malformed_nodes_are_refused (void)
{
  refuse_node ("LSTM", "x", "y", TS_ERROR_UNSUPPORTED,
               "node 'lstm' (LSTM): this operator is not supported");
  refuse_node ("Relu", "z", "y", TS_ERROR_FORMAT,
               "node 'relu' (Relu): 'z' is not made by any node");
  refuse_node ("Relu", "x", "x", TS_ERROR_FORMAT,
               "node 'relu' (Relu): 'x' is made twice");
  refuse_node ("Relu", "x", "w", TS_ERROR_FORMAT,
               "node 'relu' (Relu): 'w' is made twice");
  refuse_node ("Relu", "y", "y", TS_ERROR_FORMAT,
               "node 'relu' (Relu): it is part of a cycle");
  refuse_node ("Relu", "x w", "y", TS_ERROR_FORMAT,
               "node 'relu' (Relu): it has 2 inputs");
  refuse_node ("Add", "x", "y", TS_ERROR_FORMAT,
               "node 'add' (Add): it has 1 inputs");
  refuse_node ("Add", "x -", "y", TS_ERROR_FORMAT,
               "node 'add' (Add): input 1 is missing");
  refuse_node ("Sum", "x - x", "y", TS_ERROR_FORMAT,
               "node 'sum' (Sum): input 1 is missing");
  refuse_node ("Relu", "x", "y z", TS_ERROR_FORMAT,
               "node 'relu' (Relu): it has 2 outputs");
  refuse_node ("Relu", "x", "", TS_ERROR_FORMAT,
               "node 'relu' (Relu): it has 0 outputs");
  refuse_node ("Relu", "x", "-", TS_ERROR_FORMAT,
               "node 'relu' (Relu): it has 1 outputs");
  refuse_node ("Relu", "x", "z", TS_ERROR_FORMAT,
               "output 'y' is not made by any node");
}

static void
test_a_longer_cycle_is_refused (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (1, 2));
  net_case_node (c, "Add", "x c", "a");
  net_case_node (c, "Relu", "a", "b");
  net_case_node (c, "Sigmoid", "b", "c");
  net_case_output (c, "c");
  net_case_refuse (c, TS_ERROR_FORMAT,
                   "node 'relu' (Relu): it is part of a cycle");
}

static void
refuse_attribute (gboolean is_known, const char *message)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  TsNode *node;

  net_case_input (c, "x", SHAPE (1, 2));
  node = net_case_node (c, "LeakyRelu", "x", "y");
  ts_node_set_string (node, is_known ? "alpha" : "beta", "0.2");
  net_case_output (c, "y");
  net_case_refuse (c, is_known ? TS_ERROR_FORMAT : TS_ERROR_UNSUPPORTED,
                   message);
}

static void
test_attributes_are_checked (void)
{
  refuse_attribute (TRUE, "node 'leakyrelu' (LeakyRelu): the attribute 'alpha' "
                          "is not a number");
  refuse_attribute (FALSE, "node 'leakyrelu' (LeakyRelu): the attribute 'beta' "
                           "is not supported");
}

static void
test_names_must_be_unique (void)
{
  g_autoptr (NetCase) constants = net_case_new (13, 1);
  g_autoptr (NetCase) inputs = net_case_new (13, 1);
  g_autoptr (NetCase) nameless = net_case_new (13, 1);

  net_case_constant (constants, "w", SHAPE (1));
  net_case_constant (constants, "w", SHAPE (1));
  net_case_refuse (constants, TS_ERROR_FORMAT, "constant 'w' is there twice");
  net_case_constant (inputs, "x", SHAPE (1));
  net_case_input (inputs, "x", SHAPE (1));
  net_case_refuse (inputs, TS_ERROR_FORMAT, "input 'x' is there twice");
  net_case_input (nameless, "", SHAPE (1));
  net_case_refuse (nameless, TS_ERROR_FORMAT, "input '' has no name");
}

static void
test_graph_without_output_is_refused (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (1));
  net_case_refuse (c, TS_ERROR_FORMAT, "the graph has no output");
}

static void
test_integer_output_is_refused (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (1));
  net_case_node (c, "Shape", "x", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_FORMAT, "output 'y' is not of type float");
}

static void
test_integers_do_not_flow_into_floats (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (1));
  net_case_node (c, "Shape", "x", "y");
  net_case_node (c, "Sigmoid", "y", "z");
  net_case_output (c, "z");
  net_case_refuse (c, TS_ERROR_UNSUPPORTED,
                   "node 'sigmoid' (Sigmoid): input 'y' is not float");
}

static void
refuse_input (TsShape declared,
              TsShape given,
              TsError code,
              const char *message)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  ts_graph_add_input (c->graph, "x", &declared);
  g_array_append_val (c->shapes, given);
  net_case_node (c, "Relu", "x", "y");
  net_case_output (c, "y");
  net_case_refuse (c, code, message);
}

static void
test_input_shapes_are_checked (void)
{
  refuse_input (SHAPE (-1, 3, 8, 8), SHAPE (1, 4, 8, 8), TS_ERROR_FORMAT,
                "input 'x' is 1x4x8x8, but the graph takes -1x3x8x8");
  refuse_input (SHAPE (-1, 3), SHAPE (3), TS_ERROR_FORMAT,
                "input 'x' is 3, but the graph takes -1x3");
  refuse_input (SHAPE (-1, 3), SHAPE (0, 3), TS_ERROR_FORMAT,
                "input 'x' of 0x3 is empty");
  refuse_input (SHAPE (-1, 3), SHAPE (1LL << 60, 3), TS_ERROR_TOO_LARGE,
                "input 'x' of 1152921504606846976x3 is too large");
  refuse_input (SHAPE (-1, 3), SHAPE (-1, 3), TS_ERROR_TOO_LARGE,
                "input 'x' of -1x3 is too large");
}

static void
test_activations_have_a_limit (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  const TsShape shape = SHAPE (1 << 20, 512);

  ts_graph_add_input (c->graph, "x", &shape);
  g_array_append_val (c->shapes, shape);
  net_case_node (c, "Relu", "x", "a");
  net_case_node (c, "Transpose", "a", "b");
  net_case_node (c, "Transpose", "b", "y");
  net_case_output (c, "b");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_TOO_LARGE,
                   "its activations need more than 4096 MiB");
}

static void
test_too_many_nodes_are_refused (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (1));
  for (guint i = 0; i <= TS_PLAN_MAX_NODES; i++)
    net_case_node (c, "Relu", "x", "-");
  net_case_refuse (c, TS_ERROR_TOO_LARGE,
                   "16385 nodes are more than the 16384 supported");
}

static void
test_nodes_may_come_in_any_order (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 3));
  g_autoptr (RefTensor) twice = ref_binary (x, x, ref_add);
  g_autoptr (RefTensor) product = ref_binary (twice, x, ref_multiply);

  net_case_node (c, "Relu", "m", "y");
  net_case_node (c, "Mul", "a x", "m");
  net_case_node (c, "Add", "x x", "a");
  net_case_output (c, "y");
  net_case_expect (c, ref_unary (product, relu), 1e-6);
}

/* 16000 nodes in a row, last first: no recursion, no quadratic time. */
static void
test_long_graphs_are_planned (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  const RefTensor *x = net_case_input (c, "v0", SHAPE (2));

  for (guint i = 16000; i > 0; i--) {
    g_autofree char *from = g_strdup_printf ("v%u", i - 1);
    g_autofree char *to = g_strdup_printf ("v%u", i);

    net_case_node (c, "Relu", from, to);
  }
  net_case_output (c, "v16000");
  net_case_expect (c, ref_unary (x, relu), 0);
}

static void
test_output_may_be_input_or_constant (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 3));
  const RefTensor *w = net_case_constant (c, "w", SHAPE (4));
  g_autoptr (TsNetwork) network = NULL;
  const RefTensor *second;

  net_case_node (c, "Identity", "x", "y");
  net_case_output (c, "y");
  net_case_output (c, "w");
  net_case_output (c, "x");
  net_case_expect (c, ref_copy (x), 0);
  second = c->results->pdata[1];
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (second->values[i], ==, w->values[i]);
  network = net_case_plan (c, NULL);
  g_assert_cmpstr (ts_network_get_last_op (network), ==, "");
}

static void
test_dropout_is_nothing (void)
{
  for (guint opset = 6; opset < 14; opset += 7) {
    g_autoptr (NetCase) c = net_case_new (opset, 1);
    const RefTensor *x = net_case_input (c, "x", SHAPE (2, 3));
    const double half = 0.5;
    TsNode *node =
      net_case_node (c, "Dropout", opset > 12 ? "x ratio no" : "x", "y mask");

    net_case_constant_from (c, "ratio", SCALAR, &half);
    net_case_int (c, "no", 0);
    if (opset < 12)
      ts_node_set_float (node, "ratio", 0.5);
    net_case_output (c, "y");
    net_case_expect (c, ref_copy (x), 0);
  }
}

static void
test_dropout_refuses_training (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);

  net_case_input (c, "x", SHAPE (2, 3));
  net_case_int (c, "yes", 1);
  net_case_node (c, "Dropout", "x - yes", "y");
  net_case_output (c, "y");
  net_case_refuse (c, TS_ERROR_UNSUPPORTED,
                   "node 'dropout' (Dropout): it is in training mode "
                   "(training_mode is 1)");
}

/* As torch 1.13 writes a dropout of probability 0. */
static void
test_dropout_of_nothing_may_be_in_training (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  const RefTensor *x = net_case_input (c, "x", SHAPE (2, 3));
  const double zero = 0;

  net_case_constant_from (c, "ratio", SCALAR, &zero);
  net_case_int (c, "yes", 1);
  net_case_node (c, "Dropout", "x ratio yes", "y");
  net_case_output (c, "y");
  net_case_expect (c, ref_copy (x), 0);
}

static const char *
find_last_op (const char *op, const char *after)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  g_autoptr (TsNetwork) network = NULL;

  net_case_input (c, "x", SHAPE (1, 3));
  net_case_node (c, op, "x", "a");
  net_case_node (c, after, "a", "y");
  net_case_output (c, "y");
  network = net_case_plan (c, NULL);
  return ts_network_get_last_op (network);
}

static void
test_last_op_looks_through_what_does_nothing (void)
{
  g_assert_cmpstr (find_last_op ("Softmax", "Identity"), ==, "Softmax");
  g_assert_cmpstr (find_last_op ("Softmax", "Flatten"), ==, "Softmax");
  g_assert_cmpstr (find_last_op ("Sigmoid", "Squeeze"), ==, "Sigmoid");
  g_assert_cmpstr (find_last_op ("Sigmoid", "Relu"), ==, "Relu");
}

static void
test_counts_parameters_and_multiply_adds (void)
{
  g_autoptr (NetCase) c = net_case_new (13, 1);
  g_autoptr (TsNetwork) network = NULL;

  net_case_input (c, "x", SHAPE (1, 3, 8, 8));
  net_case_constant (c, "w", SHAPE (4, 3, 3, 3));
  net_case_constant (c, "b", SHAPE (4));
  net_case_constant (c, "fc", SHAPE (144, 2));
  net_case_node (c, "Conv", "x w b", "a");
  net_case_node (c, "Flatten", "a", "f");
  net_case_node (c, "Gemm", "f fc", "y");
  net_case_output (c, "y");
  network = net_case_plan (c, NULL);
  g_assert_cmpuint (ts_network_get_n_parameters (network), ==,
                    4 * 27 + 4 + 144 * 2);
  g_assert_cmpuint (ts_network_get_n_multiply_adds (network), ==,
                    36 * 4 * 27 + 144 * 2);
  g_assert_cmpuint (ts_network_get_n_inputs (network), ==, 1);
  g_assert_cmpint (ts_network_get_input_shape (network, 0)->dims[1], ==, 3);
  g_assert_cmpuint (ts_network_get_n_outputs (network), ==, 1);
  g_assert_cmpint (ts_network_get_output_shape (network, 0)->dims[1], ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/opsets-outside-are-refused",
                   test_opsets_outside_are_refused);
  g_test_add_func ("/network/malformed-nodes-are-refused",
                   test_malformed_nodes_are_refused);
  g_test_add_func ("/network/a-longer-cycle-is-refused",
                   test_a_longer_cycle_is_refused);
  g_test_add_func ("/network/attributes-are-checked",
                   test_attributes_are_checked);
  g_test_add_func ("/network/names-must-be-unique", test_names_must_be_unique);
  g_test_add_func ("/network/graph-without-output-is-refused",
                   test_graph_without_output_is_refused);
  g_test_add_func ("/network/integer-output-is-refused",
                   test_integer_output_is_refused);
  g_test_add_func ("/network/integers-do-not-flow-into-floats",
                   test_integers_do_not_flow_into_floats);
  g_test_add_func ("/network/input-shapes-are-checked",
                   test_input_shapes_are_checked);
  g_test_add_func ("/network/activations-have-a-limit",
                   test_activations_have_a_limit);
  g_test_add_func ("/network/too-many-nodes-are-refused",
                   test_too_many_nodes_are_refused);
  g_test_add_func ("/network/nodes-may-come-in-any-order",
                   test_nodes_may_come_in_any_order);
  g_test_add_func ("/network/long-graphs-are-planned",
                   test_long_graphs_are_planned);
  g_test_add_func ("/network/output-may-be-input-or-constant",
                   test_output_may_be_input_or_constant);
  g_test_add_func ("/network/dropout-is-nothing", test_dropout_is_nothing);
  g_test_add_func ("/network/dropout-refuses-training",
                   test_dropout_refuses_training);
  g_test_add_func ("/network/dropout-of-nothing-may-be-in-training",
                   test_dropout_of_nothing_may_be_in_training);
  g_test_add_func ("/network/last-op-looks-through-what-does-nothing",
                   test_last_op_looks_through_what_does_nothing);
  g_test_add_func ("/network/counts-parameters-and-multiply-adds",
                   test_counts_parameters_and_multiply_adds);
  return g_test_run ();
}
