/* What a study comes to, as a report: the methods, how cases were read, the tiles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/version.h"
#include "core/jobs/reading-facts.h"
#include "core/jobs/study-report-private.h"
#include "core/review/region-rule.h"

/* ---- Methods ---- */

static const char *const methods[] = {
  "Each reader answered every question on a slide before anything of a model "
  "could be seen; the answers were then locked. In arms with a model it was "
  "shown after the lock, and the reader kept or changed the answer. Both "
  "answers are kept and analysed apart. Whether a case was read blind was "
  "computed from the log of what was on screen, by any program and in any "
  "arm, and was not stated by the reader.",
  "\"Cannot decide\" is a missing rating and is counted beside. Where a reader "
  "has read a slide twice in one arm, the first reading counts.",
  "A model's score of a slide for a class is the mean probability of the class "
  "over the tiles with tissue (the average-probability rule of DeepPATH; "
  "Coudray et al., Nat Med 24, 1559-1567, 2018); its label is the class with "
  "the highest score among the answers to the question, for a gene "
  "\"suspected\" from a score of 0.5 on. Of several runs on a slide the one "
  "with the newest prediction was taken.",
  "The reference is the study's truth. For a question without any truth it is "
  "the label that more than half of the readers (two or more) gave blind; "
  "models alone are then set against it, for the readers are part of it.",
  "Proportions have Wilson's interval. Cohen's kappa has the large-sample SE "
  "of Fleiss, Cohen and Everitt; weighted kappa takes the question's answers "
  "as equally spaced ranks in their order, which means something only where "
  "they have one. Gwet's AC1 and Fleiss' kappa have t intervals, "
  "Krippendorff's "
  "alpha the percentile interval of a bootstrap of cases. McNemar's test is "
  "exact (binomial) and by chi-square. Areas under ROC curves have DeLong's "
  "interval, which takes slides as independent, and the percentile interval "
  "of a bootstrap in which whole patients are drawn; two models are compared "
  "on the same slides by DeLong's paired test. No p value is corrected for "
  "the number of tests. Below 10 cases only Wilson's interval is given.",
  "Intervals of proportions, kappa and AC1 take slides as independent; with "
  "several slides of a patient they are too narrow.",
  "Tiles to review were drawn at random within strata, each with its "
  "probability stored; shares of all tiles in the strata drawn from are "
  "Hajek's estimates weighted by it, with the SE between patients.",
};

void
ts_study_report_add_methods (const TsStudyReport *self, TsReport *report)
{
  const TsStudy *study = self->data->study;
  g_autofree char *numbers = g_strdup_printf (
    "Software: Tessera %s. Study key: %s. Seed of the reading order and the "
    "tile queue: %" G_GINT64_FORMAT "; order of the slides: %s. Bootstrap: %u "
    "resamples, seed %" G_GUINT64_FORMAT ". Rule for regions: %s.",
    ts_version_text (), study->key, study->seed,
    ts_order_to_text (study->order), self->params.n_resamples,
    self->params.seed, TS_REGION_RULE);

  ts_report_add_heading (report, 1, "Methods");
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    ts_report_add_text (report, methods[i]);
  ts_report_add_text (report, numbers);
}

/* ---- How cases were read ---- */

static void
add_blindness (const TsStudyReport *self, TsReport *report, const GArray *list)
{
  static const char *const names[] = { "reader",      "arm",   "locked",
                                       "finished",    "blind", "after washout",
                                       "seen before", "shown", "unknown",
                                       NULL };

  ts_report_add_table (report, "Cases, and whether they were read blind",
                       names);
  for (guint i = 0; i < list->len; i++) {
    const TsReaderFacts *facts = &g_array_index (list, TsReaderFacts, i);
    const TsStudyArm *arm =
      g_ptr_array_index (self->data->study->arms, facts->arm);
    g_autofree char *name = ts_study_report_name_reader (self, facts->reader);
    g_autofree char *numbers = g_strdup_printf (
      "%u\t%u\t%u\t%u\t%u\t%u\t%u", facts->n_locked, facts->n_finished,
      facts->n_blindness[TS_BLIND], facts->n_blindness[TS_BLIND_AFTER_WASHOUT],
      facts->n_blindness[TS_NOT_BLIND_SEEN],
      facts->n_blindness[TS_NOT_BLIND_SHOWN],
      facts->n_blindness[TS_BLIND_UNKNOWN]);
    g_auto (GStrv) parts = g_strsplit (numbers, "\t", -1);
    const char *const cells[] = { name,     arm->name, parts[0], parts[1],
                                  parts[2], parts[3],  parts[4], parts[5],
                                  parts[6], NULL };

    ts_report_add_row (report, cells);
  }
  ts_study_report_begin_estimates (report, "Share of cases read blind");
  for (guint i = 0; i < list->len; i++) {
    const TsReaderFacts *facts = &g_array_index (list, TsReaderFacts, i);
    const TsStudyArm *arm =
      g_ptr_array_index (self->data->study->arms, facts->arm);
    g_autofree char *name = ts_study_report_name_reader (self, facts->reader);
    g_autofree char *label = g_strdup_printf ("%s, arm %s", name, arm->name);

    ts_study_report_add_estimate (report, label, &facts->blind);
  }
}

static char *
format_seconds (double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (number, sizeof number, "%.1f", value));
}

static void
add_time_row (TsReport *report, const char *who, const TsQuartiles *quartiles)
{
  g_autofree char *n = g_strdup_printf ("%u", quartiles->n);
  g_autofree char *low = format_seconds (quartiles->low);
  g_autofree char *median = format_seconds (quartiles->median);
  g_autofree char *high = format_seconds (quartiles->high);
  gboolean is_known = quartiles->n > 0;
  const char *const cells[] = { who,
                                n,
                                is_known ? median : "-",
                                is_known ? low : "-",
                                is_known ? high : "-",
                                NULL };

  ts_report_add_row (report, cells);
}

static void
add_times (const TsStudyReport *self, TsReport *report, const GArray *list)
{
  static const char *const names[] = {
    "", "n", "median", "lower quartile", "upper quartile", NULL
  };

  ts_report_add_table (report, "Active seconds for a case", names);
  for (guint i = 0; i < list->len; i++) {
    const TsReaderFacts *facts = &g_array_index (list, TsReaderFacts, i);
    const TsStudyArm *arm =
      g_ptr_array_index (self->data->study->arms, facts->arm);
    g_autofree char *name = ts_study_report_name_reader (self, facts->reader);
    g_autofree char *lock =
      g_strdup_printf ("%s, arm %s, to the lock", name, arm->name);
    g_autofree char *end =
      g_strdup_printf ("%s, arm %s, to the end", name, arm->name);

    add_time_row (report, lock, &facts->lock_s);
    add_time_row (report, end, &facts->end_s);
  }
}

void
ts_study_report_add_reading (const TsStudyReport *self, TsReport *report)
{
  g_autoptr (GArray) list = ts_reader_facts_list (self->data);

  ts_report_add_heading (report, 1, "How it was read");
  if (list->len == 0) {
    ts_report_add_text (report, "No case is locked yet.");
    return;
  }
  add_blindness (self, report, list);
  add_times (self, report, list);
}

/* ---- Tiles ---- */

void
ts_study_report_add_tiles (const TsStudyReport *self, TsReport *report)
{
  const TsStudyData *data = self->data;
  g_autoptr (GArray) list = ts_tile_estimate_list (data);
  g_autofree char *text = g_strdup_printf (
    "Weighted to all tiles of the strata drawn from. Tiles not answered: %u; "
    "without a stored prediction: %u.",
    data->n_tiles_unanswered, data->n_tiles_unknown);

  if (list->len == 0)
    return;
  ts_report_add_heading (report, 1, "Tiles reviewed");
  ts_study_report_begin_estimates (report, "Reader agrees with the model");
  for (guint i = 0; i < list->len; i++) {
    const TsTileEstimate *each = &g_array_index (list, TsTileEstimate, i);
    const TsStudyArm *arm = g_ptr_array_index (data->study->arms, each->arm);
    const TsStudyQuestion *question =
      g_ptr_array_index (data->study->questions, each->question);
    g_autofree char *name = ts_study_report_name_reader (self, each->reader);
    g_autofree char *label = g_strdup_printf (
      "%s, arm %s, question %s, %s; %u of %u in the sample, %u undecided", name,
      arm->name, question->name, ts_phase_to_text (each->phase), each->n_agree,
      each->n - each->n_undecided, each->n_undecided);

    ts_study_report_add_estimate (report, label, &each->agreement);
  }
  ts_report_add_text (report, text);
}
