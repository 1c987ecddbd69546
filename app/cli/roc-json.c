/* What the command roc has found, as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "app/cli/output.h"
#include "app/cli/roc-report.h"

static void
begin_object (JsonBuilder *builder, const char *name)
{
  if (name != NULL)
    json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static void
add_array_value (JsonBuilder *builder, double value)
{
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/* The first of the best points, and all that are as good. */
static void
add_best (JsonBuilder *builder,
          const char *name,
          const TsRocCurve *curve,
          TsRocRule rule)
{
  guint n = 0;
  g_autofree guint *best = ts_roc_curve_dup_best (curve, rule, &n);
  TsEstimate none =
    ts_estimate_unknown (0, "no threshold is better than chance");
  TsEstimate sensitivity = none, specificity = none;

  if (n > 0) {
    sensitivity = ts_roc_curve_get_sensitivity (curve, best[0]);
    specificity = ts_roc_curve_get_specificity (curve, best[0]);
  }
  begin_object (builder, name);
  ts_json_add_text (builder, "rule",
                    rule == TS_ROC_YOUDEN ? "youden" : "closest to corner");
  ts_json_add_value (builder, "threshold",
                     n > 0 ? curve->points[best[0]].threshold : NAN);
  ts_json_add_value (builder, "midpoint",
                     n > 0 ? ts_roc_curve_get_midpoint (curve, best[0]) : NAN);
  ts_json_add_value (builder, "youden_index",
                     sensitivity.value + specificity.value - 1);
  ts_json_add_estimate (builder, "sensitivity", &sensitivity);
  ts_json_add_estimate (builder, "specificity", &specificity);
  json_builder_set_member_name (builder, "tied_thresholds");
  json_builder_begin_array (builder);
  for (guint i = 1; i < n; i++)
    add_array_value (builder, curve->points[best[i]].threshold);
  json_builder_end_array (builder);
  ts_json_add_text (builder, "reason", n > 0 ? NULL : none.reason);
  json_builder_end_object (builder);
}

static void
add_curve (JsonBuilder *builder, const TsRocCurve *curve)
{
  begin_object (builder, "curve");
  for (guint column = 0; column < 3; column++) {
    static const char *const names[] = { "threshold", "fpr", "tpr" };
    json_builder_set_member_name (builder, names[column]);
    json_builder_begin_array (builder);
    for (guint i = 0; i < curve->n_points; i++) {
      const TsRocPoint *point = &curve->points[i];
      const double values[] = { point->threshold,
                                (double) point->fp / curve->n_negative,
                                (double) point->tp / curve->n_positive };
      add_array_value (builder, values[column]);
    }
    json_builder_end_array (builder);
  }
  json_builder_end_object (builder);
}

static void
add_delong (JsonBuilder *builder, const TsDelong *delong)
{
  begin_object (builder, "delong");
  ts_json_add_value (builder, "variance", delong->variance);
  ts_json_add_value (builder, "se", delong->auc.se);
  ts_json_add_value (builder, "ci_low", delong->auc.low);
  ts_json_add_value (builder, "ci_high", delong->auc.high);
  ts_json_add_int (builder, "n", delong->auc.n);
  ts_json_add_text (builder, "reason", delong->auc.reason);
  json_builder_end_object (builder);
}

static void
add_model (JsonBuilder *builder,
           const TsRocCurve *curve,
           const TsDelong *delong,
           const TsBootstrapInterval *bootstrap,
           const TsBootstrapSource *source)
{
  ts_json_add_int (builder, "n_positive", curve->n_positive);
  ts_json_add_int (builder, "n_negative", curve->n_negative);
  ts_json_add_value (builder, "auc", delong->auc.value);
  ts_json_add_text (builder, "reason",
                    ts_estimate_has_value (&delong->auc) ? NULL
                                                         : delong->auc.reason);
  add_delong (builder, delong);
  ts_json_add_bootstrap (builder, "bootstrap", bootstrap, source);
  add_best (builder, "optimal_threshold", curve, TS_ROC_YOUDEN);
  add_best (builder, "closest_to_corner", curve, TS_ROC_CORNER);
}

static void
add_paired (JsonBuilder *builder, const TsRocReport *self)
{
  const TsDelongPair *pair = &self->pair;

  begin_object (builder, "paired");
  ts_json_add_value (builder, "auc_a", pair->a.auc.value);
  ts_json_add_value (builder, "auc_b", pair->b.auc.value);
  ts_json_add_value (builder, "difference", pair->difference.value);
  ts_json_add_value (builder, "se", pair->difference.se);
  ts_json_add_value (builder, "ci_low", pair->difference.low);
  ts_json_add_value (builder, "ci_high", pair->difference.high);
  ts_json_add_value (builder, "covariance", pair->covariance);
  ts_json_add_value (builder, "z", pair->z);
  ts_json_add_value (builder, "p", pair->p);
  ts_json_add_int (builder, "n", pair->difference.n);
  ts_json_add_text (builder, "method", "DeLong 1988, paired");
  ts_json_add_text (builder, "reason", pair->difference.reason);
  ts_json_add_bootstrap (builder, "bootstrap", &self->bootstraps[2],
                         &self->source);
  json_builder_end_object (builder);
}

void
ts_roc_report_print_json (const TsRocReport *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const TsDelong *delongs[] = { &self->pair.a, &self->pair.b };
  static const char *const names[] = { "score_a", "score_b" };
  gboolean is_pair = self->file->n_models == 2;

  begin_object (builder, NULL);
  ts_json_add_text (builder, "file", self->path);
  ts_json_add_int (builder, "n_cases", self->file->n_cases);
  ts_json_add_text (builder, "positive", self->file->positive_label);
  ts_json_add_text (builder, "unit", self->source.unit);
  ts_json_add_int (builder, "n_units", self->source.n_units);
  for (guint i = 0; i < self->file->n_models; i++) {
    if (is_pair)
      begin_object (builder, names[i]);
    add_model (builder, self->curves[i], delongs[i], &self->bootstraps[i],
               &self->source);
    add_curve (builder, self->curves[i]);
    if (is_pair)
      json_builder_end_object (builder);
  }
  if (is_pair)
    add_paired (builder, self);
  json_builder_end_object (builder);
  ts_print_json (builder);
}

/* ---- DeepPATH ---- */

static void
add_average (JsonBuilder *builder,
             const char *name,
             const TsAverageRoc *average,
             const TsBootstrapSource *source)
{
  begin_object (builder, name);
  ts_json_add_value (builder, "auc", average->auc.value);
  ts_json_add_int (builder, "n", average->auc.n);
  ts_json_add_bootstrap (builder, "bootstrap", &average->bootstrap, source);
  ts_json_add_text (builder, "reason", average->auc.reason);
  json_builder_end_object (builder);
}

static void
add_score (JsonBuilder *builder,
           const TsDeepPathReport *self,
           const char *name,
           const TsMulticlassRoc *roc)
{
  begin_object (builder, name);
  json_builder_set_member_name (builder, "classes");
  json_builder_begin_array (builder);
  for (guint k = 0; k < roc->n_classes; k++) {
    const TsClassRoc *of_class = &roc->classes[k];
    begin_object (builder, NULL);
    ts_json_add_text (builder, "class", self->classes[k]);
    add_model (builder, of_class->curve, &of_class->delong,
               &of_class->bootstrap, &self->source);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  add_average (builder, "micro", &roc->micro, &self->source);
  add_average (builder, "macro", &roc->macro, &self->source);
  add_average (builder, "mean", &roc->mean, &self->source);
  json_builder_end_object (builder);
}

void
ts_deeppath_report_print_json (const TsDeepPathReport *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin_object (builder, NULL);
  ts_json_add_text (builder, "file", self->path);
  ts_json_add_int (builder, "n_cases", self->file->n_slides);
  ts_json_add_int (builder, "n_classes", self->file->n_classes);
  ts_json_add_int (builder, "n_tiles", (gint64) self->file->n_tiles);
  ts_json_add_text (builder, "unit", self->source.unit);
  ts_json_add_int (builder, "n_units", self->source.n_units);
  add_score (builder, self, "average_probability", self->average);
  add_score (builder, self, "percent_selected", self->selected);
  json_builder_end_object (builder);
  ts_print_json (builder);
}
