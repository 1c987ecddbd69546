/* Where a network's time goes: bench-layers [MODEL [RUNS]]. Each operator's shortest time
 * over all runs on one thread, in the order they run, then sums by kind; beside them what
 * share of the processor's peak the multiply-adds make. Those of a product that is computed
 * with fewer (Winograd) count in full, so that more than 100 % is possible. Without MODEL,
 * an Inception v3 as of `tessera-cli model new`.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "core/base/parse.h"
#include "core/model/model.h"
#include "core/model/onnx-file.h"
#include "core/nn/plan.h"
#include "tests/bench/fma-peak.h"
#include "tests/bench/made-inception.h"

#define DEFAULT_RUNS 15
#define MAX_RUNS     100000

typedef struct {
  TsNetwork *network;
  TsExecutor *executor;
  double *shortest_ms; /* [ops] */
} Bench;

typedef struct {
  guint n_layers;
  double ms, gflop;
} Sum;

static double
gflop_of (const TsOp *op)
{
  return 2e-9 * (double) op->multiply_adds;
}

static void
bench_init (Bench *self, TsNetwork *network)
{
  const TsValue *input = network->inputs->pdata[0];
  g_autoptr (GError) error = NULL;
  float *values;

  *self = (Bench){ .network = network,
                   .executor = ts_executor_new (network, &error) };
  if (self->executor == NULL)
    g_error ("%s", error->message);
  self->shortest_ms = g_new (double, network->ops->len + 1);
  for (guint i = 0; i < network->ops->len; i++)
    self->shortest_ms[i] = INFINITY;
  values = ts_executor_get_input (self->executor, 0);
  for (gsize i = 0; i < input->n_elements; i++)
    values[i] = (float) sin ((double) i);
}

static void
bench_clear (Bench *self)
{
  ts_executor_free (self->executor);
  g_free (self->shortest_ms);
}

/* All operators in turn, so that each finds in the caches what it finds in a real run. */
static void
run_once (Bench *self)
{
  for (guint i = 0; i < self->network->ops->len; i++) {
    double begin_ms = ts_bench_now_ms ();

    ts_executor_run_op (self->executor, i);
    self->shortest_ms[i] =
      MIN (self->shortest_ms[i], ts_bench_now_ms () - begin_ms);
  }
}

static double
measure_whole_ms (TsNetwork *network, guint n_runs)
{
  g_autoptr (TsExecutor) executor = ts_executor_new (network, NULL);
  double shortest_ms = INFINITY;
  gsize n = 0;

  g_assert (executor != NULL);
  ts_shape_count (ts_network_get_input_shape (network, 0), &n);
  for (gsize i = 0; i < n; i++)
    ts_executor_get_input (executor, 0)[i] = (float) sin ((double) i);
  for (guint i = 0; i < n_runs; i++) {
    double begin_ms = ts_bench_now_ms ();

    ts_executor_run (executor);
    shortest_ms = MIN (shortest_ms, ts_bench_now_ms () - begin_ms);
  }
  return shortest_ms;
}

static const TsNode *
find_node (const TsGraph *graph, const char *name)
{
  for (guint i = 0; i < ts_graph_get_n_nodes (graph); i++)
    if (g_str_equal (ts_node_get_name (ts_graph_get_node (graph, i)), name))
      return ts_graph_get_node (graph, i);
  return NULL;
}

/* "Conv 3x3/2", "MaxPool 3x3/2", "Gemm": window and step are read from the file, as a
 * planned operator keeps them to itself. */
static char *
describe_kind (const TsGraph *graph, const TsOp *op)
{
  const TsNode *node = find_node (graph, op->name);
  GString *text = g_string_new (op->kind->name);
  const gint64 *window = NULL, *steps = NULL;
  guint n_window = 0, n_steps = 0;

  if (node != NULL) {
    window = ts_node_get_ints (node, "kernel_shape", &n_window);
    steps = ts_node_get_ints (node, "strides", &n_steps);
  }
  if (n_window == 2)
    g_string_append_printf (text, " %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT,
                            window[0], window[1]);
  if (n_window == 2 && n_steps == 2 && steps[0] > 1)
    g_string_append_printf (text, "/%" G_GINT64_FORMAT, steps[0]);
  if (node != NULL && ts_node_get_int (node, "group", 1) > 1)
    g_string_append (text, " grouped");
  return g_string_free (text, FALSE);
}

static void
print_speed (double ms, double gflop, double peak)
{
  g_print ("%9.3f", ms);
  if (gflop > 0) {
    g_print ("%10.1f", gflop / ms * 1e3);
    if (peak > 0)
      g_print ("%9.0f %%", gflop / ms * 1e5 / peak);
  }
  g_print ("\n");
}

static void
print_layer (const TsOp *op, const char *kind, double ms, double peak)
{
  g_autofree char *in = op->n_inputs > 0 && op->inputs[0] != NULL
                          ? ts_shape_to_text (&op->inputs[0]->shape)
                          : g_strdup ("-");
  g_autofree char *out = ts_shape_to_text (&op->outputs[0]->shape);
  g_autofree char *shapes = g_strdup_printf ("%s -> %s", in, out);

  g_print ("%-44.44s %-16s %-10s %-34s", op->name, kind,
           op->way != NULL ? op->way : "", shapes);
  print_speed (ms, gflop_of (op), peak);
}

static void
add_to_sum (GHashTable *sums, const char *kind, const TsOp *op, double ms)
{
  Sum *sum = g_hash_table_lookup (sums, kind);

  if (sum == NULL) {
    sum = g_new0 (Sum, 1);
    g_hash_table_insert (sums, g_strdup (kind), sum);
  }
  sum->n_layers++;
  sum->ms += ms;
  sum->gflop += gflop_of (op);
}

static void
print_sum (const char *kind, const Sum *sum, double total_ms, double peak)
{
  g_print ("%-20s %4u layers %8.3f GFLOP %6.1f %% of the time", kind,
           sum->n_layers, sum->gflop, 100 * sum->ms / total_ms);
  print_speed (sum->ms, sum->gflop, peak);
}

static int
compare_kinds (gconstpointer a, gconstpointer b, gpointer sums)
{
  double left = ((Sum *) g_hash_table_lookup (sums, a))->ms;
  double right = ((Sum *) g_hash_table_lookup (sums, b))->ms;

  return left < right ? 1 : left > right ? -1 : 0;
}

static void
print_all (const Bench *bench, const TsGraph *graph, double peak)
{
  const GPtrArray *ops = bench->network->ops;
  g_autoptr (GHashTable) sums =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GList) kinds = NULL;
  Sum all = { 0 };

  g_print ("%-44s %-16s %-10s %-34s%9s%10s%11s\n", "layer", "kind", "way",
           "shape", "ms", "GFLOP/s", "of peak");
  for (guint i = 0; i < ops->len; i++) {
    g_autofree char *kind = describe_kind (graph, ops->pdata[i]);

    print_layer (ops->pdata[i], kind, bench->shortest_ms[i], peak);
    add_to_sum (sums, kind, ops->pdata[i], bench->shortest_ms[i]);
    all.n_layers++;
    all.ms += bench->shortest_ms[i];
    all.gflop += gflop_of (ops->pdata[i]);
  }
  g_print ("\n");
  kinds =
    g_list_sort_with_data (g_hash_table_get_keys (sums), compare_kinds, sums);
  for (GList *l = kinds; l != NULL; l = l->next)
    print_sum (l->data, g_hash_table_lookup (sums, l->data), all.ms, peak);
  print_sum ("all", &all, all.ms, peak);
}

static gboolean
bench_model (const char *path, guint n_runs, GError **error)
{
  g_autoptr (TsModel) model = ts_model_load (path, NULL, NULL, error);
  g_autoptr (TsOnnxFile) file =
    model != NULL ? ts_onnx_file_load (path, error) : NULL;
  double peak = ts_bench_fma_peak_gflops ();
  TsNetwork *network;
  Bench bench;

  if (file == NULL)
    return FALSE;
  network = ts_model_get_network (model);
  bench_init (&bench, network);
  for (guint i = 0; i < n_runs; i++)
    run_once (&bench);
  print_all (&bench, file->graph, peak);
  g_print ("whole runs: the shortest of %u took %.3f ms\n", n_runs,
           measure_whole_ms (network, n_runs));
  if (peak > 0)
    g_print ("peak of one thread: %.1f GFLOP/s\n", peak);
  else
    g_print ("peak of one thread: not measured (no AVX2 with FMA)\n");
  bench_clear (&bench);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_auto (TsMadeInception) made = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 n_runs = DEFAULT_RUNS;
  gboolean is_good = TRUE;

  if (argc > 3 ||
      (argc == 3 && !ts_parse_int (argv[2], 1, MAX_RUNS, &n_runs))) {
    g_printerr ("usage: bench-layers [MODEL [RUNS]]\n");
    return 2;
  }
  if (argc == 1)
    is_good = ts_made_inception_init (&made, &error);
  is_good = is_good && bench_model (argc > 1 ? argv[1] : made.path,
                                    (guint) n_runs, &error);
  if (!is_good)
    g_printerr ("%s\n", error->message);
  return is_good ? 0 : 1;
}
