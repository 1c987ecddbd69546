/* Studies: added whole, never changed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/store-studies.h"

#include "core/base/error.h"
#include "core/store/query.h"
#include "core/store/record.h"
#include "core/store/study-key.h"

static gboolean
add_study_row (TsStore *self, const TsStudy *study, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "INSERT INTO study (study_key, name, description, seed,"
                    " reading_order, regions, n_disagreement, n_uncertainty,"
                    " n_control) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");

  ts_query_bind_text (&query, study->key);
  ts_query_bind_text (&query, study->name);
  ts_query_bind_text (&query, study->description);
  ts_query_bind_int (&query, study->seed);
  ts_query_bind_text (&query, ts_order_to_text (study->order));
  ts_query_bind_text (&query, ts_regions_to_text (study->regions));
  ts_query_bind_int (&query, study->n_disagreement);
  ts_query_bind_int (&query, study->n_uncertainty);
  ts_query_bind_int (&query, study->n_control);
  return ts_query_run (&query, error);
}

static gboolean
add_slides (TsStore *self, const TsStudy *study, GError **error)
{
  for (guint i = 0; i < study->slides->len; i++) {
    const TsStudySlide *slide = g_ptr_array_index (study->slides, i);
    g_auto (TsQuery) query =
      ts_query (self, "INSERT INTO study_slide VALUES (?, ?, ?, ?, ?)");

    ts_query_bind_text (&query, study->key);
    ts_query_bind_int (&query, i);
    ts_query_bind_text (&query, slide->identity);
    ts_query_bind_text (&query, slide->pseudonym);
    ts_query_bind_text (&query, slide->patient);
    if (!ts_query_run (&query, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_answers (TsStore *self,
             const TsStudy *study,
             const TsStudyQuestion *question,
             GError **error)
{
  for (guint i = 0; i < question->answers->len; i++) {
    const TsStudyAnswer *answer = g_ptr_array_index (question->answers, i);
    g_auto (TsQuery) query =
      ts_query (self, "INSERT INTO study_answer VALUES (?, ?, ?, ?, ?)");

    ts_query_bind_text (&query, study->key);
    ts_query_bind_text (&query, question->name);
    ts_query_bind_int (&query, i);
    ts_query_bind_text (&query, answer->code);
    ts_query_bind_int (&query, answer->is_cannot_decide ? 1 : 0);
    if (!ts_query_run (&query, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_questions (TsStore *self, const TsStudy *study, GError **error)
{
  for (guint i = 0; i < study->questions->len; i++) {
    const TsStudyQuestion *question = g_ptr_array_index (study->questions, i);
    g_auto (TsQuery) query =
      ts_query (self, "INSERT INTO study_question VALUES (?, ?, ?, ?, ?, ?)");

    ts_query_bind_text (&query, study->key);
    ts_query_bind_int (&query, i);
    ts_query_bind_text (&query, question->name);
    ts_query_bind_text (&query, question->prompt);
    ts_query_bind_text (&query, ts_level_to_text (question->level));
    ts_query_bind_text (&query, ts_question_kind_to_text (question->kind));
    if (!ts_query_run (&query, error))
      return FALSE;
    ts_query_clear (&query);
    if (!add_answers (self, study, question, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_arms (TsStore *self, const TsStudy *study, GError **error)
{
  for (guint i = 0; i < study->arms->len; i++) {
    const TsStudyArm *arm = g_ptr_array_index (study->arms, i);
    g_auto (TsQuery) query =
      ts_query (self, "INSERT INTO study_arm VALUES (?, ?, ?, ?, ?, ?)");

    ts_query_bind_text (&query, study->key);
    ts_query_bind_int (&query, i);
    ts_query_bind_text (&query, arm->name);
    ts_query_bind_text (&query, ts_arm_kind_to_text (arm->kind));
    ts_query_bind_text (&query, arm->after_arm);
    ts_query_bind_int (&query, arm->washout_days);
    if (!ts_query_run (&query, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_models (TsStore *self, const TsStudy *study, GError **error)
{
  for (guint i = 0; i < study->models->len; i++) {
    const TsStudyModel *model = g_ptr_array_index (study->models, i);
    g_auto (TsQuery) query =
      ts_query (self, "INSERT INTO study_model VALUES (?, ?, ?)");

    ts_query_bind_text (&query, study->key);
    ts_query_bind_int (&query, i);
    ts_query_bind_text (&query, model->identity);
    if (!ts_query_run (&query, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_study (TsStore *self, const char *key, gboolean *out_has, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT 1 FROM study WHERE study_key = ?");
  gint64 found = 0;

  ts_query_bind_text (&query, key);
  if (!ts_query_find_id (&query, &found, error))
    return FALSE;
  *out_has = found != 0;
  return TRUE;
}

static gboolean
add_whole (TsStore *self,
           gint64 session_id,
           const TsStudy *study,
           GError **error)
{
  const TsEvent event = { .session_id = session_id,
                          .kind = "study-created",
                          .at_us = g_get_real_time (),
                          .record_kind = "study",
                          .record_key = study->key };
  gboolean is_there = FALSE;

  if (!has_study (self, study->key, &is_there, error))
    return FALSE;
  return is_there ||
         (add_study_row (self, study, error) &&
          add_slides (self, study, error) &&
          add_questions (self, study, error) && add_arms (self, study, error) &&
          add_models (self, study, error) &&
          ts_record_witness (self, &event, NULL, error));
}

gboolean
ts_store_add_study (TsStore *self,
                    gint64 session_id,
                    TsStudy *study,
                    GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);

  g_free (study->key);
  study->key = ts_study_compute_key (study);
  return ts_store_begin (hold, TS_SURVIVES_POWER_LOSS, error) &&
         ts_store_end (self, add_whole (self, session_id, study, error), error);
}

static gboolean
load_row (TsStore *self, TsStudy *study, GError **error)
{
  enum { NAME, DESCRIPTION, SEED, ORDER, REGIONS, N_D, N_U, N_C };
  g_auto (TsQuery) query =
    ts_query (self, "SELECT name, description, seed, reading_order, regions,"
                    " n_disagreement, n_uncertainty, n_control FROM study"
                    " WHERE study_key = ?");
  g_autofree char *order = NULL;
  g_autofree char *regions = NULL;

  ts_query_bind_text (&query, study->key);
  if (!ts_query_next (&query, error)) {
    if (query.is_done)
      g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                   "'%s' has no study of the key '%s'", self->path, study->key);
    return FALSE;
  }
  study->name = ts_query_dup_text (&query, NAME);
  study->description = ts_query_dup_text (&query, DESCRIPTION);
  study->seed = ts_query_get_int (&query, SEED);
  order = ts_query_dup_text (&query, ORDER);
  regions = ts_query_dup_text (&query, REGIONS);
  if (!ts_order_from_text (order, &study->order))
    ts_query_refuse (&query, "reading_order");
  if (!ts_regions_from_text (regions, &study->regions))
    ts_query_refuse (&query, "regions");
  study->n_disagreement = ts_query_get_uint32 (&query, N_D);
  study->n_uncertainty = ts_query_get_uint32 (&query, N_U);
  study->n_control = ts_query_get_uint32 (&query, N_C);
  return ts_query_check (&query, error);
}

static gboolean
load_slides (TsStore *self, TsStudy *study, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT slide_identity, pseudonym, patient"
                    " FROM study_slide WHERE study_key = ? ORDER BY position");

  ts_query_bind_text (&query, study->key);
  while (ts_query_next (&query, error)) {
    TsStudySlide *slide = ts_study_add_slide (study);

    slide->identity = ts_query_dup_text (&query, 0);
    slide->pseudonym = ts_query_dup_text (&query, 1);
    slide->patient = ts_query_dup_text (&query, 2);
  }
  return query.is_done && ts_query_check (&query, error);
}

static gboolean
load_questions (TsStore *self, TsStudy *study, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT name, prompt, level, kind FROM study_question"
                    " WHERE study_key = ? ORDER BY position");

  ts_query_bind_text (&query, study->key);
  while (ts_query_next (&query, error)) {
    TsStudyQuestion *question = ts_study_add_question (study);
    g_autofree char *level = ts_query_dup_text (&query, 2);
    g_autofree char *kind = ts_query_dup_text (&query, 3);

    question->name = ts_query_dup_text (&query, 0);
    question->prompt = ts_query_dup_text (&query, 1);
    if (!ts_level_from_text (level, &question->level))
      ts_query_refuse (&query, "level");
    if (!ts_question_kind_from_text (kind, &question->kind))
      ts_query_refuse (&query, "kind");
  }
  return query.is_done && ts_query_check (&query, error);
}

static gboolean
load_answers (TsStore *self,
              const TsStudy *study,
              TsStudyQuestion *question,
              GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT code, is_cannot_decide FROM study_answer"
                    " WHERE study_key = ? AND question = ? ORDER BY position");

  ts_query_bind_text (&query, study->key);
  ts_query_bind_text (&query, question->name);
  while (ts_query_next (&query, error)) {
    TsStudyAnswer *answer = ts_study_question_add_answer (question);

    answer->code = ts_query_dup_text (&query, 0);
    answer->is_cannot_decide = ts_query_get_int (&query, 1) != 0;
  }
  return query.is_done && ts_query_check (&query, error);
}

static gboolean
load_arms (TsStore *self, TsStudy *study, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT name, kind, after_arm, washout_days FROM study_arm"
                    " WHERE study_key = ? ORDER BY position");

  ts_query_bind_text (&query, study->key);
  while (ts_query_next (&query, error)) {
    TsStudyArm *arm = ts_study_add_arm (study);
    g_autofree char *kind = ts_query_dup_text (&query, 1);

    arm->name = ts_query_dup_text (&query, 0);
    if (!ts_arm_kind_from_text (kind, &arm->kind))
      ts_query_refuse (&query, "kind");
    arm->after_arm = ts_query_dup_text (&query, 2);
    arm->washout_days = ts_query_get_uint32 (&query, 3);
  }
  return query.is_done && ts_query_check (&query, error);
}

static gboolean
load_models (TsStore *self, TsStudy *study, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT model_identity FROM study_model"
                    " WHERE study_key = ? ORDER BY position");

  ts_query_bind_text (&query, study->key);
  while (ts_query_next (&query, error))
    ts_study_add_model (study)->identity = ts_query_dup_text (&query, 0);
  return query.is_done && ts_query_check (&query, error);
}

TsStudy *
ts_store_load_study_held (TsStore *self, const char *key, GError **error)
{
  g_autoptr (TsStudy) study = ts_study_new ();

  study->key = g_strdup (key);
  if (!load_row (self, study, error) || !load_slides (self, study, error) ||
      !load_questions (self, study, error) || !load_arms (self, study, error) ||
      !load_models (self, study, error))
    return NULL;
  for (guint i = 0; i < study->questions->len; i++)
    if (!load_answers (self, study, g_ptr_array_index (study->questions, i),
                       error))
      return NULL;
  return g_steal_pointer (&study);
}

TsStudy *
ts_store_load_study (TsStore *self, const char *key, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);

  return ts_store_load_study_held (hold, key, error);
}

static void
free_study (gpointer study)
{
  ts_study_free (study);
}

GPtrArray *
ts_store_list_studies (TsStore *self, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GPtrArray) studies = g_ptr_array_new_with_free_func (free_study);
  g_auto (TsQuery) query =
    ts_query (hold, "SELECT record_key FROM event WHERE record_kind = 'study'"
                    " GROUP BY record_key ORDER BY min (event_id)");

  while (ts_query_next (&query, error)) {
    g_autofree char *key = ts_query_dup_text (&query, 0);
    TsStudy *study = ts_store_load_study_held (self, key, error);

    if (study == NULL)
      return NULL;
    g_ptr_array_add (studies, study);
  }
  return query.is_done ? g_steal_pointer (&studies) : NULL;
}

char *
ts_store_get_uuid (TsStore *self, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_auto (TsQuery) query = ts_query (hold, "SELECT uuid FROM store_name");

  if (ts_query_next (&query, error))
    return ts_query_dup_text (&query, 0);
  if (query.is_done)
    ts_store_set_damaged (self, "store_name", error);
  return NULL;
}
