/* tessera-cli report: a study's results as a PDF or HTML file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/cli/commands.h"
#include "app/cli/file-use.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/resample-options.h"
#include "app/cli/study-input.h"
#include "core/base/safe-file.h"

typedef struct {
  char *store_path, *study, *output;
  TsResampleOptions resample;
  gboolean has_reader_names, only_blind;
  gboolean is_pdf;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->store_path);
  g_free (self->study);
  g_free (self->output);
  ts_resample_options_clear (&self->resample);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
check_output (Arguments *self, const char *prefix)
{
  g_autofree char *name = g_ascii_strdown (self->output, -1);
  g_autoptr (TsFileUse) files = ts_file_use_new ();

  self->is_pdf = g_str_has_suffix (name, ".pdf");
  if (!self->is_pdf && !g_str_has_suffix (name, ".html")) {
    ts_usage_error (prefix, "--output '%s' is neither .pdf nor .html",
                    self->output);
    return FALSE;
  }
  ts_file_use_add_store (files, "--store", FALSE, self->store_path);
  ts_file_use_add_output (files, "--output", self->output);
  return ts_file_use_check (files, prefix);
}

static gboolean
arguments_read (Arguments *self, int argc, char **argv, int *out_exit_code)
{
  const GOptionEntry entries[] = {
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &self->store_path, "The store",
      "S.db" },
    { "study", 0, 0, G_OPTION_ARG_STRING, &self->study,
      "The study: its name, or the first digits of its key", "NAME" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      "The report: .pdf or .html", "R.pdf" },
    { "reader-names", 0, 0, G_OPTION_ARG_NONE, &self->has_reader_names,
      "The readers' names in place of R1, R2", NULL },
    { "only-blind", 0, 0, G_OPTION_ARG_NONE, &self->only_blind,
      "Leave out what was not read blind", NULL },
    TS_RESAMPLE_OPTION_ENTRIES (&self->resample),
    { 0 },
  };
  const TsOptionsSpec spec = {
    .operands = NULL,
    .description =
      "Writes what compare finds of a study as a report: methods, tables, "
      "confusion tables,\nROC curves with the readers as points, and the "
      "cases on which opinions differ, with\nthe tissue of each slide that "
      "is found (never its label). Slides, patients and\nreaders go by "
      "pseudonyms. Refused while a case is open.",
    .entries = entries,
  };
  g_auto (GStrv) operands = NULL;

  if (!ts_options_parse (&spec, argc, argv, &operands, out_exit_code))
    return FALSE;
  *out_exit_code = TS_EXIT_USAGE;
  return ts_options_require (argv[0], "--store", self->store_path) &&
         ts_options_require (argv[0], "--study", self->study) &&
         ts_options_require (argv[0], "--output", self->output) &&
         ts_resample_options_read (&self->resample, argv[0]) &&
         check_output (self, argv[0]);
}

static gboolean
write_report (const Arguments *self, const TsReport *report, GError **error)
{
  g_autofree char *html = NULL;
  g_autoptr (GBytes) pdf = NULL;
  gsize n_bytes = 0;
  const void *data = NULL;

  if (!self->is_pdf) {
    html = ts_report_to_html (report);
    return ts_safe_file_write (self->output, html, strlen (html), error);
  }
  pdf = ts_report_to_pdf (report, error);
  if (pdf == NULL)
    return FALSE;
  data = g_bytes_get_data (pdf, &n_bytes);
  return ts_safe_file_write (self->output, data, n_bytes, error);
}

static gboolean
run (const Arguments *self, GError **error)
{
  g_auto (TsStudyInput) input = { 0 };
  const TsComparisonParams params = { .n_resamples = self->resample.n_resamples,
                                      .seed = self->resample.seed,
                                      .only_blind = self->only_blind };
  g_autoptr (TsReport) report = NULL;

  if (!ts_output_check_path (self->output, error) ||
      !ts_study_input_load (&input, self->store_path, self->study, TRUE,
                            &params, error))
    return FALSE;
  input.report.has_reader_names = self->has_reader_names;
  input.report.is_full = TRUE;
  report = ts_study_report_new (&input.report);
  return write_report (self, report, error);
}

int
ts_command_report (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  int exit_code = TS_EXIT_OK;

  if (!arguments_read (&arguments, argc, argv, &exit_code))
    return exit_code;
  return run (&arguments, &error) ? TS_EXIT_OK
                                  : ts_fail (g_steal_pointer (&error));
}
