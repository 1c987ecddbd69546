/* Tests of a case's run: stored at once, stopped by what cannot be stored, resumed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/jobs/case.h"
#include "tests/core/jobs/case-fixture.h"

#define N_SEEN 20

static const TsRect whole = { 0, 0, N_COLS *PATCH, N_ROWS *PATCH };

static void
test_run_needs_a_model (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsCase) opened = open_case (fixture, 0.5);
  g_autoptr (GError) error = NULL;

  g_assert_false (ts_case_start_run (opened, 1, FALSE, NULL, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_MISSING);
  g_assert_cmpstr (error->message, ==, "no model is loaded");
}

static void
test_started_run_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);
  g_autoptr (TsCase) opened = open_case (fixture, 0.5);
  g_autoptr (GError) error = NULL;
  TsTileRun *run = NULL;

  set_models (opened, model, NULL);
  g_assert_true (ts_case_start_run (opened, 1, TRUE, NULL, NULL, &error));
  run = ts_case_get_run (opened);
  g_assert_nonnull (run);
  g_assert_true (ts_case_start_run (opened, 1, TRUE, NULL, NULL, &error));
  g_assert_true (ts_case_get_run (opened) == run);
  /* Other models, and there is no run of the old ones. */
  set_models (opened, model, NULL);
  g_assert_null (ts_case_get_run (opened));
}

static void
test_unreadable_tile_is_tried_again (Fixture *fixture, gconstpointer data)
{
  gboolean is_broken = TRUE;
  g_autoptr (TsStore) store = open_store (fixture);
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);

  for (guint i = 0; i < 2; i++) {
    g_autoptr (TsSlide) slide = make_vendor_slide (&is_broken);
    g_autoptr (TsCase) opened = ts_case_new (slide, store, 0, NULL);
    TsTileCounts counts;

    set_models (opened, model, NULL);
    run_all (opened);
    counts = ts_prediction_map_get_counts (ts_case_get_map (opened));
    g_assert_cmpuint (counts.n_failed, ==, is_broken ? 1 : 0);
    g_assert_cmpint (read_int (fixture, "SELECT count (*) FROM prediction"), ==,
                     is_broken ? N_TILES - 1 : N_TILES);
    is_broken = FALSE;
  }
}

static void
test_run_stops_when_it_cannot_store (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);
  g_autoptr (TsCase) first = open_case (fixture, 0.5);
  g_autoptr (TsStore) reading = NULL;
  g_autoptr (TsSlide) slide = make_slide (0.5);
  g_autoptr (TsCase) opened = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *expected =
    g_strdup_printf ("cannot write to '%s': the file or its folder is "
                     "read-only",
                     fixture->store_path);

  set_models (first, model, NULL);
  reading = ts_store_open_read_only (fixture->store_path, &error);
  g_assert_no_error (error);
  opened = ts_case_new (slide, reading, 0, &error);
  g_assert_no_error (error);
  set_models (opened, model, NULL);
  g_assert_true (ts_case_start_run (opened, 2, FALSE, NULL, NULL, &error));
  ts_tile_run_aim (ts_case_get_run (opened), whole, TRUE);
  g_assert_false (ts_tile_run_wait (ts_case_get_run (opened), NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_cmpstr (error->message, ==, expected);
  /* What could not be stored is not shown. */
  g_assert_cmpuint (
    ts_prediction_map_get_counts (ts_case_get_map (opened)).n_unknown, ==,
    N_TILES);
  g_clear_error (&error);
  /* It can be started again, a new run. */
  g_assert_true (ts_case_start_run (opened, 2, FALSE, NULL, NULL, &error));
  g_assert_cmpint (ts_tile_run_get_status (ts_case_get_run (opened)).state, ==,
                   TS_RUN_IDLE);
}

static void
tell (gpointer user_data)
{
  int *to = user_data;

  if (write (*to, "x", 1) != 1)
    _exit (1);
}

static void
run_until_killed (Fixture *fixture, int to)
{
  g_autoptr (TsModelFile) model = load_colours (fixture, 10);
  TsCase *opened = open_case (fixture, 0.5);

  set_models (opened, model, NULL);
  if (!ts_case_start_run (opened, 1, FALSE, tell, &to, NULL))
    _exit (2);
  ts_tile_run_aim (ts_case_get_run (opened), whole, TRUE);
  while (TRUE)
    pause ();
}

/* Each wake comes after a tile is in the map, and so in the store. */
static void
test_killed_run_is_resumed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsModelFile) model = NULL;
  g_autoptr (TsCase) opened = NULL;
  TsTileCounts counts;
  int ends[2];
  int status = 0;
  char byte = 0;
  guint n_seen = 0;
  pid_t child = -1;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    close (ends[0]);
    run_until_killed (fixture, ends[1]);
  }
  close (ends[1]);
  while (n_seen < N_SEEN && read (ends[0], &byte, 1) == 1)
    n_seen++;
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  while (read (ends[0], &byte, 1) == 1)
    n_seen++;
  close (ends[0]);

  model = load_colours (fixture, 10);
  opened = open_case (fixture, 0.5);
  set_models (opened, model, NULL);
  counts = ts_prediction_map_get_counts (ts_case_get_map (opened));
  /* The last wake may say that the run is idle. */
  g_assert_cmpuint (N_TILES - counts.n_unknown + 1, >=, n_seen);
  run_all (opened);
  counts = ts_prediction_map_get_counts (ts_case_get_map (opened));
  g_assert_cmpuint (counts.n_unknown, ==, 0);
  g_assert_cmpuint (counts.n_predicted, ==, N_TILES * 3 / 4);
}

#define ADD(name, function)                                             \
  g_test_add ("/case-run/" name, Fixture, NULL, fixture_init, function, \
              fixture_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("killed-run-is-resumed", test_killed_run_is_resumed);
  ADD ("run-needs-a-model", test_run_needs_a_model);
  ADD ("started-run-stays", test_started_run_stays);
  ADD ("unreadable-tile-is-tried-again", test_unreadable_tile_is_tried_again);
  ADD ("run-stops-when-it-cannot-store", test_run_stops_when_it_cannot_store);
  return g_test_run ();
}
