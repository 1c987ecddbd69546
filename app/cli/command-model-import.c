/* tessera-cli model import: a TensorFlow checkpoint of DeepPATH's as an ONNX file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "app/cli/checkpoint-list.h"
#include "app/cli/class-file.h"
#include "app/cli/command-model.h"
#include "app/cli/file-use.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/model/import-inception.h"
#include "core/model/inception-card.h"

#define MAX_PATCH_PX 16384

typedef struct {
  char *classes, *classes_file, *head, *runs_on_class;
  char *spacing, *patch, *source, *licence, *output;
  gboolean is_list, is_json, has_central_crop;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->classes);
  g_free (options->classes_file);
  g_free (options->head);
  g_free (options->runs_on_class);
  g_free (options->spacing);
  g_free (options->patch);
  g_free (options->source);
  g_free (options->licence);
  g_free (options->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
parse (Options *options,
       int argc,
       char **argv,
       char ***out_operands,
       int *out_exit_code)
{
  const GOptionEntry entries[] = {
    { "classes", 0, 0, G_OPTION_ARG_STRING, &options->classes,
      "Names of the classes, in the order of outputs 1, 2, ...", "A,B,C" },
    { "classes-file", 0, 0, G_OPTION_ARG_FILENAME, &options->classes_file,
      "The same from a file, one name a line (DeepPATH's labelref.txt)",
      "FILE" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      "The file to write", "M.onnx" },
    { "head", 0, 0, G_OPTION_ARG_STRING, &options->head,
      "softmax (default): one class per tile; sigmoid: each for itself, for "
      "mutations",
      "HEAD" },
    { "runs-on-class", 0, 0, G_OPTION_ARG_STRING, &options->runs_on_class,
      "With --head sigmoid: only on tiles of this class of the other model",
      "NAME" },
    { "central-crop", 0, 0, G_OPTION_ARG_NONE, &options->has_central_crop,
      "Keep the central 0.875 of a tile, as DeepPATH did until November 2018",
      NULL },
    { "spacing", 0, 0, G_OPTION_ARG_STRING, &options->spacing,
      "Microns of a tile's pixel (default 0.5)", "F" },
    { "patch", 0, 0, G_OPTION_ARG_STRING, &options->patch,
      "Side of a tile in pixels (default 512)", "N" },
    { "source", 0, 0, G_OPTION_ARG_STRING, &options->source,
      "Where the checkpoint comes from, for the card", "TEXT" },
    { "licence", 0, 0, G_OPTION_ARG_STRING, &options->licence,
      "Its licence, for the card", "TEXT" },
    { "list", 0, 0, G_OPTION_ARG_NONE, &options->is_list,
      "Print the checkpoint's tensors and write nothing", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->is_json, "Print JSON", NULL },
    { 0 }
  };
  const TsOptionsSpec spec = {
    .operands = "PREFIX",
    .description =
      "Writes the Inception v3 in a TensorFlow checkpoint of DeepPATH's as an "
      "ONNX file.\nPREFIX names the checkpoint: PREFIX.index and "
      "PREFIX.data-00000-of-00001 are there\n(the older checkpoints of a "
      "single file are not read). Moving averages of the\nweights are taken "
      "where there are any. Output 0 is DeepPATH's unused background\nand has "
      "no name.",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };

  return ts_options_parse (&spec, argc, argv, out_operands, out_exit_code);
}

static gboolean
read_head (const char *prefix, const Options *options, TsHead *out_head)
{
  *out_head = TS_HEAD_SOFTMAX;
  if (options->head != NULL && (!ts_head_from_text (options->head, out_head) ||
                                *out_head == TS_HEAD_FEATURES)) {
    ts_usage_error (prefix, "--head is softmax or sigmoid, not '%s'",
                    options->head);
    return FALSE;
  }
  if (options->runs_on_class != NULL &&
      !ts_role_runs_on_class (ts_inception_card_get_role (*out_head))) {
    ts_usage_error (prefix, "--runs-on-class goes with --head sigmoid");
    return FALSE;
  }
  if (options->runs_on_class != NULL && *options->runs_on_class == '\0') {
    ts_usage_error (prefix, "--runs-on-class is empty");
    return FALSE;
  }
  return TRUE;
}

/* What an import needs and a list does not. */
static gboolean
check_options (const char *prefix, const Options *options)
{
  if (options->is_list) {
    if (options->output == NULL)
      return TRUE;
    ts_usage_error (prefix, "--list writes no file; leave out --output");
    return FALSE;
  }
  if (options->classes != NULL && options->classes_file != NULL) {
    ts_usage_error (prefix, "give --classes or --classes-file, not both");
    return FALSE;
  }
  return ts_options_require (prefix, "--classes",
                             options->classes != NULL
                               ? options->classes
                               : options->classes_file) &&
         ts_options_require (prefix, "--output", options->output);
}

static gboolean
check_files (const char *prefix, const char *checkpoint, const Options *options)
{
  g_autoptr (TsFileUse) files = ts_file_use_new ();

  ts_file_use_add_checkpoint (files, checkpoint);
  ts_file_use_add_input (files, "the class file", options->classes_file);
  ts_file_use_add_output (files, "--output", options->output);
  return ts_file_use_check (files, prefix);
}

/* NULL in *out_names where a file has them. */
static gboolean
read_names (const char *prefix, const Options *options, char ***out_names)
{
  if (options->is_list || options->classes == NULL)
    return TRUE;
  *out_names = ts_options_get_names (prefix, "--classes", options->classes);
  return *out_names != NULL;
}

static gboolean
read_params (const char *prefix, const Options *options, TsImportParams *params)
{
  gint64 patch_px = TS_INCEPTION_PATCH_PX;

  params->spacing_um = TS_INCEPTION_SPACING_UM;
  params->central_crop =
    options->has_central_crop ? TS_DEEPPATH_CENTRAL_CROP : 1;
  params->runs_on_class = options->runs_on_class;
  params->source = options->source;
  params->licence = options->licence;
  if (!check_options (prefix, options) ||
      !read_head (prefix, options, &params->head) ||
      !ts_options_get_double (prefix, "--spacing", options->spacing, 0.01, 100,
                              &params->spacing_um) ||
      !ts_options_get_int (prefix, "--patch", options->patch, 1, MAX_PATCH_PX,
                           &patch_px))
    return FALSE;
  params->patch_px = (guint) patch_px;
  return TRUE;
}

static void
print_result (const TsTensorBundle *bundle,
              const TsInceptionSurvey *survey,
              gboolean is_json)
{
  const char *name = ts_tensor_bundle_get_name (bundle);
  guint n = survey->n_averages + survey->n_plain;
  g_autoptr (JsonBuilder) builder = NULL;

  if (!is_json) {
    printf ("imported %u variables of '%s': %u as moving averages, %u as they "
            "are\n",
            n, name, survey->n_averages, survey->n_plain);
    return;
  }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  ts_json_add_text (builder, "checkpoint", name);
  json_builder_set_member_name (builder, "variables");
  json_builder_add_int_value (builder, n);
  json_builder_set_member_name (builder, "moving_averages");
  json_builder_add_int_value (builder, survey->n_averages);
  json_builder_set_member_name (builder, "outputs");
  json_builder_add_int_value (builder, survey->n_outputs);
  json_builder_end_object (builder);
  ts_print_json (builder);
}

static gboolean
import (const TsTensorBundle *bundle,
        const Options *options,
        TsImportParams *params,
        char **names,
        GError **error)
{
  g_auto (GStrv) names_of_file = NULL;
  TsInceptionSurvey survey;

  if (names == NULL)
    names = names_of_file = ts_class_file_load (options->classes_file, error);
  if (names == NULL || !ts_output_check_path (options->output, error))
    return FALSE;
  params->class_names = (const char *const *) names;
  if (!ts_inception_import (bundle, options->output, params, &survey, error))
    return FALSE;
  print_result (bundle, &survey, options->is_json);
  return TRUE;
}

int
ts_command_model_import (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  TsImportParams params = { 0 };
  g_auto (GStrv) operands = NULL, names = NULL;
  g_autoptr (TsTensorBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;
  int exit_code = TS_EXIT_USAGE;

  if (!parse (&options, argc, argv, &operands, &exit_code))
    return exit_code;
  if (!read_params (argv[0], &options, &params) ||
      !read_names (argv[0], &options, &names) ||
      !check_files (argv[0], operands[0], &options))
    return TS_EXIT_USAGE;
  bundle = ts_tensor_bundle_open (operands[0], &error);
  if (bundle == NULL)
    return ts_fail (g_steal_pointer (&error));
  if (options.is_list && options.is_json)
    ts_checkpoint_print_json (bundle);
  else if (options.is_list)
    ts_checkpoint_print (bundle);
  else if (!import (bundle, &options, &params, names, &error))
    return ts_fail (g_steal_pointer (&error));
  return TS_EXIT_OK;
}
