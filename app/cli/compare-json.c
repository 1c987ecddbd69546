/* What the command compare has found, as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/compare-json.h"

#include <math.h>

#include "app/cli/estimate-output.h"
#include "app/cli/output.h"
#include "core/base/version.h"
#include "core/jobs/reading-facts.h"

typedef struct {
  JsonBuilder *builder;
  const TsStudyReport *report;
  const TsStudyData *data;
  const TsComparison *comparison;
} Json;

static void
begin_object (const Json *self, const char *name)
{
  if (name != NULL)
    json_builder_set_member_name (self->builder, name);
  json_builder_begin_object (self->builder);
}

static void
begin_array (const Json *self, const char *name)
{
  if (name != NULL)
    json_builder_set_member_name (self->builder, name);
  json_builder_begin_array (self->builder);
}

static void
end_object (const Json *self)
{
  json_builder_end_object (self->builder);
}

static void
end_array (const Json *self)
{
  json_builder_end_array (self->builder);
}

static const char *
get_arm (const Json *self, guint arm)
{
  return ((const TsStudyArm *) g_ptr_array_index (self->data->study->arms, arm))
    ->name;
}

/* Readers by their names, models as "model 1". */
static void
add_rater (const Json *self, const char *name, guint rater)
{
  const TsComparison *comparison = self->comparison;
  g_autofree char *text =
    rater < comparison->n_readers
      ? g_strdup (ts_comparison_get_rater (comparison, rater))
      : g_strdup_printf ("model %u", comparison->raters[rater] + 1);

  if (name != NULL)
    json_builder_set_member_name (self->builder, name);
  json_builder_add_string_value (self->builder, text);
}

static void
add_table (const Json *self, const TsCrossTable *table)
{
  begin_array (self, "confusion");
  for (guint i = 0; i < table->n_labels; i++) {
    begin_array (self, NULL);
    for (guint j = 0; j < table->n_labels; j++)
      json_builder_add_int_value (self->builder,
                                  ts_cross_table_get (table, i, j));
    end_array (self);
  }
  end_array (self);
}

static void
add_kappas (const Json *self,
            const TsKappa *plain,
            const TsKappa *linear,
            const TsKappa *quadratic)
{
  ts_json_add_kappa (self->builder, "cohen_kappa", plain);
  ts_json_add_kappa (self->builder, "weighted_kappa_linear", linear);
  ts_json_add_kappa (self->builder, "weighted_kappa_quadratic", quadratic);
}

/* ---- Agreement ---- */

static void
add_together (const Json *self, const TsAgreement *agreement)
{
  JsonBuilder *builder = self->builder;

  begin_object (self, "readers_together");
  ts_json_add_estimate (builder, "raw_agreement", &agreement->raw_agreement);
  ts_json_add_estimate (builder, "unanimous", &agreement->unanimous);
  ts_json_add_estimate (builder, "gwet_ac1", &agreement->ac1);
  ts_json_add_kappa (builder, "fleiss_kappa", &agreement->fleiss);
  ts_json_add_estimate (builder, "krippendorff_alpha", &agreement->alpha);
  ts_json_add_estimate (builder, "krippendorff_alpha_ordinal",
                        &agreement->alpha_ordinal);
  end_object (self);
}

static void
add_mcnemar (const Json *self, const TsPairAgreement *pair)
{
  const TsMcnemar *test = &pair->mcnemar;
  JsonBuilder *builder = self->builder;

  begin_object (self, "mcnemar");
  if (pair->subject == TS_MCNEMAR_TRUTH) {
    ts_json_add_int (builder, "n", test->n);
    ts_json_add_int (builder, "b", test->b);
    ts_json_add_int (builder, "c", test->c);
    ts_json_add_value (builder, "exact_p", test->n > 0 ? test->exact_p : NAN);
    ts_json_add_value (builder, "chi2", test->chi2);
    ts_json_add_value (builder, "p", test->p);
    ts_json_add_value (builder, "chi2_cc", test->chi2_cc);
    ts_json_add_value (builder, "p_cc", test->p_cc);
    ts_json_add_estimate (builder, "difference", &test->difference);
    ts_json_add_text (builder, "reason", test->reason);
  } else {
    ts_json_add_text (builder, "reason", "there is no truth");
  }
  end_object (self);
}

static void
add_pairs (const Json *self, const TsAgreement *agreement)
{
  begin_array (self, "pairs");
  for (guint i = 0; i < agreement->n_pairs; i++) {
    const TsPairAgreement *pair = &agreement->pairs[i];

    begin_object (self, NULL);
    add_rater (self, "a", pair->a);
    add_rater (self, "b", pair->b);
    ts_json_add_int (self->builder, "n", pair->table->n);
    add_table (self, pair->table);
    ts_json_add_estimate (self->builder, "raw_agreement", &pair->raw_agreement);
    add_kappas (self, &pair->kappa, &pair->linear, &pair->quadratic);
    ts_json_add_estimate (self->builder, "gwet_ac1", &pair->ac1);
    add_mcnemar (self, pair);
    end_object (self);
  }
  end_array (self);
}

static void
add_class (const Json *self, const TsClassAccuracy *accuracy, const char *label)
{
  JsonBuilder *builder = self->builder;

  begin_object (self, NULL);
  ts_json_add_text (builder, "label", label);
  ts_json_add_estimate (builder, "sensitivity", &accuracy->sensitivity);
  ts_json_add_estimate (builder, "specificity", &accuracy->specificity);
  ts_json_add_estimate (builder, "ppv", &accuracy->ppv);
  ts_json_add_estimate (builder, "npv", &accuracy->npv);
  end_object (self);
}

/* All raters against truth, models alone against a consensus. */
static void
add_accuracies (const Json *self)
{
  const TsComparison *comparison = self->comparison;
  gboolean has_truth = comparison->reference_kind == TS_REFERENCE_TRUTH;
  const TsAgreement *agreement =
    has_truth ? comparison->all : comparison->models;
  guint first = has_truth ? 0 : comparison->n_readers;

  begin_array (self, "against_reference");
  for (guint i = 0; comparison->reference_kind != TS_REFERENCE_NONE &&
                    agreement != NULL && i < agreement->n_readers;
       i++) {
    const TsReaderAccuracy *accuracy = &agreement->readers[i];

    begin_object (self, NULL);
    add_rater (self, "rater", first + i);
    ts_json_add_int (self->builder, "n", accuracy->table->n);
    add_table (self, accuracy->table);
    ts_json_add_estimate (self->builder, "accuracy", &accuracy->accuracy);
    ts_json_add_estimate (self->builder, "balanced_accuracy",
                          &accuracy->balanced_accuracy);
    add_kappas (self, &accuracy->kappa, &accuracy->linear,
                &accuracy->quadratic);
    begin_array (self, "classes");
    for (guint k = 0; k < comparison->n_labels; k++)
      add_class (self, &accuracy->classes[k], comparison->labels[k]);
    end_array (self);
    end_object (self);
  }
  end_array (self);
}

/* ---- Errors and reliance ---- */

static void
add_cross_errors (const Json *self)
{
  const TsComparison *comparison = self->comparison;

  begin_array (self, "cross_errors");
  for (guint i = 0;
       comparison->cross_errors != NULL && i < comparison->n_models; i++) {
    begin_object (self, NULL);
    add_rater (self, "model", comparison->n_readers + i);
    ts_json_add_cross_errors (self->builder, &comparison->cross_errors[i]);
    end_object (self);
  }
  end_array (self);
}

static void
add_reliance (const Json *self)
{
  const GArray *list = self->comparison->reliance;

  begin_array (self, "reliance");
  for (guint i = 0; i < list->len; i++) {
    const TsReliance *each = &g_array_index (list, TsReliance, i);

    begin_object (self, NULL);
    add_rater (self, "reader", each->rater);
    ts_json_add_switches (self->builder, &each->switches);
    end_object (self);
  }
  end_array (self);
}

/* ---- ROC ---- */

static TsBootstrapSource
make_source (const Json *self, guint model)
{
  return (TsBootstrapSource){ .seed = self->report->params.seed,
                              .unit = "patient",
                              .n_units =
                                self->comparison->n_scored_units[model] };
}

static void
add_curve (const Json *self, const TsRocCurve *curve)
{
  static const char *const names[] = { "threshold", "fpr", "tpr" };

  begin_object (self, "curve");
  for (guint column = 0; column < G_N_ELEMENTS (names); column++) {
    begin_array (self, names[column]);
    for (guint i = 0; i < curve->n_points; i++) {
      const TsRocPoint *point = &curve->points[i];
      const double values[] = { point->threshold,
                                (double) point->fp / curve->n_negative,
                                (double) point->tp / curve->n_positive };

      if (isfinite (values[column]))
        json_builder_add_double_value (self->builder, values[column]);
      else
        json_builder_add_null_value (self->builder);
    }
    end_array (self);
  }
  end_object (self);
}

static void
add_reader_points (const Json *self, guint label)
{
  const TsComparison *comparison = self->comparison;

  begin_array (self, "readers");
  for (guint i = 0; comparison->reference_kind == TS_REFERENCE_TRUTH &&
                    i < comparison->n_readers;
       i++) {
    const TsClassAccuracy *accuracy =
      &comparison->all->readers[i].classes[label];

    begin_object (self, NULL);
    add_rater (self, "reader", i);
    ts_json_add_value (self->builder, "fpr", 1 - accuracy->specificity.value);
    ts_json_add_value (self->builder, "tpr", accuracy->sensitivity.value);
    end_object (self);
  }
  end_array (self);
}

static void
add_average (const Json *self,
             const char *name,
             const TsAverageRoc *average,
             const TsBootstrapSource *source)
{
  begin_object (self, name);
  ts_json_add_estimate (self->builder, "auc", &average->auc);
  ts_json_add_bootstrap (self->builder, "bootstrap", &average->bootstrap,
                         source);
  end_object (self);
}

static void
add_roc (const Json *self, guint model)
{
  const TsComparison *comparison = self->comparison;
  const TsMulticlassRoc *roc = comparison->rocs[model];
  const TsBootstrapSource source = make_source (self, model);

  begin_object (self, NULL);
  add_rater (self, "model", comparison->n_readers + model);
  ts_json_add_int (self->builder, "n", comparison->n_scored[model]);
  begin_array (self, "classes");
  for (guint k = 0; roc != NULL && k < comparison->n_labels; k++) {
    begin_object (self, NULL);
    ts_json_add_text (self->builder, "label", comparison->labels[k]);
    ts_json_add_int (self->builder, "n_positive",
                     roc->classes[k].curve->n_positive);
    ts_json_add_int (self->builder, "n_negative",
                     roc->classes[k].curve->n_negative);
    ts_json_add_estimate (self->builder, "auc", &roc->classes[k].delong.auc);
    ts_json_add_bootstrap (self->builder, "bootstrap",
                           &roc->classes[k].bootstrap, &source);
    add_curve (self, roc->classes[k].curve);
    add_reader_points (self, k);
    end_object (self);
  }
  end_array (self);
  if (roc != NULL) {
    add_average (self, "micro", &roc->micro, &source);
    add_average (self, "macro", &roc->macro, &source);
    add_average (self, "mean", &roc->mean, &source);
  } else {
    ts_json_add_text (self->builder, "reason",
                      "no slide has both a reference and a score");
  }
  end_object (self);
}

static void
add_model_pairs (const Json *self)
{
  const TsComparison *comparison = self->comparison;
  JsonBuilder *builder = self->builder;

  begin_array (self, "model_pairs");
  for (guint i = 0; i < comparison->pairs->len; i++) {
    const TsModelPair *pair =
      &g_array_index (comparison->pairs, TsModelPair, i);
    TsBootstrapSource source = make_source (self, pair->a);

    begin_object (self, NULL);
    add_rater (self, "a", comparison->n_readers + pair->a);
    add_rater (self, "b", comparison->n_readers + pair->b);
    ts_json_add_text (builder, "label", comparison->labels[pair->label]);
    ts_json_add_value (builder, "auc_a", pair->delong.a.auc.value);
    ts_json_add_value (builder, "auc_b", pair->delong.b.auc.value);
    ts_json_add_estimate (builder, "difference", &pair->delong.difference);
    ts_json_add_value (builder, "z", pair->delong.z);
    ts_json_add_value (builder, "p", pair->delong.p);
    source.n_units = pair->n_units;
    ts_json_add_bootstrap (builder, "bootstrap", &pair->bootstraps[2], &source);
    end_object (self);
  }
  end_array (self);
}

static void
add_comparison (const Json *self)
{
  const TsComparison *comparison = self->comparison;
  JsonBuilder *builder = self->builder;

  begin_object (self, NULL);
  ts_json_add_text (builder, "arm", get_arm (self, comparison->arm));
  ts_json_add_text (builder, "question", comparison->question->name);
  ts_json_add_text (builder, "phase", ts_phase_to_text (comparison->phase));
  begin_array (self, "labels");
  for (guint i = 0; i < comparison->n_labels; i++)
    json_builder_add_string_value (builder, comparison->labels[i]);
  end_array (self);
  begin_array (self, "raters");
  for (guint i = 0; i < comparison->n_raters; i++)
    add_rater (self, NULL, i);
  end_array (self);
  begin_array (self, "n_cannot_decide");
  for (guint i = 0; i < comparison->n_readers; i++)
    json_builder_add_int_value (builder, comparison->n_undecided[i]);
  end_array (self);
  ts_json_add_text (builder, "reference",
                    ts_reference_to_text (comparison->reference_kind));
  ts_json_add_int (builder, "n_with_reference", comparison->n_with_reference);
  add_together (self, comparison->readers);
  add_pairs (self, comparison->all);
  add_accuracies (self);
  add_cross_errors (self);
  add_reliance (self);
  begin_array (self, "roc");
  for (guint i = 0; i < comparison->n_models; i++)
    add_roc (self, i);
  end_array (self);
  add_model_pairs (self);
  end_object (self);
}

/* ---- The study ---- */

static void
add_models (const Json *self)
{
  const TsStudyData *data = self->data;

  begin_array (self, "models");
  for (guint i = 0; i < data->n_models; i++) {
    const TsStudyModel *model = g_ptr_array_index (data->study->models, i);
    const TsModelInfo *info = data->models[i];
    guint n_read = 0;

    for (guint j = 0; j < data->n_slides; j++)
      n_read += ts_study_data_get_call (data, i, j)->n_tiles > 0;
    begin_object (self, NULL);
    ts_json_add_text (self->builder, "identity", model->identity);
    ts_json_add_text (self->builder, "name", info != NULL ? info->name : NULL);
    ts_json_add_int (self->builder, "n_slides", n_read);
    end_object (self);
  }
  end_array (self);
}

static void
add_quartiles (const Json *self, const char *name, const TsQuartiles *quartiles)
{
  begin_object (self, name);
  ts_json_add_int (self->builder, "n", quartiles->n);
  ts_json_add_value (self->builder, "median", quartiles->median);
  ts_json_add_value (self->builder, "lower_quartile", quartiles->low);
  ts_json_add_value (self->builder, "upper_quartile", quartiles->high);
  end_object (self);
}

static void
add_readers (const Json *self)
{
  g_autoptr (GArray) list = ts_reader_facts_list (self->data);

  begin_array (self, "readers");
  for (guint i = 0; i < list->len; i++) {
    const TsReaderFacts *facts = &g_array_index (list, TsReaderFacts, i);

    begin_object (self, NULL);
    ts_json_add_text (self->builder, "reader",
                      self->data->readers[facts->reader]);
    ts_json_add_text (self->builder, "arm", get_arm (self, facts->arm));
    ts_json_add_int (self->builder, "n_locked", facts->n_locked);
    ts_json_add_int (self->builder, "n_finished", facts->n_finished);
    ts_json_add_estimate (self->builder, "read_blind", &facts->blind);
    add_quartiles (self, "seconds_to_lock", &facts->lock_s);
    add_quartiles (self, "seconds_to_end", &facts->end_s);
    end_object (self);
  }
  end_array (self);
}

static void
add_tiles (const Json *self)
{
  g_autoptr (GArray) list = ts_tile_estimate_list (self->data);

  begin_array (self, "tiles_reviewed");
  for (guint i = 0; i < list->len; i++) {
    const TsTileEstimate *each = &g_array_index (list, TsTileEstimate, i);
    const TsStudyQuestion *question =
      g_ptr_array_index (self->data->study->questions, each->question);

    begin_object (self, NULL);
    ts_json_add_text (self->builder, "reader",
                      self->data->readers[each->reader]);
    ts_json_add_text (self->builder, "arm", get_arm (self, each->arm));
    ts_json_add_text (self->builder, "question", question->name);
    ts_json_add_text (self->builder, "phase", ts_phase_to_text (each->phase));
    ts_json_add_int (self->builder, "n", each->n);
    ts_json_add_int (self->builder, "n_agree", each->n_agree);
    ts_json_add_int (self->builder, "n_cannot_decide", each->n_undecided);
    ts_json_add_estimate (self->builder, "weighted_agreement",
                          &each->agreement);
    end_object (self);
  }
  end_array (self);
}

void
ts_compare_print_json (const TsStudyReport *report)
{
  const TsStudyData *data = report->data;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  Json self = { .builder = builder, .report = report, .data = data };

  begin_object (&self, NULL);
  ts_json_add_text (builder, "study", data->study->name);
  ts_json_add_text (builder, "key", data->study->key);
  ts_json_add_text (builder, "software", ts_version_text ());
  ts_json_add_text (builder, "model_score", TS_MODEL_CALL_RULE);
  ts_json_add_int (builder, "n_slides", data->n_slides);
  ts_json_add_int (builder, "n_patients", data->n_units);
  ts_json_add_int (builder, "n_open", data->n_open);
  ts_json_add_int (builder, "n_read_twice", data->n_double);
  add_models (&self);
  add_readers (&self);
  begin_array (&self, "comparisons");
  for (guint i = 0; i < report->comparisons->len; i++) {
    self.comparison = g_ptr_array_index (report->comparisons, i);
    add_comparison (&self);
  }
  end_array (&self);
  add_tiles (&self);
  end_object (&self);
  ts_print_json (builder);
}
