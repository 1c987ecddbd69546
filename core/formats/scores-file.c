/* A table of scores.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/formats/scores-file.h"

#include <float.h>

#include "core/base/error.h"
#include "core/base/parse.h"
#include "core/formats/csv-file.h"
#include "core/formats/name-list.h"

typedef struct {
  const TsCsvFile *csv;
  const char *positive;
  guint case_column, truth_column, patient_column, score_columns[2];
  TsNameList *cases, *patients;
  TsScoresFile *out;
} Loader;

static gboolean
find_columns (Loader *self, GError **error)
{
  TsScoresFile *out = self->out;

  if (!ts_csv_file_require (self->csv, "case", &self->case_column, error) ||
      !ts_csv_file_require (self->csv, "truth", &self->truth_column, error))
    return FALSE;
  out->has_patients =
    ts_csv_file_find (self->csv, "patient", &self->patient_column);
  out->n_models = 2;
  if (ts_csv_file_find (self->csv, "score_a", &self->score_columns[0]))
    return ts_csv_file_require (self->csv, "score_b", &self->score_columns[1],
                                error);
  out->n_models = 1;
  return ts_csv_file_require (self->csv, "score", &self->score_columns[0],
                              error);
}

static gboolean
take_case (Loader *self, guint row, GError **error)
{
  const char *name = ts_csv_file_get (self->csv, row, self->case_column);
  guint i_case = row;

  if (*name == '\0')
    return ts_csv_file_complain (self->csv, row, error, "case is missing");
  i_case = ts_name_list_add (self->cases, name);
  if (i_case < row)
    return ts_csv_file_complain (self->csv, row, error,
                                 "case '%s' is on line %u already", name,
                                 ts_csv_file_get_line (self->csv, i_case));
  return TRUE;
}

static gboolean
take_truth (Loader *self, guint row, GError **error)
{
  const char *truth = ts_csv_file_get (self->csv, row, self->truth_column);
  double value = -1;

  if (*truth == '\0')
    return ts_csv_file_complain (self->csv, row, error, "truth is missing");
  if (self->positive != NULL) {
    self->out->is_positive[row] = g_str_equal (truth, self->positive);
    return TRUE;
  }
  if (!ts_parse_double (truth, 0, 1, &value) || (value != 0 && value != 1))
    return ts_csv_file_complain (
      self->csv, row, error,
      "truth '%s' is neither 0 nor 1, and no label was named as positive",
      truth);
  self->out->is_positive[row] = value == 1;
  return TRUE;
}

static gboolean
take_scores (Loader *self, guint row, GError **error)
{
  static const char *const names[2][2] = { { "score", NULL },
                                           { "score_a", "score_b" } };

  for (guint i = 0; i < self->out->n_models; i++) {
    const char *name = names[self->out->n_models - 1][i];
    const char *text = ts_csv_file_get (self->csv, row, self->score_columns[i]);
    if (*text == '\0')
      return ts_csv_file_complain (self->csv, row, error, "%s is missing",
                                   name);
    if (!ts_parse_double (text, -DBL_MAX, DBL_MAX, &self->out->scores[i][row]))
      return ts_csv_file_complain (
        self->csv, row, error, "%s '%s' is not a finite number", name, text);
  }
  return TRUE;
}

/* Patients are numbered first, cases without one behind them. */
static void
take_units (Loader *self)
{
  TsScoresFile *out = self->out;

  for (guint row = 0; out->has_patients && row < out->n_cases; row++) {
    const char *name = ts_csv_file_get (self->csv, row, self->patient_column);
    if (*name != '\0')
      out->units[row] = ts_name_list_add (self->patients, name);
  }
  out->n_units = ts_name_list_get_n (self->patients);
  out->has_patients = out->n_units > 0;
  for (guint row = 0; row < out->n_cases; row++)
    if (!out->has_patients ||
        *ts_csv_file_get (self->csv, row, self->patient_column) == '\0')
      out->units[row] = out->n_units++;
}

static gboolean
take_rows (Loader *self, GError **error)
{
  TsScoresFile *out = self->out;
  gboolean has_positive = FALSE;

  for (guint row = 0; row < out->n_cases; row++) {
    if (!take_case (self, row, error) || !take_truth (self, row, error) ||
        !take_scores (self, row, error))
      return FALSE;
    has_positive = has_positive || out->is_positive[row];
  }
  if (self->positive != NULL && !has_positive) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "'%s' has no case of truth '%s'",
                 ts_csv_file_get_path (self->csv), self->positive);
    return FALSE;
  }
  take_units (self);
  return TRUE;
}

TsScoresFile *
ts_scores_file_load (const char *path, const char *positive, GError **error)
{
  g_autoptr (TsCsvFile) csv = ts_csv_file_load (path, error);
  g_autoptr (TsScoresFile) out = NULL;
  g_autoptr (TsNameList) cases = ts_name_list_new ();
  g_autoptr (TsNameList) patients = ts_name_list_new ();
  Loader loader = {
    .csv = csv, .positive = positive, .cases = cases, .patients = patients
  };

  if (csv == NULL)
    return NULL;
  out = loader.out = g_new0 (TsScoresFile, 1);
  if (!find_columns (&loader, error))
    return NULL;
  out->n_cases = ts_csv_file_get_n_rows (csv);
  out->positive_label = g_strdup (positive != NULL ? positive : "1");
  out->is_positive = g_new0 (guint8, out->n_cases);
  out->units = g_new0 (guint, out->n_cases);
  for (guint i = 0; i < out->n_models; i++)
    out->scores[i] = g_new0 (double, out->n_cases);
  if (!take_rows (&loader, error))
    return NULL;
  return g_steal_pointer (&out);
}

void
ts_scores_file_free (TsScoresFile *self)
{
  if (self == NULL)
    return;
  g_free (self->scores[0]);
  g_free (self->scores[1]);
  g_free (self->is_positive);
  g_free (self->positive_label);
  g_free (self->units);
  g_free (self);
}
