/* Tests of what happens between lock and reveal: region calls and the tile queue of a case, and
 * the tables and tile estimates that come of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/case-review.h"

#include "../store/study-fixture.h"
#include "core/base/error.h"
#include "core/jobs/comparison.h"
#include "core/jobs/opinion-counts.h"
#include "core/jobs/reading-facts.h"

/* A study with the question "tile" about tiles, a class model that has read S01: on an 8 x 6
 * grid, tiles of the upper left 4 x 3 are LUAD, all others normal. */
typedef struct {
  Fixture base;
  TsStore *store;
  TsStudy *study;
  gint64 session_id;
  TsStudyCase *reading_case;
} Desk;

static void
add_tile_question (TsStudy *study)
{
  static const char *const codes[] = { "normal", "LUAD", "LUSC", "unclear" };
  TsStudyQuestion *question = ts_study_add_question (study);

  question->name = g_strdup ("tile");
  question->level = TS_LEVEL_TILE;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    TsStudyAnswer *answer = ts_study_question_add_answer (question);

    answer->code = g_strdup (codes[i]);
    answer->is_cannot_decide = i == 3;
  }
}

static gboolean
is_luad (guint col, guint row)
{
  return col < 4 && row < 3;
}

static void
put_predictions (Desk *self)
{
  g_autoptr (TsModelInfo) model = make_model ("sha256:cc");
  TsGridSpec grid = make_grid (0.5);
  gint64 slide_id = ts_store_find_slide (self->store, "quickhash1:s1", NULL);
  gint64 run_id = 0;
  g_autoptr (GError) error = NULL;

  model->role = TS_ROLE_CLASSES;
  model->head = TS_HEAD_SOFTMAX;
  g_clear_pointer (&model->runs_on_class, g_free);
  run_id = ts_store_put_run (self->store, slide_id,
                             ts_store_put_model (self->store, model, &error),
                             &grid, TS_MPP_VENDOR, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 48; i++) {
    static const float luad[] = { 0.125f, 0.75f, 0.125f };
    static const float normal[] = { 0.875f, 0.0625f, 0.0625f };
    TsPrediction prediction = { .col = i % 8, .row = i / 8, .n_probs = 3 };

    prediction.probs = is_luad (prediction.col, prediction.row) ? luad : normal;
    g_assert_true (
      ts_store_add_predictions (self->store, run_id, &prediction, 1, &error));
  }
  g_assert_no_error (error);
}

static void
set_up (Desk *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_init (&self->base, NULL);
  self->store = open_store (self->base.path);
  ts_study_free (put_study (self->store, "other"));
  self->study = make_study ("lung");
  add_tile_question (self->study);
  self->study->n_disagreement = 6;
  self->study->n_control = 9;
  ts_study_add_model (self->study)->identity = g_strdup ("sha256:cc");
  g_assert_true (ts_store_add_study (self->store, 0, self->study, &error));
  g_assert_no_error (error);
  put_predictions (self);
  self->session_id = begin_sitting (self->store, "A");
  self->reading_case =
    begin_case (self->store, self->session_id, self->study, "A", "S01");
}

static void
tear_down (Desk *self, gconstpointer data)
{
  ts_study_case_free (self->reading_case);
  ts_study_free (self->study);
  ts_store_unref (self->store);
  fixture_clear (&self->base, NULL);
}

static TsCaseReview
make_review (const Desk *self)
{
  return (TsCaseReview){ .store = self->store,
                         .session_id = self->session_id,
                         .study = self->study,
                         .case_key = self->reading_case->key };
}

static void
answer_and_lock (Desk *self, const char *answer)
{
  add_answer (self->store, self->session_id, self->reading_case->key, answer,
              TS_DECISION_NONE);
  take_step (self->store, self->session_id, self->reading_case->key,
             TS_STEP_LOCKED);
}

static void
test_nothing_before_the_lock (Desk *self, gconstpointer data)
{
  TsCaseReview review = make_review (self);
  g_autoptr (GError) error = NULL;

  g_assert_false (ts_study_case_call_regions (&review, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==,
                   "cannot compare with a model: the case of reader 'A' is not "
                   "locked");
  g_clear_error (&error);
  g_assert_null (ts_study_case_draw_queue (&review, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
}

/* The centres of 2 x 2 tiles are inside: all LUAD. Twice adds nothing. */
static void
test_regions_are_called_once (Desk *self, gconstpointer data)
{
  const TsPoint corners[] = { { 0, 0 }, { 1024, 1024 } };
  TsCaseReview review = make_review (self);
  g_autoptr (TsRegion) region = make_region (self->reading_case->key);
  g_autoptr (GError) error = NULL;
  guint n_added = 0;

  region->shape = TS_REGION_RECTANGLE;
  region->n_points = 2;
  memcpy (region->points_l0, corners, sizeof corners);
  g_assert_true (
    ts_store_add_region (self->store, self->session_id, region, &error));
  answer_and_lock (self, "LUAD");
  g_assert_true (ts_study_case_call_regions (&review, &n_added, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_added, ==, 1);
  g_assert_true (ts_study_case_call_regions (&review, &n_added, &error));
  g_assert_cmpuint (n_added, ==, 0);
  g_assert_cmpint (
    read_raw_int (self->base.path,
                  "SELECT n_tiles * 100 + n_majority FROM region_call"
                  " WHERE mean_class = 'LUAD' AND majority_class = 'LUAD'"
                  " AND model_identity = 'sha256:cc'"),
    ==, 404);
  g_assert_true (ts_store_verify_events (self->store, &error));
}

/* Against "LUAD" 36 tiles disagree and 12 do not. */
static void
test_queue_is_drawn_once (Desk *self, gconstpointer data)
{
  TsCaseReview review = make_review (self);
  g_autoptr (GPtrArray) queue = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;

  answer_and_lock (self, "LUAD");
  queue = ts_study_case_draw_queue (&review, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (queue->len, ==, 15);
  for (guint i = 0; i < queue->len; i++) {
    const TsQueueItem *item = g_ptr_array_index (queue, i);
    gboolean agrees = is_luad (item->col, item->row);

    g_assert_cmpint (item->kind, ==,
                     agrees ? TS_QUEUE_CONTROL : TS_QUEUE_DISAGREEMENT);
    g_assert_cmpfloat (item->probability, ==, agrees ? 9.0 / 12 : 6.0 / 36);
  }
  again = ts_study_case_draw_queue (&review, &error);
  g_assert_cmpuint (again->len, ==, 15);
  for (guint i = 0; i < again->len; i++)
    g_assert_cmpstr (((TsQueueItem *) g_ptr_array_index (queue, i))->key, ==,
                     ((TsQueueItem *) g_ptr_array_index (again, i))->key);
}

static void
test_slide_that_no_model_has_read_has_no_queue (Desk *self, gconstpointer data)
{
  TsCaseReview review = make_review (self);
  g_autoptr (TsStudyCase) other =
    begin_case (self->store, self->session_id, self->study, "A", "S02");
  g_autoptr (GPtrArray) queue = NULL;
  g_autoptr (GError) error = NULL;

  add_answer (self->store, self->session_id, other->key, "LUAD",
              TS_DECISION_NONE);
  take_step (self->store, self->session_id, other->key, TS_STEP_LOCKED);
  review.case_key = other->key;
  queue = ts_study_case_draw_queue (&review, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (queue->len, ==, 0);
}

/* The reader agrees on all 9 controls and on none of the 6 others, and is unclear about one:
 * 12 of 48 - 6 tiles, weighted back. */
static void
test_tiles_are_weighted_back (Desk *self, gconstpointer data)
{
  TsCaseReview review = make_review (self);
  g_autoptr (GPtrArray) queue = NULL;
  g_autoptr (TsStudyData) tables = NULL;
  g_autoptr (GArray) estimates = NULL;
  const TsTileEstimate *estimate = NULL;
  gboolean is_first = TRUE;
  g_autoptr (GError) error = NULL;

  answer_and_lock (self, "LUAD");
  queue = ts_study_case_draw_queue (&review, &error);
  for (guint i = 0; i < queue->len; i++) {
    const TsQueueItem *item = g_ptr_array_index (queue, i);
    gboolean is_unclear = item->kind == TS_QUEUE_DISAGREEMENT && is_first;
    g_autoptr (TsReading) reading =
      make_reading (self->reading_case->key, is_unclear ? "unclear" : "LUAD");

    is_first = is_first && !is_unclear;
    g_free (reading->question);
    reading->question = g_strdup ("tile");
    reading->item_key = g_strdup (item->key);
    g_assert_true (
      ts_store_add_reading (self->store, self->session_id, reading, &error));
    g_assert_no_error (error);
  }
  tables = ts_study_data_new (self->store, self->study, FALSE, &error);
  g_assert_no_error (error);
  estimates = ts_tile_estimate_list (tables);
  g_assert_cmpuint (estimates->len, ==, 1);
  estimate = &g_array_index (estimates, TsTileEstimate, 0);
  g_assert_cmpint (estimate->phase, ==, TS_PHASE_LOCKED);
  g_assert_cmpuint (estimate->n, ==, 15);
  g_assert_cmpuint (estimate->n_undecided, ==, 1);
  g_assert_cmpuint (estimate->n_agree, ==, 9);
  g_assert_cmpfloat_with_epsilon (estimate->agreement.value, 12.0 / 42, 1e-12);
  g_assert_cmpuint (tables->n_tiles_unanswered, ==, 0);
}

/* 12 of 48 tiles LUAD: the mean of LUAD is 0.25 * 0.75 + 0.75 * 0.0625. */
static void
test_model_call_is_the_mean_of_the_tiles (Desk *self, gconstpointer data)
{
  g_auto (TsModelCall) call = { 0 };
  g_auto (TsModelCall) none = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (ts_model_call_load (self->store, "quickhash1:s1", "sha256:cc",
                                     &call, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (call.n_tiles, ==, 48);
  g_assert_cmpfloat (call.means[1], ==, 0.234375);
  g_assert_cmpfloat (call.shares[0], ==, 0.75);
  g_assert_cmpfloat (call.shares[1], ==, 0.25);
  g_assert_true (ts_model_call_load (self->store, "quickhash1:s2", "sha256:cc",
                                     &none, &error));
  g_assert_null (none.run);
  g_assert_cmpuint (none.n_tiles, ==, 0);
}

/* A mutations model speaks to the gene it knows, a class model to classes it all has. */
static void
test_which_model_speaks_to_which_question (Desk *self, gconstpointer data)
{
  g_autoptr (TsModelInfo) classes = make_model ("sha256:cc");
  g_autoptr (TsModelInfo) genes = make_model ("sha256:dd");
  const TsStudyQuestion *class = ts_study_find_question (self->study, "class");
  const TsStudyQuestion *egfr = ts_study_find_question (self->study, "EGFR");

  classes->role = TS_ROLE_CLASSES;
  g_assert_true (ts_model_serves_question (classes, class));
  g_assert_false (ts_model_serves_question (classes, egfr));
  g_assert_false (ts_model_serves_question (genes, class));
  g_assert_false (ts_model_serves_question (genes, egfr));
  g_free (genes->class_names[1]);
  genes->class_names[1] = g_strdup ("EGFR");
  g_assert_true (ts_model_serves_question (genes, egfr));
  g_free (classes->class_names[1]);
  classes->class_names[1] = g_strdup ("other");
  g_assert_false (ts_model_serves_question (classes, class));
}

/* Of two opinions on one tile the correction stands; another tile is agreed with. */
static void
test_free_opinions_are_counted (Desk *self, gconstpointer data)
{
  Keys keys = put_keys (self->store);
  g_autoptr (TsOpinion) first = make_opinion (&keys);
  g_autoptr (TsOpinion) second = make_opinion (&keys);
  g_autoptr (TsOpinion) other = make_opinion (&keys);
  g_autoptr (GPtrArray) counts = NULL;
  const TsOpinionCount *count = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (ts_store_add_opinion (self->store, first, &error));
  second->supersedes_id = first->opinion_id;
  second->verdict = other->verdict = TS_VERDICT_AGREE;
  other->col = 4;
  g_assert_true (ts_store_add_opinion (self->store, second, &error));
  g_assert_true (ts_store_add_opinion (self->store, other, &error));
  g_assert_no_error (error);
  counts = ts_opinion_counts_load (self->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts->len, ==, 1);
  count = g_ptr_array_index (counts, 0);
  g_assert_cmpstr (count->reader, ==, "Dr. Ösl");
  g_assert_cmpstr (count->shown_class, ==, first->shown_class);
  g_assert_cmpuint (count->n_agree, ==, 2);
  g_assert_cmpuint (count->n_disagree, ==, 0);
  g_assert_cmpuint (count->n_slides, ==, 1);
  g_assert_cmpuint (count->agreement.n, ==, 2);
  g_assert_cmpfloat (count->agreement.value, ==, 1);
}

#define ADD(name, function) \
  g_test_add (name, Desk, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/case-review/nothing-before-the-lock", test_nothing_before_the_lock);
  ADD ("/case-review/regions-are-called-once", test_regions_are_called_once);
  ADD ("/case-review/queue-is-drawn-once", test_queue_is_drawn_once);
  ADD ("/case-review/slide-that-no-model-has-read-has-no-queue",
       test_slide_that_no_model_has_read_has_no_queue);
  ADD ("/case-review/tiles-are-weighted-back", test_tiles_are_weighted_back);
  ADD ("/case-review/model-call-is-the-mean-of-the-tiles",
       test_model_call_is_the_mean_of_the_tiles);
  ADD ("/case-review/which-model-speaks-to-which-question",
       test_which_model_speaks_to_which_question);
  ADD ("/case-review/free-opinions-are-counted",
       test_free_opinions_are_counted);
  return g_test_run ();
}
