/* What a reader says of a case: answers and regions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/store/case-private.h"
#include "core/store/record.h"

/* The phase of what is said in a state. */
static gboolean
find_phase (TsStore *self,
            TsCaseState state,
            TsPhase *out_phase,
            GError **error)
{
  static const TsPhase phases[] = { TS_PHASE_BLIND, TS_PHASE_LOCKED,
                                    TS_PHASE_REVEALED };

  if (state == TS_CASE_FINISHED)
    return ts_store_refuse (self, "the case is finished", error);
  *out_phase = phases[state];
  return TRUE;
}

static gboolean
check_reading (TsStore *self, const TsReading *reading, GError **error)
{
  gboolean is_revealed = reading->phase == TS_PHASE_REVEALED;
  gboolean is_decided = reading->decision != TS_DECISION_NONE;

  if (reading->item_key == NULL && reading->phase == TS_PHASE_LOCKED)
    return ts_store_refuse (self, "the case is locked", error);
  if (!is_revealed && (is_decided || reading->model_answer != NULL ||
                       reading->model_identity != NULL))
    return ts_store_refuse (self, "nothing of a model is revealed yet", error);
  if (reading->item_key == NULL && is_revealed && !is_decided)
    return ts_store_refuse (self, "keep or change is missing", error);
  return TRUE;
}

static gboolean
check_answer (TsStore *self,
              const TsStudyCase *reading_case,
              const char *question,
              const char *answer,
              GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT 1 FROM study_answer WHERE study_key = ?"
                    " AND question = ? AND code = ?");
  g_autofree char *message = NULL;
  gint64 found = 0;

  ts_query_bind_text (&query, reading_case->study_key);
  ts_query_bind_text (&query, question);
  ts_query_bind_text (&query, answer);
  if (!ts_query_find_id (&query, &found, error))
    return FALSE;
  if (found != 0)
    return TRUE;
  message = g_strdup_printf ("'%s' is no answer to '%s'", answer, question);
  return ts_store_refuse (self, message, error);
}

/* *out_key: of the answer to the same question on the same thing that stands in its phase,
 * NULL without. */
static gboolean
find_superseded (TsStore *self,
                 const TsReading *reading,
                 char **out_key,
                 GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT reading_key FROM reading AS old WHERE case_key = ?"
                    " AND phase = ? AND question = ? AND item_key IS ?"
                    " AND NOT EXISTS (SELECT 1 FROM reading AS later"
                    " WHERE later.supersedes_key = old.reading_key)"
                    " ORDER BY at_us DESC LIMIT 1");

  ts_query_bind_text (&query, reading->case_key);
  ts_query_bind_text (&query, ts_phase_to_text (reading->phase));
  ts_query_bind_text (&query, reading->question);
  ts_query_bind_text (&query, reading->item_key);
  *out_key = NULL;
  if (!ts_query_next (&query, error))
    return query.is_done;
  *out_key = ts_query_dup_text (&query, 0);
  return ts_query_check (&query, error);
}

static void
bind_given (TsQuery *query, int value, int none)
{
  if (value == none)
    ts_query_bind_null (query);
  else
    ts_query_bind_int (query, value);
}

static gboolean
add_reading_row (TsStore *self, const TsReading *reading, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "INSERT INTO reading (reading_key, supersedes_key,"
                    " case_key, item_key, phase, question, answer, confidence,"
                    " difficulty, comment, decision, reason, model_identity,"
                    " model_answer, software, at_us) VALUES"
                    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  ts_query_bind_text (&query, reading->key);
  ts_query_bind_text (&query, reading->supersedes_key);
  ts_query_bind_text (&query, reading->case_key);
  ts_query_bind_text (&query, reading->item_key);
  ts_query_bind_text (&query, ts_phase_to_text (reading->phase));
  ts_query_bind_text (&query, reading->question);
  ts_query_bind_text (&query, reading->answer);
  bind_given (&query, reading->confidence, TS_NO_CONFIDENCE);
  bind_given (&query, reading->difficulty, 0);
  ts_query_bind_text (&query, reading->comment);
  ts_query_bind_text (&query, ts_decision_to_text (reading->decision));
  ts_query_bind_text (&query, reading->reason);
  ts_query_bind_text (&query, reading->model_identity);
  ts_query_bind_text (&query, reading->model_answer);
  ts_query_bind_text (&query, ts_version_text ());
  ts_query_bind_int (&query, reading->at_us);
  return ts_query_run (&query, error);
}

static gboolean
add_reading (TsStore *self,
             gint64 session_id,
             TsReading *reading,
             GError **error)
{
  g_autoptr (TsStudyCase) reading_case =
    ts_store_take_case (self, session_id, reading->case_key, error);
  TsEvent event = { .session_id = session_id,
                    .kind = "reading-added",
                    .at_us = g_get_real_time (),
                    .record_kind = "reading" };

  if (reading_case == NULL ||
      !find_phase (self, reading_case->state, &reading->phase, error) ||
      !check_reading (self, reading, error) ||
      !check_answer (self, reading_case, reading->question, reading->answer,
                     error))
    return FALSE;
  g_clear_pointer (&reading->supersedes_key, g_free);
  if (!find_superseded (self, reading, &reading->supersedes_key, error))
    return FALSE;
  g_free (reading->key);
  event.record_key = reading->key = ts_record_make_key ();
  reading->at_us = event.at_us;
  g_free (reading->software);
  reading->software = g_strdup (ts_version_text ());
  return add_reading_row (self, reading, error) &&
         ts_record_witness (self, &event, reading_case->slide_identity, error);
}

gboolean
ts_store_add_reading (TsStore *self,
                      gint64 session_id,
                      TsReading *reading,
                      GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);

  return ts_store_begin (hold, TS_SURVIVES_POWER_LOSS, error) &&
         ts_store_end (self, add_reading (self, session_id, reading, error),
                       error);
}

static TsReading *
read_reading (TsQuery *query)
{
  enum {
    KEY,
    SUPERSEDES,
    CASE,
    ITEM,
    PHASE,
    QUESTION,
    ANSWER,
    CONFIDENCE,
    DIFFICULTY,
    COMMENT,
    DECISION,
    REASON,
    MODEL,
    MODEL_ANSWER,
    SOFTWARE,
    AT_US
  };
  TsReading *reading = ts_reading_new ();
  g_autofree char *phase = ts_query_dup_text (query, PHASE);
  g_autofree char *decision = ts_query_dup_text (query, DECISION);

  reading->key = ts_query_dup_text (query, KEY);
  reading->supersedes_key = ts_query_dup_text (query, SUPERSEDES);
  reading->case_key = ts_query_dup_text (query, CASE);
  reading->item_key = ts_query_dup_text (query, ITEM);
  if (!ts_phase_from_text (phase, &reading->phase))
    ts_query_refuse (query, "phase");
  reading->question = ts_query_dup_text (query, QUESTION);
  reading->answer = ts_query_dup_text (query, ANSWER);
  reading->confidence = (int) ts_query_get_int (query, CONFIDENCE);
  reading->difficulty = (int) ts_query_get_uint32 (query, DIFFICULTY);
  reading->comment = ts_query_dup_text (query, COMMENT);
  if (!ts_decision_from_text (decision, &reading->decision))
    ts_query_refuse (query, "decision");
  reading->reason = ts_query_dup_text (query, REASON);
  reading->model_identity = ts_query_dup_text (query, MODEL);
  reading->model_answer = ts_query_dup_text (query, MODEL_ANSWER);
  reading->software = ts_query_dup_text (query, SOFTWARE);
  reading->at_us = ts_query_get_int (query, AT_US);
  return reading;
}

static void
free_reading (gpointer reading)
{
  ts_reading_free (reading);
}

GPtrArray *
ts_store_list_readings (TsStore *self, const char *case_key, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_reading);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT reading_key, supersedes_key, case_key, item_key,"
                    " phase, question, answer, coalesce (confidence, -1),"
                    " difficulty, comment, decision, reason, model_identity,"
                    " model_answer, software, at_us FROM reading AS old"
                    " WHERE case_key = ? AND NOT EXISTS"
                    " (SELECT 1 FROM reading AS later"
                    " WHERE later.supersedes_key = old.reading_key)"
                    " ORDER BY at_us, reading_key");

  ts_query_bind_text (&query, case_key);
  while (ts_query_next (&query, error))
    g_ptr_array_add (list, read_reading (&query));
  if (!query.is_done || !ts_query_check (&query, error))
    return NULL;
  return g_steal_pointer (&list);
}
