/* Cases of a study: begun, stepped through, listed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/store/case-private.h"
#include "core/store/record.h"

#define SELECT_CASE                                                          \
  "SELECT case_key, study_key, arm, reader, slide_identity, order_position," \
  " software, begun_at_us,"                                                  \
  " (SELECT min (at_us) FROM case_step AS s WHERE s.case_key = c.case_key"   \
  " AND kind = 'locked'),"                                                   \
  " (SELECT min (at_us) FROM case_step AS s WHERE s.case_key = c.case_key"   \
  " AND kind = 'revealed'),"                                                 \
  " (SELECT min (at_us) FROM case_step AS s WHERE s.case_key = c.case_key"   \
  " AND kind = 'finished') FROM case_reading AS c "

static TsStudyCase *
read_case (TsQuery *query)
{
  enum {
    KEY,
    STUDY,
    ARM,
    READER,
    SLIDE,
    POSITION,
    SOFTWARE,
    BEGUN,
    LOCKED,
    REVEALED,
    FINISHED
  };
  TsStudyCase *reading_case = g_new0 (TsStudyCase, 1);

  reading_case->key = ts_query_dup_text (query, KEY);
  reading_case->study_key = ts_query_dup_text (query, STUDY);
  reading_case->arm = ts_query_dup_text (query, ARM);
  reading_case->reader = ts_query_dup_text (query, READER);
  reading_case->slide_identity = ts_query_dup_text (query, SLIDE);
  reading_case->order_position = ts_query_get_uint32 (query, POSITION);
  reading_case->software = ts_query_dup_text (query, SOFTWARE);
  reading_case->begun_at_us = ts_query_get_int (query, BEGUN);
  reading_case->locked_at_us = ts_query_get_int (query, LOCKED);
  reading_case->revealed_at_us = ts_query_get_int (query, REVEALED);
  reading_case->finished_at_us = ts_query_get_int (query, FINISHED);
  if (reading_case->finished_at_us != 0)
    reading_case->state = TS_CASE_FINISHED;
  else if (reading_case->revealed_at_us != 0)
    reading_case->state = TS_CASE_REVEALED;
  else if (reading_case->locked_at_us != 0)
    reading_case->state = TS_CASE_LOCKED;
  return reading_case;
}

gboolean
ts_store_refuse (TsStore *self, const char *message, GError **error)
{
  g_set_error (error, TS_ERROR, TS_ERROR_STORE, "cannot write to '%s': %s",
               self->path, message);
  return FALSE;
}

TsStudyCase *
ts_store_load_case_held (TsStore *self, const char *case_key, GError **error)
{
  g_auto (TsQuery) query = ts_query (self, SELECT_CASE "WHERE case_key = ?");
  g_autoptr (TsStudyCase) reading_case = NULL;

  ts_query_bind_text (&query, case_key);
  if (ts_query_next (&query, error)) {
    reading_case = read_case (&query);
    return ts_query_check (&query, error) ? g_steal_pointer (&reading_case)
                                          : NULL;
  }
  if (query.is_done)
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "'%s' has no case of the key '%s'", self->path, case_key);
  return NULL;
}

TsStudyCase *
ts_store_load_case (TsStore *self, const char *case_key, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);

  return ts_store_load_case_held (hold, case_key, error);
}

static gboolean
check_sitting (TsStore *self,
               gint64 session_id,
               const char *reader,
               GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT 1 FROM session JOIN reader USING (reader_id)"
                    " WHERE session_id = ? AND name = ?");
  gint64 found = 0;

  ts_query_bind_int (&query, session_id);
  ts_query_bind_text (&query, reader);
  if (!ts_query_find_id (&query, &found, error))
    return FALSE;
  return found != 0 ||
         ts_store_refuse (self, "the session is of another reader", error);
}

TsStudyCase *
ts_store_take_case (TsStore *self,
                    gint64 session_id,
                    const char *case_key,
                    GError **error)
{
  g_autoptr (TsStudyCase) reading_case =
    ts_store_load_case_held (self, case_key, error);

  if (reading_case == NULL ||
      !check_sitting (self, session_id, reading_case->reader, error))
    return NULL;
  return g_steal_pointer (&reading_case);
}

static gboolean
check_is_new (TsStore *self, const TsStudyCase *reading_case, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "SELECT 1 FROM case_reading WHERE study_key = ? AND arm = ?"
                    " AND reader = ? AND slide_identity = ?");
  gint64 found = 0;

  ts_query_bind_text (&query, reading_case->study_key);
  ts_query_bind_text (&query, reading_case->arm);
  ts_query_bind_text (&query, reading_case->reader);
  ts_query_bind_text (&query, reading_case->slide_identity);
  if (!ts_query_find_id (&query, &found, error))
    return FALSE;
  return found == 0 ||
         ts_store_refuse (self, "the reader has begun this case before", error);
}

static gboolean
add_case_row (TsStore *self, const TsStudyCase *reading_case, GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "INSERT INTO case_reading VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

  ts_query_bind_text (&query, reading_case->key);
  ts_query_bind_text (&query, reading_case->study_key);
  ts_query_bind_text (&query, reading_case->arm);
  ts_query_bind_text (&query, reading_case->reader);
  ts_query_bind_text (&query, reading_case->slide_identity);
  ts_query_bind_int (&query, reading_case->order_position);
  ts_query_bind_text (&query, ts_version_text ());
  ts_query_bind_int (&query, reading_case->begun_at_us);
  return ts_query_run (&query, error);
}

gboolean
ts_store_begin_case (TsStore *self,
                     gint64 session_id,
                     TsStudyCase *reading_case,
                     GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  TsEvent event = { .session_id = session_id,
                    .kind = "case-begun",
                    .at_us = g_get_real_time (),
                    .record_kind = "case_reading" };
  gboolean is_done = FALSE;

  if (!ts_store_begin (hold, TS_SURVIVES_POWER_LOSS, error))
    return FALSE;
  g_free (reading_case->key);
  event.record_key = reading_case->key = ts_record_make_key ();
  reading_case->begun_at_us = event.at_us;
  reading_case->state = TS_CASE_BLIND;
  g_free (reading_case->software);
  reading_case->software = g_strdup (ts_version_text ());
  is_done =
    check_sitting (self, session_id, reading_case->reader, error) &&
    check_is_new (self, reading_case, error) &&
    add_case_row (self, reading_case, error) &&
    ts_record_witness (self, &event, reading_case->slide_identity, error);
  return ts_store_end (self, is_done, error);
}

static void
free_case (gpointer reading_case)
{
  ts_study_case_free (reading_case);
}

GPtrArray *
ts_store_list_cases (TsStore *self,
                     const char *study_key,
                     const char *reader,
                     GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (free_case);
  g_auto (TsQuery) query = ts_query (
    hold, SELECT_CASE "WHERE study_key = ?1 AND (?2 IS NULL OR reader = ?2)"
                      " ORDER BY begun_at_us, case_key");

  ts_query_bind_text (&query, study_key);
  ts_query_bind_text (&query, reader);
  while (ts_query_next (&query, error))
    g_ptr_array_add (cases, read_case (&query));
  if (!query.is_done || !ts_query_check (&query, error))
    return NULL;
  return g_steal_pointer (&cases);
}

gboolean
ts_store_find_arm_kind (TsStore *self,
                        const TsStudyCase *reading_case,
                        TsArmKind *out_kind,
                        GError **error)
{
  g_auto (TsQuery) query = ts_query (
    self, "SELECT kind FROM study_arm WHERE study_key = ? AND name = ?");
  g_autofree char *kind = NULL;

  ts_query_bind_text (&query, reading_case->study_key);
  ts_query_bind_text (&query, reading_case->arm);
  if (ts_query_next (&query, error))
    kind = ts_query_dup_text (&query, 0);
  else if (!query.is_done)
    return FALSE;
  if (ts_arm_kind_from_text (kind, out_kind))
    return TRUE;
  ts_store_set_damaged (self, "study_arm", error);
  return FALSE;
}

static void
bind_measured (TsQuery *query, const TsCaseStep *step)
{
  gsize n_bytes = 0;
  const void *seen =
    step->seen != NULL ? g_bytes_get_data (step->seen, &n_bytes) : NULL;

  ts_query_bind_int (query, step->active_ms);
  ts_query_bind_real (query, step->seen_share);
  ts_query_bind_known (query, step->seen_mm2);
  ts_query_bind_real (query, step->highest_power);
  ts_query_bind_bytes (query, seen, n_bytes);
  if (step->view_scale > 0) {
    ts_query_bind_real (query, step->view_center_l0.x);
    ts_query_bind_real (query, step->view_center_l0.y);
    ts_query_bind_real (query, step->view_scale);
  } else {
    for (guint i = 0; i < 3; i++)
      ts_query_bind_null (query);
  }
}

static gboolean
add_step_row (TsStore *self,
              const char *key,
              const char *case_key,
              const TsCaseStep *step,
              GError **error)
{
  g_auto (TsQuery) query =
    ts_query (self, "INSERT INTO case_step (step_key, case_key, kind,"
                    " active_ms, seen_share, seen_mm2, highest_power, seen,"
                    " view_x_l0, view_y_l0, view_scale, software, at_us)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  ts_query_bind_text (&query, key);
  ts_query_bind_text (&query, case_key);
  ts_query_bind_text (&query, ts_step_kind_to_text (step->kind));
  bind_measured (&query, step);
  ts_query_bind_text (&query, ts_version_text ());
  ts_query_bind_int (&query, step->at_us);
  return ts_query_run (&query, error);
}

static gboolean
take_step (TsStore *self,
           gint64 session_id,
           const char *case_key,
           TsCaseStep *step,
           GError **error)
{
  static const char *const kinds[] = { "case-measured", "case-locked",
                                       "case-revealed", "case-finished" };
  g_autoptr (TsStudyCase) reading_case =
    ts_store_take_case (self, session_id, case_key, error);
  g_autofree char *key = ts_record_make_key ();
  TsEvent event = { .session_id = session_id,
                    .kind = kinds[step->kind],
                    .record_kind = "case_step",
                    .record_key = key };
  TsCaseState state = TS_CASE_BLIND;
  TsArmKind arm = TS_ARM_UNAIDED;

  if (reading_case == NULL ||
      !ts_store_find_arm_kind (self, reading_case, &arm, error) ||
      !ts_study_case_take_step (arm, reading_case->state, step->kind, &state,
                                error))
    return FALSE;
  step->at_us = event.at_us = g_get_real_time ();
  return add_step_row (self, key, case_key, step, error) &&
         ts_record_witness (self, &event, reading_case->slide_identity, error);
}

gboolean
ts_store_add_case_step (TsStore *self,
                        gint64 session_id,
                        const char *case_key,
                        TsCaseStep *step,
                        GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);

  return ts_store_begin (hold, TS_SURVIVES_POWER_LOSS, error) &&
         ts_store_end (
           self, take_step (self, session_id, case_key, step, error), error);
}

static TsCaseStep *
read_step (TsQuery *query)
{
  enum { KIND, ACTIVE, SHARE, MM2, POWER, SEEN, X, Y, SCALE, AT_US };
  TsCaseStep *step = g_new0 (TsCaseStep, 1);
  g_autofree char *kind = ts_query_dup_text (query, KIND);

  if (!ts_step_kind_from_text (kind, &step->kind))
    ts_query_refuse (query, "kind");
  step->active_ms = ts_query_get_int (query, ACTIVE);
  step->seen_share = ts_query_get_real (query, SHARE);
  step->seen_mm2 = ts_query_get_real (query, MM2);
  step->highest_power = ts_query_get_real (query, POWER);
  step->seen = ts_query_dup_bytes (query, SEEN);
  step->view_center_l0.x = ts_query_get_real (query, X);
  step->view_center_l0.y = ts_query_get_real (query, Y);
  step->view_scale = ts_query_get_real (query, SCALE);
  step->at_us = ts_query_get_int (query, AT_US);
  return step;
}

#define SELECT_STEP                                                    \
  "SELECT kind, active_ms, seen_share, seen_mm2, highest_power, seen," \
  " view_x_l0, view_y_l0, view_scale, at_us FROM case_step"            \
  " WHERE case_key = ? "

static TsCaseStep *
find_step (TsQuery *query, GError **error)
{
  g_autoptr (TsCaseStep) step = NULL;

  if (!ts_query_next (query, error))
    return NULL;
  step = read_step (query);
  return ts_query_check (query, error) ? g_steal_pointer (&step) : NULL;
}

TsCaseStep *
ts_store_find_last_step (TsStore *self, const char *case_key, GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_auto (TsQuery) query =
    ts_query (hold, SELECT_STEP "ORDER BY at_us DESC, step_key LIMIT 1");

  ts_query_bind_text (&query, case_key);
  return find_step (&query, error);
}

TsCaseStep *
ts_store_find_step (TsStore *self,
                    const char *case_key,
                    TsStepKind kind,
                    GError **error)
{
  g_autoptr (TsStoreHold) hold = ts_store_hold (self);
  g_auto (TsQuery) query = ts_query (
    hold, SELECT_STEP "AND kind = ? ORDER BY at_us, step_key LIMIT 1");

  ts_query_bind_text (&query, case_key);
  ts_query_bind_text (&query, ts_step_kind_to_text (kind));
  return find_step (&query, error);
}
