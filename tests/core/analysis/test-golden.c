/* Real networks on real tiles, from the file's bytes to the network's output, against
 * what the tools they come from answer.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <math.h>

#include "core/analysis/image-file.h"
#include "core/analysis/preprocess.h"
#include "core/model/model.h"

typedef struct {
  const char *folder; /* of the test data */
  TsModel *model;
  TsExecutor *executor;
  TsPreprocessor *preprocessor;
  gsize n_outputs;
  double max_error; /* so far */
} Golden;

static void
compare_tile (Golden *self, const char *name, JsonArray *expected)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsImage) image = ts_image_load (path, &error);
  const float *output = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (expected), ==, self->n_outputs);
  ts_preprocessor_run (self->preprocessor, image->rgb, image->width_px,
                       image->height_px,
                       ts_executor_get_input (self->executor, 0), &error);
  g_assert_no_error (error);
  ts_executor_run (self->executor);
  output = ts_executor_get_output (self->executor, 0);
  for (guint i = 0; i < self->n_outputs; i++) {
    double difference =
      fabs (output[i] - json_array_get_double_element (expected, i));
    self->max_error = fmax (self->max_error, difference);
  }
}

static void
open_golden (Golden *self, const char *onnx)
{
  g_autofree char *path = g_build_filename (self->folder, "models", onnx, NULL);
  g_autoptr (GError) error = NULL;
  TsNetwork *network = NULL;
  const TsShape *shape = NULL;

  self->model = ts_model_load (path, NULL, NULL, &error);
  g_assert_no_error (error);
  network = ts_model_get_network (self->model);
  shape = ts_network_get_input_shape (network, 0);
  g_assert_true (ts_shape_count (ts_network_get_output_shape (network, 0),
                                 &self->n_outputs));
  self->executor = ts_executor_new (network, &error);
  g_assert_no_error (error);
  self->preprocessor =
    ts_preprocessor_new (&ts_model_get_card (self->model)->transform,
                         (guint) shape->dims[3], (guint) shape->dims[2]);
}

/* Largest difference over one in so many tiles of the golden file, over all with -m slow;
 * -1 where the data are absent. */
static double
compare (const char *onnx, const char *golden_json, guint one_in)
{
  Golden golden = { .folder = g_getenv ("TS_TEST_DATA") };
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GList) names = NULL;
  JsonObject *results = NULL;
  guint n_seen = 0;

  path = golden.folder != NULL
           ? g_build_filename (golden.folder, "models", golden_json, NULL)
           : NULL;
  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return -1;
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  open_golden (&golden, onnx);
  results = json_object_get_object_member (
    json_node_get_object (json_parser_get_root (parser)), "results");
  names = json_object_get_members (results);
  for (GList *at = names; at != NULL; at = at->next) {
    if (g_test_slow () || n_seen++ % one_in == 0)
      compare_tile (&golden, at->data,
                    json_object_get_array_member (results, at->data));
  }
  ts_preprocessor_free (golden.preprocessor);
  ts_executor_free (golden.executor);
  ts_model_unref (golden.model);
  g_test_message ("%s: largest difference %g", onnx, golden.max_error);
  return golden.max_error;
}

/* Logits reach 27. */
static void
test_lung_network_gives_its_logits (void)
{
  double error =
    compare ("lung_shufflenet.onnx", "lung_shufflenet.golden.json", 10);

  if (error < 0)
    g_test_skip ("the lung network is not here");
  g_assert_cmpfloat (error, <, 1e-3);
}

static void
test_inception_trunk_gives_its_features (void)
{
  double error = compare ("inception_v3_imagenet_trunk.onnx",
                          "inception_v3_imagenet_trunk.golden.json", 3);

  if (error < 0)
    g_test_skip ("the Inception trunk is not here");
  g_assert_cmpfloat (error, <, 1e-4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/golden/lung-network-gives-its-logits",
                   test_lung_network_gives_its_logits);
  g_test_add_func ("/golden/inception-trunk-gives-its-features",
                   test_inception_trunk_gives_its_features);
  return g_test_run ();
}
