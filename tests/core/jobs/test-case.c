/* Tests of a case: what was found of a slide is found again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/case.h"

#include <string.h>

#include "core/base/error.h"
#include "tests/core/jobs/case-fixture.h"

static void
assert_same_maps (TsPredictionMap *a, TsPredictionMap *b)
{
  g_autofree char *of_a = describe_map (a);
  g_autofree char *of_b = describe_map (b);
  guint n_classes = ts_prediction_map_get_n_classes (a);

  g_assert_cmpstr (of_a, ==, of_b);
  for (guint i = 0; i < N_TILES; i++) {
    float probs_a[3] = { 0 };
    float probs_b[3] = { 0 };

    ts_prediction_map_get (a, i % N_COLS, i / N_COLS, probs_a);
    ts_prediction_map_get (b, i % N_COLS, i / N_COLS, probs_b);
    g_assert_cmpmem (probs_a, n_classes * sizeof (float), probs_b,
                     n_classes * sizeof (float));
  }
}

static void
test_slide_is_registered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsCase) first = open_case (fixture, 0.5);
  g_autoptr (TsCase) second = open_case (fixture, 0.5);
  const char *reason = "";

  g_assert_cmpint (ts_case_get_slide_id (first), >, 0);
  g_assert_cmpint (ts_case_get_slide_id (second), ==,
                   ts_case_get_slide_id (first));
  g_assert_true (ts_case_can_analyse (first, &reason));
  g_assert_null (reason);
  g_assert_null (ts_case_get_model (first));
  g_assert_null (ts_case_get_mutations (first));
  g_assert_null (ts_case_get_map (first));
  g_assert_null (ts_case_get_run (first));
  g_assert_cmpint (ts_case_get_newest_at_us (first), ==, 0);
}

static void
test_file_that_is_no_slide_is_named (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.svs", NULL);
  g_autoptr (TsStore) store = open_store (fixture);
  const TsCaseParams params = { .slide_path = path, .store = store };
  g_autoptr (TsCancel) cancel = ts_cancel_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (ts_case_open (&params, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  ts_cancel_set (cancel);
  g_assert_null (ts_case_open (&params, cancel, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_CANCELLED);
}

static void
test_resolution_of_the_reader_is_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsCase) opened = open_case (fixture, 0);
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);
  g_autoptr (GError) error = NULL;
  const char *reason = NULL;
  const TsSlideInfo *info = NULL;

  g_assert_false (ts_case_can_analyse (opened, &reason));
  g_assert_cmpstr (reason, ==,
                   "the slide does not say its resolution (microns per pixel)");
  g_assert_false (ts_case_set_models (opened, model, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_true (ts_case_set_reader_mpp (opened, "Reader", 0.5, &error));
  g_assert_no_error (error);
  g_assert_true (ts_case_can_analyse (opened, &reason));
  g_assert_true (ts_case_set_models (opened, model, NULL, &error));
  g_assert_no_error (error);

  g_clear_pointer (&opened, ts_case_free);
  opened = open_case (fixture, 0);
  info = ts_slide_get_info (ts_case_get_slide (opened));
  g_assert_cmpfloat (info->mpp_x, ==, 0.5);
  g_assert_cmpint (info->mpp_source, ==, TS_MPP_READER);
}

static void
test_given_resolution_is_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsStore) store = open_store (fixture);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++) {
    g_autoptr (TsSlide) slide = make_slide (0);
    g_autoptr (TsCase) opened = ts_case_new (slide, store, 0.25, &error);

    g_assert_no_error (error);
    g_assert_cmpfloat (ts_slide_get_info (slide)->mpp_y, ==, 0.25);
  }
  g_assert_cmpint (read_int (fixture, "SELECT count (*) FROM slide_mpp"), ==,
                   1);
}

static void
test_implausible_resolution_is_refused (Fixture *fixture, gconstpointer data)
{
  static const double bad[] = { 0, -1, 0.01, 25, 1e300 };
  g_autoptr (TsCase) opened = open_case (fixture, 0);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_assert_false (ts_case_set_reader_mpp (opened, "A", bad[i], &error));
    g_assert_error (error, TS_ERROR, TS_ERROR_MISSING);
    g_clear_error (&error);
  }
  g_assert_false (ts_case_set_reader_mpp (opened, "A", 25, &error));
  g_assert_cmpstr (error->message, ==,
                   "a resolution of 25 um/px is not plausible: it must be "
                   "between 0.05 and 20");
  g_assert_cmpint (read_int (fixture, "SELECT count (*) FROM slide_mpp"), ==,
                   0);
}

static void
test_resolution_of_the_file_stays (Fixture *fixture, gconstpointer data)
{
  gboolean is_broken = FALSE;
  g_autoptr (TsSlide) slide = make_vendor_slide (&is_broken);
  g_autoptr (TsStore) store = open_store (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsCase) opened = ts_case_new (slide, store, 0.25, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (ts_slide_get_info (slide)->mpp_x, ==, 0.5);
  g_assert_false (ts_case_set_reader_mpp (opened, "A", 0.25, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED);
  g_assert_cmpstr (error->message, ==,
                   "the slide's file has its own resolution, 0.5 um/px");
  g_assert_cmpint (read_int (fixture, "SELECT count (*) FROM slide_mpp"), ==,
                   0);
}

static void
test_everything_is_found_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);
  g_autoptr (TsCase) first = open_case (fixture, 0.5);
  g_autoptr (TsCase) second = NULL;
  guint64 version = 0;
  gint64 run_id = 0;
  gint64 newest_at_us = 0;

  set_models (first, model, NULL);
  run_all (first);
  g_assert_cmpuint (
    ts_prediction_map_get_counts (ts_case_get_map (first)).n_predicted, ==,
    N_TILES * 3 / 4);
  run_id = ts_case_get_run_id (first);
  newest_at_us = ts_case_get_newest_at_us (first);
  g_assert_cmpint (newest_at_us, >, 0);

  second = open_case (fixture, 0.5);
  set_models (second, model, NULL);
  g_assert_cmpint (ts_case_get_run_id (second), ==, run_id);
  g_assert_cmpint (ts_case_get_model_id (second), ==,
                   ts_case_get_model_id (first));
  assert_same_maps (ts_case_get_map (first), ts_case_get_map (second));
  g_assert_cmpint (ABS (ts_case_get_newest_at_us (second) - newest_at_us), <,
                   G_USEC_PER_SEC);
  /* Nothing runs again: each result would move the map's version on. */
  version = ts_prediction_map_get_version (ts_case_get_map (second));
  run_all (second);
  g_assert_cmpuint (ts_prediction_map_get_version (ts_case_get_map (second)),
                    ==, version);
}

static void
test_other_resolution_is_another_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);
  g_autoptr (TsCase) opened = open_case (fixture, 0.5);
  g_autoptr (GError) error = NULL;
  gint64 first_run_id = 0;

  set_models (opened, model, NULL);
  run_all (opened);
  first_run_id = ts_case_get_run_id (opened);
  g_assert_true (ts_case_set_reader_mpp (opened, "A", 0.25, &error));
  g_assert_no_error (error);
  g_assert_null (ts_case_get_map (opened));
  g_assert_null (ts_case_get_model (opened));
  g_assert_cmpint (ts_case_get_run_id (opened), ==, 0);
  g_assert_cmpint (ts_case_get_newest_at_us (opened), ==, 0);
  set_models (opened, model, NULL);
  g_assert_cmpint (ts_case_get_run_id (opened), !=, first_run_id);
  g_assert_cmpuint (
    ts_prediction_map_get_counts (ts_case_get_map (opened)).n_unknown, ==,
    6 * 5);
  g_assert_cmpint (ts_case_get_newest_at_us (opened), ==, 0);
  g_assert_true (ts_case_set_reader_mpp (opened, "A", 0.5, &error));
  set_models (opened, model, NULL);
  g_assert_cmpint (ts_case_get_run_id (opened), ==, first_run_id);
  g_assert_cmpuint (
    ts_prediction_map_get_counts (ts_case_get_map (opened)).n_unknown, ==, 0);
}

/* The map of the old resolution does not stay behind when the model is no use for the new. */
static void
test_resolution_too_coarse_for_the_model (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);
  g_autoptr (TsCase) opened = open_case (fixture, 0.5);
  g_autoptr (GError) error = NULL;

  set_models (opened, model, NULL);
  g_assert_true (ts_case_set_reader_mpp (opened, "A", 2, &error));
  g_assert_no_error (error);
  g_assert_false (ts_case_set_models (opened, model, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED);
  g_assert_null (ts_case_get_map (opened));
  g_clear_error (&error);
  g_assert_false (ts_case_start_run (opened, 1, FALSE, NULL, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_MISSING);
}

static void
test_genes_are_a_second_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);
  g_autoptr (TsModelFile) genes = load_genes (fixture, "blue", PATCH);
  g_autoptr (TsCase) first = open_case (fixture, 0.5);
  g_autoptr (TsCase) second = NULL;
  TsTileCounts counts;

  set_models (first, model, genes);
  g_assert_cmpstr (ts_case_get_mutations (first)->name, ==, "genes");
  run_all (first);
  counts = ts_prediction_map_get_counts (ts_case_get_gene_map (first));
  g_assert_cmpuint (counts.n_predicted, ==, N_TILES / 4);
  g_assert_cmpuint (counts.n_skipped, ==, N_TILES / 2);
  g_assert_cmpuint (counts.n_background, ==, N_TILES / 4);
  g_assert_cmpint (read_int (fixture, "SELECT count (*) FROM run"), ==, 2);
  g_assert_cmpint (read_int (fixture, "SELECT count (*) FROM prediction"), ==,
                   N_TILES + N_TILES / 4);

  second = open_case (fixture, 0.5);
  set_models (second, model, genes);
  assert_same_maps (ts_case_get_map (first), ts_case_get_map (second));
  assert_same_maps (ts_case_get_gene_map (first),
                    ts_case_get_gene_map (second));
}

static void
test_genes_are_added_to_known_classes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);
  g_autoptr (TsModelFile) genes = load_genes (fixture, NULL, PATCH);
  g_autoptr (TsCase) opened = open_case (fixture, 0.5);
  TsTileCounts counts;

  set_models (opened, model, NULL);
  run_all (opened);
  set_models (opened, model, genes);
  counts = ts_prediction_map_get_counts (ts_case_get_gene_map (opened));
  g_assert_cmpuint (counts.n_unknown, ==, N_TILES * 3 / 4);
  g_assert_cmpuint (counts.n_background, ==, N_TILES / 4);
  run_all (opened);
  counts = ts_prediction_map_get_counts (ts_case_get_gene_map (opened));
  g_assert_cmpuint (counts.n_predicted, ==, N_TILES * 3 / 4);
  set_models (opened, model, NULL);
  g_assert_null (ts_case_get_gene_map (opened));
  g_assert_null (ts_case_get_mutations (opened));
}

/* The same genes beside another class model, which calls every red tile green or blue. */
static void
test_genes_follow_the_classes_of_today (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);
  g_autoptr (TsModelFile) other = load_colours (fixture, -10);
  g_autoptr (TsModelFile) genes = load_genes (fixture, "red", PATCH);
  g_autoptr (TsCase) opened = open_case (fixture, 0.5);
  TsTileCounts counts;

  set_models (opened, model, genes);
  run_all (opened);
  set_models (opened, other, genes);
  counts = ts_prediction_map_get_counts (ts_case_get_gene_map (opened));
  g_assert_cmpuint (counts.n_unknown, ==, N_TILES);
  run_all (opened);
  for (guint i = 0; i < N_TILES; i++) {
    float probs[3] = { 0 };
    guint col = i % N_COLS;
    guint row = i / N_COLS;
    TsTileState state =
      ts_prediction_map_get (ts_case_get_map (opened), col, row, probs);
    gboolean is_red = state == TS_TILE_PREDICTED && probs[0] >= probs[1] &&
                      probs[0] >= probs[2];

    g_assert_cmpint (ts_prediction_map_get (ts_case_get_gene_map (opened), col,
                                            row, NULL) == TS_TILE_PREDICTED,
                     ==, is_red);
  }
  /* And back: what the first model allowed is still there. */
  set_models (opened, model, genes);
  counts = ts_prediction_map_get_counts (ts_case_get_gene_map (opened));
  g_assert_cmpuint (counts.n_predicted, ==, N_TILES / 4);
  g_assert_cmpuint (counts.n_unknown, ==, 0);
}

static void
assert_pair_refused (TsCase *opened,
                     TsModelFile *model,
                     TsModelFile *mutations,
                     const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ts_case_set_models (opened, model, mutations, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_null (ts_case_get_model (opened));
}

static void
test_models_that_do_not_fit_are_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsCase) opened = open_case (fixture, 0.5);
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);
  g_autoptr (TsModelFile) large = load_genes (fixture, "blue", 32);
  g_autoptr (TsModelFile) yellow = load_genes (fixture, "yellow", PATCH);
  g_autoptr (TsModelFile) features = load_features (fixture);

  assert_pair_refused (opened, features, NULL,
                       "model 'trunk' gives features, not classes");
  assert_pair_refused (opened, model, model,
                       "model 'colours' is not one for mutations");
  assert_pair_refused (opened, model, large,
                       "model 'genes' reads tiles of 32 px at 0.5 um/px, "
                       "'colours' of 16 px at 0.5 um/px: they cannot run "
                       "together");
  assert_pair_refused (opened, model, yellow,
                       "model 'genes' runs on tiles of 'yellow', which is not "
                       "a class of 'colours'");
}

static void
test_foreign_prediction_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsCase) opened = open_case (fixture, 0.5);
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);
  g_autoptr (TsModelFile) other = load_colours (fixture, 5);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf (
    "cannot read '%s': the file is damaged: the prediction of tile 3,2 does "
    "not fit its run",
    fixture->store_path);
  gint64 run_id = 0;

  set_models (opened, model, NULL);
  set_models (opened, other, NULL);
  run_id = ts_case_get_run_id (opened);
  run_sql (fixture, "INSERT INTO prediction VALUES (1, 2, 3, 0, x'00000000',"
                    " 1)");
  g_assert_false (ts_case_set_models (opened, model, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_STORE);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_cmpint (ts_case_get_run_id (opened), ==, run_id);
  g_assert_nonnull (ts_case_get_map (opened));
}

#define ADD(name, function)                                         \
  g_test_add ("/case/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("slide-is-registered", test_slide_is_registered);
  ADD ("file-that-is-no-slide-is-named", test_file_that_is_no_slide_is_named);
  ADD ("resolution-of-the-reader-is-kept",
       test_resolution_of_the_reader_is_kept);
  ADD ("given-resolution-is-kept", test_given_resolution_is_kept);
  ADD ("implausible-resolution-is-refused",
       test_implausible_resolution_is_refused);
  ADD ("resolution-of-the-file-stays", test_resolution_of_the_file_stays);
  ADD ("everything-is-found-again", test_everything_is_found_again);
  ADD ("other-resolution-is-another-run", test_other_resolution_is_another_run);
  ADD ("resolution-too-coarse-for-the-model",
       test_resolution_too_coarse_for_the_model);
  ADD ("genes-are-a-second-run", test_genes_are_a_second_run);
  ADD ("genes-are-added-to-known-classes",
       test_genes_are_added_to_known_classes);
  ADD ("genes-follow-the-classes-of-today",
       test_genes_follow_the_classes_of_today);
  ADD ("models-that-do-not-fit-are-refused",
       test_models_that_do_not_fit_are_refused);
  ADD ("foreign-prediction-is-refused", test_foreign_prediction_is_refused);
  return g_test_run ();
}
