/* tessera-cli compare: readers beside models and the truth, from a store.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "app/cli/commands.h"
#include "app/cli/compare-json.h"
#include "app/cli/estimate-output.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/resample-options.h"
#include "app/cli/study-input.h"
#include "core/jobs/opinion-counts.h"

#define NOT_INDEPENDENT                                                   \
  "readers chose the tiles, and tiles of one slide are not independent: " \
  "the intervals are too narrow"

typedef struct {
  char *store_path, *study;
  TsResampleOptions resample;
  gboolean is_json, lacks_truth, only_blind;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->store_path);
  g_free (self->study);
  ts_resample_options_clear (&self->resample);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* ---- Free opinions ---- */

static void
print_opinions_json (const GPtrArray *counts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "opinions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < counts->len; i++) {
    const TsOpinionCount *count = g_ptr_array_index (counts, i);

    json_builder_begin_object (builder);
    ts_json_add_text (builder, "reader", count->reader);
    ts_json_add_text (builder, "model", count->model_name);
    ts_json_add_text (builder, "model_identity", count->model_identity);
    ts_json_add_text (builder, "shown_class", count->shown_class);
    ts_json_add_int (builder, "n_agree", count->n_agree);
    ts_json_add_int (builder, "n_disagree", count->n_disagree);
    ts_json_add_int (builder, "n_unsure", count->n_unsure);
    ts_json_add_int (builder, "n_slides", count->n_slides);
    ts_json_add_estimate (builder, "agreement", &count->agreement);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  ts_json_add_text (builder, "note", NOT_INDEPENDENT);
  json_builder_end_object (builder);
  ts_print_json (builder);
}

static void
print_opinions (const GPtrArray *counts)
{
  if (counts->len == 0) {
    printf ("no opinions on tiles of a model\n");
    return;
  }
  printf ("opinions on tiles: share that agrees\n");
  ts_print_estimate_head ("reader, model, class shown");
  for (guint i = 0; i < counts->len; i++) {
    const TsOpinionCount *count = g_ptr_array_index (counts, i);
    g_autofree char *label = g_strdup_printf (
      "%s, %s, %s", count->reader, count->model_name, count->shown_class);

    ts_print_estimate (label, &count->agreement);
    printf ("  agree %u, disagree %u, unsure %u; on %u slides\n",
            count->n_agree, count->n_disagree, count->n_unsure,
            count->n_slides);
  }
  printf ("\n%s\n", NOT_INDEPENDENT);
}

static gboolean
compare_opinions (const Arguments *self, GError **error)
{
  g_autoptr (TsStore) store = ts_store_open_read_only (self->store_path, error);
  g_autoptr (GPtrArray) counts = NULL;

  if (store == NULL || !ts_store_verify_events (store, error))
    return FALSE;
  counts = ts_opinion_counts_load (store, error);
  if (counts == NULL)
    return FALSE;
  if (self->is_json)
    print_opinions_json (counts);
  else
    print_opinions (counts);
  return TRUE;
}

/* ---- A study ---- */

static gboolean
compare_study (const Arguments *self, GError **error)
{
  g_auto (TsStudyInput) input = { 0 };
  const TsComparisonParams params = { .n_resamples = self->resample.n_resamples,
                                      .seed = self->resample.seed,
                                      .only_blind = self->only_blind };
  g_autoptr (TsReport) report = NULL;
  g_autofree char *text = NULL;

  if (!ts_study_input_load (&input, self->store_path, self->study,
                            !self->lacks_truth, &params, error))
    return FALSE;
  input.report.has_reader_names = TRUE;
  if (self->is_json) {
    ts_compare_print_json (&input.report);
    return TRUE;
  }
  report = ts_study_report_new (&input.report);
  text = ts_report_to_text (report);
  printf ("%s", text);
  return TRUE;
}

static gboolean
arguments_read (Arguments *self, int argc, char **argv, int *out_exit_code)
{
  const GOptionEntry entries[] = {
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &self->store_path, "The store",
      "S.db" },
    { "study", 0, 0, G_OPTION_ARG_STRING, &self->study,
      "The study: its name, or the first digits of its key", "NAME" },
    { "only-blind", 0, 0, G_OPTION_ARG_NONE, &self->only_blind,
      "Leave out what was not read blind", NULL },
    { "without-truth", 0, 0, G_OPTION_ARG_NONE, &self->lacks_truth,
      "Leave the truth out: needed while somebody reads", NULL },
    TS_RESAMPLE_OPTION_ENTRIES (&self->resample),
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->is_json, "Print JSON", NULL },
    { 0 },
  };
  const TsOptionsSpec spec = {
    .operands = NULL,
    .description =
      "Sets the readers of a study beside each other, the models and the "
      "truth, for each arm,\nquestion and phase: agreement, kappa, AC1, "
      "alpha, McNemar's test, sensitivity and\nspecificity, ROC curves, whose "
      "errors meet, what seeing the model changed, time, and\nwhether it was "
      "read blind; each with its 95 % interval and n, or why it is not\n"
      "estimable. A model's score of a slide is the mean probability of its "
      "tiles. Without\n--study: how often readers agreed with a model on "
      "tiles they chose themselves.\nFails when the log was changed by "
      "another program.",
    .entries = entries,
  };
  g_auto (GStrv) operands = NULL;

  if (!ts_options_parse (&spec, argc, argv, &operands, out_exit_code))
    return FALSE;
  *out_exit_code = TS_EXIT_USAGE;
  return ts_options_require (argv[0], "--store", self->store_path) &&
         ts_resample_options_read (&self->resample, argv[0]);
}

int
ts_command_compare (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  int exit_code = TS_EXIT_OK;
  gboolean is_good = FALSE;

  if (!arguments_read (&arguments, argc, argv, &exit_code))
    return exit_code;
  is_good = arguments.study != NULL ? compare_study (&arguments, &error)
                                    : compare_opinions (&arguments, &error);
  return is_good ? TS_EXIT_OK : ts_fail (g_steal_pointer (&error));
}
