/* The most telling tiles: the right ones, in the right order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tile-ranking.h"

#define N_CLASSES 2

static TsPredictionMap *
new_map (guint n_cols, guint n_rows)
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

  return ts_prediction_map_new (&grid, N_CLASSES);
}

static void
set (TsPredictionMap *map, guint col, guint row, float first)
{
  const float probs[N_CLASSES] = { first, 1 - first };

  ts_prediction_map_set (map, col, row, TS_TILE_PREDICTED, probs);
}

/* "col,row col,row" */
static char *
list_places (const GArray *tiles)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < tiles->len; i++) {
    const TsRankedTile *tile = &g_array_index (tiles, TsRankedTile, i);
    g_string_append_printf (text, "%s%u,%u", i > 0 ? " " : "", tile->col,
                            tile->row);
  }
  return g_string_free (text, FALSE);
}

static void
assert_places (const GArray *tiles, const char *wanted)
{
  g_autofree char *places = list_places (tiles);

  g_assert_cmpstr (places, ==, wanted);
}

static void
test_each_class_has_its_most_probable_first (void)
{
  g_autoptr (TsPredictionMap) map = new_map (3, 2);

  set (map, 0, 0, 0.2F);
  set (map, 1, 0, 0.9F);
  set (map, 2, 0, 0.55F);
  set (map, 0, 1, 0.7F);
  ts_prediction_map_set (map, 1, 1, TS_TILE_BACKGROUND, NULL);
  g_autoptr (TsTileRanking) ranking = ts_tile_ranking_new (map, 0, 3);
  assert_places (ts_tile_ranking_get_class (ranking, 0), "1,0 0,1 2,0");
  assert_places (ts_tile_ranking_get_class (ranking, 1), "0,0 2,0 0,1");
  assert_places (ts_tile_ranking_get_least_certain (ranking), "2,0 0,1 0,0");
  const TsRankedTile *first = &g_array_index (
    ts_tile_ranking_get_least_certain (ranking), TsRankedTile, 0);
  g_assert_cmpfloat (first->prob, ==, 0.55F);
}

/* In whichever order the tiles come in, equal ones stand by row, then column. */
static void
test_ties_stay_in_their_places (void)
{
  static const guint orders[2][4] = { { 0, 1, 2, 3 }, { 3, 1, 0, 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (TsPredictionMap) map = new_map (2, 2);
    for (guint k = 0; k < 4; k++)
      set (map, orders[i][k] % 2, orders[i][k] / 2, 0.75F);
    g_autoptr (TsTileRanking) ranking = ts_tile_ranking_new (map, 0, 3);
    assert_places (ts_tile_ranking_get_class (ranking, 0), "0,0 1,0 0,1");
    assert_places (ts_tile_ranking_get_class (ranking, 1), "0,0 1,0 0,1");
    assert_places (ts_tile_ranking_get_least_certain (ranking), "0,0 1,0 0,1");
  }
}

static void
test_tiles_below_the_threshold_are_left_out (void)
{
  g_autoptr (TsPredictionMap) map = new_map (3, 1);

  set (map, 0, 0, 0.75F);
  set (map, 1, 0, 0.5F);
  set (map, 2, 0, 0.25F);
  g_autoptr (TsTileRanking) ranking = ts_tile_ranking_new (map, 0.75, 3);
  assert_places (ts_tile_ranking_get_class (ranking, 0), "0,0");
  assert_places (ts_tile_ranking_get_class (ranking, 1), "2,0");
  assert_places (ts_tile_ranking_get_least_certain (ranking), "1,0 0,0 2,0");
}

static void
test_an_empty_map_has_none (void)
{
  g_autoptr (TsPredictionMap) map = new_map (3, 1);
  g_autoptr (TsTileRanking) ranking = ts_tile_ranking_new (map, 0, 12);

  g_assert_cmpuint (ts_tile_ranking_get_class (ranking, 0)->len, ==, 0);
  g_assert_cmpuint (ts_tile_ranking_get_least_certain (ranking)->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-ranking/each-class-has-its-most-probable-first",
                   test_each_class_has_its_most_probable_first);
  g_test_add_func ("/tile-ranking/ties-stay-in-their-places",
                   test_ties_stay_in_their_places);
  g_test_add_func ("/tile-ranking/tiles-below-the-threshold-are-left-out",
                   test_tiles_below_the_threshold_are_left_out);
  g_test_add_func ("/tile-ranking/an-empty-map-has-none",
                   test_an_empty_map_has_none);
  return g_test_run ();
}
