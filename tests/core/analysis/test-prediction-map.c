/* The prediction map: states, counts, changes, summary, ranking.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/prediction-map.h"

#include <string.h>

static TsPredictionMap *
new_map (guint n_cols, guint n_rows, guint n_classes)
{
  TsGridSpec grid = { .patch_px = 8,
                      .spacing_um = 0.5,
                      .mpp_x = 0.5,
                      .mpp_y = 0.5,
                      .area_l0 = { 0, 0, 8.0 * n_cols, 8.0 * n_rows },
                      .step_x = 8,
                      .step_y = 8,
                      .n_cols = n_cols,
                      .n_rows = n_rows };

  return ts_prediction_map_new (&grid, n_classes);
}

static void
test_gives_back_what_was_set (void)
{
  g_autoptr (TsPredictionMap) map = new_map (3, 2, 2);
  const float probs[2] = { 0.25F, 0.75F };
  float got[2] = { 0 };

  g_assert_cmpint (ts_prediction_map_get (map, 2, 1, got), ==, TS_TILE_UNKNOWN);
  ts_prediction_map_set (map, 2, 1, TS_TILE_PREDICTED, probs);
  ts_prediction_map_set (map, 0, 0, TS_TILE_BACKGROUND, NULL);
  g_assert_cmpint (ts_prediction_map_get (map, 2, 1, got), ==,
                   TS_TILE_PREDICTED);
  g_assert_cmpmem (got, sizeof got, probs, sizeof probs);
  g_assert_cmpint (ts_prediction_map_get (map, 0, 0, NULL), ==,
                   TS_TILE_BACKGROUND);
  g_assert_cmpint (ts_prediction_map_get (map, 1, 1, NULL), ==,
                   TS_TILE_UNKNOWN);
}

static void
test_counts_every_state (void)
{
  g_autoptr (TsPredictionMap) map = new_map (3, 2, 1);
  const float prob = 1;
  TsTileCounts counts = { 0 };

  ts_prediction_map_set (map, 0, 0, TS_TILE_BACKGROUND, NULL);
  ts_prediction_map_set (map, 1, 0, TS_TILE_SKIPPED, NULL);
  ts_prediction_map_set (map, 2, 0, TS_TILE_FAILED, NULL);
  ts_prediction_map_set (map, 2, 0, TS_TILE_PREDICTED, &prob);
  ts_prediction_map_set (map, 0, 1, TS_TILE_FAILED, NULL);
  counts = ts_prediction_map_get_counts (map);
  g_assert_cmpuint (counts.n_tiles, ==, 6);
  g_assert_cmpuint (counts.n_unknown, ==, 2);
  g_assert_cmpuint (counts.n_background, ==, 1);
  g_assert_cmpuint (counts.n_skipped, ==, 1);
  g_assert_cmpuint (counts.n_failed, ==, 1);
  g_assert_cmpuint (counts.n_predicted, ==, 1);
}

static void
test_lists_changes_since_a_version (void)
{
  g_autoptr (TsPredictionMap) map = new_map (4, 4, 1);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (TsTilePlace));
  guint64 version = 0;

  ts_prediction_map_set (map, 1, 2, TS_TILE_BACKGROUND, NULL);
  g_assert_cmpuint (ts_prediction_map_get_version (map), ==, 1);
  g_assert_true (ts_prediction_map_list_changes (map, 0, places, &version));
  g_assert_cmpuint (places->len, ==, 1);
  g_assert_cmpuint (version, ==, 1);
  ts_prediction_map_set (map, 3, 0, TS_TILE_BACKGROUND, NULL);
  g_array_set_size (places, 0);
  g_assert_true (
    ts_prediction_map_list_changes (map, version, places, &version));
  g_assert_cmpuint (places->len, ==, 1);
  g_assert_cmpuint (g_array_index (places, TsTilePlace, 0).col, ==, 3);
  g_assert_cmpuint (g_array_index (places, TsTilePlace, 0).row, ==, 0);
  g_assert_cmpuint (version, ==, 2);
}

static void
test_says_when_changes_are_forgotten (void)
{
  g_autoptr (TsPredictionMap) map = new_map (1, 1, 1);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (TsTilePlace));
  guint64 version = 0;

  for (guint i = 0; i < 65537; i++)
    ts_prediction_map_set (map, 0, 0, TS_TILE_FAILED, NULL);
  g_assert_false (ts_prediction_map_list_changes (map, 0, places, &version));
  g_assert_cmpuint (version, ==, 65537);
  g_assert_true (ts_prediction_map_list_changes (map, 1, places, &version));
  g_assert_cmpuint (places->len, ==, 65536);
}

static void
test_summary_counts_ties_for_all (void)
{
  g_autoptr (TsPredictionMap) map = new_map (4, 1, 2);
  const float tie[2] = { 0.5F, 0.5F }, second[2] = { 0.25F, 0.75F };
  double means[2], shares[2];

  ts_prediction_map_summarise (map, means, shares);
  g_assert_cmpfloat (means[0], ==, 0);
  g_assert_cmpfloat (shares[1], ==, 0);
  ts_prediction_map_set (map, 0, 0, TS_TILE_PREDICTED, tie);
  ts_prediction_map_set (map, 3, 0, TS_TILE_PREDICTED, second);
  ts_prediction_map_set (map, 1, 0, TS_TILE_BACKGROUND, NULL);
  ts_prediction_map_summarise (map, means, shares);
  g_assert_cmpfloat (means[0], ==, 0.375);
  g_assert_cmpfloat (means[1], ==, 0.625);
  g_assert_cmpfloat (shares[0], ==, 0.5);
  g_assert_cmpfloat (shares[1], ==, 1);
}

static void
test_ranks_from_most_to_least_certain (void)
{
  g_autoptr (TsPredictionMap) map = new_map (2, 3, 2);
  const float values[][2] = { { 0.6F, 0.4F },
                              { 0.1F, 0.9F },
                              { 0.4F, 0.6F },
                              { 0.599999F, 0.400001F },
                              { 1, 0 } };
  const TsTilePlace expected[] = {
    { 1, 2 }, { 1, 0 }, { 0, 0 }, { 0, 1 }, { 1, 1 }
  };
  g_autoptr (GArray) ranked = NULL;

  for (guint i = 0; i < 4; i++)
    ts_prediction_map_set (map, i % 2, i / 2, TS_TILE_PREDICTED, values[i]);
  ts_prediction_map_set (map, 0, 2, TS_TILE_FAILED, NULL);
  ts_prediction_map_set (map, 1, 2, TS_TILE_PREDICTED, values[4]);
  ranked = ts_prediction_map_rank (map);
  g_assert_cmpmem (ranked->data, ranked->len * sizeof (TsTilePlace), expected,
                   sizeof expected);
}

static void
test_row_matches_single_tiles (void)
{
  g_autoptr (TsPredictionMap) map = new_map (3, 2, 2);
  const float probs[2] = { 0.25F, 0.75F };
  float row_probs[6] = { 0 };
  guint8 states[3] = { 9, 9, 9 };

  ts_prediction_map_set (map, 0, 1, TS_TILE_BACKGROUND, NULL);
  g_assert_false (ts_prediction_map_get_row (map, 1, states, row_probs));
  g_assert_cmpint (states[0], ==, TS_TILE_BACKGROUND);
  ts_prediction_map_set (map, 1, 1, TS_TILE_PREDICTED, probs);
  g_assert_true (ts_prediction_map_get_row (map, 1, states, row_probs));
  g_assert_cmpint (states[1], ==, TS_TILE_PREDICTED);
  g_assert_cmpint (states[2], ==, TS_TILE_UNKNOWN);
  g_assert_cmpmem (row_probs + 2, sizeof probs, probs, sizeof probs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prediction-map/gives-back-what-was-set",
                   test_gives_back_what_was_set);
  g_test_add_func ("/prediction-map/counts-every-state",
                   test_counts_every_state);
  g_test_add_func ("/prediction-map/lists-changes-since-a-version",
                   test_lists_changes_since_a_version);
  g_test_add_func ("/prediction-map/says-when-changes-are-forgotten",
                   test_says_when_changes_are_forgotten);
  g_test_add_func ("/prediction-map/summary-counts-ties-for-all",
                   test_summary_counts_ties_for_all);
  g_test_add_func ("/prediction-map/ranks-from-most-to-least-certain",
                   test_ranks_from_most_to_least_certain);
  g_test_add_func ("/prediction-map/row-matches-single-tiles",
                   test_row_matches_single_tiles);
  return g_test_run ();
}
