/* What a study comes to, as a report: the models' curves, with the readers as points.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/study-report-private.h"

static void
add_model_rows (TsReport *report,
                const TsComparison *comparison,
                guint model,
                const char *name)
{
  const TsMulticlassRoc *roc = comparison->rocs[model];
  guint n_units = comparison->n_scored_units[model];
  static const char *const averages[] = { "micro average", "macro average",
                                          "mean of the classes" };
  const TsAverageRoc *of[] = { &roc->micro, &roc->macro, &roc->mean };

  for (guint k = 0; k < comparison->n_labels; k++) {
    g_autofree char *label =
      g_strdup_printf ("%s: AUC of %s", name, comparison->labels[k]);

    ts_study_report_add_estimate (report, label, &roc->classes[k].delong.auc);
    ts_study_report_add_bootstrap (report, "", &roc->classes[k].bootstrap,
                                   n_units, "patients");
  }
  for (guint i = 0; comparison->n_labels > 2 && i < G_N_ELEMENTS (of); i++) {
    g_autofree char *label = g_strdup_printf ("%s: AUC, %s", name, averages[i]);

    ts_study_report_add_estimate (report, label, &of[i]->auc);
    ts_study_report_add_bootstrap (report, "", &of[i]->bootstrap, n_units,
                                   "patients");
  }
}

static void
add_areas (const TsStudyReport *self,
           TsReport *report,
           const TsComparison *comparison)
{
  gboolean has_table = FALSE;

  for (guint i = 0; i < comparison->n_models; i++) {
    g_autofree char *name =
      ts_study_report_name_rater (self, comparison, comparison->n_readers + i);

    if (comparison->rocs[i] == NULL)
      continue;
    if (!has_table)
      ts_study_report_begin_estimates (report, "Areas under the ROC curves");
    has_table = TRUE;
    add_model_rows (report, comparison, i, name);
  }
}

static void
add_pairs (const TsStudyReport *self,
           TsReport *report,
           const TsComparison *comparison)
{
  static const char *const names[] = { "", "z", "p", NULL };
  const GArray *pairs = comparison->pairs;

  if (pairs->len == 0)
    return;
  ts_study_report_begin_estimates (report, "Models on the same slides");
  for (guint i = 0; i < pairs->len; i++) {
    const TsModelPair *pair = &g_array_index (pairs, TsModelPair, i);
    g_autofree char *a = ts_study_report_name_rater (
      self, comparison, comparison->n_readers + pair->a);
    g_autofree char *b = ts_study_report_name_rater (
      self, comparison, comparison->n_readers + pair->b);
    g_autofree char *label = g_strdup_printf (
      "AUC of %s: %s - %s", comparison->labels[pair->label], a, b);

    ts_study_report_add_estimate (report, label, &pair->delong.difference);
    ts_study_report_add_bootstrap (report, "", &pair->bootstraps[2],
                                   pair->n_units, "patients");
  }
  ts_report_add_table (report, "DeLong's paired test", names);
  for (guint i = 0; i < pairs->len; i++) {
    const TsModelPair *pair = &g_array_index (pairs, TsModelPair, i);
    g_autofree char *z = ts_study_report_format (pair->delong.z);
    g_autofree char *p = ts_study_report_format_p (pair->delong.p);
    const char *const cells[] = { comparison->labels[pair->label], z, p, NULL };

    ts_report_add_row (report, cells);
  }
}

/* ---- The figure of one class ---- */

static void
clear_item (gpointer data)
{
  TsReportRocItem *item = data;

  g_free ((char *) item->name);
  g_free ((double *) item->fpr);
  g_free ((double *) item->tpr);
}

static void
append_curve (GArray *items, const TsClassRoc *roc, const char *name)
{
  const TsRocCurve *curve = roc->curve;
  g_autofree char *area = ts_study_report_format (roc->delong.auc.value);
  double *fpr = g_new0 (double, curve->n_points + 1);
  double *tpr = g_new0 (double, curve->n_points + 1);
  TsReportRocItem item = { .name = g_strdup_printf ("%s, AUC %s", name, area),
                           .n = curve->n_points,
                           .fpr = fpr,
                           .tpr = tpr };

  for (guint i = 0; i < curve->n_points; i++) {
    fpr[i] = (double) curve->points[i].fp / curve->n_negative;
    tpr[i] = (double) curve->points[i].tp / curve->n_positive;
  }
  g_array_append_val (items, item);
}

static void
append_reader (const TsStudyReport *self,
               GArray *items,
               const TsComparison *comparison,
               guint reader,
               guint label)
{
  const TsClassAccuracy *accuracy =
    &comparison->all->readers[reader].classes[label];
  TsReportRocItem item = { .n = 1 };
  double *fpr = NULL;

  if (!ts_estimate_has_value (&accuracy->sensitivity) ||
      !ts_estimate_has_value (&accuracy->specificity))
    return;
  fpr = g_new0 (double, 1);
  *fpr = 1 - accuracy->specificity.value;
  item.name = ts_study_report_name_rater (self, comparison, reader);
  item.fpr = fpr;
  item.tpr = g_memdup2 (&accuracy->sensitivity.value, sizeof (double));
  g_array_append_val (items, item);
}

static void
add_figure (const TsStudyReport *self,
            TsReport *report,
            const TsComparison *comparison,
            guint label)
{
  g_autoptr (GArray) items =
    g_array_new (FALSE, FALSE, sizeof (TsReportRocItem));
  g_autofree char *where = ts_study_report_name_comparison (comparison);
  g_autofree char *caption = g_strdup_printf (
    "ROC of %s against the others; reference: %s; %s. Curves: models; points: "
    "readers.",
    comparison->labels[label],
    ts_reference_to_text (comparison->reference_kind), where);

  g_array_set_clear_func (items, clear_item);
  for (guint i = 0; i < comparison->n_models; i++) {
    g_autofree char *name =
      ts_study_report_name_rater (self, comparison, comparison->n_readers + i);
    const TsClassRoc *roc =
      comparison->rocs[i] != NULL ? &comparison->rocs[i]->classes[label] : NULL;

    if (roc != NULL && roc->curve->n_positive > 0 && roc->curve->n_negative > 0)
      append_curve (items, roc, name);
  }
  if (items->len == 0)
    return;
  if (comparison->reference_kind == TS_REFERENCE_TRUTH)
    for (guint i = 0; i < comparison->n_readers; i++)
      append_reader (self, items, comparison, i, label);
  ts_report_add_roc (report, caption,
                     &g_array_index (items, TsReportRocItem, 0), items->len);
}

void
ts_study_report_add_rocs (const TsStudyReport *self,
                          TsReport *report,
                          const TsComparison *comparison)
{
  add_areas (self, report, comparison);
  add_pairs (self, report, comparison);
  if (!self->is_full)
    return;
  for (guint k = 0; k < comparison->n_labels; k++)
    add_figure (self, report, comparison, k);
}
