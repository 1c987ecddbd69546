/* Tests of studies and their truth in the store.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "study-fixture.h"

static void
test_comes_back_as_it_was (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (TsStudy) study = put_study (store, "lung");
  g_autoptr (TsStudy) found = ts_store_load_study (store, study->key, NULL);
  const TsStudySlide *slide = NULL;
  const TsStudyQuestion *gene = NULL;
  const TsStudyArm *again = NULL;

  g_assert_cmpstr (found->name, ==, "lung");
  g_assert_cmpstr (found->description, ==, "Drüsen");
  g_assert_cmpint (found->seed, ==, 7);
  g_assert_cmpint (found->regions, ==, TS_REGIONS_OPTIONAL);
  g_assert_cmpuint (found->n_control, ==, 1);
  slide = ts_study_find_pseudonym (found, "S03");
  g_assert_cmpstr (slide->identity, ==, "quickhash1:s3");
  g_assert_cmpstr (slide->patient, ==, "P2");
  gene = ts_study_find_question (found, "EGFR");
  g_assert_cmpint (gene->level, ==, TS_LEVEL_REGION);
  g_assert_cmpint (gene->kind, ==, TS_QUESTION_GENE);
  g_assert_true (ts_study_question_find (gene, "cannot say")->is_cannot_decide);
  again = ts_study_find_arm (found, "again");
  g_assert_cmpint (again->kind, ==, TS_ARM_UNAIDED);
  g_assert_cmpstr (again->after_arm, ==, "first");
  g_assert_cmpuint (again->washout_days, ==, 28);
  g_assert_cmpuint (found->models->len, ==, 1);
}

static void
test_same_definition_is_the_same_study (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (TsStore) other = open_store (NULL);
  g_autoptr (TsStudy) first = put_study (store, "lung");
  g_autoptr (TsStudy) second = put_study (store, "lung");
  g_autoptr (TsStudy) elsewhere = put_study (other, "lung");
  g_autoptr (TsStudy) another = put_study (store, "lung 2");
  g_autoptr (GPtrArray) studies = ts_store_list_studies (store, NULL);

  g_assert_cmpstr (first->key, ==, second->key);
  g_assert_cmpstr (first->key, ==, elsewhere->key);
  g_assert_cmpstr (first->key, !=, another->key);
  g_assert_cmpuint (studies->len, ==, 2);
}

static void
test_each_part_of_the_definition_counts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (TsStudy) study = put_study (store, "lung");
  g_autofree char *key = g_strdup (study->key);
  TsStudySlide *slide = g_ptr_array_index (study->slides, 1);
  TsStudyArm *arm = g_ptr_array_index (study->arms, 1);

  arm->washout_days = 29;
  g_assert_true (ts_store_add_study (store, 0, study, NULL));
  g_assert_cmpstr (study->key, !=, key);
  arm->washout_days = 28;
  g_free (slide->patient);
  slide->patient = g_strdup ("P9");
  g_assert_true (ts_store_add_study (store, 0, study, NULL));
  g_assert_cmpstr (study->key, !=, key);
}

static void
test_unknown_study_is_an_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected =
    g_strdup_printf ("'%s' has no study of the key 'x'", fixture->path);

  g_assert_null (ts_store_load_study (store, "x", &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_MISSING);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_nothing_is_added_to_a_study (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (TsStudy) study = put_study (store, "lung");

  g_assert_nonnull (study);
  g_assert_cmpint (run_raw (fixture->path,
                            "INSERT INTO study_slide SELECT study_key, 9,"
                            " 'x', 'S09', 'P9' FROM study"),
                   ==, SQLITE_CONSTRAINT);
}

static gboolean
add_truth (TsStore *store,
           const TsStudy *study,
           const char *label,
           GError **error)
{
  g_autoptr (TsTruth) truth = make_truth ("S02", label);

  return ts_store_add_truth (store, 0, study->key, truth, error);
}

static void
test_later_truth_stands (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (TsStudy) study = put_study (store, "lung");
  g_autoptr (GPtrArray) list = NULL;
  const TsTruth *truth = NULL;

  g_assert_true (add_truth (store, study, "LUAD", NULL));
  g_assert_true (add_truth (store, study, "LUSC", NULL));
  g_assert_true (add_truth (store, study, "LUSC", NULL));
  list = ts_store_list_truth (store, study->key, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  truth = g_ptr_array_index (list, 0);
  g_assert_cmpstr (truth->pseudonym, ==, "S02");
  g_assert_cmpstr (truth->label, ==, "LUSC");
  g_assert_cmpstr (truth->author, ==, "Dr. T");
  g_assert_cmpint (read_raw_int (fixture->path, "SELECT count (*) FROM truth"),
                   ==, 2);
}

static void
test_truth_that_is_no_answer_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (TsStudy) study = put_study (store, "lung");

  g_assert_false (add_truth (store, study, "SCLC", NULL));
  g_assert_cmpint (read_raw_int (fixture->path, "SELECT count (*) FROM truth"),
                   ==, 0);
}

static void
test_truth_is_not_edited_while_reading (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (TsStudy) study = put_study (store, "lung");
  gint64 session_id = begin_sitting (store, "A");
  g_autoptr (TsStudyCase) reading_case =
    begin_case (store, session_id, study, "A", "S01");
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf (
    "cannot enter truth in '%s': reader 'A' has case 'S01' open",
    fixture->path);

  g_assert_false (add_truth (store, study, "LUAD", &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, expected);
  take_step (store, session_id, reading_case->key, TS_STEP_LOCKED);
  take_step (store, session_id, reading_case->key, TS_STEP_REVEALED);
  g_assert_false (add_truth (store, study, "LUAD", NULL));
  take_step (store, session_id, reading_case->key, TS_STEP_FINISHED);
  g_assert_true (add_truth (store, study, "LUAD", NULL));
}

static void
test_slide_is_found_where_it_was (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_auto (GStrv) files = NULL;

  g_assert_true (ts_store_note_slide_file (store, "q:1", "/a/x.svs", NULL));
  g_assert_true (ts_store_note_slide_file (store, "q:1", "/b/y.svs", NULL));
  g_assert_true (ts_store_note_slide_file (store, "q:1", "/a/x.svs", NULL));
  files = ts_store_list_slide_files (store, "q:1", NULL);
  g_assert_cmpuint (g_strv_length (files), ==, 2);
  g_assert_cmpstr (files[0], ==, "/a/x.svs");
}

static void
test_store_has_a_name (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (TsStore) other = open_store (NULL);
  g_autofree char *uuid = ts_store_get_uuid (store, NULL);
  g_autofree char *other_uuid = ts_store_get_uuid (other, NULL);

  g_assert_cmpuint (strlen (uuid), ==, 32);
  g_assert_cmpstr (uuid, !=, other_uuid);
}

#define ADD(name, function)                                            \
  g_test_add ("/studies/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("comes-back-as-it-was", test_comes_back_as_it_was);
  ADD ("same-definition-is-the-same-study",
       test_same_definition_is_the_same_study);
  ADD ("each-part-of-the-definition-counts",
       test_each_part_of_the_definition_counts);
  ADD ("unknown-study-is-an-error", test_unknown_study_is_an_error);
  ADD ("nothing-is-added-to-a-study", test_nothing_is_added_to_a_study);
  ADD ("later-truth-stands", test_later_truth_stands);
  ADD ("truth-that-is-no-answer-is-refused",
       test_truth_that_is_no_answer_is_refused);
  ADD ("truth-is-not-edited-while-reading",
       test_truth_is_not_edited_while_reading);
  ADD ("slide-is-found-where-it-was", test_slide_is_found_where_it_was);
  ADD ("store-has-a-name", test_store_has_a_name);
  return g_test_run ();
}
