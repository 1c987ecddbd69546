/* The pixels of analysis tiles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tile-reader.h"

#include <string.h>

#include "core/analysis/pil-resize.h"
#include "core/base/error.h"
#include "core/slide/slide-backend.h"

static guint8
value_at (guint x, guint y, guint c)
{
  return (guint8) (x * 3 + y * 5 + c * 70 + (x / 7 * y / 5) * 11);
}

static guint8 *
make_rgb (guint width, guint height)
{
  guint8 *rgb = g_malloc_n ((gsize) width * height, 3);

  for (guint y = 0; y < height; y++)
    for (guint i = 0; i < width * 3; i++)
      rgb[(gsize) y * width * 3 + i] = value_at (i / 3, y, i % 3);
  return rgb;
}

static TsTileReader *
open_reader (TsSlide *slide, guint patch_px, double spacing, TsGridSpec *grid)
{
  g_autoptr (GError) error = NULL;

  ts_grid_spec_init (grid, ts_slide_get_info (slide), patch_px, spacing,
                     &error);
  g_assert_no_error (error);
  return ts_tile_reader_new (slide, grid);
}

static void
test_same_scale_is_a_plain_read (void)
{
  g_autofree guint8 *rgb = make_rgb (50, 40);
  g_autoptr (TsSlide) slide = ts_slide_new_from_rgb (rgb, 50, 40, 0.5);
  TsGridSpec grid = { 0 };
  g_autoptr (TsTileReader) reader = open_reader (slide, 32, 0.5, &grid);
  TsTilePixels pixels = { 0 };

  g_assert_cmpuint (grid.n_cols, ==, 2);
  g_assert_true (ts_tile_reader_read (reader, 0, 0, &pixels, NULL));
  g_assert_cmpuint (pixels.width_px, ==, 32);
  g_assert_cmpuint (pixels.height_px, ==, 32);
  for (guint i = 0; i < 32 * 32 * 3; i++)
    g_assert_cmpuint (pixels.rgb[i], ==, value_at (i / 3 % 32, i / 96, i % 3));
}

static void
test_edge_tiles_are_smaller (void)
{
  g_autofree guint8 *rgb = make_rgb (50, 40);
  g_autoptr (TsSlide) slide = ts_slide_new_from_rgb (rgb, 50, 40, 0.5);
  TsGridSpec grid = { 0 };
  g_autoptr (TsTileReader) reader = open_reader (slide, 32, 0.5, &grid);
  TsTilePixels pixels = { 0 };

  g_assert_true (ts_tile_reader_read (reader, 1, 1, &pixels, NULL));
  g_assert_cmpuint (pixels.width_px, ==, 18);
  g_assert_cmpuint (pixels.height_px, ==, 8);
  for (guint i = 0; i < 18 * 8 * 3; i++)
    g_assert_cmpuint (pixels.rgb[i], ==,
                      value_at (32 + i / 3 % 18, 32 + i / 54, i % 3));
}

static void
test_near_scale_is_not_resampled (void)
{
  g_autofree guint8 *rgb = make_rgb (900, 300);
  g_autoptr (TsSlide) slide = ts_slide_new_from_rgb (rgb, 900, 300, 0.499);
  TsGridSpec grid = { 0 };
  g_autoptr (TsTileReader) reader = open_reader (slide, 256, 0.5, &grid);
  TsTilePixels pixels = { 0 };

  /* 256 * 0.5 / 0.499 = 256.51; the third tile begins at 513.03. */
  g_assert_true (ts_tile_reader_read (reader, 2, 0, &pixels, NULL));
  g_assert_cmpuint (pixels.width_px, ==, 256);
  for (guint i = 0; i < 256 * 3; i++)
    g_assert_cmpuint (pixels.rgb[i], ==, value_at (513 + i / 3, 0, i % 3));
  /* The last tile: 130.46 level-0 pixels from 769.54 on are 130 of the tile's. */
  g_assert_true (ts_tile_reader_read (reader, 3, 0, &pixels, NULL));
  g_assert_cmpuint (pixels.width_px, ==, 130);
  for (guint i = 0; i < 130 * 3; i++)
    g_assert_cmpuint (pixels.rgb[i], ==, value_at (769 + i / 3, 0, i % 3));
}

static void
test_finer_level_is_scaled_with_lanczos (void)
{
  g_autofree guint8 *rgb = make_rgb (100, 70);
  g_autoptr (TsSlide) slide = ts_slide_new_from_rgb (rgb, 100, 70, 0.25);
  const TsResizeSizes sizes = { 64, 64, 32, 32 };
  g_autoptr (TsPilResizer) resizer =
    ts_pil_resizer_new (TS_PIL_LANCZOS, &sizes, NULL);
  guint8 expected[32 * 32 * 3];
  TsGridSpec grid = { 0 };
  g_autoptr (TsTileReader) reader = open_reader (slide, 32, 0.5, &grid);
  TsTilePixels pixels = { 0 };

  ts_pil_resizer_run (resizer, rgb, 300, expected);
  g_assert_true (ts_tile_reader_read (reader, 0, 0, &pixels, NULL));
  g_assert_cmpmem (pixels.rgb, 32 * 32 * 3, expected, sizeof expected);
  g_assert_true (ts_tile_reader_read (reader, 1, 1, &pixels, NULL));
  g_assert_cmpuint (pixels.width_px, ==, 18);
  g_assert_cmpuint (pixels.height_px, ==, 3);
  g_assert_true (ts_tile_reader_read (reader, 0, 0, &pixels, NULL));
  g_assert_cmpmem (pixels.rgb, 32 * 32 * 3, expected, sizeof expected);
}

/* A slide whose pixels say which level they are from: red is 100 + level, half
 * transparent and premultiplied. */
static gboolean
read_level (gpointer backend,
            const TsSlideRegion *region,
            guint32 *out_argb,
            GError **error)
{
  for (gint64 i = 0; i < region->width_lv * region->height_lv; i++)
    out_argb[i] = 0x80000000U | (100 + region->level) << 16;
  return TRUE;
}

static gboolean
fail_to_read (gpointer backend,
              const TsSlideRegion *region,
              guint32 *out_argb,
              GError **error)
{
  g_set_error_literal (error, TS_ERROR, TS_ERROR_READ, "bad sectors");
  return FALSE;
}

static void
free_nothing (gpointer backend)
{
}

static TsSlide *
new_slide (gboolean (
  *read_region) (gpointer, const TsSlideRegion *, guint32 *, GError **))
{
  static TsSlideOps ops;
  const TsSlideLevel levels[] = { { 4096, 4096, 1 },
                                  { 2048, 2048, 2 },
                                  { 1023, 1023, 4.0039 } };
  TsSlideInfo *info = g_new0 (TsSlideInfo, 1);

  ops = (TsSlideOps){ read_region, free_nothing };
  info->width_px = info->height_px = 4096;
  info->n_levels = G_N_ELEMENTS (levels);
  info->mpp_x = info->mpp_y = 0.25;
  info->mpp_source = TS_MPP_VENDOR;
  info->bounds_l0 = (TsRect){ 0, 0, 4096, 4096 };
  info->background_rgb = 0x204060;
  return ts_slide_new (&ops, NULL, info, levels, NULL);
}

static void
test_takes_the_best_level (void)
{
  const double spacings[] = { 0.25, 0.5, 0.75, 1, 4 };
  const guint levels[] = { 0, 1, 1, 2, 2 };
  g_autoptr (TsSlide) slide = new_slide (read_level);

  for (guint i = 0; i < G_N_ELEMENTS (spacings); i++) {
    TsGridSpec grid = { 0 };
    g_autoptr (TsTileReader) reader =
      open_reader (slide, 64, spacings[i], &grid);
    TsTilePixels pixels = { 0 };
    g_assert_true (ts_tile_reader_read (reader, 0, 0, &pixels, NULL));
    /* 100 + level over 0x20 at 127 of 255: 0x20 * 127 / 255 is 15.9. */
    g_assert_cmpuint (pixels.rgb[0], ==, 100 + levels[i] + 16);
    g_assert_cmpuint (pixels.rgb[1], ==, 32);
    g_assert_cmpuint (pixels.rgb[2], ==, 48);
  }
}

static void
test_unreadable_tile_is_named (void)
{
  g_autoptr (TsSlide) slide = new_slide (fail_to_read);
  TsGridSpec grid = { 0 };
  g_autoptr (TsTileReader) reader = open_reader (slide, 64, 0.5, &grid);
  g_autoptr (GError) error = NULL;
  TsTilePixels pixels = { 0 };

  g_assert_false (ts_tile_reader_read (reader, 3, 2, &pixels, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_READ);
  g_assert_true (g_str_has_prefix (error->message, "tile 3,2: "));
  g_assert_true (g_str_has_suffix (error->message, "bad sectors"));
}

static void
test_coarse_slide_is_warned_of_and_refused (void)
{
  g_autofree char *warning = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (ts_tile_reader_check_scale (0.25, 0.5, &warning, &error));
  g_assert_null (warning);
  g_assert_true (ts_tile_reader_check_scale (0.52, 0.5, &warning, &error));
  g_assert_null (warning);
  g_assert_true (ts_tile_reader_check_scale (0.92, 0.5, &warning, &error));
  g_assert_cmpstr (warning, ==,
                   "the slide has 0.92 microns per pixel, the model was "
                   "trained at 0.5: its tiles are scaled up and have less "
                   "detail than it knows");
  g_clear_pointer (&warning, g_free);
  g_assert_false (ts_tile_reader_check_scale (1.01, 0.5, &warning, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED);
  g_assert_cmpstr (error->message, ==,
                   "the slide has 1.01 microns per pixel and is too coarse "
                   "for a model trained at 0.5");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-reader/same-scale-is-a-plain-read",
                   test_same_scale_is_a_plain_read);
  g_test_add_func ("/tile-reader/edge-tiles-are-smaller",
                   test_edge_tiles_are_smaller);
  g_test_add_func ("/tile-reader/near-scale-is-not-resampled",
                   test_near_scale_is_not_resampled);
  g_test_add_func ("/tile-reader/finer-level-is-scaled-with-lanczos",
                   test_finer_level_is_scaled_with_lanczos);
  g_test_add_func ("/tile-reader/takes-the-best-level",
                   test_takes_the_best_level);
  g_test_add_func ("/tile-reader/unreadable-tile-is-named",
                   test_unreadable_tile_is_named);
  g_test_add_func ("/tile-reader/coarse-slide-is-warned-of-and-refused",
                   test_coarse_slide_is_warned_of_and_refused);
  return g_test_run ();
}
