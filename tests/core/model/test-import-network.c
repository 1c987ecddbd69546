/* A checkpoint of full size, as DeepPATH's training leaves it, imported: every weight lands
 * where it belongs, and the network computes what DeepPATH's does. The judge is a second
 * description of the network that reads no file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/random.h"
#include "core/model/import-inception.h"
#include "core/model/inception-card.h"
#include "core/model/model.h"
#include "core/model/onnx-file.h"
#include "tests/core/model/deeppath-checkpoint.h"
#include "tests/core/model/deeppath-network.h"

#define N_SHARDS  2
#define N_OUTPUTS 4
#define N_PIXELS  (DEEPPATH_SIDE_PX * DEEPPATH_SIDE_PX)

static const char *const classes[] = { "Normal", "LUAD", "LUSC", NULL };
static char *folder, *prefix, *path;

static void
write_checkpoint (void)
{
  const TableOptions options = { .restart_interval = 16,
                                 .block_bytes = 4096,
                                 .is_packed = TRUE };
  BundleWriter *writer = bundle_writer_new (prefix, N_SHARDS);

  deeppath_add_all (writer, N_OUTPUTS, DEEPPATH_VALUES);
  bundle_writer_finish (writer, &options, TRUE);
}

static void
import_checkpoint (void)
{
  const TsImportParams params = { .class_names = classes,
                                  .patch_px = TS_INCEPTION_PATCH_PX,
                                  .spacing_um = TS_INCEPTION_SPACING_UM,
                                  .central_crop = 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TsTensorBundle) bundle = ts_tensor_bundle_open (prefix, &error);
  TsInceptionSurvey survey;

  g_assert_no_error (error);
  g_assert_true (ts_inception_import (bundle, path, &params, &survey, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (survey.n_averages, ==, 378);
  g_assert_cmpuint (survey.n_plain, ==, 0);
  g_assert_cmpuint (survey.n_outputs, ==, N_OUTPUTS);
}

/* "NAME f32 TAB [1, 2]" of each line of the list beside the real index. */
static void
check_line (const TsBundleTensor *tensor, const char *line)
{
  g_autoptr (GString) text = g_string_new (tensor->name);

  g_string_append (text, " f32\t[");
  for (guint i = 0; i < tensor->shape.rank; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "",
                            tensor->shape.dims[i]);
  g_string_append (text, "]\t");
  g_assert_true (g_str_has_prefix (line, text->str));
}

/* The checkpoint of these tests has the names and shapes of the published one. */
static void
test_checkpoint_is_like_the_real_one (void)
{
  g_autofree char *list =
    g_build_filename (g_getenv ("TS_TEST_DATA"), "checkpoints", "deeppath",
                      "run1a_3D_classifier-model.ckpt-69000.tensors.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (TsTensorBundle) bundle = ts_tensor_bundle_open (prefix, NULL);
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (list, &text, NULL, NULL)) {
    g_test_skip ("the list of the real checkpoint is not here");
    return;
  }
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_assert_cmpuint (ts_tensor_bundle_get_n_tensors (bundle), ==,
                    g_strv_length (lines));
  for (guint i = 0; lines[i] != NULL; i++)
    check_line (ts_tensor_bundle_get_tensor (bundle, i), lines[i]);
}

/* Moving averages and nothing else are what DeepPATH evaluates. */
static float *
get_average (const char *name, const TsShape *shape)
{
  g_autofree char *average = g_strconcat (name, DEEPPATH_AVERAGE, NULL);

  return deeppath_make_values (average, shape);
}

typedef struct {
  const TsGraph *graph;
  guint n_checked;
} Check;

/* DeepPathGet: [h][w][in][out] has become [out][in][h][w]. */
static float *
check_constant (const char *name, const TsShape *shape, gpointer user_data)
{
  Check *self = user_data;
  TsTensor *tensor = ts_graph_get_constant (self->graph, name);
  g_autofree float *wanted = get_average (name, shape);
  gsize n, n_out = (gsize) shape->dims[shape->rank - 1], n_places = 1;
  const float *is;

  g_assert_nonnull (tensor);
  is = ts_tensor_get_floats (tensor);
  n = ts_tensor_get_n_elements (tensor);
  if (shape->rank == 4)
    n_places = (gsize) (shape->dims[0] * shape->dims[1]);
  for (gsize i = 0; i < n; i++) {
    gsize out = i % n_out, in = i / n_out % (n / n_out / n_places);
    gsize place = i / (n / n_places);
    gsize at = out * (n / n_out) + in * n_places + place;

    g_assert_true (memcmp (&is[at], &wanted[i], sizeof (float)) == 0);
  }
  self->n_checked++;
  return NULL;
}

static void
test_every_weight_is_in_its_place (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsOnnxFile) file = ts_onnx_file_load (path, &error);
  g_autoptr (GList) names = NULL;
  Check check = { NULL, 0 };

  g_assert_no_error (error);
  check.graph = file->graph;
  deeppath_evaluate (NULL, N_OUTPUTS, check_constant, &check, NULL);
  g_assert_cmpuint (check.n_checked, ==, 378);
  /* And nothing else: 11 widths of ones stand for the gammas. */
  names = ts_graph_list_constants (file->graph);
  g_assert_cmpuint (g_list_length (names), ==, 378 + 11);
}

/* DeepPathGet */
static float *
provide_average (const char *name, const TsShape *shape, gpointer user_data)
{
  return get_average (name, shape);
}

/* Pixels [h][w][3] as DeepPATH's, [3][h][w] as the network's. */
static void
make_input (float *pixels, float *planes)
{
  TsRandom random;

  ts_random_init (&random, 2018);
  for (gsize i = 0; i < 3 * N_PIXELS; i++)
    pixels[i] = (float) (2 * ts_random_uniform (&random) - 1);
  for (gsize i = 0; i < N_PIXELS; i++)
    for (gsize c = 0; c < 3; c++)
      planes[c * N_PIXELS + i] = pixels[3 * i + c];
}

static void
check_logits (const float *is, const double *should_be)
{
  double largest = 0;

  for (guint i = 0; i < N_OUTPUTS; i++)
    largest = MAX (largest, fabs (should_be[i]));
  g_assert_cmpfloat (largest, >, 0.1);
  for (guint i = 0; i < N_OUTPUTS; i++) {
    double difference = fabs ((double) is[i] - should_be[i]);

    g_test_message ("logit %u: %.9g, in double %.9g", i, (double) is[i],
                    should_be[i]);
    g_assert_cmpfloat (difference, <=, 2e-5 * largest);
  }
}

static void
test_network_computes_what_deeppath_does (void)
{
  g_autofree float *pixels = g_new (float, 3 * N_PIXELS);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsModel) model = ts_model_load (path, NULL, NULL, &error);
  g_autoptr (TsExecutor) executor = NULL;
  double logits[N_OUTPUTS];

  g_assert_no_error (error);
  executor = ts_executor_new (ts_model_get_network (model), &error);
  g_assert_no_error (error);
  make_input (pixels, ts_executor_get_input (executor, 0));
  ts_executor_run (executor);
  deeppath_evaluate (pixels, N_OUTPUTS, provide_average, NULL, logits);
  check_logits (ts_executor_get_output (executor, 0), logits);
}

static void
test_card_is_deeppaths (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsModel) model = ts_model_load (path, NULL, NULL, &error);
  const TsModelCard *card = ts_model_get_card (model);

  g_assert_no_error (error);
  g_assert_cmpuint (card->info->n_classes, ==, 3);
  g_assert_cmpstr (card->info->class_names[0], ==, "Normal");
  g_assert_cmpint (card->background_output, ==, 0);
  g_assert_cmpint (card->info->head, ==, TS_HEAD_SOFTMAX);
  g_assert_cmpint (card->info->role, ==, TS_ROLE_CLASSES);
  g_assert_cmpuint (card->info->patch_px, ==, 512);
  g_assert_cmpfloat (card->info->spacing_um, ==, 0.5);
  g_assert_cmpuint (card->transform.input_width, ==, 299);
  g_assert_cmpint (card->transform.filter, ==, TS_RESIZE_TF1_BILINEAR);
  g_assert_cmpfloat (card->transform.central_crop, ==, 1);
  g_assert_true (card->transform.is_scaled);
  g_assert_cmpfloat (card->transform.mean[2], ==, 0.5);
  g_assert_cmpfloat (card->transform.deviation[2], ==, 0.5);
  g_assert_null (card->info->source);
  g_assert_null (card->info->licence);
  g_assert_cmpstr (
    card->info->notes, ==,
    "imported from the TensorFlow checkpoint 'model.ckpt-7'; 378 "
    "of its 378 variables are moving averages");
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tessera-import-XXXXXX", NULL);
  prefix = g_build_filename (folder, "model.ckpt-7", NULL);
  path = g_build_filename (folder, "m.onnx", NULL);
  write_checkpoint ();
  import_checkpoint ();
  g_test_add_func ("/import-network/checkpoint-is-like-the-real-one",
                   test_checkpoint_is_like_the_real_one);
  g_test_add_func ("/import-network/every-weight-is-in-its-place",
                   test_every_weight_is_in_its_place);
  g_test_add_func ("/import-network/card-is-deeppaths", test_card_is_deeppaths);
  g_test_add_func ("/import-network/computes-what-deeppath-does",
                   test_network_computes_what_deeppath_does);
  result = g_test_run ();
  g_unlink (path);
  bundle_remove (prefix, N_SHARDS);
  g_rmdir (folder);
  g_free (path);
  g_free (prefix);
  g_free (folder);
  return result;
}
