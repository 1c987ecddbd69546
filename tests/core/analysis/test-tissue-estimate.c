/* The quick look for tissue.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tissue-estimate.h"

#include <string.h>

#include "core/base/error.h"
#include "core/slide/slide-backend.h"

/* White, but for a dark rectangle. */
static TsSlide *
new_slide (guint width, guint height, TsRect dark, double mpp)
{
  g_autofree guint8 *rgb = g_malloc_n ((gsize) width * height, 3);

  memset (rgb, 250, (gsize) width * height * 3);
  for (guint y = (guint) dark.y; y < dark.y + dark.height; y++)
    for (guint x = (guint) dark.x; x < dark.x + dark.width; x++)
      memset (rgb + ((gsize) y * width + x) * 3, 90, 3);
  return ts_slide_new_from_rgb (rgb, width, height, mpp);
}

static void
test_finds_the_dark_tiles (void)
{
  /* Tiles of 40 pixels; the tissue covers tile 1,0 whole and tile 2,0 by a quarter. */
  g_autoptr (TsSlide) slide =
    new_slide (130, 110, (TsRect){ 40, 0, 50, 40 }, 0.5);
  guint8 likely[12];
  TsGridSpec grid = { 0 };

  g_assert_true (
    ts_grid_spec_init (&grid, ts_slide_get_info (slide), 40, 0.5, NULL));
  g_assert_cmpuint (grid.n_cols, ==, 4);
  g_assert_cmpuint (grid.n_rows, ==, 3);
  memset (likely, 9, sizeof likely);
  g_assert_true (ts_tissue_estimate (slide, &grid, likely, NULL, NULL));
  for (guint i = 0; i < 12; i++)
    g_assert_cmpuint (likely[i], ==, i == 1 ? 1 : 0);
}

static void
test_judges_cut_tiles_by_what_they_have (void)
{
  g_autoptr (TsSlide) slide =
    new_slide (130, 110, (TsRect){ 123, 82, 7, 28 }, 0.5);
  guint8 likely[12];
  TsGridSpec grid = { 0 };

  g_assert_true (
    ts_grid_spec_init (&grid, ts_slide_get_info (slide), 40, 0.5, NULL));
  g_assert_true (ts_tissue_estimate (slide, &grid, likely, NULL, NULL));
  for (guint i = 0; i < 12; i++)
    g_assert_cmpuint (likely[i], ==, i == 11 ? 1 : 0);
}

/* Only the middle of a large tile is read: tissue there counts, at its rim it does not. */
static void
test_looks_at_the_middle_of_large_tiles (void)
{
  g_autoptr (TsSlide) slide =
    new_slide (600, 600, (TsRect){ 0, 110, 300, 80 }, 0.5);
  g_autoptr (TsSlide) other =
    new_slide (600, 600, (TsRect){ 0, 0, 300, 110 }, 0.5);
  guint8 likely[4];
  TsGridSpec grid = { 0 };

  g_assert_true (
    ts_grid_spec_init (&grid, ts_slide_get_info (slide), 300, 0.5, NULL));
  g_assert_true (ts_tissue_estimate (slide, &grid, likely, NULL, NULL));
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (likely[i], ==, i == 0 ? 1 : 0);
  g_assert_true (ts_tissue_estimate (other, &grid, likely, NULL, NULL));
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (likely[i], ==, 0);
}

static void
test_stops_when_cancelled (void)
{
  g_autoptr (TsSlide) slide = new_slide (130, 110, (TsRect){ 0 }, 0.5);
  g_autoptr (TsCancel) cancel = ts_cancel_new ();
  g_autoptr (GError) error = NULL;
  guint8 likely[12];
  TsGridSpec grid = { 0 };

  g_assert_true (
    ts_grid_spec_init (&grid, ts_slide_get_info (slide), 40, 0.5, NULL));
  ts_cancel_set (cancel);
  g_assert_false (ts_tissue_estimate (slide, &grid, likely, cancel, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_CANCELLED);
}

static gboolean
never_read (gpointer backend,
            const TsSlideRegion *region,
            guint32 *out_argb,
            GError **error)
{
  g_assert_not_reached ();
}

static void
free_nothing (gpointer backend)
{
}

static void
test_leaves_a_large_slide_without_levels_alone (void)
{
  static const TsSlideOps ops = { never_read, free_nothing };
  const TsSlideLevel level = { 100000, 80000, 1 };
  TsSlideInfo *info = g_new0 (TsSlideInfo, 1);
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *likely = NULL;
  TsGridSpec grid = { 0 };

  info->width_px = 100000;
  info->height_px = 80000;
  info->n_levels = 1;
  info->mpp_x = info->mpp_y = 0.25;
  info->mpp_source = TS_MPP_VENDOR;
  info->bounds_l0 = (TsRect){ 0, 0, 100000, 80000 };
  slide = ts_slide_new (&ops, NULL, info, &level, NULL);
  g_assert_true (ts_grid_spec_init (&grid, info, 512, 0.5, NULL));
  likely = g_new0 (guint8, (gsize) grid.n_cols * grid.n_rows);
  g_assert_false (ts_tissue_estimate (slide, &grid, likely, NULL, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_MISSING);
  g_assert_cmpstr (error->message, ==, "the slide has no coarse level");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tissue-estimate/finds-the-dark-tiles",
                   test_finds_the_dark_tiles);
  g_test_add_func ("/tissue-estimate/judges-cut-tiles-by-what-they-have",
                   test_judges_cut_tiles_by_what_they_have);
  g_test_add_func ("/tissue-estimate/looks-at-the-middle-of-large-tiles",
                   test_looks_at_the_middle_of_large_tiles);
  g_test_add_func ("/tissue-estimate/stops-when-cancelled",
                   test_stops_when_cancelled);
  g_test_add_func ("/tissue-estimate/leaves-a-large-slide-without-levels-alone",
                   test_leaves_a_large_slide_without_levels_alone);
  return g_test_run ();
}
