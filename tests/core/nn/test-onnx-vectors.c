/* ONNX's own operator vectors: model.onnx, input_*.pb, output_*.pb. They are not part of the
 * project; without them the test is skipped.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/base/error.h"
#include "core/model/onnx-file.h"
#include "core/nn/network.h"

/* As ONNX compares them. */
#define RELATIVE 1e-3
#define ABSOLUTE 1e-7

static TsTensor *
load_tensor (const char *folder, const char *kind, guint index)
{
  g_autofree char *name = g_strdup_printf ("%s_%u.pb", kind, index);
  g_autofree char *path =
    g_build_filename (folder, "test_data_set_0", name, NULL);
  g_autofree char *tensor_name = NULL;
  g_autoptr (GError) error = NULL;
  TsTensor *tensor;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  tensor = ts_onnx_tensor_load (path, &tensor_name, &error);
  g_assert_no_error (error);
  return tensor;
}

static void
compare (TsExecutor *executor, guint index, const TsTensor *expected)
{
  const float *got = ts_executor_get_output (executor, index);
  const float *wanted = ts_tensor_get_floats (expected);

  for (gsize i = 0; i < ts_tensor_get_n_elements (expected); i++)
    g_assert_cmpfloat (fabs (got[i] - wanted[i]), <=,
                       ABSOLUTE + RELATIVE * fabs (wanted[i]));
}

static void
fill_input (TsExecutor *executor, guint index, const TsTensor *tensor)
{
  for (gsize i = 0; i < ts_tensor_get_n_elements (tensor); i++)
    ts_executor_get_input (executor, index)[i] =
      ts_tensor_get_floats (tensor)[i];
}

/* Weights, shapes and bounds come as inputs in these vectors: all but the first input are
 * bound as constants. */
static void
bind_others (TsGraph *graph, const char *folder)
{
  for (guint i = 1; ts_graph_get_n_inputs (graph) > 1; i++) {
    g_autoptr (TsTensor) tensor = load_tensor (folder, "input", i);
    g_autofree char *name = g_strdup (ts_graph_get_input (graph, 1)->name);

    g_assert_nonnull (tensor);
    g_assert_true (ts_graph_bind_input (graph, name, tensor));
  }
}

static void
run_vectors (const char *folder, TsGraph *graph)
{
  g_autoptr (TsTensor) input = load_tensor (folder, "input", 0);
  g_autoptr (TsNetwork) network = NULL;
  g_autoptr (TsExecutor) executor = NULL;
  g_autoptr (GError) error = NULL;

  bind_others (graph, folder);
  network = ts_network_new (graph, ts_tensor_get_shape (input), &error);
  g_assert_no_error (error);
  executor = ts_executor_new (network, NULL);
  fill_input (executor, 0, input);
  ts_executor_run (executor);
  for (guint i = 0; i < ts_network_get_n_outputs (network); i++) {
    g_autoptr (TsTensor) expected = load_tensor (folder, "output", i);

    g_assert_true (ts_shape_equal (ts_tensor_get_shape (expected),
                                   ts_network_get_output_shape (network, i)));
    compare (executor, i, expected);
  }
}

static void
test_vectors (gconstpointer data)
{
  const char *folder = data;
  g_autofree char *path = g_build_filename (folder, "model.onnx", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsOnnxFile) file = ts_onnx_file_load (path, &error);

  if (file == NULL) {
    /* The one that is not float. */
    g_assert_true (g_str_has_suffix (folder, "uint8"));
    g_assert_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED);
    return;
  }
  run_vectors (folder, file->graph);
}

static guint
add_folder (const char *root, const char *name)
{
  g_autofree char *path = g_build_filename (root, "onnx-op-tests", name, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *entry;
  guint n = 0;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL) {
    g_autofree char *test = g_strdup_printf ("/onnx-vectors/%s", entry);

    g_test_add_data_func_full (test, g_build_filename (path, entry, NULL),
                               test_vectors, g_free);
    n++;
  }
  return n;
}

static void
test_absent (void)
{
  g_test_skip ("onnx-op-tests is not here");
}

int
main (int argc, char **argv)
{
  const char *root = g_getenv ("TS_TEST_DATA");
  guint n = 0;

  g_test_init (&argc, &argv, NULL);
  if (root != NULL)
    n = add_folder (root, "node") + add_folder (root, "pytorch-converted");
  if (n == 0)
    g_test_add_func ("/onnx-vectors/all", test_absent);
  return g_test_run ();
}
