/* A test's graph against its exact values.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/nn/net-judge.h"

#include <math.h>

static const RefTensor **
list_inputs (const NetCase *c)
{
  const guint n = ts_graph_get_n_inputs (c->graph);
  const RefTensor **inputs = g_new0 (const RefTensor *, n + 1);

  for (guint i = 0; i < n; i++)
    inputs[i] =
      g_hash_table_lookup (c->values, ts_graph_get_input (c->graph, i)->name);
  return inputs;
}

GPtrArray *
net_judge_exact (const NetCase *c)
{
  g_autofree const RefTensor **inputs = list_inputs (c);

  return ref_graph_run (c->graph, inputs);
}

GHashTable *
net_judge_exact_all (const NetCase *c)
{
  g_autofree const RefTensor **inputs = list_inputs (c);

  return ref_graph_run_all (c->graph, inputs);
}

NetError
net_judge_compare (const float *got, const RefTensor *exact)
{
  NetError e = { 0 };

  for (gsize i = 0; i < exact->n; i++) {
    const double v = exact->values[i];
    const double error = isfinite (got[i]) ? fabs (got[i] - v) : INFINITY;

    e.largest_error = fmax (e.largest_error, error);
    e.largest = fmax (e.largest, fabs (v));
    e.rms_error += error * error / (double) exact->n;
    e.rms += v * v / (double) exact->n;
  }
  e.rms_error = sqrt (e.rms_error);
  e.rms = sqrt (e.rms);
  return e;
}

GHashTable *
net_judge_find_scales (const NetCase *c, GHashTable *exact)
{
  GHashTable *scales =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, exact);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    const RefTensor *x = value;
    double *scale = g_new0 (double, 1);

    for (gsize i = 0; i < x->n && !ts_graph_get_constant (c->graph, name); i++)
      *scale = fmax (*scale, fabs (x->values[i]));
    g_hash_table_insert (scales, g_strdup (name), scale);
  }
  for (guint i = 0; i < ts_graph_get_n_nodes (c->graph); i++) {
    const TsNode *node = ts_graph_get_node (c->graph, i);

    for (guint k = 0; k < ts_node_get_n_inputs (node); k++)
      for (guint m = 0; m < ts_node_get_n_outputs (node); m++) {
        const double *in =
          g_hash_table_lookup (scales, ts_node_get_input (node, k));
        double *out =
          g_hash_table_lookup (scales, ts_node_get_output (node, m));

        if (in != NULL && out != NULL)
          *out = fmax (*out, *in);
      }
  }
  return scales;
}

static void
expect_output (const NetCase *c,
               guint index,
               const RefTensor *exact,
               double allowed)
{
  const RefTensor *got = c->results->pdata[index];
  const char *name = ts_graph_get_output (c->graph, index)->name;
  g_autofree float *values = g_new (float, got->n + 1);
  g_autofree char *shape = ts_shape_to_text (&got->shape);
  g_autofree char *wanted = ts_shape_to_text (&exact->shape);
  NetError e;

  g_assert_cmpstr (shape, ==, wanted);
  for (gsize i = 0; i < got->n; i++)
    values[i] = (float) got->values[i];
  e = net_judge_compare (values, exact);
  if (!(e.largest_error <= allowed))
    g_error ("plan flags %u: output '%s' of %s is off by %g, %g is allowed",
             c->flags, name, shape, e.largest_error, allowed);
}

void
net_judge_expect (NetCase *c, double bound)
{
  g_autoptr (GHashTable) exact = net_judge_exact_all (c);
  g_autoptr (GHashTable) scales = net_judge_find_scales (c, exact);

  net_case_run (c);
  for (guint i = 0; i < c->results->len; i++) {
    const char *name = ts_graph_get_output (c->graph, i)->name;
    const double *scale = g_hash_table_lookup (scales, name);

    expect_output (c, i, g_hash_table_lookup (exact, name), bound * *scale);
  }
}
