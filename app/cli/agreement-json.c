/* What the command agreement has found, as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "app/cli/agreement-report.h"
#include "app/cli/output.h"

const char *
ts_agreement_report_get_pair_obstacle (const TsAgreementReport *self)
{
  if (self->agreement->n_pairs == 1)
    return NULL;
  return self->agreement->n_pairs == 0
           ? "there is but one reader"
           : "there are more than two readers; see the pairs";
}

const char *
ts_agreement_report_get_mcnemar_obstacle (void)
{
  return "McNemar's test needs truth, or two labels";
}

static void
begin_object (JsonBuilder *builder, const char *name)
{
  if (name != NULL)
    json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static void
add_names (JsonBuilder *builder, const char *name, char **names)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; names[i] != NULL; i++)
    json_builder_add_string_value (builder, names[i]);
  json_builder_end_array (builder);
}

static void
add_table (JsonBuilder *builder, const TsCrossTable *table)
{
  json_builder_set_member_name (builder, "confusion");
  json_builder_begin_array (builder);
  for (guint i = 0; i < table->n_labels; i++) {
    json_builder_begin_array (builder);
    for (guint j = 0; j < table->n_labels; j++)
      json_builder_add_int_value (builder, ts_cross_table_get (table, i, j));
    json_builder_end_array (builder);
  }
  json_builder_end_array (builder);
}

static void
add_weighted (JsonBuilder *builder,
              const TsKappa *linear,
              const TsKappa *quadratic)
{
  begin_object (builder, "weighted_kappa");
  ts_json_add_kappa (builder, "linear", linear);
  ts_json_add_kappa (builder, "quadratic", quadratic);
  json_builder_end_object (builder);
}

/* pair NULL, or without a test: the reason. */
static void
add_mcnemar (JsonBuilder *builder,
             const TsPairAgreement *pair,
             const char *reason)
{
  const TsMcnemar *test;

  begin_object (builder, "mcnemar");
  if (pair == NULL || pair->subject == TS_MCNEMAR_NONE) {
    static const char *const members[] = { "n",    "b", "c",       "exact_p",
                                           "chi2", "p", "chi2_cc", "p_cc" };
    for (guint i = 0; i < G_N_ELEMENTS (members); i++)
      ts_json_add_value (builder, members[i], NAN);
    ts_json_add_text (builder, "reason", reason);
    json_builder_end_object (builder);
    return;
  }
  test = &pair->mcnemar;
  ts_json_add_text (builder, "compares",
                    pair->subject == TS_MCNEMAR_TRUTH ? "right against truth"
                                                      : "first label");
  ts_json_add_int (builder, "n", test->n);
  ts_json_add_int (builder, "b", test->b);
  ts_json_add_int (builder, "c", test->c);
  ts_json_add_value (builder, "exact_p", test->exact_p);
  ts_json_add_value (builder, "chi2", test->chi2);
  ts_json_add_value (builder, "p", test->p);
  ts_json_add_value (builder, "chi2_cc", test->chi2_cc);
  ts_json_add_value (builder, "p_cc", test->p_cc);
  ts_json_add_estimate (builder, "difference", &test->difference);
  ts_json_add_text (builder, "reason", test->reason);
  json_builder_end_object (builder);
}

static void
add_pair (JsonBuilder *builder,
          const TsAgreementReport *self,
          const TsPairAgreement *pair)
{
  begin_object (builder, NULL);
  json_builder_set_member_name (builder, "readers");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, self->file->readers[pair->a]);
  json_builder_add_string_value (builder, self->file->readers[pair->b]);
  json_builder_end_array (builder);
  ts_json_add_int (builder, "n", pair->table->n);
  add_table (builder, pair->table);
  ts_json_add_estimate (builder, "raw_agreement", &pair->raw_agreement);
  ts_json_add_kappa (builder, "cohen_kappa", &pair->kappa);
  add_weighted (builder, &pair->linear, &pair->quadratic);
  ts_json_add_estimate (builder, "gwet_ac1", &pair->ac1);
  add_mcnemar (builder, pair, ts_agreement_report_get_mcnemar_obstacle ());
  json_builder_end_object (builder);
}

static void
add_reader (JsonBuilder *builder,
            const TsAgreementReport *self,
            const TsReaderAccuracy *reader)
{
  begin_object (builder, NULL);
  ts_json_add_text (builder, "reader", self->file->readers[reader->reader]);
  ts_json_add_int (builder, "n", reader->table->n);
  add_table (builder, reader->table);
  ts_json_add_estimate (builder, "accuracy", &reader->accuracy);
  ts_json_add_estimate (builder, "balanced_accuracy",
                        &reader->balanced_accuracy);
  if (self->file->probabilities != NULL)
    ts_json_add_estimate (builder, "weighted_accuracy",
                          &reader->weighted_accuracy);
  ts_json_add_kappa (builder, "cohen_kappa", &reader->kappa);
  add_weighted (builder, &reader->linear, &reader->quadratic);
  json_builder_set_member_name (builder, "classes");
  json_builder_begin_array (builder);
  for (guint k = 0; k < self->agreement->n_labels; k++) {
    const TsClassAccuracy *accuracy = &reader->classes[k];
    begin_object (builder, NULL);
    ts_json_add_text (builder, "label", self->file->labels[k]);
    ts_json_add_estimate (builder, "sensitivity", &accuracy->sensitivity);
    ts_json_add_estimate (builder, "specificity", &accuracy->specificity);
    ts_json_add_estimate (builder, "ppv", &accuracy->ppv);
    ts_json_add_estimate (builder, "npv", &accuracy->npv);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_together (JsonBuilder *builder, const TsAgreementReport *self)
{
  const TsAgreement *agreement = self->agreement;
  const char *obstacle = ts_agreement_report_get_pair_obstacle (self);
  const TsPairAgreement *pair = obstacle == NULL ? agreement->pairs : NULL;
  TsKappa none = ts_kappa_unknown (agreement->n_pairable, obstacle);

  ts_json_add_estimate (builder, "raw_agreement", &agreement->raw_agreement);
  ts_json_add_estimate (builder, "unanimous", &agreement->unanimous);
  if (self->file->probabilities != NULL)
    ts_json_add_estimate (builder, "weighted_agreement",
                          &agreement->weighted_agreement);
  ts_json_add_kappa (builder, "cohen_kappa",
                     pair != NULL ? &pair->kappa : &none);
  add_weighted (builder, pair != NULL ? &pair->linear : &none,
                pair != NULL ? &pair->quadratic : &none);
  ts_json_add_estimate (builder, "gwet_ac1", &agreement->ac1);
  ts_json_add_kappa (builder, "fleiss_kappa", &agreement->fleiss);
  ts_json_add_estimate (builder, "krippendorff_alpha", &agreement->alpha);
  ts_json_add_estimate (builder, "krippendorff_alpha_ordinal",
                        &agreement->alpha_ordinal);
  begin_object (builder, "bootstrap");
  ts_json_add_int (builder, "n", agreement->alpha_bootstrap.n);
  ts_json_add_int (builder, "n_undefined",
                   agreement->alpha_bootstrap.n_undefined);
  ts_json_add_int (builder, "seed", (gint64) self->bootstrap.seed);
  ts_json_add_text (builder, "unit", self->bootstrap.unit);
  json_builder_end_object (builder);
  add_mcnemar (builder, pair,
               pair == NULL ? obstacle
                            : ts_agreement_report_get_mcnemar_obstacle ());
}

static void
add_cross_errors (JsonBuilder *builder, const TsAgreementReport *self)
{
  const TsCrossErrors *errors = self->cross_errors;

  begin_object (builder, "cross_errors");
  ts_json_add_text (builder, "model", self->model);
  ts_json_add_cross_errors (builder, errors);
  json_builder_end_object (builder);
}

static void
add_switches (JsonBuilder *builder, const TsAgreementReport *self)
{
  const TsSwitches *switches = self->switches;

  begin_object (builder, "switches");
  ts_json_add_text (builder, "before", self->before);
  ts_json_add_text (builder, "after", self->after);
  ts_json_add_switches (builder, switches);
  json_builder_end_object (builder);
}

static void
add_file (JsonBuilder *builder, const TsAgreementReport *self)
{
  const TsRatingsFile *file = self->file;

  ts_json_add_text (builder, "file", self->path);
  ts_json_add_int (builder, "n_cases", file->n_cases);
  ts_json_add_int (builder, "n_readers", file->n_readers);
  ts_json_add_int (builder, "n_cases_with_two_ratings",
                   self->agreement->n_pairable);
  add_names (builder, "readers", file->readers);
  add_names (builder, "labels", file->labels);
  json_builder_set_member_name (builder, "ranks");
  if (file->ranks == NULL) {
    json_builder_add_null_value (builder);
  } else {
    json_builder_begin_array (builder);
    for (guint k = 0; k < file->n_labels; k++)
      json_builder_add_double_value (builder, file->ranks[k]);
    json_builder_end_array (builder);
  }
  ts_json_add_text (builder, "ranks_from", file->order_source);
}

void
ts_agreement_report_print_json (const TsAgreementReport *self)
{
  const TsAgreement *agreement = self->agreement;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin_object (builder, NULL);
  add_file (builder, self);
  add_together (builder, self);
  json_builder_set_member_name (builder, "pairs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < agreement->n_pairs; i++)
    add_pair (builder, self, &agreement->pairs[i]);
  json_builder_end_array (builder);
  if (agreement->readers != NULL) {
    json_builder_set_member_name (builder, "against_truth");
    json_builder_begin_array (builder);
    for (guint i = 0; i < agreement->n_readers; i++)
      add_reader (builder, self, &agreement->readers[i]);
    json_builder_end_array (builder);
  }
  if (self->cross_errors != NULL)
    add_cross_errors (builder, self);
  if (self->switches != NULL)
    add_switches (builder, self);
  json_builder_end_object (builder);
  ts_print_json (builder);
}
