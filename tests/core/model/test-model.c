/* Models: files to a ready network, what is missing is asked for, outputs to probabilities.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/model.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/model/onnx-file.h"

#define RESIZE_4 \
  "[{\"name\":\"Resize\",\"arguments\":{\"size\":4}},{\"name\":\"ToTensor\"}]"

static char *folder, *path, *side_path;

/* The mean of each channel, thrice: logits are what the channels are. */
typedef struct {
  TsShape input;
  guint n_outputs;
  const char *last_op;   /* after the Gemm; NULL: none */
  gboolean is_flattened; /* a Flatten after last_op */
  gboolean has_two_inputs;
} Plan;

static const Plan plain = { { 4, { -1, 3, 4, 4 } }, 3, NULL, FALSE, FALSE };

static const char *const full_keys[] = { "class_names",       "head",
                                         "patch_size_pixels", "transform",
                                         "spacing_um_px",     NULL };
static const char *const full_values[] = {
  "[\"a\",\"b\",\"c\"]", "softmax", "8", RESIZE_4, "0.5", NULL
};

static void
add_matrix (TsGraph *graph, guint n_outputs)
{
  const TsShape shape = { 2, { n_outputs, 3 } };
  g_autoptr (TsTensor) tensor = ts_tensor_new (TS_TYPE_FLOAT, &shape, NULL);

  for (guint i = 0; i < n_outputs; i++)
    ts_tensor_edit_floats (tensor)[i * 3 + i % 3] = 1;
  ts_graph_add_constant (graph, "w", tensor);
}

static void
add_node (TsGraph *graph,
          const char *op,
          const char *input,
          const char *second,
          const char *output)
{
  const char *inputs[] = { input, second, NULL }, *outputs[] = { output, NULL };
  TsNode *node = ts_graph_add_node (graph, op, op, inputs, outputs);

  if (g_str_equal (op, "Gemm"))
    ts_node_set_int (node, "transB", 1);
}

static void
write_model (const Plan *plan,
             const char *const *keys,
             const char *const *values)
{
  const TsShape out = { 2, { -1, plan->n_outputs } };
  g_autoptr (TsGraph) graph = ts_graph_new (13);
  const char *last = "logits";

  ts_graph_add_input (graph, "x", &plan->input);
  if (plan->has_two_inputs)
    ts_graph_add_input (graph, "z", &plan->input);
  add_matrix (graph, plan->n_outputs);
  add_node (graph, "GlobalAveragePool", "x", NULL, "pooled");
  add_node (graph, "Flatten", "pooled", NULL, "flat");
  add_node (graph, "Gemm", "flat", "w", "logits");
  if (plan->last_op != NULL) {
    add_node (graph, plan->last_op, "logits", NULL, "probs");
    last = "probs";
  }
  if (plan->is_flattened) {
    add_node (graph, "Flatten", last, NULL, "again");
    last = "again";
  }
  ts_graph_add_output (graph, last, &out);
  g_assert_true (ts_onnx_file_save (path, graph, keys, values, NULL));
}

static void
write_side (const char *json)
{
  if (json == NULL)
    g_unlink (side_path);
  else
    g_assert_true (ts_safe_file_write (side_path, json, strlen (json), NULL));
}

static TsModel *
load (void)
{
  g_autoptr (GError) error = NULL;
  TsModel *model = ts_model_load (path, NULL, NULL, &error);

  g_assert_no_error (error);
  return model;
}

/* full_keys with one value changed; NULL takes the key away. */
static void
write_changed (const Plan *plan, const char *key, const char *value)
{
  const char *keys[G_N_ELEMENTS (full_keys) + 1] = { NULL };
  const char *values[G_N_ELEMENTS (full_keys) + 1] = { NULL };
  guint n = 0;

  for (guint i = 0; full_keys[i] != NULL; i++) {
    if (g_str_equal (full_keys[i], key))
      continue;
    keys[n] = full_keys[i];
    values[n++] = full_values[i];
  }
  if (value != NULL) {
    keys[n] = key;
    values[n] = value;
  }
  write_model (plan, keys, values);
}

static void
test_loads_file_and_card (void)
{
  g_autoptr (TsModel) model = NULL;
  const TsModelInfo *info;

  write_side (NULL);
  write_model (&plain, full_keys, full_values);
  model = load ();
  info = ts_model_get_info (model);
  g_assert_cmpstr (info->name, ==, "m");
  g_assert_true (g_str_has_prefix (info->identity, "sha256:"));
  g_assert_cmpuint (strlen (info->identity), ==, 7 + 64);
  g_assert_cmpuint (info->n_classes, ==, 3);
  g_assert_cmpuint (info->n_parameters, ==, 9);
  g_assert_cmpuint (info->n_multiply_adds, >, 0);
  g_assert_cmpfloat (info->spacing_um, ==, 0.5);
  g_assert_cmpint (
    ts_network_get_input_shape (ts_model_get_network (model), 0)->dims[0], ==,
    1);
}

static void
test_open_sides_take_the_resize (void)
{
  const Plan plan = { { 4, { -1, -1, -1, -1 } }, 3, NULL, FALSE, FALSE };
  g_autoptr (TsModel) model = NULL;
  const TsShape *shape;

  write_side (NULL);
  write_model (&plan, full_keys, full_values);
  model = load ();
  shape = ts_network_get_input_shape (ts_model_get_network (model), 0);
  g_assert_cmpint (shape->dims[1], ==, 3);
  g_assert_cmpint (shape->dims[2], ==, 4);
  g_assert_cmpint (shape->dims[3], ==, 4);
}

static void
test_open_sides_take_the_patch_without_resize (void)
{
  const Plan plan = { { 4, { -1, 3, -1, -1 } }, 3, NULL, FALSE, FALSE };
  g_autoptr (TsModel) model = NULL;

  write_side (NULL);
  write_changed (&plan, "transform", "[{\"name\":\"ToTensor\"}]");
  model = load ();
  g_assert_cmpint (
    ts_network_get_input_shape (ts_model_get_network (model), 0)->dims[3], ==,
    8);
  g_assert_cmpuint (ts_model_get_card (model)->transform.input_width, ==, 8);
}

static void
test_another_side_file_is_another_model (void)
{
  g_autoptr (TsModel) a = NULL, b = NULL, c = NULL;

  write_side (NULL);
  write_model (&plain, full_keys, full_values);
  a = load ();
  write_side ("{\"notes\": \"one\"}");
  b = load ();
  write_side ("{\"notes\": \"two\"}");
  c = load ();
  g_assert_cmpstr (ts_model_get_info (a)->identity, !=,
                   ts_model_get_info (b)->identity);
  g_assert_cmpstr (ts_model_get_info (b)->identity, !=,
                   ts_model_get_info (c)->identity);
  g_assert_cmpstr (ts_model_get_info (c)->notes, ==, "two");
}

static void
test_side_file_supplies_a_whole_card (void)
{
  const char *none[] = { NULL };
  g_autoptr (TsModel) model = NULL;

  write_model (&plain, none, none);
  write_side ("{\"class_names\": [\"x\", \"y\", \"z\"], \"head\": \"sigmoid\","
              " \"patch_size_pixels\": 8, \"transform\": " RESIZE_4 "}");
  model = load ();
  g_assert_cmpstr (ts_model_get_info (model)->class_names[2], ==, "z");
  g_assert_cmpint (ts_model_get_info (model)->head, ==, TS_HEAD_SIGMOID);
}

static void
test_spacing_is_taken_where_the_card_has_none (void)
{
  const TsModelOverrides overrides = { 0.25 };
  g_autoptr (TsModel) with = NULL, without = NULL;

  write_side (NULL);
  write_model (&plain, full_keys, full_values);
  with = ts_model_load (path, &overrides, NULL, NULL);
  write_changed (&plain, "spacing_um_px", NULL);
  without = ts_model_load (path, &overrides, NULL, NULL);
  g_assert_cmpfloat (ts_model_get_info (with)->spacing_um, ==, 0.5);
  g_assert_cmpfloat (ts_model_get_info (without)->spacing_um, ==, 0.25);
}

static void
check_refused (TsError code, const char *message)
{
  g_autofree char *expected = g_strdup_printf ("'%s': %s", path, message);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsModel) model = ts_model_load (path, NULL, NULL, &error);

  g_assert_null (model);
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
check_missing (const char *keys, gboolean has_card)
{
  g_autofree char *config = g_strdup_printf (" or '%s/config.json'", folder);
  g_autofree char *message = g_strdup_printf (
    "its model card lacks %s; '%s'%s may supply what is missing", keys,
    side_path, has_card ? "" : config);

  check_refused (TS_ERROR_MISSING, message);
}

static void
test_missing_keys_are_asked_for (void)
{
  const char *none[] = { NULL };

  write_side (NULL);
  write_model (&plain, none, none);
  check_missing ("class_names, head, patch_size_pixels, transform", FALSE);
  write_changed (&plain, "head", NULL);
  check_missing ("head", TRUE);
  write_changed (&plain, "class_names", "[]");
  check_missing ("class_names", TRUE);
}

static void
test_unknown_input_size_is_asked_for (void)
{
  const Plan plan = { { 4, { -1, 3, -1, -1 } }, 3, NULL, FALSE, FALSE };
  const char *none[] = { NULL };
  g_autofree char *message =
    g_strdup_printf ("'%s' does not say how large its input 'x' is", path);
  g_autoptr (GError) error = NULL;

  write_side (NULL);
  write_model (&plan, none, none);
  g_assert_null (ts_model_load (path, NULL, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_MISSING);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_refuses_what_is_no_model_for_tiles (void)
{
  const Plan two = { { 4, { -1, 3, 4, 4 } }, 3, NULL, FALSE, TRUE };
  const Plan nhwc = { { 4, { -1, 4, 4, 3 } }, 3, NULL, FALSE, FALSE };
  const Plan batch = { { 4, { 8, 3, 4, 4 } }, 3, NULL, FALSE, FALSE };
  const Plan unknown = { { 4, { -1, 3, 4, 4 } }, 3, "Quantum", FALSE, FALSE };

  write_side (NULL);
  write_model (&two, full_keys, full_values);
  check_refused (TS_ERROR_UNSUPPORTED, "it has 2 inputs and 1 outputs; a model "
                                       "for tiles has one of each");
  write_model (&nhwc, full_keys, full_values);
  check_refused (TS_ERROR_UNSUPPORTED, "its input 'x' is -1x4x4x3; a model for "
                                       "tiles takes 1x3xHxW");
  write_model (&batch, full_keys, full_values);
  check_refused (TS_ERROR_UNSUPPORTED,
                 "its batch is fixed at 8; it must be 1 or open");
  write_model (&unknown, full_keys, full_values);
  check_refused (TS_ERROR_UNSUPPORTED,
                 "node 'Quantum' (Quantum): this operator is not supported");
}

static void
test_refuses_cards_that_do_not_fit_the_graph (void)
{
  write_side (NULL);
  write_changed (&plain, "class_names", "[\"a\",\"b\"]");
  check_refused (TS_ERROR_FORMAT,
                 "its output has 3 values, but the card names 2 classes "
                 "(class_names is in the model file)");
  write_changed (&plain, "background_output", "0");
  check_refused (TS_ERROR_FORMAT, "its output has 3 values, but the card names "
                                  "3 classes and a background_output "
                                  "(class_names is in the model file)");
  write_changed (&plain, "transform",
                 "[{\"name\":\"Resize\",\"arguments\":{\"size\":5}}]");
  check_refused (TS_ERROR_FORMAT,
                 "its input is 4x4 px, but the card's Resize gives 5x5 "
                 "(transform is in the model file)");
  write_changed (&plain, "transform", "[]");
  check_refused (TS_ERROR_FORMAT,
                 "its input is 4x4 px, but the card's patch_size_pixels "
                 "without a Resize gives 8x8 (patch_size_pixels is in the "
                 "model file)");
  write_side ("{\"patch_size_pixels\": 9}");
  check_refused (TS_ERROR_FORMAT,
                 "its input is 4x4 px, but the card's patch_size_pixels "
                 "without a Resize gives 9x9 (patch_size_pixels is in "
                 "'m.json')");
  write_changed (&plain, "head", "tanh");
  check_refused (TS_ERROR_FORMAT, "model card, key 'head': 'tanh' is none of "
                                  "softmax, sigmoid, features");
  write_side ("{");
  check_refused (TS_ERROR_FORMAT,
                 "'m.json' is not JSON: line 1, near character 2");
}

/* The graph's own end counts before the card's head, so it is held against the role too. */
static void
test_refuses_mutations_of_a_softmax (void)
{
  const Plan ends = { { 4, { -1, 3, 4, 4 } }, 3, "Softmax", FALSE, FALSE };

  write_changed (&ends, "head", NULL);
  write_side ("{\"role\": \"mutations\"}");
  check_refused (TS_ERROR_FORMAT,
                 "its graph ends in softmax, which does not go with the card's "
                 "role 'mutations' (role is in 'm.json'): genes do not exclude "
                 "each other, sigmoid is needed");
}

static void
check_probs (const TsModel *model,
             const float *output,
             const double *expected,
             double expected_background)
{
  float probs[4] = { 0 }, background = -1;
  guint n = ts_model_get_info (model)->n_classes;

  ts_model_finish (model, output, probs, &background);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon ((double) probs[i], expected[i], 1e-7);
  g_assert_cmpfloat_with_epsilon ((double) background, expected_background,
                                  1e-7);
}

static void
test_softmax_is_applied_to_logits (void)
{
  const float output[] = { 0, logf (2), logf (5) },
              large[] = { 900, 900, -900 };
  g_autoptr (TsModel) model = NULL;

  write_side (NULL);
  write_model (&plain, full_keys, full_values);
  model = load ();
  check_probs (model, output, (double[]){ 0.125, 0.25, 0.625 }, 0);
  check_probs (model, large, (double[]){ 0.5, 0.5, 0 }, 0);
}

static void
test_sigmoid_is_applied_to_each (void)
{
  const float output[] = { 0, logf (3), -900 };
  g_autoptr (TsModel) model = NULL;

  write_side (NULL);
  write_changed (&plain, "head", "sigmoid");
  model = load ();
  check_probs (model, output, (double[]){ 0.5, 0.75, 0 }, 0);
}

static void
test_head_of_the_graph_is_not_applied_twice (void)
{
  const Plan softmax = { { 4, { -1, 3, 4, 4 } }, 3, "Softmax", FALSE, FALSE };
  const Plan sigmoid = { { 4, { -1, 3, 4, 4 } }, 3, "Sigmoid", TRUE, FALSE };
  const float output[] = { 0.125f, 0.25f, 0.625f };
  g_autoptr (TsModel) a = NULL, b = NULL, c = NULL;

  write_side (NULL);
  write_changed (&softmax, "head", "sigmoid");
  a = load ();
  check_probs (a, output, (double[]){ 0.125, 0.25, 0.625 }, 0);
  g_assert_cmpint (ts_model_get_info (a)->head, ==, TS_HEAD_SOFTMAX);
  write_model (&sigmoid, full_keys, full_values);
  b = load ();
  check_probs (b, output, (double[]){ 0.125, 0.25, 0.625 }, 0);
  g_assert_cmpint (ts_model_get_info (b)->head, ==, TS_HEAD_SIGMOID);
  write_changed (&softmax, "head", NULL);
  c = load ();
  check_probs (c, output, (double[]){ 0.125, 0.25, 0.625 }, 0);
}

/* full card of two classes, output `index` being DeepPATH's background. */
static TsModel *
load_with_background (const Plan *plan, const char *head, const char *index)
{
  const char *keys[] = { "class_names",       "head",
                         "patch_size_pixels", "transform",
                         "background_output", NULL };
  const char *values[] = { "[\"a\",\"b\"]", head, "8", RESIZE_4, index, NULL };

  write_side (NULL);
  write_model (plan, keys, values);
  return load ();
}

static void
test_background_is_taken_out (void)
{
  const Plan ends = { { 4, { -1, 3, 4, 4 } }, 3, "Softmax", FALSE, FALSE };
  const float logits[] = { logf (2), 0, logf (5) };
  const float probs[] = { 0.2f, 0.2f, 0.6f };
  g_autoptr (TsModel) first = load_with_background (&plain, "softmax", "0");
  g_autoptr (TsModel) last = load_with_background (&plain, "softmax", "2");
  g_autoptr (TsModel) each = load_with_background (&plain, "sigmoid", "0");
  g_autoptr (TsModel) done = load_with_background (&ends, "softmax", "0");

  check_probs (first, logits, (double[]){ 1 / 6.0, 5 / 6.0 }, 0.25);
  check_probs (last, logits, (double[]){ 2 / 3.0, 1 / 3.0 }, 0.625);
  check_probs (each, logits, (double[]){ 0.5, 5 / 6.0 }, 2 / 3.0);
  check_probs (done, probs, (double[]){ 0.25, 0.75 }, 0.2);
}

static void
test_certain_background_leaves_numbers (void)
{
  const Plan ends = { { 4, { -1, 3, 4, 4 } }, 3, "Softmax", FALSE, FALSE };
  const float logits[] = { 2000, 0, logf (3) }, probs[] = { 1, 0, 0 };
  g_autoptr (TsModel) open = load_with_background (&plain, "softmax", "0");
  g_autoptr (TsModel) done = load_with_background (&ends, "softmax", "0");

  check_probs (open, logits, (double[]){ 0.25, 0.75 }, 1);
  check_probs (done, probs, (double[]){ 0.5, 0.5 }, 1);
}

static void
test_not_a_number_stays_one (void)
{
  const float output[] = { NAN, 0, 1 };
  float probs[3], background;
  g_autoptr (TsModel) model = NULL;

  write_side (NULL);
  write_model (&plain, full_keys, full_values);
  model = load ();
  ts_model_finish (model, output, probs, &background);
  g_assert_true (isnan (probs[0]));
}

static void
test_features_have_no_probabilities (void)
{
  const char *keys[] = { "head", "patch_size_pixels", "transform", NULL };
  const char *values[] = { "features", "8", RESIZE_4, NULL };
  const float output[] = { 1, 2, 3 };
  g_autoptr (TsModel) model = NULL;

  write_side (NULL);
  write_model (&plain, keys, values);
  model = load ();
  g_assert_cmpuint (ts_model_get_info (model)->n_classes, ==, 0);
  check_probs (model, output, NULL, 0);
}

static void
test_cancelled_load_stops (void)
{
  g_autoptr (TsCancel) cancel = ts_cancel_new ();
  g_autoptr (GError) error = NULL;

  write_side (NULL);
  write_model (&plain, full_keys, full_values);
  ts_cancel_set (cancel);
  g_assert_null (ts_model_load (path, NULL, cancel, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_CANCELLED);
}

static void
test_loads_the_lung_network (void)
{
  g_autofree char *lung = g_build_filename (g_getenv ("TS_TEST_DATA"), "models",
                                            "lung_shufflenet.onnx", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsModel) model = NULL;

  if (!g_file_test (lung, G_FILE_TEST_EXISTS)) {
    g_test_skip ("lung_shufflenet.onnx is not here");
    return;
  }
  model = ts_model_load (lung, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ts_model_get_info (model)->n_classes, ==, 5);
  g_assert_cmpint (ts_model_get_card (model)->transform.filter, ==,
                   TS_RESIZE_PIL_BICUBIC);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tessera-model-XXXXXX", NULL);
  path = g_build_filename (folder, "m.onnx", NULL);
  side_path = g_build_filename (folder, "m.json", NULL);
  g_test_add_func ("/model/loads-file-and-card", test_loads_file_and_card);
  g_test_add_func ("/model/open-sides-take-the-resize",
                   test_open_sides_take_the_resize);
  g_test_add_func ("/model/open-sides-take-the-patch-without-resize",
                   test_open_sides_take_the_patch_without_resize);
  g_test_add_func ("/model/another-side-file-is-another-model",
                   test_another_side_file_is_another_model);
  g_test_add_func ("/model/side-file-supplies-a-whole-card",
                   test_side_file_supplies_a_whole_card);
  g_test_add_func ("/model/spacing-is-taken-where-the-card-has-none",
                   test_spacing_is_taken_where_the_card_has_none);
  g_test_add_func ("/model/missing-keys-are-asked-for",
                   test_missing_keys_are_asked_for);
  g_test_add_func ("/model/unknown-input-size-is-asked-for",
                   test_unknown_input_size_is_asked_for);
  g_test_add_func ("/model/refuses/what-is-no-model-for-tiles",
                   test_refuses_what_is_no_model_for_tiles);
  g_test_add_func ("/model/refuses/cards-that-do-not-fit-the-graph",
                   test_refuses_cards_that_do_not_fit_the_graph);
  g_test_add_func ("/model/refuses/mutations-of-a-softmax",
                   test_refuses_mutations_of_a_softmax);
  g_test_add_func ("/model/softmax-is-applied-to-logits",
                   test_softmax_is_applied_to_logits);
  g_test_add_func ("/model/sigmoid-is-applied-to-each",
                   test_sigmoid_is_applied_to_each);
  g_test_add_func ("/model/head-of-the-graph-is-not-applied-twice",
                   test_head_of_the_graph_is_not_applied_twice);
  g_test_add_func ("/model/background-is-taken-out",
                   test_background_is_taken_out);
  g_test_add_func ("/model/certain-background-leaves-numbers",
                   test_certain_background_leaves_numbers);
  g_test_add_func ("/model/not-a-number-stays-one",
                   test_not_a_number_stays_one);
  g_test_add_func ("/model/features-have-no-probabilities",
                   test_features_have_no_probabilities);
  g_test_add_func ("/model/cancelled-load-stops", test_cancelled_load_stops);
  g_test_add_func ("/model/loads-the-lung-network",
                   test_loads_the_lung_network);
  result = g_test_run ();
  g_unlink (path);
  g_unlink (side_path);
  g_rmdir (folder);
  g_free (path);
  g_free (side_path);
  g_free (folder);
  return result;
}
