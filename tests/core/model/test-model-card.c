/* The model card: what is read, what is refused, what a side file changes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/model-card.h"

#include <locale.h>
#include <string.h>

#include "core/base/error.h"

static TsModelCard *
parse_one (const char *key, const char *value, GError **error)
{
  return ts_model_card_parse (&key, &value, key != NULL ? 1 : 0, NULL, NULL,
                              error);
}

static TsModelCard *
parse_side (const char *side_json, GError **error)
{
  static const char *const keys[] = { "head", "spacing_um_px", "class_names" };
  static const char *const values[] = { "softmax", "0.5", "[\"a\", \"b\"]" };
  const TsCardFile side = { "m.json", side_json, FALSE };

  return ts_model_card_parse (keys, values, 3, &side, NULL, error);
}

static const char deeppath_transform[] =
  "[{\"name\": \"Resize\", \"arguments\": {\"size\": 299}},"
  " {\"name\": \"ToTensor\"},"
  " {\"name\": \"Normalize\", \"arguments\":"
  "  {\"mean\": [0.5, 0.25, 0.125], \"std\": [0.5, 1, 2]}}]";

static void
test_reads_every_key (void)
{
  static const char *const keys[] = {
    "spec_version",  "architecture",  "num_classes",       "patch_size_pixels",
    "spacing_um_px", "class_names",   "transform",         "head",
    "resize_filter", "central_crop",  "background_output", "role",
    "runs_on_class", "source",        "licence",           "notes",
    "name",          "someone's own",
  };
  const char *values[] = { "1.0",
                           "inception_v3",
                           "2",
                           "512",
                           "0.5",
                           "[\"EGFR\", \"KRAS\"]",
                           deeppath_transform,
                           "sigmoid",
                           "tf1-bilinear",
                           "0.875",
                           "0",
                           "mutations",
                           "LUAD",
                           "a paper",
                           "MIT",
                           "a note",
                           "My model",
                           "{" };
  g_autoptr (GError) error = NULL;
  g_autoptr (TsModelCard) card =
    ts_model_card_parse (keys, values, G_N_ELEMENTS (keys), NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (card->info->architecture, ==, "inception_v3");
  g_assert_cmpuint (card->info->n_classes, ==, 2);
  g_assert_cmpstr (card->info->class_names[1], ==, "KRAS");
  g_assert_null (card->info->class_names[2]);
  g_assert_cmpuint (card->info->patch_px, ==, 512);
  g_assert_cmpfloat (card->info->spacing_um, ==, 0.5);
  g_assert_true (card->has_head && card->has_classes && card->has_transform);
  g_assert_cmpint (card->info->head, ==, TS_HEAD_SIGMOID);
  g_assert_cmpint (card->info->role, ==, TS_ROLE_MUTATIONS);
  g_assert_cmpint (card->background_output, ==, 0);
  g_assert_cmpstr (card->info->runs_on_class, ==, "LUAD");
  g_assert_cmpstr (card->info->source, ==, "a paper");
  g_assert_cmpstr (card->info->licence, ==, "MIT");
  g_assert_cmpstr (card->info->notes, ==, "a note");
  g_assert_cmpstr (card->info->name, ==, "My model");
  g_assert_cmpuint (card->transform.input_width, ==, 299);
  g_assert_cmpuint (card->transform.input_height, ==, 299);
  g_assert_cmpint (card->transform.filter, ==, TS_RESIZE_TF1_BILINEAR);
  g_assert_cmpfloat (card->transform.central_crop, ==, 0.875);
  g_assert_true (card->transform.is_scaled);
  g_assert_cmpfloat (card->transform.mean[2], ==, 0.125);
  g_assert_cmpfloat (card->transform.deviation[2], ==, 2);
}

static void
test_missing_stays_missing (void)
{
  g_autoptr (TsModelCard) card = parse_one (NULL, NULL, NULL);

  g_assert_nonnull (card);
  g_assert_false (card->has_head || card->has_classes || card->has_transform);
  g_assert_cmpfloat (card->info->spacing_um, ==, 0);
  g_assert_cmpuint (card->info->patch_px, ==, 0);
  g_assert_cmpint (card->background_output, ==, -1);
  g_assert_nonnull (card->info->class_names);
  g_assert_null (card->info->name);
  g_assert_cmpint (card->transform.filter, ==, TS_RESIZE_PIL_BILINEAR);
  g_assert_cmpfloat (card->transform.central_crop, ==, 1);
  g_assert_cmpfloat (card->transform.deviation[0], ==, 1);
}

static void
test_interpolation_chooses_the_filter (void)
{
  g_autoptr (TsModelCard) card = parse_one (
    "transform",
    "[{\"name\":\"Resize\",\"arguments\":{\"size\":[32, 48],"
    "\"interpolation\":\"bicubic\",\"antialias\":true,\"max_size\":null}}]",
    NULL);

  g_assert_nonnull (card);
  g_assert_cmpint (card->transform.filter, ==, TS_RESIZE_PIL_BICUBIC);
  g_assert_cmpuint (card->transform.input_height, ==, 32);
  g_assert_cmpuint (card->transform.input_width, ==, 48);
  g_assert_false (card->transform.is_scaled);
}

/* JSON cannot hold torchvision's enumeration; Pillow's numbers it takes as well. */
static void
test_interpolation_may_be_a_number (void)
{
  static const struct {
    const char *value;
    TsResizeFilter filter;
  } numbers[] = { { "2", TS_RESIZE_PIL_BILINEAR },
                  { "3", TS_RESIZE_PIL_BICUBIC } };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *steps =
      g_strdup_printf ("[{\"name\":\"Resize\",\"arguments\":{\"size\":8,"
                       "\"interpolation\":%s}}]",
                       numbers[i].value);
    g_autoptr (TsModelCard) card = parse_one ("transform", steps, NULL);

    g_assert_nonnull (card);
    g_assert_cmpint (card->transform.filter, ==, numbers[i].filter);
  }
}

static void
test_features_need_no_classes (void)
{
  g_autoptr (TsModelCard) card = parse_one ("head", "features", NULL);

  g_assert_nonnull (card);
  g_assert_cmpint (card->info->role, ==, TS_ROLE_FEATURES);
}

static void
test_side_file_goes_before_the_card (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsModelCard) card =
    parse_side ("{\"spacing_um_px\": 0.25, \"num_classes\": 3,"
                " \"class_names\": [\"x\", \"y\", \"z\"], \"name\": \"N\"}",
                &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (card->info->spacing_um, ==, 0.25);
  g_assert_cmpuint (card->info->n_classes, ==, 3);
  g_assert_cmpstr (card->info->class_names[2], ==, "z");
  g_assert_true (card->has_head);
  g_assert_cmpstr (card->info->name, ==, "N");
}

/* Of a model that is itself called config, NAME.json may be WSInfer's. */
static void
test_null_in_a_foreign_file_takes_away (void)
{
  static const char *const keys[] = { "spacing_um_px" };
  static const char *const values[] = { "0.5" };
  const TsCardFile side = { "config.json", "{\"spacing_um_px\": null}", TRUE };
  g_autoptr (TsModelCard) card =
    ts_model_card_parse (keys, values, 1, &side, NULL, NULL);

  g_assert_nonnull (card);
  g_assert_cmpfloat (card->info->spacing_um, ==, 0);
}

static void
test_locale_does_not_matter (void)
{
  g_autofree char *before = g_strdup (setlocale (LC_ALL, NULL));
  g_autoptr (TsModelCard) card = NULL;

  if (setlocale (LC_ALL, "de_DE.UTF-8") == NULL) {
    g_test_skip ("the German locale is not here");
    return;
  }
  card = parse_side ("{\"spacing_um_px\": 0.25}", NULL);
  setlocale (LC_ALL, before);
  g_assert_cmpfloat (card->info->spacing_um, ==, 0.25);
}

typedef struct {
  const char *key, *value;
  TsError code;
  const char *message; /* after "model card, key 'KEY': " */
} Case;

#define STEP(name, arguments) \
  "[{\"name\":\"" name "\",\"arguments\":{" arguments "}}]"
#define SCALED_STEP(name, arguments)                                          \
  "[{\"name\":\"ToTensor\"},{\"name\":\"" name "\",\"arguments\":{" arguments \
  "}}]"

static const Case cases[] = {
  { "spec_version", "2.0", TS_ERROR_UNSUPPORTED,
    "'2.0' is not supported (1.0 is)" },
  { "num_classes", "many", TS_ERROR_FORMAT,
    "'many' is not a whole number from 0 to 1024" },
  { "num_classes", "1025", TS_ERROR_FORMAT,
    "'1025' is not a whole number from 0 to 1024" },
  { "patch_size_pixels", "0", TS_ERROR_FORMAT,
    "'0' is not a whole number from 1 to 16384" },
  { "patch_size_pixels", "51.2", TS_ERROR_FORMAT,
    "'51.2' is not a whole number from 1 to 16384" },
  { "spacing_um_px", "0", TS_ERROR_FORMAT,
    "'0' is not 0.01 to 100 microns per pixel" },
  { "spacing_um_px", "nan", TS_ERROR_FORMAT,
    "'nan' is not 0.01 to 100 microns per pixel" },
  { "spacing_um_px", "0,5", TS_ERROR_FORMAT,
    "'0,5' is not 0.01 to 100 microns per pixel" },
  { "class_names", "normal, tumour", TS_ERROR_FORMAT,
    "'normal, tumour' is not a JSON list" },
  { "class_names", "{\"a\":1}", TS_ERROR_FORMAT,
    "'{\"a\":1}' is not a JSON list" },
  { "class_names", "", TS_ERROR_FORMAT, "'' is not a JSON list" },
  { "class_names", "[\"a\", 1]", TS_ERROR_FORMAT, "class 2 of 2 is no text" },
  { "class_names", "[\"a\", [\"b\"]]", TS_ERROR_FORMAT,
    "class 2 of 2 is no text" },
  { "class_names", "[\"a\", \"a\"]", TS_ERROR_FORMAT,
    "class 'a' is there twice" },
  { "class_names", "[\"\"]", TS_ERROR_FORMAT, "a class has no name" },
  { "class_names", "[\"a\\nb\"]", TS_ERROR_FORMAT,
    "class 1 of 1 has a control character in its name" },
  { "head", "relu", TS_ERROR_FORMAT,
    "'relu' is none of softmax, sigmoid, features" },
  { "role", "judge", TS_ERROR_FORMAT,
    "'judge' is none of classes, mutations, features" },
  { "resize_filter", "bilinear", TS_ERROR_FORMAT,
    "'bilinear' is none of tf1-bilinear, pil-bilinear, pil-bicubic, "
    "torch-bilinear, opencv-area" },
  { "central_crop", "1.5", TS_ERROR_FORMAT, "'1.5' is not 0.01 to 1" },
  { "background_output", "-1", TS_ERROR_FORMAT,
    "'-1' is not a whole number from 0 to 1024" },
  { "runs_on_class", "", TS_ERROR_FORMAT, "it is empty" },
  { "transform", "none", TS_ERROR_FORMAT, "'none' is not a JSON list" },
  { "transform", "[1]", TS_ERROR_FORMAT, "a step has no name" },
  { "transform", "[{\"name\":1}]", TS_ERROR_FORMAT, "a step has no name" },
  { "transform", "[{\"name\":\"Resize\",\"arguments\":[]}]", TS_ERROR_FORMAT,
    "Resize: its arguments are not an object" },
  { "transform", STEP ("ColorJitter", ""), TS_ERROR_UNSUPPORTED,
    "'ColorJitter' is not supported (Resize, ToTensor, Normalize are)" },
  { "transform", STEP ("Resize", ""), TS_ERROR_FORMAT,
    "Resize: size must be 1 to 8192, or two of them" },
  { "transform", STEP ("Resize", "\"size\":0"), TS_ERROR_FORMAT,
    "Resize: size must be 1 to 8192, or two of them" },
  { "transform", STEP ("Resize", "\"size\":1e9"), TS_ERROR_FORMAT,
    "Resize: size must be 1 to 8192, or two of them" },
  { "transform", STEP ("Resize", "\"size\":[3,4,5]"), TS_ERROR_FORMAT,
    "Resize: size must be 1 to 8192, or two of them" },
  { "transform", STEP ("Resize", "\"size\":9,\"interpolation\":\"nearest\""),
    TS_ERROR_UNSUPPORTED,
    "Resize: interpolation must be bilinear (2) or bicubic (3)" },
  { "transform", STEP ("Resize", "\"size\":9,\"max_size\":9"),
    TS_ERROR_UNSUPPORTED, "Resize: argument 'max_size' is not supported" },
  { "transform", STEP ("Normalize", "\"mean\":[0,0,0],\"std\":[1,1,1]"),
    TS_ERROR_FORMAT, "Normalize: it needs a ToTensor before it" },
  { "transform", SCALED_STEP ("Normalize", "\"std\":[1,1,1]"), TS_ERROR_FORMAT,
    "Normalize: mean must be three numbers" },
  { "transform", SCALED_STEP ("Normalize", "\"mean\":[0,0],\"std\":[1,1,1]"),
    TS_ERROR_FORMAT, "Normalize: mean must be three numbers" },
  { "transform", SCALED_STEP ("Normalize", "\"mean\":[0,0,0],\"std\":[1,0,1]"),
    TS_ERROR_FORMAT, "Normalize: std must be three numbers above 0" },
  { "transform",
    SCALED_STEP ("Normalize", "\"mean\":[0,0,\"x\"],\"std\":[1,1,1]"),
    TS_ERROR_FORMAT, "Normalize: mean must be three numbers" },
  { "transform", SCALED_STEP ("Resize", "\"size\":9"), TS_ERROR_UNSUPPORTED,
    "Resize: the order must be Resize, ToTensor, Normalize, each at most "
    "once" },
  { "transform", SCALED_STEP ("ToTensor", ""), TS_ERROR_UNSUPPORTED,
    "ToTensor: the order must be Resize, ToTensor, Normalize, each at most "
    "once" },
};

static void
check_refused (TsModelCard *card,
               GError *const *error,
               TsError code,
               const char *message)
{
  g_assert_null (card);
  g_assert_error (*error, TS_ERROR, (int) code);
  g_assert_cmpstr ((*error)->message, ==, message);
}

static void
test_refuses_wrong_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *message = g_strdup_printf ("model card, key '%s': %s",
                                                cases[i].key, cases[i].message);
    g_autoptr (GError) error = NULL;

    check_refused (parse_one (cases[i].key, cases[i].value, &error), &error,
                   cases[i].code, message);
  }
}

static void
test_refuses_keys_that_contradict (void)
{
  static const struct {
    const char *keys[2], *values[2], *message;
  } pairs[] = {
    { { "head", "head" },
      { "softmax", "softmax" },
      "model card, key 'head': it is given twice" },
    { { "num_classes", "class_names" },
      { "3", "[\"a\",\"b\"]" },
      "model card, key 'num_classes': it is 3, but class_names has 2" },
    { { "background_output", "class_names" },
      { "3", "[\"a\",\"b\"]" },
      "model card, key 'background_output': it is 3, but with 2 class_names "
      "there are outputs 0 to 2" },
    { { "head", "role" },
      { "features", "classes" },
      "model card, key 'role': 'classes' does not go with head 'features'" },
    { { "head", "role" },
      { "softmax", "features" },
      "model card, key 'role': 'features' does not go with head 'softmax'" },
    { { "head", "role" },
      { "softmax", "mutations" },
      "model card, key 'role': 'mutations' does not go with head 'softmax': "
      "genes do not exclude each other, sigmoid is needed" },
    { { "role", "runs_on_class" },
      { "classes", "LUAD" },
      "model card, key 'runs_on_class': it goes with role 'mutations', not "
      "'classes'" },
    { { "head", "runs_on_class" },
      { "sigmoid", "LUAD" },
      "model card, key 'runs_on_class': it goes with role 'mutations', not "
      "'classes', the default" },
    { { "head", "runs_on_class" },
      { "features", "LUAD" },
      "model card, key 'runs_on_class': it goes with role 'mutations', not "
      "'features'" },
    { { "head", "class_names" },
      { "features", "[\"a\"]" },
      "model card, key 'class_names': a model for features has no classes" },
    { { "head", "background_output" },
      { "features", "0" },
      "model card, key 'background_output': a model for features has no "
      "classes" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autoptr (GError) error = NULL;

    check_refused (ts_model_card_parse (pairs[i].keys, pairs[i].values, 2, NULL,
                                        NULL, &error),
                   &error, TS_ERROR_FORMAT, pairs[i].message);
  }
}

static void
test_refuses_wrong_side_files (void)
{
  static const char *const files[][2] = {
    { "", "'m.json' holds nothing, an object is wanted" },
    { "[]", "'m.json' holds an array, an object is wanted" },
    { "null", "'m.json' holds null, an object is wanted" },
    { "\"head\"", "'m.json' holds a single value, an object is wanted" },
    { "{\"head\": ", "'m.json' is not JSON: line 1, near character 10" },
    { "{\n  \"head\": softmax\n}",
      "'m.json' is not JSON: line 2, near character 11" },
    { "{\n  \"num_classes\": 2\n  \"head\": \"softmax\"\n}",
      "'m.json' is not JSON: line 3, near character 3" },
    { "{\"num_classes\": 2}}",
      "'m.json' is not JSON: line 1, near character 19" },
    { "{\n\"head\": \"\xff\"}", "'m.json' is not UTF-8: line 2" },
    { "{\n\"a\":\n[[[[[[[[[[[[[[[[",
      "'m.json' nests deeper than 16 levels: line 3" },
    { "{\"head\": 1}", "'m.json', key 'head': it must be a text" },
    { "{\"spacing_um_px\": \"0.5\"}",
      "'m.json', key 'spacing_um_px': it must be a number" },
    { "{\"num_classes\": true}",
      "'m.json', key 'num_classes': it must be a number" },
    { "{\"class_names\": \"a\"}",
      "'m.json', key 'class_names': it must be a list" },
    { "{\"head\": null}",
      "'m.json', key 'head': null is no value; leave the key out" },
    { "{\"runs_on_class\": null}",
      "'m.json', key 'runs_on_class': null is no value; leave the key out" },
    { "{\"patch_size_pixels\": 99999999999999999999}",
      "'m.json', key 'patch_size_pixels': '99999999999999999999' is not a "
      "whole number from 1 to 16384" },
    { "{\"spacing_um_px\": 1e999}",
      "'m.json', key 'spacing_um_px': '1e999' is not 0.01 to 100 microns per "
      "pixel" },
    { "{\"patch_size_pixels\": 0.5}",
      "'m.json', key 'patch_size_pixels': '0.5' is not a whole number from 1 "
      "to 16384" },
    { "{\"class_names\": [\"a\", \"a\"]}",
      "'m.json', key 'class_names': class 'a' is there twice" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GError) error = NULL;

    check_refused (parse_side (files[i][0], &error), &error, TS_ERROR_FORMAT,
                   files[i][1]);
  }
}

static void
test_refuses_what_json_glib_lets_pass (void)
{
  static const char *const files[][2] = {
    { "{}\n{\"head\": \"sigmoid\"}", "is not JSON: line 2, near character 1" },
    { "{\"head\": \"sigmoid\"} x", "is not JSON: line 1, near character 21" },
    { "{\n 'head': \"sigmoid\"}", "is not JSON: line 2, near character 2" },
    { "{\"head\": 'sigmoid'}", "is not JSON: line 1, near character 10" },
    { "{\"head\": \"sigmoid\",\n \"name\": \"N\",\n \"head\": \"softmax\"}",
      "has the key 'head' twice: line 3" },
    { "{\"head\": \"sigmoid\",\n \"h\\u0065ad\": \"softmax\"}",
      "has the key 'head' twice: line 2" },
    { "{\"transform\": [{\"name\": \"ToTensor\",\n \"name\": \"Resize\"}]}",
      "has the key 'name' twice: line 2" },
    { "/* ours */ {}", "is not JSON: line 1, near character 1" },
    { "{} // ours", "is not JSON: line 1, near character 4" },
    { "var card = {}", "is not JSON: line 1, near character 1" },
    { "{\"class_names\": [\"a\",]}", "is not JSON: line 1, near character 22" },
    { "{\"head\": \"softmax\",}", "is not JSON: line 1, near character 20" },
    { "{\"num_classes\": 0x2}", "is not JSON: line 1, near character 18" },
    { "{\"num_classes\": 02}", "is not JSON: line 1, near character 18" },
    { "{\"num_classes\": +2}", "is not JSON: line 1, near character 17" },
    { "{\"spacing_um_px\": .5}", "is not JSON: line 1, near character 19" },
    { "{\"spacing_um_px\": 1.}", "is not JSON: line 1, near character 21" },
    { "{\"spacing_um_px\": 1e}", "is not JSON: line 1, near character 21" },
    { "{\"spacing_um_px\": NaN}", "is not JSON: line 1, near character 19" },
    { "{\"spacing_um_px\": -}", "is not JSON: line 1, near character 20" },
    { "{\"notes\": \"a\tb\"}", "is not JSON: line 1, near character 13" },
    { "{\"notes\": \"\\a\"}", "is not JSON: line 1, near character 13" },
    { "{\"notes\": \"\\u00g0\"}", "is not JSON: line 1, near character 13" },
    { "{\"notes\": \"\\u0000\"}", "is not JSON: line 1, near character 13" },
    { "{\"notes\": \"\\ud83d\"}", "is not JSON: line 1, near character 18" },
    { "{\"notes\": \"\\ude00\"}", "is not JSON: line 1, near character 13" },
    { "{\"notes\": \"\\", "is not JSON: line 1, near character 13" },
    { "{\"notes\": \"\\u12", "is not JSON: line 1, near character 13" },
    { "{\"notes\": \"\xc3\xa4\" \"\"}",
      "is not JSON: line 1, near character 15" },
    { "{\"notes\" \"a\"}", "is not JSON: line 1, near character 10" },
    { "{1: 2}", "is not JSON: line 1, near character 2" },
    { "{", "is not JSON: line 1, near character 2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *message = g_strconcat ("'m.json' ", files[i][1], NULL);
    g_autoptr (GError) error = NULL;

    check_refused (parse_side (files[i][0], &error), &error, TS_ERROR_FORMAT,
                   message);
  }
}

static void
test_takes_what_json_is (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsModelCard) card = parse_side (
    "\xef\xbb\xbf \r\n\t{\"spacing_um_px\" : 2.5E-1 , \"class_names\":[ "
    "\"\\u00e4\","
    "\"\\ud83d\\ude00\" , \"\\/\\\"'\"],\"transform\":[ ],"
    "\"patch_size_pixels\":1024, \"notes\": \"\\\\\\n/* kept */\"}\n",
    &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (card->info->spacing_um, ==, 0.25);
  g_assert_cmpstr (card->info->class_names[0], ==, "\xc3\xa4");
  g_assert_cmpstr (card->info->class_names[1], ==, "\xf0\x9f\x98\x80");
  g_assert_cmpstr (card->info->class_names[2], ==, "/\"'");
  g_assert_cmpstr (card->info->notes, ==, "\\\n/* kept */");
  g_assert_cmpuint (card->info->patch_px, ==, 1024);
}

/* A misspelt key that is passed over leaves its default to count, and nobody knows. */
static void
test_refuses_unknown_keys_in_a_side_file (void)
{
  static const char all[] =
    "name, description, spec_version, architecture, num_classes, "
    "patch_size_pixels, spacing_um_px, class_names, transform, head, "
    "resize_filter, central_crop, background_output, role, runs_on_class, "
    "source, licence, notes are";
  static const char *const keys[][2] = {
    { "resize_fliter", "'resize_filter' is" },
    { "Head", "'head' is" },
    { "ehad", "'head' is" },
    { "license", "'licence' is" },
    { "patch_size", "'patch_size_pixels' is" },
    { "spacing", "'spacing_um_px' is" },
    { "crop", "'central_crop' is" },
    { "class_name", "'class_names' is" },
    { "", all },
    { "e", all },
    { "mpp", all },
    { "a key that is longer than all others", all },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *side =
      g_strdup_printf ("{\"name\": \"N\", \"%s\": null}", keys[i][0]);
    g_autofree char *message = g_strdup_printf (
      "'m.json', key '%s': it is not known; %s", keys[i][0], keys[i][1]);
    g_autoptr (GError) error = NULL;

    check_refused (parse_side (side, &error), &error, TS_ERROR_FORMAT, message);
  }
}

static void
test_foreign_files_may_hold_other_keys (void)
{
  const TsCardFile side = { "config.json", "{\"resize_fliter\": 1}", TRUE };
  const TsCardFile config = { "config.json", "{\"model_type\": {}}", TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (TsModelCard) card =
    ts_model_card_parse (NULL, NULL, 0, &side, &config, &error);

  g_assert_no_error (error);
  g_assert_nonnull (card);
}

/* Whoever reads the message must know which files to look into, and which of them counts. */
static void
test_contradictions_name_both_files (void)
{
  static const struct {
    const char *side, *config, *message;
  } files[] = {
    { "{\"num_classes\": 3}", "{\"class_names\": [\"a\", \"b\"]}",
      "'m.json', key 'num_classes': it is 3, but class_names has 2 "
      "(class_names is in 'config.json')" },
    { "{\"background_output\": 3}", "{\"class_names\": [\"a\", \"b\"]}",
      "'m.json', key 'background_output': it is 3, but with 2 class_names "
      "there are outputs 0 to 2 (class_names is in 'config.json')" },
    { "{\"class_names\": [\"a\"]}", "{\"background_output\": 2}",
      "'config.json', key 'background_output': it is 2, but with 1 class_names "
      "there are outputs 0 to 1 (class_names is in 'm.json', which goes "
      "first)" },
    { "{\"head\": \"features\"}", "{\"class_names\": [\"a\"]}",
      "'config.json', key 'class_names': a model for features has no classes "
      "(head is in 'm.json', which goes first)" },
    { "{\"role\": \"features\"}", "{\"background_output\": 0}",
      "'config.json', key 'background_output': a model for features has no "
      "classes (role is in 'm.json', which goes first)" },
    { "{\"head\": \"softmax\"}", "{\"role\": \"mutations\"}",
      "'config.json', key 'role': 'mutations' does not go with head 'softmax': "
      "genes do not exclude each other, sigmoid is needed (head is in "
      "'m.json', which goes first)" },
    { "{\"runs_on_class\": \"a\"}", "{\"role\": \"classes\"}",
      "'m.json', key 'runs_on_class': it goes with role 'mutations', not "
      "'classes' (role is in 'config.json')" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    const TsCardFile side = { "m.json", files[i].side, FALSE };
    const TsCardFile config = { "config.json", files[i].config, TRUE };
    g_autoptr (GError) error = NULL;

    check_refused (ts_model_card_parse (NULL, NULL, 0, &side, &config, &error),
                   &error, TS_ERROR_FORMAT, files[i].message);
  }
}

static void
test_contradictions_name_the_model_file (void)
{
  g_autoptr (GError) error = NULL, other = NULL;

  check_refused (parse_side ("{\"num_classes\": 3}", &error), &error,
                 TS_ERROR_FORMAT,
                 "'m.json', key 'num_classes': it is 3, but class_names has 2 "
                 "(class_names is in the model file)");
  check_refused (parse_side ("{\"head\": \"features\"}", &other), &other,
                 TS_ERROR_FORMAT,
                 "model card, key 'class_names': a model for features has no "
                 "classes (head is in 'm.json', which goes first)");
}

static void
test_other_class_names_go_without_their_number (void)
{
  const TsCardFile side = { "m.json", "{\"class_names\": [\"x\"]}", FALSE };
  const TsCardFile config = { "config.json",
                              "{\"num_classes\": 2,"
                              " \"class_names\": [\"a\", \"b\"]}",
                              TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (TsModelCard) card =
    ts_model_card_parse (NULL, NULL, 0, &side, &config, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (card->info->n_classes, ==, 1);
  check_refused (parse_side ("{\"class_names\": [\"x\"],"
                             " \"num_classes\": 2}",
                             &error),
                 &error, TS_ERROR_FORMAT,
                 "'m.json', key 'num_classes': it is 2, but class_names has 1");
}

static void
test_refuses_deep_json (void)
{
  g_autofree char *deep = g_strnfill (1 << 20, '[');
  g_autofree char *quoted = g_strdup ("[\"[[[[[[[[[[[[[[[[[[[[[[[\\\"[\"]");
  g_autoptr (GError) error = NULL;
  g_autoptr (TsModelCard) card = parse_one ("class_names", deep, &error);
  g_autoptr (TsModelCard) fine = parse_one ("class_names", quoted, NULL);

  g_assert_null (card);
  g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  g_assert_nonnull (fine);
}

static void
test_refuses_too_many_classes (void)
{
  g_autoptr (GString) list = g_string_new ("[\"c\"");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < TS_MAX_CLASSES; i++)
    g_string_append_printf (list, ",\"%u\"", i);
  g_string_append_c (list, ']');
  check_refused (
    parse_one ("class_names", list->str, &error), &error, TS_ERROR_FORMAT,
    "model card, key 'class_names': 1025 classes are more than 1024");
}

static void
test_filters_have_names_both_ways (void)
{
  for (int i = TS_RESIZE_PIL_BILINEAR; i <= TS_RESIZE_OPENCV_AREA; i++) {
    TsResizeFilter filter;

    g_assert_true (ts_resize_filter_from_text (
      ts_resize_filter_to_text ((TsResizeFilter) i), &filter));
    g_assert_cmpint ((int) filter, ==, i);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model-card/reads-every-key", test_reads_every_key);
  g_test_add_func ("/model-card/missing-stays-missing",
                   test_missing_stays_missing);
  g_test_add_func ("/model-card/interpolation-chooses-the-filter",
                   test_interpolation_chooses_the_filter);
  g_test_add_func ("/model-card/interpolation-may-be-a-number",
                   test_interpolation_may_be_a_number);
  g_test_add_func ("/model-card/features-need-no-classes",
                   test_features_need_no_classes);
  g_test_add_func ("/model-card/side-file-goes-before-the-card",
                   test_side_file_goes_before_the_card);
  g_test_add_func ("/model-card/null-in-a-foreign-file-takes-away",
                   test_null_in_a_foreign_file_takes_away);
  g_test_add_func ("/model-card/refuses/what-json-glib-lets-pass",
                   test_refuses_what_json_glib_lets_pass);
  g_test_add_func ("/model-card/takes-what-json-is", test_takes_what_json_is);
  g_test_add_func ("/model-card/locale-does-not-matter",
                   test_locale_does_not_matter);
  g_test_add_func ("/model-card/refuses/wrong-values",
                   test_refuses_wrong_values);
  g_test_add_func ("/model-card/refuses/keys-that-contradict",
                   test_refuses_keys_that_contradict);
  g_test_add_func ("/model-card/refuses/wrong-side-files",
                   test_refuses_wrong_side_files);
  g_test_add_func ("/model-card/refuses/unknown-keys-in-a-side-file",
                   test_refuses_unknown_keys_in_a_side_file);
  g_test_add_func ("/model-card/foreign-files-may-hold-other-keys",
                   test_foreign_files_may_hold_other_keys);
  g_test_add_func ("/model-card/contradictions-name-both-files",
                   test_contradictions_name_both_files);
  g_test_add_func ("/model-card/contradictions-name-the-model-file",
                   test_contradictions_name_the_model_file);
  g_test_add_func ("/model-card/other-class-names-go-without-their-number",
                   test_other_class_names_go_without_their_number);
  g_test_add_func ("/model-card/refuses/deep-json", test_refuses_deep_json);
  g_test_add_func ("/model-card/refuses/too-many-classes",
                   test_refuses_too_many_classes);
  g_test_add_func ("/model-card/filters-have-names-both-ways",
                   test_filters_have_names_both_ways);
  return g_test_run ();
}
