/* Writing a graph as an ONNX file. The messages only borrow: names and weights stay where
 * they are until they are packed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/model/onnx-file.h"
#include "core/model/onnx-wire.h"

#define ATTRIBUTE_TYPE(name) ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__##name
#define DATA_TYPE(name)      ONNX__TENSOR_PROTO__DATA_TYPE__##name

/* All that is allocated for the messages, freed together. */
typedef GPtrArray Pool;

static gpointer
pool_alloc (Pool *pool, gsize n, gsize item_bytes)
{
  gpointer memory = g_malloc0_n (MAX (n, 1), item_bytes);

  g_ptr_array_add (pool, memory);
  return memory;
}

#define POOL_NEW(pool, type, n) ((type *) pool_alloc (pool, n, sizeof (type)))

/* The IR version that came with the operator set (ONNX's docs/Versioning.md); 4 is the
 * first in which weights need not be listed as inputs too. */
static gint64
ir_version_for_opset (guint opset)
{
  static const struct {
    guint opset;
    gint64 ir_version;
  } steps[] = { { 21, 10 }, { 19, 9 }, { 15, 8 }, { 12, 7 },
                { 11, 6 },  { 10, 5 }, { 0, 4 } };
  guint i = 0;

  while (opset < steps[i].opset)
    i++;
  return steps[i].ir_version;
}

static guint8 *
little_endian (Pool *pool, const TsTensor *tensor, gsize *out_n_bytes)
{
  gboolean is_float = ts_tensor_get_type (tensor) == TS_TYPE_FLOAT;
  gsize n = ts_tensor_get_n_elements (tensor);
  gsize element_bytes = is_float ? 4 : 8;
  const guint8 *bytes = is_float
                          ? (const guint8 *) ts_tensor_get_floats (tensor)
                          : (const guint8 *) ts_tensor_get_int64s (tensor);
  guint8 *swapped;

  *out_n_bytes = n * element_bytes;
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    return (guint8 *) bytes;
  swapped = POOL_NEW (pool, guint8, *out_n_bytes);
  for (gsize i = 0; i < *out_n_bytes; i++)
    swapped[i] =
      bytes[i - i % element_bytes + element_bytes - 1 - i % element_bytes];
  return swapped;
}

static Onnx__TensorProto *
tensor_message (Pool *pool, const char *name, const TsTensor *tensor)
{
  Onnx__TensorProto *proto = POOL_NEW (pool, Onnx__TensorProto, 1);
  const TsShape *shape = ts_tensor_get_shape (tensor);

  onnx__tensor_proto__init (proto);
  proto->name = (char *) name;
  proto->n_dims = shape->rank;
  proto->dims = POOL_NEW (pool, gint64, shape->rank);
  for (guint i = 0; i < shape->rank; i++)
    proto->dims[i] = shape->dims[i];
  proto->has_data_type = TRUE;
  proto->data_type = ts_tensor_get_type (tensor) == TS_TYPE_FLOAT
                       ? DATA_TYPE (FLOAT)
                       : DATA_TYPE (INT64);
  proto->has_raw_data = TRUE;
  proto->raw_data.data = little_endian (pool, tensor, &proto->raw_data.len);
  return proto;
}

static Onnx__TensorShapeProto *
shape_message (Pool *pool, const TsShape *shape)
{
  Onnx__TensorShapeProto *proto = POOL_NEW (pool, Onnx__TensorShapeProto, 1);
  static char open_name[] = "N";

  onnx__tensor_shape_proto__init (proto);
  proto->n_dim = shape->rank;
  proto->dim =
    POOL_NEW (pool, Onnx__TensorShapeProto__Dimension *, shape->rank);
  for (guint i = 0; i < shape->rank; i++) {
    Onnx__TensorShapeProto__Dimension *dim =
      POOL_NEW (pool, Onnx__TensorShapeProto__Dimension, 1);

    onnx__tensor_shape_proto__dimension__init (dim);
    if (shape->dims[i] < 0) {
      dim->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM;
      dim->dim_param = open_name;
    } else {
      dim->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE;
      dim->dim_value = shape->dims[i];
    }
    proto->dim[i] = dim;
  }
  return proto;
}

static Onnx__ValueInfoProto *
value_message (Pool *pool, const TsGraphValue *value)
{
  Onnx__ValueInfoProto *proto = POOL_NEW (pool, Onnx__ValueInfoProto, 1);
  Onnx__TypeProto *type = POOL_NEW (pool, Onnx__TypeProto, 1);
  Onnx__TypeProto__Tensor *tensor = POOL_NEW (pool, Onnx__TypeProto__Tensor, 1);

  onnx__value_info_proto__init (proto);
  onnx__type_proto__init (type);
  onnx__type_proto__tensor__init (tensor);
  tensor->has_elem_type = TRUE;
  tensor->elem_type = DATA_TYPE (FLOAT);
  tensor->shape = shape_message (pool, &value->shape);
  type->value_case = ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE;
  type->tensor_type = tensor;
  proto->name = (char *) value->name;
  proto->type = type;
  return proto;
}

static void
set_attribute_list (Onnx__AttributeProto *proto,
                    const TsNode *node,
                    TsAttributeKind kind)
{
  guint n;

  if (kind == TS_ATTRIBUTE_INTS) {
    proto->type = ATTRIBUTE_TYPE (INTS);
    proto->ints = (gint64 *) ts_node_get_ints (node, proto->name, &n);
    proto->n_ints = n;
  } else {
    proto->type = ATTRIBUTE_TYPE (FLOATS);
    proto->floats = (float *) ts_node_get_floats (node, proto->name, &n);
    proto->n_floats = n;
  }
}

static Onnx__AttributeProto *
attribute_message (Pool *pool, const TsNode *node, const char *name)
{
  Onnx__AttributeProto *proto = POOL_NEW (pool, Onnx__AttributeProto, 1);
  TsAttributeKind kind = ts_node_get_attribute_kind (node, name);

  onnx__attribute_proto__init (proto);
  proto->name = (char *) name;
  proto->has_type = TRUE;
  if (kind == TS_ATTRIBUTE_INT) {
    proto->type = ATTRIBUTE_TYPE (INT);
    proto->has_i = TRUE;
    proto->i = ts_node_get_int (node, name, 0);
  } else if (kind == TS_ATTRIBUTE_FLOAT) {
    proto->type = ATTRIBUTE_TYPE (FLOAT);
    proto->has_f = TRUE;
    proto->f = (float) ts_node_get_float (node, name, 0);
  } else if (kind == TS_ATTRIBUTE_STRING) {
    proto->type = ATTRIBUTE_TYPE (STRING);
    proto->has_s = TRUE;
    proto->s.data = (guint8 *) ts_node_get_string (node, name, "");
    proto->s.len = strlen ((const char *) proto->s.data);
  } else if (kind == TS_ATTRIBUTE_TENSOR) {
    proto->type = ATTRIBUTE_TYPE (TENSOR);
    proto->t = tensor_message (pool, "", ts_node_get_tensor (node, name));
  } else {
    set_attribute_list (proto, node, kind);
  }
  return proto;
}

static Onnx__NodeProto *
node_message (Pool *pool, const TsNode *node)
{
  Onnx__NodeProto *proto = POOL_NEW (pool, Onnx__NodeProto, 1);

  onnx__node_proto__init (proto);
  proto->name = (char *) ts_node_get_name (node);
  proto->op_type = (char *) ts_node_get_op (node);
  proto->n_input = ts_node_get_n_inputs (node);
  proto->input = POOL_NEW (pool, char *, proto->n_input);
  for (guint i = 0; i < proto->n_input; i++)
    proto->input[i] = (char *) ts_node_get_input (node, i);
  proto->n_output = ts_node_get_n_outputs (node);
  proto->output = POOL_NEW (pool, char *, proto->n_output);
  for (guint i = 0; i < proto->n_output; i++)
    proto->output[i] = (char *) ts_node_get_output (node, i);
  proto->n_attribute = ts_node_get_n_attributes (node);
  proto->attribute =
    POOL_NEW (pool, Onnx__AttributeProto *, proto->n_attribute);
  for (guint i = 0; i < proto->n_attribute; i++)
    proto->attribute[i] =
      attribute_message (pool, node, ts_node_get_attribute_name (node, i));
  return proto;
}

static void
add_constants (Pool *pool, Onnx__GraphProto *proto, const TsGraph *graph)
{
  g_autoptr (GList) names = ts_graph_list_constants (graph);

  proto->initializer =
    POOL_NEW (pool, Onnx__TensorProto *, g_list_length (names));
  for (GList *each = names; each != NULL; each = each->next)
    proto->initializer[proto->n_initializer++] = tensor_message (
      pool, each->data, ts_graph_get_constant (graph, each->data));
}

static Onnx__GraphProto *
graph_message (Pool *pool, const TsGraph *graph)
{
  static char name[] = "network";
  Onnx__GraphProto *proto = POOL_NEW (pool, Onnx__GraphProto, 1);

  onnx__graph_proto__init (proto);
  proto->name = name;
  proto->n_node = ts_graph_get_n_nodes (graph);
  proto->node = POOL_NEW (pool, Onnx__NodeProto *, proto->n_node);
  for (guint i = 0; i < proto->n_node; i++)
    proto->node[i] = node_message (pool, ts_graph_get_node (graph, i));
  proto->n_input = ts_graph_get_n_inputs (graph);
  proto->input = POOL_NEW (pool, Onnx__ValueInfoProto *, proto->n_input);
  for (guint i = 0; i < proto->n_input; i++)
    proto->input[i] = value_message (pool, ts_graph_get_input (graph, i));
  proto->n_output = ts_graph_get_n_outputs (graph);
  proto->output = POOL_NEW (pool, Onnx__ValueInfoProto *, proto->n_output);
  for (guint i = 0; i < proto->n_output; i++)
    proto->output[i] = value_message (pool, ts_graph_get_output (graph, i));
  add_constants (pool, proto, graph);
  return proto;
}

static void
add_metadata (Pool *pool,
              Onnx__ModelProto *proto,
              const char *const *keys,
              const char *const *values)
{
  gsize n = 0;

  while (keys[n] != NULL)
    n++;
  proto->n_metadata_props = n;
  proto->metadata_props = POOL_NEW (pool, Onnx__StringStringEntryProto *, n);
  for (gsize i = 0; i < n; i++) {
    Onnx__StringStringEntryProto *entry =
      POOL_NEW (pool, Onnx__StringStringEntryProto, 1);

    onnx__string_string_entry_proto__init (entry);
    entry->key = (char *) keys[i];
    entry->value = (char *) values[i];
    proto->metadata_props[i] = entry;
  }
}

static Onnx__ModelProto *
model_message (Pool *pool, const TsGraph *graph)
{
  static char producer[] = "tessera", domain[] = "";
  Onnx__ModelProto *proto = POOL_NEW (pool, Onnx__ModelProto, 1);
  Onnx__OperatorSetIdProto *opset =
    POOL_NEW (pool, Onnx__OperatorSetIdProto, 1);

  onnx__model_proto__init (proto);
  onnx__operator_set_id_proto__init (opset);
  opset->domain = domain;
  opset->has_version = TRUE;
  opset->version = ts_graph_get_opset (graph);
  proto->has_ir_version = TRUE;
  proto->ir_version = ir_version_for_opset (ts_graph_get_opset (graph));
  proto->producer_name = producer;
  proto->n_opset_import = 1;
  proto->opset_import = POOL_NEW (pool, Onnx__OperatorSetIdProto *, 1);
  proto->opset_import[0] = opset;
  proto->graph = graph_message (pool, graph);
  return proto;
}

gboolean
ts_onnx_file_save (const char *path,
                   const TsGraph *graph,
                   const char *const *keys,
                   const char *const *values,
                   GError **error)
{
  g_autoptr (GPtrArray) pool = g_ptr_array_new_with_free_func (g_free);
  Onnx__ModelProto *model = model_message (pool, graph);
  g_autofree guint8 *bytes = NULL;
  gsize n_bytes;

  add_metadata (pool, model, keys, values);
  n_bytes = onnx__model_proto__get_packed_size (model);
  if (n_bytes <= TS_ONNX_MAX_BYTES)
    bytes = g_try_malloc (n_bytes);
  if (bytes == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "cannot write '%s': the model has %" G_GSIZE_FORMAT
                 " bytes, at most %" G_GSIZE_FORMAT " fit an ONNX file",
                 path, n_bytes, TS_ONNX_MAX_BYTES);
    return FALSE;
  }
  onnx__model_proto__pack (model, bytes);
  return ts_safe_file_write (path, bytes, n_bytes, error);
}
