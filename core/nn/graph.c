/* A network as data: values, nodes in the order they came, constants.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/graph.h"

#include "core/nn/graph-private.h"

struct TsGraph {
  guint opset;
  GArray *inputs, *outputs;  /* of TsGraphValue, names owned */
  GPtrArray *nodes;          /* of TsNode */
  GPtrArray *constant_names; /* in order */
  GHashTable *constants;     /* name (owned by constant_names) -> TsTensor */
};

static void
clear_value (gpointer data)
{
  TsGraphValue *value = data;

  g_free ((char *) value->name);
}

static GArray *
new_values (void)
{
  GArray *values = g_array_new (FALSE, TRUE, sizeof (TsGraphValue));

  g_array_set_clear_func (values, clear_value);
  return values;
}

TsGraph *
ts_graph_new (guint opset)
{
  TsGraph *self = g_new0 (TsGraph, 1);

  self->opset = opset;
  self->inputs = new_values ();
  self->outputs = new_values ();
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) ts_node_free);
  self->constant_names = g_ptr_array_new_with_free_func (g_free);
  self->constants = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                           (GDestroyNotify) ts_tensor_unref);
  return self;
}

void
ts_graph_free (TsGraph *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->inputs);
  g_array_unref (self->outputs);
  g_ptr_array_unref (self->nodes);
  g_hash_table_unref (self->constants);
  g_ptr_array_unref (self->constant_names);
  g_free (self);
}

guint
ts_graph_get_opset (const TsGraph *self)
{
  return self->opset;
}

guint
ts_graph_get_n_nodes (const TsGraph *self)
{
  return self->nodes->len;
}

const TsNode *
ts_graph_get_node (const TsGraph *self, guint index)
{
  g_assert (index < self->nodes->len);
  return self->nodes->pdata[index];
}

guint
ts_graph_get_n_inputs (const TsGraph *self)
{
  return self->inputs->len;
}

const TsGraphValue *
ts_graph_get_input (const TsGraph *self, guint index)
{
  g_assert (index < self->inputs->len);
  return &g_array_index (self->inputs, TsGraphValue, index);
}

guint
ts_graph_get_n_outputs (const TsGraph *self)
{
  return self->outputs->len;
}

const TsGraphValue *
ts_graph_get_output (const TsGraph *self, guint index)
{
  g_assert (index < self->outputs->len);
  return &g_array_index (self->outputs, TsGraphValue, index);
}

TsTensor *
ts_graph_get_constant (const TsGraph *self, const char *name)
{
  return g_hash_table_lookup (self->constants, name);
}

GList *
ts_graph_list_constants (const TsGraph *self)
{
  GList *names = NULL;

  for (guint i = self->constant_names->len; i > 0; i--)
    names = g_list_prepend (names, self->constant_names->pdata[i - 1]);
  return names;
}

static void
add_value (GArray *values, const char *name, const TsShape *shape)
{
  TsGraphValue value = { g_strdup (name), *shape };

  g_array_append_val (values, value);
}

void
ts_graph_add_input (TsGraph *self, const char *name, const TsShape *shape)
{
  add_value (self->inputs, name, shape);
}

void
ts_graph_add_output (TsGraph *self, const char *name, const TsShape *shape)
{
  add_value (self->outputs, name, shape);
}

void
ts_graph_add_constant (TsGraph *self, const char *name, TsTensor *tensor)
{
  char *own_name = g_strdup (name);

  g_ptr_array_add (self->constant_names, own_name);
  if (!g_hash_table_contains (self->constants, name))
    g_hash_table_insert (self->constants, own_name, ts_tensor_ref (tensor));
}

gboolean
ts_graph_bind_input (TsGraph *self, const char *name, TsTensor *tensor)
{
  for (guint i = 0; i < self->inputs->len; i++) {
    if (g_str_equal (ts_graph_get_input (self, i)->name, name)) {
      ts_graph_add_constant (self, name, tensor);
      g_array_remove_index (self->inputs, i);
      return TRUE;
    }
  }
  return FALSE;
}

TsNode *
ts_graph_add_node (TsGraph *self,
                   const char *name,
                   const char *op,
                   const char *const *inputs,
                   const char *const *outputs)
{
  g_autofree char *made_up = NULL;
  TsNode *node;

  if (name == NULL || *name == '\0')
    made_up = g_strdup_printf ("node %u", self->nodes->len);
  node = ts_node_new (made_up != NULL ? made_up : name, op, inputs, outputs);
  g_ptr_array_add (self->nodes, node);
  return node;
}
