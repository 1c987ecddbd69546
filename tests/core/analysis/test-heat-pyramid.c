/* The strongest tile of each cell of a heat map.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/heat-pyramid.h"

#include "core/base/random.h"

#define N_COLS 13
#define N_ROWS 7

static char name_a[] = "A", name_b[] = "B";
static char *class_names[] = { name_a, name_b, NULL };
static const TsModelInfo model = { .class_names = class_names, .n_classes = 2 };
static const TsHeatMapStyle style = {
  .layer = { .kind = TS_LAYER_CLASS, .class_index = 0, .name = name_a },
  .model = &model,
  .threshold = 0.1,
};

static TsPredictionMap *
new_map (void)
{
  TsGridSpec grid = { .patch_px = 8,
                      .area_l0 = { 0, 0, 8.0 * N_COLS, 8.0 * N_ROWS },
                      .step_x = 8,
                      .step_y = 8,
                      .n_cols = N_COLS,
                      .n_rows = N_ROWS };

  return ts_prediction_map_new (&grid, 2);
}

static void
set (TsPredictionMap *map, guint col, guint row, double p)
{
  const float probs[2] = { (float) p, (float) (1 - p) };

  ts_prediction_map_set (map, col, row, TS_TILE_PREDICTED, probs);
}

static guint32
colour_of (double p)
{
  const float probs[2] = { (float) p, (float) (1 - p) };

  return ts_heat_map_get_argb (&style, probs);
}

/* What the cell must show, from the map itself. */
static guint32
find_strongest (TsPredictionMap *map, guint level, guint col, guint row)
{
  guint side = 1u << level;
  double best = -1;

  for (guint r = row * side; r < MIN ((row + 1) * side, N_ROWS); r++)
    for (guint c = col * side; c < MIN ((col + 1) * side, N_COLS); c++) {
      float probs[2];
      if (ts_prediction_map_get (map, c, r, probs) == TS_TILE_PREDICTED &&
          (double) probs[0] >= style.threshold)
        best = MAX (best, (double) probs[0]);
    }
  return best < 0 ? 0 : colour_of (best);
}

static void
assert_all_cells_show_their_strongest (TsHeatPyramid *pyramid,
                                       TsPredictionMap *map)
{
  for (guint i = 0; i < ts_heat_pyramid_get_n_levels (pyramid); i++) {
    TsHeatLevel level = ts_heat_pyramid_get_level (pyramid, i);
    for (guint row = 0; row < level.n_rows; row++)
      for (guint col = 0; col < level.n_cols; col++)
        g_assert_cmphex (level.argb[row * level.n_cols + col], ==,
                         find_strongest (map, i, col, row));
  }
}

static void
test_levels_halve_down_to_one_cell (void)
{
  g_autoptr (TsHeatPyramid) pyramid = ts_heat_pyramid_new ();
  g_autoptr (TsPredictionMap) map = new_map ();
  const guint n_cols[] = { 13, 7, 4, 2, 1 }, n_rows[] = { 7, 4, 2, 1, 1 };

  g_assert_true (ts_heat_pyramid_is_empty (pyramid));
  ts_heat_pyramid_render (pyramid, map, &style);
  g_assert_false (ts_heat_pyramid_is_empty (pyramid));
  g_assert_cmpuint (ts_heat_pyramid_get_n_levels (pyramid), ==, 5);
  for (guint i = 0; i < 5; i++) {
    TsHeatLevel level = ts_heat_pyramid_get_level (pyramid, i);
    g_assert_cmpuint (level.n_cols, ==, n_cols[i]);
    g_assert_cmpuint (level.n_rows, ==, n_rows[i]);
  }
}

/* The issue: one strong tile among weak ones, wherever it lies. */
static void
test_one_strong_tile_is_never_lost (void)
{
  for (guint row = 0; row < N_ROWS; row++)
    for (guint col = 0; col < N_COLS; col++) {
      g_autoptr (TsHeatPyramid) pyramid = ts_heat_pyramid_new ();
      g_autoptr (TsPredictionMap) map = new_map ();

      for (guint r = 0; r < N_ROWS; r++)
        for (guint c = 0; c < N_COLS; c++)
          set (map, c, r, 0.3);
      set (map, col, row, 0.98);
      ts_heat_pyramid_render (pyramid, map, &style);
      for (guint i = 0; i < ts_heat_pyramid_get_n_levels (pyramid); i++) {
        TsHeatLevel level = ts_heat_pyramid_get_level (pyramid, i);
        g_assert_cmphex (level.argb[(row >> i) * level.n_cols + (col >> i)], ==,
                         colour_of (0.98));
      }
    }
}

static void
test_a_clear_tile_hides_no_other (void)
{
  g_autoptr (TsHeatPyramid) pyramid = ts_heat_pyramid_new ();
  g_autoptr (TsPredictionMap) map = new_map ();

  set (map, 0, 0, 0.05); /* below the threshold */
  set (map, 1, 1, 0.2);
  ts_prediction_map_set (map, 2, 0, TS_TILE_BACKGROUND, NULL);
  ts_heat_pyramid_render (pyramid, map, &style);
  TsHeatLevel level = ts_heat_pyramid_get_level (pyramid, 1);
  g_assert_cmphex (level.argb[0], ==, colour_of (0.2));
  g_assert_cmphex (level.argb[1], ==, 0);
}

static void
test_the_strongest_decides_not_the_colour (void)
{
  g_autoptr (TsHeatPyramid) pyramid = ts_heat_pyramid_new ();
  g_autoptr (TsPredictionMap) map = new_map ();
  TsHeatMapStyle likely = style;

  /* Of two classes, the one that is farther above chance. */
  likely.layer.kind = TS_LAYER_MOST_LIKELY;
  set (map, 0, 0, 0.7);
  set (map, 1, 0, 0.1);
  ts_heat_pyramid_render (pyramid, map, &likely);
  TsHeatLevel fine = ts_heat_pyramid_get_level (pyramid, 0);
  TsHeatLevel coarse = ts_heat_pyramid_get_level (pyramid, 1);
  g_assert_cmphex (fine.argb[0], !=, fine.argb[1]);
  g_assert_cmphex (coarse.argb[0], ==, fine.argb[1]);
}

static void
test_update_equals_a_new_rendering (void)
{
  g_autoptr (TsHeatPyramid) pyramid = ts_heat_pyramid_new ();
  g_autoptr (TsPredictionMap) map = new_map ();
  TsRandom random;

  ts_random_init (&random, 7);
  ts_heat_pyramid_render (pyramid, map, &style);
  for (guint i = 0; i < 60; i++) {
    guint64 serial = ts_heat_pyramid_get_serial (pyramid);
    g_assert_false (ts_heat_pyramid_update (pyramid, map, &style));
    for (guint k = 0; k <= i % 3; k++)
      set (map, ts_random_below (&random, N_COLS),
           ts_random_below (&random, N_ROWS), ts_random_uniform (&random));
    g_assert_true (ts_heat_pyramid_update (pyramid, map, &style));
    g_assert_cmpuint (ts_heat_pyramid_get_serial (pyramid), !=, serial);
    assert_all_cells_show_their_strongest (pyramid, map);
  }
}

static void
test_becomes_empty_again (void)
{
  g_autoptr (TsHeatPyramid) pyramid = ts_heat_pyramid_new ();
  g_autoptr (TsPredictionMap) map = new_map ();

  ts_heat_pyramid_render (pyramid, map, &style);
  ts_heat_pyramid_render (pyramid, NULL, NULL);
  g_assert_true (ts_heat_pyramid_is_empty (pyramid));
  g_assert_false (ts_heat_pyramid_update (pyramid, map, &style));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/heat-pyramid/levels-halve-down-to-one-cell",
                   test_levels_halve_down_to_one_cell);
  g_test_add_func ("/heat-pyramid/one-strong-tile-is-never-lost",
                   test_one_strong_tile_is_never_lost);
  g_test_add_func ("/heat-pyramid/a-clear-tile-hides-no-other",
                   test_a_clear_tile_hides_no_other);
  g_test_add_func ("/heat-pyramid/the-strongest-decides-not-the-colour",
                   test_the_strongest_decides_not_the_colour);
  g_test_add_func ("/heat-pyramid/update-equals-a-new-rendering",
                   test_update_equals_a_new_rendering);
  g_test_add_func ("/heat-pyramid/becomes-empty-again",
                   test_becomes_empty_again);
  return g_test_run ();
}
