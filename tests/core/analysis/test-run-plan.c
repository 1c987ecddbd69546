/* What a run takes next, and what it counts; the rate it states.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/run-plan.h"

#include "core/analysis/run-rate.h"

#define N_COLS 6
#define N_ROWS 4

static TsPredictionMap *
new_map (guint n_classes)
{
  const TsGridSpec grid = { .patch_px = 10,
                            .spacing_um = 0.5,
                            .mpp_x = 0.5,
                            .mpp_y = 0.5,
                            .area_l0 = { 100, 0, 10 * N_COLS, 10 * N_ROWS },
                            .step_x = 10,
                            .step_y = 10,
                            .n_cols = N_COLS,
                            .n_rows = N_ROWS };

  return ts_prediction_map_new (&grid, n_classes);
}

static void
assert_counts (const TsRunPlan *plan, guint64 n_wanted, guint64 n_done)
{
  guint64 wanted = 0, done = 0;

  ts_run_plan_count (plan, &wanted, &done);
  g_assert_cmpuint (wanted, ==, n_wanted);
  g_assert_cmpuint (done, ==, n_done);
}

static TsTilePlace
assert_takes (TsRunPlan *plan, guint col, guint row)
{
  TsTilePlace place = { 99, 99 };

  g_assert_true (ts_run_plan_take (plan, &place));
  g_assert_cmpuint (place.col, ==, col);
  g_assert_cmpuint (place.row, ==, row);
  return place;
}

static guint
count_left (TsRunPlan *plan)
{
  TsTilePlace place = { 0 };
  guint n = 0;

  while (ts_run_plan_take (plan, &place))
    n++;
  return n;
}

static const TsRunAim near_corner = { { 100, 0, 15, 15 }, FALSE };
static const TsRunAim whole = { { 100, 0, 15, 15 }, TRUE };

static void
test_nothing_is_asked_before_an_aim (void)
{
  g_autoptr (TsPredictionMap) map = new_map (2);
  g_autoptr (TsRunPlan) plan = ts_run_plan_new (map, NULL, -1);

  g_assert_cmpuint (count_left (plan), ==, 0);
  assert_counts (plan, 0, 0);
}

static void
test_only_the_view_is_taken_unless_the_whole_is_asked (void)
{
  g_autoptr (TsPredictionMap) map = new_map (2);
  g_autoptr (TsRunPlan) plan = ts_run_plan_new (map, NULL, -1);
  const TsRunAim beside = { { 0, 0, 90, 15 }, FALSE };

  ts_run_plan_aim (plan, &near_corner);
  assert_counts (plan, 4, 0);
  g_assert_cmpuint (count_left (plan), ==, 4);
  ts_run_plan_aim (plan, &beside);
  assert_counts (plan, 0, 0);
  g_assert_cmpuint (count_left (plan), ==, 0);
  ts_run_plan_aim (plan, &whole);
  assert_counts (plan, 24, 0);
  g_assert_cmpuint (count_left (plan), ==, 20);
}

static void
test_view_comes_before_the_rest (void)
{
  g_autoptr (TsPredictionMap) map = new_map (2);
  g_autoptr (TsRunPlan) plan = ts_run_plan_new (map, NULL, -1);
  TsTilePlace place = { 0 };

  ts_run_plan_aim (plan, &whole);
  assert_takes (plan, 0, 0);
  for (guint i = 0; i < 3; i++) {
    g_assert_true (ts_run_plan_take (plan, &place));
    g_assert_cmpuint (place.col, <, 2);
    g_assert_cmpuint (place.row, <, 2);
  }
  g_assert_true (ts_run_plan_take (plan, &place));
  g_assert_true (place.col == 2 || place.row == 2);
}

static void
test_likely_tissue_comes_first (void)
{
  g_autoptr (TsPredictionMap) map = new_map (2);
  g_autoptr (TsRunPlan) plan = ts_run_plan_new (map, NULL, -1);
  guint8 likely[N_COLS * N_ROWS] = { 0 };

  likely[1 * N_COLS + 1] = 1; /* in view */
  likely[3 * N_COLS + 5] = 1; /* far */
  ts_run_plan_aim (plan, &whole);
  ts_run_plan_set_likely (plan, likely);
  assert_counts (plan, 2, 0);
  assert_takes (plan, 1, 1);
  assert_takes (plan, 0, 0);
  assert_takes (plan, 1, 0);
  assert_takes (plan, 0, 1);
  assert_takes (plan, 5, 3);
  g_assert_cmpuint (count_left (plan), ==, 19);
}

static void
test_tissue_of_all_is_known_from_any_view (void)
{
  g_autoptr (TsPredictionMap) map = new_map (2);
  g_autoptr (TsRunPlan) plan = ts_run_plan_new (map, NULL, -1);
  guint8 likely[N_COLS * N_ROWS] = { 0 };
  TsTilePlace place = { 0 };

  g_assert_cmpuint (ts_run_plan_get_n_tissue (plan), ==, N_COLS * N_ROWS);
  likely[0] = likely[N_COLS * N_ROWS - 2] = likely[N_COLS * N_ROWS - 1] = 1;
  ts_run_plan_set_likely (plan, likely);
  ts_run_plan_aim (plan, &near_corner);
  assert_counts (plan, 1, 0);
  g_assert_cmpuint (ts_run_plan_get_n_tissue (plan), ==, 3);
  ts_run_plan_finish (plan, assert_takes (plan, 0, 0), TRUE);
  g_assert_cmpuint (ts_run_plan_get_n_tissue (plan), ==, 2);
  g_assert_true (ts_run_plan_take (plan, &place));
  ts_run_plan_finish (plan, place, FALSE);
  g_assert_cmpuint (ts_run_plan_get_n_tissue (plan), ==, 3);
  assert_counts (plan, 1, 1);
}

static void
test_counts_follow_what_is_found (void)
{
  g_autoptr (TsPredictionMap) map = new_map (2);
  g_autoptr (TsRunPlan) plan = ts_run_plan_new (map, NULL, -1);
  guint8 likely[N_COLS * N_ROWS] = { 0 };
  TsTilePlace place = { 0 };

  likely[0] = likely[1] = 1;
  ts_run_plan_set_likely (plan, likely);
  ts_run_plan_aim (plan, &near_corner);
  assert_counts (plan, 2, 0);
  ts_run_plan_finish (plan, assert_takes (plan, 0, 0), TRUE);
  assert_counts (plan, 1, 0);
  ts_run_plan_finish (plan, assert_takes (plan, 1, 0), FALSE);
  assert_counts (plan, 1, 1);
  g_assert_true (ts_run_plan_take (plan, &place));
  ts_run_plan_finish (plan, place, FALSE);
  assert_counts (plan, 2, 2);
  g_assert_true (ts_run_plan_take (plan, &place));
  ts_run_plan_finish (plan, place, TRUE);
  assert_counts (plan, 2, 2);
  ts_run_plan_aim (plan, &near_corner);
  assert_counts (plan, 2, 2);
}

static void
test_known_tiles_are_done (void)
{
  g_autoptr (TsPredictionMap) map = new_map (2);
  const float probs[2] = { 0.9F, 0.1F };
  g_autoptr (TsRunPlan) plan = NULL;

  ts_prediction_map_set (map, 0, 0, TS_TILE_PREDICTED, probs);
  ts_prediction_map_set (map, 1, 0, TS_TILE_BACKGROUND, NULL);
  ts_prediction_map_set (map, 0, 1, TS_TILE_FAILED, NULL);
  plan = ts_run_plan_new (map, NULL, -1);
  ts_run_plan_aim (plan, &near_corner);
  assert_counts (plan, 3, 1);
  g_assert_cmpuint (count_left (plan), ==, 2);
}

static void
test_known_tiles_still_get_their_genes (void)
{
  g_autoptr (TsPredictionMap) map = new_map (2), genes = new_map (1);
  const float other[2] = { 0.9F, 0.1F }, right[2] = { 0.1F, 0.9F };
  const float gene = 0.5F;
  g_autoptr (TsRunPlan) plan = NULL;

  ts_prediction_map_set (map, 0, 0, TS_TILE_PREDICTED, other);
  ts_prediction_map_set (map, 1, 0, TS_TILE_BACKGROUND, NULL);
  ts_prediction_map_set (map, 0, 1, TS_TILE_PREDICTED, right);
  ts_prediction_map_set (map, 1, 1, TS_TILE_PREDICTED, right);
  ts_prediction_map_set (genes, 1, 1, TS_TILE_PREDICTED, &gene);
  plan = ts_run_plan_new (map, genes, 1);
  g_assert_cmpint (ts_prediction_map_get (genes, 0, 0, NULL), ==,
                   TS_TILE_SKIPPED);
  g_assert_cmpint (ts_prediction_map_get (genes, 1, 0, NULL), ==,
                   TS_TILE_BACKGROUND);
  ts_run_plan_aim (plan, &near_corner);
  assert_counts (plan, 3, 2);
  ts_run_plan_finish (plan, assert_takes (plan, 0, 1), FALSE);
  assert_counts (plan, 3, 3);
  g_assert_cmpuint (count_left (plan), ==, 0);
}

static void
test_without_runs_on_class_all_tissue_gets_genes (void)
{
  g_autoptr (TsPredictionMap) map = new_map (2), genes = new_map (1);
  const float probs[2] = { 0.9F, 0.1F };
  g_autoptr (TsRunPlan) plan = NULL;

  ts_prediction_map_set (map, 0, 0, TS_TILE_PREDICTED, probs);
  ts_prediction_map_set (map, 1, 0, TS_TILE_PREDICTED, probs);
  plan = ts_run_plan_new (map, genes, -1);
  ts_run_plan_aim (plan, &near_corner);
  g_assert_cmpuint (count_left (plan), ==, 4);
}

static void
test_rate_leaves_out_pauses (void)
{
  TsRunRate rate = { 0 };
  const gint64 second = G_USEC_PER_SEC;

  g_assert_cmpfloat (ts_run_rate_get (&rate, 0), ==, 0);
  ts_run_rate_set_working (&rate, TRUE, 100 * second);
  for (gint64 i = 1; i <= 4; i++)
    ts_run_rate_add_tile (&rate, (100 + i) * second);
  g_assert_cmpfloat_with_epsilon (ts_run_rate_get (&rate, 104 * second), 1,
                                  1e-9);
  ts_run_rate_set_working (&rate, FALSE, 104 * second);
  g_assert_cmpfloat_with_epsilon (ts_run_rate_get (&rate, 500 * second), 1,
                                  1e-9);
  ts_run_rate_set_working (&rate, TRUE, 500 * second);
  ts_run_rate_add_tile (&rate, 501 * second);
  g_assert_cmpfloat_with_epsilon (ts_run_rate_get (&rate, 501 * second), 1,
                                  1e-9);
}

static void
test_rate_forgets_what_is_long_ago (void)
{
  TsRunRate rate = { 0 };
  const gint64 second = G_USEC_PER_SEC;

  ts_run_rate_set_working (&rate, TRUE, 0);
  for (gint64 i = 0; i < 20; i++)
    ts_run_rate_add_tile (&rate, i * second / 10);
  for (gint64 i = 0; i < 20; i++)
    ts_run_rate_add_tile (&rate, (20 + i) * second);
  g_assert_cmpfloat_with_epsilon (ts_run_rate_get (&rate, 39 * second), 1,
                                  1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-plan/nothing-is-asked-before-an-aim",
                   test_nothing_is_asked_before_an_aim);
  g_test_add_func ("/run-plan/only-the-view-is-taken-unless-the-whole-is-asked",
                   test_only_the_view_is_taken_unless_the_whole_is_asked);
  g_test_add_func ("/run-plan/view-comes-before-the-rest",
                   test_view_comes_before_the_rest);
  g_test_add_func ("/run-plan/likely-tissue-comes-first",
                   test_likely_tissue_comes_first);
  g_test_add_func ("/run-plan/tissue-of-all-is-known-from-any-view",
                   test_tissue_of_all_is_known_from_any_view);
  g_test_add_func ("/run-plan/counts-follow-what-is-found",
                   test_counts_follow_what_is_found);
  g_test_add_func ("/run-plan/known-tiles-are-done", test_known_tiles_are_done);
  g_test_add_func ("/run-plan/known-tiles-still-get-their-genes",
                   test_known_tiles_still_get_their_genes);
  g_test_add_func ("/run-plan/without-runs-on-class-all-tissue-gets-genes",
                   test_without_runs_on_class_all_tissue_gets_genes);
  g_test_add_func ("/run-rate/leaves-out-pauses", test_rate_leaves_out_pauses);
  g_test_add_func ("/run-rate/forgets-what-is-long-ago",
                   test_rate_forgets_what_is_long_ago);
  return g_test_run ();
}
