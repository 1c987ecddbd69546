/* tessera-cli study merge: the stores of several readers in one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "app/cli/command-study.h"
#include "app/cli/file-use.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/store/merge.h"

#define MAX_INPUTS 1000

static void
add_texts (JsonBuilder *builder, const char *name, const GPtrArray *texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < texts->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (texts, i));
  json_builder_end_array (builder);
}

static void
print_json (const TsMergeReport *report)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "inputs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->inputs->len; i++) {
    const TsMergedInput *input = g_ptr_array_index (report->inputs, i);
    g_autofree char *name = g_filename_display_name (input->path);

    json_builder_begin_object (builder);
    ts_json_add_text (builder, "path", name);
    ts_json_add_text (builder, "store", input->uuid);
    ts_json_add_number (builder, "new", TRUE, input->n_new);
    ts_json_add_number (builder, "known", TRUE, input->n_known);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  add_texts (builder, "changed", report->faults);
  add_texts (builder, "doubles", report->doubles);
  add_texts (builder, "conflicts", report->conflicts);
  add_texts (builder, "notes", report->notes);
  json_builder_end_object (builder);
  ts_print_json (builder);
}

static void
print_texts (const char *title, const GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    printf ("%s: %s\n", title, (const char *) g_ptr_array_index (texts, i));
}

static void
print (const TsMergeReport *report)
{
  for (guint i = 0; i < report->inputs->len; i++) {
    const TsMergedInput *input = g_ptr_array_index (report->inputs, i);

    printf ("%s (store %.8s): %u events new, %u known\n", input->path,
            input->uuid, input->n_new, input->n_known);
  }
  print_texts ("double", report->doubles);
  print_texts ("conflict", report->conflicts);
  print_texts ("note", report->notes);
}

static int
run (const char *const *inputs, const char *output, gboolean is_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TsMergeReport) report = NULL;

  if (ts_output_check_path (output, &error))
    report = ts_store_merge (inputs, output, &error);
  if (report == NULL)
    return ts_fail (g_steal_pointer (&error));
  if (is_json)
    print_json (report);
  else if (report->faults->len == 0)
    print (report);
  for (guint i = 0; i < report->faults->len; i++)
    ts_complain ("%s", (const char *) g_ptr_array_index (report->faults, i));
  if (report->faults->len == 0)
    return TS_EXIT_OK;
  ts_complain ("nothing was merged");
  return TS_EXIT_FAILURE;
}

static gboolean
check_files (char **inputs, const char *output, const char *prefix)
{
  g_autoptr (TsFileUse) files = ts_file_use_new ();

  for (guint i = 0; inputs[i] != NULL; i++)
    ts_file_use_add_input (files, "a store to merge", inputs[i]);
  ts_file_use_add_store (files, "--output", TRUE, output);
  return ts_file_use_check (files, prefix);
}

int
ts_command_study_merge (int argc, char **argv)
{
  g_autofree char *output = NULL;
  gboolean is_json = FALSE;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      "The merged store: a new file, or one that gets what it lacks",
      "ALL.db" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &is_json, "Print JSON", NULL },
    { 0 }
  };
  const TsOptionsSpec spec = {
    .operands = "STORE...",
    .description =
      "Joins stores by the content of slides and models and the names of "
      "readers. Every row\nis kept, with the store it came from; merging "
      "again adds nothing. The logs are checked\nfirst: a store that was "
      "changed by another program is refused, row by row. What was\nread "
      "twice is told, and kept. JSON keys: inputs (path, store, new, known), "
      "changed,\ndoubles, conflicts, notes.",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = MAX_INPUTS,
  };
  g_auto (GStrv) operands = NULL;
  int exit_code = TS_EXIT_USAGE;

  if (!ts_options_parse (&spec, argc, argv, &operands, &exit_code))
    return exit_code;
  if (!ts_options_require (argv[0], "--output", output) ||
      !check_files (operands, output, argv[0]))
    return TS_EXIT_USAGE;
  return run ((const char *const *) operands, output, is_json);
}
