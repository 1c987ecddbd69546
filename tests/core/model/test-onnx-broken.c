/* Broken and unsupported ONNX files: each is refused with its own message.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/onnx-file.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/model/onnx.pb-c.h"

#define DATA_TYPE(name)      ONNX__TENSOR_PROTO__DATA_TYPE__##name
#define ATTRIBUTE_TYPE(name) ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__##name

static char *folder, *path;

/* One Add node: x, float [2], plus the initialiser w; every part can be bent. */
typedef struct {
  Onnx__ModelProto model;
  Onnx__GraphProto graph;
  Onnx__OperatorSetIdProto opset;
  Onnx__NodeProto node;
  Onnx__TensorProto w;
  Onnx__ValueInfoProto x, y;
  Onnx__TypeProto x_type, y_type;
  Onnx__TypeProto__Tensor x_tensor, y_tensor;
  Onnx__AttributeProto attribute;
  Onnx__StringStringEntryProto entry;
  Onnx__SparseTensorProto sparse;
  Onnx__FunctionProto function;
  Onnx__TensorProto__Segment segment;
  gint64 dims[9];
  float values[2];
  char *inputs[2], *outputs[2];
  void *list[10][2];
} Parts;

static char *
text (const char *literal)
{
  return (char *) g_intern_string (literal);
}

static void
start_value (Onnx__ValueInfoProto *value,
             Onnx__TypeProto *type,
             Onnx__TypeProto__Tensor *tensor,
             const char *name)
{
  onnx__value_info_proto__init (value);
  onnx__type_proto__init (type);
  onnx__type_proto__tensor__init (tensor);
  tensor->has_elem_type = TRUE;
  tensor->elem_type = DATA_TYPE (FLOAT);
  type->value_case = ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE;
  type->tensor_type = tensor;
  value->name = text (name);
  value->type = type;
}

static void *
list_of (Parts *p, guint which, void *item)
{
  p->list[which][0] = p->list[which][1] = item;
  return p->list[which];
}

static void
start_tensor (Parts *p)
{
  onnx__tensor_proto__init (&p->w);
  p->w.name = text ("w");
  p->w.has_data_type = TRUE;
  p->w.data_type = DATA_TYPE (FLOAT);
  p->dims[0] = 2;
  p->w.n_dims = 1;
  p->w.dims = p->dims;
  p->w.n_float_data = 2;
  p->w.float_data = p->values;
}

static void
start_parts (Parts *p)
{
  memset (p, 0, sizeof *p);
  onnx__model_proto__init (&p->model);
  onnx__graph_proto__init (&p->graph);
  onnx__operator_set_id_proto__init (&p->opset);
  onnx__node_proto__init (&p->node);
  onnx__attribute_proto__init (&p->attribute);
  onnx__string_string_entry_proto__init (&p->entry);
  onnx__sparse_tensor_proto__init (&p->sparse);
  onnx__function_proto__init (&p->function);
  onnx__tensor_proto__segment__init (&p->segment);
  start_tensor (p);
  start_value (&p->x, &p->x_type, &p->x_tensor, "x");
  start_value (&p->y, &p->y_type, &p->y_tensor, "y");
  p->opset.has_version = TRUE;
  p->opset.version = 13;
  p->model.n_opset_import = 1;
  p->model.opset_import = list_of (p, 0, &p->opset);
  p->model.graph = &p->graph;
  p->graph.n_node = p->graph.n_initializer = 1;
  p->graph.n_input = p->graph.n_output = 1;
  p->graph.node = list_of (p, 1, &p->node);
  p->graph.initializer = list_of (p, 2, &p->w);
  p->graph.input = list_of (p, 3, &p->x);
  p->graph.output = list_of (p, 4, &p->y);
  p->node.name = text ("plus");
  p->node.op_type = text ("Add");
  p->inputs[0] = text ("x");
  p->inputs[1] = text ("w");
  p->outputs[0] = p->outputs[1] = text ("y");
  p->node.n_input = 2;
  p->node.input = p->inputs;
  p->node.n_output = 1;
  p->node.output = p->outputs;
  p->attribute.name = text ("axis");
  p->attribute.has_type = TRUE;
  p->node.attribute = list_of (p, 5, &p->attribute);
}

static void
write_parts (const Parts *p)
{
  gsize n_bytes = onnx__model_proto__get_packed_size (&p->model);
  g_autofree guint8 *bytes = g_malloc (n_bytes);

  onnx__model_proto__pack (&p->model, bytes);
  g_assert_true (ts_safe_file_write (path, bytes, n_bytes, NULL));
}

static void
bend_no_graph (Parts *p)
{
  p->model.graph = NULL;
}

static void
bend_no_opset (Parts *p)
{
  p->opset.domain = text ("com.microsoft");
}

static void
bend_old_opset (Parts *p)
{
  p->opset.version = 5;
}

static void
bend_new_opset (Parts *p)
{
  p->opset.version = 23;
}

static void
bend_function (Parts *p)
{
  p->function.name = text ("gelu");
  p->model.n_functions = 1;
  p->model.functions = list_of (p, 6, &p->function);
}

static void
bend_sparse (Parts *p)
{
  p->sparse.values = &p->w;
  p->graph.n_sparse_initializer = 1;
  p->graph.sparse_initializer = list_of (p, 6, &p->sparse);
}

static void
bend_no_nodes (Parts *p)
{
  p->graph.n_node = 0;
}

static void
bend_no_outputs (Parts *p)
{
  p->graph.n_output = 0;
}

static void
bend_two_initialisers (Parts *p)
{
  p->graph.n_initializer = 2;
}

static void
bend_nameless_initialiser (Parts *p)
{
  p->w.name = NULL;
}

static void
bend_short_data (Parts *p)
{
  p->w.n_float_data = 1;
}

static void
bend_short_raw_data (Parts *p)
{
  p->w.n_float_data = 0;
  p->w.has_raw_data = TRUE;
  p->w.raw_data.data = (guint8 *) p->values;
  p->w.raw_data.len = 7;
}

static void
bend_double_data (Parts *p)
{
  bend_short_raw_data (p);
  p->w.n_float_data = 2;
}

static void
bend_huge_shape (Parts *p)
{
  p->w.n_dims = 3;
  for (guint i = 0; i < 3; i++)
    p->dims[i] = G_GINT64_CONSTANT (1) << 40;
}

static void
bend_large_shape (Parts *p)
{
  p->dims[0] = G_GINT64_CONSTANT (1) << 40;
}

static void
bend_negative_dimension (Parts *p)
{
  p->dims[0] = -2;
}

static void
bend_nine_dimensions (Parts *p)
{
  p->w.n_dims = 9;
  for (guint i = 0; i < 9; i++)
    p->dims[i] = 1;
}

static void
bend_string_tensor (Parts *p)
{
  p->w.data_type = DATA_TYPE (STRING);
}

static void
bend_unknown_type (Parts *p)
{
  p->w.data_type = 99;
}

static void
bend_external_data (Parts *p)
{
  p->entry.key = text ("location");
  p->entry.value = text ("weights.bin");
  p->w.n_float_data = 0;
  p->w.n_external_data = 1;
  p->w.external_data = list_of (p, 6, &p->entry);
  p->w.has_data_location = TRUE;
  p->w.data_location = ONNX__TENSOR_PROTO__DATA_LOCATION__EXTERNAL;
}

static void
bend_segment (Parts *p)
{
  p->w.segment = &p->segment;
}

static void
bend_uint8_input (Parts *p)
{
  p->x_tensor.elem_type = DATA_TYPE (UINT8);
}

static void
bend_untyped_input (Parts *p)
{
  p->x.type = NULL;
}

static void
bend_int64_output (Parts *p)
{
  p->y_tensor.elem_type = DATA_TYPE (INT64);
}

static void
bend_sequence_input (Parts *p)
{
  static Onnx__TypeProto__Sequence sequence = ONNX__TYPE_PROTO__SEQUENCE__INIT;

  p->x_type.value_case = ONNX__TYPE_PROTO__VALUE_SEQUENCE_TYPE;
  p->x_type.sequence_type = &sequence;
}

static void
bend_nameless_input (Parts *p)
{
  p->x.name = text ("");
}

static void
bend_two_inputs_of_a_name (Parts *p)
{
  p->graph.n_input = 2;
}

static void
bend_foreign_operator (Parts *p)
{
  p->node.domain = text ("com.microsoft");
  p->node.op_type = text ("FusedConv");
}

static void
bend_no_operator (Parts *p)
{
  p->node.op_type = NULL;
}

static void
bend_node_makes_input (Parts *p)
{
  p->outputs[0] = text ("x");
}

static void
bend_node_makes_initialiser (Parts *p)
{
  p->outputs[0] = text ("w");
}

static void
bend_node_makes_twice (Parts *p)
{
  p->node.n_output = 2;
}

static void
bend_subgraph (Parts *p)
{
  static Onnx__GraphProto graph = ONNX__GRAPH_PROTO__INIT;

  p->node.name = NULL;
  p->node.op_type = text ("If");
  p->node.n_attribute = 1;
  p->attribute.name = text ("then_branch");
  p->attribute.type = ATTRIBUTE_TYPE (GRAPH);
  p->attribute.g = &graph;
}

static void
bend_string_list (Parts *p)
{
  p->node.n_attribute = 1;
  p->attribute.type = ATTRIBUTE_TYPE (STRINGS);
}

static void
bend_double_attribute (Parts *p)
{
  p->node.n_attribute = 2;
  p->attribute.type = ATTRIBUTE_TYPE (INT);
}

static void
bend_nameless_attribute (Parts *p)
{
  p->node.n_attribute = 1;
  p->attribute.name = NULL;
}

static void
bend_function_attribute (Parts *p)
{
  p->node.n_attribute = 1;
  p->attribute.ref_attr_name = text ("outer");
}

static void
bend_attribute_without_tensor (Parts *p)
{
  p->node.n_attribute = 1;
  p->attribute.type = ATTRIBUTE_TYPE (TENSOR);
}

static void
bend_broken_tensor_attribute (Parts *p)
{
  p->node.n_attribute = 1;
  p->attribute.type = ATTRIBUTE_TYPE (TENSOR);
  p->attribute.t = &p->w;
  p->graph.n_initializer = 0;
  p->w.n_float_data = 1;
}

static void
bend_attribute_not_utf8 (Parts *p)
{
  p->node.n_attribute = 1;
  p->attribute.type = ATTRIBUTE_TYPE (STRING);
  p->attribute.has_s = TRUE;
  p->attribute.s.data = (guint8 *) text ("\xff");
  p->attribute.s.len = 1;
}

typedef struct {
  const char *name;
  void (*bend) (Parts *p);
  TsError code;
  const char *message; /* after "'PATH'" */
} Case;

static const Case cases[] = {
  { "no-graph", bend_no_graph, TS_ERROR_FORMAT,
    " is not an ONNX model: it has no graph" },
  { "no-operator-set", bend_no_opset, TS_ERROR_FORMAT,
    ": it names no version of the ONNX operator set" },
  { "old-operator-set", bend_old_opset, TS_ERROR_UNSUPPORTED,
    ": operator set 5 is not supported (6 to 22 are)" },
  { "new-operator-set", bend_new_opset, TS_ERROR_UNSUPPORTED,
    ": operator set 23 is not supported (6 to 22 are)" },
  { "function", bend_function, TS_ERROR_UNSUPPORTED,
    ": function 'gelu': functions of a model are not supported" },
  { "sparse-initialiser", bend_sparse, TS_ERROR_UNSUPPORTED,
    ": initialiser 'w': sparse tensors are not supported" },
  { "no-nodes", bend_no_nodes, TS_ERROR_FORMAT, ": its graph has no nodes" },
  { "no-outputs", bend_no_outputs, TS_ERROR_FORMAT,
    ": its graph has no outputs" },
  { "two-initialisers-of-a-name", bend_two_initialisers, TS_ERROR_FORMAT,
    ": initialiser 'w': another one has this name" },
  { "nameless-initialiser", bend_nameless_initialiser, TS_ERROR_FORMAT,
    ": an initialiser has no name" },
  { "too-few-values", bend_short_data, TS_ERROR_FORMAT,
    ": initialiser 'w': its shape 2 asks for 2 values, but 1 values are "
    "there" },
  { "too-few-bytes", bend_short_raw_data, TS_ERROR_FORMAT,
    ": initialiser 'w': its shape 2 asks for 2 values, but 7 bytes are there" },
  { "values-twice", bend_double_data, TS_ERROR_FORMAT,
    ": initialiser 'w': its values are given twice" },
  { "shape-overflows", bend_huge_shape, TS_ERROR_TOO_LARGE,
    ": initialiser 'w': its shape 1099511627776x1099511627776x1099511627776 "
    "is too large" },
  { "shape-beyond-data", bend_large_shape, TS_ERROR_FORMAT,
    ": initialiser 'w': its shape 1099511627776 asks for 1099511627776 "
    "values, but 2 values are there" },
  { "negative-dimension", bend_negative_dimension, TS_ERROR_FORMAT,
    ": initialiser 'w': its dimension 0 is -2" },
  { "nine-dimensions", bend_nine_dimensions, TS_ERROR_UNSUPPORTED,
    ": initialiser 'w': it has 9 dimensions, at most 8 are supported" },
  { "string-initialiser", bend_string_tensor, TS_ERROR_UNSUPPORTED,
    ": initialiser 'w': values of string are not supported" },
  { "unknown-initialiser", bend_unknown_type, TS_ERROR_UNSUPPORTED,
    ": initialiser 'w': values of an unknown type are not supported" },
  { "data-in-another-file", bend_external_data, TS_ERROR_UNSUPPORTED,
    ": initialiser 'w': its values are in another file ('weights.bin'); a "
    "model must be one file" },
  { "segment", bend_segment, TS_ERROR_UNSUPPORTED,
    ": initialiser 'w': its values are split into segments" },
  { "uint8-input", bend_uint8_input, TS_ERROR_UNSUPPORTED,
    ": input 'x' is of uint8; only float32 is supported" },
  { "untyped-input", bend_untyped_input, TS_ERROR_UNSUPPORTED,
    ": input 'x' is of no type; only float32 is supported" },
  { "int64-output", bend_int64_output, TS_ERROR_UNSUPPORTED,
    ": output 'y' is of int64; only float32 is supported" },
  { "sequence-input", bend_sequence_input, TS_ERROR_UNSUPPORTED,
    ": input 'x': it is no tensor; nothing else is supported" },
  { "nameless-input", bend_nameless_input, TS_ERROR_FORMAT,
    ": an input has no name" },
  { "two-inputs-of-a-name", bend_two_inputs_of_a_name, TS_ERROR_FORMAT,
    ": input 'x': another value has this name" },
  { "foreign-operator", bend_foreign_operator, TS_ERROR_UNSUPPORTED,
    ": node 'plus' (FusedConv): operators of 'com.microsoft' are not "
    "supported, only those of ONNX" },
  { "no-operator", bend_no_operator, TS_ERROR_FORMAT,
    ": node 'plus' (): it names no operator" },
  { "node-makes-input", bend_node_makes_input, TS_ERROR_FORMAT,
    ": node 'plus' (Add): output 'x': another value has this name" },
  { "node-makes-initialiser", bend_node_makes_initialiser, TS_ERROR_FORMAT,
    ": node 'plus' (Add): output 'w': another value has this name" },
  { "node-makes-value-twice", bend_node_makes_twice, TS_ERROR_FORMAT,
    ": node 'plus' (Add): output 'y': another value has this name" },
  { "subgraph", bend_subgraph, TS_ERROR_UNSUPPORTED,
    ": node 0 (If): attribute 'then_branch': subgraphs are not supported" },
  { "string-list", bend_string_list, TS_ERROR_UNSUPPORTED,
    ": node 'plus' (Add): attribute 'axis': attributes of type 8 are not "
    "supported" },
  { "attribute-twice", bend_double_attribute, TS_ERROR_FORMAT,
    ": node 'plus' (Add): attribute 'axis' is given twice" },
  { "nameless-attribute", bend_nameless_attribute, TS_ERROR_FORMAT,
    ": node 'plus' (Add): an attribute has no name" },
  { "function-attribute", bend_function_attribute, TS_ERROR_FORMAT,
    ": node 'plus' (Add): attribute 'axis' refers to a function's outside of "
    "one" },
  { "attribute-without-tensor", bend_attribute_without_tensor, TS_ERROR_FORMAT,
    ": node 'plus' (Add): attribute 'axis': its tensor is not there" },
  { "broken-tensor-attribute", bend_broken_tensor_attribute, TS_ERROR_FORMAT,
    ": node 'plus' (Add): attribute 'axis': its shape 2 asks for 2 values, "
    "but 1 values are there" },
  { "attribute-not-utf8", bend_attribute_not_utf8, TS_ERROR_FORMAT,
    ": node 'plus' (Add): attribute 'axis': it is not UTF-8 text" },
};

static void
check_refused (TsError code, const char *message)
{
  g_autofree char *expected = g_strdup_printf ("'%s'%s", path, message);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsOnnxFile) file = ts_onnx_file_load (path, &error);

  g_assert_null (file);
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_bent (gconstpointer data)
{
  const Case *each = data;
  Parts parts;

  start_parts (&parts);
  each->bend (&parts);
  write_parts (&parts);
  check_refused (each->code, each->message);
}

static void
test_unbent_parts_load (void)
{
  Parts parts;
  g_autoptr (GError) error = NULL;
  g_autoptr (TsOnnxFile) file = NULL;

  start_parts (&parts);
  write_parts (&parts);
  file = ts_onnx_file_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ts_graph_get_n_nodes (file->graph), ==, 1);
}

static void
test_initialiser_among_inputs_is_no_input (void)
{
  Parts parts;
  g_autoptr (TsOnnxFile) file = NULL;

  start_parts (&parts);
  parts.x.name = text ("w");
  parts.inputs[0] = text ("w");
  write_parts (&parts);
  file = ts_onnx_file_load (path, NULL);
  g_assert_nonnull (file);
  g_assert_cmpuint (ts_graph_get_n_inputs (file->graph), ==, 0);
}

static void
test_empty_text_attribute_is_empty (void)
{
  Parts parts;
  g_autoptr (TsOnnxFile) file = NULL;

  start_parts (&parts);
  parts.node.n_attribute = 1;
  parts.attribute.type = ATTRIBUTE_TYPE (STRING);
  parts.attribute.has_s = TRUE;
  write_parts (&parts);
  file = ts_onnx_file_load (path, NULL);
  g_assert_nonnull (file);
  g_assert_cmpstr (
    ts_node_get_string (ts_graph_get_node (file->graph, 0), "axis", "none"), ==,
    "");
}

static void
write_bytes (const char *bytes, gsize n_bytes)
{
  g_assert_true (ts_safe_file_write (path, bytes, n_bytes, NULL));
}

static void
test_bytes_that_are_no_message (void)
{
  write_bytes ("", 0);
  check_refused (TS_ERROR_FORMAT, " is not an ONNX model: it has no graph");
  write_bytes ("\x08", 1);
  check_refused (TS_ERROR_FORMAT, " is not an ONNX model: the number before "
                                  "byte 1 has no end");
  write_bytes ("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12);
  check_refused (TS_ERROR_FORMAT, " is not an ONNX model: the number before "
                                  "byte 11 has no end");
  write_bytes ("\x3a\x7f\x0a", 3);
  check_refused (TS_ERROR_FORMAT,
                 " is not an ONNX model: 127 bytes are announced at byte 2, "
                 "but only 1 follow");
  write_bytes ("\x0f\x01", 2);
  check_refused (TS_ERROR_FORMAT,
                 " is not an ONNX model: no protobuf field begins at byte 0");
  write_bytes ("\x38\x00\xff\x7f\x00", 5);
  check_refused (TS_ERROR_FORMAT,
                 " is not an ONNX model: no protobuf field begins at byte 2");
  write_bytes ("\x12\x02\xff\xfe", 4);
  check_refused (TS_ERROR_FORMAT, " is not an ONNX model: the producer_name "
                                  "at byte 2 is not UTF-8 text");
  write_bytes ("\x3a\x00\x3a\x00", 4);
  check_refused (TS_ERROR_FORMAT,
                 " is not an ONNX model: one part holds its graph twice");
  write_bytes ("\x38\x01", 2);
  check_refused (
    TS_ERROR_FORMAT,
    " is not an ONNX model: its fields are not those of the ONNX schema");
}

static void
test_every_truncation_is_refused (void)
{
  Parts parts;
  gsize n_bytes;
  g_autofree guint8 *bytes = NULL;

  start_parts (&parts);
  n_bytes = onnx__model_proto__get_packed_size (&parts.model);
  bytes = g_malloc (n_bytes);
  onnx__model_proto__pack (&parts.model, bytes);
  for (gsize n = 0; n < n_bytes; n++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TsOnnxFile) file = NULL;

    write_bytes ((const char *) bytes, n);
    file = ts_onnx_file_load (path, &error);
    g_assert_null (file);
    g_assert_nonnull (error);
  }
}

/* TypeProto in SequenceTypeProto in TypeProto: a few kilobytes that make a naive reader
 * recurse until its stack is gone. */
static void
test_deep_nesting_is_refused (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < 20000; i++) {
    guint n = bytes->len;
    guint8 header[] = { i % 2 == 0 ? 0x0a : 0x22, (guint8) (n & 0x7f) | 0x80,
                        (guint8) (n >> 7 & 0x7f) | 0x80,
                        (guint8) (n >> 14 & 0x7f) };

    g_byte_array_prepend (bytes, header, sizeof header);
  }
  for (guint i = 0; i < 3; i++) {
    static const guint8 keys[] = { 0x12, 0x5a, 0x3a }; /* type, input, graph */
    guint n = bytes->len;
    guint8 header[] = { keys[i], (guint8) (n & 0x7f) | 0x80,
                        (guint8) (n >> 7 & 0x7f) | 0x80,
                        (guint8) (n >> 14 & 0x7f) };

    g_byte_array_prepend (bytes, header, sizeof header);
  }
  write_bytes ((const char *) bytes->data, bytes->len);
  check_refused (
    TS_ERROR_TOO_LARGE,
    " is not an ONNX model: its parts are nested more than 64 deep");
}

static void
test_too_many_fields_are_refused (void)
{
  gsize n_bytes = 2 * ((1 << 22) + 1);
  g_autofree char *bytes = g_malloc (n_bytes);

  for (gsize i = 0; i < n_bytes; i += 2)
    memcpy (bytes + i, "\x08\x01", 2);
  write_bytes (bytes, n_bytes);
  check_refused (TS_ERROR_TOO_LARGE,
                 " is not an ONNX model: it has more than 4194304 fields");
}

static void
test_missing_file_is_named (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsOnnxFile) file = ts_onnx_file_load ("/no/such/m.onnx", &error);

  g_assert_null (file);
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_cmpstr (error->message, ==,
                   "cannot open '/no/such/m.onnx': No such file or directory");
}

static void
test_broken_tensor_file_is_refused (void)
{
  g_autofree char *expected = g_strdup_printf (
    "'%s' is not an ONNX tensor: 5 bytes are announced at byte 2, but only 2 "
    "follow",
    path);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsTensor) tensor = NULL;

  write_bytes ("\x4a\x05xx", 4);
  tensor = ts_onnx_tensor_load (path, NULL, &error);
  g_assert_null (tensor);
  g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
add_tests (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name =
      g_strconcat ("/onnx-broken/refuses/", cases[i].name, NULL);

    g_test_add_data_func (name, &cases[i], test_bent);
  }
  g_test_add_func ("/onnx-broken/unbent-parts-load", test_unbent_parts_load);
  g_test_add_func ("/onnx-broken/initialiser-among-inputs-is-no-input",
                   test_initialiser_among_inputs_is_no_input);
  g_test_add_func ("/onnx-broken/empty-text-attribute-is-empty",
                   test_empty_text_attribute_is_empty);
  g_test_add_func ("/onnx-broken/refuses/bytes-that-are-no-message",
                   test_bytes_that_are_no_message);
  g_test_add_func ("/onnx-broken/refuses/every-truncation",
                   test_every_truncation_is_refused);
  g_test_add_func ("/onnx-broken/refuses/deep-nesting",
                   test_deep_nesting_is_refused);
  g_test_add_func ("/onnx-broken/refuses/too-many-fields",
                   test_too_many_fields_are_refused);
  g_test_add_func ("/onnx-broken/missing-file-is-named",
                   test_missing_file_is_named);
  g_test_add_func ("/onnx-broken/refuses/broken-tensor-file",
                   test_broken_tensor_file_is_refused);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tessera-broken-XXXXXX", NULL);
  path = g_build_filename (folder, "m.onnx", NULL);
  add_tests ();
  result = g_test_run ();
  g_unlink (path);
  g_rmdir (folder);
  g_free (path);
  g_free (folder);
  return result;
}
