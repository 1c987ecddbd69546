/* tessera-cli study list and status: what there is, and how far the readers are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "app/cli/command-study.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/review/case-session.h"

typedef struct {
  const char *store_path, *study_text;
  gboolean is_json;
} Arguments;

typedef int (*Run) (const Arguments *arguments, GError **error);

static void
print_list (const GPtrArray *studies, gboolean is_json)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < studies->len; i++) {
    const TsStudy *study = g_ptr_array_index (studies, i);

    if (!is_json) {
      printf ("%.*s  %s: %u slides, %u arms\n", TS_STUDY_COMMAND_KEY_DIGITS,
              study->key, study->name, study->slides->len, study->arms->len);
      continue;
    }
    json_builder_begin_object (builder);
    ts_json_add_text (builder, "key", study->key);
    ts_json_add_text (builder, "name", study->name);
    ts_json_add_text (builder, "description", study->description);
    ts_json_add_number (builder, "slides", TRUE, study->slides->len);
    ts_json_add_number (builder, "arms", TRUE, study->arms->len);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  if (is_json)
    ts_print_json (builder);
}

static int
run_list (const Arguments *arguments, GError **error)
{
  g_autoptr (TsStore) store =
    ts_store_open_read_only (arguments->store_path, error);
  g_autoptr (GPtrArray) studies =
    store != NULL ? ts_store_list_studies (store, error) : NULL;

  if (studies == NULL)
    return TS_EXIT_FAILURE;
  print_list (studies, arguments->is_json);
  return TS_EXIT_OK;
}

/* One reader in one arm. */
typedef struct {
  const char *reader, *arm;
  guint n_finished, n_open;
  guint n_blindness[TS_BLIND_UNKNOWN + 1]; /* of locked cases */
} Progress;

static Progress *
find_progress (GArray *list, const TsStudyCase *reading_case)
{
  Progress fresh = { .reader = reading_case->reader, .arm = reading_case->arm };

  for (guint i = 0; i < list->len; i++) {
    Progress *progress = &g_array_index (list, Progress, i);

    if (g_str_equal (progress->reader, reading_case->reader) &&
        g_str_equal (progress->arm, reading_case->arm))
      return progress;
  }
  g_array_append_val (list, fresh);
  return &g_array_index (list, Progress, list->len - 1);
}

static gboolean
count_case (TsStore *store,
            const TsStudy *study,
            const TsStudyCase *reading_case,
            GArray *list,
            GError **error)
{
  Progress *progress = find_progress (list, reading_case);
  TsBlindness blindness = TS_BLIND_UNKNOWN;

  if (reading_case->state == TS_CASE_FINISHED)
    progress->n_finished++;
  else
    progress->n_open++;
  if (reading_case->state == TS_CASE_BLIND)
    return TRUE;
  if (!ts_case_find_blindness (store, study, reading_case, &blindness, error))
    return FALSE;
  progress->n_blindness[blindness]++;
  return TRUE;
}

static void
print_progress (const Progress *progress, const TsStudy *study)
{
  const char *separator = "; locked cases: ";

  printf ("%s, arm %s: %u of %u finished, %u open", progress->reader,
          progress->arm, progress->n_finished, study->slides->len,
          progress->n_open);
  for (guint i = 0; i <= TS_BLIND_UNKNOWN; i++) {
    if (progress->n_blindness[i] == 0)
      continue;
    printf ("%s%u %s", separator, progress->n_blindness[i],
            ts_blindness_to_text ((TsBlindness) i));
    separator = ", ";
  }
  printf ("\n");
}

static void
print_json (const GArray *list, const TsStudy *study)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ts_json_add_text (builder, "key", study->key);
  ts_json_add_text (builder, "name", study->name);
  ts_json_add_number (builder, "slides", TRUE, study->slides->len);
  json_builder_set_member_name (builder, "readers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++) {
    const Progress *progress = &g_array_index (list, Progress, i);

    json_builder_begin_object (builder);
    ts_json_add_text (builder, "reader", progress->reader);
    ts_json_add_text (builder, "arm", progress->arm);
    ts_json_add_number (builder, "finished", TRUE, progress->n_finished);
    ts_json_add_number (builder, "open", TRUE, progress->n_open);
    for (guint j = 0; j <= TS_BLIND_UNKNOWN; j++)
      ts_json_add_number (builder, ts_blindness_to_text ((TsBlindness) j), TRUE,
                          progress->n_blindness[j]);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ts_print_json (builder);
}

static void
print_status (const GArray *list, const TsStudy *study, gboolean is_json)
{
  if (is_json) {
    print_json (list, study);
    return;
  }
  printf ("%s (%.*s): %u slides\n", study->name, TS_STUDY_COMMAND_KEY_DIGITS,
          study->key, study->slides->len);
  for (guint i = 0; i < list->len; i++)
    print_progress (&g_array_index (list, Progress, i), study);
  if (list->len == 0)
    printf ("nobody has read yet\n");
}

static int
run_status (const Arguments *arguments, GError **error)
{
  g_autoptr (TsStore) store =
    ts_store_open_read_only (arguments->store_path, error);
  g_autoptr (TsStudy) study =
    store != NULL ? ts_study_command_find (store, arguments->study_text, error)
                  : NULL;
  g_autoptr (GPtrArray) cases =
    study != NULL ? ts_store_list_cases (store, study->key, NULL, error) : NULL;
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Progress));

  if (cases == NULL || !ts_store_verify_events (store, error))
    return TS_EXIT_FAILURE;
  for (guint i = 0; i < cases->len; i++)
    if (!count_case (store, study, g_ptr_array_index (cases, i), list, error))
      return TS_EXIT_FAILURE;
  print_status (list, study, arguments->is_json);
  return TS_EXIT_OK;
}

/* spec without its entries. */
static int
parse_and_run (TsOptionsSpec spec, int argc, char **argv, Run run)
{
  g_autofree char *store_path = NULL;
  Arguments arguments = { 0 };
  const GOptionEntry entries[] = {
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &store_path, "The store", "S.db" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.is_json, "Print JSON", NULL },
    { 0 }
  };
  g_auto (GStrv) operands = NULL;
  GError *error = NULL;
  int exit_code = TS_EXIT_USAGE;

  spec.entries = entries;
  if (!ts_options_parse (&spec, argc, argv, &operands, &exit_code))
    return exit_code;
  if (!ts_options_require (argv[0], "--store", store_path))
    return TS_EXIT_USAGE;
  arguments.store_path = store_path;
  arguments.study_text = operands[0];
  exit_code = run (&arguments, &error);
  return exit_code == TS_EXIT_OK ? exit_code : ts_fail (error);
}

int
ts_command_study_list (int argc, char **argv)
{
  const TsOptionsSpec spec = {
    .operands = NULL,
    .description = "Lists the studies of a store: key, name, slides, arms. "
                   "JSON keys besides:\ndescription.",
  };

  return parse_and_run (spec, argc, argv, run_list);
}

int
ts_command_study_status (int argc, char **argv)
{
  const TsOptionsSpec spec = {
    .operands = "[STUDY]",
    .description =
      "How far each reader is in each arm, and whether the locked cases were "
      "read blind,\nfrom the log of what was on screen: blind, blind after "
      "washout, seen before, shown,\nunknown. Fails when the log was changed "
      "by another program. STUDY: its name, or\nthe first digits of its key. "
      "JSON keys: key, name, slides, readers (reader, arm,\nfinished, open, "
      "and the five).",
    .n_operands_max = 1,
  };

  return parse_and_run (spec, argc, argv, run_status);
}
