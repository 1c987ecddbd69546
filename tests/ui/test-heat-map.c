/* The heat map on the canvas: the right colour in the right place, square at any scale, and
 * no more work than the view has pixels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "canvas-fixture.h"
#include "core/tiles/grid.h"

#define VIEW_WIDTH   640
#define VIEW_HEIGHT  420
#define SLIDE_WIDTH  2900
#define SLIDE_HEIGHT 2300
#define PATCH_PX     100
#define SPACING_UM   0.5

static char *class_names[] = { (char *) "A", (char *) "B", NULL };
static const TsModelInfo model = {
  .class_names = class_names,
  .n_classes = 2,
};
static const TsHeatMapStyle style = {
  .layer = { .kind = TS_LAYER_CLASS, .class_index = 0, .name = (char *) "A" },
  .model = &model,
};

static void
paint_black (int x, int y, guint8 *out_rgb)
{
  out_rgb[0] = out_rgb[1] = out_rgb[2] = 0;
}

/* A chess board of certain and unknown tiles. */
static TsPredictionMap *
make_board (TsSlide *slide)
{
  TsGridSpec grid;
  const float probs[] = { 1, 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (ts_grid_spec_init (&grid, ts_slide_get_info (slide), PATCH_PX,
                                    SPACING_UM, &error));
  TsPredictionMap *map = ts_prediction_map_new (&grid, 2);
  for (guint row = 0; row < grid.n_rows; row++)
    for (guint col = row % 2; col < grid.n_cols; col += 2)
      ts_prediction_map_set (map, col, row, TS_TILE_PREDICTED, probs);
  return map;
}

typedef struct {
  TsCanvasFixture canvas;
  TsSlide *slide;
  TsPredictionMap *map;
} Board;

static void
board_set_up (Board *board)
{
  ts_canvas_fixture_set_up (&board->canvas, VIEW_WIDTH, VIEW_HEIGHT);
  board->slide =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_black);
  board->map = make_board (board->slide);
  ts_slide_view_set_slide (board->canvas.view, board->slide);
  ts_slide_view_set_heat_map (board->canvas.view, board->map, &style);
  ts_slide_view_set_overlay_opacity (board->canvas.view, 1);
}

static void
board_tear_down (Board *board)
{
  ts_canvas_fixture_tear_down (&board->canvas);
  ts_prediction_map_unref (board->map);
  ts_slide_unref (board->slide);
}

/* Pixels farther than edge_px from any edge of a tile that have not the tile's colour. */
static guint
count_wrong_pixels (Board *board, double edge_px)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (board->canvas.view);
  const TsGridSpec *grid = ts_prediction_map_get_grid (board->map);
  const float certain[] = { 1, 0 };
  guint32 lit = ts_heat_map_get_argb (&style, certain);
  int scale = board->canvas.surface_scale;
  double edge_l0 = edge_px / (viewport->scale * scale);
  guint n_wrong = 0;

  for (int y = 0; y < board->canvas.height; y++)
    for (int x = 0; x < board->canvas.width; x++) {
      TsPoint at = ts_viewport_to_l0 (
        viewport, (TsPoint){ (x + 0.5) / scale, (y + 0.5) / scale });
      double in_x = fmod (at.x, grid->step_x), in_y = fmod (at.y, grid->step_y);
      if (at.x < edge_l0 || at.y < edge_l0 || at.x > SLIDE_WIDTH - edge_l0 ||
          at.y > SLIDE_HEIGHT - edge_l0 || in_x < edge_l0 || in_y < edge_l0 ||
          in_x > grid->step_x - edge_l0 || in_y > grid->step_y - edge_l0)
        continue;
      guint col = (guint) (at.x / grid->step_x);
      guint row = (guint) (at.y / grid->step_y);
      guint32 wanted = (col + row) % 2 == 0 ? lit : 0xff000000;
      n_wrong += board->canvas.pixels[y * board->canvas.width + x] != wanted;
    }
  return n_wrong;
}

static void
test_tiles_are_square_at_any_scale (void)
{
  const double scales[] = { 0.13, 0.17, 0.25, 0.4, 0.613, 0.9,
                            0.97, 1.2,  2.3,  3.7, 6.1 };
  Board board = { 0 };

  board_set_up (&board);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
    ts_slide_view_set_viewport (board.canvas.view,
                                (TsPoint){ 1400 + i * 13.3, 1100 - i * 7.1 },
                                scales[i]);
    ts_canvas_fixture_wait_sharp (&board.canvas);
    /* The linear filter may blend over one texel, of two device pixels. */
    g_assert_cmpuint (count_wrong_pixels (&board, 3), ==, 0);
  }
  board_tear_down (&board);
}

static void
test_new_tiles_appear (void)
{
  const float probs[] = { 1, 0 };
  Board board = { 0 };

  board_set_up (&board);
  const TsGridSpec *grid = ts_prediction_map_get_grid (board.map);
  ts_canvas_fixture_wait_sharp (&board.canvas);
  for (guint row = 0; row < grid->n_rows; row++)
    for (guint col = 0; col < grid->n_cols; col++)
      ts_prediction_map_set (board.map, col, row, TS_TILE_PREDICTED, probs);
  ts_canvas_fixture_shoot (&board.canvas);
  g_assert_cmpuint (count_wrong_pixels (&board, 3), ==, 0);
  ts_slide_view_refresh_heat_map (board.canvas.view, board.map, &style);
  ts_canvas_fixture_shoot (&board.canvas);
  g_assert_cmpuint (count_wrong_pixels (&board, 3), >, 1000);
  board_tear_down (&board);
}

/* Pixels of exactly that colour; *out_l0 is where the last one lies. */
static guint
find_pixels (Board *board, guint32 argb, TsPoint *out_l0)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (board->canvas.view);
  int scale = board->canvas.surface_scale;
  guint n_found = 0;

  for (int y = 0; y < board->canvas.height; y++)
    for (int x = 0; x < board->canvas.width; x++)
      if (board->canvas.pixels[y * board->canvas.width + x] == argb) {
        *out_l0 = ts_viewport_to_l0 (
          viewport, (TsPoint){ (x + 0.5) / scale, (y + 0.5) / scale });
        n_found++;
      }
  return n_found;
}

/* 417 000 tiles in a view of 640 x 420. */
static void
test_one_strong_tile_is_seen_in_an_overview (void)
{
  const double scales[] = { 0.092, 0.117, 0.25, 0.499 };
  const float weak[] = { 0.3f, 0.7f }, sure[] = { 1, 0 };
  Board board = { 0 };
  TsGridSpec grid;
  guint32 lit = ts_heat_map_get_argb (&style, sure);

  board_set_up (&board);
  ts_canvas_fixture_wait_sharp (&board.canvas);
  g_assert_true (
    ts_grid_spec_init (&grid, ts_slide_get_info (board.slide), 4, 0.5, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
    g_autoptr (TsPredictionMap) map = ts_prediction_map_new (&grid, 2);
    guint hot_col = 300 + i * 17, hot_row = 250 + i * 11;
    TsPoint seen_l0 = { 0, 0 };

    for (guint row = 0; row < grid.n_rows; row++)
      for (guint col = 0; col < grid.n_cols; col++)
        ts_prediction_map_set (map, col, row, TS_TILE_PREDICTED,
                               col == hot_col && row == hot_row ? sure : weak);
    ts_slide_view_set_viewport (board.canvas.view,
                                (TsPoint){ 1450 + i * 3.7, 1150 }, scales[i]);
    ts_slide_view_set_heat_map (board.canvas.view, map, &style);
    ts_canvas_fixture_shoot (&board.canvas);
    g_assert_cmpuint (find_pixels (&board, lit, &seen_l0), >, 0);
    /* Within its cell, which is less than four device pixels, or the next one. */
    double cell_l0 = 5 / (scales[i] * board.canvas.surface_scale);
    g_assert_cmpfloat_with_epsilon (seen_l0.x, hot_col * 4 + 2, cell_l0);
    g_assert_cmpfloat_with_epsilon (seen_l0.y, hot_row * 4 + 2, cell_l0);
  }
  board_tear_down (&board);
}

static void
test_says_how_many_tiles_are_one (void)
{
  Board board = { 0 };

  board_set_up (&board);
  ts_canvas_fixture_wait_sharp (&board.canvas);
  int surface_scale = board.canvas.surface_scale;
  /* Tiles of 100 pixels: 13 device pixels at the least scale. */
  ts_slide_view_set_viewport (board.canvas.view, (TsPoint){ 1400, 1100 }, 0.13);
  g_assert_cmpuint (ts_slide_view_get_tiles_per_cell (board.canvas.view), ==,
                    1);
  TsGridSpec grid;
  g_assert_true (
    ts_grid_spec_init (&grid, ts_slide_get_info (board.slide), 5, 0.5, NULL));
  g_autoptr (TsPredictionMap) map = ts_prediction_map_new (&grid, 2);
  ts_slide_view_set_heat_map (board.canvas.view, map, &style);
  ts_slide_view_set_viewport (board.canvas.view, (TsPoint){ 1400, 1100 },
                              0.25 / surface_scale);
  g_assert_cmpuint (ts_slide_view_get_tiles_per_cell (board.canvas.view), ==,
                    2);
  ts_slide_view_set_viewport (board.canvas.view, (TsPoint){ 1400, 1100 },
                              0.19 / surface_scale);
  g_assert_cmpuint (ts_slide_view_get_tiles_per_cell (board.canvas.view), ==,
                    4);
  ts_slide_view_set_heat_map (board.canvas.view, NULL, NULL);
  g_assert_cmpuint (ts_slide_view_get_tiles_per_cell (board.canvas.view), ==,
                    1);
  board_tear_down (&board);
}

static guint
count_lit_pixels (Board *board)
{
  guint n_lit = 0;

  ts_canvas_fixture_shoot (&board->canvas);
  for (int i = 0; i < board->canvas.width * board->canvas.height; i++)
    n_lit +=
      board->canvas.pixels[i] != 0 && board->canvas.pixels[i] != 0xff000000;
  return n_lit;
}

static void
test_hidden_means_hidden (void)
{
  Board board = { 0 };

  board_set_up (&board);
  ts_slide_view_set_viewport (board.canvas.view, (TsPoint){ 1400, 1100 }, 0.5);
  ts_canvas_fixture_wait_sharp (&board.canvas);
  g_assert_cmpuint (count_lit_pixels (&board), >, 1000);
  ts_slide_view_handle_key (board.canvas.view, GDK_KEY_h, 0);
  g_assert_cmpuint (count_lit_pixels (&board), ==, 0);
  ts_slide_view_handle_key_release (board.canvas.view, GDK_KEY_h);
  g_assert_cmpuint (count_lit_pixels (&board), >, 1000);
  ts_slide_view_set_overlay_opacity (board.canvas.view, 0);
  g_assert_cmpuint (count_lit_pixels (&board), ==, 0);
  ts_slide_view_set_overlay_opacity (board.canvas.view, 1);
  ts_slide_view_set_heat_map (board.canvas.view, NULL, NULL);
  g_assert_cmpuint (count_lit_pixels (&board), ==, 0);
  board_tear_down (&board);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/heat-map/tiles-are-square-at-any-scale",
                   test_tiles_are_square_at_any_scale);
  g_test_add_func ("/heat-map/new-tiles-appear", test_new_tiles_appear);
  g_test_add_func ("/heat-map/one-strong-tile-is-seen-in-an-overview",
                   test_one_strong_tile_is_seen_in_an_overview);
  g_test_add_func ("/heat-map/says-how-many-tiles-are-one",
                   test_says_how_many_tiles_are_one);
  g_test_add_func ("/heat-map/hidden-means-hidden", test_hidden_means_hidden);
  return g_test_run ();
}
