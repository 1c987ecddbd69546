/* The attributes of an ONNX node.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/onnx-attribute.h"

#include "core/base/error.h"
#include "core/model/onnx-tensor.h"

#define MAX_ATTRIBUTES 256

#define ATTRIBUTE_TYPE(name) ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__##name

/* Files older than IR version 2 leave the type out. */
static Onnx__AttributeProto__AttributeType
guess_attribute_type (const Onnx__AttributeProto *proto)
{
  if (proto->type != ATTRIBUTE_TYPE (UNDEFINED))
    return proto->type;
  if (proto->g != NULL || proto->n_graphs > 0)
    return ATTRIBUTE_TYPE (GRAPH);
  if (proto->t != NULL)
    return ATTRIBUTE_TYPE (TENSOR);
  if (proto->has_s)
    return ATTRIBUTE_TYPE (STRING);
  if (proto->n_ints > 0)
    return ATTRIBUTE_TYPE (INTS);
  if (proto->n_floats > 0)
    return ATTRIBUTE_TYPE (FLOATS);
  if (proto->has_i)
    return ATTRIBUTE_TYPE (INT);
  return proto->has_f ? ATTRIBUTE_TYPE (FLOAT) : ATTRIBUTE_TYPE (UNDEFINED);
}

static gboolean
read_string_attribute (TsNode *node,
                       const Onnx__AttributeProto *proto,
                       GError **error)
{
  /* protobuf-c gives NULL for an empty text. */
  const char *bytes = proto->s.len > 0 ? (const char *) proto->s.data : "";
  g_autofree char *text = g_strndup (bytes, proto->s.len);

  if (!g_utf8_validate_len (bytes, proto->s.len, NULL)) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "it is not UTF-8 text");
    return FALSE;
  }
  ts_node_set_string (node, proto->name, text);
  return TRUE;
}

static gboolean
read_tensor_attribute (TsNode *node,
                       const Onnx__AttributeProto *proto,
                       GError **error)
{
  g_autoptr (TsTensor) tensor = NULL;

  if (proto->t == NULL) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "its tensor is not there");
    return FALSE;
  }
  tensor = ts_onnx_tensor_read (proto->t, error);
  if (tensor == NULL)
    return FALSE;
  ts_node_set_tensor (node, proto->name, tensor);
  return TRUE;
}

static gboolean
read_attribute_value (TsNode *node,
                      const Onnx__AttributeProto *proto,
                      GError **error)
{
  int type = (int) guess_attribute_type (proto);

  switch (type) {
  case ATTRIBUTE_TYPE (FLOAT):
    ts_node_set_float (node, proto->name, (double) proto->f);
    return TRUE;
  case ATTRIBUTE_TYPE (INT):
    ts_node_set_int (node, proto->name, proto->i);
    return TRUE;
  case ATTRIBUTE_TYPE (FLOATS):
    ts_node_set_floats (node, proto->name, proto->floats,
                        (guint) proto->n_floats);
    return TRUE;
  case ATTRIBUTE_TYPE (INTS):
    ts_node_set_ints (node, proto->name, proto->ints, (guint) proto->n_ints);
    return TRUE;
  case ATTRIBUTE_TYPE (STRING):
    return read_string_attribute (node, proto, error);
  case ATTRIBUTE_TYPE (TENSOR):
    return read_tensor_attribute (node, proto, error);
  case ATTRIBUTE_TYPE (GRAPH):
  case ATTRIBUTE_TYPE (GRAPHS):
    g_set_error_literal (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                         "subgraphs are not supported");
    return FALSE;
  default:
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "attributes of type %d are not supported", type);
    return FALSE;
  }
}

gboolean
ts_onnx_attributes_read (TsNode *node,
                         const Onnx__NodeProto *proto,
                         GError **error)
{
  if (proto->n_attribute > MAX_ATTRIBUTES) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE, "more than %d attributes",
                 MAX_ATTRIBUTES);
    return FALSE;
  }
  for (gsize i = 0; i < proto->n_attribute; i++) {
    const Onnx__AttributeProto *attribute = proto->attribute[i];
    const char *name = attribute->name != NULL ? attribute->name : "";

    if (*name == '\0' || ts_node_has_attribute (node, name)) {
      g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                   *name == '\0' ? "an attribute has no name%s"
                                 : "attribute '%s' is given twice",
                   name);
      return FALSE;
    }
    if (attribute->ref_attr_name != NULL && *attribute->ref_attr_name != '\0') {
      g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                   "attribute '%s' refers to a function's outside of one",
                   name);
      return FALSE;
    }
    if (!read_attribute_value (node, attribute, error)) {
      g_prefix_error (error, "attribute '%s': ", name);
      return FALSE;
    }
  }
  return TRUE;
}
