/* tessera-cli model new: a randomly initialised network as an ONNX file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "app/cli/command-model.h"
#include "app/cli/file-use.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/model/new-inception.h"

typedef struct {
  char *classes, *head, *seed, *width, *output;
} Texts;

static void
clear_texts (Texts *texts)
{
  g_free (texts->classes);
  g_free (texts->head);
  g_free (texts->seed);
  g_free (texts->width);
  g_free (texts->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, clear_texts)

static gboolean
read_head (const char *prefix, const char *text, TsHead *out_head)
{
  if (text == NULL)
    return TRUE;
  if (ts_head_from_text (text, out_head) && *out_head != TS_HEAD_FEATURES)
    return TRUE;
  ts_usage_error (prefix, "--head is softmax or sigmoid, not '%s'", text);
  return FALSE;
}

static gboolean
check_output (const char *prefix, const char *path)
{
  g_autoptr (TsFileUse) files = ts_file_use_new ();

  ts_file_use_add_output (files, "--output", path);
  return ts_file_use_check (files, prefix);
}

static gboolean
read_params (const char *prefix,
             const char *architecture,
             const Texts *texts,
             TsNewInceptionParams *params)
{
  gint64 seed = (gint64) params->seed;

  if (!g_str_equal (architecture, "inception-v3")) {
    ts_usage_error (prefix, "'%s' is not known; inception-v3 is", architecture);
    return FALSE;
  }
  if (!ts_options_require (prefix, "--classes", texts->classes) ||
      !ts_options_require (prefix, "--output", texts->output) ||
      !check_output (prefix, texts->output) ||
      !read_head (prefix, texts->head, &params->head) ||
      !ts_options_get_int (prefix, "--seed", texts->seed, 0, G_MAXINT64,
                           &seed) ||
      !ts_options_get_double (prefix, "--width", texts->width, 0.0625, 4,
                              &params->width))
    return FALSE;
  params->seed = (guint64) seed;
  return TRUE;
}

int
ts_command_model_new (int argc, char **argv)
{
  g_auto (Texts) texts = { 0 };
  const GOptionEntry entries[] = {
    { "classes", 0, 0, G_OPTION_ARG_STRING, &texts.classes,
      "Names of the classes", "A,B,C" },
    { "head", 0, 0, G_OPTION_ARG_STRING, &texts.head,
      "softmax (default): one class per tile; sigmoid: each for itself, as "
      "for mutations",
      "HEAD" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &texts.seed,
      "The same seed gives the same file (default 1)", "N" },
    { "width", 0, 0, G_OPTION_ARG_STRING, &texts.width,
      "Share of the channels, 0.0625 to 4 (default 1)", "F" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &texts.output,
      "The file to write", "M.onnx" },
    { 0 }
  };
  const TsOptionsSpec spec = {
    .operands = "inception-v3",
    .description =
      "Writes a full-size Inception v3 as DeepPATH builds it, with random "
      "weights:\nfor timing and training. Its results mean nothing.",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  TsNewInceptionParams params = { NULL, TS_HEAD_SOFTMAX, 1, 1 };
  g_auto (GStrv) operands = NULL, classes = NULL;
  g_autoptr (GError) error = NULL;
  int exit_code = TS_EXIT_USAGE;

  if (!ts_options_parse (&spec, argc, argv, &operands, &exit_code))
    return exit_code;
  if (!read_params (argv[0], operands[0], &texts, &params))
    return TS_EXIT_USAGE;
  classes = ts_options_get_names (argv[0], "--classes", texts.classes);
  if (classes == NULL)
    return TS_EXIT_USAGE;
  params.class_names = (const char *const *) classes;
  if (!ts_output_check_path (texts.output, &error) ||
      !ts_new_inception_write (texts.output, &params, &error))
    return ts_fail (g_steal_pointer (&error));
  return TS_EXIT_OK;
}
