/* Random networks against their exact values, however they are planned: fused and not, with
 * memory shared and not, after a run that left nothing but rubbish behind.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "tests/core/nn/net-judge.h"
#include "tests/core/nn/network-sketch.h"

/* Of the largest value on the way to an output: a dozen layers in float, fast convolutions
 * among them. What goes wrong in planning is wrong by the size of the values themselves. */
#define BOUND      5e-5
#define MAX_LAYERS 14

static void
print_node (const TsNode *node)
{
  g_autoptr (GString) text = g_string_new (ts_node_get_op (node));

  for (guint i = 0; i < ts_node_get_n_inputs (node); i++)
    g_string_append_printf (text, " %s", ts_node_get_input (node, i));
  g_string_append (text, " ->");
  for (guint i = 0; i < ts_node_get_n_outputs (node); i++)
    g_string_append_printf (text, " %s", ts_node_get_output (node, i));
  for (guint i = 0; i < ts_node_get_n_attributes (node); i++) {
    const char *name = ts_node_get_attribute_name (node, i);
    guint n;
    const gint64 *values = ts_node_get_ints (node, name, &n);

    g_string_append_printf (text, ", %s", name);
    for (guint k = 0; k < n; k++)
      g_string_append_printf (text, " %" G_GINT64_FORMAT, values[k]);
    if (n == 0)
      g_string_append_printf (text, " %" G_GINT64_FORMAT "%s",
                              ts_node_get_int (node, name, 0),
                              ts_node_get_string (node, name, ""));
  }
  g_test_message ("%s", text->str);
}

static void
print_network (const NetCase *c, GHashTable *exact)
{
  GHashTableIter iter;
  gpointer name, value;

  for (guint i = 0; i < ts_graph_get_n_nodes (c->graph); i++)
    print_node (ts_graph_get_node (c->graph, i));
  g_hash_table_iter_init (&iter, exact);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    g_autofree char *shape =
      ts_shape_to_text (&((const RefTensor *) value)->shape);

    g_test_message ("%s is %s", (const char *) name, shape);
  }
}

/* Inputs as the case has them, or none of them a number. */
static void
run (const NetCase *c,
     TsNetwork *network,
     TsExecutor *executor,
     gboolean is_nan)
{
  for (guint i = 0; i < ts_network_get_n_inputs (network); i++) {
    const char *name = ts_graph_get_input (c->graph, i)->name;
    const RefTensor *x = g_hash_table_lookup (c->values, name);

    for (gsize k = 0; k < x->n; k++)
      ts_executor_get_input (executor, i)[k] =
        is_nan ? NAN : (float) x->values[k];
  }
  ts_executor_run (executor);
}

static GPtrArray *
take_outputs (TsNetwork *network, TsExecutor *executor)
{
  GPtrArray *outputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < ts_network_get_n_outputs (network); i++) {
    gsize n = 0;

    g_assert_true (
      ts_shape_count (ts_network_get_output_shape (network, i), &n));
    g_ptr_array_add (outputs, g_bytes_new (ts_executor_get_output (executor, i),
                                           n * sizeof (float)));
  }
  return outputs;
}

typedef struct {
  NetCase *c;
  GHashTable *exact, *scales;
  guint64 seed;
  double worst; /* error so far, as a share of the scale */
} Trial;

static void
fail (const Trial *t, guint output, const char *reason)
{
  print_network (t->c, t->exact);
  g_error ("network %" G_GUINT64_FORMAT ", plan flags %u, output '%s': %s",
           t->seed, t->c->flags,
           ts_graph_get_output (t->c->graph, output)->name, reason);
}

static void
compare_bytes (const Trial *t, GPtrArray *a, GPtrArray *b, const char *reason)
{
  for (guint i = 0; i < a->len; i++)
    if (!g_bytes_equal (a->pdata[i], b->pdata[i]))
      fail (t, i, reason);
}

static void
compare_values (Trial *t, TsNetwork *network, GPtrArray *outputs)
{
  for (guint i = 0; i < outputs->len; i++) {
    const char *name = ts_graph_get_output (t->c->graph, i)->name;
    const RefTensor *exact = g_hash_table_lookup (t->exact, name);
    const double *scale = g_hash_table_lookup (t->scales, name);
    NetError e;

    if (!ts_shape_equal (&exact->shape,
                         ts_network_get_output_shape (network, i)))
      fail (t, i, "it has another shape");
    e = net_judge_compare (g_bytes_get_data (outputs->pdata[i], NULL), exact);
    if (!(e.largest_error <= BOUND * *scale)) {
      g_autofree char *reason =
        g_strdup_printf ("off by %g, and the largest value on the way is %g",
                         e.largest_error, *scale);

      fail (t, i, reason);
    }
    t->worst = fmax (t->worst, e.largest_error / *scale);
  }
}

static GPtrArray *
try_plan (Trial *t, guint flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsNetwork) network = NULL;
  g_autoptr (TsExecutor) executor = NULL;
  g_autoptr (GPtrArray) outputs = NULL, again = NULL;

  t->c->flags = flags;
  network = net_case_plan (t->c, &error);
  if (network == NULL)
    fail (t, 0, error->message);
  executor = ts_executor_new (network, NULL);
  run (t->c, network, executor, FALSE);
  outputs = take_outputs (network, executor);
  compare_values (t, network, outputs);
  run (t->c, network, executor, TRUE);
  run (t->c, network, executor, FALSE);
  again = take_outputs (network, executor);
  compare_bytes (t, outputs, again, "a run before leaves its traces");
  return g_steal_pointer (&outputs);
}

/* The largest error of an output, as a share of its scale. */
static double
try_network (guint64 seed, guint n_layers)
{
  g_autoptr (NetCase) c = network_sketch_draw (seed, n_layers);
  g_autoptr (GHashTable) exact = net_judge_exact_all (c);
  g_autoptr (GHashTable) scales = net_judge_find_scales (c, exact);
  Trial t = { c, exact, scales, seed, 0 };

  for (guint fusion = 0; fusion < 2; fusion++) {
    const guint flags = fusion == 0 ? TS_PLAN_NO_FUSION : 0;
    g_autoptr (GPtrArray) alone = try_plan (&t, flags | TS_PLAN_NO_REUSE);
    g_autoptr (GPtrArray) shared = try_plan (&t, flags);

    compare_bytes (&t, alone, shared, "values that share memory disturb it");
  }
  return t.worst;
}

/* Small ones first, so that the first to fail is easy to read. */
static void
test_random_networks (void)
{
  const guint n = g_test_slow () ? 40000 : 1500;
  double worst = 0;

  for (guint seed = 0; seed < n; seed++)
    worst = fmax (worst, try_network (seed, 1 + seed * MAX_LAYERS / n));
  g_test_message ("%u networks: no output is off by more than %.2g of the "
                  "largest value on its way",
                  n, worst);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random-networks/give-their-exact-values",
                   test_random_networks);
  return g_test_run ();
}
