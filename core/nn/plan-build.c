/* Values and operators of a graph's nodes: checked, and what is known at load computed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/nn/plan.h"

typedef struct {
  TsNetwork *network;
  const TsGraph *graph;
  GHashTable *by_name; /* name (of the graph) -> TsValue */
  gsize folded_bytes;
} Builder;

TsOp *
ts_op_new_inserted (const TsOperator *kind,
                    const char *name,
                    guint n_inputs,
                    guint n_outputs)
{
  TsOp *self = g_new0 (TsOp, 1);

  self->kind = kind;
  self->name = g_strdup (name);
  self->low = -INFINITY;
  self->high = INFINITY;
  self->n_inputs = n_inputs;
  self->n_outputs = n_outputs;
  self->inputs = g_new0 (TsValue *, n_inputs + 1);
  self->outputs = g_new0 (TsValue *, n_outputs + 1);
  return self;
}

TsOp *
ts_op_new (const TsOperator *kind, const TsNode *node, guint opset)
{
  TsOp *self = ts_op_new_inserted (kind, ts_node_get_name (node),
                                   ts_node_get_n_inputs (node),
                                   ts_node_get_n_outputs (node));

  self->node = node;
  self->opset = opset;
  return self;
}

void
ts_op_free (TsOp *self)
{
  if (self == NULL)
    return;
  if (self->kind->clear != NULL && self->params != NULL)
    self->kind->clear (self);
  g_free (self->params);
  g_free (self->inputs);
  g_free (self->outputs);
  g_free (self->name);
  g_free (self);
}

TsValue *
ts_value_new (TsNetwork *network, const char *name)
{
  TsValue *value = g_new0 (TsValue, 1);

  value->name = g_strdup (name);
  value->index = network->values->len;
  g_ptr_array_add (network->values, value);
  return value;
}

static gboolean
fail_value (GError **error,
            const char *what,
            const char *name,
            const TsShape *s)
{
  g_autofree char *text = ts_shape_to_text (s);

  g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
               "%s '%s' of %s is too large", what, name, text);
  return FALSE;
}

static gboolean
add_constants (Builder *b, GError **error)
{
  g_autoptr (GList) names = ts_graph_list_constants (b->graph);

  for (GList *l = names; l != NULL; l = l->next) {
    TsTensor *tensor = ts_graph_get_constant (b->graph, l->data);
    TsValue *value = ts_value_new (b->network, l->data);

    value->type = ts_tensor_get_type (tensor);
    value->shape = *ts_tensor_get_shape (tensor);
    value->constant = ts_tensor_ref (tensor);
    if (!ts_shape_is_sane (&value->shape, &value->n_elements))
      return fail_value (error, "constant", l->data, &value->shape);
    g_hash_table_insert (b->by_name, l->data, value);
    if (value->type == TS_TYPE_FLOAT)
      b->network->n_parameters += value->n_elements;
  }
  return TRUE;
}

/* The graph may leave a dimension open, or the whole shape (a rank of 0); what it does say
 * must be so. */
static gboolean
check_input (const TsGraphValue *declared, const TsShape *given, GError **error)
{
  g_autofree char *given_text = ts_shape_to_text (given);
  g_autofree char *declared_text = ts_shape_to_text (&declared->shape);
  gboolean is_good =
    declared->shape.rank == 0 || declared->shape.rank == given->rank;
  gsize n = 0;

  for (guint i = 0; is_good && i < declared->shape.rank; i++)
    is_good =
      declared->shape.dims[i] < 0 || declared->shape.dims[i] == given->dims[i];
  if (!is_good) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "input '%s' is %s, but the graph takes %s", declared->name,
                 given_text, declared_text);
    return FALSE;
  }
  if (!ts_shape_is_sane (given, &n))
    return fail_value (error, "input", declared->name, given);
  if (n == 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "input '%s' of %s is empty",
                 declared->name, given_text);
    return FALSE;
  }
  return TRUE;
}

static gboolean
add_inputs (Builder *b, const TsShape *shapes, GError **error)
{
  for (guint i = 0; i < ts_graph_get_n_inputs (b->graph); i++) {
    const TsGraphValue *declared = ts_graph_get_input (b->graph, i);
    TsValue *value;

    if (!check_input (declared, &shapes[i], error))
      return FALSE;
    value = ts_value_new (b->network, declared->name);
    value->shape = shapes[i];
    value->n_elements = ts_shape_product (&shapes[i], 0, shapes[i].rank);
    value->is_input = TRUE;
    g_ptr_array_add (b->network->inputs, value);
    g_hash_table_insert (b->by_name, (char *) declared->name, value);
  }
  return TRUE;
}

static gboolean
check_attributes (const TsOp *op, GError **error)
{
  static const char *const kinds[] = {
    "",        "an integer",         "a number",
    "a text",  "a list of integers", "a list of numbers",
    "a tensor"
  };
  const TsAttributeSpec *specs = op->kind->attributes;

  for (guint i = 0; i < ts_node_get_n_attributes (op->node); i++) {
    const char *name = ts_node_get_attribute_name (op->node, i);
    const TsAttributeSpec *spec = specs;

    while (spec != NULL && spec->name != NULL && strcmp (spec->name, name) != 0)
      spec++;
    if (spec == NULL || spec->name == NULL)
      return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                         "the attribute '%s' is not supported", name);
    if (ts_node_get_attribute_kind (op->node, name) != spec->kind)
      return ts_op_fail (op, error, TS_ERROR_FORMAT,
                         "the attribute '%s' is not %s", name,
                         kinds[spec->kind]);
  }
  return TRUE;
}

static gboolean
check_counts (const TsOp *op, GError **error)
{
  const guint most_outputs = MAX (op->kind->max_outputs, 1);

  if (op->n_inputs < op->kind->min_inputs ||
      op->n_inputs > op->kind->max_inputs)
    return ts_op_fail (op, error, TS_ERROR_FORMAT, "it has %u inputs",
                       op->n_inputs);
  if (op->n_outputs < 1 || op->n_outputs > most_outputs ||
      op->outputs[0] == NULL)
    return ts_op_fail (op, error, TS_ERROR_FORMAT, "it has %u outputs",
                       op->n_outputs);
  return TRUE;
}

static gboolean
check_inputs (const TsOp *op, GError **error)
{
  for (guint i = 0; i < op->n_inputs; i++) {
    const TsValue *value = op->inputs[i];

    if (value == NULL) {
      if (i < op->kind->min_inputs || op->kind->max_inputs == G_MAXUINT)
        return ts_op_fail (op, error, TS_ERROR_FORMAT, "input %u is missing",
                           i);
      continue;
    }
    if (value->type != TS_TYPE_FLOAT && !(op->kind->traits & TS_OP_ANY_TYPE))
      return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                         "input '%s' is not float", value->name);
    if (value->n_elements == 0 && !(op->kind->traits & TS_OP_TAKES_EMPTY))
      return ts_op_fail (op, error, TS_ERROR_FORMAT, "input '%s' is empty",
                         value->name);
  }
  return TRUE;
}

/* Inputs by name. That of an output which nobody computes is known to nobody. */
static gboolean
connect_inputs (Builder *b, TsOp *op, GError **error)
{
  for (guint i = 0; i < op->n_inputs; i++) {
    const char *name = ts_node_get_input (op->node, i);

    if (*name == '\0')
      continue;
    op->inputs[i] = g_hash_table_lookup (b->by_name, name);
    if (op->inputs[i] == NULL)
      return ts_op_fail (op, error, TS_ERROR_UNSUPPORTED,
                         "input '%s' is an output that is not computed", name);
  }
  return TRUE;
}

/* Their rank is more than the maximum until check() sets it; where it does not, the output
 * is an optional one that is not computed. */
static void
make_outputs (Builder *b, TsOp *op)
{
  for (guint i = 0; i < op->n_outputs; i++) {
    const char *name = ts_node_get_output (op->node, i);

    if (*name == '\0')
      continue;
    op->outputs[i] = ts_value_new (b->network, name);
    op->outputs[i]->producer = op;
    op->outputs[i]->shape.rank = TS_MAX_RANK + 1;
  }
}

static gboolean
is_known (const TsOp *op)
{
  if ((op->kind->traits & TS_OP_IMAGE) != 0)
    return FALSE;
  for (guint i = 0; i < op->n_inputs; i++)
    if (op->inputs[i] != NULL && op->inputs[i]->constant == NULL)
      return FALSE;
  return TRUE;
}

static const void *
get_data (const TsTensor *tensor)
{
  if (ts_tensor_get_type (tensor) == TS_TYPE_FLOAT)
    return ts_tensor_get_floats (tensor);
  return ts_tensor_get_int64s (tensor);
}

static void
run_once (TsOp *op, TsTensor *const *results, void *scratch)
{
  g_autofree const void **inputs = g_new0 (const void *, op->n_inputs + 1);
  g_autofree void **outputs = g_new0 (void *, op->n_outputs + 1);
  const TsOpBuffers buffers = { inputs, outputs, scratch };

  for (guint i = 0; i < op->n_inputs; i++)
    if (op->inputs[i] != NULL)
      inputs[i] = get_data (op->inputs[i]->constant);
  for (guint i = 0; i < op->n_outputs; i++)
    if (results[i] != NULL)
      outputs[i] = (void *) get_data (results[i]);
  op->kind->run (op, &buffers);
}

/* All inputs known: computes the outputs, which become constants. */
static gboolean
fold (Builder *b, TsOp *op, GError **error)
{
  g_autoptr (GPtrArray) results =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ts_tensor_unref);
  g_autoptr (TsTensor) scratch = NULL;
  TsShape scratch_shape = { 1, { 0 } };

  if (op->kind->plan != NULL && !op->kind->plan (op, error))
    return FALSE;
  for (guint i = 0; i < op->n_outputs; i++) {
    const TsValue *out = op->outputs[i];
    gsize n_bytes;

    g_ptr_array_add (results, NULL);
    if (out == NULL || out->shape.rank > TS_MAX_RANK)
      continue;
    n_bytes = out->n_elements * ts_type_bytes (out->type);
    if (n_bytes > TS_PLAN_MAX_FOLDED_BYTES - b->folded_bytes)
      return ts_op_fail (op, error, TS_ERROR_TOO_LARGE,
                         "constants computed from constants are too large");
    b->folded_bytes += n_bytes;
    results->pdata[i] = ts_tensor_new (out->type, &out->shape, error);
    if (results->pdata[i] == NULL)
      return FALSE;
  }
  scratch_shape.dims[0] = (gint64) (op->scratch_bytes / sizeof (float));
  scratch = ts_tensor_new (TS_TYPE_FLOAT, &scratch_shape, error);
  if (scratch == NULL)
    return FALSE;
  if (op->multiply_adds > TS_PLAN_MAX_MULTIPLY_ADDS / 1000)
    return ts_op_fail (op, error, TS_ERROR_TOO_LARGE,
                       "a constant takes too long to compute");
  run_once (op, (TsTensor *const *) results->pdata,
            ts_tensor_edit_floats (scratch));
  for (guint i = 0; i < op->n_outputs; i++)
    if (results->pdata[i] != NULL)
      op->outputs[i]->constant = g_steal_pointer (&results->pdata[i]);
  return TRUE;
}

/* A view that does not even change the shape is its input by another name. */
static gboolean
is_idle (const TsOp *op)
{
  return ts_op_is_view (op) &&
         ts_shape_equal (&op->inputs[0]->shape, &op->outputs[0]->shape);
}

static gboolean
publish_outputs (Builder *b, TsOp *op, gboolean is_alias, GError **error)
{
  for (guint i = 0; i < op->n_outputs; i++) {
    TsValue *out = op->outputs[i];

    /* Not set: an optional output, which we do not compute. */
    if (out == NULL || out->shape.rank > TS_MAX_RANK)
      continue;
    if (out->constant == NULL && out->n_elements == 0)
      return ts_op_fail (op, error, TS_ERROR_FORMAT, "its output '%s' is empty",
                         out->name);
    if (out->constant != NULL)
      out->producer = NULL;
    g_hash_table_insert (b->by_name, (char *) ts_node_get_output (op->node, i),
                         is_alias && i == 0 ? op->inputs[0] : out);
  }
  return TRUE;
}

static gboolean
are_outputs_known (const TsOp *op)
{
  for (guint i = 0; i < op->n_outputs; i++)
    if (op->outputs[i] != NULL && op->outputs[i]->constant == NULL &&
        op->outputs[i]->shape.rank <= TS_MAX_RANK)
      return FALSE;
  return TRUE;
}

static void
count_constant_node (Builder *b, const TsOp *op)
{
  const TsValue *out = op->outputs[0];

  if (op->n_inputs == 0 && out->type == TS_TYPE_FLOAT && out->shape.rank > 0)
    b->network->n_parameters += out->n_elements;
}

static gboolean
add_node (Builder *b, const TsNode *node, GError **error)
{
  const TsOperator *kind = ts_op_table_find (ts_node_get_op (node));
  TsOp *op;
  gboolean is_alias;

  if (kind == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "node '%s' (%s): this operator is not supported",
                 ts_node_get_name (node), ts_node_get_op (node));
    return FALSE;
  }
  op = ts_op_new (kind, node, ts_graph_get_opset (b->graph));
  op->kernels = b->network->kernels;
  g_ptr_array_add (b->network->ops, op);
  make_outputs (b, op);
  if (!connect_inputs (b, op, error) || !check_counts (op, error) ||
      !check_attributes (op, error) || !check_inputs (op, error) ||
      !kind->check (op, error))
    return FALSE;
  if (!are_outputs_known (op) && is_known (op) && !fold (b, op, error))
    return FALSE;
  count_constant_node (b, op);
  is_alias = is_idle (op);
  if (!publish_outputs (b, op, is_alias, error))
    return FALSE;
  if (is_alias || are_outputs_known (op))
    g_ptr_array_remove_index (b->network->ops, b->network->ops->len - 1);
  return TRUE;
}

static gboolean
find_outputs (Builder *b, GError **error)
{
  const guint n = ts_graph_get_n_outputs (b->graph);

  for (guint i = 0; i < n; i++) {
    const char *name = ts_graph_get_output (b->graph, i)->name;
    TsValue *value = g_hash_table_lookup (b->by_name, name);

    if (value == NULL || value->type != TS_TYPE_FLOAT ||
        value->n_elements == 0) {
      g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                   value == NULL ? "output '%s' is not made by any node"
                                 : "output '%s' is not of type float",
                   name);
      return FALSE;
    }
    value->is_output = TRUE;
    g_ptr_array_add (b->network->outputs, value);
  }
  if (n == 0)
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "the graph has no output");
  return n > 0;
}

gboolean
ts_plan_build (TsNetwork *network,
               const TsGraph *graph,
               const TsShape *input_shapes,
               GError **error)
{
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree guint *order = ts_plan_order (graph, error);
  Builder b = { network, graph, by_name, 0 };

  if (order == NULL || !add_constants (&b, error) ||
      !add_inputs (&b, input_shapes, error))
    return FALSE;
  for (guint i = 0; i < ts_graph_get_n_nodes (graph); i++)
    if (!add_node (&b, ts_graph_get_node (graph, order[i]), error))
      return FALSE;
  return find_outputs (&b, error);
}
