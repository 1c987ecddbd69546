/* Tests of a reader's whole way through a study, with interruptions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/case-session.h"

#include "../store/study-fixture.h"
#include "core/base/error.h"

typedef struct {
  Fixture base;
  TsStudy *study;
  TsCaseSessionParams params;
  gboolean is_visible[TS_N_MATERIALS];
} Desk;

static void
sit_down (Desk *self)
{
  self->params.store = open_store (self->base.path);
  self->params.session_id = begin_sitting (self->params.store, "A");
}

static void
set_up (Desk *self, gconstpointer data)
{
  g_autoptr (TsStore) store = NULL;

  fixture_init (&self->base, NULL);
  store = open_store (self->base.path);
  self->study = put_study (store, "lung");
  self->params.study = self->study;
  self->params.arm = "first";
  self->params.reader = "A";
  self->is_visible[TS_MATERIAL_OWN_READING] = TRUE;
  sit_down (self);
}

static void
tear_down (Desk *self, gconstpointer data)
{
  ts_store_unref (self->params.store);
  ts_study_free (self->study);
  fixture_clear (&self->base, NULL);
}

static TsCaseSession *
open_case (Desk *self)
{
  g_autoptr (GError) error = NULL;
  TsCaseSession *session =
    ts_case_session_open (&self->params, self->is_visible, &error);

  g_assert_no_error (error);
  return session;
}

static void
answer (TsCaseSession *session, const char *code, TsDecision decision)
{
  g_autoptr (TsReading) reading = make_reading (NULL, code);
  g_autoptr (GError) error = NULL;

  reading->decision = decision;
  g_assert_true (ts_case_session_answer (session, reading, &error));
  g_assert_no_error (error);
}

static void
assert_error (GError *error, const char *message)
{
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, message);
  g_error_free (error);
}

static TsBlindness
find_blindness (Desk *self, TsCaseSession *session)
{
  TsBlindness blindness = TS_BLIND_UNKNOWN;
  g_autoptr (GError) error = NULL;

  g_assert_true (ts_case_find_blindness (self->params.store, self->study,
                                         ts_case_session_get_case (session),
                                         &blindness, &error));
  g_assert_no_error (error);
  return blindness;
}

static void
read_whole (Desk *self, TsCaseSession *session)
{
  TsCaseStep step = { .active_ms = 10 };

  answer (session, "LUAD", TS_DECISION_NONE);
  g_assert_true (ts_case_session_lock (session, &step, NULL));
  g_assert_true (ts_case_session_reveal (session, &step, NULL));
  answer (session, "LUAD", TS_DECISION_KEEP);
  g_assert_true (ts_case_session_finish (session, &step, NULL));
}

static void
test_whole_way (Desk *self, gconstpointer data)
{
  g_autoptr (TsCaseSession) session = open_case (self);
  TsCaseStep step = { .active_ms = 10 };
  GError *error = NULL;

  g_assert_false (ts_case_session_may_show (session, TS_MATERIAL_PROBABILITY));
  g_assert_false (ts_case_session_lock (session, &step, &error));
  assert_error (g_steal_pointer (&error), "question 'class' is not answered");
  answer (session, "LUAD", TS_DECISION_NONE);
  g_assert_false (ts_case_session_reveal (session, &step, &error));
  assert_error (g_steal_pointer (&error),
                "a case that is blind cannot be revealed");
  g_assert_true (ts_case_session_lock (session, &step, NULL));
  g_assert_false (ts_case_session_may_show (session, TS_MATERIAL_PROBABILITY));
  g_assert_true (ts_case_session_reveal (session, &step, NULL));
  g_assert_true (ts_case_session_may_show (session, TS_MATERIAL_PROBABILITY));
  g_assert_true (
    ts_case_session_log_display (session, TS_MATERIAL_PROBABILITY, TRUE, NULL));
  g_assert_false (ts_case_session_finish (session, &step, &error));
  assert_error (g_steal_pointer (&error), "question 'class' is not answered");
  answer (session, "LUSC", TS_DECISION_CHANGE);
  g_assert_true (ts_case_session_finish (session, &step, NULL));
  g_assert_cmpint (ts_case_session_get_state (session), ==, TS_CASE_FINISHED);
  g_assert_cmpint (find_blindness (self, session), ==, TS_BLIND);
  g_assert_true (ts_store_verify_events (self->params.store, NULL));
}

static void
test_leak_shows_in_the_result (Desk *self, gconstpointer data)
{
  g_autoptr (TsCaseSession) session = open_case (self);
  TsCaseStep step = { 0 };

  g_assert_cmpint (find_blindness (self, session), ==, TS_BLIND_UNKNOWN);
  g_assert_true (
    ts_case_session_log_display (session, TS_MATERIAL_RUN_PANEL, TRUE, NULL));
  answer (session, "LUAD", TS_DECISION_NONE);
  g_assert_true (ts_case_session_lock (session, &step, NULL));
  g_assert_cmpint (find_blindness (self, session), ==, TS_NOT_BLIND_SHOWN);
}

static void
test_model_on_screen_stops_the_start (Desk *self, gconstpointer data)
{
  GError *error = NULL;

  self->is_visible[TS_MATERIAL_MODEL_LAYER] = TRUE;
  g_assert_null (
    ts_case_session_open (&self->params, self->is_visible, &error));
  assert_error (error, "a blind case cannot be opened while 'model-layer' is "
                       "on screen");
  g_assert_cmpint (
    read_raw_int (self->base.path, "SELECT count (*) FROM case_reading"), ==,
    0);
}

static void
test_interrupted_case_goes_on (Desk *self, gconstpointer data)
{
  g_autoptr (TsCaseSession) session = open_case (self);
  g_autofree char *key = g_strdup (ts_case_session_get_case (session)->key);
  g_autoptr (TsRegion) region = make_region (NULL);
  g_autoptr (TsCaseStep) last = NULL;
  g_autoptr (GPtrArray) readings = NULL;
  g_autoptr (GPtrArray) regions = NULL;
  TsCaseStep step = { .active_ms = 4200,
                      .view_center_l0 = { 7, 8 },
                      .view_scale = 2 };

  answer (session, "LUAD", TS_DECISION_NONE);
  g_assert_true (ts_case_session_mark (session, region, NULL));
  g_assert_true (ts_case_session_measure (session, &step, NULL));
  /* The program ends without a word. */
  ts_case_session_free (g_steal_pointer (&session));
  ts_store_unref (self->params.store);
  sit_down (self);
  session = open_case (self);
  g_assert_cmpstr (ts_case_session_get_case (session)->key, ==, key);
  last = ts_case_session_find_last_step (session, NULL);
  g_assert_cmpint (last->active_ms, ==, 4200);
  g_assert_cmpfloat (last->view_center_l0.y, ==, 8);
  readings = ts_store_list_readings (self->params.store, key, NULL);
  g_assert_cmpuint (readings->len, ==, 1);
  regions = ts_store_list_regions (self->params.store, key, NULL);
  g_assert_cmpuint (regions->len, ==, 1);
  g_assert_true (ts_case_session_lock (session, &step, NULL));
  g_assert_cmpint (find_blindness (self, session), ==, TS_BLIND);
}

static void
test_compulsory_region_is_asked_for (Desk *self, gconstpointer data)
{
  g_autoptr (TsCaseSession) session = open_case (self);
  g_autoptr (TsRegion) region = make_region (NULL);
  TsCaseStep step = { 0 };
  GError *error = NULL;

  self->study->regions = TS_REGIONS_REQUIRED;
  answer (session, "LUAD", TS_DECISION_NONE);
  g_assert_false (ts_case_session_lock (session, &step, &error));
  assert_error (error, "no region is marked");
  g_assert_true (ts_case_session_mark (session, region, NULL));
  g_assert_true (ts_case_session_lock (session, &step, NULL));
}

static void
test_all_slides_come_once (Desk *self, gconstpointer data)
{
  g_autofree guint *order = ts_reading_order (self->study, "first", "A");
  GError *error = NULL;

  for (guint i = 0; i < 3; i++) {
    g_autoptr (TsCaseSession) session = open_case (self);
    const TsStudySlide *expected =
      g_ptr_array_index (self->study->slides, order[i]);

    g_assert_cmpstr (ts_case_session_get_slide (session)->pseudonym, ==,
                     expected->pseudonym);
    g_assert_cmpuint (ts_case_session_get_case (session)->order_position, ==,
                      i);
    read_whole (self, session);
  }
  g_assert_null (
    ts_case_session_open (&self->params, self->is_visible, &error));
  assert_error (error, "reader 'A' has read all 3 slides of arm 'first'");
}

static void
test_second_arm_waits (Desk *self, gconstpointer data)
{
  g_autoptr (TsCaseSession) session = NULL;
  GError *error = NULL;

  self->params.arm = "again";
  g_assert_null (
    ts_case_session_open (&self->params, self->is_visible, &error));
  assert_error (g_steal_pointer (&error),
                "the slides of arm 'again' must be finished in arm 'first' "
                "first");
  self->params.arm = "first";
  session = open_case (self);
  read_whole (self, session);
  self->params.arm = "again";
  g_assert_null (
    ts_case_session_open (&self->params, self->is_visible, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_MISSING);
  g_assert_true (g_pattern_match_simple (
    "the next slide of arm 'again' may be read from 20* UTC on",
    error->message));
  g_error_free (error);
}

#define ADD(name, function) \
  g_test_add ("/case-session/" name, Desk, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole-way", test_whole_way);
  ADD ("leak-shows-in-the-result", test_leak_shows_in_the_result);
  ADD ("model-on-screen-stops-the-start", test_model_on_screen_stops_the_start);
  ADD ("interrupted-case-goes-on", test_interrupted_case_goes_on);
  ADD ("compulsory-region-is-asked-for", test_compulsory_region_is_asked_for);
  ADD ("all-slides-come-once", test_all_slides_come_once);
  ADD ("second-arm-waits", test_second_arm_waits);
  return g_test_run ();
}
