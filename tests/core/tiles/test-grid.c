/* The analysis grid: where tiles lie, and which slides have none.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/tiles/grid.h"

static TsSlideInfo
slide_of (double width, double height, double mpp)
{
  return (TsSlideInfo){ .mpp_x = mpp,
                        .mpp_y = mpp,
                        .bounds_l0 = { 0, 0, width, height } };
}

static TsGridSpec
grid_of (const TsSlideInfo *slide, guint patch_px, double spacing_um)
{
  g_autoptr (GError) error = NULL;
  TsGridSpec grid;
  gboolean is_made =
    ts_grid_spec_init (&grid, slide, patch_px, spacing_um, &error);

  g_assert_no_error (error);
  g_assert_true (is_made);
  return grid;
}

static void
test_whole_tiles (void)
{
  TsSlideInfo slide = slide_of (4096, 2048, 0.25);
  TsGridSpec grid = grid_of (&slide, 512, 0.5);
  TsRect tile = ts_grid_get_tile_l0 (&grid, 3, 1);

  g_assert_cmpfloat (grid.step_x, ==, 1024);
  g_assert_cmpuint (grid.n_cols, ==, 4);
  g_assert_cmpuint (grid.n_rows, ==, 2);
  g_assert_cmpfloat (tile.x, ==, 3072);
  g_assert_cmpfloat (tile.y, ==, 1024);
  g_assert_cmpfloat (tile.width, ==, 1024);
}

static void
test_cut_tiles (void)
{
  TsSlideInfo slide = slide_of (2220, 2967, 0.5);
  TsGridSpec grid = grid_of (&slide, 512, 0.5);
  TsRect last = ts_grid_get_tile_l0 (&grid, 4, 5);

  g_assert_cmpuint (grid.n_cols, ==, 5);
  g_assert_cmpuint (grid.n_rows, ==, 6);
  g_assert_cmpfloat (last.width, ==, 2220 - 4 * 512);
  g_assert_cmpfloat (last.height, ==, 2967 - 5 * 512);
}

/* 512 px at 0.5 um on a slide of 0.499 um/px: the step is no whole number and must not be
 * rounded, or the last tiles would be pixels off. */
static void
test_fractional_step (void)
{
  TsSlideInfo slide = slide_of (100000, 80000, 0.499);
  TsGridSpec grid = grid_of (&slide, 512, 0.5);
  TsRect far = ts_grid_get_tile_l0 (&grid, 190, 0);

  g_assert_cmpfloat_with_epsilon (grid.step_x, 513.0260521042084, 1e-9);
  g_assert_cmpfloat_with_epsilon (far.x, 97474.9498997996, 1e-6);
}

static void
test_sliver (void)
{
  TsSlideInfo slide = slide_of (1024.2, 1024.9, 0.5);
  TsGridSpec grid = grid_of (&slide, 512, 0.5);

  g_assert_cmpuint (grid.n_cols, ==, 2);
  g_assert_cmpuint (grid.n_rows, ==, 3);
}

static void
test_tiny (void)
{
  TsSlideInfo slide = slide_of (16, 16, 0.499);
  TsGridSpec grid = grid_of (&slide, 512, 0.5);
  TsRect tile = ts_grid_get_tile_l0 (&grid, 0, 0);

  g_assert_cmpuint (grid.n_cols * grid.n_rows, ==, 1);
  g_assert_cmpfloat (tile.width, ==, 16);
  g_assert_cmpfloat (tile.height, ==, 16);
}

static void
test_bounds (void)
{
  TsSlideInfo slide = slide_of (0, 0, 0.5);
  TsGridSpec grid;
  guint col, row;

  slide.bounds_l0 = (TsRect){ 1000, 2000, 1024, 512 };
  grid = grid_of (&slide, 512, 0.5);
  g_assert_cmpuint (grid.n_cols, ==, 2);
  g_assert_cmpuint (grid.n_rows, ==, 1);
  g_assert_cmpfloat (ts_grid_get_tile_l0 (&grid, 1, 0).x, ==, 1512);
  g_assert_true (
    ts_grid_find_tile (&grid, (TsPoint){ 1512, 2000 }, &col, &row));
  g_assert_cmpuint (col, ==, 1);
  g_assert_cmpuint (row, ==, 0);
  g_assert_false (
    ts_grid_find_tile (&grid, (TsPoint){ 999, 2000 }, &col, &row));
  g_assert_false (
    ts_grid_find_tile (&grid, (TsPoint){ 2024, 2000 }, &col, &row));
}

/* Every tile is found again from a point within it, on a step that is no whole number. */
static void
test_find (void)
{
  TsSlideInfo slide = slide_of (20000, 15000, 0.2431);
  TsGridSpec grid = grid_of (&slide, 299, 0.5);

  for (guint row = 0; row < grid.n_rows; row++)
    for (guint col = 0; col < grid.n_cols; col++) {
      guint found_col, found_row;
      TsPoint middle = ts_rect_center (ts_grid_get_tile_l0 (&grid, col, row));

      g_assert_true (ts_grid_find_tile (&grid, middle, &found_col, &found_row));
      g_assert_cmpuint (found_col, ==, col);
      g_assert_cmpuint (found_row, ==, row);
    }
}

static void
assert_range (TsRect rect, guint col, guint end_col, guint row, guint end_row)
{
  TsSlideInfo slide = slide_of (2220, 2967, 0.5);
  TsGridSpec grid = grid_of (&slide, 512, 0.5);
  guint found[4];

  ts_grid_find_range (&grid, rect, &found[0], &found[1], &found[2], &found[3]);
  g_assert_cmpuint (found[0], ==, col);
  g_assert_cmpuint (found[1], ==, end_col);
  g_assert_cmpuint (found[2], ==, row);
  g_assert_cmpuint (found[3], ==, end_row);
}

static void
test_range (void)
{
  assert_range ((TsRect){ 0, 0, 2220, 2967 }, 0, 5, 0, 6);
  assert_range ((TsRect){ -500, -500, 9000, 9000 }, 0, 5, 0, 6);
  assert_range ((TsRect){ 512, 512, 512, 512 }, 1, 2, 1, 2);
  assert_range ((TsRect){ 511, 511, 2, 2 }, 0, 2, 0, 2);
  assert_range ((TsRect){ 2219, 2966, 100, 100 }, 4, 5, 5, 6);
  assert_range ((TsRect){ 2220, 0, 100, 100 }, 0, 0, 0, 0);
  assert_range ((TsRect){ -100, 0, 100, 100 }, 0, 0, 0, 0);
  assert_range ((TsRect){ 100, 100, 0, 0 }, 0, 0, 0, 0);
}

static void
assert_refused (const TsSlideInfo *slide,
                guint patch_px,
                double spacing_um,
                TsError code,
                const char *message)
{
  g_autoptr (GError) error = NULL;
  TsGridSpec grid;

  g_assert_false (
    ts_grid_spec_init (&grid, slide, patch_px, spacing_um, &error));
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_refused (void)
{
  TsSlideInfo blind = slide_of (1000, 1000, 0);
  TsSlideInfo slide = slide_of (1e9, 1e9, 0.5);

  assert_refused (&blind, 512, 0.5, TS_ERROR_MISSING,
                  "the slide does not say its resolution (microns per pixel); "
                  "it must be entered");
  assert_refused (&slide, 512, 0, TS_ERROR_MISSING,
                  "the model does not say the size and spacing (microns per "
                  "pixel) of its tiles");
  assert_refused (&slide, 0, 0.5, TS_ERROR_MISSING,
                  "the model does not say the size and spacing (microns per "
                  "pixel) of its tiles");
  assert_refused (&slide, 512, 0.5, TS_ERROR_TOO_LARGE,
                  "a grid of more than 67108864 tiles is too large");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/lays-whole-tiles-by-microns", test_whole_tiles);
  g_test_add_func ("/grid/keeps-cut-tiles-at-the-edge", test_cut_tiles);
  g_test_add_func ("/grid/does-not-round-its-step", test_fractional_step);
  g_test_add_func ("/grid/leaves-a-sliver-away", test_sliver);
  g_test_add_func ("/grid/has-one-tile-for-a-tiny-slide", test_tiny);
  g_test_add_func ("/grid/starts-at-the-bounds", test_bounds);
  g_test_add_func ("/grid/finds-every-tile-again", test_find);
  g_test_add_func ("/grid/finds-the-range-of-a-rectangle", test_range);
  g_test_add_func ("/grid/says-what-is-missing", test_refused);
  return g_test_run ();
}
