/* tessera-cli study export-readings: the answers as a table.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/command-study.h"
#include "app/cli/csv.h"
#include "app/cli/file-use.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/review/readings-table.h"

#define HEADER                                                           \
  "case,reader,label,truth,patient,study,arm,phase,question,confidence," \
  "difficulty,decision,model,blind,active_seconds,seen_share,"           \
  "highest_power,time,store\n"

typedef struct {
  char *store_path, *output, *phase, *question;
  const char *study_text;
  gboolean lacks_truth;
} Arguments;

static void
append_text (GString *line, const char *text)
{
  ts_csv_append_text (line, text != NULL ? text : "");
  g_string_append_c (line, ',');
}

/* Empty for none. */
static void
append_int (GString *line, int value, int none)
{
  if (value != none)
    g_string_append_printf (line, "%d", value);
  g_string_append_c (line, ',');
}

static void
append_float (GString *line, double value)
{
  ts_csv_append_float (line, (float) value);
  g_string_append_c (line, ',');
}

static void
append_row (GString *csv, const TsStudy *study, const TsReadingRow *row)
{
  g_autoptr (GDateTime) time =
    g_date_time_new_from_unix_utc (row->at_us / G_USEC_PER_SEC);
  g_autofree char *when = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

  append_text (csv, row->slide);
  append_text (csv, row->reader);
  append_text (csv, row->label);
  append_text (csv, row->truth);
  append_text (csv, row->patient);
  append_text (csv, study->name);
  append_text (csv, row->arm);
  append_text (csv, ts_phase_to_text (row->phase));
  append_text (csv, row->question);
  append_int (csv, row->confidence, TS_NO_CONFIDENCE);
  append_int (csv, row->difficulty, 0);
  append_text (csv, ts_decision_to_text (row->decision));
  append_text (csv, row->model_answer);
  append_text (csv, ts_blindness_to_text (row->blindness));
  append_float (csv, (double) row->active_ms / 1000);
  append_float (csv, row->seen_share);
  append_float (csv, row->highest_power);
  append_text (csv, when);
  g_string_append_printf (csv, "%s\n", row->origin);
}

static gboolean
is_wanted (const Arguments *arguments, const TsReadingRow *row)
{
  return (arguments->phase == NULL ||
          g_str_equal (arguments->phase, ts_phase_to_text (row->phase))) &&
         (arguments->question == NULL ||
          g_str_equal (arguments->question, row->question));
}

static GString *
make_table (const Arguments *arguments, GError **error)
{
  g_autoptr (TsStore) store =
    ts_store_open_read_only (arguments->store_path, error);
  g_autoptr (TsStudy) study =
    store != NULL ? ts_study_command_find (store, arguments->study_text, error)
                  : NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GString *csv = NULL;

  if (study == NULL || !ts_store_verify_events (store, error))
    return NULL;
  rows = ts_readings_table_new (store, study, !arguments->lacks_truth, error);
  if (rows == NULL)
    return NULL;
  csv = g_string_new (HEADER);
  for (guint i = 0; i < rows->len; i++) {
    const TsReadingRow *row = g_ptr_array_index (rows, i);

    if (is_wanted (arguments, row))
      append_row (csv, study, row);
  }
  return csv;
}

static int
run (const Arguments *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) csv = NULL;
  const char *output = arguments->output != NULL ? arguments->output : "-";

  if (ts_output_check_table (output, &error))
    csv = make_table (arguments, &error);
  if (csv == NULL || !ts_output_write_text (output, csv, &error))
    return ts_fail (g_steal_pointer (&error));
  return TS_EXIT_OK;
}

static gboolean
check_arguments (const Arguments *arguments, const char *prefix)
{
  g_autoptr (TsFileUse) files = ts_file_use_new ();
  TsPhase phase = TS_PHASE_BLIND;

  if (!ts_options_require (prefix, "--store", arguments->store_path))
    return FALSE;
  if (arguments->phase != NULL &&
      (!ts_phase_from_text (arguments->phase, &phase) ||
       phase == TS_PHASE_LOCKED)) {
    ts_usage_error (prefix, "--phase '%s' is none of blind, revealed",
                    arguments->phase);
    return FALSE;
  }
  ts_file_use_add_store (files, "--store", FALSE, arguments->store_path);
  if (arguments->output != NULL && !ts_output_is_stdout (arguments->output))
    ts_file_use_add_output (files, "--output", arguments->output);
  return ts_file_use_check (files, prefix);
}

int
ts_command_study_export (int argc, char **argv)
{
  Arguments arguments = { 0 };
  const GOptionEntry entries[] = {
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &arguments.store_path, "The store",
      "S.db" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &arguments.output,
      "The table; standard output without", "X.csv" },
    { "phase", 0, 0, G_OPTION_ARG_STRING, &arguments.phase,
      "Only what was said blind, or revealed", "PHASE" },
    { "question", 0, 0, G_OPTION_ARG_STRING, &arguments.question,
      "Only the answers to this one", "NAME" },
    { "without-truth", 0, 0, G_OPTION_ARG_NONE, &arguments.lacks_truth,
      "Leave the truth out: needed while somebody reads", NULL },
    { 0 }
  };
  const TsOptionsSpec spec = {
    .operands = "[STUDY]",
    .description =
      "Writes a table of the answers about slides in locked cases, the blind "
      "and the\nrevealed ones: " HEADER
      "blind is computed from the log of what was on screen. Refused while a "
      "case is open\n(--without-truth), and when the log was changed by "
      "another program.",
    .entries = entries,
    .n_operands_max = 1,
  };
  g_auto (GStrv) operands = NULL;
  int exit_code = TS_EXIT_USAGE;

  if (ts_options_parse (&spec, argc, argv, &operands, &exit_code)) {
    arguments.study_text = operands[0];
    exit_code =
      check_arguments (&arguments, argv[0]) ? run (&arguments) : TS_EXIT_USAGE;
  }
  g_free (arguments.store_path);
  g_free (arguments.output);
  g_free (arguments.phase);
  g_free (arguments.question);
  return exit_code;
}
