/* tessera-cli roc: how well a score tells positive cases from negative ones.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/resample-options.h"
#include "app/cli/roc-report.h"
#include "core/base/error.h"
#include "core/stats/auc-resample.h"

typedef struct {
  char *positive, *classes_text;
  char **classes; /* NULL: not given */
  TsResampleOptions resample;
  gboolean is_json, is_deeppath;
  char **paths;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->positive);
  g_free (self->classes_text);
  g_strfreev (self->classes);
  ts_resample_options_clear (&self->resample);
  g_strfreev (self->paths);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
check_kind (Arguments *self, const char *prefix)
{
  if (self->is_deeppath && self->positive != NULL) {
    ts_usage_error (prefix, "--positive is for tables, not for --deeppath");
    return FALSE;
  }
  if (!self->is_deeppath && self->classes_text != NULL) {
    ts_usage_error (prefix, "--classes belongs to --deeppath");
    return FALSE;
  }
  if (self->classes_text == NULL)
    return TRUE;
  self->classes =
    ts_options_get_names (prefix, "--classes", self->classes_text);
  return self->classes != NULL;
}

static gboolean
arguments_read (Arguments *self, int argc, char **argv, int *out_exit_code)
{
  const GOptionEntry entries[] = {
    { "positive", 0, 0, G_OPTION_ARG_STRING, &self->positive,
      "The truth that counts as positive (default: 1, the other being 0)",
      "LABEL" },
    { "deeppath", 0, 0, G_OPTION_ARG_NONE, &self->is_deeppath,
      "FILE is DeepPATH's out2_perSlideStats.txt", NULL },
    { "classes", 0, 0, G_OPTION_ARG_STRING, &self->classes_text,
      "Names of its classes (default: c1, c2, ...)", "A,B,C" },
    TS_RESAMPLE_OPTION_ENTRIES (&self->resample),
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->is_json, "Print JSON", NULL },
    { 0 },
  };
  const TsOptionsSpec spec = {
    .operands = "FILE",
    .description =
      "Reads a CSV table with the columns case, truth and score, or score_a "
      "and score_b,\n"
      "and patient where it is there; higher scores speak for positive. Prints "
      "the area\n"
      "under the ROC curve with DeLong's interval and that of a bootstrap of "
      "patients\n"
      "(of cases where no patient is known), the best thresholds, and for two "
      "scores\n"
      "DeLong's paired test. What is not estimable says why.",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  if (!ts_options_parse (&spec, argc, argv, &self->paths, out_exit_code))
    return FALSE;
  *out_exit_code = TS_EXIT_USAGE;
  return check_kind (self, argv[0]) &&
         ts_resample_options_read (&self->resample, argv[0]);
}

static TsBootstrapSource
make_source (const Arguments *self, gboolean has_patients, guint n_units)
{
  return (TsBootstrapSource){ .seed = self->resample.seed,
                              .unit = has_patients ? "patient" : "case",
                              .n_units = n_units };
}

static TsBootstrapSpec
make_spec (const Arguments *self, guint n_units)
{
  return (TsBootstrapSpec){ .n_units = n_units,
                            .n_resamples = self->resample.n_resamples,
                            .seed = self->resample.seed };
}

/* ---- Tables of scores ---- */

static void
report_scores (const Arguments *self, const TsScoresFile *file)
{
  const TsBootstrapSpec spec = make_spec (self, file->n_units);
  TsBootstrapInterval bootstraps[3];
  TsRocCurve *curves[2] = { NULL, NULL };
  TsScores models[2];
  for (guint i = 0; i < file->n_models; i++) {
    models[i] = (TsScores){ .n = file->n_cases,
                            .scores = file->scores[i],
                            .is_positive = file->is_positive };
    curves[i] = ts_roc_curve_new (&models[i]);
  }
  TsRocReport report = {
    .path = self->paths[0],
    .file = file,
    .curves = curves,
    .bootstraps = bootstraps,
    .source = make_source (self, file->has_patients, file->n_units),
  };
  if (file->n_models == 2)
    ts_delong_compare (&models[0], &models[1], &report.pair);
  else
    ts_delong_compute (&models[0], &report.pair.a);
  ts_auc_bootstrap (models, file->n_models, file->units, &spec, bootstraps);
  if (self->is_json)
    ts_roc_report_print_json (&report);
  else
    ts_roc_report_print_text (&report);
  for (guint i = 0; i < file->n_models; i++)
    ts_roc_curve_free (curves[i]);
}

static gboolean
run_on_scores (const Arguments *self, GError **error)
{
  g_autoptr (TsScoresFile) file =
    ts_scores_file_load (self->paths[0], self->positive, error);
  if (file == NULL)
    return FALSE;
  report_scores (self, file);
  return TRUE;
}

/* ---- DeepPATH ---- */

static char **
dup_class_names (const Arguments *self,
                 const TsDeepPathStats *file,
                 GError **error)
{
  if (self->classes == NULL) {
    char **names = g_new0 (char *, file->n_classes + 1);
    for (guint k = 0; k < file->n_classes; k++)
      names[k] = g_strdup_printf ("c%u", k + 1);
    return names;
  }
  if (g_strv_length (self->classes) == file->n_classes)
    return g_strdupv (self->classes);
  g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
               "'%s' has %u classes, but --classes names %u", self->paths[0],
               file->n_classes, g_strv_length (self->classes));
  return NULL;
}

static gboolean
run_on_deeppath (const Arguments *self, GError **error)
{
  g_autoptr (TsDeepPathStats) file =
    ts_deeppath_stats_load (self->paths[0], error);
  if (file == NULL)
    return FALSE;
  g_auto (GStrv) classes = dup_class_names (self, file, error);
  if (classes == NULL)
    return FALSE;
  const TsBootstrapSpec spec = make_spec (self, file->n_units);
  TsClassScores scores = { .n = file->n_slides,
                           .n_classes = file->n_classes,
                           .scores = file->average,
                           .truth = file->truth,
                           .units = file->units };
  g_autoptr (TsMulticlassRoc) average = ts_multiclass_roc_new (&scores, &spec);
  scores.scores = file->selected;
  g_autoptr (TsMulticlassRoc) selected = ts_multiclass_roc_new (&scores, &spec);
  const TsDeepPathReport report = {
    .path = self->paths[0],
    .file = file,
    .classes = classes,
    .average = average,
    .selected = selected,
    .source = make_source (self, file->has_patients, file->n_units),
  };
  if (self->is_json)
    ts_deeppath_report_print_json (&report);
  else
    ts_deeppath_report_print_text (&report);
  return TRUE;
}

int
ts_command_roc (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  int exit_code = TS_EXIT_OK;
  if (!arguments_read (&arguments, argc, argv, &exit_code))
    return exit_code;
  gboolean is_good = arguments.is_deeppath
                       ? run_on_deeppath (&arguments, &error)
                       : run_on_scores (&arguments, &error);
  return is_good ? TS_EXIT_OK : ts_fail (g_steal_pointer (&error));
}
