/* WSInfer's config.json as a model's card: when it counts, what is read, what is refused.
 * The configurations have the structure of those in WSInfer's model zoo
 * (https://github.com/SBU-BMI/wsinfer-zoo, model-config.schema.json).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/model/model-source.h"
#include "core/model/onnx-file.h"

#define STEPS(size)                                               \
  "[{\"name\": \"Resize\", \"arguments\": {\"size\": " size "}}," \
  " {\"name\": \"ToTensor\"},"                                    \
  " {\"name\": \"Normalize\", \"arguments\": {"                   \
  "   \"mean\": [0.75, 0.5, 0.625], \"std\": [0.125, 0.25, 0.5]}}]"
#define CONFIG(classes, n, patch, spacing, transform)               \
  "{\"spec_version\": \"1.0\", \"architecture\": \"resnet34\","     \
  " \"num_classes\": " n ", \"class_names\": " classes              \
  ", \"patch_size_pixels\": " patch ", \"spacing_um_px\": " spacing \
  ", \"transform\": " transform "}"

static const char two_classes[] =
  CONFIG ("[\"Other\", \"Tumor\"]", "2", "350", "0.25", STEPS ("224"));
static const char head[] = "{\"head\": \"softmax\"}";

static char *folder, *path, *side_path, *config_path;

static void
add_node (TsGraph *graph,
          const char *op,
          const char *input,
          const char *second,
          const char *output)
{
  const char *inputs[] = { input, second, NULL }, *outputs[] = { output, NULL };

  ts_graph_add_node (graph, op, op, inputs, outputs);
}

/* The mean of the channels through a matrix of n_outputs; any size of picture. */
static void
write_model (guint n_outputs,
             const char *const *keys,
             const char *const *values)
{
  const char *const none[] = { NULL };
  const TsShape in = { 4, { -1, 3, -1, -1 } }, out = { 2, { -1, n_outputs } };
  const TsShape shape = { 2, { 3, n_outputs } };
  g_autoptr (TsGraph) graph = ts_graph_new (13);
  g_autoptr (TsTensor) matrix = ts_tensor_new (TS_TYPE_FLOAT, &shape, NULL);

  memset (ts_tensor_edit_floats (matrix), 0,
          sizeof (float) * ts_tensor_get_n_elements (matrix));
  ts_graph_add_input (graph, "x", &in);
  ts_graph_add_constant (graph, "w", matrix);
  add_node (graph, "GlobalAveragePool", "x", NULL, "pooled");
  add_node (graph, "Flatten", "pooled", NULL, "flat");
  add_node (graph, "MatMul", "flat", "w", "y");
  ts_graph_add_output (graph, "y", &out);
  g_assert_true (ts_onnx_file_save (path, graph, keys != NULL ? keys : none,
                                    values != NULL ? values : none, NULL));
}

static void
write_json (const char *json_path, const char *json)
{
  if (json == NULL)
    g_unlink (json_path);
  else
    g_assert_true (ts_safe_file_write (json_path, json, strlen (json), NULL));
}

/* A model without a card, and the two files beside it; NULL: not there. */
static void
write_all (guint n_outputs, const char *side, const char *config)
{
  write_model (n_outputs, NULL, NULL);
  write_json (side_path, side);
  write_json (config_path, config);
}

static TsModel *
load (void)
{
  g_autoptr (GError) error = NULL;
  TsModel *model = ts_model_load (path, NULL, NULL, &error);

  g_assert_no_error (error);
  return model;
}

static char *
load_identity (void)
{
  g_autoptr (TsModel) model = load ();

  return g_strdup (ts_model_get_info (model)->identity);
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
test_reads_every_key (void)
{
  g_autoptr (TsModel) model = NULL;
  const TsModelInfo *info;
  const TsTransform *transform;

  write_all (2, head, two_classes);
  model = load ();
  info = ts_model_get_info (model);
  transform = &ts_model_get_card (model)->transform;
  g_assert_cmpstr (info->architecture, ==, "resnet34");
  g_assert_cmpuint (info->n_classes, ==, 2);
  g_assert_cmpstr (info->class_names[1], ==, "Tumor");
  g_assert_cmpuint (info->patch_px, ==, 350);
  g_assert_cmpfloat (info->spacing_um, ==, 0.25);
  g_assert_cmpuint (transform->input_width, ==, 224);
  g_assert_cmpuint (transform->input_height, ==, 224);
  g_assert_cmpint (transform->filter, ==, TS_RESIZE_PIL_BILINEAR);
  g_assert_true (transform->is_scaled);
  g_assert_cmpfloat (transform->mean[0], ==, 0.75);
  g_assert_cmpfloat (transform->deviation[2], ==, 0.5);
}

/* What else there is in the zoo: a tile made larger, no Normalize, a size that stays, grades
 * with signs in their names, keys of other programs, torchvision's further arguments. */
static void
test_reads_the_forms_of_the_zoo (void)
{
  static const struct {
    guint n_classes, patch_px, input_px;
    const char *config;
  } cases[] = {
    { 2, 100, 299,
      "{\"model_type\": \"inception_v4\", \"spec_version\": \"1.0\","
      " \"architecture\": \"inception_v4nobn\", \"num_classes\": 2,"
      " \"class_names\": [\"Other\", \"Lymphocytes\"],"
      " \"patch_size_pixels\": 100, \"spacing_um_px\": 0.5, "
      "\"transform\": " STEPS ("299") "}" },
    { 2, 96, 96,
      CONFIG ("[\"nomets\", \"mets\"]", "2", "96", "1.0",
              "[{\"name\": \"Resize\", \"arguments\": {\"size\": 96}},"
              " {\"name\": \"ToTensor\"}]") },
    { 3, 175, 224,
      CONFIG ("[\"grade3\", \"grade4+5\", \"benign\"]", "3", "175", "0.5",
              STEPS ("[224, 224]")) },
    { 6, 350, 224,
      CONFIG ("[\"lepidic\", \"benign\", \"acinar\", \"micropapillary\","
              " \"mucinous\", \"solid\"]",
              "6", "350", "0.5", STEPS ("[224]")) },
    { 1, 224, 224,
      CONFIG ("[\"Tumor\"]", "1", "224", "0.5",
              "[{\"name\": \"ToTensor\", \"arguments\": {}}]") },
    { 2, 64, 32,
      CONFIG ("[\"a\", \"b\"]", "2", "64", "0.5",
              "[{\"name\": \"Resize\", \"arguments\": {\"size\": 32,"
              " \"interpolation\": 2, \"max_size\": null,"
              " \"antialias\": true}},"
              " {\"name\": \"ToTensor\", \"arguments\": null}]") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TsModel) model = NULL;
    const TsShape *shape;

    write_all (cases[i].n_classes, head, cases[i].config);
    model = load ();
    shape = ts_network_get_input_shape (ts_model_get_network (model), 0);
    g_assert_cmpuint (ts_model_get_info (model)->n_classes, ==,
                      cases[i].n_classes);
    g_assert_cmpuint (ts_model_get_info (model)->patch_px, ==,
                      cases[i].patch_px);
    g_assert_cmpint (shape->dims[2], ==, cases[i].input_px);
    g_assert_cmpint (ts_model_get_card (model)->transform.filter, ==,
                     TS_RESIZE_PIL_BILINEAR);
  }
}

/* The schema has no word for what makes probabilities of the outputs. */
static void
test_head_is_asked_for (void)
{
  g_autofree char *message = g_strdup_printf (
    "its model card lacks head; '%s' or '%s' may supply what is missing",
    side_path, config_path);
  g_autoptr (TsModel) model = NULL;

  write_all (2, NULL, two_classes);
  check_refused (TS_ERROR_MISSING, message);
  write_json (config_path, "{\"head\": \"sigmoid\", \"class_names\": [\"a\"],"
                           " \"patch_size_pixels\": 8, \"transform\": []}");
  write_model (1, NULL, NULL);
  model = load ();
  g_assert_cmpint (ts_model_get_info (model)->head, ==, TS_HEAD_SIGMOID);
}

static void
test_all_that_is_missing_is_asked_for_at_once (void)
{
  g_autofree char *message = g_strdup_printf (
    "its model card lacks class_names, head, transform; '%s' or '%s' may "
    "supply what is missing",
    side_path, config_path);

  write_all (2, "{\"patch_size_pixels\": 8}", NULL);
  check_refused (TS_ERROR_MISSING, message);
  write_all (2, NULL,
             "{\"spec_version\": \"1.0\", \"architecture\": \"resnet34\","
             " \"patch_size_pixels\": 8}");
  check_refused (TS_ERROR_MISSING, message);
}

/* One key of a card in the model file, and config.json is another model's. */
static void
test_card_in_the_model_file_goes_alone (void)
{
  const char *const keys[] = { "patch_size_pixels", NULL };
  const char *const values[] = { "8", NULL };
  g_autofree char *message = g_strdup_printf (
    "its model card lacks class_names, head, transform; '%s' may supply what "
    "is missing",
    side_path);

  write_all (2, NULL, two_classes);
  write_model (2, keys, values);
  check_refused (TS_ERROR_MISSING, message);
  write_json (config_path, "no JSON");
  check_refused (TS_ERROR_MISSING, message);
}

/* Exporters write a description into any file; that is no card. */
static void
test_texts_in_the_model_file_are_no_card (void)
{
  const char *const keys[] = { "description", "architecture", "author", NULL };
  const char *const values[] = { "made by hand", "mine", "nobody", NULL };
  g_autoptr (TsModel) model = NULL;

  write_all (2, head, two_classes);
  write_model (2, keys, values);
  model = load ();
  g_assert_cmpstr (ts_model_get_info (model)->notes, ==, "made by hand");
  g_assert_cmpstr (ts_model_get_info (model)->architecture, ==, "mine");
  g_assert_cmpuint (ts_model_get_info (model)->patch_px, ==, 350);
}

static void
test_side_file_goes_before_it_key_by_key (void)
{
  g_autoptr (TsModel) model = NULL;

  write_all (2,
             "{\"head\": \"softmax\", \"spacing_um_px\": 2,"
             " \"class_names\": [\"no\", \"yes\"]}",
             two_classes);
  model = load ();
  g_assert_cmpstr (ts_model_get_info (model)->class_names[1], ==, "yes");
  g_assert_cmpfloat (ts_model_get_info (model)->spacing_um, ==, 2);
  g_assert_cmpuint (ts_model_get_info (model)->patch_px, ==, 350);
}

/* The graph has one output more than config.json says. */
static void
test_side_file_may_name_other_classes (void)
{
  g_autoptr (TsModel) model = NULL;

  write_all (3,
             "{\"head\": \"softmax\", \"class_names\":"
             " [\"x\", \"y\", \"z\"]}",
             two_classes);
  model = load ();
  g_assert_cmpuint (ts_model_get_info (model)->n_classes, ==, 3);
}

/* A wrong value that does not count does no harm. */
static void
test_side_file_mends_it (void)
{
  g_autoptr (TsModel) model = NULL;

  write_all (2, "{\"head\": \"softmax\", \"transform\": " STEPS ("64") "}",
             "{\"class_names\": [\"a\", \"b\"], \"patch_size_pixels\": 100,"
             " \"transform\": {\"resize_size\": 224}}");
  model = load ();
  g_assert_cmpuint (ts_model_get_card (model)->transform.input_width, ==, 64);
}

static void
test_whole_side_file_goes_alone (void)
{
  static const char whole[] =
    "{\"head\": \"softmax\", \"class_names\": [\"a\", \"b\"],"
    " \"patch_size_pixels\": 8, \"transform\": []}";
  g_autofree char *alone = NULL, *beside = NULL;

  write_all (2, whole, NULL);
  alone = load_identity ();
  write_json (config_path, "no JSON");
  beside = load_identity ();
  g_assert_cmpstr (alone, ==, beside);
}

/* Another card, another model; a card that does not count, the same. */
static void
test_identity_follows_the_card (void)
{
  const char *const keys[] = { "class_names", "head", "patch_size_pixels",
                               "transform", NULL };
  const char *const values[] = { "[\"a\", \"b\"]", "softmax", "8", "[]", NULL };
  static const char with_head[] =
    "{\"head\": \"softmax\", \"class_names\": [\"a\", \"b\"],"
    " \"patch_size_pixels\": 8, \"transform\": []}";
  g_autofree char *a = NULL, *b = NULL, *c = NULL, *d = NULL, *e = NULL;

  write_all (2, head, two_classes);
  a = load_identity ();
  write_all (2, "{\"head\": \"softmax\" }", two_classes);
  b = load_identity ();
  write_all (2, head, with_head);
  c = load_identity ();
  g_assert_cmpstr (a, !=, b);
  g_assert_cmpstr (a, !=, c);
  write_all (2, NULL, NULL);
  write_model (2, keys, values);
  d = load_identity ();
  write_json (config_path, two_classes);
  e = load_identity ();
  g_assert_cmpstr (d, ==, e);
}

static void
check_origins (const char *expected)
{
  g_autoptr (TsModelSource) source = ts_model_source_load (path, NULL, NULL);
  g_auto (GStrv) paths = NULL;
  g_autofree char *list = NULL;

  g_assert_nonnull (source);
  paths = ts_model_source_list_origins (source);
  for (guint i = 0; paths[i] != NULL; i++) {
    char *name = g_path_get_basename (paths[i]);

    g_free (paths[i]);
    paths[i] = name;
  }
  list = g_strjoinv (" ", paths);
  g_assert_cmpstr (list, ==, expected);
}

static void
test_says_where_the_card_came_from (void)
{
  const char *const keys[] = { "notes", "unknown", NULL };
  const char *const values[] = { "a note", "key", NULL };

  write_all (2, NULL, NULL);
  check_origins ("");
  write_json (config_path, two_classes);
  check_origins ("config.json");
  write_json (side_path, head);
  check_origins ("m.json config.json");
  write_model (2, keys, values);
  check_origins ("m.json m.onnx config.json");
}

static void
test_refuses_wrong_files (void)
{
  static const struct {
    const char *json;
    TsError code;
    const char *message; /* after "'config.json'" */
  } files[] = {
    { "", TS_ERROR_FORMAT, " holds nothing, an object is wanted" },
    { "[]", TS_ERROR_FORMAT, " holds an array, an object is wanted" },
    { "{\"class_names\": [\"a\",", TS_ERROR_FORMAT,
      " is not JSON: line 1, near character 22" },
    { "{\"class_names\": \"\xff\"}", TS_ERROR_FORMAT, " is not UTF-8: line 1" },
    { "{\"transform\": {\"resize_size\": 224}}", TS_ERROR_FORMAT,
      ", key 'transform': it must be a list" },
    { "{\"num_classes\": \"2\"}", TS_ERROR_FORMAT,
      ", key 'num_classes': it must be a number" },
    { "{\"spec_version\": 1.0}", TS_ERROR_FORMAT,
      ", key 'spec_version': it must be a text" },
    { "{\"spec_version\": \"2.0\"}", TS_ERROR_UNSUPPORTED,
      ", key 'spec_version': '2.0' is not supported (1.0 is)" },
    { CONFIG ("[\"a\", \"b\"]", "3", "8", "0.5", "[]"), TS_ERROR_FORMAT,
      ", key 'num_classes': it is 3, but class_names has 2" },
    { CONFIG ("[\"a\", \"a\"]", "2", "8", "0.5", "[]"), TS_ERROR_FORMAT,
      ", key 'class_names': class 'a' is there twice" },
    { CONFIG ("[\"a\", \"b\"]", "2", "8", "0", "[]"), TS_ERROR_FORMAT,
      ", key 'spacing_um_px': '0' is not 0.01 to 100 microns per pixel" },
    { CONFIG ("[\"a\", \"b\"]", "2", "8", "1",
              "[{\"name\": \"Resize\", \"arguments\": {\"size\": 8,"
              " \"interpolation\": 0}}]"),
      TS_ERROR_UNSUPPORTED,
      ", key 'transform': Resize: interpolation must be bilinear (2) or "
      "bicubic (3)" },
    { CONFIG ("[\"a\", \"b\"]", "2", "8", "1",
              "[{\"name\": \"Scale\", \"arguments\": {\"upper\": 1}}]"),
      TS_ERROR_UNSUPPORTED,
      ", key 'transform': 'Scale' is not supported (Resize, ToTensor, "
      "Normalize are)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *message =
      g_strconcat ("'config.json'", files[i].message, NULL);

    write_all (2, head, files[i].json);
    check_refused (files[i].code, message);
  }
}

static void
test_refuses_misspelt_keys_of_the_side_file (void)
{
  write_all (2, "{\"head\": \"softmax\", \"resize_fliter\": \"pil-bicubic\"}",
             two_classes);
  check_refused (TS_ERROR_FORMAT, "'m.json', key 'resize_fliter': it is not "
                                  "known; 'resize_filter' is");
}

static void
test_refuses_what_does_not_fit_the_graph (void)
{
  write_all (3, head, two_classes);
  check_refused (TS_ERROR_FORMAT,
                 "its output has 3 values, but the card names 2 classes "
                 "(class_names is in 'config.json')");
  write_all (2, "{\"head\": \"softmax\", \"class_names\": [\"a\"]}",
             two_classes);
  check_refused (TS_ERROR_FORMAT,
                 "its output has 2 values, but the card names 1 class "
                 "(class_names is in 'm.json')");
}

/* Who made the link wants the file read; without it the model would run on other values. */
static void
test_link_to_nowhere_is_not_passed_over (void)
{
  g_autofree char *message =
    g_strdup_printf ("cannot open '%s': No such file or directory", side_path);
  g_autoptr (GError) error = NULL;

  write_all (2, NULL, two_classes);
  g_assert_cmpint (symlink ("nowhere.json", side_path), ==, 0);
  g_assert_null (ts_model_load (path, NULL, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_cmpstr (error->message, ==, message);
  g_unlink (side_path);
}

static void
test_refuses_a_huge_file (void)
{
  g_autofree char *huge = g_strnfill ((1 << 20) + 1, ' ');
  g_autofree char *start = g_strdup_printf ("'%s'", config_path);
  g_autoptr (GError) error = NULL;

  write_all (2, head, huge);
  g_assert_null (ts_model_load (path, NULL, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, start));
}

/* A model of that name: then it is NAME.json, and read once; it may still be WSInfer's. */
static void
test_model_called_config (void)
{
  const char *const keys[] = { "patch_size_pixels", NULL };
  const char *const values[] = { "8", NULL };
  g_autofree char *other = g_build_filename (folder, "config.onnx", NULL);
  g_autofree char *kept = g_strdup (path);
  g_autoptr (TsModel) model = NULL;

  write_json (side_path, NULL);
  write_json (config_path, "{\"head\": \"softmax\", \"class_names\": [\"a\"],"
                           " \"transform\": [], \"model_type\": \"x\"}");
  g_free (path);
  path = g_strdup (other);
  write_model (1, keys, values);
  model = load ();
  g_assert_cmpstr (ts_model_get_info (model)->class_names[0], ==, "a");
  check_origins ("config.json config.onnx");
  g_unlink (other);
  g_free (path);
  path = g_steal_pointer (&kept);
}

static void
test_path_without_a_folder (void)
{
  g_autofree char *before = g_get_current_dir ();
  g_autoptr (TsModelSource) source = NULL;

  write_all (2, head, two_classes);
  g_assert_cmpint (g_chdir (folder), ==, 0);
  source = ts_model_source_load ("m.onnx", NULL, NULL);
  g_assert_cmpint (g_chdir (before), ==, 0);
  g_assert_nonnull (source);
  g_assert_cmpstr (source->config_path, ==, "config.json");
  g_assert_cmpuint (source->card->info->patch_px, ==, 350);
}

static void
add_tests (void)
{
  g_test_add_func ("/config-card/reads-every-key", test_reads_every_key);
  g_test_add_func ("/config-card/reads-the-forms-of-the-zoo",
                   test_reads_the_forms_of_the_zoo);
  g_test_add_func ("/config-card/head-is-asked-for", test_head_is_asked_for);
  g_test_add_func ("/config-card/all-that-is-missing-is-asked-for-at-once",
                   test_all_that_is_missing_is_asked_for_at_once);
  g_test_add_func ("/config-card/card-in-the-model-file-goes-alone",
                   test_card_in_the_model_file_goes_alone);
  g_test_add_func ("/config-card/texts-in-the-model-file-are-no-card",
                   test_texts_in_the_model_file_are_no_card);
  g_test_add_func ("/config-card/side-file-goes-before-it-key-by-key",
                   test_side_file_goes_before_it_key_by_key);
  g_test_add_func ("/config-card/side-file-may-name-other-classes",
                   test_side_file_may_name_other_classes);
  g_test_add_func ("/config-card/side-file-mends-it", test_side_file_mends_it);
  g_test_add_func ("/config-card/whole-side-file-goes-alone",
                   test_whole_side_file_goes_alone);
  g_test_add_func ("/config-card/identity-follows-the-card",
                   test_identity_follows_the_card);
  g_test_add_func ("/config-card/says-where-the-card-came-from",
                   test_says_where_the_card_came_from);
  g_test_add_func ("/config-card/refuses/wrong-files",
                   test_refuses_wrong_files);
  g_test_add_func ("/config-card/refuses/misspelt-keys-of-the-side-file",
                   test_refuses_misspelt_keys_of_the_side_file);
  g_test_add_func ("/config-card/refuses/what-does-not-fit-the-graph",
                   test_refuses_what_does_not_fit_the_graph);
  g_test_add_func ("/config-card/refuses/link-to-nowhere",
                   test_link_to_nowhere_is_not_passed_over);
  g_test_add_func ("/config-card/refuses/a-huge-file",
                   test_refuses_a_huge_file);
  g_test_add_func ("/config-card/model-called-config",
                   test_model_called_config);
  g_test_add_func ("/config-card/path-without-a-folder",
                   test_path_without_a_folder);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tessera-config-XXXXXX", NULL);
  path = g_build_filename (folder, "m.onnx", NULL);
  side_path = g_build_filename (folder, "m.json", NULL);
  config_path = g_build_filename (folder, "config.json", NULL);
  add_tests ();
  result = g_test_run ();
  g_unlink (path);
  g_unlink (side_path);
  g_unlink (config_path);
  g_rmdir (folder);
  g_free (path);
  g_free (side_path);
  g_free (config_path);
  g_free (folder);
  return result;
}
