/* Graphs of random nodes, attributes and shapes, nearly all of them nonsense: each is refused
 * with a message or runs. Worth most under a sanitizer.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/core/nn/net-case.h"

static const char *const ops[] = {
  "Abs",
  "Add",
  "And",
  "AveragePool",
  "BatchNormalization",
  "Cast",
  "Clip",
  "Concat",
  "Constant",
  "ConstantOfShape",
  "Conv",
  "Div",
  "Dropout",
  "Elu",
  "Equal",
  "Expand",
  "Flatten",
  "Gather",
  "Gemm",
  "GlobalAveragePool",
  "GlobalMaxPool",
  "HardSigmoid",
  "Identity",
  "LRN",
  "LogSoftmax",
  "MatMul",
  "Max",
  "MaxPool",
  "Mod",
  "Mul",
  "Neg",
  "Not",
  "PRelu",
  "Pad",
  "Pow",
  "Range",
  "ReduceL2",
  "ReduceMean",
  "ReduceProd",
  "ReduceSum",
  "Relu",
  "Reshape",
  "Shape",
  "Sigmoid",
  "Size",
  "Slice",
  "Softmax",
  "Split",
  "Squeeze",
  "Sub",
  "Sum",
  "Tile",
  "Transpose",
  "Unsqueeze",
  "Where",
};

static const char *const modes[] = { "NOTSET", "SAME_UPPER", "SAME_LOWER",
                                     "VALID",  "reflect",    "edge",
                                     "wrap",   "constant" };

#define PICK(random, list) \
  ((list)[ts_random_below (random, G_N_ELEMENTS (list))])

/* Mostly small, sometimes absurd. */
static gint64
draw_number (TsRandom *random)
{
  static const gint64 odd[] = { 0,          -1,        -2,        1 << 16,
                                1 << 30,    1LL << 31, 1LL << 40, G_MAXINT64,
                                G_MININT64, -100 };

  return ts_random_below (random, 6) == 0 ? PICK (random, odd)
                                          : 1 + ts_random_below (random, 4);
}

/* A value of the kind the operator knows; of another kind now and then. */
static void
set_attribute (TsRandom *random, TsNode *node, const TsAttributeSpec *spec)
{
  TsAttributeKind kind = spec->kind;
  gint64 list[9];

  for (guint i = 0; i < G_N_ELEMENTS (list); i++)
    list[i] = draw_number (random);
  if (ts_random_below (random, 50) == 0)
    kind = TS_ATTRIBUTE_INT;
  if (kind == TS_ATTRIBUTE_INT)
    ts_node_set_int (node, spec->name, list[0]);
  else if (kind == TS_ATTRIBUTE_INTS)
    ts_node_set_ints (node, spec->name, list,
                      ts_random_below (random, 3) == 0
                        ? ts_random_below (random, 9)
                        : 2 + 2 * ts_random_below (random, 2));
  else if (kind == TS_ATTRIBUTE_STRING)
    ts_node_set_string (node, spec->name, PICK (random, modes));
  else if (kind == TS_ATTRIBUTE_FLOAT)
    ts_node_set_float (node, spec->name, (double) list[0]);
}

static void
add_attributes (TsRandom *random, TsNode *node)
{
  const TsOperator *kind = ts_op_table_find (ts_node_get_op (node));

  for (const TsAttributeSpec *spec = kind->attributes;
       spec != NULL && spec->name != NULL; spec++)
    if (ts_random_below (random, 3) == 0 ||
        g_str_equal (spec->name, "kernel_shape"))
      set_attribute (random, node, spec);
}

static void
add_values (NetCase *c, TsRandom *random)
{
  for (guint i = 0; i < 3; i++) {
    g_autofree char *name = g_strdup_printf ("f%u", i);
    g_autofree char *list = g_strdup_printf ("i%u", i);
    TsShape shape = { .rank = ts_random_below (random, 6) };
    gint64 numbers[4];

    /* Half of the first are kernels for the input. */
    if (i == 0 && ts_random_below (random, 2) == 0)
      shape.rank = 4;
    for (guint k = 0; k < shape.rank; k++)
      shape.dims[k] =
        ts_random_below (random, 20) == 0 ? 0 : 1 + ts_random_below (random, 4);
    if (i == 0 && shape.rank == 4)
      shape.dims[1] = 1 << ts_random_below (random, 3);
    net_case_constant (c, name, shape);
    for (guint k = 0; k < 4; k++)
      numbers[k] = draw_number (random);
    if (ts_random_below (random, 4) == 0)
      net_case_int (c, list, numbers[0]);
    else
      net_case_ints (c, list, ts_random_below (random, 5), numbers);
  }
}

static guint
draw_input_count (TsRandom *random, const char *op)
{
  const TsOperator *kind = ts_op_table_find (op);
  const guint more = MIN (kind->max_inputs - kind->min_inputs, 3);

  if (ts_random_below (random, 20) == 0)
    return ts_random_below (random, 6);
  return kind->min_inputs + ts_random_below (random, more + 1);
}

static void
add_random_node (NetCase *c, TsRandom *random, guint index)
{
  const char *op = PICK (random, ops);
  g_autoptr (GString) inputs = g_string_new (NULL);
  g_autofree char *outputs = ts_random_below (random, 5) == 0
                               ? g_strdup_printf ("v%u w%u", index, index)
                               : g_strdup_printf ("v%u", index);

  for (guint n = draw_input_count (random, op); n > 0; n--) {
    const guint kind = ts_random_below (random, inputs->len > 0 ? 10 : 20);

    if (inputs->len > 0)
      g_string_append_c (inputs, ' ');
    if (kind == 0)
      g_string_append_c (inputs, '-');
    else if (kind < 7)
      g_string_append_printf (inputs, "%c%u", kind < 4 ? 'f' : 'i',
                              ts_random_below (random, 3));
    else
      g_string_append_printf (inputs, "v%u", ts_random_below (random, index));
  }
  add_attributes (random, net_case_node (c, op, inputs->str, outputs));
}

/* TRUE when the graph could be planned, and then it has been run. */
static gboolean
try_graph (guint64 seed)
{
  static const guint opsets[] = { 6, 9, 11, 13, 18, 22 };
  TsRandom random;
  g_autoptr (NetCase) c = NULL;
  g_autoptr (TsNetwork) network = NULL;
  g_autoptr (TsExecutor) executor = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  ts_random_init (&random, seed);
  c = net_case_new (PICK (&random, opsets), seed);
  net_case_input (c, "v0", SHAPE (1, 4, 6, 5));
  add_values (c, &random);
  n = 1 + ts_random_below (&random, 3);
  for (guint i = 0; i < n; i++)
    add_random_node (c, &random, i + 1);
  net_case_output (c, "v1");
  network = net_case_plan (c, &error);
  g_assert_true ((network == NULL) == (error != NULL));
  if (network == NULL) {
    g_assert_true (error->domain == TS_ERROR);
    g_assert_cmpuint (strlen (error->message), >, 10);
    return FALSE;
  }
  executor = ts_executor_new (network, &error);
  g_assert_no_error (error);
  ts_executor_run (executor);
  return TRUE;
}

static void
test_are_refused_or_run (void)
{
  guint n_run = 0;

  for (guint64 seed = 0; seed < 60000; seed++)
    n_run += try_graph (seed);
  g_test_message ("%u ran", n_run);
  g_assert_cmpuint (n_run, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wild-graphs/are-refused-or-run", test_are_refused_or_run);
  return g_test_run ();
}
