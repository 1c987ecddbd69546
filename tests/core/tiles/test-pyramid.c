/* The view pyramid: every pixel where it belongs, whatever levels the file has.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "core/base/error.h"
#include "core/tiles/pyramid.h"
#include "fake-slide.h"

/* All tiles of a level side by side: [height][width]. */
static guint32 *
assemble (TsPyramid *pyramid,
          guint level,
          gint64 *out_width,
          gint64 *out_height)
{
  const TsSlideInfo *info = ts_slide_get_info (ts_pyramid_get_slide (pyramid));
  gint64 downsample = (gint64) ts_pyramid_get_downsample (pyramid, level);
  gint64 width = (info->width_px + downsample - 1) / downsample;
  gint64 height = (info->height_px + downsample - 1) / downsample;
  guint32 *all = g_new0 (guint32, (gsize) (width * height));

  for (guint row = 0; row < ts_pyramid_get_n_rows (pyramid, level); row++)
    for (guint col = 0; col < ts_pyramid_get_n_cols (pyramid, level); col++) {
      g_autoptr (GError) error = NULL;
      TsTilePixels pixels;
      gboolean is_read = ts_pyramid_read_tile (
        pyramid, (TsPyramidTile){ level, col, row }, &pixels, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (is_read);
      for (guint y = 0; y < pixels.height; y++)
        for (guint x = 0; x < pixels.width; x++)
          all[(row * TS_PYRAMID_TILE_PX + y) * width +
              col * TS_PYRAMID_TILE_PX + x] = pixels.argb[y * pixels.width + x];
      g_free (pixels.argb);
    }
  *out_width = width;
  *out_height = height;
  return all;
}

/* Mean of channel over the level-0 square of an output pixel; outside, the background. */
static double
expected_channel (const FakeSlide *fake,
                  gint64 x,
                  gint64 y,
                  gint64 n,
                  guint shift)
{
  double sum = 0;

  for (gint64 v = y * n; v < (y + 1) * n; v++)
    for (gint64 u = x * n; u < (x + 1) * n; u++) {
      gboolean is_in = u < fake->width_px && v < fake->height_px;
      guint32 rgb = is_in ? fake->pixel (u, v) : fake->background_rgb;

      sum += rgb >> shift & 0xff;
    }
  return sum / (double) (n * n);
}

static void
assert_level_is_mean (TsPyramid *pyramid,
                      const FakeSlide *fake,
                      guint level,
                      double tolerance)
{
  gint64 n = (gint64) ts_pyramid_get_downsample (pyramid, level);
  gint64 width, height;
  g_autofree guint32 *all = assemble (pyramid, level, &width, &height);

  for (gint64 y = 0; y < height; y++)
    for (gint64 x = 0; x < width; x++) {
      guint32 argb = all[y * width + x];
      /* At the edge the background is put below what was rounded already. */
      gboolean is_edge =
        (x + 1) * n > fake->width_px || (y + 1) * n > fake->height_px;
      double limit = is_edge ? tolerance + 0.5 : tolerance;

      g_assert_cmphex (argb >> 24, ==, 0xff);
      for (guint shift = 0; shift < 24; shift += 8)
        g_assert_cmpfloat_with_epsilon ((double) (argb >> shift & 0xff),
                                        expected_channel (fake, x, y, n, shift),
                                        limit);
    }
}

static const FakeSlide single_level = {
  .width_px = 1501,
  .height_px = 1203,
  .pixel = fake_noise,
  .n_scales = 1,
  .scales = { 1 },
  .background_rgb = 0xf0e0d0,
};

static void
test_sizes (void)
{
  g_autoptr (TsSlide) slide = fake_slide_new (&single_level);
  g_autoptr (TsPyramid) pyramid = ts_pyramid_new (slide);
  TsRect last;

  g_assert_cmpuint (ts_pyramid_get_n_levels (pyramid), ==, 4);
  g_assert_cmpuint (ts_pyramid_get_n_cols (pyramid, 0), ==, 6);
  g_assert_cmpuint (ts_pyramid_get_n_rows (pyramid, 0), ==, 5);
  g_assert_cmpuint (ts_pyramid_get_n_cols (pyramid, 3), ==, 1);
  g_assert_cmpuint (ts_pyramid_get_n_rows (pyramid, 3), ==, 1);
  g_assert_cmpfloat (ts_pyramid_get_downsample (pyramid, 3), ==, 8);
  last = ts_pyramid_get_tile_l0 (pyramid, 1, 2, 2);
  g_assert_cmpfloat (last.x, ==, 1024);
  g_assert_cmpfloat (last.y, ==, 1024);
  g_assert_cmpfloat (last.width, ==, (751 - 512) * 2);
  g_assert_cmpfloat (last.height, ==, (602 - 512) * 2);
}

static void
test_level_for_screen (void)
{
  g_autoptr (TsSlide) slide = fake_slide_new (&single_level);
  g_autoptr (TsPyramid) pyramid = ts_pyramid_new (slide);

  g_assert_cmpuint (ts_pyramid_find_level (pyramid, 4), ==, 0);
  g_assert_cmpuint (ts_pyramid_find_level (pyramid, 1), ==, 0);
  g_assert_cmpuint (ts_pyramid_find_level (pyramid, 0.51), ==, 0);
  g_assert_cmpuint (ts_pyramid_find_level (pyramid, 0.5), ==, 1);
  g_assert_cmpuint (ts_pyramid_find_level (pyramid, 0.26), ==, 1);
  g_assert_cmpuint (ts_pyramid_find_level (pyramid, 0.125), ==, 3);
  g_assert_cmpuint (ts_pyramid_find_level (pyramid, 0.0001), ==, 3);
}

static void
test_single_level (void)
{
  g_autoptr (TsSlide) slide = fake_slide_new (&single_level);
  g_autoptr (TsPyramid) pyramid = ts_pyramid_new (slide);

  for (guint level = 0; level < 4; level++)
    assert_level_is_mean (pyramid, &single_level, level, 0.51);
}

/* Sixteen and more times smaller is joined from tiles: each step rounds once. */
static void
test_joined (void)
{
  FakeSlide fake = single_level;
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (TsPyramid) pyramid = NULL;

  fake.width_px = 5003;
  fake.height_px = 300;
  slide = fake_slide_new (&fake);
  pyramid = ts_pyramid_new (slide);
  g_assert_cmpuint (ts_pyramid_get_n_levels (pyramid), ==, 6);
  assert_level_is_mean (pyramid, &fake, 4, 1.51);
  assert_level_is_mean (pyramid, &fake, 5, 2.01);
}

static void
test_bounded_reads (void)
{
  FakeSlide fake = single_level;
  gint n_px_read = 0, n_largest_read = 0;
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (TsPyramid) pyramid = NULL;
  gint64 width, height;

  fake.width_px = 9000;
  fake.height_px = 2000;
  fake.n_px_read = &n_px_read;
  fake.n_largest_read = &n_largest_read;
  slide = fake_slide_new (&fake);
  pyramid = ts_pyramid_new (slide);
  for (guint level = 6; level > 3; level--)
    g_free (assemble (pyramid, level, &width, &height));
  g_assert_cmpint (n_largest_read, <=, 1 << 19);
  /* The levels above share what was made below: each pixel is read once. */
  g_assert_cmpint (n_px_read, ==, 9000 * 2000);
}

static void
test_jump_by_four (void)
{
  FakeSlide fake = single_level;
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (TsPyramid) pyramid = NULL;

  fake.width_px = 1600;
  fake.height_px = 1280;
  fake.n_scales = 2;
  fake.scales[1] = 4;
  slide = fake_slide_new (&fake);
  pyramid = ts_pyramid_new (slide);
  for (guint level = 0; level < 3; level++)
    assert_level_is_mean (pyramid, &fake, level, 0.51);
  assert_level_is_mean (pyramid, &fake, 3, 1.01);
}

/* Levels cut at the edge have a mean downsample like 4.016; the pixels are still where
 * a factor of 4 puts them. */
static void
test_cut_levels (void)
{
  FakeSlide fake = single_level;
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (TsPyramid) pyramid = NULL;
  gint64 width, height;

  fake.width_px = 1303;
  fake.height_px = 1102;
  fake.n_scales = 3;
  fake.scales[1] = 4;
  fake.scales[2] = 8;
  slide = fake_slide_new (&fake);
  g_assert_cmpfloat (ts_slide_get_level_downsample (slide, 1), >, 4.005);
  pyramid = ts_pyramid_new (slide);
  for (guint level = 2; level < 4; level++) {
    g_autofree guint32 *all = assemble (pyramid, level, &width, &height);
    gint64 n = 1 << level;

    for (gint64 y = 0; y < 1102 / n; y++)
      for (gint64 x = 0; x < 1303 / n; x++)
        g_assert_cmpfloat_with_epsilon ((double) (all[y * width + x] & 0xff),
                                        expected_channel (&fake, x, y, n, 0),
                                        0.51);
  }
}

/* Nothing in the file is near a power of two: placed by exact shares, without drift. */
static void
test_odd_levels (void)
{
  FakeSlide fake = single_level;
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (TsPyramid) pyramid = NULL;

  fake.width_px = 510;
  fake.height_px = 504;
  fake.pixel = fake_slope;
  fake.is_stated = TRUE;
  fake.n_scales = 3;
  fake.scales[1] = 3;
  fake.scales[2] = 6;
  slide = fake_slide_new (&fake);
  pyramid = ts_pyramid_new (slide);
  g_assert_cmpuint (ts_pyramid_get_n_levels (pyramid), ==, 2);
  assert_level_is_mean (pyramid, &fake, 1, 0.6);

  g_clear_pointer (&pyramid, ts_pyramid_unref);
  g_clear_pointer (&slide, ts_slide_unref);
  fake.width_px = 1530;
  fake.height_px = 504;
  slide = fake_slide_new (&fake);
  pyramid = ts_pyramid_new (slide);
  g_assert_cmpuint (ts_pyramid_get_n_levels (pyramid), ==, 4);
  {
    gint64 width, height;
    g_autofree guint32 *all = assemble (pyramid, 2, &width, &height);

    /* The slope ends at 512. */
    for (gint64 y = 0; y < height - 1; y++)
      for (gint64 x = 0; x < 127; x++) {
        g_assert_cmpfloat_with_epsilon (
          (double) (all[y * width + x] >> 16 & 0xff),
          expected_channel (&fake, x, y, 4, 16), 1.01);
        g_assert_cmpfloat_with_epsilon (
          (double) (all[y * width + x] >> 8 & 0xff),
          expected_channel (&fake, x, y, 4, 8), 1.01);
      }
  }
}

static void
test_unreadable (void)
{
  FakeSlide fake = single_level;
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (TsPyramid) pyramid = NULL;
  g_autoptr (GError) error = NULL;
  TsTilePixels pixels;
  gboolean is_read;

  fake.broken_l0 = (TsRect){ 300, 20, 10, 10 };
  slide = fake_slide_new (&fake);
  pyramid = ts_pyramid_new (slide);
  is_read = ts_pyramid_read_tile (pyramid, (TsPyramidTile){ 0, 1, 0 }, &pixels,
                                  NULL, &error);
  g_assert_false (is_read);
  g_assert_error (error, TS_ERROR, TS_ERROR_READ);
  g_assert_cmpstr (error->message, ==,
                   "cannot read 256x256 pixels at 256,0 of level 0 of 'a slide "
                   "in memory': broken on purpose");
  is_read = ts_pyramid_read_tile (pyramid, (TsPyramidTile){ 0, 0, 0 }, &pixels,
                                  NULL, NULL);
  g_assert_true (is_read);
  g_free (pixels.argb);
}

static void
test_cancelled (void)
{
  g_autoptr (TsSlide) slide = fake_slide_new (&single_level);
  g_autoptr (TsPyramid) pyramid = ts_pyramid_new (slide);
  g_autoptr (TsCancel) cancel = ts_cancel_new ();
  g_autoptr (GError) error = NULL;
  TsTilePixels pixels;

  ts_cancel_set (cancel);
  g_assert_false (ts_pyramid_read_tile (pyramid, (TsPyramidTile){ 3, 0, 0 },
                                        &pixels, cancel, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_CANCELLED);
}

static TsPyramid *
open_pyramid (const char *name)
{
  const char *folder = g_getenv ("TS_TEST_DATA");
  g_autofree char *path =
    g_build_filename (folder != NULL ? folder : "", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_test_skip_printf ("%s is not here", name);
    return NULL;
  }
  slide = ts_slide_open (path, &error);
  g_assert_no_error (error);
  return ts_pyramid_new (slide);
}

/* The file's own smaller levels lie where level 0 scaled down lies: a shift by one pixel
 * would make the boxes' edges differ by far more. */
static void
test_real_levels (void)
{
  g_autoptr (TsPyramid) pyramid = open_pyramid ("slides/boxes.tiff");
  gint64 width_l0, height_l0, width, height;
  g_autofree guint32 *fine = NULL;
  g_autofree guint32 *coarse = NULL;
  double difference = 0;

  if (pyramid == NULL)
    return;
  g_assert_cmpuint (ts_pyramid_get_n_levels (pyramid), ==, 2);
  fine = assemble (pyramid, 0, &width_l0, &height_l0);
  coarse = assemble (pyramid, 1, &width, &height);
  for (gint64 y = 0; y < height; y++)
    for (gint64 x = 0; x < width; x++) {
      double sum = 0;

      for (guint i = 0; i < 4; i++)
        sum += fine[(2 * y + i / 2) * width_l0 + 2 * x + i % 2] & 0xff;
      difference += fabs (sum / 4 - (double) (coarse[y * width + x] & 0xff));
    }
  g_assert_cmpfloat (difference / (double) (width * height), <, 1.0);
}

static void
test_tiny_slide (void)
{
  g_autoptr (TsPyramid) pyramid = open_pyramid ("slides/small.svs");
  g_autoptr (GError) error = NULL;
  TsTilePixels pixels;

  if (pyramid == NULL)
    return;
  g_assert_cmpuint (ts_pyramid_get_n_levels (pyramid), ==, 1);
  g_assert_true (ts_pyramid_read_tile (pyramid, (TsPyramidTile){ 0, 0, 0 },
                                       &pixels, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pixels.width, ==, 16);
  g_assert_cmpuint (pixels.height, ==, 16);
  g_free (pixels.argb);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pyramid/halves-until-one-tile-is-enough", test_sizes);
  g_test_add_func ("/pyramid/finds-the-coarsest-level-fine-enough",
                   test_level_for_screen);
  g_test_add_func ("/pyramid/has-no-seams-and-exact-means", test_single_level);
  g_test_add_func ("/pyramid/joins-coarse-tiles-from-finer", test_joined);
  g_test_add_func ("/pyramid/reads-a-giant-level-once-and-in-strips",
                   test_bounded_reads);
  g_test_add_func ("/pyramid/fills-a-jump-by-four", test_jump_by_four);
  g_test_add_func ("/pyramid/places-cut-levels-exactly", test_cut_levels);
  g_test_add_func ("/pyramid/places-odd-levels-exactly", test_odd_levels);
  g_test_add_func ("/pyramid/goes-on-after-an-unreadable-tile",
                   test_unreadable);
  g_test_add_func ("/pyramid/stops-on-request", test_cancelled);
  g_test_add_func ("/pyramid/matches-the-levels-of-a-real-file",
                   test_real_levels);
  g_test_add_func ("/pyramid/reads-a-slide-smaller-than-a-tile",
                   test_tiny_slide);
  return g_test_run ();
}
