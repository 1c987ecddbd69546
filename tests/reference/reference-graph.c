/* A graph's values, each when it is first asked for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/reference/reference-graph.h"

#include "tests/reference/reference-nodes.h"

typedef struct {
  const TsGraph *graph;
  GHashTable *producers; /* value -> TsNode */
  GHashTable *uses;      /* value -> how many nodes and outputs still want it */
  GHashTable *values;    /* name -> RefTensor */
  gboolean keeps_all;
} Walk;

static void
add_use (Walk *w, const char *name, int n)
{
  const int uses = GPOINTER_TO_INT (g_hash_table_lookup (w->uses, name)) + n;

  g_hash_table_insert (w->uses, (gpointer) name, GINT_TO_POINTER (uses));
  if (uses == 0 && !w->keeps_all)
    g_hash_table_remove (w->values, name);
}

static gboolean
is_wanted (const Walk *w, const char *name)
{
  return *name != '\0' &&
         GPOINTER_TO_INT (g_hash_table_lookup (w->uses, name)) > 0;
}

static void
put_value (Walk *w, const char *name, RefTensor *value)
{
  g_hash_table_insert (w->values, g_strdup (name), value);
}

static const RefTensor *get_value (Walk *w, const char *name);

static void
run_node (Walk *w, const TsNode *node)
{
  const guint n = ts_node_get_n_inputs (node);
  g_autofree const RefTensor **inputs = g_new0 (const RefTensor *, n + 1);
  const RefNode all = { node, ts_graph_get_opset (w->graph), inputs, n };

  for (guint i = 0; i < n; i++)
    if (*ts_node_get_input (node, i) != '\0')
      inputs[i] = get_value (w, ts_node_get_input (node, i));
  for (guint i = 0; i < ts_node_get_n_outputs (node); i++)
    if (is_wanted (w, ts_node_get_output (node, i)))
      put_value (w, ts_node_get_output (node, i), ref_node_run (&all, i));
  for (guint i = 0; i < n; i++)
    if (inputs[i] != NULL)
      add_use (w, ts_node_get_input (node, i), -1);
}

static const RefTensor *
get_value (Walk *w, const char *name)
{
  const RefTensor *value = g_hash_table_lookup (w->values, name);
  const TsNode *producer = g_hash_table_lookup (w->producers, name);
  const TsTensor *constant = ts_graph_get_constant (w->graph, name);

  if (value != NULL)
    return value;
  if (constant != NULL)
    put_value (w, name, ref_from_tensor (constant));
  else if (producer != NULL)
    run_node (w, producer);
  else
    g_error ("nobody makes the value '%s'", name);
  return g_hash_table_lookup (w->values, name);
}

static void
list_nodes (Walk *w)
{
  for (guint i = 0; i < ts_graph_get_n_nodes (w->graph); i++) {
    const TsNode *node = ts_graph_get_node (w->graph, i);

    for (guint k = 0; k < ts_node_get_n_outputs (node); k++)
      g_hash_table_insert (
        w->producers, (gpointer) ts_node_get_output (node, k), (gpointer) node);
    for (guint k = 0; k < ts_node_get_n_inputs (node); k++)
      add_use (w, ts_node_get_input (node, k), 1);
  }
  for (guint i = 0; i < ts_graph_get_n_outputs (w->graph); i++)
    add_use (w, ts_graph_get_output (w->graph, i)->name, 1);
}

static GHashTable *
walk (const TsGraph *graph, const RefTensor *const *inputs, gboolean keeps_all)
{
  g_autoptr (GHashTable) producers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) uses = g_hash_table_new (g_str_hash, g_str_equal);
  Walk w = { graph, producers, uses, NULL, keeps_all };

  w.values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                    (GDestroyNotify) ref_free);
  list_nodes (&w);
  for (guint i = 0; i < ts_graph_get_n_inputs (graph); i++)
    put_value (&w, ts_graph_get_input (graph, i)->name, ref_copy (inputs[i]));
  for (guint i = 0; i < ts_graph_get_n_outputs (graph); i++)
    get_value (&w, ts_graph_get_output (graph, i)->name);
  return w.values;
}

GPtrArray *
ref_graph_run (const TsGraph *graph, const RefTensor *const *inputs)
{
  g_autoptr (GHashTable) values = walk (graph, inputs, FALSE);
  GPtrArray *outputs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ref_free);

  for (guint i = 0; i < ts_graph_get_n_outputs (graph); i++) {
    const char *name = ts_graph_get_output (graph, i)->name;

    g_ptr_array_add (outputs, ref_copy (g_hash_table_lookup (values, name)));
  }
  return outputs;
}

GHashTable *
ref_graph_run_all (const TsGraph *graph, const RefTensor *const *inputs)
{
  return walk (graph, inputs, TRUE);
}
