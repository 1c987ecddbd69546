/* The new Inception v3: its layers are DeepPATH's, its weights are the seed's.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/new-inception.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/model/model-card.h"
#include "core/model/onnx-file.h"

static const char *const classes[] = { "Normal", "LUAD", "LUSC", NULL };
static char *folder;

static TsOnnxFile *
write_and_load (const TsNewInceptionParams *params)
{
  g_autofree char *path = g_build_filename (folder, "new.onnx", NULL);
  g_autoptr (GError) error = NULL;
  TsOnnxFile *file;

  g_assert_true (ts_new_inception_write (path, params, &error));
  g_assert_no_error (error);
  file = ts_onnx_file_load (path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return file;
}

static gsize
count_elements (const TsGraph *graph, const char *suffix)
{
  g_autoptr (GList) names = ts_graph_list_constants (graph);
  gsize n = 0;

  for (GList *each = names; each != NULL; each = each->next)
    if (g_str_has_suffix (each->data, suffix))
      n += ts_tensor_get_n_elements (ts_graph_get_constant (graph, each->data));
  return n;
}

static guint
count_nodes (const TsGraph *graph, const char *op)
{
  guint n = 0;

  for (guint i = 0; i < ts_graph_get_n_nodes (graph); i++)
    n += g_str_equal (ts_node_get_op (ts_graph_get_node (graph, i)), op);
  return n;
}

static void
check_weights (const TsGraph *graph, const char *scope, const char *shape)
{
  g_autofree char *name = g_strconcat (scope, "/weights", NULL);
  TsTensor *tensor = ts_graph_get_constant (graph, name);
  g_autofree char *text = NULL;

  g_assert_nonnull (tensor);
  text = ts_shape_to_text (ts_tensor_get_shape (tensor));
  g_assert_cmpstr (text, ==, shape);
}

static void
test_has_the_layers_of_deeppath (void)
{
  const TsNewInceptionParams params = { classes, TS_HEAD_SOFTMAX, 1, 1 };
  g_autoptr (TsOnnxFile) file = write_and_load (&params);
  const TsGraph *graph = file->graph;

  g_assert_cmpuint (count_nodes (graph, "Conv"), ==, 94);
  g_assert_cmpuint (count_nodes (graph, "BatchNormalization"), ==, 94);
  g_assert_cmpuint (count_nodes (graph, "Relu"), ==, 94);
  g_assert_cmpuint (count_nodes (graph, "MaxPool"), ==, 4);
  g_assert_cmpuint (count_nodes (graph, "AveragePool"), ==, 10);
  g_assert_cmpuint (count_nodes (graph, "Softmax"), ==, 0);
  g_assert_cmpuint (count_elements (graph, "/weights"), ==,
                    21751136 + 2048 * 4);
  g_assert_cmpuint (count_elements (graph, "/beta"), ==, 17216);
  g_assert_cmpuint (count_elements (graph, "/moving_mean"), ==, 17216);
  g_assert_cmpuint (count_elements (graph, "/moving_variance"), ==, 17216);
  g_assert_cmpuint (count_elements (graph, "/biases"), ==, 4);
  check_weights (graph, "conv0", "32x3x3x3");
  check_weights (graph, "mixed_35x35x288b/branch5x5/Conv_1", "64x48x5x5");
  check_weights (graph, "mixed_35x35x256a/branch_pool/Conv", "32x192x1x1");
  check_weights (graph, "mixed_17x17x768b/branch7x7dbl/Conv_4", "192x128x1x7");
  check_weights (graph, "mixed_17x17x1280a/branch7x7x3/Conv_3", "192x192x3x3");
  check_weights (graph, "mixed_8x8x2048b/branch3x3dbl/Conv_3", "384x384x3x1");
  check_weights (graph, "mixed_8x8x2048b/branch_pool/Conv", "192x2048x1x1");
  check_weights (graph, "logits/logits", "4x2048");
}

static void
test_card_is_that_of_deeppath (void)
{
  const TsNewInceptionParams params = { classes, TS_HEAD_SIGMOID, 7, 0.125 };
  g_autoptr (TsOnnxFile) file = write_and_load (&params);
  g_autoptr (TsModelCard) card = ts_model_card_parse (
    (const char *const *) file->keys, (const char *const *) file->values,
    g_strv_length (file->keys), NULL, NULL, NULL);

  g_assert_nonnull (card);
  g_assert_cmpint (card->info->head, ==, TS_HEAD_SIGMOID);
  g_assert_cmpint (card->info->role, ==, TS_ROLE_MUTATIONS);
  g_assert_cmpuint (card->info->patch_px, ==, 512);
  g_assert_cmpfloat (card->info->spacing_um, ==, 0.5);
  g_assert_cmpstr (card->info->class_names[1], ==, "LUAD");
  g_assert_cmpuint (card->info->n_classes, ==, 3);
  g_assert_cmpint (card->background_output, ==, 0);
  g_assert_cmpuint (card->transform.input_width, ==, 299);
  g_assert_cmpint (card->transform.filter, ==, TS_RESIZE_TF1_BILINEAR);
  g_assert_cmpfloat (card->transform.mean[0], ==, 0.5);
}

static void
test_seed_decides_the_weights (void)
{
  const TsNewInceptionParams one = { classes, TS_HEAD_SOFTMAX, 1, 0.0625 };
  const TsNewInceptionParams two = { classes, TS_HEAD_SOFTMAX, 2, 0.0625 };
  g_autoptr (TsOnnxFile) a = write_and_load (&one);
  g_autoptr (TsOnnxFile) b = write_and_load (&one);
  g_autoptr (TsOnnxFile) c = write_and_load (&two);
  const char *name = "mixed_17x17x768b/branch7x7/Conv_1/weights";
  TsTensor *ta = ts_graph_get_constant (a->graph, name);
  TsTensor *tb = ts_graph_get_constant (b->graph, name);
  TsTensor *tc = ts_graph_get_constant (c->graph, name);
  gsize n_bytes = ts_tensor_get_n_elements (ta) * sizeof (float);

  g_assert_cmpmem (ts_tensor_get_floats (ta), n_bytes,
                   ts_tensor_get_floats (tb), n_bytes);
  g_assert_cmpint (
    memcmp (ts_tensor_get_floats (ta), ts_tensor_get_floats (tc), n_bytes), !=,
    0);
}

/* Deviation sqrt (2 / fan-in), nothing beyond two deviations of the uncut normal. */
static void
test_weights_have_the_deviation_named (void)
{
  const TsNewInceptionParams params = { classes, TS_HEAD_SOFTMAX, 3, 0.25 };
  g_autoptr (TsOnnxFile) file = write_and_load (&params);
  TsTensor *tensor = ts_graph_get_constant (
    file->graph, "mixed_8x8x2048b/branch3x3dbl/Conv_1/weights");
  const TsShape *shape = ts_tensor_get_shape (tensor);
  gsize n = ts_tensor_get_n_elements (tensor);
  const float *values = ts_tensor_get_floats (tensor);
  double wanted = sqrt (2.0 / (double) (shape->dims[1] * 9));
  double sum = 0, squares = 0, largest = 0;

  for (gsize i = 0; i < n; i++) {
    sum += (double) values[i];
    squares += (double) values[i] * (double) values[i];
    largest = MAX (largest, fabs ((double) values[i]));
  }
  g_assert_cmpfloat (fabs (sum / (double) n), <, 0.02 * wanted);
  g_assert_cmpfloat (fabs (sqrt (squares / (double) n) / wanted - 1), <, 0.02);
  g_assert_cmpfloat (largest, <, 2.3 * wanted);
}

static void
test_width_keeps_multiples_of_eight (void)
{
  const TsNewInceptionParams params = { classes, TS_HEAD_SOFTMAX, 3, 0.1 };
  g_autoptr (TsOnnxFile) file = write_and_load (&params);

  check_weights (file->graph, "conv0", "8x3x3x3");
  check_weights (file->graph, "conv4", "16x8x3x3");
  check_weights (file->graph, "mixed_17x17x768a/branch3x3/Conv", "40x32x3x3");
}

static void
test_refuses_what_makes_no_network (void)
{
  static const char *const none[] = { NULL }, *const twice[] = { "a", "a",
                                                                 NULL };
  const struct {
    TsNewInceptionParams params;
    TsError code;
    const char *message;
  } cases[] = {
    { { none, TS_HEAD_SOFTMAX, 1, 1 },
      TS_ERROR_MISSING,
      "a new network needs at least one class" },
    { { twice, TS_HEAD_SOFTMAX, 1, 1 },
      TS_ERROR_FORMAT,
      "model card, key 'class_names': class 'a' is there twice" },
    { { classes, TS_HEAD_SOFTMAX, 1, 0.01 },
      TS_ERROR_UNSUPPORTED,
      "the width of a new network must be 0.0625 to 4" },
    { { classes, TS_HEAD_SOFTMAX, 1, NAN },
      TS_ERROR_UNSUPPORTED,
      "the width of a new network must be 0.0625 to 4" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (
      ts_new_inception_write ("/no/such/x.onnx", &cases[i].params, &error));
    g_assert_error (error, TS_ERROR, (int) cases[i].code);
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tessera-new-XXXXXX", NULL);
  g_test_add_func ("/new-inception/has-the-layers-of-deeppath",
                   test_has_the_layers_of_deeppath);
  g_test_add_func ("/new-inception/card-is-that-of-deeppath",
                   test_card_is_that_of_deeppath);
  g_test_add_func ("/new-inception/seed-decides-the-weights",
                   test_seed_decides_the_weights);
  g_test_add_func ("/new-inception/weights-have-the-deviation-named",
                   test_weights_have_the_deviation_named);
  g_test_add_func ("/new-inception/width-keeps-multiples-of-eight",
                   test_width_keeps_multiples_of_eight);
  g_test_add_func ("/new-inception/refuses/what-makes-no-network",
                   test_refuses_what_makes_no_network);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}
