/* Tests of the store: what is put in is found again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/store.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "core/base/error.h"
#include "core/base/version.h"
#include "core/store/schema.h"
#include "store-fixture.h"

static void
test_file_and_folders_are_made (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path =
    g_build_filename (fixture->folder, "a", "b", "x.db", NULL);
  g_autoptr (TsStore) store = open_store (path);
  GStatBuf facts;

  g_assert_cmpstr (ts_store_get_path (store), ==, path);
  g_assert_cmpint (g_stat (path, &facts), ==, 0);
  g_assert_cmpint (facts.st_mode & 0777, ==, 0600);
  g_assert_cmpint (read_raw_int (path, "PRAGMA user_version"), ==,
                   TS_SCHEMA_VERSION);
  g_assert_cmpint (read_raw_int (path, "PRAGMA application_id"), ==,
                   0x54735352);
}

static void
test_default_path_is_in_data_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = ts_store_get_default_path ();
  g_autofree char *expected =
    g_build_filename (g_get_user_data_dir (), "tessera", "tessera.db", NULL);

  g_assert_cmpstr (path, ==, expected);
}

static void
test_slide_is_found_by_identity (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (TsSlideInfo) slide = make_slide ("quickhash1:aa");
  g_autoptr (TsSlideInfo) other = make_slide ("quickhash1:bb");
  g_autoptr (GError) error = NULL;
  gint64 slide_id = 0;

  g_assert_cmpint (ts_store_find_slide (store, "quickhash1:aa", &error), ==, 0);
  g_assert_no_error (error);
  slide_id = ts_store_put_slide (store, slide, &error);
  g_assert_no_error (error);
  g_assert_cmpint (slide_id, >, 0);
  g_assert_cmpint (ts_store_put_slide (store, slide, &error), ==, slide_id);
  g_assert_cmpint (ts_store_find_slide (store, "quickhash1:aa", &error), ==,
                   slide_id);
  g_assert_cmpint (ts_store_put_slide (store, other, &error), !=, slide_id);
  g_assert_no_error (error);
}

static void
test_reader_resolution_is_no_fact_of_the_file (Fixture *fixture,
                                               gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (TsSlideInfo) slide = make_slide ("quickhash1:aa");
  g_autoptr (GError) error = NULL;

  slide->mpp_source = TS_MPP_READER;
  g_assert_cmpint (ts_store_put_slide (store, slide, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (read_raw_int (fixture->path,
                                 "SELECT mpp_x IS NULL AND mpp_y IS NULL"
                                 " AND mpp_source = 'none' FROM slide"),
                   ==, 1);
}

static void
test_newest_reader_resolution_counts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  g_autoptr (GError) error = NULL;
  double mpp = -1;

  g_assert_false (
    ts_store_find_reader_mpp (store, keys.slide_id, &mpp, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (mpp, ==, -1);
  g_assert_true (
    ts_store_add_reader_mpp (store, keys.slide_id, "A", 0.5, &error));
  g_assert_true (
    ts_store_add_reader_mpp (store, keys.slide_id, NULL, 0.2525, &error));
  g_assert_no_error (error);
  g_assert_true (ts_store_find_reader_mpp (store, keys.slide_id, &mpp, &error));
  g_assert_cmpfloat (mpp, ==, 0.2525);
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT count (*) FROM slide_mpp"), ==, 2);
}

static void
test_model_comes_back_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs =
    ts_store_list_runs (store, keys.slide_id, &error);
  const TsModelInfo *model = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 1);
  model = ((TsStoredRun *) g_ptr_array_index (runs, 0))->model;
  g_assert_cmpstr (model->identity, ==, "sha256:bb");
  g_assert_cmpstr (model->name, ==, "lung");
  g_assert_null (model->architecture);
  g_assert_null (model->source);
  g_assert_cmpstr (model->licence, ==, "MIT");
  g_assert_null (model->notes);
  g_assert_cmpuint (model->n_classes, ==, 3);
  g_assert_cmpstr (model->class_names[2], ==, "LUSC");
  g_assert_null (model->class_names[3]);
  g_assert_cmpuint (model->patch_px, ==, 512);
  g_assert_cmpfloat (model->spacing_um, ==, 0.5);
  g_assert_cmpint (model->head, ==, TS_HEAD_SIGMOID);
  g_assert_cmpint (model->role, ==, TS_ROLE_MUTATIONS);
  g_assert_cmpstr (model->runs_on_class, ==, "LUAD");
  g_assert_cmpuint (model->n_parameters, ==, 21000000);
  g_assert_cmpuint (model->n_multiply_adds, ==,
                    G_GUINT64_CONSTANT (5700000000));
}

static void
test_other_grid_is_another_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  TsGridSpec same = make_grid (0.499);
  TsGridSpec other = make_grid (0.25);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  const TsStoredRun *run = NULL;

  g_assert_cmpint (ts_store_put_run (store, keys.slide_id, keys.model_id, &same,
                                     TS_MPP_VENDOR, &error),
                   ==, keys.run_id);
  g_assert_cmpint (ts_store_put_run (store, keys.slide_id, keys.model_id,
                                     &other, TS_MPP_READER, &error),
                   !=, keys.run_id);
  g_assert_no_error (error);
  runs = ts_store_list_runs (store, keys.slide_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 2);
  run = g_ptr_array_index (runs, 0);
  g_assert_cmpint (run->mpp_source, ==, TS_MPP_READER);
  g_assert_cmpfloat (run->grid.mpp_x, ==, 0.25);
  g_assert_cmpfloat (run->grid.step_x, ==, other.step_x);
  g_assert_cmpuint (run->grid.n_cols, ==, 8);
  g_assert_cmpint (run->n_predictions, ==, 0);
  g_assert_cmpint (run->newest_at_us, ==, 0);
}

static gboolean
collect (const TsPrediction *prediction, gpointer user_data)
{
  GString *text = user_data;

  g_string_append_printf (text, "%u,%u:%u", prediction->row, prediction->col,
                          prediction->n_probs);
  if (prediction->n_probs == 3)
    g_assert_cmpfloat (prediction->probs[2], ==, 0.7f);
  g_string_append_c (text, ' ');
  return prediction->row < 4;
}

static void
test_predictions_come_in_order (Fixture *fixture, gconstpointer data)
{
  const float probs[] = { 0.1f, 0.2f, 0.7f };
  const TsPrediction predictions[] = {
    { .row = 5, .col = 0, .n_probs = 3, .probs = probs },
    { .row = 4, .col = 7, .n_probs = 3, .probs = probs },
    { .row = 0, .col = 6, .background_share = 0.75f },
    { .row = 0, .col = 2, .n_probs = 3, .probs = probs },
  };
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GPtrArray) runs = NULL;
  const TsStoredRun *run = NULL;

  g_assert_true (
    ts_store_add_predictions (store, keys.run_id, predictions, 4, &error));
  g_assert_true (
    ts_store_foreach_prediction (store, keys.run_id, collect, seen, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (seen->str, ==, "0,2:3 0,6:0 4,7:3 ");
  runs = ts_store_list_runs (store, keys.slide_id, &error);
  run = g_ptr_array_index (runs, 0);
  g_assert_cmpint (run->n_predictions, ==, 3);
  g_assert_cmpint (run->newest_at_us, >, 0);
}

static void
test_a_prediction_has_its_time (Fixture *fixture, gconstpointer data)
{
  const float probs[] = { 0.1f, 0.2f, 0.7f };
  const TsPrediction prediction = {
    .row = 5, .col = 3, .n_probs = 3, .probs = probs
  };
  g_autoptr (TsStore) store = open_store (NULL);
  Keys keys = put_keys (store);
  gint64 before_us = g_get_real_time (), at_us = 0;

  g_assert_true (
    ts_store_add_predictions (store, keys.run_id, &prediction, 1, NULL));
  g_assert_true (
    ts_store_find_prediction_time (store, keys.run_id, 3, 5, &at_us, NULL));
  g_assert_cmpint (at_us, >=, before_us);
  g_assert_true (
    ts_store_find_prediction_time (store, keys.run_id, 5, 3, &at_us, NULL));
  g_assert_cmpint (at_us, ==, 0);
}

static gboolean
count_and_use (const TsPrediction *prediction, gpointer user_data)
{
  gpointer *both = user_data;
  guint *n = both[1];

  /* Would hang if the walk held the lock. */
  g_assert_cmpint (ts_store_find_slide (both[0], "quickhash1:aa", NULL), >, 0);
  g_assert_cmpuint (prediction->row * 100 + prediction->col, ==, *n);
  (*n)++;
  return TRUE;
}

static void
test_long_walk_sees_each_tile_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (NULL);
  Keys keys = put_keys (store);
  g_autoptr (GError) error = NULL;
  g_autofree TsPrediction *predictions = g_new0 (TsPrediction, 1100);
  guint n = 0;
  gpointer both[] = { store, &n };

  for (guint i = 0; i < 1100; i++)
    predictions[i] = (TsPrediction){ .row = i / 100, .col = i % 100 };
  g_assert_true (
    ts_store_add_predictions (store, keys.run_id, predictions, 1100, &error));
  g_assert_true (ts_store_foreach_prediction (store, keys.run_id, count_and_use,
                                              both, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1100);
}

static gboolean
take_share (const TsPrediction *prediction, gpointer user_data)
{
  g_assert_cmpint (prediction->made_at_us, >, 0);
  *(float *) user_data = prediction->background_share;
  return TRUE;
}

static void
test_first_prediction_of_a_tile_stays (Fixture *fixture, gconstpointer data)
{
  const TsPrediction first = { .row = 1, .col = 1, .background_share = 0.25f };
  const TsPrediction both[] = {
    { .row = 1, .col = 1, .background_share = 0.75f }, { .row = 1, .col = 2 }
  };
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  g_autoptr (GError) error = NULL;
  float share = 0;

  g_assert_true (
    ts_store_add_predictions (store, keys.run_id, &first, 1, &error));
  g_assert_true (
    ts_store_add_predictions (store, keys.run_id, both, 2, &error));
  g_assert_no_error (error);
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT count (*) FROM prediction"), ==, 2);
  g_assert_cmpint (read_raw_int (fixture->path,
                                 "SELECT background_share = 0.25"
                                 " FROM prediction WHERE col = 1"),
                   ==, 1);
  g_assert_true (ts_store_foreach_prediction (store, keys.run_id, take_share,
                                              &share, &error));
}

static void
test_prediction_of_no_run_is_refused_whole (Fixture *fixture,
                                            gconstpointer data)
{
  const TsPrediction prediction = { .row = 1, .col = 1 };
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf (
    "cannot write to '%s': FOREIGN KEY constraint failed", fixture->path);

  g_assert_false (ts_store_add_predictions (store, 99, &prediction, 1, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT count (*) FROM prediction"), ==, 0);
  /* The failed transaction does not stay open. */
  g_assert_cmpint (put_keys (store).run_id, >, 0);
}

static void
test_last_reader_is_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) readers = ts_store_list_readers (store, &error);
  gint64 first = 0;
  gint64 second = 0;
  const TsStoredReader *reader = NULL;

  g_assert_cmpuint (readers->len, ==, 0);
  g_clear_pointer (&readers, g_ptr_array_unref);
  first = ts_store_put_reader (store, "First", &error);
  second = ts_store_put_reader (store, "Second", &error);
  g_assert_cmpint (ts_store_put_reader (store, "First", &error), ==, first);
  g_assert_cmpint (second, !=, first);
  g_assert_cmpint (ts_store_put_reader (store, "Third", &error), >, 0);
  g_assert_cmpint (ts_store_begin_session (store, second, NULL, &error), >, 0);
  g_assert_cmpint (ts_store_begin_session (store, first, NULL, &error), >, 0);
  g_assert_no_error (error);
  readers = ts_store_list_readers (store, &error);
  g_assert_cmpuint (readers->len, ==, 3);
  reader = g_ptr_array_index (readers, 0);
  g_assert_cmpstr (reader->name, ==, "First");
  g_assert_cmpint (reader->reader_id, ==, first);
  g_assert_cmpint (reader->last_at_us, >, 0);
  reader = g_ptr_array_index (readers, 1);
  g_assert_cmpstr (reader->name, ==, "Second");
  reader = g_ptr_array_index (readers, 2);
  g_assert_cmpstr (reader->name, ==, "Third");
  g_assert_cmpint (reader->last_at_us, ==, 0);
}

static void
test_bad_names_are_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autofree char *not_text = g_strdup_printf (
    "cannot write to '%s': a text is not UTF-8", fixture->path);

  g_assert_cmpint (ts_store_put_reader (store, "\xff\xfe", &error), ==, 0);
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, not_text);
  g_clear_error (&error);
  g_assert_cmpint (ts_store_put_reader (store, "", &error), ==, 0);
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
}

static void
assert_same_rect (TsRect a, TsRect b)
{
  g_assert_cmpfloat (a.x, ==, b.x);
  g_assert_cmpfloat (a.y, ==, b.y);
  g_assert_cmpfloat (a.width, ==, b.width);
  g_assert_cmpfloat (a.height, ==, b.height);
}

static void
assert_same_opinion (const TsOpinion *a, const TsOpinion *b)
{
  g_assert_cmpint (a->opinion_id, ==, b->opinion_id);
  g_assert_cmpint (a->supersedes_id, ==, b->supersedes_id);
  g_assert_cmpint (a->reader_id, ==, b->reader_id);
  g_assert_cmpint (a->session_id, ==, b->session_id);
  g_assert_cmpint (a->slide_id, ==, b->slide_id);
  g_assert_cmpint (a->model_id, ==, b->model_id);
  g_assert_cmpint (a->run_id, ==, b->run_id);
  g_assert_cmpint (a->scope, ==, b->scope);
  g_assert_cmpuint (a->row, ==, b->row);
  g_assert_cmpuint (a->col, ==, b->col);
  assert_same_rect (a->region_l0, b->region_l0);
  g_assert_cmpint (a->verdict, ==, b->verdict);
  g_assert_cmpstr (a->own_class, ==, b->own_class);
  g_assert_cmpstr (a->comment, ==, b->comment);
  g_assert_cmpstr (a->shown_class, ==, b->shown_class);
  g_assert_cmpmem (a->shown_probs, a->n_shown_probs * sizeof (float),
                   b->shown_probs, b->n_shown_probs * sizeof (float));
  g_assert_cmpstr (a->layer, ==, b->layer);
  g_assert_cmpint (a->was_overlay_visible, ==, b->was_overlay_visible);
  g_assert_cmpfloat (a->opacity, ==, b->opacity);
  g_assert_cmpfloat (a->threshold, ==, b->threshold);
  assert_same_rect (a->viewport_l0, b->viewport_l0);
  g_assert_cmpfloat (a->magnification, ==, b->magnification);
  g_assert_cmpint (a->active_ms, ==, b->active_ms);
  g_assert_cmpint (a->committed_at_us, ==, b->committed_at_us);
  g_assert_cmpstr (a->software, ==, b->software);
}

static void
test_opinion_comes_back_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  g_autoptr (TsOpinion) tile = make_opinion (&keys);
  g_autoptr (TsOpinion) slide = ts_opinion_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) opinions = NULL;

  slide->reader_id = keys.reader_id;
  slide->session_id = keys.session_id;
  slide->slide_id = keys.slide_id;
  slide->scope = TS_SCOPE_SLIDE;
  slide->verdict = TS_VERDICT_UNSURE;
  g_assert_true (ts_store_add_opinion (store, tile, &error));
  g_assert_true (ts_store_add_opinion (store, slide, &error));
  g_assert_no_error (error);
  g_assert_cmpint (tile->opinion_id, >, 0);
  g_assert_cmpint (tile->committed_at_us, >, 0);
  g_assert_cmpstr (tile->software, ==, ts_version_text ());

  g_clear_pointer (&store, ts_store_unref);
  store = open_store (fixture->path);
  opinions = ts_store_list_opinions (store, keys.slide_id, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (opinions->len, ==, 2);
  assert_same_opinion (g_ptr_array_index (opinions, 0), tile);
  assert_same_opinion (g_ptr_array_index (opinions, 1), slide);
}

static guint
count_opinions (TsStore *store, gint64 slide_id, gint64 session_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) opinions =
    ts_store_list_opinions (store, slide_id, session_id, &error);

  g_assert_no_error (error);
  return opinions->len;
}

static void
test_opinions_are_listed_by_slide_and_session (Fixture *fixture,
                                               gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  Keys later = put_keys (store);
  g_autoptr (TsOpinion) first = make_opinion (&keys);
  g_autoptr (TsOpinion) second = make_opinion (&later);
  g_autoptr (TsSlideInfo) other = make_slide ("quickhash1:cc");
  gint64 other_id = ts_store_put_slide (store, other, NULL);

  g_assert_cmpint (later.session_id, !=, keys.session_id);
  g_assert_true (ts_store_add_opinion (store, first, NULL));
  g_assert_true (ts_store_add_opinion (store, second, NULL));
  g_assert_cmpuint (count_opinions (store, 0, 0), ==, 2);
  g_assert_cmpuint (count_opinions (store, keys.slide_id, 0), ==, 2);
  g_assert_cmpuint (count_opinions (store, keys.slide_id, later.session_id), ==,
                    1);
  g_assert_cmpuint (count_opinions (store, 0, keys.session_id), ==, 1);
  g_assert_cmpuint (count_opinions (store, other_id, 0), ==, 0);
  g_assert_cmpuint (count_opinions (store, other_id, keys.session_id), ==, 0);
}

static void
test_correction_keeps_the_old_row (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  g_autoptr (TsOpinion) opinion = make_opinion (&keys);
  g_autoptr (TsOpinion) undo = make_opinion (&keys);
  g_autoptr (GError) error = NULL;

  g_assert_true (ts_store_add_opinion (store, opinion, &error));
  undo->verdict = TS_VERDICT_WITHDRAWN;
  g_clear_pointer (&undo->own_class, g_free);
  g_assert_false (ts_store_add_opinion (store, undo, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpint (undo->opinion_id, ==, 0);
  g_clear_error (&error);
  undo->supersedes_id = opinion->opinion_id;
  g_assert_true (ts_store_add_opinion (store, undo, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_opinions (store, keys.slide_id, 0), ==, 2);
}

static void
assert_opinion_refused (TsStore *store, TsOpinion *opinion, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf (
    "cannot write to '%s': %s", ts_store_get_path (store), reason);

  g_assert_false (ts_store_add_opinion (store, opinion, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_cmpint (opinion->opinion_id, ==, 0);
}

static void
test_opinion_that_does_not_fit_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  g_autoptr (TsOpinion) opinion = make_opinion (&keys);
  g_autoptr (TsSlideInfo) other = make_slide ("quickhash1:cc");

  opinion->reader_id = ts_store_put_reader (store, "Another", NULL);
  assert_opinion_refused (store, opinion, "the session is of another reader");
  opinion->reader_id = keys.reader_id;
  opinion->slide_id = ts_store_put_slide (store, other, NULL);
  assert_opinion_refused (store, opinion,
                          "the run is of another slide or model");
  opinion->slide_id = keys.slide_id;
  opinion->supersedes_id = 77;
  assert_opinion_refused (
    store, opinion, "the corrected opinion is of another reader or slide");
  opinion->supersedes_id = 0;
  g_free (opinion->comment);
  opinion->comment = g_strdup ("\xc3");
  assert_opinion_refused (store, opinion, "a text is not UTF-8");
  g_assert_cmpuint (count_opinions (store, 0, 0), ==, 0);
}

static void
test_numbers_do_not_depend_on_the_locale (Fixture *fixture, gconstpointer data)
{
  g_autofree char *old = g_strdup (setlocale (LC_ALL, NULL));

  if (setlocale (LC_ALL, "de_DE.UTF-8") == NULL &&
      setlocale (LC_ALL, "de_DE") == NULL) {
    g_test_skip ("no German locale is here");
    return;
  }
  test_other_grid_is_another_run (fixture, data);
  g_assert_cmpint (read_raw_int (fixture->path,
                                 "SELECT count (*) FROM run WHERE mpp_x = 0.25"
                                 " AND grid_key NOT LIKE '%,%'"),
                   ==, 1);
  setlocale (LC_ALL, old);
}

static void
test_read_only_store_reads_and_refuses_to_write (Fixture *fixture,
                                                 gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture->path);
  Keys keys = put_keys (store);
  g_autoptr (TsOpinion) opinion = make_opinion (&keys);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsStore) reading = NULL;

  g_assert_true (ts_store_add_opinion (store, opinion, NULL));
  reading = ts_store_open_read_only (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_opinions (reading, 0, 0), ==, 1);
  g_assert_false (ts_store_add_opinion (reading, opinion, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_cmpint (
    read_raw_int (fixture->path, "SELECT count (*) FROM opinion"), ==, 1);
}

#define ADD(name, function)                                          \
  g_test_add ("/store/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("file-and-folders-are-made", test_file_and_folders_are_made);
  ADD ("default-path-is-in-data-folder", test_default_path_is_in_data_folder);
  ADD ("slide-is-found-by-identity", test_slide_is_found_by_identity);
  ADD ("reader-resolution-is-no-fact-of-the-file",
       test_reader_resolution_is_no_fact_of_the_file);
  ADD ("newest-reader-resolution-counts", test_newest_reader_resolution_counts);
  ADD ("model-comes-back-whole", test_model_comes_back_whole);
  ADD ("other-grid-is-another-run", test_other_grid_is_another_run);
  ADD ("predictions-come-in-order", test_predictions_come_in_order);
  ADD ("a-prediction-has-its-time", test_a_prediction_has_its_time);
  ADD ("long-walk-sees-each-tile-once", test_long_walk_sees_each_tile_once);
  ADD ("first-prediction-of-a-tile-stays",
       test_first_prediction_of_a_tile_stays);
  ADD ("prediction-of-no-run-is-refused-whole",
       test_prediction_of_no_run_is_refused_whole);
  ADD ("last-reader-is-first", test_last_reader_is_first);
  ADD ("bad-names-are-refused", test_bad_names_are_refused);
  ADD ("opinion-comes-back-whole", test_opinion_comes_back_whole);
  ADD ("opinions-are-listed-by-slide-and-session",
       test_opinions_are_listed_by_slide_and_session);
  ADD ("correction-keeps-the-old-row", test_correction_keeps_the_old_row);
  ADD ("opinion-that-does-not-fit-is-refused",
       test_opinion_that_does_not_fit_is_refused);
  ADD ("numbers-do-not-depend-on-the-locale",
       test_numbers_do_not_depend_on_the_locale);
  ADD ("read-only-store-reads-and-refuses-to-write",
       test_read_only_store_reads_and_refuses_to_write);
  return g_test_run ();
}
