/* What a study comes to, as a report: one arm, question and phase.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/jobs/study-report-private.h"

static void
add_estimate_of (TsReport *report,
                 const char *who,
                 const char *what,
                 const TsEstimate *estimate)
{
  g_autofree char *label = g_strdup_printf ("%s: %s", who, what);

  ts_study_report_add_estimate (report, label, estimate);
}

static void
add_together (TsReport *report, const TsComparison *comparison)
{
  const TsAgreement *agreement = comparison->readers;

  ts_study_report_begin_estimates (report, "Readers with each other");
  ts_study_report_add_estimate (report, "raw agreement",
                                &agreement->raw_agreement);
  ts_study_report_add_estimate (report, "all of one opinion",
                                &agreement->unanimous);
  ts_study_report_add_estimate (report, "Gwet's AC1", &agreement->ac1);
  ts_study_report_add_estimate (report, "Fleiss' kappa",
                                &agreement->fleiss.estimate);
  ts_study_report_add_estimate (report, "Krippendorff's alpha",
                                &agreement->alpha);
  ts_study_report_add_estimate (report, "Krippendorff's alpha, ordinal",
                                &agreement->alpha_ordinal);
}

static void
add_undecided (const TsStudyReport *self,
               TsReport *report,
               const TsComparison *comparison)
{
  static const char *const names[] = { "reader", "decided", "cannot decide",
                                       NULL };

  ts_report_add_table (report, "Answers", names);
  for (guint i = 0; i < comparison->n_readers; i++) {
    g_autofree char *name = ts_study_report_name_rater (self, comparison, i);
    g_autofree char *undecided =
      g_strdup_printf ("%u", comparison->n_undecided[i]);
    g_autofree char *decided = NULL;
    guint n = 0;

    for (guint j = 0; j < comparison->data->n_slides; j++)
      n += ts_comparison_get (comparison, j, i) != TS_NO_RATING;
    decided = g_strdup_printf ("%u", n);
    const char *const cells[] = { name, decided, undecided, NULL };
    ts_report_add_row (report, cells);
  }
}

static void
add_pairs (const TsStudyReport *self,
           TsReport *report,
           const TsComparison *comparison)
{
  const TsAgreement *all = comparison->all;

  if (all->n_pairs == 0)
    return;
  ts_study_report_begin_estimates (report, "In pairs");
  for (guint i = 0; i < all->n_pairs; i++) {
    const TsPairAgreement *pair = &all->pairs[i];
    g_autofree char *a = ts_study_report_name_rater (self, comparison, pair->a);
    g_autofree char *b = ts_study_report_name_rater (self, comparison, pair->b);
    g_autofree char *who = g_strdup_printf ("%s and %s", a, b);

    add_estimate_of (report, who, "raw agreement", &pair->raw_agreement);
    add_estimate_of (report, who, "Cohen's kappa", &pair->kappa.estimate);
    add_estimate_of (report, who, "weighted kappa, linear",
                     &pair->linear.estimate);
    add_estimate_of (report, who, "weighted kappa, quadratic",
                     &pair->quadratic.estimate);
    add_estimate_of (report, who, "Gwet's AC1", &pair->ac1);
  }
}

static void
add_mcnemar (const TsStudyReport *self,
             TsReport *report,
             const TsComparison *comparison)
{
  static const char *const names[] = { "pair",
                                       "n",
                                       "first right alone",
                                       "second right alone",
                                       "exact p",
                                       "chi-square",
                                       "p",
                                       "p, corrected",
                                       NULL };
  const TsAgreement *all = comparison->all;

  if (comparison->reference_kind != TS_REFERENCE_TRUTH || all->n_pairs == 0)
    return;
  ts_report_add_table (report, "McNemar's test: who is right against truth",
                       names);
  for (guint i = 0; i < all->n_pairs; i++) {
    const TsPairAgreement *pair = &all->pairs[i];
    const TsMcnemar *test = &pair->mcnemar;
    g_autofree char *a = ts_study_report_name_rater (self, comparison, pair->a);
    g_autofree char *b = ts_study_report_name_rater (self, comparison, pair->b);
    g_autofree char *who = g_strdup_printf ("%s and %s", a, b);
    g_autofree char *n = g_strdup_printf ("%u", test->n);
    g_autofree char *alone_a = g_strdup_printf ("%u", test->b);
    g_autofree char *alone_b = g_strdup_printf ("%u", test->c);
    g_autofree char *exact =
      ts_study_report_format_p (test->n > 0 ? test->exact_p : NAN);
    g_autofree char *chi2 = ts_study_report_format (test->chi2);
    g_autofree char *p = ts_study_report_format_p (test->p);
    g_autofree char *p_cc = ts_study_report_format_p (test->p_cc);
    const char *const cells[] = { who,  n, alone_a, alone_b, exact,
                                  chi2, p, p_cc,    NULL };

    ts_report_add_row (report, cells);
  }
}

static void
add_confusion (const TsStudyReport *self,
               TsReport *report,
               const TsComparison *comparison,
               const TsCrossTable *table,
               guint rater)
{
  g_autofree char *name = ts_study_report_name_rater (self, comparison, rater);
  g_autofree char *where = ts_study_report_name_comparison (comparison);
  g_autofree char *caption = g_strdup_printf (
    "%s against the %s: %s, n %u", name,
    ts_reference_to_text (comparison->reference_kind), where, table->n);
  const TsReportConfusion confusion = {
    .caption = caption,
    .row_title = ts_reference_to_text (comparison->reference_kind),
    .column_title = name,
    .labels = (const char *const *) comparison->labels,
    .n_labels = table->n_labels,
    .counts = table->counts,
  };

  ts_report_add_confusion (report, &confusion);
}

static void
add_accuracy_rows (TsReport *report,
                   const TsComparison *comparison,
                   const TsReaderAccuracy *accuracy,
                   const char *name)
{
  add_estimate_of (report, name, "accuracy", &accuracy->accuracy);
  add_estimate_of (report, name, "balanced accuracy",
                   &accuracy->balanced_accuracy);
  add_estimate_of (report, name, "Cohen's kappa", &accuracy->kappa.estimate);
  add_estimate_of (report, name, "weighted kappa, linear",
                   &accuracy->linear.estimate);
  add_estimate_of (report, name, "weighted kappa, quadratic",
                   &accuracy->quadratic.estimate);
  for (guint k = 0; k < comparison->n_labels; k++) {
    const TsClassAccuracy *of_class = &accuracy->classes[k];
    g_autofree char *who =
      g_strdup_printf ("%s, %s", name, comparison->labels[k]);

    add_estimate_of (report, who, "sensitivity", &of_class->sensitivity);
    add_estimate_of (report, who, "specificity", &of_class->specificity);
    add_estimate_of (report, who, "PPV", &of_class->ppv);
    add_estimate_of (report, who, "NPV", &of_class->npv);
  }
}

/* All raters against truth; models alone against a consensus, of which readers are part. */
static void
add_accuracy (const TsStudyReport *self,
              TsReport *report,
              const TsComparison *comparison)
{
  gboolean has_truth = comparison->reference_kind == TS_REFERENCE_TRUTH;
  const TsAgreement *agreement =
    has_truth ? comparison->all : comparison->models;
  guint first = has_truth ? 0 : comparison->n_readers;

  if (comparison->reference_kind == TS_REFERENCE_NONE || agreement == NULL)
    return;
  ts_study_report_begin_estimates (report, has_truth ? "Against the truth"
                                                     : "Against the consensus");
  for (guint i = 0; i < agreement->n_readers; i++) {
    g_autofree char *name =
      ts_study_report_name_rater (self, comparison, first + i);

    add_accuracy_rows (report, comparison, &agreement->readers[i], name);
  }
  for (guint i = 0; i < agreement->n_readers; i++)
    add_confusion (self, report, comparison, agreement->readers[i].table,
                   first + i);
}

static void
add_cross_errors (const TsStudyReport *self,
                  TsReport *report,
                  const TsComparison *comparison)
{
  if (comparison->cross_errors == NULL)
    return;
  ts_study_report_begin_estimates (report, "Errors of readers and model");
  for (guint i = 0; i < comparison->n_models; i++) {
    const TsCrossErrors *errors = &comparison->cross_errors[i];
    g_autofree char *name =
      ts_study_report_name_rater (self, comparison, comparison->n_readers + i);

    add_estimate_of (report, name, "a reader wrong, of model wrong",
                     &errors->reader_wrong_of_model_wrong);
    add_estimate_of (report, name, "model right, of a reader wrong",
                     &errors->model_right_of_reader_wrong);
  }
  for (guint i = 0; i < comparison->n_models; i++) {
    const TsCrossErrors *errors = &comparison->cross_errors[i];
    g_autofree char *name =
      ts_study_report_name_rater (self, comparison, comparison->n_readers + i);
    g_autofree char *text = g_strdup_printf (
      "Of %u cases %s got %u wrong, at least one reader %u, both %u; %u "
      "cases were not read by all.",
      errors->n, name, errors->model_wrong, errors->any_reader_wrong,
      errors->both_wrong, errors->n_incomplete);

    ts_report_add_text (report, text);
  }
}

static void
add_reliance (const TsStudyReport *self,
              TsReport *report,
              const TsComparison *comparison)
{
  const GArray *list = comparison->reliance;

  if (list->len == 0)
    return;
  ts_study_report_begin_estimates (report, "Reliance: blind, then model shown");
  for (guint i = 0; i < list->len; i++) {
    const TsReliance *each = &g_array_index (list, TsReliance, i);
    g_autofree char *name =
      ts_study_report_name_rater (self, comparison, each->rater);

    add_estimate_of (report, name, "opinion changed", &each->switches.switches);
    add_estimate_of (report, name, "right to wrong, of right",
                     &each->switches.right_to_wrong);
    add_estimate_of (report, name, "wrong to right, of wrong",
                     &each->switches.wrong_to_right);
  }
  for (guint i = 0; i < list->len; i++) {
    const TsReliance *each = &g_array_index (list, TsReliance, i);
    const TsSwitches *switches = &each->switches;
    g_autofree char *name =
      ts_study_report_name_rater (self, comparison, each->rater);
    g_autofree char *text = g_strdup_printf (
      "%s, of %u cases: right and right %u, right to wrong %u, wrong to right "
      "%u, wrong and wrong %u (%u of them another label).",
      name, switches->n, switches->right_right, switches->right_wrong,
      switches->wrong_right, switches->wrong_wrong, switches->wrong_other);

    ts_report_add_text (report, text);
  }
}

void
ts_study_report_add_comparison (const TsStudyReport *self,
                                TsReport *report,
                                const TsComparison *comparison)
{
  g_autofree char *name = ts_study_report_name_comparison (comparison);
  g_autofree char *labels = g_strjoinv (" < ", comparison->labels);
  g_autofree char *text = g_strdup_printf (
    "Labels in the question's order: %s. Reference: %s, on %u slides.", labels,
    ts_reference_to_text (comparison->reference_kind),
    comparison->n_with_reference);

  ts_report_add_heading (report, 1, name);
  ts_report_add_text (report, text);
  add_undecided (self, report, comparison);
  add_together (report, comparison);
  add_pairs (self, report, comparison);
  add_mcnemar (self, report, comparison);
  add_accuracy (self, report, comparison);
  add_cross_errors (self, report, comparison);
  add_reliance (self, report, comparison);
  ts_study_report_add_rocs (self, report, comparison);
}
