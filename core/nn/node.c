/* A node of a graph and its attributes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/graph-private.h"

typedef struct {
  char *name;
  TsAttributeKind kind;
  gint64 number;
  double real;
  char *text;
  gint64 *ints;
  float *floats;
  guint n; /* of ints or floats */
  TsTensor *tensor;
} Attribute;

struct TsNode {
  char *name, *op;
  char **inputs, **outputs;
  guint n_inputs, n_outputs;
  GPtrArray *attributes; /* of Attribute */
};

static void
clear_attribute_value (Attribute *attribute)
{
  g_clear_pointer (&attribute->text, g_free);
  g_clear_pointer (&attribute->ints, g_free);
  g_clear_pointer (&attribute->floats, g_free);
  g_clear_pointer (&attribute->tensor, ts_tensor_unref);
  attribute->n = 0;
}

static void
free_attribute (gpointer data)
{
  Attribute *attribute = data;

  clear_attribute_value (attribute);
  g_free (attribute->name);
  g_free (attribute);
}

TsNode *
ts_node_new (const char *name,
             const char *op,
             const char *const *inputs,
             const char *const *outputs)
{
  TsNode *self = g_new0 (TsNode, 1);

  self->name = g_strdup (name);
  self->op = g_strdup (op);
  self->inputs = g_strdupv ((char **) inputs);
  self->outputs = g_strdupv ((char **) outputs);
  self->n_inputs = g_strv_length (self->inputs);
  self->n_outputs = g_strv_length (self->outputs);
  self->attributes = g_ptr_array_new_with_free_func (free_attribute);
  return self;
}

void
ts_node_free (TsNode *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->op);
  g_strfreev (self->inputs);
  g_strfreev (self->outputs);
  g_ptr_array_unref (self->attributes);
  g_free (self);
}

const char *
ts_node_get_name (const TsNode *self)
{
  return self->name;
}

const char *
ts_node_get_op (const TsNode *self)
{
  return self->op;
}

guint
ts_node_get_n_inputs (const TsNode *self)
{
  return self->n_inputs;
}

const char *
ts_node_get_input (const TsNode *self, guint index)
{
  g_assert (index < self->n_inputs);
  return self->inputs[index];
}

guint
ts_node_get_n_outputs (const TsNode *self)
{
  return self->n_outputs;
}

const char *
ts_node_get_output (const TsNode *self, guint index)
{
  g_assert (index < self->n_outputs);
  return self->outputs[index];
}

static Attribute *
find (const TsNode *self, const char *name)
{
  for (guint i = 0; i < self->attributes->len; i++) {
    Attribute *attribute = self->attributes->pdata[i];

    if (g_str_equal (attribute->name, name))
      return attribute;
  }
  return NULL;
}

static const Attribute *
find_of_kind (const TsNode *self, const char *name, TsAttributeKind kind)
{
  const Attribute *attribute = find (self, name);

  return attribute != NULL && attribute->kind == kind ? attribute : NULL;
}

gboolean
ts_node_has_attribute (const TsNode *self, const char *name)
{
  return find (self, name) != NULL;
}

TsAttributeKind
ts_node_get_attribute_kind (const TsNode *self, const char *name)
{
  const Attribute *attribute = find (self, name);

  return attribute != NULL ? attribute->kind : TS_ATTRIBUTE_NONE;
}

guint
ts_node_get_n_attributes (const TsNode *self)
{
  return self->attributes->len;
}

const char *
ts_node_get_attribute_name (const TsNode *self, guint index)
{
  const Attribute *attribute;

  g_assert (index < self->attributes->len);
  attribute = self->attributes->pdata[index];
  return attribute->name;
}

gint64
ts_node_get_int (const TsNode *self, const char *name, gint64 fallback)
{
  const Attribute *attribute = find_of_kind (self, name, TS_ATTRIBUTE_INT);

  return attribute != NULL ? attribute->number : fallback;
}

double
ts_node_get_float (const TsNode *self, const char *name, double fallback)
{
  const Attribute *attribute = find_of_kind (self, name, TS_ATTRIBUTE_FLOAT);

  return attribute != NULL ? attribute->real : fallback;
}

const char *
ts_node_get_string (const TsNode *self, const char *name, const char *fallback)
{
  const Attribute *attribute = find_of_kind (self, name, TS_ATTRIBUTE_STRING);

  return attribute != NULL ? attribute->text : fallback;
}

const gint64 *
ts_node_get_ints (const TsNode *self, const char *name, guint *out_n)
{
  const Attribute *attribute = find_of_kind (self, name, TS_ATTRIBUTE_INTS);

  *out_n = attribute != NULL ? attribute->n : 0;
  return attribute != NULL ? attribute->ints : NULL;
}

const float *
ts_node_get_floats (const TsNode *self, const char *name, guint *out_n)
{
  const Attribute *attribute = find_of_kind (self, name, TS_ATTRIBUTE_FLOATS);

  *out_n = attribute != NULL ? attribute->n : 0;
  return attribute != NULL ? attribute->floats : NULL;
}

TsTensor *
ts_node_get_tensor (const TsNode *self, const char *name)
{
  const Attribute *attribute = find_of_kind (self, name, TS_ATTRIBUTE_TENSOR);

  return attribute != NULL ? attribute->tensor : NULL;
}

/* The attribute of this name, emptied, for a new value. */
static Attribute *
start_attribute (TsNode *self, const char *name, TsAttributeKind kind)
{
  Attribute *attribute = find (self, name);

  if (attribute == NULL) {
    attribute = g_new0 (Attribute, 1);
    attribute->name = g_strdup (name);
    g_ptr_array_add (self->attributes, attribute);
  }
  clear_attribute_value (attribute);
  attribute->kind = kind;
  return attribute;
}

void
ts_node_set_int (TsNode *self, const char *name, gint64 value)
{
  start_attribute (self, name, TS_ATTRIBUTE_INT)->number = value;
}

void
ts_node_set_float (TsNode *self, const char *name, double value)
{
  start_attribute (self, name, TS_ATTRIBUTE_FLOAT)->real = value;
}

void
ts_node_set_string (TsNode *self, const char *name, const char *value)
{
  g_autofree char *copy = g_strdup (value);

  start_attribute (self, name, TS_ATTRIBUTE_STRING)->text =
    g_steal_pointer (&copy);
}

void
ts_node_set_ints (TsNode *self, const char *name, const gint64 *values, guint n)
{
  g_autofree gint64 *copy = g_memdup2 (values, n * sizeof *values);
  Attribute *attribute = start_attribute (self, name, TS_ATTRIBUTE_INTS);

  attribute->ints = g_steal_pointer (&copy);
  attribute->n = n;
}

void
ts_node_set_floats (TsNode *self,
                    const char *name,
                    const float *values,
                    guint n)
{
  g_autofree float *copy = g_memdup2 (values, n * sizeof *values);
  Attribute *attribute = start_attribute (self, name, TS_ATTRIBUTE_FLOATS);

  attribute->floats = g_steal_pointer (&copy);
  attribute->n = n;
}

void
ts_node_set_tensor (TsNode *self, const char *name, TsTensor *tensor)
{
  TsTensor *held = ts_tensor_ref (tensor);

  start_attribute (self, name, TS_ATTRIBUTE_TENSOR)->tensor = held;
}
