/* A reader at work on a study.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/case-session.h"

#include "core/base/error.h"

struct TsCaseSession {
  TsStore *store;
  gint64 session_id, slide_id;
  const TsStudy *study;
  TsStudyCase *reading_case;
};

gboolean
ts_case_session_find_next (const TsCaseSessionParams *params,
                           TsNextCase *out_next,
                           GPtrArray **out_cases,
                           GError **error)
{
  *out_cases = ts_store_list_cases (params->store, params->study->key,
                                    params->reader, error);
  if (*out_cases == NULL)
    return FALSE;
  *out_next = ts_reading_order_find_next (
    params->study, params->arm, params->reader, *out_cases, g_get_real_time ());
  return TRUE;
}

static gboolean
refuse_nothing (const TsCaseSessionParams *params,
                const TsNextCase *next,
                GError **error)
{
  g_autoptr (GDateTime) until =
    g_date_time_new_from_unix_utc (next->wait_until_us / G_USEC_PER_SEC);
  g_autofree char *when = g_date_time_format (until, "%Y-%m-%d %H:%M UTC");
  const TsStudyArm *arm = ts_study_find_arm (params->study, params->arm);

  if (next->kind == TS_NEXT_NONE)
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "reader '%s' has read all %u slides of arm '%s'",
                 params->reader, next->n_slides, params->arm);
  else if (next->wait_until_us != 0)
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "the next slide of arm '%s' may be read from %s on",
                 params->arm, when);
  else
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "the slides of arm '%s' must be finished in arm '%s' first",
                 params->arm, arm->after_arm);
  return FALSE;
}

static gboolean
check_screen (const gboolean *is_visible, TsCaseState state, GError **error)
{
  for (guint i = 0; i < TS_N_MATERIALS; i++)
    if (is_visible[i] && !ts_session_may_show (state, (TsMaterial) i)) {
      g_set_error (error, TS_ERROR, TS_ERROR_STORE,
                   "a %s case cannot be opened while '%s' is on screen",
                   ts_case_state_to_text (state),
                   ts_material_to_text ((TsMaterial) i));
      return FALSE;
    }
  return TRUE;
}

static TsStudyCase *
begin (const TsCaseSessionParams *params,
       const TsNextCase *next,
       GError **error)
{
  g_autoptr (TsStudyCase) begun = g_new0 (TsStudyCase, 1);

  begun->study_key = g_strdup (params->study->key);
  begun->arm = g_strdup (params->arm);
  begun->reader = g_strdup (params->reader);
  begun->slide_identity = g_strdup (next->slide->identity);
  begun->order_position = next->position;
  return ts_store_begin_case (params->store, params->session_id, begun, error)
           ? g_steal_pointer (&begun)
           : NULL;
}

/* The slide's row of the store; a missing one is an error. */
static gint64
find_slide (const TsCaseSessionParams *params,
            const TsStudySlide *slide,
            GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 slide_id =
    ts_store_find_slide (params->store, slide->identity, &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (slide_id == 0)
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "slide '%s' has not been opened yet", slide->pseudonym);
  return slide_id;
}

static TsCaseSession *
open_next (const TsCaseSessionParams *params,
           const TsNextCase *next,
           const gboolean *is_visible,
           GError **error)
{
  g_autoptr (TsCaseSession) self = g_new0 (TsCaseSession, 1);
  TsCaseState state =
    next->kind == TS_NEXT_RESUME ? next->begun->state : TS_CASE_BLIND;
  g_autofree char *detail = NULL;

  self->store = ts_store_ref (params->store);
  self->session_id = params->session_id;
  self->study = params->study;
  self->slide_id = find_slide (params, next->slide, error);
  if (self->slide_id == 0 || !check_screen (is_visible, state, error))
    return NULL;
  self->reading_case =
    next->kind == TS_NEXT_RESUME
      ? ts_store_load_case (params->store, next->begun->key, error)
      : begin (params, next, error);
  if (self->reading_case == NULL)
    return NULL;
  detail = ts_display_state_detail (self->reading_case->key, is_visible);
  return ts_store_add_event (self->store, self->session_id, self->slide_id,
                             "display-state", detail, error)
           ? g_steal_pointer (&self)
           : NULL;
}

TsCaseSession *
ts_case_session_open (const TsCaseSessionParams *params,
                      const gboolean *is_visible,
                      GError **error)
{
  g_autoptr (GPtrArray) cases = NULL;
  TsNextCase next = { 0 };

  if (!ts_case_session_find_next (params, &next, &cases, error))
    return NULL;
  if (next.kind == TS_NEXT_NONE || next.kind == TS_NEXT_WAIT) {
    refuse_nothing (params, &next, error);
    return NULL;
  }
  return open_next (params, &next, is_visible, error);
}

void
ts_case_session_free (TsCaseSession *self)
{
  if (self == NULL)
    return;
  ts_study_case_free (self->reading_case);
  ts_store_unref (self->store);
  g_free (self);
}

const TsStudyCase *
ts_case_session_get_case (const TsCaseSession *self)
{
  return self->reading_case;
}

const TsStudySlide *
ts_case_session_get_slide (const TsCaseSession *self)
{
  return ts_study_find_slide (self->study, self->reading_case->slide_identity);
}

TsCaseState
ts_case_session_get_state (const TsCaseSession *self)
{
  return self->reading_case->state;
}

gboolean
ts_case_session_may_show (const TsCaseSession *self, TsMaterial material)
{
  return ts_session_may_show (self->reading_case->state, material);
}

TsCaseStep *
ts_case_session_find_last_step (const TsCaseSession *self, GError **error)
{
  return ts_store_find_last_step (self->store, self->reading_case->key, error);
}

gboolean
ts_case_session_log_display (TsCaseSession *self,
                             TsMaterial material,
                             gboolean is_shown,
                             GError **error)
{
  g_autofree char *detail =
    ts_display_event_detail (self->reading_case->key, material);

  return ts_store_add_event (self->store, self->session_id, self->slide_id,
                             is_shown ? "shown" : "hidden", detail, error);
}

gboolean
ts_case_session_answer (TsCaseSession *self, TsReading *reading, GError **error)
{
  g_free (reading->case_key);
  reading->case_key = g_strdup (self->reading_case->key);
  return ts_store_add_reading (self->store, self->session_id, reading, error);
}

gboolean
ts_case_session_mark (TsCaseSession *self, TsRegion *region, GError **error)
{
  g_free (region->case_key);
  region->case_key = g_strdup (self->reading_case->key);
  return ts_store_add_region (self->store, self->session_id, region, error);
}

static gboolean
is_answered (const GPtrArray *readings, const char *question, TsPhase phase)
{
  for (guint i = 0; i < readings->len; i++) {
    const TsReading *reading = g_ptr_array_index (readings, i);

    if (reading->item_key == NULL && reading->phase == phase &&
        g_str_equal (reading->question, question))
      return TRUE;
  }
  return FALSE;
}

/* Every question about the slide has its answer in the phase. */
static gboolean
check_answered (TsCaseSession *self, TsPhase phase, GError **error)
{
  g_autoptr (GPtrArray) readings =
    ts_store_list_readings (self->store, self->reading_case->key, error);

  if (readings == NULL)
    return FALSE;
  for (guint i = 0; i < self->study->questions->len; i++) {
    const TsStudyQuestion *question =
      g_ptr_array_index (self->study->questions, i);

    if (question->level != TS_LEVEL_SLIDE ||
        is_answered (readings, question->name, phase))
      continue;
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "question '%s' is not answered", question->name);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_marked (TsCaseSession *self, GError **error)
{
  g_autoptr (GPtrArray) regions = NULL;

  if (self->study->regions != TS_REGIONS_REQUIRED)
    return TRUE;
  regions = ts_store_list_regions (self->store, self->reading_case->key, error);
  if (regions == NULL)
    return FALSE;
  if (regions->len > 0)
    return TRUE;
  g_set_error_literal (error, TS_ERROR, TS_ERROR_MISSING,
                       "no region is marked");
  return FALSE;
}

static gboolean
take_step (TsCaseSession *self,
           TsStepKind kind,
           TsCaseStep *measured,
           GError **error)
{
  TsStudyCase *now = NULL;

  measured->kind = kind;
  if (!ts_store_add_case_step (self->store, self->session_id,
                               self->reading_case->key, measured, error))
    return FALSE;
  now = ts_store_load_case (self->store, self->reading_case->key, error);
  if (now == NULL)
    return FALSE;
  ts_study_case_free (self->reading_case);
  self->reading_case = now;
  return TRUE;
}

gboolean
ts_case_session_measure (TsCaseSession *self,
                         TsCaseStep *measured,
                         GError **error)
{
  return take_step (self, TS_STEP_MEASURED, measured, error);
}

gboolean
ts_case_session_lock (TsCaseSession *self, TsCaseStep *measured, GError **error)
{
  if (self->reading_case->state == TS_CASE_BLIND &&
      (!check_answered (self, TS_PHASE_BLIND, error) ||
       !check_marked (self, error)))
    return FALSE;
  return take_step (self, TS_STEP_LOCKED, measured, error);
}

gboolean
ts_case_session_reveal (TsCaseSession *self,
                        TsCaseStep *measured,
                        GError **error)
{
  return take_step (self, TS_STEP_REVEALED, measured, error);
}

gboolean
ts_case_session_finish (TsCaseSession *self,
                        TsCaseStep *measured,
                        GError **error)
{
  if (self->reading_case->state == TS_CASE_REVEALED &&
      !check_answered (self, TS_PHASE_REVEALED, error))
    return FALSE;
  return take_step (self, TS_STEP_FINISHED, measured, error);
}

gboolean
ts_case_find_blindness (TsStore *store,
                        const TsStudy *study,
                        const TsStudyCase *reading_case,
                        TsBlindness *out_blindness,
                        GError **error)
{
  const TsStudyArm *arm = ts_study_find_arm (study, reading_case->arm);
  g_autoptr (GPtrArray) events = ts_store_list_events (
    store, reading_case->reader, reading_case->slide_identity, error);

  if (events == NULL)
    return FALSE;
  *out_blindness = ts_blindness_compute (
    events, reading_case, arm != NULL ? arm->washout_days : 0, NULL);
  return TRUE;
}
