/* TensorFlow's types of elements (tensorflow/core/framework/types.proto).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/tensor-bundle.h"

static const struct {
  const char *name;
  gsize n_bytes;
} types[] = {
  { NULL, 0 },        { "float32", 4 }, { "float64", 8 },     { "int32", 4 },
  { "uint8", 1 },     { "int16", 2 },   { "int8", 1 },        { "string", 0 },
  { "complex64", 8 }, { "int64", 8 },   { "bool", 1 },        { "qint8", 1 },
  { "quint8", 1 },    { "qint32", 4 },  { "bfloat16", 2 },    { "qint16", 2 },
  { "quint16", 2 },   { "uint16", 2 },  { "complex128", 16 }, { "float16", 2 },
  { "resource", 0 },  { "variant", 0 }, { "uint32", 4 },      { "uint64", 8 },
};

static gboolean
is_known (gint32 type)
{
  return type > 0 && (gsize) type < G_N_ELEMENTS (types);
}

char *
ts_bundle_type_to_text (gint32 type)
{
  return is_known (type) ? g_strdup (types[type].name)
                         : g_strdup_printf ("type %d", type);
}

gsize
ts_bundle_type_get_bytes (gint32 type)
{
  return is_known (type) ? types[type].n_bytes : 0;
}
