/* ONNX files: what is written comes back, and every way of writing values down is read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/onnx-file.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/model/onnx.pb-c.h"

#define DATA_TYPE(name) ONNX__TENSOR_PROTO__DATA_TYPE__##name

static char *folder;

static TsTensor *
new_floats (const float *values, gint64 n)
{
  const TsShape shape = { 1, { n } };
  TsTensor *tensor = ts_tensor_new (TS_TYPE_FLOAT, &shape, NULL);

  memcpy (ts_tensor_edit_floats (tensor), values, (gsize) n * sizeof *values);
  return tensor;
}

static TsTensor *
new_int64s (const gint64 *values, gint64 n)
{
  const TsShape shape = { 1, { n } };
  TsTensor *tensor = ts_tensor_new (TS_TYPE_INT64, &shape, NULL);

  memcpy (ts_tensor_edit_int64s (tensor), values, (gsize) n * sizeof *values);
  return tensor;
}

static TsGraph *
new_example_graph (void)
{
  const TsShape in = { 4, { -1, 3, 8, 8 } }, out = { 2, { -1, 2 } };
  const char *conv_in[] = { "x", "w", "", NULL }, *conv_out[] = { "a", NULL };
  const char *last_in[] = { "a", "s", NULL }, *last_out[] = { "y", NULL };
  const float weights[] = { 1, -0.5f, 3e-30f }, alphas[] = { 0.25f, 4 };
  const gint64 shape[] = { 0, -1 }, pads[] = { 1, 2, 3, 4 };
  g_autoptr (TsTensor) w = new_floats (weights, 3);
  g_autoptr (TsTensor) s = new_int64s (shape, 2);
  TsGraph *graph = ts_graph_new (13);
  TsNode *node;

  ts_graph_add_input (graph, "x", &in);
  ts_graph_add_output (graph, "y", &out);
  ts_graph_add_constant (graph, "w", w);
  ts_graph_add_constant (graph, "s", s);
  node = ts_graph_add_node (graph, "conv", "Conv", conv_in, conv_out);
  ts_node_set_ints (node, "pads", pads, 4);
  ts_node_set_int (node, "group", -7);
  ts_node_set_float (node, "alpha", 0.125);
  ts_node_set_string (node, "auto_pad", "NOTSET");
  ts_node_set_floats (node, "alphas", alphas, 2);
  ts_node_set_tensor (node, "value", w);
  ts_graph_add_node (graph, NULL, "Reshape", last_in, last_out);
  return graph;
}

static void
check_attributes (const TsNode *node)
{
  guint n;

  g_assert_cmpuint (ts_node_get_n_attributes (node), ==, 6);
  g_assert_cmpint (ts_node_get_ints (node, "pads", &n)[3], ==, 4);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpint (ts_node_get_int (node, "group", 0), ==, -7);
  g_assert_cmpfloat (ts_node_get_float (node, "alpha", 0), ==, 0.125);
  g_assert_cmpstr (ts_node_get_string (node, "auto_pad", ""), ==, "NOTSET");
  g_assert_cmpfloat (ts_node_get_floats (node, "alphas", &n)[1], ==, 4);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (
    ts_tensor_get_floats (ts_node_get_tensor (node, "value"))[1], ==, -0.5);
}

static void
check_example_graph (const TsGraph *graph)
{
  TsTensor *w = ts_graph_get_constant (graph, "w");
  TsTensor *s = ts_graph_get_constant (graph, "s");
  const TsNode *conv = ts_graph_get_node (graph, 0);

  g_assert_cmpuint (ts_graph_get_opset (graph), ==, 13);
  g_assert_cmpuint (ts_graph_get_n_inputs (graph), ==, 1);
  g_assert_cmpstr (ts_graph_get_input (graph, 0)->name, ==, "x");
  g_assert_cmpuint (ts_graph_get_input (graph, 0)->shape.rank, ==, 4);
  g_assert_cmpint (ts_graph_get_input (graph, 0)->shape.dims[0], ==, -1);
  g_assert_cmpint (ts_graph_get_input (graph, 0)->shape.dims[3], ==, 8);
  g_assert_cmpstr (ts_graph_get_output (graph, 0)->name, ==, "y");
  g_assert_cmpfloat (ts_tensor_get_floats (w)[2], ==, 3e-30f);
  g_assert_cmpint (ts_tensor_get_int64s (s)[1], ==, -1);
  g_assert_cmpuint (ts_graph_get_n_nodes (graph), ==, 2);
  g_assert_cmpstr (ts_node_get_op (conv), ==, "Conv");
  g_assert_cmpuint (ts_node_get_n_inputs (conv), ==, 3);
  g_assert_cmpstr (ts_node_get_input (conv, 2), ==, "");
  check_attributes (conv);
}

static void
test_written_graph_comes_back (void)
{
  g_autofree char *path = g_build_filename (folder, "a.onnx", NULL);
  const char *keys[] = { "head", "notes", NULL };
  const char *values[] = { "softmax", "größer als 5 µm", NULL };
  g_autoptr (TsGraph) graph = new_example_graph ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TsOnnxFile) file = NULL;

  g_assert_true (ts_onnx_file_save (path, graph, keys, values, &error));
  file = ts_onnx_file_load (path, &error);
  g_assert_no_error (error);
  check_example_graph (file->graph);
  g_assert_cmpint (file->input_types[0], ==, TS_TYPE_FLOAT);
  g_assert_cmpuint (g_strv_length (file->keys), ==, 2);
  g_assert_cmpstr (file->keys[1], ==, "notes");
  g_assert_cmpstr (file->values[1], ==, "größer als 5 µm");
}

static void
test_same_graph_gives_same_bytes (void)
{
  g_autofree char *path_a = g_build_filename (folder, "b1.onnx", NULL);
  g_autofree char *path_b = g_build_filename (folder, "b2.onnx", NULL);
  const char *none[] = { NULL };
  g_autoptr (TsGraph) a = new_example_graph ();
  g_autoptr (TsGraph) b = new_example_graph ();
  g_autofree char *bytes_a = NULL, *bytes_b = NULL;
  gsize n_a, n_b;

  g_assert_true (ts_onnx_file_save (path_a, a, none, none, NULL));
  g_assert_true (ts_onnx_file_save (path_b, b, none, none, NULL));
  g_assert_true (ts_safe_file_read (path_a, 1 << 20, &bytes_a, &n_a, NULL));
  g_assert_true (ts_safe_file_read (path_b, 1 << 20, &bytes_b, &n_b, NULL));
  g_assert_cmpmem (bytes_a, n_a, bytes_b, n_b);
}

static void
test_unwritable_path_is_an_error (void)
{
  const char *none[] = { NULL };
  g_autoptr (TsGraph) graph = new_example_graph ();
  g_autoptr (GError) error = NULL;

  g_assert_false (
    ts_onnx_file_save ("/no/such/folder/m.onnx", graph, none, none, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_WRITE);
}

/* The message as a file, read back as a tensor. */
static TsTensor *
reload (Onnx__TensorProto *proto, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "t.pb", NULL);
  gsize n_bytes = onnx__tensor_proto__get_packed_size (proto);
  g_autofree guint8 *bytes = g_malloc (n_bytes + 1);
  g_autofree char *name = NULL;
  TsTensor *tensor;

  onnx__tensor_proto__pack (proto, bytes);
  g_assert_true (ts_safe_file_write (path, bytes, n_bytes, NULL));
  tensor = ts_onnx_tensor_load (path, &name, error);
  g_assert_cmpstr (name, ==, tensor != NULL ? "t" : NULL);
  return tensor;
}

static Onnx__TensorProto
start_proto (gint32 data_type, gint64 *n)
{
  Onnx__TensorProto proto = ONNX__TENSOR_PROTO__INIT;
  static char name[] = "t";

  proto.name = name;
  proto.has_data_type = TRUE;
  proto.data_type = data_type;
  proto.n_dims = 1;
  proto.dims = n;
  return proto;
}

static void
check_raw_floats (gint32 data_type, const void *raw, gsize n_bytes)
{
  static const float expected[] = { 1.5f, -2, 0.25f };
  gint64 n = 3;
  Onnx__TensorProto proto = start_proto (data_type, &n);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsTensor) tensor = NULL;

  proto.has_raw_data = TRUE;
  proto.raw_data.data = (guint8 *) raw;
  proto.raw_data.len = n_bytes;
  tensor = reload (&proto, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ts_tensor_get_type (tensor), ==, TS_TYPE_FLOAT);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (ts_tensor_get_floats (tensor)[i], ==, expected[i]);
}

static void
test_reads_raw_floats_of_every_width (void)
{
  static const guint8 f32[] = { 0, 0,    0xc0, 0x3f, 0,    0,
                                0, 0xc0, 0,    0,    0x80, 0x3e };
  static const guint8 f64[] = { 0, 0, 0, 0, 0, 0, 0xf8, 0x3f,
                                0, 0, 0, 0, 0, 0, 0,    0xc0,
                                0, 0, 0, 0, 0, 0, 0xd0, 0x3f };
  static const guint8 f16[] = { 0x00, 0x3e, 0x00, 0xc0, 0x00, 0x34 };
  static const guint8 bf16[] = { 0xc0, 0x3f, 0x00, 0xc0, 0x80, 0x3e };

  check_raw_floats (DATA_TYPE (FLOAT), f32, sizeof f32);
  check_raw_floats (DATA_TYPE (DOUBLE), f64, sizeof f64);
  check_raw_floats (DATA_TYPE (FLOAT16), f16, sizeof f16);
  check_raw_floats (DATA_TYPE (BFLOAT16), bf16, sizeof bf16);
}

static void
test_reads_half_floats_at_their_limits (void)
{
  gint64 n = 6;
  int bits[] = { 0x0001, 0x7bff, 0x7c00, 0xfc00, 0x7e00, 0x8000 };
  Onnx__TensorProto proto = start_proto (DATA_TYPE (FLOAT16), &n);
  g_autoptr (TsTensor) tensor = NULL;
  const float *values;

  proto.n_int32_data = 6;
  proto.int32_data = bits;
  tensor = reload (&proto, NULL);
  values = ts_tensor_get_floats (tensor);
  g_assert_cmpfloat (values[0], ==, 0x1p-24);
  g_assert_cmpfloat (values[1], ==, 65504);
  g_assert_true (isinf (values[2]) && values[2] > 0);
  g_assert_true (isinf (values[3]) && values[3] < 0);
  g_assert_true (isnan (values[4]));
  g_assert_true (values[5] == 0 && signbit (values[5]));
}

static void
check_raw_ints (gint32 data_type,
                const void *raw,
                gsize n_bytes,
                const gint64 *expected)
{
  gint64 n = 2;
  Onnx__TensorProto proto = start_proto (data_type, &n);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsTensor) tensor = NULL;

  proto.has_raw_data = TRUE;
  proto.raw_data.data = (guint8 *) raw;
  proto.raw_data.len = n_bytes;
  tensor = reload (&proto, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ts_tensor_get_type (tensor), ==, TS_TYPE_INT64);
  g_assert_cmpint (ts_tensor_get_int64s (tensor)[0], ==, expected[0]);
  g_assert_cmpint (ts_tensor_get_int64s (tensor)[1], ==, expected[1]);
}

static void
test_reads_raw_integers_of_every_width (void)
{
  static const guint8 i64[] = { 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                0,    0,    0,    0,    1,    0,    0,    0 };
  static const guint8 i32[] = { 0xfe, 0xff, 0xff, 0xff, 0, 1, 0, 0 };
  static const guint8 bytes[] = { 0, 255 };

  check_raw_ints (DATA_TYPE (INT64), i64, sizeof i64,
                  (gint64[]){ -2, G_GINT64_CONSTANT (1) << 32 });
  check_raw_ints (DATA_TYPE (INT32), i32, sizeof i32, (gint64[]){ -2, 256 });
  check_raw_ints (DATA_TYPE (UINT8), bytes, 2, (gint64[]){ 0, 255 });
  check_raw_ints (DATA_TYPE (BOOL), bytes, 2, (gint64[]){ 0, 1 });
}

static void
test_reads_typed_fields (void)
{
  gint64 n = 2, longs[] = { 5, -6 };
  float floats[] = { 1, 2.5f };
  double doubles[] = { 3, 4.5 };
  Onnx__TensorProto a = start_proto (DATA_TYPE (FLOAT), &n);
  Onnx__TensorProto b = start_proto (DATA_TYPE (DOUBLE), &n);
  Onnx__TensorProto c = start_proto (DATA_TYPE (INT64), &n);
  g_autoptr (TsTensor) ta = NULL, tb = NULL, tc = NULL;

  a.n_float_data = b.n_double_data = c.n_int64_data = 2;
  a.float_data = floats;
  b.double_data = doubles;
  c.int64_data = longs;
  ta = reload (&a, NULL);
  tb = reload (&b, NULL);
  tc = reload (&c, NULL);
  g_assert_cmpfloat (ts_tensor_get_floats (ta)[1], ==, 2.5);
  g_assert_cmpfloat (ts_tensor_get_floats (tb)[1], ==, 4.5);
  g_assert_cmpint (ts_tensor_get_int64s (tc)[1], ==, -6);
}

static void
test_reads_scalar_and_empty_tensor (void)
{
  gint64 zero = 0;
  float value = 7;
  Onnx__TensorProto scalar = start_proto (DATA_TYPE (FLOAT), NULL);
  Onnx__TensorProto empty = start_proto (DATA_TYPE (INT64), &zero);
  g_autoptr (TsTensor) a = NULL, b = NULL;

  scalar.n_dims = 0;
  scalar.n_float_data = 1;
  scalar.float_data = &value;
  a = reload (&scalar, NULL);
  b = reload (&empty, NULL);
  g_assert_cmpuint (ts_tensor_get_shape (a)->rank, ==, 0);
  g_assert_cmpfloat (ts_tensor_get_floats (a)[0], ==, 7);
  g_assert_cmpuint (ts_tensor_get_n_elements (b), ==, 0);
}

static void
test_loads_networks_of_others (void)
{
  const char *data = g_getenv ("TS_TEST_DATA");
  g_autofree char *lung =
    g_build_filename (data, "models", "lung_shufflenet.onnx", NULL);
  g_autofree char *trunk =
    g_build_filename (data, "models", "inception_v3_imagenet_trunk.onnx", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsOnnxFile) a = NULL, b = NULL;

  if (!g_file_test (lung, G_FILE_TEST_EXISTS)) {
    g_test_skip ("lung_shufflenet.onnx is not here");
    return;
  }
  a = ts_onnx_file_load (lung, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ts_graph_get_n_nodes (a->graph), ==, 209);
  g_assert_cmpuint (ts_graph_get_n_inputs (a->graph), ==, 1);
  b = ts_onnx_file_load (trunk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ts_graph_get_n_nodes (b->graph), ==, 174);
  g_assert_cmpint (ts_graph_get_input (b->graph, 0)->shape.dims[0], ==, -1);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tessera-onnx-XXXXXX", NULL);
  g_test_add_func ("/onnx-file/written-graph-comes-back",
                   test_written_graph_comes_back);
  g_test_add_func ("/onnx-file/same-graph-gives-same-bytes",
                   test_same_graph_gives_same_bytes);
  g_test_add_func ("/onnx-file/unwritable-path-is-an-error",
                   test_unwritable_path_is_an_error);
  g_test_add_func ("/onnx-file/reads-raw-floats-of-every-width",
                   test_reads_raw_floats_of_every_width);
  g_test_add_func ("/onnx-file/reads-half-floats-at-their-limits",
                   test_reads_half_floats_at_their_limits);
  g_test_add_func ("/onnx-file/reads-raw-integers-of-every-width",
                   test_reads_raw_integers_of_every_width);
  g_test_add_func ("/onnx-file/reads-typed-fields", test_reads_typed_fields);
  g_test_add_func ("/onnx-file/reads-scalar-and-empty-tensor",
                   test_reads_scalar_and_empty_tensor);
  g_test_add_func ("/onnx-file/loads-networks-of-others",
                   test_loads_networks_of_others);
  result = g_test_run ();
  for (guint i = 0; i < 4; i++) {
    static const char *const names[] = { "a.onnx", "b1.onnx", "b2.onnx",
                                         "t.pb" };
    g_autofree char *path = g_build_filename (folder, names[i], NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
  g_free (folder);
  return result;
}
