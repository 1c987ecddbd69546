/* Reading an ONNX file into a graph.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/onnx-file.h"

#include <stdlib.h>

#include "core/base/error.h"
#include "core/model/onnx-attribute.h"
#include "core/model/onnx-tensor.h"
#include "core/model/onnx-wire.h"

#define MIN_OPSET 6
#define MAX_OPSET 22

#define DATA_TYPE(name) ONNX__TENSOR_PROTO__DATA_TYPE__##name

typedef struct {
  TsGraph *graph;
  GArray *input_types;   /* of TsType */
  GHashTable *constants; /* names of initialisers, borrowed from the messages */
  GHashTable *defined;   /* names that have a value: inputs, node outputs */
} Reader;

static const char *
text_or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static gboolean
is_own_domain (const char *domain)
{
  return domain == NULL || *domain == '\0' || g_str_equal (domain, "ai.onnx");
}

static gboolean
read_opset (const Onnx__ModelProto *model, guint *out_opset, GError **error)
{
  gint64 version = 0;

  for (gsize i = 0; i < model->n_opset_import; i++)
    if (is_own_domain (model->opset_import[i]->domain))
      version = MAX (version, model->opset_import[i]->version);
  if (version < 1) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "it names no version of the ONNX operator set");
    return FALSE;
  }
  if (version < MIN_OPSET || version > MAX_OPSET) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "operator set %" G_GINT64_FORMAT
                 " is not supported (%d to %d are)",
                 version, MIN_OPSET, MAX_OPSET);
    return FALSE;
  }
  *out_opset = (guint) version;
  return TRUE;
}

/* FALSE when the name is empty or already stands for a value. */
static gboolean
define_name (Reader *self, const char *what, const char *name, GError **error)
{
  if (text_or_empty (name)[0] == '\0') {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "an %s has no name", what);
    return FALSE;
  }
  if (!g_hash_table_add (self->defined, (gpointer) name)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "%s '%s': another value has this name", what, name);
    return FALSE;
  }
  return TRUE;
}

/* Dimensions without a number are open. */
static gboolean
read_shape (const Onnx__TensorShapeProto *proto, TsShape *shape, GError **error)
{
  if (proto == NULL)
    return TRUE;
  if (proto->n_dim > TS_MAX_RANK) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "it has %" G_GSIZE_FORMAT
                 " dimensions, at most %d are supported",
                 proto->n_dim, TS_MAX_RANK);
    return FALSE;
  }
  shape->rank = (guint) proto->n_dim;
  for (guint i = 0; i < shape->rank; i++) {
    const Onnx__TensorShapeProto__Dimension *dim = proto->dim[i];
    gboolean is_open =
      dim->value_case != ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE ||
      dim->dim_value <= 0;

    shape->dims[i] = is_open ? -1 : dim->dim_value;
  }
  return TRUE;
}

static gboolean
read_value_type (const Onnx__ValueInfoProto *value,
                 gint32 *out_type,
                 TsShape *shape,
                 GError **error)
{
  const Onnx__TypeProto *type = value->type;

  *out_type = DATA_TYPE (UNDEFINED);
  if (type == NULL || type->value_case == ONNX__TYPE_PROTO__VALUE__NOT_SET)
    return TRUE;
  if (type->value_case != ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE ||
      type->tensor_type == NULL) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                         "it is no tensor; nothing else is supported");
    return FALSE;
  }
  *out_type = type->tensor_type->elem_type;
  return read_shape (type->tensor_type->shape, shape, error);
}

static gboolean
read_input (Reader *self, const Onnx__ValueInfoProto *value, GError **error)
{
  TsShape shape = { 0 };
  TsType type = TS_TYPE_FLOAT;
  gint32 data_type;

  /* Files of before 2019 list the initialisers among the inputs. */
  if (value->name != NULL &&
      g_hash_table_contains (self->constants, value->name))
    return TRUE;
  if (!define_name (self, "input", value->name, error))
    return FALSE;
  if (!read_value_type (value, &data_type, &shape, error)) {
    g_prefix_error (error, "input '%s': ", value->name);
    return FALSE;
  }
  if (data_type != DATA_TYPE (FLOAT) && data_type != DATA_TYPE (INT64)) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "input '%s' is of %s; only float32 is supported", value->name,
                 ts_onnx_type_to_text (data_type));
    return FALSE;
  }
  if (data_type == DATA_TYPE (INT64))
    type = TS_TYPE_INT64;
  ts_graph_add_input (self->graph, value->name, &shape);
  g_array_append_val (self->input_types, type);
  return TRUE;
}

static gboolean
read_output (Reader *self, const Onnx__ValueInfoProto *value, GError **error)
{
  TsShape shape = { 0 };
  gint32 data_type;

  if (text_or_empty (value->name)[0] == '\0') {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "an output has no name");
    return FALSE;
  }
  if (!read_value_type (value, &data_type, &shape, error)) {
    g_prefix_error (error, "output '%s': ", value->name);
    return FALSE;
  }
  if (data_type != DATA_TYPE (FLOAT) && data_type != DATA_TYPE (UNDEFINED)) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "output '%s' is of %s; only float32 is supported", value->name,
                 ts_onnx_type_to_text (data_type));
    return FALSE;
  }
  ts_graph_add_output (self->graph, value->name, &shape);
  return TRUE;
}

/* The values move: what was read is freed from the message at once, so that a model's
 * weights are not held twice. */
static gboolean
read_initialiser (Reader *self, Onnx__TensorProto *proto, GError **error)
{
  g_autoptr (TsTensor) tensor = NULL;

  if (text_or_empty (proto->name)[0] == '\0') {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "an initialiser has no name");
    return FALSE;
  }
  if (!g_hash_table_add (self->constants, proto->name)) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "initialiser '%s': another one has this name", proto->name);
    return FALSE;
  }
  tensor = ts_onnx_tensor_read (proto, error);
  if (tensor == NULL) {
    g_prefix_error (error, "initialiser '%s': ", proto->name);
    return FALSE;
  }
  ts_graph_add_constant (self->graph, proto->name, tensor);
  free (proto->raw_data.data);
  free (proto->float_data);
  proto->raw_data.data = NULL;
  proto->raw_data.len = 0;
  proto->float_data = NULL;
  proto->n_float_data = 0;
  return TRUE;
}

/* n texts with a NULL after them; the texts stay the message's. */
static const char **
terminated (char **texts, gsize n)
{
  const char **list = g_new0 (const char *, n + 1);

  for (gsize i = 0; i < n; i++)
    list[i] = text_or_empty (texts[i]);
  return list;
}

static gboolean
read_node_parts (Reader *self, const Onnx__NodeProto *proto, GError **error)
{
  g_autofree const char **inputs = terminated (proto->input, proto->n_input);
  g_autofree const char **outputs = terminated (proto->output, proto->n_output);
  TsNode *node;

  if (!is_own_domain (proto->domain)) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "operators of '%s' are not supported, only those of ONNX",
                 proto->domain);
    return FALSE;
  }
  if (text_or_empty (proto->op_type)[0] == '\0') {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "it names no operator");
    return FALSE;
  }
  for (gsize i = 0; i < proto->n_output; i++) {
    if (*outputs[i] == '\0')
      continue;
    if (g_hash_table_contains (self->constants, outputs[i]) ||
        !g_hash_table_add (self->defined, proto->output[i])) {
      g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                   "output '%s': another value has this name", outputs[i]);
      return FALSE;
    }
  }
  node = ts_graph_add_node (self->graph, proto->name, proto->op_type, inputs,
                            outputs);
  return ts_onnx_attributes_read (node, proto, error);
}

static gboolean
read_node (Reader *self,
           const Onnx__NodeProto *proto,
           gsize index,
           GError **error)
{
  const char *name = text_or_empty (proto->name);
  const char *op = text_or_empty (proto->op_type);

  if (read_node_parts (self, proto, error))
    return TRUE;
  if (*name != '\0')
    g_prefix_error (error, "node '%s' (%s): ", name, op);
  else
    g_prefix_error (error, "node %" G_GSIZE_FORMAT " (%s): ", index, op);
  return FALSE;
}

static gboolean
check_graph (const Onnx__GraphProto *graph, GError **error)
{
  if (graph->n_sparse_initializer > 0) {
    const Onnx__TensorProto *values = graph->sparse_initializer[0]->values;

    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "initialiser '%s': sparse tensors are not supported",
                 values != NULL ? text_or_empty (values->name) : "");
    return FALSE;
  }
  if (graph->n_node == 0 || graph->n_output == 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT, "its graph has no %s",
                 graph->n_node == 0 ? "nodes" : "outputs");
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_graph (Reader *self, const Onnx__GraphProto *graph, GError **error)
{
  if (!check_graph (graph, error))
    return FALSE;
  for (gsize i = 0; i < graph->n_initializer; i++)
    if (!read_initialiser (self, graph->initializer[i], error))
      return FALSE;
  for (gsize i = 0; i < graph->n_input; i++)
    if (!read_input (self, graph->input[i], error))
      return FALSE;
  for (gsize i = 0; i < graph->n_node; i++)
    if (!read_node (self, graph->node[i], i, error))
      return FALSE;
  for (gsize i = 0; i < graph->n_output; i++)
    if (!read_output (self, graph->output[i], error))
      return FALSE;
  return TRUE;
}

static TsOnnxFile *
read_metadata (const Onnx__ModelProto *model)
{
  TsOnnxFile *file = g_new0 (TsOnnxFile, 1);

  file->keys = g_new0 (char *, model->n_metadata_props + 1);
  file->values = g_new0 (char *, model->n_metadata_props + 1);
  for (gsize i = 0; i < model->n_metadata_props; i++) {
    const Onnx__StringStringEntryProto *entry = model->metadata_props[i];

    file->keys[i] = g_strdup (text_or_empty (entry->key));
    file->values[i] = g_strdup (text_or_empty (entry->value));
  }
  return file;
}

static TsOnnxFile *
read_model (const Onnx__ModelProto *model, GError **error)
{
  g_autoptr (GHashTable) constants = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) defined = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) types = g_array_new (FALSE, FALSE, sizeof (TsType));
  g_autoptr (TsGraph) graph = NULL;
  TsOnnxFile *file;
  guint opset;

  if (!read_opset (model, &opset, error))
    return NULL;
  if (model->n_functions > 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "function '%s': functions of a model are not supported",
                 text_or_empty (model->functions[0]->name));
    return NULL;
  }
  graph = ts_graph_new (opset);
  if (!read_graph (&(Reader){ graph, types, constants, defined }, model->graph,
                   error))
    return NULL;
  file = read_metadata (model);
  file->graph = g_steal_pointer (&graph);
  file->input_types = (TsType *) (void *) g_array_steal (types, NULL);
  return file;
}

TsOnnxFile *
ts_onnx_file_load (const char *path, GError **error)
{
  ProtobufCMessage *message = ts_onnx_wire_load (&onnx__model_proto__descriptor,
                                                 path, "an ONNX model", error);
  const Onnx__ModelProto *model = (const Onnx__ModelProto *) message;
  TsOnnxFile *file = NULL;

  if (message == NULL)
    return NULL;
  if (model->graph == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "'%s' is not an ONNX model: it has no graph", path);
  } else {
    file = read_model (model, error);
    if (file == NULL)
      g_prefix_error (error, "'%s': ", path);
  }
  protobuf_c_message_free_unpacked (message, NULL);
  return file;
}

void
ts_onnx_file_free (TsOnnxFile *self)
{
  if (self == NULL)
    return;
  ts_graph_free (self->graph);
  g_free (self->input_types);
  g_strfreev (self->keys);
  g_strfreev (self->values);
  g_free (self);
}
