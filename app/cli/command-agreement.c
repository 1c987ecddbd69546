/* tessera-cli agreement: how far readers agree, with each other and with truth.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/agreement-report.h"
#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/resample-options.h"
#include "core/base/error.h"

typedef struct {
  char *order_text, *model, *before, *after;
  TsResampleOptions resample;
  gboolean is_json;
  char **order; /* NULL: not given */
  char **paths;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->order_text);
  g_free (self->model);
  g_free (self->before);
  g_free (self->after);
  ts_resample_options_clear (&self->resample);
  g_strfreev (self->order);
  g_strfreev (self->paths);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* Blanks around the names do not count, as in the table. */
static gboolean
read_order (Arguments *self, const char *prefix)
{
  if (self->order_text == NULL)
    return TRUE;
  g_auto (GStrv) parts = g_strsplit (self->order_text, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    g_strstrip (parts[i]);
  g_autofree char *text = g_strjoinv (",", parts);
  self->order = ts_options_get_names (prefix, "--order", text);
  return self->order != NULL;
}

static gboolean
check_before_and_after (const Arguments *self, const char *prefix)
{
  if ((self->before == NULL) == (self->after == NULL))
    return TRUE;
  ts_usage_error (prefix, "--before and --after belong together");
  return FALSE;
}

static gboolean
arguments_read (Arguments *self, int argc, char **argv, int *out_exit_code)
{
  const GOptionEntry entries[] = {
    { "order", 0, 0, G_OPTION_ARG_STRING, &self->order_text,
      "All labels from the lowest to the highest", "A,B,C" },
    { "model", 0, 0, G_OPTION_ARG_STRING, &self->model,
      "The reader that is the model: whose errors meet", "READER" },
    { "before", 0, 0, G_OPTION_ARG_STRING, &self->before,
      "Opinions before the model was shown", "READER" },
    { "after", 0, 0, G_OPTION_ARG_STRING, &self->after,
      "Opinions of the same person after it", "READER" },
    TS_RESAMPLE_OPTION_ENTRIES (&self->resample),
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->is_json, "Print JSON", NULL },
    { 0 },
  };
  const TsOptionsSpec spec = {
    .operands = "FILE.csv",
    .description =
      "Reads a table with the columns case, reader, label (empty: no rating) "
      "and, where\n"
      "they are there, truth, weightorder (the rank of the row's label), and\n"
      "sampling_probability. Prints raw agreement, Cohen's, weighted and "
      "Fleiss' kappa,\n"
      "Gwet's AC1, Krippendorff's alpha and McNemar's test, and with truth "
      "accuracy,\n"
      "sensitivity and specificity; each with its 95 % interval and n, or why "
      "it is not\n"
      "estimable.",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  if (!ts_options_parse (&spec, argc, argv, &self->paths, out_exit_code))
    return FALSE;
  *out_exit_code = TS_EXIT_USAGE;
  return read_order (self, argv[0]) && check_before_and_after (self, argv[0]) &&
         ts_resample_options_read (&self->resample, argv[0]);
}

/* name NULL: TRUE, and *out stays. */
static gboolean
find_reader (const char *path,
             const TsRatingsFile *file,
             const char *name,
             guint *out,
             GError **error)
{
  if (name == NULL)
    return TRUE;
  if (file->truth == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "'%s' has no column 'truth', which reader '%s' needs", path,
                 name);
    return FALSE;
  }
  for (guint i = 0; i < file->n_readers; i++) {
    if (!g_str_equal (file->readers[i], name))
      continue;
    *out = i;
    return TRUE;
  }
  g_set_error (error, TS_ERROR, TS_ERROR_MISSING, "'%s' has no reader '%s'",
               path, name);
  return FALSE;
}

static gboolean
run (const Arguments *self, const TsRatingsFile *file, GError **error)
{
  const TsAgreementInput input = {
    .ratings = { .n_cases = file->n_cases,
                 .n_readers = file->n_readers,
                 .n_labels = file->n_labels,
                 .labels = file->ratings,
                 .ranks = file->ranks },
    .truth = file->truth,
    .probabilities = file->probabilities,
    .n_resamples = self->resample.n_resamples,
    .seed = self->resample.seed,
  };
  guint model = 0, before = 0, after = 0;
  if (!find_reader (self->paths[0], file, self->model, &model, error) ||
      !find_reader (self->paths[0], file, self->before, &before, error) ||
      !find_reader (self->paths[0], file, self->after, &after, error))
    return FALSE;
  TsCrossErrors cross_errors;
  TsSwitches switches;
  if (self->model != NULL)
    ts_cross_errors_compute (&input.ratings, file->truth, model, &cross_errors);
  if (self->before != NULL)
    ts_switches_compute (&input.ratings, file->truth, before, after, &switches);
  g_autoptr (TsAgreement) agreement = ts_agreement_new (&input);
  const TsAgreementReport report = {
    .path = self->paths[0],
    .file = file,
    .agreement = agreement,
    .bootstrap = { .seed = input.seed,
                   .unit = "case",
                   .n_units = file->n_cases },
    .cross_errors = self->model != NULL ? &cross_errors : NULL,
    .model = self->model,
    .switches = self->before != NULL ? &switches : NULL,
    .before = self->before,
    .after = self->after,
  };
  if (self->is_json)
    ts_agreement_report_print_json (&report);
  else
    ts_agreement_report_print_text (&report);
  return TRUE;
}

int
ts_command_agreement (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  int exit_code = TS_EXIT_OK;
  if (!arguments_read (&arguments, argc, argv, &exit_code))
    return exit_code;
  g_autoptr (TsRatingsFile) file = ts_ratings_file_load (
    arguments.paths[0], (const char *const *) arguments.order, &error);
  if (file == NULL || !run (&arguments, file, &error))
    return ts_fail (g_steal_pointer (&error));
  return TS_EXIT_OK;
}
