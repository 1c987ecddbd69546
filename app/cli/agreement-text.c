/* What the command agreement has found, as tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "app/cli/agreement-report.h"

#define NAME_N_COLUMNS  16
#define COUNT_N_COLUMNS 8

static void
print_kappas (const TsKappa *kappa,
              const TsKappa *linear,
              const TsKappa *quadratic)
{
  ts_print_estimate ("Cohen's kappa", &kappa->estimate);
  ts_print_estimate ("weighted kappa, linear", &linear->estimate);
  ts_print_estimate ("weighted kappa, quadratic", &quadratic->estimate);
}

/* Rows: labels of the first side; columns: those of the second. */
static void
print_table (const TsAgreementReport *self,
             const TsCrossTable *table,
             const char *rows,
             const char *columns)
{
  char **labels = self->file->labels;

  printf ("\nrows: %s, columns: %s\n", rows, columns);
  ts_print_padded ("", NAME_N_COLUMNS);
  for (guint j = 0; j < table->n_labels; j++) {
    for (glong n = g_utf8_strlen (labels[j], -1); n < COUNT_N_COLUMNS; n++)
      putchar (' ');
    printf (" %s", labels[j]);
  }
  printf ("\n");
  for (guint i = 0; i < table->n_labels; i++) {
    ts_print_padded (labels[i], NAME_N_COLUMNS);
    for (guint j = 0; j < table->n_labels; j++)
      printf (" %*u",
              (int) MAX (COUNT_N_COLUMNS, g_utf8_strlen (labels[j], -1)),
              ts_cross_table_get (table, i, j));
    printf ("\n");
  }
}

static void
print_mcnemar (const TsAgreementReport *self, const TsPairAgreement *pair)
{
  const TsMcnemar *test = &pair->mcnemar;
  const char *a = self->file->readers[pair->a];
  const char *b = self->file->readers[pair->b];

  if (pair->subject == TS_MCNEMAR_NONE) {
    printf ("McNemar: not estimable: %s\n",
            ts_agreement_report_get_mcnemar_obstacle ());
    return;
  }
  printf ("McNemar (%s): n %u, %s alone %u, %s alone %u; exact ",
          pair->subject == TS_MCNEMAR_TRUTH ? "right against truth"
                                            : self->file->labels[0],
          test->n, a, test->b, b, test->c);
  ts_print_p (test->exact_p);
  if (test->reason != NULL) {
    printf ("; chi-square not estimable: %s\n", test->reason);
    return;
  }
  printf ("; chi-square %.4f, ", test->chi2);
  ts_print_p (test->p);
  printf ("; continuity-corrected %.4f, ", test->chi2_cc);
  ts_print_p (test->p_cc);
  printf ("\n");
}

static void
print_pair (const TsAgreementReport *self, const TsPairAgreement *pair)
{
  const char *a = self->file->readers[pair->a];
  const char *b = self->file->readers[pair->b];
  g_autofree char *title = g_strdup_printf ("%s and %s", a, b);

  ts_print_estimate_head (title);
  ts_print_estimate ("raw agreement", &pair->raw_agreement);
  print_kappas (&pair->kappa, &pair->linear, &pair->quadratic);
  ts_print_estimate ("Gwet's AC1", &pair->ac1);
  if (pair->subject == TS_MCNEMAR_TRUTH)
    ts_print_estimate ("difference of accuracy", &pair->mcnemar.difference);
  print_table (self, pair->table, a, b);
  print_mcnemar (self, pair);
}

static void
print_together (const TsAgreementReport *self)
{
  const TsAgreement *agreement = self->agreement;

  ts_print_estimate_head ("all readers");
  ts_print_estimate ("raw agreement", &agreement->raw_agreement);
  ts_print_estimate ("all of one opinion", &agreement->unanimous);
  if (self->file->probabilities != NULL)
    ts_print_estimate ("raw agreement, population",
                       &agreement->weighted_agreement);
  ts_print_estimate ("Gwet's AC1", &agreement->ac1);
  ts_print_estimate ("Fleiss' kappa", &agreement->fleiss.estimate);
  ts_print_estimate ("Krippendorff's alpha", &agreement->alpha);
  ts_print_estimate ("Krippendorff's alpha, ordinal",
                     &agreement->alpha_ordinal);
}

static void
print_reader (const TsAgreementReport *self, const TsReaderAccuracy *reader)
{
  const char *name = self->file->readers[reader->reader];
  g_autofree char *title = g_strdup_printf ("%s against truth", name);

  ts_print_estimate_head (title);
  ts_print_estimate ("accuracy", &reader->accuracy);
  ts_print_estimate ("balanced accuracy", &reader->balanced_accuracy);
  if (self->file->probabilities != NULL)
    ts_print_estimate ("accuracy, population", &reader->weighted_accuracy);
  print_kappas (&reader->kappa, &reader->linear, &reader->quadratic);
  for (guint k = 0; k < self->agreement->n_labels; k++) {
    const char *label = self->file->labels[k];
    const TsClassAccuracy *accuracy = &reader->classes[k];
    g_autofree char *sensitivity = g_strdup_printf ("%s: sensitivity", label);
    g_autofree char *specificity = g_strdup_printf ("%s: specificity", label);
    g_autofree char *ppv = g_strdup_printf ("%s: PPV", label);
    g_autofree char *npv = g_strdup_printf ("%s: NPV", label);
    ts_print_estimate (sensitivity, &accuracy->sensitivity);
    ts_print_estimate (specificity, &accuracy->specificity);
    ts_print_estimate (ppv, &accuracy->ppv);
    ts_print_estimate (npv, &accuracy->npv);
  }
  print_table (self, reader->table, "truth", name);
}

static void
print_cross_errors (const TsAgreementReport *self)
{
  const TsCrossErrors *errors = self->cross_errors;

  ts_print_estimate_head ("errors of model and readers");
  ts_print_estimate ("a reader wrong, of model wrong",
                     &errors->reader_wrong_of_model_wrong);
  ts_print_estimate ("model right, of a reader wrong",
                     &errors->model_right_of_reader_wrong);
  printf ("of %u cases: %s wrong %u, at least one reader wrong %u, both %u; "
          "%u cases were not read by all\n",
          errors->n, self->model, errors->model_wrong, errors->any_reader_wrong,
          errors->both_wrong, errors->n_incomplete);
}

static void
print_switches (const TsAgreementReport *self)
{
  const TsSwitches *switches = self->switches;
  g_autofree char *title =
    g_strdup_printf ("%s, then %s", self->before, self->after);

  ts_print_estimate_head (title);
  ts_print_estimate ("opinion changed", &switches->switches);
  ts_print_estimate ("right to wrong, of right", &switches->right_to_wrong);
  ts_print_estimate ("wrong to right, of wrong", &switches->wrong_to_right);
  printf ("of %u cases: right and right %u, right to wrong %u, wrong to right "
          "%u, wrong and wrong %u (%u of them another label)\n",
          switches->n, switches->right_right, switches->right_wrong,
          switches->wrong_right, switches->wrong_wrong, switches->wrong_other);
}

void
ts_agreement_report_print_text (const TsAgreementReport *self)
{
  const TsAgreement *agreement = self->agreement;
  const TsRatingsFile *file = self->file;
  const TsBootstrapInterval *bootstrap = &agreement->alpha_bootstrap;
  g_autofree char *labels =
    g_strjoinv (file->order_source != NULL ? " < " : ", ", file->labels);

  printf ("%s: %u cases, %u with two ratings or more, %u readers\n", self->path,
          file->n_cases, agreement->n_pairable, file->n_readers);
  printf ("labels: %s (%s)\n", labels,
          file->order_source != NULL ? file->order_source : "no order");
  print_together (self);
  for (guint i = 0; i < agreement->n_pairs; i++)
    print_pair (self, &agreement->pairs[i]);
  for (guint i = 0; agreement->readers != NULL && i < agreement->n_readers; i++)
    print_reader (self, &agreement->readers[i]);
  if (self->cross_errors != NULL)
    print_cross_errors (self);
  if (self->switches != NULL)
    print_switches (self);
  printf ("\nbootstrap of cases: %u resamples, seed %" G_GUINT64_FORMAT
          ", percentile interval; alpha was undefined on %u\n",
          bootstrap->n, self->bootstrap.seed, bootstrap->n_undefined);
}
