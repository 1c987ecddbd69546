/* DeepPATH's background rule, on single colours and on real tiles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <gdk-pixbuf/gdk-pixbuf.h>

#include "core/tiles/tissue.h"

/* PIL's convert("L") of these colours. */
static void
test_grey (void)
{
  g_assert_cmpuint (ts_tissue_grey (0, 0, 0), ==, 0);
  g_assert_cmpuint (ts_tissue_grey (255, 255, 255), ==, 255);
  g_assert_cmpuint (ts_tissue_grey (255, 0, 0), ==, 76);
  g_assert_cmpuint (ts_tissue_grey (0, 255, 0), ==, 150);
  g_assert_cmpuint (ts_tissue_grey (0, 0, 255), ==, 29);
  g_assert_cmpuint (ts_tissue_grey (220, 220, 220), ==, 220);
  g_assert_cmpuint (ts_tissue_grey (240, 210, 230), ==, 221);
}

static void
test_limit (void)
{
  const guint8 rgb[] = { 220, 220, 220, 219, 219, 219, 221, 221, 221, 0, 0, 0 };

  g_assert_cmpfloat (ts_tissue_background_share (rgb, 2, 2), ==, 0.5);
  g_assert_cmpfloat (ts_tissue_background_share (rgb, 1, 1), ==, 1);
  g_assert_cmpfloat (ts_tissue_background_share (rgb + 3, 1, 1), ==, 0);
  g_assert_cmpfloat (ts_tissue_background_share (rgb, 0, 5), ==, 1);
}

/* -1 when the picture is not there. Composed on white, as a slide is. */
static double
share_of_picture (const char *name)
{
  const char *folder = g_getenv ("TS_TEST_DATA");
  g_autofree char *path =
    g_build_filename (folder != NULL ? folder : "", "tissue", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) picture = NULL;
  g_autofree guint8 *rgb = NULL;
  int width, height, n_channels;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_test_skip_printf ("%s is not here", name);
    return -1;
  }
  picture = gdk_pixbuf_new_from_file (path, &error);
  g_assert_no_error (error);
  width = gdk_pixbuf_get_width (picture);
  height = gdk_pixbuf_get_height (picture);
  n_channels = gdk_pixbuf_get_n_channels (picture);
  rgb = g_new (guint8, (gsize) (width * height) * 3);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      const guint8 *in = gdk_pixbuf_read_pixels (picture) +
                         y * gdk_pixbuf_get_rowstride (picture) +
                         x * n_channels;
      int alpha = n_channels == 4 ? in[3] : 255;

      for (int i = 0; i < 3; i++)
        rgb[(y * width + x) * 3 + i] =
          (guint8) ((in[i] * alpha + 255 * (255 - alpha)) / 255);
    }
  return ts_tissue_background_share (rgb, (gsize) width, (gsize) height);
}

static void
test_background_tiles (void)
{
  static const char *const names[] = { "tile-no-tissue.png",
                                       "tile-no-tissue-line.png",
                                       "tile-high-nuclei-score-level2.png",
                                       "tile-almost-white-1.png" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    double share = share_of_picture (names[i]);

    if (share < 0)
      return;
    g_test_message ("%s: %g", names[i], share);
    g_assert_cmpfloat (share, >, TS_BACKGROUND_MAX_SHARE);
  }
}

static void
test_tissue_tiles (void)
{
  static const char *const names[] = {
    "tile-tissue-level0-7352-11762-7864-12274.png", "tcga-lung-rgb.png"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    double share = share_of_picture (names[i]);

    if (share < 0)
      return;
    g_test_message ("%s: %g", names[i], share);
    g_assert_cmpfloat (share, <=, TS_BACKGROUND_MAX_SHARE);
  }
}

/* The rule knows grey and nothing else: dense pen is darker than the background, so it is
 * kept, here as in DeepPATH. Shares from PIL's convert("L") >= 220. */
static void
test_pen (void)
{
  double green = share_of_picture ("tile-no-tissue-green-pen.png");
  double red = share_of_picture ("tile-no-tissue-red-pen.png");

  if (green < 0 || red < 0)
    return;
  g_assert_cmpfloat_with_epsilon (green, 0.242611, 1e-6);
  g_assert_cmpfloat_with_epsilon (red, 0.257008, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tissue/is-as-grey-as-pil", test_grey);
  g_test_add_func ("/tissue/counts-220-as-background", test_limit);
  g_test_add_func ("/tissue/leaves-out-tiles-without-tissue",
                   test_background_tiles);
  g_test_add_func ("/tissue/keeps-tiles-of-tissue", test_tissue_tiles);
  g_test_add_func ("/tissue/takes-pen-for-tissue-as-deeppath-does", test_pen);
  return g_test_run ();
}
