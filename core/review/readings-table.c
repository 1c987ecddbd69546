/* What readers said, one row an answer, beside the truth.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/readings-table.h"

#include "core/base/error.h"
#include "core/review/case-session.h"

typedef struct {
  TsStore *store;
  const TsStudy *study;
  GPtrArray *truth; /* TsTruth, or NULL: not asked for */
  GPtrArray *rows;
} Table;

static void
free_row (gpointer data)
{
  TsReadingRow *row = data;

  g_free (row->slide);
  g_free (row->patient);
  g_free (row->reader);
  g_free (row->arm);
  g_free (row->question);
  g_free (row->label);
  g_free (row->truth);
  g_free (row->model_answer);
  g_free (row->origin);
  g_free (row);
}

static gboolean
check_nobody_reads (const Table *self, const GPtrArray *cases, GError **error)
{
  for (guint i = 0; i < cases->len; i++) {
    const TsStudyCase *each = g_ptr_array_index (cases, i);
    const TsStudySlide *slide =
      ts_study_find_slide (self->study, each->slide_identity);

    if (each->state == TS_CASE_FINISHED)
      continue;
    g_set_error (error, TS_ERROR, TS_ERROR_STORE,
                 "the truth of study '%s' is not told while reader '%s' has "
                 "case '%s' open",
                 self->study->name, each->reader,
                 slide != NULL ? slide->pseudonym : each->slide_identity);
    return FALSE;
  }
  return TRUE;
}

static const char *
find_truth (const Table *self, const char *identity, const char *question)
{
  for (guint i = 0; self->truth != NULL && i < self->truth->len; i++) {
    const TsTruth *truth = g_ptr_array_index (self->truth, i);

    if (g_str_equal (truth->slide_identity, identity) &&
        g_str_equal (truth->question, question))
      return truth->label;
  }
  return NULL;
}

static void
fill_said (const Table *self, const TsReading *reading, TsReadingRow *row)
{
  const TsStudyQuestion *question =
    ts_study_find_question (self->study, reading->question);
  const TsStudyAnswer *answer =
    question != NULL ? ts_study_question_find (question, reading->answer)
                     : NULL;

  row->question = g_strdup (reading->question);
  row->label = g_strdup (reading->answer);
  row->is_cannot_decide = answer != NULL && answer->is_cannot_decide;
  row->phase = reading->phase;
  row->confidence = reading->confidence;
  row->difficulty = reading->difficulty;
  row->decision = reading->decision;
  row->model_answer = g_strdup (reading->model_answer);
  row->at_us = reading->at_us;
}

/* Up to the lock for what was said blind, else up to now. */
static gboolean
fill_measured (const Table *self,
               const TsStudyCase *reading_case,
               TsReadingRow *row,
               GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (TsCaseStep) step =
    row->phase == TS_PHASE_BLIND
      ? ts_store_find_step (self->store, reading_case->key, TS_STEP_LOCKED,
                            &local)
      : ts_store_find_last_step (self->store, reading_case->key, &local);

  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (step == NULL)
    return TRUE;
  row->active_ms = step->active_ms;
  row->seen_share = step->seen_share;
  row->highest_power = step->highest_power;
  return TRUE;
}

static gboolean
add_row (const Table *self,
         const TsStudyCase *reading_case,
         const TsReading *reading,
         TsBlindness blindness,
         GError **error)
{
  const TsStudySlide *slide =
    ts_study_find_slide (self->study, reading_case->slide_identity);
  TsReadingRow *row = g_new0 (TsReadingRow, 1);

  g_ptr_array_add (self->rows, row);
  row->slide = g_strdup (slide != NULL ? slide->pseudonym : NULL);
  row->patient = g_strdup (slide != NULL ? slide->patient : NULL);
  row->reader = g_strdup (reading_case->reader);
  row->arm = g_strdup (reading_case->arm);
  row->truth = g_strdup (
    find_truth (self, reading_case->slide_identity, reading->question));
  row->blindness = blindness;
  fill_said (self, reading, row);
  row->origin =
    ts_store_find_origin (self->store, "reading", reading->key, error);
  return row->origin != NULL && fill_measured (self, reading_case, row, error);
}

static gboolean
add_case (const Table *self, const TsStudyCase *reading_case, GError **error)
{
  g_autoptr (GPtrArray) readings = NULL;
  TsBlindness blindness = TS_BLIND_UNKNOWN;

  if (reading_case->state == TS_CASE_BLIND)
    return TRUE;
  readings = ts_store_list_readings (self->store, reading_case->key, error);
  if (readings == NULL ||
      !ts_case_find_blindness (self->store, self->study, reading_case,
                               &blindness, error))
    return FALSE;
  for (guint i = 0; i < readings->len; i++) {
    const TsReading *reading = g_ptr_array_index (readings, i);

    if (reading->item_key == NULL &&
        !add_row (self, reading_case, reading, blindness, error))
      return FALSE;
  }
  return TRUE;
}

GPtrArray *
ts_readings_table_new (TsStore *store,
                       const TsStudy *study,
                       gboolean with_truth,
                       GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (GPtrArray) truth = NULL;
  g_autoptr (GPtrArray) cases =
    ts_store_list_cases (store, study->key, NULL, error);
  Table table = { store, study, NULL, rows };

  if (cases == NULL ||
      (with_truth && !check_nobody_reads (&table, cases, error)))
    return NULL;
  if (with_truth) {
    truth = table.truth = ts_store_list_truth (store, study->key, error);
    if (truth == NULL)
      return NULL;
  }
  for (guint i = 0; i < cases->len; i++)
    if (!add_case (&table, g_ptr_array_index (cases, i), error))
      return NULL;
  return g_steal_pointer (&rows);
}
