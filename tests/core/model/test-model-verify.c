/* The check against values on file: what agrees, what does not, what cannot be run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/model-verify.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/model/onnx-file.h"
#include "core/model/onnx.pb-c.h"

static const TsVerifyLimits limits = { .relative = 1e-3, .absolute = 1e-5 };
static char *folder, *path;

static void
write_tensor (const char *set,
              const char *name,
              const TsShape *shape,
              const float *values)
{
  Onnx__TensorProto proto = ONNX__TENSOR_PROTO__INIT;
  g_autofree char *dir = g_build_filename (folder, set, NULL);
  g_autofree char *file = g_build_filename (dir, name, NULL);
  g_autofree guint8 *bytes = NULL;
  gsize n_bytes;

  proto.n_dims = shape->rank;
  proto.dims = (gint64 *) shape->dims;
  proto.has_data_type = TRUE;
  proto.data_type = ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT;
  g_assert_true (ts_shape_count (shape, &proto.n_float_data));
  proto.float_data = (float *) values;
  n_bytes = onnx__tensor_proto__get_packed_size (&proto);
  bytes = g_malloc (n_bytes);
  onnx__tensor_proto__pack (&proto, bytes);
  g_mkdir_with_parents (dir, 0700);
  g_assert_true (ts_safe_file_write (file, bytes, n_bytes, NULL));
}

static void
write_vector (const char *set, const char *name, float a, float b)
{
  const TsShape shape = { 1, { 2 } };

  write_tensor (set, name, &shape, (float[]){ a, b });
}

/* y = x + z, over two values. */
static void
write_sum (const char *op)
{
  const TsShape shape = { 1, { 2 } };
  const char *none[] = { NULL }, *inputs[] = { "x", "z", NULL },
             *outputs[] = { "y", NULL };
  g_autoptr (TsGraph) graph = ts_graph_new (13);

  ts_graph_add_input (graph, "x", &shape);
  ts_graph_add_input (graph, "z", &shape);
  ts_graph_add_output (graph, "y", &shape);
  ts_graph_add_node (graph, "plus", op, inputs, outputs);
  g_assert_true (ts_onnx_file_save (path, graph, none, none, NULL));
}

static void
remove_tree (const char *dir)
{
  g_autoptr (GDir) files = g_dir_open (dir, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL) {
    g_autofree char *file = g_build_filename (dir, name, NULL);

    if (g_file_test (file, G_FILE_TEST_IS_DIR))
      remove_tree (file);
    else
      g_unlink (file);
  }
  g_rmdir (dir);
}

static void
set_up (void)
{
  folder = g_dir_make_tmp ("tessera-verify-XXXXXX", NULL);
  path = g_build_filename (folder, "m.onnx", NULL);
  write_sum ("Add");
}

static void
tear_down (void)
{
  remove_tree (folder);
  g_free (folder);
  g_free (path);
}

static GPtrArray *
verify (void)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = ts_model_verify (path, folder, &limits, NULL, &error);

  g_assert_no_error (error);
  return rows;
}

static void
write_set (const char *set, float expected)
{
  write_vector (set, "input_0.pb", 1, 2);
  write_vector (set, "input_1.pb", 10, 20);
  write_vector (set, "output_0.pb", 11, expected);
}

static void
test_agreement_is_good (void)
{
  g_autoptr (GPtrArray) rows = NULL;
  const TsVerifyRow *row;

  set_up ();
  write_set ("test_data_set_0", 22.011f);
  rows = verify ();
  g_assert_cmpuint (rows->len, ==, 1);
  row = rows->pdata[0];
  g_assert_true (ts_verify_row_is_good (row));
  g_assert_cmpstr (row->set, ==, "test_data_set_0");
  g_assert_cmpstr (row->output, ==, "y");
  g_assert_cmpuint (row->n_values, ==, 2);
  g_assert_cmpfloat_with_epsilon (row->max_absolute, 0.011, 1e-5);
  g_assert_cmpfloat_with_epsilon (row->max_relative, 0.0005, 1e-6);
  tear_down ();
}

static void
test_error_beyond_the_limit_is_not (void)
{
  g_autoptr (GPtrArray) rows = NULL;
  const TsVerifyRow *row;

  set_up ();
  write_set ("test_data_set_0", 22.1f);
  rows = verify ();
  row = rows->pdata[0];
  g_assert_false (ts_verify_row_is_good (row));
  g_assert_cmpuint (row->n_outside, ==, 1);
  tear_down ();
}

static void
test_only_one_not_a_number_is_not (void)
{
  g_autoptr (GPtrArray) rows = NULL;

  set_up ();
  write_set ("test_data_set_0", NAN);
  rows = verify ();
  g_assert_false (ts_verify_row_is_good (rows->pdata[0]));
  tear_down ();
}

static void
test_same_infinities_agree (void)
{
  g_autoptr (GPtrArray) rows = NULL;

  set_up ();
  write_set ("test_data_set_0", INFINITY);
  write_vector ("test_data_set_0", "input_1.pb", 10, INFINITY);
  rows = verify ();
  g_assert_true (ts_verify_row_is_good (rows->pdata[0]));
  tear_down ();
}

static void
test_sets_come_in_order (void)
{
  g_autoptr (GPtrArray) rows = NULL;

  set_up ();
  write_set ("test_data_set_10", 22);
  write_set ("test_data_set_9", 22);
  rows = verify ();
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (((TsVerifyRow *) rows->pdata[0])->set, ==,
                   "test_data_set_9");
  tear_down ();
}

static void
test_folder_may_be_a_set (void)
{
  g_autoptr (GPtrArray) rows = NULL;

  set_up ();
  write_set (".", 22);
  rows = verify ();
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_true (ts_verify_row_is_good (rows->pdata[0]));
  tear_down ();
}

static void
test_another_output_shape_is_a_problem (void)
{
  const TsShape shape = { 2, { 1, 2 } };
  g_autoptr (GPtrArray) rows = NULL;
  const TsVerifyRow *row;

  set_up ();
  write_set ("test_data_set_0", 22);
  write_tensor ("test_data_set_0", "output_0.pb", &shape, (float[]){ 11, 22 });
  rows = verify ();
  row = rows->pdata[0];
  g_assert_false (ts_verify_row_is_good (row));
  g_assert_cmpstr (row->problem, ==, "its shape is 2, expected 1x2");
  tear_down ();
}

static void
check_refused (TsError code, const char *format)
{
  g_autofree char *set = g_build_filename (folder, "test_data_set_0", NULL);
  g_autoptr (GString) message = g_string_new (format);
  g_autoptr (GError) error = NULL;

  g_string_replace (message, "MODEL", path, 0);
  g_string_replace (message, "SET", set, 0);
  g_string_replace (message, "DIR", folder, 0);
  g_assert_null (ts_model_verify (path, folder, &limits, NULL, &error));
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message->str);
}

static void
test_refuses_incomplete_sets (void)
{
  const TsShape shape = { 1, { 3 } };

  set_up ();
  check_refused (TS_ERROR_OPEN,
                 "'DIR' has no test_data_set_* folder and no output_0.pb");
  write_vector ("test_data_set_0", "input_0.pb", 1, 2);
  check_refused (TS_ERROR_OPEN, "'SET' has no output_0.pb");
  write_vector ("test_data_set_0", "output_0.pb", 1, 2);
  check_refused (TS_ERROR_FORMAT,
                 "'SET' has 1 inputs and 1 outputs, but 'MODEL' has 2 and 1");
  write_tensor ("test_data_set_0", "input_1.pb", &shape, (float[]){ 1, 2, 3 });
  check_refused (TS_ERROR_FORMAT,
                 "'MODEL': its input 'z' is 2, but 'SET/input_1.pb' is 3");
  tear_down ();
}

static void
test_refuses_operator_it_does_not_have (void)
{
  set_up ();
  write_sum ("Quantum");
  write_set ("test_data_set_0", 22);
  check_refused (TS_ERROR_UNSUPPORTED, "'MODEL': node 'plus' (Quantum): this "
                                       "operator is not supported");
  tear_down ();
}

static void
test_missing_folder_is_named (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ts_model_verify ("m.onnx", "/no/such", &limits, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_true (g_str_has_prefix (error->message, "cannot open '/no/such': "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model-verify/agreement-is-good", test_agreement_is_good);
  g_test_add_func ("/model-verify/error-beyond-the-limit-is-not",
                   test_error_beyond_the_limit_is_not);
  g_test_add_func ("/model-verify/only-one-not-a-number-is-not",
                   test_only_one_not_a_number_is_not);
  g_test_add_func ("/model-verify/same-infinities-agree",
                   test_same_infinities_agree);
  g_test_add_func ("/model-verify/sets-come-in-order", test_sets_come_in_order);
  g_test_add_func ("/model-verify/folder-may-be-a-set",
                   test_folder_may_be_a_set);
  g_test_add_func ("/model-verify/another-output-shape-is-a-problem",
                   test_another_output_shape_is_a_problem);
  g_test_add_func ("/model-verify/refuses/incomplete-sets",
                   test_refuses_incomplete_sets);
  g_test_add_func ("/model-verify/refuses/operator-it-does-not-have",
                   test_refuses_operator_it_does_not_have);
  g_test_add_func ("/model-verify/missing-folder-is-named",
                   test_missing_folder_is_named);
  return g_test_run ();
}
