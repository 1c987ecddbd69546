/* Which variables an import takes, and the checkpoints it refuses, each with its own
 * message. Whether what it takes lands in the right place: test-import-network.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/import-inception.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/model/inception-card.h"
#include "core/model/model-card.h"
#include "core/model/onnx-file.h"
#include "tests/core/model/deeppath-checkpoint.h"
#include "tests/core/model/deeppath-network.h"

static const char *const classes[] = { "Normal", "LUAD", "LUSC", NULL };
static char *folder, *prefix, *path;

/* A checkpoint of averages alone, bent by a test; zeros that are in no file. */
typedef struct {
  BundleWriter *writer;
  const char *left_out;  /* a part of the names that are not there, or NULL */
  const char *plain;     /* a part of the names that have no average, or NULL */
  const char *bent_name; /* a variable, or NULL */
  void (*bend) (TensorBundle__Entry *entry);
  guint n_outputs;
  gboolean has_data;
} Recipe;

/* DeepPathGet */
static float *
add_variable (const char *name, const TsShape *shape, gpointer user_data)
{
  Recipe *self = user_data;
  gboolean is_plain = self->plain != NULL && strstr (name, self->plain) != NULL;
  g_autofree char *full =
    g_strconcat (name, is_plain ? "" : DEEPPATH_AVERAGE, NULL);
  TensorBundle__Entry *entry;

  if (self->left_out != NULL && strstr (name, self->left_out) != NULL)
    return NULL;
  entry = bundle_writer_add_zeros (self->writer, full, shape);
  if (g_strcmp0 (name, self->bent_name) == 0)
    self->bend (entry);
  return NULL;
}

static void
write_checkpoint (Recipe *recipe)
{
  bundle_remove (prefix, 1);
  recipe->writer = bundle_writer_new (prefix, 1);
  if (recipe->n_outputs == 0)
    recipe->n_outputs = 4;
  deeppath_evaluate (NULL, recipe->n_outputs, add_variable, recipe, NULL);
  bundle_writer_finish (recipe->writer, NULL, recipe->has_data);
}

static gboolean
import (const TsImportParams *changes,
        TsInceptionSurvey *survey,
        GError **error)
{
  g_autoptr (TsTensorBundle) bundle = ts_tensor_bundle_open (prefix, error);
  TsImportParams params = *changes;

  g_assert_nonnull (bundle);
  if (params.class_names == NULL)
    params.class_names = classes;
  if (params.patch_px == 0) {
    params.patch_px = TS_INCEPTION_PATCH_PX;
    params.spacing_um = TS_INCEPTION_SPACING_UM;
    params.central_crop = 1;
  }
  return ts_inception_import (bundle, path, &params, survey, error);
}

static void
expect_with (const TsImportParams *params, TsError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *wanted = g_strdup_printf ("'%s': %s", prefix, message);
  TsInceptionSurvey survey;

  g_assert_false (import (params, &survey, &error));
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, wanted);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
expect (TsError code, const char *message)
{
  expect_with (&(TsImportParams){ 0 }, code, message);
}

static void
test_names_what_is_missing (void)
{
  write_checkpoint (
    &(Recipe){ .left_out = "mixed_8x8x2048b/branch3x3/Conv_2" });
  expect (
    TS_ERROR_MISSING,
    "it lacks 4 of the 378 variables of DeepPATH's Inception v3: "
    "'mixed_8x8x2048b/branch3x3/Conv_2/weights', "
    "'mixed_8x8x2048b/branch3x3/Conv_2/BatchNorm/beta', "
    "'mixed_8x8x2048b/branch3x3/Conv_2/BatchNorm/moving_mean' and 1 more");
  write_checkpoint (&(Recipe){ .left_out = "conv3/BatchNorm/beta" });
  expect (TS_ERROR_MISSING, "it lacks 1 of the 378 variables of DeepPATH's "
                            "Inception v3: 'conv3/BatchNorm/beta'");
  write_checkpoint (&(Recipe){ .left_out = "logits/logits" });
  expect (TS_ERROR_MISSING,
          "it lacks 2 of the 378 variables of DeepPATH's Inception v3: "
          "'logits/logits/weights', 'logits/logits/biases'");
  write_checkpoint (&(Recipe){ .left_out = "/" });
  expect (TS_ERROR_MISSING,
          "it is not DeepPATH's Inception v3: none of its 378 variables is "
          "there ('conv0/weights', 'conv0/BatchNorm/beta', "
          "'conv0/BatchNorm/moving_mean' and 375 more)");
}

static void
test_refuses_the_names_of_tf_slim (void)
{
  const TsShape shape = { 4, { 3, 3, 3, 32 } };
  BundleWriter *writer = bundle_writer_new (prefix, 1);

  bundle_writer_add_zeros (writer, "InceptionV3/Conv2d_1a_3x3/weights", &shape);
  bundle_writer_add_zeros (writer, "InceptionV3/Conv2d_2a_3x3/weights", &shape);
  bundle_writer_finish (writer, NULL, FALSE);
  expect (TS_ERROR_UNSUPPORTED,
          "it has 'InceptionV3/Conv2d_1a_3x3/weights', a name of tf-slim's "
          "InceptionV3; only DeepPATH's names ('conv0/weights') are supported");
}

static void
bend_channels (TensorBundle__Entry *entry)
{
  entry->shape->dim[3]->size = 193;
  entry->size = entry->size / 192 * 193;
}

static void
bend_rank (TensorBundle__Entry *entry)
{
  entry->shape->n_dim = 2;
  entry->shape->dim[0]->size *= entry->shape->dim[1]->size;
  entry->shape->dim[1]->size =
    entry->shape->dim[2]->size * entry->shape->dim[3]->size;
}

/* As ONNX has it, not TensorFlow. */
static void
bend_order (TensorBundle__Entry *entry)
{
  entry->shape->dim[0]->size = 4;
  entry->shape->dim[1]->size = 2048;
}

static void
bend_type (TensorBundle__Entry *entry)
{
  entry->dtype = 2;
  entry->size *= 2;
}

static void
bend_slices (TensorBundle__Entry *entry)
{
  static TensorBundle__Slice slice = TENSOR_BUNDLE__SLICE__INIT;
  static TensorBundle__Slice *slices[] = { &slice, &slice, &slice };

  entry->slices = slices;
  entry->n_slices = 3;
  entry->size = 0;
}

static void
test_refuses_other_shapes_and_types (void)
{
  write_checkpoint (
    &(Recipe){ .bent_name = "mixed_17x17x768e/branch7x7dbl/Conv_4/weights",
               .bend = bend_channels });
  expect (TS_ERROR_FORMAT,
          "tensor 'mixed_17x17x768e/branch7x7dbl/Conv_4/weights/"
          "ExponentialMovingAverage' is 1x7x192x193; in DeepPATH's network it "
          "is 1x7x192x192");
  write_checkpoint (
    &(Recipe){ .bent_name = "conv4/weights", .bend = bend_rank });
  expect (TS_ERROR_FORMAT,
          "tensor 'conv4/weights/ExponentialMovingAverage' is 9x15360; in "
          "DeepPATH's network it is 3x3x80x192");
  write_checkpoint (
    &(Recipe){ .bent_name = "logits/logits/weights", .bend = bend_order });
  expect (TS_ERROR_FORMAT,
          "tensor 'logits/logits/weights/ExponentialMovingAverage' is 4x2048; "
          "in DeepPATH's network it is 2048x2048");
  write_checkpoint (&(Recipe){ .bent_name = "conv1/BatchNorm/moving_variance",
                               .bend = bend_type,
                               .plain = "conv1/" });
  expect (TS_ERROR_UNSUPPORTED,
          "tensor 'conv1/BatchNorm/moving_variance' is of float64; only "
          "float32 is supported");
  write_checkpoint (
    &(Recipe){ .bent_name = "conv0/weights", .bend = bend_slices });
  expect (TS_ERROR_UNSUPPORTED,
          "tensor 'conv0/weights/ExponentialMovingAverage' is partitioned into "
          "3 slices, which is not supported");
}

static void
test_counts_the_classes (void)
{
  static const char *const two[] = { "a", "b", NULL };
  static const char *const ten[] = { "EGFR",  "FAT1",  "FAT4", "KEAP1",
                                     "KRAS",  "LRP1B", "NF1",  "SETBP1",
                                     "STK11", "TP53",  NULL };
  static const char *const none[] = { NULL };

  write_checkpoint (&(Recipe){ .n_outputs = 4 });
  expect_with (&(TsImportParams){ .class_names = two }, TS_ERROR_FORMAT,
               "the network has 4 outputs, the first of them an unused "
               "background, so it takes the names of 3 classes; 2 are given");
  expect_with (&(TsImportParams){ .class_names = ten }, TS_ERROR_FORMAT,
               "the network has 4 outputs, the first of them an unused "
               "background, so it takes the names of 3 classes; 10 are given");
  write_checkpoint (&(Recipe){ .n_outputs = 11 });
  expect (TS_ERROR_FORMAT,
          "the network has 11 outputs, the first of them an unused "
          "background, so it takes the names of 10 classes; 3 are given");
  write_checkpoint (&(Recipe){ .n_outputs = 1 });
  expect_with (&(TsImportParams){ .class_names = none }, TS_ERROR_FORMAT,
               "the network has no output besides an unused background");
}

/* The names are looked at before the values: here there are none of these. */
static void
test_refuses_bad_names_and_missing_values (void)
{
  static const char *const twice[] = { "a", "b", "a", NULL };
  g_autofree char *shard = g_strconcat (prefix, ".data-00000-of-00001", NULL);
  g_autofree char *missing = g_strdup_printf (
    "tensor 'conv0/weights/ExponentialMovingAverage': cannot open '%s': No "
    "such file or directory",
    shard);
  g_autoptr (GError) error = NULL;
  TsInceptionSurvey survey;

  write_checkpoint (&(Recipe){ 0 });
  expect (TS_ERROR_OPEN, missing);
  g_assert_false (
    import (&(TsImportParams){ .class_names = twice }, &survey, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==,
                   "model card, key 'class_names': class 'a' is there twice");
}

/* One value in the first variable, the only one that is read here. */
static void
check_value_refused (float value)
{
  const TsShape shape = { 4, { 3, 3, 3, 32 } };
  g_autofree float *values = g_new0 (float, 3 * 3 * 3 * 32);
  Recipe recipe = { .left_out = "conv0/weights", .n_outputs = 4 };

  values[800] = value;
  recipe.writer = bundle_writer_new (prefix, 1);
  bundle_writer_add (recipe.writer, "conv0/weights" DEEPPATH_AVERAGE, &shape,
                     values);
  deeppath_evaluate (NULL, 4, add_variable, &recipe, NULL);
  bundle_writer_finish (recipe.writer, NULL, FALSE);
  expect (TS_ERROR_FORMAT, "tensor 'conv0/weights/ExponentialMovingAverage' "
                           "has a value that is not finite");
  bundle_remove (prefix, 1);
}

static void
test_refuses_values_that_are_not_finite (void)
{
  check_value_refused (NAN);
  check_value_refused (-INFINITY);
}

static void
check_constant (const TsGraph *graph, const char *name, const float *values)
{
  TsTensor *tensor = ts_graph_get_constant (graph, name);

  g_assert_nonnull (tensor);
  g_assert_cmpmem (ts_tensor_get_floats (tensor),
                   ts_tensor_get_n_elements (tensor) * sizeof (float), values,
                   ts_tensor_get_n_elements (tensor) * sizeof (float));
}

static const char *
batch_norm_scale (const TsGraph *graph, const char *node_name)
{
  for (guint i = 0; i < ts_graph_get_n_nodes (graph); i++) {
    const TsNode *node = ts_graph_get_node (graph, i);

    if (g_str_equal (ts_node_get_name (node), node_name))
      return ts_node_get_input (node, 1);
  }
  return NULL;
}

/* A mutations network: ten genes, no averages of one layer, and a gamma. */
static void
write_unusual (const float *beta, const float *gamma)
{
  const TsShape shape = { 1, { 80 } };
  Recipe recipe = { .left_out = "conv3/BatchNorm/beta",
                    .plain = "conv3/",
                    .n_outputs = 11 };

  recipe.writer = bundle_writer_new (prefix, 1);
  deeppath_evaluate (NULL, 11, add_variable, &recipe, NULL);
  bundle_writer_add (recipe.writer, "conv3/BatchNorm/beta", &shape, beta);
  bundle_writer_add (recipe.writer, "conv3/BatchNorm/gamma" DEEPPATH_AVERAGE,
                     &shape, gamma);
  bundle_writer_finish (recipe.writer, NULL, TRUE);
}

static void
check_unusual_card (const TsOnnxFile *file)
{
  g_autoptr (TsModelCard) card = ts_model_card_parse (
    (const char *const *) file->keys, (const char *const *) file->values,
    g_strv_length (file->keys), NULL, NULL, NULL);

  g_assert_nonnull (card);
  g_assert_cmpuint (card->info->n_classes, ==, 10);
  g_assert_cmpstr (card->info->class_names[9], ==, "TP53");
  g_assert_cmpint (card->info->head, ==, TS_HEAD_SIGMOID);
  g_assert_cmpint (card->info->role, ==, TS_ROLE_MUTATIONS);
  g_assert_cmpstr (card->info->runs_on_class, ==, "LUAD");
  g_assert_cmpint (card->background_output, ==, 0);
  g_assert_cmpuint (card->info->patch_px, ==, 299);
  g_assert_cmpfloat (card->info->spacing_um, ==, 0.499);
  g_assert_cmpfloat (card->transform.central_crop, ==, 0.875);
  g_assert_cmpstr (card->info->source, ==, "somewhere");
  g_assert_cmpstr (card->info->licence, ==, "none");
  g_assert_cmpstr (card->info->notes, ==,
                   "imported from the TensorFlow checkpoint 'model.ckpt-3'; "
                   "375 of its 379 variables are moving averages");
}

static void
test_takes_the_variable_where_there_is_no_average (void)
{
  static const char *const genes[] = { "EGFR",  "FAT1",  "FAT4", "KEAP1",
                                       "KRAS",  "LRP1B", "NF1",  "SETBP1",
                                       "STK11", "TP53",  NULL };
  const TsImportParams params = { genes, TS_HEAD_SIGMOID, 299,         0.499,
                                  0.875, "LUAD",          "somewhere", "none" };
  float beta[80], gamma[80];
  g_autoptr (TsOnnxFile) file = NULL;
  g_autoptr (GError) error = NULL;
  TsInceptionSurvey survey;

  for (guint i = 0; i < 80; i++) {
    beta[i] = (float) i;
    gamma[i] = (float) i / 2;
  }
  write_unusual (beta, gamma);
  g_assert_true (import (&params, &survey, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (survey.n_averages, ==, 375);
  g_assert_cmpuint (survey.n_plain, ==, 4);
  g_assert_cmpuint (survey.n_outputs, ==, 11);
  file = ts_onnx_file_load (path, &error);
  g_assert_no_error (error);
  check_constant (file->graph, "conv3/BatchNorm/beta", beta);
  check_constant (file->graph, "conv3/BatchNorm/gamma", gamma);
  g_assert_cmpstr (batch_norm_scale (file->graph, "conv3/BatchNorm"), ==,
                   "conv3/BatchNorm/gamma");
  g_assert_cmpstr (batch_norm_scale (file->graph, "conv4/BatchNorm"), ==,
                   "ones/192");
  check_unusual_card (file);
  g_unlink (path);
}

/* The names and shapes of the published checkpoint fit: only its values are missing. */
static void
test_published_checkpoint_fits (void)
{
  g_autofree char *real =
    g_build_filename (g_getenv ("TS_TEST_DATA"), "checkpoints", "deeppath",
                      "run1a_3D_classifier-model.ckpt-69000", NULL);
  g_autofree char *index = g_strconcat (real, ".index", NULL);
  g_autoptr (TsTensorBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;
  TsInceptionSurvey survey;

  if (!g_file_test (index, G_FILE_TEST_EXISTS)) {
    g_test_skip ("the real checkpoint is not here");
    return;
  }
  bundle = ts_tensor_bundle_open (real, &error);
  g_assert_no_error (error);
  g_assert_true (ts_inception_survey (bundle, &survey, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (survey.n_averages, ==, 378);
  g_assert_cmpuint (survey.n_plain, ==, 0);
  g_assert_cmpuint (survey.n_outputs, ==, 4);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tessera-import-XXXXXX", NULL);
  prefix = g_build_filename (folder, "model.ckpt-3", NULL);
  path = g_build_filename (folder, "m.onnx", NULL);
  g_test_add_func ("/import-inception/names-what-is-missing",
                   test_names_what_is_missing);
  g_test_add_func ("/import-inception/counts-the-classes",
                   test_counts_the_classes);
  g_test_add_func ("/import-inception/takes-the-variable-where-there-is-no-"
                   "average",
                   test_takes_the_variable_where_there_is_no_average);
  g_test_add_func ("/import-inception/published-checkpoint-fits",
                   test_published_checkpoint_fits);
  g_test_add_func ("/import-inception/refuses/the-names-of-tf-slim",
                   test_refuses_the_names_of_tf_slim);
  g_test_add_func ("/import-inception/refuses/other-shapes-and-types",
                   test_refuses_other_shapes_and_types);
  g_test_add_func ("/import-inception/refuses/bad-names-and-missing-values",
                   test_refuses_bad_names_and_missing_values);
  g_test_add_func ("/import-inception/refuses/values-that-are-not-finite",
                   test_refuses_values_that_are_not_finite);
  result = g_test_run ();
  bundle_remove (prefix, 1);
  g_rmdir (folder);
  g_free (path);
  g_free (prefix);
  g_free (folder);
  return result;
}
