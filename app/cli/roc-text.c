/* What the command roc has found, as tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "app/cli/roc-report.h"

#define NAME_N_COLUMNS 34

static void
print_threshold_head (void)
{
  printf ("\n");
  ts_print_padded ("positive from this score on", NAME_N_COLUMNS);
  printf ("%12s  %-25s  %s\n", "threshold", "sensitivity (95 % CI)",
          "specificity (95 % CI)");
}

static void
print_rate (const TsEstimate *rate)
{
  printf ("  %.4f (%.4f to %.4f)", rate->value, rate->low, rate->high);
}

/* One line for each of the best points: all of them are equally good. */
static void
print_best (const char *name, const TsRocCurve *curve, TsRocRule rule)
{
  guint n = 0;
  g_autofree guint *best = ts_roc_curve_dup_best (curve, rule, &n);
  g_autofree char *label = g_strdup_printf (
    "%s, %s", name, rule == TS_ROC_YOUDEN ? "Youden" : "nearest to corner");

  if (n == 0) {
    ts_print_padded (label, NAME_N_COLUMNS);
    printf ("not estimable: no threshold is better than chance\n");
  }
  for (guint i = 0; i < n; i++) {
    TsEstimate sensitivity = ts_roc_curve_get_sensitivity (curve, best[i]);
    TsEstimate specificity = ts_roc_curve_get_specificity (curve, best[i]);
    ts_print_padded (i == 0 ? label : "  as good", NAME_N_COLUMNS);
    printf ("%12.6g", curve->points[best[i]].threshold);
    print_rate (&sensitivity);
    print_rate (&specificity);
    printf ("\n");
  }
}

static void
print_model (const char *name,
             const TsDelong *delong,
             const TsBootstrapInterval *bootstrap,
             const TsBootstrapSource *source)
{
  ts_print_estimate (name, &delong->auc);
  ts_print_bootstrap ("", bootstrap, source);
}

static void
print_note (const TsBootstrapSource *source, guint n_cases)
{
  if (source->n_units < n_cases)
    printf ("\nDeLong takes cases as independent; here %u %ss have %u cases, "
            "and the bootstrap of %ss is the one to report\n",
            source->n_units, source->unit, n_cases, source->unit);
}

void
ts_roc_report_print_text (const TsRocReport *self)
{
  const TsDelong *delongs[] = { &self->pair.a, &self->pair.b };
  static const char *const names[2][2] = { { "score", NULL },
                                           { "score_a", "score_b" } };
  guint n_models = self->file->n_models;
  const TsRocCurve *first = self->curves[0];

  printf ("%s: %u cases, %u positive (truth %s), %u negative\n", self->path,
          self->file->n_cases, first->n_positive, self->file->positive_label,
          first->n_negative);
  ts_print_estimate_head ("area under the ROC curve");
  for (guint i = 0; i < n_models; i++)
    print_model (names[n_models - 1][i], delongs[i], &self->bootstraps[i],
                 &self->source);
  if (n_models == 2) {
    ts_print_estimate ("score_a - score_b", &self->pair.difference);
    ts_print_bootstrap ("", &self->bootstraps[2], &self->source);
    if (isnan (self->pair.z))
      printf ("paired test of DeLong: not estimable: %s\n",
              self->pair.difference.reason);
    else
      printf ("paired test of DeLong: z = %.4f, ", self->pair.z);
    if (!isnan (self->pair.z)) {
      ts_print_p (self->pair.p);
      printf ("\n");
    }
  }
  print_threshold_head ();
  for (guint i = 0; i < n_models; i++) {
    print_best (names[n_models - 1][i], self->curves[i], TS_ROC_YOUDEN);
    print_best (names[n_models - 1][i], self->curves[i], TS_ROC_CORNER);
  }
  print_note (&self->source, self->file->n_cases);
}

/* ---- DeepPATH ---- */

/* An average has no interval but that of the bootstrap. */
static void
print_average (const char *name,
               const TsAverageRoc *average,
               const TsBootstrapSource *source)
{
  g_autofree char *method = g_strdup_printf ("bootstrap of %ss", source->unit);
  TsEstimate row = average->auc;

  if (row.reason == NULL) {
    row.low = average->bootstrap.low;
    row.high = average->bootstrap.high;
    row.reason = average->bootstrap.reason;
    row.method = method;
  }
  ts_print_estimate (name, &row);
}

static void
print_score (const TsDeepPathReport *self,
             const char *title,
             const TsMulticlassRoc *roc)
{
  ts_print_estimate_head (title);
  for (guint k = 0; k < roc->n_classes; k++)
    print_model (self->classes[k], &roc->classes[k].delong,
                 &roc->classes[k].bootstrap, &self->source);
  print_average ("micro average", &roc->micro, &self->source);
  print_average ("macro average", &roc->macro, &self->source);
  print_average ("mean of the classes", &roc->mean, &self->source);
  print_threshold_head ();
  for (guint k = 0; k < roc->n_classes; k++) {
    print_best (self->classes[k], roc->classes[k].curve, TS_ROC_YOUDEN);
    print_best (self->classes[k], roc->classes[k].curve, TS_ROC_CORNER);
  }
}

void
ts_deeppath_report_print_text (const TsDeepPathReport *self)
{
  const TsDeepPathStats *file = self->file;

  printf ("%s: %u slides, %.0f tiles, %u classes, each against the rest\n",
          self->path, file->n_slides, file->n_tiles, file->n_classes);
  print_score (self, "Average_Probability: AUC", self->average);
  print_score (self, "Percent_Selected: AUC", self->selected);
  print_note (&self->source, file->n_slides);
}
