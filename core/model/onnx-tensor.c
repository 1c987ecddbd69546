/* ONNX's tensors: every way in which the values may be written.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/onnx-tensor.h"

#include <math.h>
#include <string.h>

#include "core/base/checked.h"
#include "core/base/error.h"
#include "core/model/onnx-file.h"
#include "core/model/onnx-wire.h"

#define DATA_TYPE(name) ONNX__TENSOR_PROTO__DATA_TYPE__##name

/* Where the elements lie: in raw_data, little-endian, or in a field of their type. */
typedef struct {
  const guint8 *raw; /* NULL: in the typed field */
  gsize n_elements;
} Source;

const char *
ts_onnx_type_to_text (gint32 data_type)
{
  static const char *const names[] = {
    "no type", "float32", "uint8",     "int8",       "uint16",   "int16",
    "int32",   "int64",   "string",    "bool",       "float16",  "float64",
    "uint32",  "uint64",  "complex64", "complex128", "bfloat16",
  };

  if (data_type < 0 || (gsize) data_type >= G_N_ELEMENTS (names))
    return "an unknown type";
  return names[data_type];
}

/* Bytes of an element in raw_data; 0 for types that are not read. */
static gsize
raw_element_bytes (gint32 data_type)
{
  switch (data_type) {
  case DATA_TYPE (BOOL):
  case DATA_TYPE (UINT8):
    return 1;
  case DATA_TYPE (FLOAT16):
  case DATA_TYPE (BFLOAT16):
    return 2;
  case DATA_TYPE (FLOAT):
  case DATA_TYPE (INT32):
    return 4;
  case DATA_TYPE (INT64):
  case DATA_TYPE (DOUBLE):
    return 8;
  default:
    return 0;
  }
}

static gsize
count_typed_elements (const Onnx__TensorProto *proto)
{
  switch (proto->data_type) {
  case DATA_TYPE (FLOAT):
    return proto->n_float_data;
  case DATA_TYPE (DOUBLE):
    return proto->n_double_data;
  case DATA_TYPE (INT64):
    return proto->n_int64_data;
  default:
    return proto->n_int32_data;
  }
}

static gboolean
read_shape (const Onnx__TensorProto *proto, TsShape *shape, GError **error)
{
  if (proto->n_dims > TS_MAX_RANK) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "it has %" G_GSIZE_FORMAT
                 " dimensions, at most %d are supported",
                 proto->n_dims, TS_MAX_RANK);
    return FALSE;
  }
  shape->rank = (guint) proto->n_dims;
  for (guint i = 0; i < shape->rank; i++) {
    if (proto->dims[i] < 0) {
      g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                   "its dimension %u is %" G_GINT64_FORMAT, i, proto->dims[i]);
      return FALSE;
    }
    shape->dims[i] = proto->dims[i];
  }
  return TRUE;
}

static gboolean
check_kind (const Onnx__TensorProto *proto, GError **error)
{
  if (proto->data_location == ONNX__TENSOR_PROTO__DATA_LOCATION__EXTERNAL ||
      proto->n_external_data > 0) {
    const char *location = "";

    for (gsize i = 0; i < proto->n_external_data; i++)
      if (g_strcmp0 (proto->external_data[i]->key, "location") == 0 &&
          proto->external_data[i]->value != NULL)
        location = proto->external_data[i]->value;
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "its values are in another file ('%s'); a model must be one "
                 "file",
                 location);
    return FALSE;
  }
  if (proto->segment != NULL) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                         "its values are split into segments");
    return FALSE;
  }
  if (raw_element_bytes (proto->data_type) == 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "values of %s are not supported",
                 ts_onnx_type_to_text (proto->data_type));
    return FALSE;
  }
  return TRUE;
}

static gboolean
find_source (const Onnx__TensorProto *proto,
             const TsShape *shape,
             Source *source,
             GError **error)
{
  gsize element_bytes = raw_element_bytes (proto->data_type);
  gsize n_typed = count_typed_elements (proto);
  gboolean is_raw = proto->has_raw_data && proto->raw_data.len > 0;
  gsize n_there = is_raw ? proto->raw_data.len / element_bytes : n_typed;
  g_autofree char *text = ts_shape_to_text (shape);

  if (is_raw && n_typed > 0) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "its values are given twice");
    return FALSE;
  }
  if (!ts_shape_count (shape, &source->n_elements)) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "its shape %s is too large", text);
    return FALSE;
  }
  if (source->n_elements != n_there ||
      (is_raw && proto->raw_data.len % element_bytes != 0)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "its shape %s asks for %" G_GSIZE_FORMAT
                 " values, but %" G_GSIZE_FORMAT " %s are there",
                 text, source->n_elements,
                 is_raw ? proto->raw_data.len : n_there,
                 is_raw ? "bytes" : "values");
    return FALSE;
  }
  source->raw = is_raw ? proto->raw_data.data : NULL;
  return TRUE;
}

static guint16
get_16 (const guint8 *raw, gsize i)
{
  return (guint16) (raw[2 * i] | raw[2 * i + 1] << 8);
}

static guint32
get_32 (const guint8 *raw, gsize i)
{
  guint32 bits;

  memcpy (&bits, raw + 4 * i, sizeof bits);
  return GUINT32_FROM_LE (bits);
}

static guint64
get_64 (const guint8 *raw, gsize i)
{
  guint64 bits;

  memcpy (&bits, raw + 8 * i, sizeof bits);
  return GUINT64_FROM_LE (bits);
}

static float
float_from_bits (guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static double
double_from_bits (guint64 bits)
{
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/* IEEE 754 binary16. */
static float
float_from_half (guint16 half)
{
  guint32 sign = (guint32) (half >> 15) << 31;
  guint exponent = half >> 10 & 0x1f, fraction = half & 0x3ff;
  float size;

  if (exponent == 0x1f)
    return float_from_bits (sign | 0x7f800000 | fraction << 13);
  size = exponent == 0
           ? ldexpf ((float) fraction, -24)
           : ldexpf ((float) (fraction | 0x400), (int) exponent - 25);
  return sign != 0 ? -size : size;
}

static float
read_float (const Onnx__TensorProto *proto, const guint8 *raw, gsize i)
{
  guint16 bits;

  switch (proto->data_type) {
  case DATA_TYPE (FLOAT):
    return raw != NULL ? float_from_bits (get_32 (raw, i))
                       : proto->float_data[i];
  case DATA_TYPE (DOUBLE):
    return (float) (raw != NULL ? double_from_bits (get_64 (raw, i))
                                : proto->double_data[i]);
  case DATA_TYPE (FLOAT16):
    bits = raw != NULL ? get_16 (raw, i) : (guint16) proto->int32_data[i];
    return float_from_half (bits);
  default: /* bfloat16: the upper half of a float32 */
    bits = raw != NULL ? get_16 (raw, i) : (guint16) proto->int32_data[i];
    return float_from_bits ((guint32) bits << 16);
  }
}

static gint64
read_int64 (const Onnx__TensorProto *proto, const guint8 *raw, gsize i)
{
  switch (proto->data_type) {
  case DATA_TYPE (INT64):
    return raw != NULL ? (gint64) get_64 (raw, i) : proto->int64_data[i];
  case DATA_TYPE (INT32):
    return raw != NULL ? (gint32) get_32 (raw, i) : proto->int32_data[i];
  case DATA_TYPE (BOOL):
    return raw != NULL ? raw[i] != 0 : proto->int32_data[i] != 0;
  default: /* uint8 */
    return raw != NULL ? raw[i] : (guint8) proto->int32_data[i];
  }
}

static gboolean
is_float_type (gint32 data_type)
{
  return data_type == DATA_TYPE (FLOAT) || data_type == DATA_TYPE (DOUBLE) ||
         data_type == DATA_TYPE (FLOAT16) || data_type == DATA_TYPE (BFLOAT16);
}

TsTensor *
ts_onnx_tensor_read (const Onnx__TensorProto *proto, GError **error)
{
  TsShape shape = { 0 };
  Source source = { 0 };
  TsTensor *tensor;
  gboolean is_float = is_float_type (proto->data_type);

  if (!check_kind (proto, error) || !read_shape (proto, &shape, error) ||
      !find_source (proto, &shape, &source, error))
    return NULL;
  tensor =
    ts_tensor_new (is_float ? TS_TYPE_FLOAT : TS_TYPE_INT64, &shape, error);
  if (tensor == NULL)
    return NULL;
  if (is_float) {
    float *values = ts_tensor_edit_floats (tensor);

    for (gsize i = 0; i < source.n_elements; i++)
      values[i] = read_float (proto, source.raw, i);
  } else {
    gint64 *values = ts_tensor_edit_int64s (tensor);

    for (gsize i = 0; i < source.n_elements; i++)
      values[i] = read_int64 (proto, source.raw, i);
  }
  return tensor;
}

TsTensor *
ts_onnx_tensor_load (const char *path, char **out_name, GError **error)
{
  ProtobufCMessage *message = ts_onnx_wire_load (
    &onnx__tensor_proto__descriptor, path, "an ONNX tensor", error);
  const Onnx__TensorProto *proto = (const Onnx__TensorProto *) message;
  TsTensor *tensor;

  if (message == NULL)
    return NULL;
  tensor = ts_onnx_tensor_read (proto, error);
  if (tensor == NULL)
    g_prefix_error (error, "'%s': ", path);
  else if (out_name != NULL)
    *out_name = g_strdup (proto->name != NULL ? proto->name : "");
  protobuf_c_message_free_unpacked (message, NULL);
  return tensor;
}
