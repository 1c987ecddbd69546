/* A tile's pixels to a network's input.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/preprocess.h"

#include "core/analysis/resize.h"
#include "core/base/error.h"

static guint8 *
make_rgb (guint width, guint height)
{
  guint8 *rgb = g_malloc_n ((gsize) width * height, 3);

  for (guint i = 0; i < width * height * 3; i++)
    rgb[i] = (guint8) (i * i * 7 + i / 3);
  return rgb;
}

static TsTransform
plain_transform (void)
{
  return (TsTransform){ .filter = TS_RESIZE_PIL_BILINEAR,
                        .central_crop = 1,
                        .deviation = { 1, 1, 1 } };
}

static void
test_makes_planes_of_channels (void)
{
  TsTransform transform = plain_transform ();
  g_autoptr (TsPreprocessor) preprocessor =
    ts_preprocessor_new (&transform, 4, 2);
  g_autofree guint8 *rgb = make_rgb (4, 2);
  float input[24];

  g_assert_true (ts_preprocessor_run (preprocessor, rgb, 4, 2, input, NULL));
  for (guint i = 0; i < 24; i++)
    g_assert_cmpfloat (input[(i % 3) * 8 + i / 3], ==, rgb[i]);
}

static void
test_normalises_as_torchvision (void)
{
  TsTransform transform = plain_transform ();
  g_autoptr (TsPreprocessor) preprocessor = NULL;
  const guint8 rgb[3] = { 0, 51, 255 };
  float input[3];

  transform.is_scaled = TRUE;
  for (guint c = 0; c < 3; c++) {
    transform.mean[c] = 0.1F * (float) (c + 1);
    transform.deviation[c] = 0.5F;
  }
  preprocessor = ts_preprocessor_new (&transform, 1, 1);
  g_assert_true (ts_preprocessor_run (preprocessor, rgb, 1, 1, input, NULL));
  g_assert_cmpfloat_with_epsilon (input[0], -0.2, 1e-6);
  g_assert_cmpfloat_with_epsilon (input[1], 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (input[2], 1.4, 1e-6);
}

/* Sizes that are and are not whole blocks of the loop: each value is the formula's, to the
 * bit. */
static void
test_normalises_each_pixel_alike (void)
{
  const guint sides[][2] = { { 8, 8 }, { 13, 11 }, { 16, 12 }, { 63, 1 } };
  TsTransform transform = plain_transform ();

  transform.is_scaled = TRUE;
  for (guint c = 0; c < 3; c++) {
    transform.mean[c] = 0.485F - 0.03F * (float) c;
    transform.deviation[c] = 0.229F - 0.005F * (float) c;
  }
  for (guint i = 0; i < G_N_ELEMENTS (sides); i++) {
    guint n_px = sides[i][0] * sides[i][1];
    g_autofree guint8 *rgb = make_rgb (sides[i][0], sides[i][1]);
    g_autofree float *input = g_new (float, n_px * 3);
    g_autoptr (TsPreprocessor) preprocessor =
      ts_preprocessor_new (&transform, sides[i][0], sides[i][1]);

    g_assert_true (ts_preprocessor_run (preprocessor, rgb, sides[i][0],
                                        sides[i][1], input, NULL));
    for (guint k = 0; k < n_px * 3; k++) {
      guint c = k / n_px;
      float expected =
        ((float) rgb[k % n_px * 3 + c] / 255.0F - transform.mean[c]) /
        transform.deviation[c];

      g_assert_true (input[k] == expected);
    }
  }
}

/* TensorFlow cuts the margin to whole pixels: of 21 by 0.8, (21 - 16.8) / 2 = 2.1 are 2. */
static void
test_crops_the_middle_as_tensorflow (void)
{
  TsTransform transform = plain_transform ();
  g_autoptr (TsPreprocessor) preprocessor = NULL;
  g_autofree guint8 *rgb = make_rgb (21, 10);
  float input[17 * 8 * 3];

  transform.central_crop = 0.8;
  preprocessor = ts_preprocessor_new (&transform, 17, 8);
  g_assert_true (ts_preprocessor_run (preprocessor, rgb, 21, 10, input, NULL));
  for (guint y = 0; y < 8; y++)
    for (guint x = 0; x < 17; x++)
      g_assert_cmpfloat (input[136 + y * 17 + x], ==,
                         rgb[((y + 1) * 21 + x + 2) * 3 + 1]);
}

static void
test_sizes_may_change_from_tile_to_tile (void)
{
  TsTransform transform = plain_transform ();
  g_autoptr (TsPreprocessor) preprocessor =
    ts_preprocessor_new (&transform, 5, 6);

  for (guint i = 0; i < 20; i++) {
    const TsResizeSizes sizes = { 3 + i % 7, 4 + i % 5, 5, 6 };
    g_autofree guint8 *rgb = make_rgb (sizes.src_width, sizes.src_height);
    g_autoptr (TsResizer) resizer =
      ts_resizer_new (transform.filter, &sizes, NULL);
    float input[90], expected[90];
    ts_resizer_run (resizer, rgb, sizes.src_width * 3, expected);
    g_assert_true (ts_preprocessor_run (preprocessor, rgb, sizes.src_width,
                                        sizes.src_height, input, NULL));
    for (guint k = 0; k < 90; k++)
      g_assert_cmpfloat (input[(k % 3) * 30 + k / 3], ==, expected[k]);
  }
}

static void
test_refuses_an_empty_tile (void)
{
  TsTransform transform = plain_transform ();
  g_autoptr (TsPreprocessor) preprocessor =
    ts_preprocessor_new (&transform, 5, 6);
  g_autoptr (GError) error = NULL;
  const guint8 rgb[3] = { 0 };
  float input[90];

  g_assert_false (ts_preprocessor_run (preprocessor, rgb, 0, 1, input, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_TOO_LARGE);
  g_assert_cmpstr (error->message, ==, "cannot resize 0x1 pixels to 5x6");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preprocess/makes-planes-of-channels",
                   test_makes_planes_of_channels);
  g_test_add_func ("/preprocess/normalises-as-torchvision",
                   test_normalises_as_torchvision);
  g_test_add_func ("/preprocess/normalises-each-pixel-alike",
                   test_normalises_each_pixel_alike);
  g_test_add_func ("/preprocess/crops-the-middle-as-tensorflow",
                   test_crops_the_middle_as_tensorflow);
  g_test_add_func ("/preprocess/sizes-may-change-from-tile-to-tile",
                   test_sizes_may_change_from_tile_to_tile);
  g_test_add_func ("/preprocess/refuses-an-empty-tile",
                   test_refuses_an_empty_tile);
  return g_test_run ();
}
