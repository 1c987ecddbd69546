/* What a study comes to, as a report: its parts in order, names and numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/base/version.h"
#include "core/jobs/study-report-private.h"

#define SMALLEST_P 1e-4

/* ---- Numbers ---- */

char *
ts_study_report_format (double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return g_strdup ("-");
  return g_strdup (g_ascii_formatd (number, sizeof number, "%.4f", value));
}

char *
ts_study_report_format_p (double p)
{
  if (isnan (p))
    return g_strdup ("not estimable");
  return p < SMALLEST_P ? g_strdup ("< 0.0001") : ts_study_report_format (p);
}

void
ts_study_report_begin_estimates (TsReport *report, const char *caption)
{
  static const char *const names[] = { "",        "n",      "estimate",
                                       "95 % CI", "method", NULL };

  ts_report_add_table (report, caption, names);
}

static char *
format_interval (double low, double high)
{
  g_autofree char *from = ts_study_report_format (low);
  g_autofree char *to = ts_study_report_format (high);

  return g_strdup_printf ("%s to %s", from, to);
}

static char *
format_reason (const char *reason)
{
  return g_strdup_printf ("not estimable: %s", reason);
}

void
ts_study_report_add_estimate (TsReport *report,
                              const char *label,
                              const TsEstimate *estimate)
{
  gboolean has_value = ts_estimate_has_value (estimate);
  gboolean has_interval = has_value && ts_estimate_has_interval (estimate);
  g_autofree char *n = g_strdup_printf ("%u", estimate->n);
  g_autofree char *value = ts_study_report_format (estimate->value);
  g_autofree char *interval =
    has_interval ? format_interval (estimate->low, estimate->high)
                 : g_strdup ("-");
  g_autofree char *method =
    has_interval || estimate->reason == NULL
      ? g_strdup (estimate->method != NULL ? estimate->method : "")
      : format_reason (estimate->reason);
  const char *const cells[] = { label,    n,      has_value ? value : "-",
                                interval, method, NULL };

  ts_report_add_row (report, cells);
}

void
ts_study_report_add_bootstrap (TsReport *report,
                               const char *label,
                               const TsBootstrapInterval *interval,
                               guint n_units,
                               const char *unit)
{
  g_autofree char *n = g_strdup_printf ("%u", n_units);
  g_autofree char *range = interval->reason == NULL
                             ? format_interval (interval->low, interval->high)
                             : g_strdup ("-");
  g_autofree char *method =
    interval->reason == NULL
      ? g_strdup_printf ("bootstrap of %s, %u resamples", unit, interval->n)
      : format_reason (interval->reason);
  const char *const cells[] = { label, n, "", range, method, NULL };

  ts_report_add_row (report, cells);
}

/* ---- Names ---- */

char *
ts_study_report_name_reader (const TsStudyReport *self, guint reader)
{
  return self->has_reader_names ? g_strdup (self->data->readers[reader])
                                : g_strdup_printf ("R%u", reader + 1);
}

char *
ts_study_report_name_rater (const TsStudyReport *self,
                            const TsComparison *comparison,
                            guint rater)
{
  guint place = comparison->raters[rater];

  if (rater < comparison->n_readers)
    return ts_study_report_name_reader (self, place);
  return g_strdup_printf ("model %u", place + 1);
}

char *
ts_study_report_name_comparison (const TsComparison *comparison)
{
  const TsStudyArm *arm =
    g_ptr_array_index (comparison->data->study->arms, comparison->arm);

  return g_strdup_printf ("arm %s, question %s, %s", arm->name,
                          comparison->question->name,
                          ts_phase_to_text (comparison->phase));
}

/* ---- The whole ---- */

static void
add_overview (const TsStudyReport *self, TsReport *report)
{
  const TsStudyData *data = self->data;
  g_autofree char *counts = g_strdup_printf (
    "%u slides of %u patients, %u readers, %u models; %u truths; cases still "
    "blind: %u; read twice, first reading counts: %u.",
    data->n_slides, data->n_units, data->n_readers, data->n_models,
    data->truth->len, data->n_open, data->n_double);

  ts_report_add_text (report, counts);
  if (self->params.only_blind)
    ts_report_add_text (report,
                        "Only what was read blind, by the log, counts below.");
  if (!data->has_truth)
    ts_report_add_text (report, "The truth was left out.");
  else if (data->truth->len == 0)
    ts_report_add_text (report, "The study has no truth.");
}

static void
add_models (const TsStudyReport *self, TsReport *report)
{
  static const char *const names[] = { "",          "name",   "identity",
                                       "classes",   "slides", "tiles",
                                       "card says", NULL };
  const TsStudyData *data = self->data;

  if (data->n_models == 0)
    return;
  ts_report_add_table (report, "Models", names);
  for (guint i = 0; i < data->n_models; i++) {
    const TsStudyModel *model = g_ptr_array_index (data->study->models, i);
    const TsModelInfo *info = data->models[i];
    g_autofree char *place = g_strdup_printf ("model %u", i + 1);
    g_autofree char *classes =
      info != NULL ? g_strjoinv (", ", info->class_names) : g_strdup ("-");
    g_autofree char *card = info != NULL
                              ? g_strdup_printf ("%s, %s, %s",
                                                 info->architecture != NULL
                                                   ? info->architecture
                                                   : "architecture not known",
                                                 ts_role_to_text (info->role),
                                                 ts_head_to_text (info->head))
                              : g_strdup ("has read none of the slides");
    g_autofree char *n_slides = NULL;
    g_autofree char *n_tiles = NULL;
    guint n_read = 0;
    guint64 n = 0;

    for (guint j = 0; j < data->n_slides; j++) {
      const TsModelCall *call = ts_study_data_get_call (data, i, j);

      n_read += call->n_tiles > 0;
      n += call->n_tiles;
    }
    n_slides = g_strdup_printf ("%u", n_read);
    n_tiles = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
    const char *const cells[] = { place,
                                  info != NULL ? info->name : "-",
                                  model->identity,
                                  classes,
                                  n_slides,
                                  n_tiles,
                                  card,
                                  NULL };
    ts_report_add_row (report, cells);
  }
}

TsReport *
ts_study_report_new (const TsStudyReport *self)
{
  const TsStudy *study = self->data->study;
  g_autofree char *title =
    g_strdup_printf ("Study %s (%.12s)", study->name, study->key);
  g_autofree char *footer =
    g_strdup_printf ("%s Tessera %s", TS_RESEARCH_USE_ONLY, ts_version_text ());
  TsReport *report = ts_report_new (title, footer);

  if (self->is_full)
    ts_report_add_text (report, TS_RESEARCH_USE_ONLY);
  add_overview (self, report);
  if (self->is_full)
    ts_study_report_add_methods (self, report);
  add_models (self, report);
  ts_study_report_add_reading (self, report);
  for (guint i = 0; i < self->comparisons->len; i++)
    ts_study_report_add_comparison (self, report,
                                    g_ptr_array_index (self->comparisons, i));
  ts_study_report_add_tiles (self, report);
  ts_study_report_add_cases (self, report);
  return report;
}
