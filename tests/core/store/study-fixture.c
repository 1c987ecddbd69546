/* A study in a store and readers at work on it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-fixture.h"

static void
add_question (TsStudy *study,
              const char *name,
              TsLevel level,
              TsQuestionKind kind,
              const char *codes)
{
  TsStudyQuestion *question = ts_study_add_question (study);
  g_auto (GStrv) parts = g_strsplit (codes, ",", -1);

  question->name = g_strdup (name);
  question->level = level;
  question->kind = kind;
  for (guint i = 0; parts[i] != NULL; i++) {
    TsStudyAnswer *answer = ts_study_question_add_answer (question);

    answer->code = g_strdup (parts[i]);
    answer->is_cannot_decide = g_str_has_prefix (parts[i], "cannot");
  }
}

static void
add_arm (TsStudy *study,
         const char *name,
         TsArmKind kind,
         const char *after,
         guint days)
{
  TsStudyArm *arm = ts_study_add_arm (study);

  arm->name = g_strdup (name);
  arm->kind = kind;
  arm->after_arm = g_strdup (after);
  arm->washout_days = days;
}

TsStudy *
make_study (const char *name)
{
  static const char *const patients[] = { "P1", "P1", "P2" };
  TsStudy *study = ts_study_new ();

  study->name = g_strdup (name);
  study->description = g_strdup ("Drüsen");
  study->seed = 7;
  study->regions = TS_REGIONS_OPTIONAL;
  study->n_disagreement = study->n_uncertainty = study->n_control = 1;
  for (guint i = 0; i < 3; i++) {
    TsStudySlide *slide = ts_study_add_slide (study);

    slide->identity = g_strdup_printf ("quickhash1:s%u", i + 1);
    slide->pseudonym = g_strdup_printf ("S%02u", i + 1);
    slide->patient = g_strdup (patients[i]);
  }
  add_question (study, "class", TS_LEVEL_SLIDE, TS_QUESTION_CLASS,
                "normal,LUAD,LUSC,cannot decide");
  add_question (study, "EGFR", TS_LEVEL_REGION, TS_QUESTION_GENE,
                "suspected,not,cannot say");
  add_arm (study, "first", TS_ARM_AIDED_AFTER_BLIND, NULL, 0);
  add_arm (study, "again", TS_ARM_UNAIDED, "first", 28);
  ts_study_add_model (study)->identity = g_strdup ("sha256:bb");
  return study;
}

TsStudy *
put_study (TsStore *store, const char *name)
{
  g_autoptr (GError) error = NULL;
  TsStudy *study = make_study (name);
  g_autoptr (TsModelInfo) model = make_model ("sha256:bb");

  for (guint i = 0; i < study->slides->len; i++) {
    const TsStudySlide *slide = g_ptr_array_index (study->slides, i);
    g_autoptr (TsSlideInfo) info = make_slide (slide->identity);

    g_assert_cmpint (ts_store_put_slide (store, info, &error), >, 0);
  }
  g_assert_cmpint (ts_store_put_model (store, model, &error), >, 0);
  g_assert_true (ts_store_add_study (store, 0, study, &error));
  g_assert_no_error (error);
  return study;
}

gint64
begin_sitting (TsStore *store, const char *reader)
{
  g_autoptr (GError) error = NULL;
  gint64 reader_id = ts_store_put_reader (store, reader, &error);
  gint64 session_id =
    ts_store_begin_session (store, reader_id, "tessera 0", &error);

  g_assert_no_error (error);
  g_assert_cmpint (session_id, >, 0);
  return session_id;
}

TsStudyCase *
begin_case (TsStore *store,
            gint64 session_id,
            const TsStudy *study,
            const char *reader,
            const char *pseudonym)
{
  g_autoptr (GError) error = NULL;
  TsStudyCase *reading_case = g_new0 (TsStudyCase, 1);

  reading_case->study_key = g_strdup (study->key);
  reading_case->arm = g_strdup ("first");
  reading_case->reader = g_strdup (reader);
  reading_case->slide_identity =
    g_strdup (ts_study_find_pseudonym (study, pseudonym)->identity);
  g_assert_true (ts_store_begin_case (store, session_id, reading_case, &error));
  g_assert_no_error (error);
  return reading_case;
}

void
take_step (TsStore *store,
           gint64 session_id,
           const char *case_key,
           TsStepKind kind)
{
  g_autoptr (GError) error = NULL;
  const guint8 cells[] = { 0, 3, 7 };
  TsCaseStep step = { .kind = kind,
                      .active_ms = 1500,
                      .seen_share = 0.25,
                      .highest_power = 20,
                      .view_center_l0 = { 12.5, -3 },
                      .view_scale = 0.5 };

  step.seen = g_bytes_new (cells, sizeof cells);
  g_assert_true (
    ts_store_add_case_step (store, session_id, case_key, &step, &error));
  g_assert_no_error (error);
  g_bytes_unref (step.seen);
}

TsReading *
make_reading (const char *case_key, const char *answer)
{
  TsReading *reading = ts_reading_new ();

  reading->case_key = g_strdup (case_key);
  reading->question = g_strdup ("class");
  reading->answer = g_strdup (answer);
  reading->confidence = 80;
  reading->difficulty = 2;
  reading->comment = g_strdup ("Drüse");
  return reading;
}

void
add_answer (TsStore *store,
            gint64 session_id,
            const char *case_key,
            const char *answer,
            TsDecision decision)
{
  g_autoptr (TsReading) reading = make_reading (case_key, answer);
  g_autoptr (GError) error = NULL;

  reading->decision = decision;
  if (decision != TS_DECISION_NONE) {
    reading->reason = g_strdup ("the map");
    reading->model_identity = g_strdup ("sha256:bb");
    reading->model_answer = g_strdup ("LUSC");
  }
  g_assert_true (ts_store_add_reading (store, session_id, reading, &error));
  g_assert_no_error (error);
}

TsRegion *
make_region (const char *case_key)
{
  const TsPoint points[] = { { 0, 0 }, { 1000.25, 0 }, { 0, 1000 } };
  TsRegion *region = ts_region_new ();

  region->case_key = g_strdup (case_key);
  region->shape = TS_REGION_POLYGON;
  region->points_l0 = g_memdup2 (points, sizeof points);
  region->n_points = G_N_ELEMENTS (points);
  region->question = g_strdup ("EGFR");
  region->answer = g_strdup ("suspected");
  return region;
}

TsTruth *
make_truth (const char *pseudonym, const char *label)
{
  TsTruth *truth = ts_truth_new ();

  truth->pseudonym = g_strdup (pseudonym);
  truth->slide_identity =
    g_strdup_printf ("quickhash1:s%c", pseudonym[strlen (pseudonym) - 1]);
  truth->question = g_strdup ("class");
  truth->label = g_strdup (label);
  truth->source = g_strdup ("resection");
  truth->dated = g_strdup ("2026-01-31");
  truth->author = g_strdup ("Dr. T");
  return truth;
}

static void
free_item (gpointer item)
{
  ts_queue_item_free (item);
}

static void
add_queue (TsStore *store, gint64 session_id, const char *case_key)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (free_item);
  TsStoreQueue queue = { "sha256:bb", "grid1", 5, items };
  g_autoptr (GError) error = NULL;

  for (guint32 i = 0; i < 2; i++) {
    TsQueueItem *item = g_new0 (TsQueueItem, 1);

    *item = (TsQueueItem){ .row = i,
                           .col = 3,
                           .kind = TS_QUEUE_CONTROL,
                           .probability = 0.125,
                           .n_stratum = 16,
                           .n_drawn = 2 };
    g_ptr_array_add (items, item);
  }
  g_assert_true (
    ts_store_add_queue (store, session_id, case_key, &queue, &error));
  g_assert_no_error (error);
}

static void
add_call (TsStore *store,
          gint64 session_id,
          const char *case_key,
          const char *region_key)
{
  const float probs[] = { 0.1f, 0.2f, 0.7f };
  const TsStoreRegionCall call = { .region_key = region_key,
                                   .model_identity = "sha256:bb",
                                   .grid_key = "grid1",
                                   .rule = "centre-inside/1",
                                   .n_tiles = 4,
                                   .n_majority = 3,
                                   .mean_probs = probs,
                                   .n_probs = 3,
                                   .mean_class = "LUSC",
                                   .majority_class = "LUSC" };
  g_autoptr (GError) error = NULL;

  g_assert_true (
    ts_store_add_region_call (store, session_id, case_key, &call, &error));
  g_assert_no_error (error);
}

char *
read_one_case (TsStore *store, const char *reader)
{
  g_autoptr (TsStudy) study = put_study (store, "lung");
  g_autoptr (TsTruth) truth = make_truth ("S01", "LUAD");
  gint64 session_id = begin_sitting (store, reader);
  g_autoptr (TsStudyCase) reading_case = NULL;
  g_autoptr (TsRegion) region = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (
    ts_store_add_truth (store, session_id, study->key, truth, &error));
  g_assert_no_error (error);
  reading_case = begin_case (store, session_id, study, reader, "S01");
  region = make_region (reading_case->key);
  g_assert_true (ts_store_add_region (store, session_id, region, &error));
  add_answer (store, session_id, reading_case->key, "LUAD", TS_DECISION_NONE);
  take_step (store, session_id, reading_case->key, TS_STEP_LOCKED);
  add_queue (store, session_id, reading_case->key);
  add_call (store, session_id, reading_case->key, region->key);
  take_step (store, session_id, reading_case->key, TS_STEP_REVEALED);
  add_answer (store, session_id, reading_case->key, "LUSC", TS_DECISION_CHANGE);
  take_step (store, session_id, reading_case->key, TS_STEP_FINISHED);
  return g_strdup (reading_case->key);
}

void
tamper (const char *path, const char *trigger, const char *sql)
{
  g_autofree char *find = g_strdup_printf (
    "SELECT sql FROM sqlite_schema WHERE name = '%s'", trigger);
  g_autofree char *drop = g_strdup_printf ("DROP TRIGGER %s", trigger);
  g_autofree char *restore = read_raw_text (path, find);

  g_assert_nonnull (restore);
  g_assert_cmpint (run_raw (path, drop), ==, SQLITE_OK);
  g_assert_cmpint (run_raw (path, sql), ==, SQLITE_OK);
  g_assert_cmpint (run_raw (path, restore), ==, SQLITE_OK);
}
