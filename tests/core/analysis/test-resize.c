/* Resampling against the bytes of the libraries themselves (make-resize-reference.py).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/resize.h"

#include <math.h>
#include <string.h>

#include "core/base/error.h"

typedef struct {
  TsResizeSizes sizes;
  guint step; /* every step-th row and column is on file */
} Case;

static const Case cases[] = {
  { { 67, 45, 23, 31 }, 1 },
  { { 20, 15, 41, 33 }, 1 },
  { { 64, 48, 32, 24 }, 1 },
  { { 60, 45, 20, 15 }, 1 },
  { { 64, 48, 64, 20 }, 1 },
  { { 40, 30, 17, 30 }, 1 },
  { { 31, 20, 15, 44 }, 1 },
  { { 5, 4, 5, 4 }, 1 },
  /* From and to one pixel. */
  { { 1, 1, 8, 8 }, 1 },
  { { 1, 1, 1, 1 }, 1 },
  { { 7, 1, 3, 5 }, 1 },
  { { 1, 9, 4, 4 }, 1 },
  { { 40, 30, 1, 1 }, 1 },
  { { 2, 1, 1, 1 }, 1 },
  { { 2, 2, 10, 10 }, 1 },
  /* Tiles as they are: whole, cropped, of the slide's two edges; made smaller by fractions
   * and by whole numbers; made larger. */
  { { 512, 512, 299, 299 }, 23 },
  { { 448, 448, 299, 299 }, 23 },
  { { 512, 300, 299, 299 }, 23 },
  { { 137, 512, 299, 299 }, 23 },
  { { 350, 350, 224, 224 }, 17 },
  { { 512, 512, 256, 256 }, 19 },
  { { 768, 768, 32, 32 }, 3 },
  { { 512, 512, 511, 513 }, 41 },
  { { 100, 100, 299, 299 }, 23 },
  { { 175, 175, 224, 224 }, 17 },
  { { 299, 299, 299, 299 }, 23 },
};

/* picture () of make-resize-reference.py, with padding after each row. */
static guint8 *
make_picture (guint width, guint height, gsize row_bytes)
{
  guint8 *rgb = g_malloc0 (row_bytes * height);

  for (guint y = 0; y < height; y++) {
    for (guint i = 0; i < width * 3; i++) {
      guint x = i / 3, c = i % 3;
      guint value =
        x * x * 7 + y * 13 + x * y * 3 + c * 89 + ((x / 5 + y / 7) % 2) * 120;
      if ((x / 16 + y / 12) % 3 == 1)
        value = 255 * ((x + y) % 2);
      rgb[y * row_bytes + i] = (guint8) value;
    }
  }
  return rgb;
}

static char *
load_reference (const char *name, gsize *out_n_bytes)
{
  g_autofree char *file = g_strdup_printf ("resize-%s.bin", name);
  g_autofree char *path =
    g_build_filename (g_getenv ("TS_SOURCE_ROOT"), "tests", "core", "analysis",
                      "data", file, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;

  g_file_get_contents (path, &data, out_n_bytes, &error);
  g_assert_no_error (error);
  return data;
}

static float *
resize (TsResizeFilter filter, const TsResizeSizes *sizes)
{
  gsize row_bytes = sizes->src_width * 3 + 7;
  g_autofree guint8 *rgb =
    make_picture (sizes->src_width, sizes->src_height, row_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsResizer) resizer = ts_resizer_new (filter, sizes, &error);
  float *out = g_new (float, (gsize) sizes->dst_width * sizes->dst_height * 3);

  g_assert_no_error (error);
  ts_resizer_run (resizer, rgb, row_bytes, out);
  /* A second run must not depend on what the first left behind. */
  ts_resizer_run (resizer, rgb, row_bytes, out);
  return out;
}

/* Where value k of those on file stands in the whole picture; FALSE: there is none. */
static gboolean
find_sample (const Case *item, gsize k, gsize *out_place)
{
  guint width = item->sizes.dst_width;
  guint n_columns = (width - 1) / item->step + 1;
  gsize row = k / 3 / n_columns * item->step;
  gsize column = k / 3 % n_columns * item->step;

  *out_place = (row * width + column) * 3 + k % 3;
  return row < item->sizes.dst_height;
}

static void
assert_equals_bytes (TsResizeFilter filter, const char *name)
{
  gsize n_bytes = 0, at = 0, place;
  g_autofree char *reference = load_reference (name, &n_bytes);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree float *out = resize (filter, &cases[i].sizes);
    for (gsize k = 0; find_sample (&cases[i], k, &place); k++) {
      g_assert_cmpuint (at, <, n_bytes);
      g_assert_cmpint ((int) out[place], ==, (guint8) reference[at++]);
    }
  }
  g_assert_cmpuint (at, ==, n_bytes);
}

static void
assert_close_to_floats (TsResizeFilter filter, const char *name)
{
  gsize n_bytes = 0, at = 0, place;
  g_autofree char *reference = load_reference (name, &n_bytes);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree float *out = resize (filter, &cases[i].sizes);
    for (gsize k = 0; find_sample (&cases[i], k, &place); k++) {
      float expected;
      g_assert_cmpuint (at + sizeof expected, <=, n_bytes);
      memcpy (&expected, reference + at, sizeof expected);
      at += sizeof expected;
      g_assert_cmpfloat_with_epsilon (out[place], expected, 1e-4);
    }
  }
  g_assert_cmpuint (at, ==, n_bytes);
}

static void
test_pil_bilinear_equals_pillow (void)
{
  assert_equals_bytes (TS_RESIZE_PIL_BILINEAR, "pil-bilinear");
}

static void
test_pil_bicubic_equals_pillow (void)
{
  assert_equals_bytes (TS_RESIZE_PIL_BICUBIC, "pil-bicubic");
}

static void
test_pil_lanczos_equals_pillow (void)
{
  gsize n_bytes = 0, at = 0, place;
  g_autofree char *reference = load_reference ("pil-lanczos", &n_bytes);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const TsResizeSizes *sizes = &cases[i].sizes;
    g_autofree guint8 *rgb =
      make_picture (sizes->src_width, sizes->src_height, sizes->src_width * 3);
    g_autofree guint8 *out =
      g_malloc ((gsize) sizes->dst_width * sizes->dst_height * 3);
    g_autoptr (TsPilResizer) resizer =
      ts_pil_resizer_new (TS_PIL_LANCZOS, sizes, NULL);
    ts_pil_resizer_run (resizer, rgb, sizes->src_width * 3, out);
    for (gsize k = 0; find_sample (&cases[i], k, &place); k++) {
      g_assert_cmpuint (at, <, n_bytes);
      g_assert_cmpint (out[place], ==, (guint8) reference[at++]);
    }
  }
  g_assert_cmpuint (at, ==, n_bytes);
}

/* Of a picture resized along one side only, each row or column by itself gives the same:
 * those are too small for the way that takes sixteen bytes at a time. */
static void
assert_same_by_parts (const TsResizeSizes *sizes, const TsResizeSizes *part)
{
  gsize row_bytes = sizes->src_width * 3, out_row_bytes = sizes->dst_width * 3;
  gsize part_row_bytes = part->dst_width * 3;
  g_autofree guint8 *rgb =
    make_picture (sizes->src_width, sizes->src_height, row_bytes);
  g_autofree guint8 *out = g_malloc (out_row_bytes * sizes->dst_height);
  g_autofree guint8 *alone = g_malloc (part_row_bytes * part->dst_height);
  g_autoptr (TsPilResizer) whole =
    ts_pil_resizer_new (TS_PIL_LANCZOS, sizes, NULL);
  g_autoptr (TsPilResizer) resizer =
    ts_pil_resizer_new (TS_PIL_LANCZOS, part, NULL);

  ts_pil_resizer_run (whole, rgb, row_bytes, out);
  for (guint x = 0; x < sizes->dst_width; x += part->dst_width)
    for (guint y = 0; y < sizes->dst_height; y += part->dst_height) {
      gsize at = y % sizes->src_height * row_bytes + (gsize) x * 3;

      ts_pil_resizer_run (resizer, rgb + at, row_bytes, alone);
      for (guint row = 0; row < part->dst_height; row++)
        g_assert_cmpmem (out + (y + row) * out_row_bytes + (gsize) x * 3,
                         part_row_bytes, alone + row * part_row_bytes,
                         part_row_bytes);
    }
}

static void
test_large_pictures_equal_small_ones (void)
{
  const guint sides[][2] = {
    { 40, 21 }, { 17, 60 }, { 100, 37 }, { 23, 16 }, { 64, 6 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    for (guint other = 16; other < 36; other++) {
      guint from = sides[i][0], to = sides[i][1];

      assert_same_by_parts (&(TsResizeSizes){ from, other, to, other },
                            &(TsResizeSizes){ from, 1, to, 1 });
      assert_same_by_parts (&(TsResizeSizes){ other, from, other, to },
                            &(TsResizeSizes){ 1, from, 1, to });
    }
}

static void
test_opencv_area_equals_opencv (void)
{
  assert_equals_bytes (TS_RESIZE_OPENCV_AREA, "opencv-area");
}

static void
test_torch_bilinear_equals_torch (void)
{
  assert_close_to_floats (TS_RESIZE_TORCH_BILINEAR, "torch-bilinear");
}

static void
test_tf1_bilinear_follows_the_legacy_rule (void)
{
  assert_close_to_floats (TS_RESIZE_TF1_BILINEAR, "tf1-bilinear");
}

/* The example of TensorFlow's issue on this grid: the shift to the upper left. */
static void
test_tf1_bilinear_has_no_half_pixels (void)
{
  const guint8 rgb[12] = { 5, 5, 5, 1, 1, 1, 1, 1, 1, 5, 5, 5 };
  const double first_row[10] = { 5, 4.2, 3.4, 2.6, 1.8, 1, 1, 1, 1, 1 };
  const TsResizeSizes sizes = { 2, 2, 10, 10 };
  g_autoptr (TsResizer) resizer =
    ts_resizer_new (TS_RESIZE_TF1_BILINEAR, &sizes, NULL);
  float out[300];

  ts_resizer_run (resizer, rgb, 6, out);
  for (guint i = 0; i < 10; i++) {
    g_assert_cmpfloat_with_epsilon (out[i * 3], first_row[i], 1e-6);
    g_assert_cmpfloat_with_epsilon (out[9 * 30 + i * 3], 6 - first_row[i],
                                    1e-6);
  }
}

static void
test_refuses_sizes_beyond_its_limits (void)
{
  const TsResizeSizes bad[] = { { 0, 4, 4, 4 },
                                { 4, 4, 32769, 4 },
                                { 32768, 32768, 4, 4 } };
  const char *const messages[] = { "cannot resize 0x4 pixels to 4x4",
                                   "cannot resize 4x4 pixels to 32769x4",
                                   "cannot resize 32768x32768 pixels to 4x4" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    for (int f = TS_RESIZE_PIL_BILINEAR; f <= TS_RESIZE_OPENCV_AREA; f++) {
      g_autoptr (GError) error = NULL;
      g_assert_null (ts_resizer_new ((TsResizeFilter) f, &bad[i], &error));
      g_assert_error (error, TS_ERROR, TS_ERROR_TOO_LARGE);
      g_assert_cmpstr (error->message, ==, messages[i]);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resize/pil-bilinear-equals-pillow",
                   test_pil_bilinear_equals_pillow);
  g_test_add_func ("/resize/pil-bicubic-equals-pillow",
                   test_pil_bicubic_equals_pillow);
  g_test_add_func ("/resize/pil-lanczos-equals-pillow",
                   test_pil_lanczos_equals_pillow);
  g_test_add_func ("/resize/large-pictures-equal-small-ones",
                   test_large_pictures_equal_small_ones);
  g_test_add_func ("/resize/opencv-area-equals-opencv",
                   test_opencv_area_equals_opencv);
  g_test_add_func ("/resize/torch-bilinear-equals-torch",
                   test_torch_bilinear_equals_torch);
  g_test_add_func ("/resize/tf1-bilinear-follows-the-legacy-rule",
                   test_tf1_bilinear_follows_the_legacy_rule);
  g_test_add_func ("/resize/tf1-bilinear-has-no-half-pixels",
                   test_tf1_bilinear_has_no_half_pixels);
  g_test_add_func ("/resize/refuses-sizes-beyond-its-limits",
                   test_refuses_sizes_beyond_its_limits);
  return g_test_run ();
}
