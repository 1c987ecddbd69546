/* Dense arrays and their shapes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/nn/tensor.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/checked.h"
#include "core/base/error.h"

/* A cache line, and the widest vector. */
#define ALIGNMENT_BYTES 64

struct TsTensor {
  gatomicrefcount refs;
  TsType type;
  TsShape shape;
  gsize n_elements;
  void *data;
};

static gsize
element_bytes (TsType type)
{
  return type == TS_TYPE_FLOAT ? sizeof (float) : sizeof (gint64);
}

/* NULL when there is no memory; never a crash, for the size may come from a file. */
static void *
allocate_zeroed (gsize n_bytes)
{
  void *data = NULL;

  if (posix_memalign (&data, ALIGNMENT_BYTES, MAX (n_bytes, 1)) != 0)
    return NULL;
  memset (data, 0, n_bytes);
  return data;
}

TsTensor *
ts_tensor_new (TsType type, const TsShape *shape, GError **error)
{
  g_autofree char *text = NULL;
  TsTensor *self;
  gsize n_elements, n_bytes;
  void *data = NULL;

  if (ts_shape_count (shape, &n_elements) &&
      ts_checked_mul (n_elements, element_bytes (type), &n_bytes) &&
      n_bytes <= TS_TENSOR_MAX_BYTES)
    data = allocate_zeroed (n_bytes);
  if (data == NULL) {
    text = ts_shape_to_text (shape);
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "a tensor of %s does not fit into memory", text);
    return NULL;
  }
  self = g_new0 (TsTensor, 1);
  g_atomic_ref_count_init (&self->refs);
  self->type = type;
  self->shape = *shape;
  self->n_elements = n_elements;
  self->data = data;
  return self;
}

TsTensor *
ts_tensor_ref (TsTensor *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
ts_tensor_unref (TsTensor *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  free (self->data);
  g_free (self);
}

TsType
ts_tensor_get_type (const TsTensor *self)
{
  return self->type;
}

const TsShape *
ts_tensor_get_shape (const TsTensor *self)
{
  return &self->shape;
}

gsize
ts_tensor_get_n_elements (const TsTensor *self)
{
  return self->n_elements;
}

const float *
ts_tensor_get_floats (const TsTensor *self)
{
  g_assert (self->type == TS_TYPE_FLOAT);
  return self->data;
}

const gint64 *
ts_tensor_get_int64s (const TsTensor *self)
{
  g_assert (self->type == TS_TYPE_INT64);
  return self->data;
}

float *
ts_tensor_edit_floats (TsTensor *self)
{
  g_assert (self->type == TS_TYPE_FLOAT);
  return self->data;
}

gint64 *
ts_tensor_edit_int64s (TsTensor *self)
{
  g_assert (self->type == TS_TYPE_INT64);
  return self->data;
}

gboolean
ts_shape_count (const TsShape *shape, gsize *out_n_elements)
{
  if (shape->rank > TS_MAX_RANK)
    return FALSE;
  return ts_checked_product (shape->dims, shape->rank, out_n_elements);
}

gboolean
ts_shape_equal (const TsShape *a, const TsShape *b)
{
  if (a->rank != b->rank)
    return FALSE;
  for (guint i = 0; i < a->rank; i++)
    if (a->dims[i] != b->dims[i])
      return FALSE;
  return TRUE;
}

char *
ts_shape_to_text (const TsShape *shape)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (shape->rank == 0)
    return g_strdup ("scalar");
  for (guint i = 0; i < MIN (shape->rank, TS_MAX_RANK); i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "x" : "",
                            shape->dims[i]);
  return g_strdup (text->str);
}
