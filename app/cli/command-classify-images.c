/* tessera-cli classify-images: runs a model over image files, each a tile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "app/cli/commands.h"
#include "app/cli/csv.h"
#include "app/cli/file-use.h"
#include "app/cli/interrupt.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/progress-bar.h"
#include "core/jobs/image-run.h"

#define MAX_WORKERS 256

typedef struct {
  char *model_path, *csv_path, *workers_text;
  gboolean is_json;
  gint64 n_workers;
  char **paths;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->model_path);
  g_free (self->csv_path);
  g_free (self->workers_text);
  g_strfreev (self->paths);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
check_files (const Arguments *self, const char *prefix)
{
  g_autoptr (TsFileUse) files = ts_file_use_new ();
  if (self->csv_path == NULL || ts_output_is_stdout (self->csv_path))
    return TRUE;
  for (guint i = 0; self->paths[i] != NULL; i++)
    ts_file_use_add_input (files, "the image", self->paths[i]);
  ts_file_use_add_model (files, FALSE, self->model_path);
  ts_file_use_add_output (files, "--csv", self->csv_path);
  return ts_file_use_check (files, prefix);
}

static gboolean
arguments_read (Arguments *self, int argc, char **argv, int *out_exit_code)
{
  const GOptionEntry entries[] = {
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &self->model_path, "The network",
      "M.onnx" },
    { "workers", 0, 0, G_OPTION_ARG_STRING, &self->workers_text,
      "Threads (default: one per core)", "N" },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &self->csv_path,
      "Write the table there (default and -: standard output)", "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->is_json,
      "Print JSON instead of the table", NULL },
    { 0 },
  };
  const TsOptionsSpec spec = {
    .operands = "FILE...",
    .description =
      "Classifies whole image files (JPEG, PNG), each as one tile, and writes "
      "a table\n"
      "with the columns file, prob_CLASS for each class. A file that cannot be "
      "read is\n"
      "reported and left out, the others go on, and the exit code is 1.",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = G_MAXUINT,
  };
  if (!ts_options_parse (&spec, argc, argv, &self->paths, out_exit_code))
    return FALSE;
  *out_exit_code = TS_EXIT_USAGE;
  return ts_options_require (argv[0], "--model", self->model_path) &&
         ts_options_get_int (argv[0], "--workers", self->workers_text, 1,
                             MAX_WORKERS, &self->n_workers) &&
         ts_options_check_table (argv[0], self->csv_path, self->is_json) &&
         check_files (self, argv[0]);
}

static void
show_progress (guint64 n_done, guint64 n_total, gpointer user_data)
{
  gint64 *started_at_us = user_data;
  double seconds = (double) (g_get_monotonic_time () - *started_at_us) / 1e6;
  double per_second = seconds > 0 ? (double) n_done / seconds : 0;
  const TsProgressState state = {
    .n_done = n_done,
    .n_total = n_total,
    .per_second = per_second,
    .seconds_left =
      per_second > 0 ? (double) (n_total - n_done) / per_second : -1,
    .unit = "images",
  };
  ts_progress_bar_show (&state);
}

static guint
count_failures (const GPtrArray *results)
{
  guint n_failures = 0;
  for (guint i = 0; i < results->len; i++) {
    const TsImageResult *result = g_ptr_array_index (results, i);
    if (result->failure != NULL) {
      ts_complain ("%s", result->failure);
      n_failures++;
    }
  }
  return n_failures;
}

static GString *
make_csv (const Arguments *arguments,
          const TsModelInfo *model,
          const GPtrArray *results)
{
  GString *csv = g_string_new ("file");
  for (guint i = 0; i < model->n_classes; i++) {
    g_autofree char *column =
      g_strconcat ("prob_", model->class_names[i], NULL);
    g_string_append_c (csv, ',');
    ts_csv_append_text (csv, column);
  }
  g_string_append_c (csv, '\n');
  for (guint i = 0; i < results->len; i++) {
    const TsImageResult *result = g_ptr_array_index (results, i);
    if (result->probs == NULL)
      continue;
    ts_csv_append_text (csv, arguments->paths[i]);
    for (guint c = 0; c < model->n_classes; c++) {
      g_string_append_c (csv, ',');
      ts_csv_append_float (csv, result->probs[c]);
    }
    g_string_append_c (csv, '\n');
  }
  return csv;
}

static void
add_probabilities (JsonBuilder *builder,
                   const TsModelInfo *model,
                   const float *probs)
{
  json_builder_set_member_name (builder, "probabilities");
  json_builder_begin_object (builder);
  for (guint c = 0; c < model->n_classes; c++)
    ts_json_add_number (builder, model->class_names[c], TRUE,
                        (double) probs[c]);
  json_builder_end_object (builder);
}

static void
print_as_json (const Arguments *arguments,
               const TsModelInfo *model,
               const GPtrArray *results)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "model");
  json_builder_begin_object (builder);
  ts_json_add_text (builder, "name", model->name);
  ts_json_add_text (builder, "identity", model->identity);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "images");
  json_builder_begin_array (builder);
  for (guint i = 0; i < results->len; i++) {
    const TsImageResult *result = g_ptr_array_index (results, i);
    /* JSON is UTF-8, file names are bytes. */
    g_autofree char *name = g_utf8_make_valid (arguments->paths[i], -1);
    json_builder_begin_object (builder);
    ts_json_add_text (builder, "file", name);
    if (result->probs != NULL)
      add_probabilities (builder, model, result->probs);
    else
      ts_json_add_text (builder, "error", result->failure);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ts_print_json (builder);
}

static gboolean
report (const Arguments *arguments,
        const TsModelInfo *model,
        const GPtrArray *results,
        GError **error)
{
  g_autoptr (GString) csv = make_csv (arguments, model, results);
  if (arguments->csv_path != NULL &&
      !ts_output_write_text (arguments->csv_path, csv, error))
    return FALSE;
  if (arguments->is_json)
    print_as_json (arguments, model, results);
  else if (arguments->csv_path == NULL)
    fputs (csv->str, stdout);
  return TRUE;
}

int
ts_command_classify_images (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  int exit_code = TS_EXIT_OK;
  if (!arguments_read (&arguments, argc, argv, &exit_code))
    return exit_code;
  const TsCancel *cancel = ts_interrupt_watch ();
  if (!ts_output_check_table (arguments.csv_path, &error))
    return ts_fail (g_steal_pointer (&error));
  g_autoptr (TsModel) model =
    ts_model_load (arguments.model_path, NULL, cancel, &error);
  if (model == NULL)
    return ts_fail (g_steal_pointer (&error));
  gint64 started_at_us = g_get_monotonic_time ();
  const TsImageRunParams params = {
    .model = model,
    .paths = (const char *const *) arguments.paths,
    .n_paths = g_strv_length (arguments.paths),
    .n_workers = (guint) arguments.n_workers,
    .cancel = cancel,
    .progress = ts_progress_bar_is_wanted () ? show_progress : NULL,
    .user_data = &started_at_us,
  };
  g_autoptr (GPtrArray) results = ts_image_run (&params, &error);
  ts_progress_bar_clear ();
  if (results == NULL ||
      !report (&arguments, ts_model_get_info (model), results, &error))
    return ts_fail (g_steal_pointer (&error));
  return count_failures (results) > 0 ? TS_EXIT_FAILURE : TS_EXIT_OK;
}
