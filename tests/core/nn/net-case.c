/* A small graph for a test.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/nn/net-case.h"

#include <math.h>
#include <string.h>

NetCase *
net_case_new (guint opset, guint64 seed)
{
  NetCase *self = g_new0 (NetCase, 1);

  self->graph = ts_graph_new (opset);
  self->low = -1;
  self->high = 1;
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) ref_free);
  self->shapes = g_array_new (FALSE, FALSE, sizeof (TsShape));
  self->results = g_ptr_array_new_with_free_func ((GDestroyNotify) ref_free);
  ts_random_init (&self->random, seed);
  return self;
}

void
net_case_free (NetCase *self)
{
  if (self == NULL)
    return;
  ts_graph_free (self->graph);
  g_hash_table_unref (self->values);
  g_array_unref (self->shapes);
  g_ptr_array_unref (self->results);
  g_free (self);
}

static RefTensor *
make_random (NetCase *self, const char *name, const TsShape *shape)
{
  RefTensor *x = ref_new (shape);

  for (gsize i = 0; i < x->n; i++)
    x->values[i] = (float) (self->low + (self->high - self->low) *
                                          ts_random_uniform (&self->random));
  g_hash_table_insert (self->values, g_strdup (name), x);
  return x;
}

static void
add_constant (NetCase *self, const char *name, const RefTensor *x)
{
  g_autoptr (TsTensor) tensor = ts_tensor_new (TS_TYPE_FLOAT, &x->shape, NULL);

  for (gsize i = 0; i < x->n; i++)
    ts_tensor_edit_floats (tensor)[i] = (float) x->values[i];
  ts_graph_add_constant (self->graph, name, tensor);
}

const RefTensor *
net_case_input (NetCase *self, const char *name, TsShape shape)
{
  ts_graph_add_input (self->graph, name, &shape);
  g_array_append_val (self->shapes, shape);
  return make_random (self, name, &shape);
}

const RefTensor *
net_case_constant (NetCase *self, const char *name, TsShape shape)
{
  const RefTensor *x = make_random (self, name, &shape);

  add_constant (self, name, x);
  return x;
}

const RefTensor *
net_case_constant_from (NetCase *self,
                        const char *name,
                        TsShape shape,
                        const double *values)
{
  RefTensor *x = make_random (self, name, &shape);

  memcpy (x->values, values, x->n * sizeof *values);
  add_constant (self, name, x);
  return x;
}

static void
add_ints (NetCase *self,
          const char *name,
          const TsShape *shape,
          const gint64 *values)
{
  g_autoptr (TsTensor) tensor = ts_tensor_new (TS_TYPE_INT64, shape, NULL);

  if (ts_tensor_get_n_elements (tensor) > 0)
    memcpy (ts_tensor_edit_int64s (tensor), values,
            ts_tensor_get_n_elements (tensor) * sizeof *values);
  ts_graph_add_constant (self->graph, name, tensor);
}

void
net_case_ints (NetCase *self, const char *name, guint n, const gint64 *values)
{
  const TsShape shape = { 1, { n } };

  add_ints (self, name, &shape, values);
}

void
net_case_int (NetCase *self, const char *name, gint64 value)
{
  const TsShape shape = { 0 };

  add_ints (self, name, &shape, &value);
}

static char **
split_names (const char *text)
{
  char **names =
    *text == '\0' ? g_new0 (char *, 1) : g_strsplit (text, " ", -1);

  for (char **name = names; *name != NULL; name++)
    if (g_str_equal (*name, "-"))
      **name = '\0';
  return names;
}

TsNode *
net_case_node (NetCase *self,
               const char *op,
               const char *inputs,
               const char *outputs)
{
  g_auto (GStrv) in = split_names (inputs);
  g_auto (GStrv) out = split_names (outputs);
  g_autofree char *name = g_ascii_strdown (op, -1);

  return ts_graph_add_node (self->graph, name, op, (const char *const *) in,
                            (const char *const *) out);
}

void
net_case_output (NetCase *self, const char *name)
{
  const TsShape open = { 1, { -1 } };

  ts_graph_add_output (self->graph, name, &open);
}

TsNetwork *
net_case_plan (const NetCase *self, GError **error)
{
  return ts_network_new_planned (self->graph,
                                 (const TsShape *) (void *) self->shapes->data,
                                 self->flags, error);
}

static RefTensor *
take_output (TsNetwork *network, TsExecutor *executor, guint index)
{
  RefTensor *result = ref_new (ts_network_get_output_shape (network, index));
  const float *values = ts_executor_get_output (executor, index);

  for (gsize i = 0; i < result->n; i++)
    result->values[i] = values[i];
  return result;
}

void
net_case_run (NetCase *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsNetwork) network = net_case_plan (self, &error);
  g_autoptr (TsExecutor) executor = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (network);
  executor = ts_executor_new (network, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ts_network_get_n_inputs (network); i++) {
    const char *name = ts_graph_get_input (self->graph, i)->name;
    const RefTensor *x = g_hash_table_lookup (self->values, name);

    for (gsize k = 0; k < x->n; k++)
      ts_executor_get_input (executor, i)[k] = (float) x->values[k];
  }
  ts_executor_run (executor);
  g_ptr_array_set_size (self->results, 0);
  for (guint i = 0; i < ts_network_get_n_outputs (network); i++)
    g_ptr_array_add (self->results, take_output (network, executor, i));
}

static void
compare (const NetCase *self, const RefTensor *wanted, double bound)
{
  const RefTensor *got = self->results->pdata[0];
  double scale = 1;

  if (!ts_shape_equal (&got->shape, &wanted->shape)) {
    g_autofree char *a = ts_shape_to_text (&got->shape);
    g_autofree char *b = ts_shape_to_text (&wanted->shape);

    g_error ("the output is %s and not %s", a, b);
  }
  for (gsize i = 0; i < wanted->n; i++)
    scale = MAX (scale, fabs (wanted->values[i]));
  for (gsize i = 0; i < wanted->n; i++)
    if (!(fabs (got->values[i] - wanted->values[i]) <= bound * scale))
      g_error ("element %zu is %.9g and not %.9g%s", i, got->values[i],
               wanted->values[i],
               self->flags & TS_PLAN_PORTABLE ? " (portable)" : "");
}

void
net_case_expect (NetCase *self, RefTensor *expected, double bound)
{
  g_autoptr (RefTensor) wanted = expected;
  const guint flags = self->flags;

  self->flags = flags | TS_PLAN_PORTABLE;
  net_case_run (self);
  compare (self, wanted, bound);
  self->flags = flags;
  net_case_run (self);
  compare (self, wanted, bound);
}

void
net_case_refuse (const NetCase *self, TsError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsNetwork) network = net_case_plan (self, &error);

  g_assert_null (network);
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_error (error, TS_ERROR, (int) code);
}
