/* Tests of cases in the store: what is said stays as it was said and in the order in which it
 * was said, and a change behind our back is found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "study-fixture.h"

typedef struct {
  Fixture base;
  TsStore *store;
  TsStudy *study;
  gint64 session_id;
  TsStudyCase *reading_case; /* of "A" and S01, blind */
} Reading;

static void
set_up (Reading *self, gconstpointer data)
{
  fixture_init (&self->base, NULL);
  self->store = open_store (self->base.path);
  self->study = put_study (self->store, "lung");
  self->session_id = begin_sitting (self->store, "A");
  self->reading_case =
    begin_case (self->store, self->session_id, self->study, "A", "S01");
}

static void
tear_down (Reading *self, gconstpointer data)
{
  ts_study_case_free (self->reading_case);
  ts_study_free (self->study);
  ts_store_unref (self->store);
  fixture_clear (&self->base, NULL);
}

static void
go (Reading *self, TsStepKind kind)
{
  take_step (self->store, self->session_id, self->reading_case->key, kind);
}

/* error is "cannot write to 'path': reason"; takes it. */
static void
assert_reason (Reading *self, GError *error, const char *reason)
{
  g_autofree char *expected =
    g_strdup_printf ("cannot write to '%s': %s", self->base.path, reason);

  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, expected);
  g_error_free (error);
}

static void
refuse_answer (Reading *self,
               const char *answer,
               TsDecision decision,
               const char *reason)
{
  g_autoptr (TsReading) reading =
    make_reading (self->reading_case->key, answer);
  GError *error = NULL;

  reading->decision = decision;
  g_assert_false (
    ts_store_add_reading (self->store, self->session_id, reading, &error));
  assert_reason (self, error, reason);
}

static void
refuse_step (Reading *self, TsStepKind kind, const char *message)
{
  TsCaseStep step = { .kind = kind };
  g_autoptr (GError) error = NULL;

  g_assert_false (ts_store_add_case_step (
    self->store, self->session_id, self->reading_case->key, &step, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_way_is_one_way (Reading *self, gconstpointer data)
{
  g_autoptr (TsStudyCase) found = NULL;

  refuse_step (self, TS_STEP_REVEALED,
               "a case that is blind cannot be revealed");
  refuse_step (self, TS_STEP_FINISHED,
               "a case that is blind cannot be finished");
  go (self, TS_STEP_MEASURED);
  go (self, TS_STEP_LOCKED);
  refuse_step (self, TS_STEP_LOCKED, "a case that is locked cannot be locked");
  refuse_step (self, TS_STEP_FINISHED,
               "a case that is locked cannot be finished");
  go (self, TS_STEP_REVEALED);
  refuse_step (self, TS_STEP_LOCKED,
               "a case that is revealed cannot be locked");
  go (self, TS_STEP_FINISHED);
  refuse_step (self, TS_STEP_MEASURED,
               "a case that is finished cannot be measured");
  found = ts_store_load_case (self->store, self->reading_case->key, NULL);
  g_assert_cmpint (found->state, ==, TS_CASE_FINISHED);
  g_assert_cmpint (found->begun_at_us, <=, found->locked_at_us);
  g_assert_cmpint (found->locked_at_us, <=, found->revealed_at_us);
  g_assert_cmpint (found->revealed_at_us, <=, found->finished_at_us);
}

static void
test_arm_without_model_reveals_nothing (Reading *self, gconstpointer data)
{
  TsCaseState state = TS_CASE_BLIND;
  g_autoptr (GError) error = NULL;

  g_assert_true (ts_study_case_take_step (TS_ARM_UNAIDED, TS_CASE_LOCKED,
                                          TS_STEP_FINISHED, &state, NULL));
  g_assert_cmpint (state, ==, TS_CASE_FINISHED);
  g_assert_false (ts_study_case_take_step (TS_ARM_UNAIDED, TS_CASE_LOCKED,
                                           TS_STEP_REVEALED, &state, &error));
  g_assert_cmpstr (error->message, ==,
                   "a case that is locked cannot be revealed in an arm "
                   "without the model");
}

static void
test_measurements_come_back (Reading *self, gconstpointer data)
{
  g_autoptr (TsCaseStep) none = NULL;
  g_autoptr (TsCaseStep) step = NULL;
  const guint8 *seen = NULL;
  g_autoptr (GError) error = NULL;

  none = ts_store_find_last_step (self->store, self->reading_case->key, &error);
  g_assert_no_error (error);
  g_assert_null (none);
  go (self, TS_STEP_MEASURED);
  step = ts_store_find_last_step (self->store, self->reading_case->key, &error);
  g_assert_cmpint (step->kind, ==, TS_STEP_MEASURED);
  g_assert_cmpint (step->active_ms, ==, 1500);
  g_assert_cmpfloat (step->seen_share, ==, 0.25);
  g_assert_cmpfloat (step->highest_power, ==, 20);
  g_assert_cmpfloat (step->view_center_l0.x, ==, 12.5);
  g_assert_cmpfloat (step->view_scale, ==, 0.5);
  seen = g_bytes_get_data (step->seen, NULL);
  g_assert_cmpuint (g_bytes_get_size (step->seen), ==, 3);
  g_assert_cmpuint (seen[2], ==, 7);
}

static void
test_case_is_begun_once (Reading *self, gconstpointer data)
{
  g_autoptr (TsStudyCase) again = g_new0 (TsStudyCase, 1);
  GError *error = NULL;

  again->study_key = g_strdup (self->study->key);
  again->arm = g_strdup ("first");
  again->reader = g_strdup ("A");
  again->slide_identity = g_strdup ("quickhash1:s1");
  g_assert_false (
    ts_store_begin_case (self->store, self->session_id, again, &error));
  assert_reason (self, error, "the reader has begun this case before");
}

static void
test_sitting_must_be_the_readers (Reading *self, gconstpointer data)
{
  g_autoptr (TsReading) reading =
    make_reading (self->reading_case->key, "LUAD");
  gint64 other = begin_sitting (self->store, "B");
  GError *error = NULL;

  g_assert_false (ts_store_add_reading (self->store, other, reading, &error));
  assert_reason (self, error, "the session is of another reader");
}

static void
test_both_answers_stay (Reading *self, gconstpointer data)
{
  const char *key = self->reading_case->key;
  g_autoptr (GPtrArray) list = NULL;
  const TsReading *blind = NULL;
  const TsReading *revealed = NULL;

  add_answer (self->store, self->session_id, key, "normal", TS_DECISION_NONE);
  add_answer (self->store, self->session_id, key, "LUAD", TS_DECISION_NONE);
  go (self, TS_STEP_LOCKED);
  go (self, TS_STEP_REVEALED);
  add_answer (self->store, self->session_id, key, "LUSC", TS_DECISION_CHANGE);
  list = ts_store_list_readings (self->store, key, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  blind = g_ptr_array_index (list, 0);
  revealed = g_ptr_array_index (list, 1);
  g_assert_cmpint (blind->phase, ==, TS_PHASE_BLIND);
  g_assert_cmpstr (blind->answer, ==, "LUAD");
  g_assert_nonnull (blind->supersedes_key);
  g_assert_cmpint (blind->confidence, ==, 80);
  g_assert_cmpint (blind->difficulty, ==, 2);
  g_assert_cmpint (revealed->phase, ==, TS_PHASE_REVEALED);
  g_assert_cmpstr (revealed->answer, ==, "LUSC");
  g_assert_null (revealed->supersedes_key);
  g_assert_cmpint (revealed->decision, ==, TS_DECISION_CHANGE);
  g_assert_cmpstr (revealed->reason, ==, "the map");
  g_assert_cmpstr (revealed->model_identity, ==, "sha256:bb");
  g_assert_cmpstr (revealed->model_answer, ==, "LUSC");
  g_assert_cmpint (
    read_raw_int (self->base.path, "SELECT count (*) FROM reading"), ==, 3);
}

static void
test_answer_out_of_order_is_refused (Reading *self, gconstpointer data)
{
  refuse_answer (self, "SCLC", TS_DECISION_NONE,
                 "'SCLC' is no answer to 'class'");
  refuse_answer (self, "LUAD", TS_DECISION_KEEP,
                 "nothing of a model is revealed yet");
  go (self, TS_STEP_LOCKED);
  refuse_answer (self, "LUAD", TS_DECISION_NONE, "the case is locked");
  go (self, TS_STEP_REVEALED);
  refuse_answer (self, "LUAD", TS_DECISION_NONE, "keep or change is missing");
  go (self, TS_STEP_FINISHED);
  refuse_answer (self, "LUAD", TS_DECISION_KEEP, "the case is finished");
}

static TsRegion *
mark (Reading *self)
{
  TsRegion *region = make_region (self->reading_case->key);
  g_autoptr (GError) error = NULL;

  g_assert_true (
    ts_store_add_region (self->store, self->session_id, region, &error));
  g_assert_no_error (error);
  return region;
}

static void
test_region_is_edited_until_the_lock (Reading *self, gconstpointer data)
{
  g_autoptr (TsRegion) first = mark (self);
  g_autoptr (TsRegion) edited = make_region (self->reading_case->key);
  g_autoptr (TsRegion) late = make_region (self->reading_case->key);
  g_autoptr (GPtrArray) list = NULL;
  const TsRegion *standing = NULL;
  GError *error = NULL;

  edited->supersedes_key = g_strdup (first->key);
  edited->points_l0[0].x = 0.1;
  g_assert_true (
    ts_store_add_region (self->store, self->session_id, edited, &error));
  g_assert_false (
    ts_store_add_region (self->store, self->session_id, edited, &error));
  assert_reason (self, g_steal_pointer (&error),
                 "the region to change is locked, changed or of another case");
  list = ts_store_list_regions (self->store, self->reading_case->key, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  standing = g_ptr_array_index (list, 0);
  g_assert_cmpuint (standing->n_points, ==, 3);
  g_assert_cmpfloat (standing->points_l0[0].x, ==, 0.1);
  g_assert_cmpfloat (standing->points_l0[1].x, ==, 1000.25);
  g_assert_cmpstr (standing->answer, ==, "suspected");
  go (self, TS_STEP_LOCKED);
  late->supersedes_key = g_strdup (standing->key);
  g_assert_false (
    ts_store_add_region (self->store, self->session_id, late, &error));
  assert_reason (self, g_steal_pointer (&error), "the case is locked");
  go (self, TS_STEP_REVEALED);
  g_assert_false (
    ts_store_add_region (self->store, self->session_id, late, &error));
  assert_reason (self, g_steal_pointer (&error),
                 "the region to change is locked, changed or of another case");
}

static void
test_region_can_be_withdrawn (Reading *self, gconstpointer data)
{
  g_autoptr (TsRegion) region = mark (self);
  g_autoptr (TsRegion) end = make_region (self->reading_case->key);
  g_autoptr (GPtrArray) list = NULL;

  end->supersedes_key = g_strdup (region->key);
  end->is_withdrawn = TRUE;
  g_assert_true (
    ts_store_add_region (self->store, self->session_id, end, NULL));
  list = ts_store_list_regions (self->store, self->reading_case->key, NULL);
  g_assert_cmpuint (list->len, ==, 0);
}

static void
test_shape_has_its_points (Reading *self, gconstpointer data)
{
  g_autoptr (TsRegion) region = make_region (self->reading_case->key);
  GError *error = NULL;

  region->n_points = 2;
  g_assert_false (
    ts_store_add_region (self->store, self->session_id, region, &error));
  assert_reason (self, error, "a polygon has 2 points");
}

static void
test_points_survive_as_text (Reading *self, gconstpointer data)
{
  static const char *const bad[] = { "",    "1",      "1,2 ",  "1,2 3",
                                     "1;2", "1,2,3",  "nan,1", "1,2  3,4",
                                     " ",   "1,1e999" };
  const TsPoint points[] = { { 0.1, -1e-9 }, { 123456.789, 3 } };
  g_autofree char *text = ts_points_to_text (points, 2);
  guint n_points = 0;
  g_autofree TsPoint *back = ts_points_from_text (text, &n_points);

  g_assert_cmpuint (n_points, ==, 2);
  g_assert_cmpmem (points, sizeof points, back, sizeof points);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (ts_points_from_text (bad[i], &n_points));
}

static void
test_queue_comes_back_in_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autofree char *key = read_one_case (store, "B");
  g_autoptr (GPtrArray) items = ts_store_list_queue (store, key, NULL);
  const TsQueueItem *item = g_ptr_array_index (items, 1);

  g_assert_cmpuint (items->len, ==, 2);
  g_assert_cmpuint (item->row, ==, 1);
  g_assert_cmpuint (item->col, ==, 3);
  g_assert_cmpint (item->kind, ==, TS_QUEUE_CONTROL);
  g_assert_cmpfloat (item->probability, ==, 0.125);
  g_assert_cmpuint (item->n_stratum, ==, 16);
}

static void
test_tile_is_answered_after_the_lock (Reading *self, gconstpointer data)
{
  g_autoptr (TsReading) reading =
    make_reading (self->reading_case->key, "LUAD");
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  TsQueueItem item = {
    .kind = TS_QUEUE_CONTROL, .probability = 1, .n_stratum = 1, .n_drawn = 1
  };
  TsStoreQueue queue = { "sha256:bb", "grid1", 5, items };
  GError *error = NULL;

  g_ptr_array_add (items, &item);
  g_assert_false (ts_store_add_queue (self->store, self->session_id,
                                      self->reading_case->key, &queue, &error));
  assert_reason (self, g_steal_pointer (&error), "the case is not locked");
  go (self, TS_STEP_LOCKED);
  g_assert_true (ts_store_add_queue (self->store, self->session_id,
                                     self->reading_case->key, &queue, &error));
  reading->item_key = g_strdup (item.key);
  g_assert_true (
    ts_store_add_reading (self->store, self->session_id, reading, &error));
  g_assert_cmpint (reading->phase, ==, TS_PHASE_LOCKED);
  g_assert_false (ts_store_add_queue (self->store, self->session_id,
                                      self->reading_case->key, &queue, &error));
  assert_reason (self, g_steal_pointer (&error), "the case has its queue");
  g_free (item.key);
}

static void
test_origin_is_this_store (Reading *self, gconstpointer data)
{
  g_autofree char *uuid = ts_store_get_uuid (self->store, NULL);
  g_autofree char *origin = ts_store_find_origin (
    self->store, "case_reading", self->reading_case->key, NULL);

  g_assert_cmpstr (origin, ==, uuid);
}

typedef struct {
  const char *name, *trigger, *sql, *pattern;
} Change;

/* What another program could do, and what is said of it. */
static const Change changes[] = {
  { "answer", "reading_no_update",
    "UPDATE reading SET answer = 'normal' WHERE phase = 'blind'",
    "event * (reading-added) does not fit its hash: it or its reading '*' "
    "was changed" },
  { "time-looked", "case_step_no_update",
    "UPDATE case_step SET active_ms = 1 WHERE kind = 'locked'",
    "event * (case-locked) does not fit its hash: it or its case_step '*' "
    "was changed" },
  { "outline", "region_no_update", "UPDATE region SET points = '0,0 1,0 0,1'",
    "event * (region-added) does not fit its hash: it or its region '*' was "
    "changed" },
  { "truth", "truth_no_update", "UPDATE truth SET label = 'normal'",
    "event * (truth-entered) does not fit its hash: it or its truth '*' was "
    "changed" },
  { "probability", "queue_item_no_update",
    "UPDATE queue_item SET probability = 1 WHERE position = 0",
    "event * (queue-drawn) does not fit its hash: it or its queue_item '*' "
    "was changed" },
  { "study", "study_slide_no_update",
    "UPDATE study_slide SET pseudonym = 'X' WHERE position = 0",
    "the definition of study 'lung' was changed" },
  { "row-without-event", "reading_no_replace",
    "INSERT INTO reading SELECT hex (randomblob (16)), NULL, case_key,"
    " item_key, phase, question, 'normal', confidence, difficulty, comment,"
    " decision, reason, model_identity, model_answer, software, at_us"
    " FROM reading WHERE phase = 'blind'",
    "reading '*' has no event" },
  { "row-taken-away", "reading_no_delete",
    "DELETE FROM reading WHERE phase = 'revealed'",
    "event * (reading-added): cannot read '*': the reading '*' is not there" },
  { "event-taken-away", "event_no_delete",
    "DELETE FROM event WHERE kind = 'case-locked'",
    "event * (queue-drawn) does not fit its hash: it or its queue_item '*' "
    "was changed" },
};

static void
test_change_is_found (Fixture *fixture, gconstpointer data)
{
  const Change *change = data;
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autofree char *key = read_one_case (store, "B");
  g_autoptr (GPtrArray) faults = ts_store_list_faults (store, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (key);
  g_assert_cmpuint (faults->len, ==, 0);
  g_clear_pointer (&faults, g_ptr_array_unref);
  tamper (fixture->path, change->trigger, change->sql);
  faults = ts_store_list_faults (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, >, 0);
  if (!g_pattern_match_simple (change->pattern, g_ptr_array_index (faults, 0)))
    g_error ("'%s'", (char *) g_ptr_array_index (faults, 0));
  g_assert_false (ts_store_verify_events (store, NULL));
}

/* By the program's own functions, but past the state machine. */
static void
test_blind_answer_after_the_lock_is_found (Reading *self, gconstpointer data)
{
  g_autoptr (GPtrArray) faults = NULL;
  const char *key = self->reading_case->key;

  go (self, TS_STEP_LOCKED);
  tamper (self->base.path, "case_step_no_delete",
          "CREATE TABLE kept AS SELECT * FROM case_step;"
          "DELETE FROM case_step");
  add_answer (self->store, self->session_id, key, "LUAD", TS_DECISION_NONE);
  g_assert_cmpint (run_raw (self->base.path,
                            "INSERT INTO case_step SELECT * FROM kept;"
                            "DROP TABLE kept"),
                   ==, SQLITE_OK);
  faults = ts_store_list_faults (self->store, NULL);
  g_assert_cmpuint (faults->len, ==, 1);
  g_assert_true (g_pattern_match_simple (
    "reading '*' is given as blind, but came after the lock",
    g_ptr_array_index (faults, 0)));
}

#define ADD(name, function) \
  g_test_add ("/cases/" name, Reading, NULL, set_up, function, tear_down)

static void
add_changes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *name =
      g_strdup_printf ("/cases/change-of-%s-is-found", changes[i].name);

    g_test_add (name, Fixture, &changes[i], fixture_init, test_change_is_found,
                fixture_clear);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("way-is-one-way", test_way_is_one_way);
  ADD ("arm-without-model-reveals-nothing",
       test_arm_without_model_reveals_nothing);
  ADD ("measurements-come-back", test_measurements_come_back);
  ADD ("case-is-begun-once", test_case_is_begun_once);
  ADD ("sitting-must-be-the-readers", test_sitting_must_be_the_readers);
  ADD ("both-answers-stay", test_both_answers_stay);
  ADD ("answer-out-of-order-is-refused", test_answer_out_of_order_is_refused);
  ADD ("region-is-edited-until-the-lock", test_region_is_edited_until_the_lock);
  ADD ("region-can-be-withdrawn", test_region_can_be_withdrawn);
  ADD ("shape-has-its-points", test_shape_has_its_points);
  ADD ("points-survive-as-text", test_points_survive_as_text);
  g_test_add ("/cases/queue-comes-back-in-order", Fixture, NULL, fixture_init,
              test_queue_comes_back_in_order, fixture_clear);
  ADD ("tile-is-answered-after-the-lock", test_tile_is_answered_after_the_lock);
  ADD ("origin-is-this-store", test_origin_is_this_store);
  add_changes ();
  ADD ("blind-answer-after-the-lock-is-found",
       test_blind_answer_after_the_lock_is_found);
  return g_test_run ();
}
