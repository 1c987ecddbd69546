/* Nodes in an order in which they can be computed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/plan.h"

typedef enum { NODE_NEW, NODE_OPEN, NODE_DONE } State;

/* A node and the input to look at next. */
typedef struct {
  guint node, input;
} Step;

typedef struct {
  const TsGraph *graph;
  GHashTable *makers; /* name -> node index + 1; 0: an input or a constant */
  guint8 *states;
  guint *order, n_ordered;
  Step *stack;
  guint depth;
} Sorter;

static gboolean
fail_node (const TsNode *node,
           GError **error,
           const char *what,
           const char *name)
{
  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "node '%s' (%s): %s%s%s%s",
               ts_node_get_name (node), ts_node_get_op (node),
               name != NULL ? "'" : "", name != NULL ? name : "",
               name != NULL ? "' " : "", what);
  return FALSE;
}

static gboolean
add_given (Sorter *s, const char *name, const char *what, GError **error)
{
  if (*name == '\0' || g_hash_table_contains (s->makers, name)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 *name == '\0' ? "%s '%s' has no name"
                               : "%s '%s' is there twice",
                 what, name);
    return FALSE;
  }
  g_hash_table_insert (s->makers, (char *) name, GUINT_TO_POINTER (0));
  return TRUE;
}

static gboolean
add_outputs (Sorter *s, guint index, GError **error)
{
  const TsNode *node = ts_graph_get_node (s->graph, index);

  for (guint i = 0; i < ts_node_get_n_outputs (node); i++) {
    const char *name = ts_node_get_output (node, i);

    if (*name == '\0')
      continue;
    if (g_hash_table_contains (s->makers, name))
      return fail_node (node, error, "is made twice", name);
    g_hash_table_insert (s->makers, (char *) name,
                         GUINT_TO_POINTER (index + 1));
  }
  return TRUE;
}

static gboolean
collect_makers (Sorter *s, GError **error)
{
  g_autoptr (GList) constants = ts_graph_list_constants (s->graph);

  for (GList *l = constants; l != NULL; l = l->next)
    if (!add_given (s, l->data, "constant", error))
      return FALSE;
  for (guint i = 0; i < ts_graph_get_n_inputs (s->graph); i++)
    if (!add_given (s, ts_graph_get_input (s->graph, i)->name, "input", error))
      return FALSE;
  for (guint i = 0; i < ts_graph_get_n_nodes (s->graph); i++)
    if (!add_outputs (s, i, error))
      return FALSE;
  return TRUE;
}

/* Looks at the next input of the node on top; goes down into its maker, or closes it. */
static gboolean
advance (Sorter *s, GError **error)
{
  Step *top = &s->stack[s->depth - 1];
  const TsNode *node = ts_graph_get_node (s->graph, top->node);
  const char *name;
  gpointer maker = NULL;
  guint index;

  if (top->input == ts_node_get_n_inputs (node)) {
    s->states[top->node] = NODE_DONE;
    s->order[s->n_ordered++] = top->node;
    s->depth--;
    return TRUE;
  }
  name = ts_node_get_input (node, top->input++);
  if (*name == '\0')
    return TRUE;
  if (!g_hash_table_lookup_extended (s->makers, name, NULL, &maker))
    return fail_node (node, error, "is not made by any node", name);
  if (GPOINTER_TO_UINT (maker) == 0)
    return TRUE;
  index = GPOINTER_TO_UINT (maker) - 1;
  if (s->states[index] == NODE_OPEN)
    return fail_node (node, error, "it is part of a cycle", NULL);
  if (s->states[index] == NODE_NEW) {
    s->states[index] = NODE_OPEN;
    s->stack[s->depth++] = (Step){ index, 0 };
  }
  return TRUE;
}

static gboolean
sort (Sorter *s, GError **error)
{
  for (guint i = 0; i < ts_graph_get_n_nodes (s->graph); i++) {
    if (s->states[i] != NODE_NEW)
      continue;
    s->states[i] = NODE_OPEN;
    s->stack[s->depth++] = (Step){ i, 0 };
    while (s->depth > 0)
      if (!advance (s, error))
        return FALSE;
  }
  return TRUE;
}

guint *
ts_plan_order (const TsGraph *graph, GError **error)
{
  const guint n = ts_graph_get_n_nodes (graph);
  g_autoptr (GHashTable) makers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree guint8 *states = g_new0 (guint8, n + 1);
  g_autofree guint *order = g_new0 (guint, n + 1);
  g_autofree Step *stack = g_new0 (Step, n + 1);
  Sorter s = { graph, makers, states, order, 0, stack, 0 };

  if (n > TS_PLAN_MAX_NODES) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "%u nodes are more than the %d supported", n,
                 TS_PLAN_MAX_NODES);
    return NULL;
  }
  if (!collect_makers (&s, error) || !sort (&s, error))
    return NULL;
  return g_steal_pointer (&order);
}
