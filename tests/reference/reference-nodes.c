/* Nodes that work element by element, and where each operator is found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/reference/reference-nodes.h"

#include <math.h>

gboolean
ref_node_has (const RefNode *self, guint input)
{
  return input < self->n_inputs && self->inputs[input] != NULL;
}

gint64 *
ref_node_dup_ints (const RefNode *self,
                   const char *name,
                   guint input,
                   guint *out_n)
{
  const gint64 *given = ts_node_get_ints (self->node, name, out_n);
  const RefTensor *x;
  gint64 *list;

  if (ts_node_has_attribute (self->node, name))
    return g_memdup2 (given, MAX (*out_n, 1) * sizeof *given);
  if (!ref_node_has (self, input))
    return NULL;
  x = self->inputs[input];
  list = g_new (gint64, x->n + 1);
  *out_n = (guint) x->n;
  for (gsize i = 0; i < x->n; i++)
    list[i] = (gint64) CLAMP (x->values[i], -9e18, 9e18);
  return list;
}

guint
ref_node_get_axis (const RefNode *self, gint64 fallback, guint rank)
{
  const gint64 axis = ts_node_get_int (self->node, "axis", fallback);

  return (guint) (axis < 0 ? axis + rank : axis);
}

static double
relu (double v)
{
  return fmax (v, 0);
}

static double
sigmoid (double v)
{
  return 1 / (1 + exp (-v));
}

static double
hard_swish (double v)
{
  return v * fmin (fmax (v / 6 + 0.5, 0), 1);
}

static double
negate (double v)
{
  return -v;
}

static const struct {
  const char *op;
  double (*f) (double);
} unary[] = { { "Abs", fabs },  { "Erf", erf },
              { "Exp", exp },   { "HardSwish", hard_swish },
              { "Log", log },   { "Neg", negate },
              { "Relu", relu }, { "Sigmoid", sigmoid },
              { "Sqrt", sqrt }, { "Tanh", tanh } };

static RefTensor *
run_clip (const RefNode *node, guint output)
{
  const double low = ref_node_has (node, 1)
                       ? node->inputs[1]->values[0]
                       : ts_node_get_float (node->node, "min", -INFINITY);
  const double high = ref_node_has (node, 2)
                        ? node->inputs[2]->values[0]
                        : ts_node_get_float (node->node, "max", INFINITY);
  RefTensor *y = ref_copy (node->inputs[0]);

  for (gsize i = 0; i < y->n; i++)
    y->values[i] = fmin (fmax (y->values[i], low), high);
  return y;
}

static RefTensor *
run_leaky_relu (const RefNode *node, guint output)
{
  const double alpha = ts_node_get_float (node->node, "alpha", (double) 0.01f);
  RefTensor *y = ref_copy (node->inputs[0]);

  for (gsize i = 0; i < y->n; i++)
    y->values[i] *= y->values[i] < 0 ? alpha : 1;
  return y;
}

static RefTensor *
run_elu (const RefNode *node, guint output)
{
  const double alpha = ts_node_get_float (node->node, "alpha", 1);
  RefTensor *y = ref_copy (node->inputs[0]);

  for (gsize i = 0; i < y->n; i++)
    if (y->values[i] < 0)
      y->values[i] = alpha * expm1 (y->values[i]);
  return y;
}

static RefTensor *
run_hard_sigmoid (const RefNode *node, guint output)
{
  const double alpha = ts_node_get_float (node->node, "alpha", (double) 0.2f);
  const double beta = ts_node_get_float (node->node, "beta", 0.5);
  RefTensor *y = ref_copy (node->inputs[0]);

  for (gsize i = 0; i < y->n; i++)
    y->values[i] = fmin (fmax (alpha * y->values[i] + beta, 0), 1);
  return y;
}

static double
leak (double v, double slope)
{
  return v < 0 ? v * slope : v;
}

static const struct {
  const char *op;
  double (*f) (double, double);
} binary[] = {
  { "Add", ref_add }, { "Div", ref_divide },   { "Max", fmax },
  { "Min", fmin },    { "Mul", ref_multiply }, { "PRelu", leak },
  { "Pow", pow },     { "Sub", ref_subtract }, { "Sum", ref_add }
};

/* Over any number of inputs: Sum, Max and Min may have more than two. */
static RefTensor *
join_inputs (const RefNode *node, double (*f) (double, double))
{
  RefTensor *all = ref_copy (node->inputs[0]);

  for (guint i = 1; i < node->n_inputs; i++) {
    RefTensor *next = ref_binary (all, node->inputs[i], f);

    ref_free (all);
    all = next;
  }
  return all;
}

static RefTensor *
run_copy (const RefNode *node, guint output)
{
  return ref_copy (node->inputs[0]);
}

static RefTensor *
run_constant (const RefNode *node, guint output)
{
  static const char *const scalars[] = { "value_float", "value_int" };
  TsShape shape = { .rank = 0 };
  guint n_ints, n_floats;
  const gint64 *ints = ts_node_get_ints (node->node, "value_ints", &n_ints);
  const float *floats =
    ts_node_get_floats (node->node, "value_floats", &n_floats);
  RefTensor *y;

  if (ts_node_has_attribute (node->node, "value"))
    return ref_from_tensor (ts_node_get_tensor (node->node, "value"));
  if (!ts_node_has_attribute (node->node, scalars[0]) &&
      !ts_node_has_attribute (node->node, scalars[1]))
    shape = (TsShape){ 1, { MAX (n_ints, n_floats) } };
  y = ref_new (&shape);
  if (ts_node_has_attribute (node->node, scalars[0]))
    y->values[0] = ts_node_get_float (node->node, scalars[0], 0);
  if (ts_node_has_attribute (node->node, scalars[1]))
    y->values[0] = (double) ts_node_get_int (node->node, scalars[1], 0);
  for (guint i = 0; i < n_ints; i++)
    y->values[i] = (double) ints[i];
  for (guint i = 0; i < n_floats; i++)
    y->values[i] = floats[i];
  return y;
}

static const RefNodeKind other_kinds[] = {
  { "Clip", run_clip },
  { "Constant", run_constant },
  { "Dropout", run_copy },
  { "Elu", run_elu },
  { "HardSigmoid", run_hard_sigmoid },
  { "Identity", run_copy },
  { "LeakyRelu", run_leaky_relu },
  { NULL, NULL },
};

RefTensor *
ref_node_run (const RefNode *self, guint output)
{
  const RefNodeKind *const families[] = { other_kinds, ref_layer_kinds,
                                          ref_shape_kinds };
  const char *op = ts_node_get_op (self->node);

  g_assert_true (output == 0 || g_str_equal (op, "Split"));
  for (guint i = 0; i < G_N_ELEMENTS (unary); i++)
    if (g_str_equal (unary[i].op, op))
      return ref_unary (self->inputs[0], unary[i].f);
  for (guint i = 0; i < G_N_ELEMENTS (binary); i++)
    if (g_str_equal (binary[i].op, op))
      return join_inputs (self, binary[i].f);
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    for (const RefNodeKind *kind = families[i]; kind->op != NULL; kind++)
      if (g_str_equal (kind->op, op))
        return kind->run (self, output);
  g_error ("there is no twin of node '%s' (%s)", ts_node_get_name (self->node),
           op);
}
