/* Image files as tiles, and what is said of broken ones.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/image-file.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/base/error.h"

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
write_file (const char *path, const void *data, gsize n_bytes)
{
  g_assert_true (g_file_set_contents (path, data, (gssize) n_bytes, NULL));
}

static GdkPixbuf *
make_picture (guint width, guint height, gboolean has_alpha)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, has_alpha, 8,
                                      (int) width, (int) height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  guint n_channels = has_alpha ? 4 : 3;
  gsize row_bytes = (gsize) gdk_pixbuf_get_rowstride (pixbuf);

  for (guint y = 0; y < height; y++)
    for (guint i = 0; i < width * n_channels; i++)
      pixels[y * row_bytes + i] = (guint8) (i * 13 + y * 29);
  return pixbuf;
}

static void
assert_refused (const char *path,
                TsError code,
                const char *before,
                const char *after)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = g_strconcat (before, "'", path, "'", after, NULL);

  g_assert_null (ts_image_load (path, &error));
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_png_comes_back_without_its_alpha (void)
{
  g_autofree char *path = path_of ("alpha.png");
  g_autoptr (GdkPixbuf) pixbuf = make_picture (7, 3, TRUE);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  gsize row_bytes = (gsize) gdk_pixbuf_get_rowstride (pixbuf);
  g_autoptr (TsImage) image = NULL;

  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));
  image = ts_image_load (path, NULL);
  g_assert_nonnull (image);
  g_assert_cmpuint (image->width_px, ==, 7);
  g_assert_cmpuint (image->height_px, ==, 3);
  for (guint i = 0; i < 21; i++)
    g_assert_cmpmem (image->rgb + i * 3, 3,
                     pixels + i / 7 * row_bytes + i % 7 * 4, 3);
}

static void
test_cut_jpeg_is_refused (void)
{
  g_autofree char *path = path_of ("whole.jpg");
  g_autofree char *cut = path_of ("cut.jpg");
  g_autofree char *head = path_of ("head.jpg");
  g_autoptr (GdkPixbuf) pixbuf = make_picture (64, 48, FALSE);
  g_autoptr (TsImage) image = NULL;
  g_autofree char *data = NULL;
  gsize n_bytes = 0;

  g_assert_true (gdk_pixbuf_save (pixbuf, path, "jpeg", NULL, NULL));
  image = ts_image_load (path, NULL);
  g_assert_nonnull (image);
  g_assert_cmpuint (image->width_px, ==, 64);
  g_assert_true (g_file_get_contents (path, &data, &n_bytes, NULL));
  write_file (cut, data, n_bytes - 2);
  assert_refused (cut, TS_ERROR_READ, "",
                  " is damaged: the JPEG data end too early");
  write_file (head, data, 10);
  assert_refused (head, TS_ERROR_READ, "",
                  " is damaged: the JPEG data end too early");
}

static void
test_cut_png_is_refused (void)
{
  g_autofree char *path = path_of ("whole.png");
  g_autofree char *cut = path_of ("cut.png");
  g_autofree char *head = path_of ("head.png");
  g_autoptr (GdkPixbuf) pixbuf = make_picture (64, 48, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  g_autofree char *prefix = g_strdup_printf ("'%s' is damaged: ", cut);
  gsize n_bytes = 0;

  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));
  g_assert_true (g_file_get_contents (path, &data, &n_bytes, NULL));
  write_file (cut, data, n_bytes / 2);
  g_assert_null (ts_image_load (cut, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_READ);
  g_assert_true (g_str_has_prefix (error->message, prefix));
  write_file (head, data, 12);
  assert_refused (head, TS_ERROR_READ, "",
                  " is damaged: it has no readable header");
}

static void
test_other_files_are_refused (void)
{
  g_autofree char *text = path_of ("text.jpg");
  g_autofree char *empty = path_of ("empty.png");
  g_autofree char *absent = path_of ("absent.png");

  write_file (text, "hello", 5);
  write_file (empty, "", 0);
  assert_refused (text, TS_ERROR_OPEN, "",
                  " is neither a JPEG nor a PNG image");
  assert_refused (empty, TS_ERROR_OPEN, "",
                  " is neither a JPEG nor a PNG image");
  assert_refused (absent, TS_ERROR_OPEN, "cannot open ",
                  ": No such file or directory");
}

/* A PNG of 32769x2 pixels by little more than its header: nothing of that size is decoded. */
static void
test_huge_picture_is_refused_before_decoding (void)
{
  static const guint8 png[] = { 0x89, 'P',  'N', 'G', '\r', '\n', 0x1a, '\n', 0,
                                0,    0,    13,  'I', 'H',  'D',  'R',  0,    0,
                                0x80, 0x01, 0,   0,   0,    2,    8,    2,    0,
                                0,    0,    0,   0,   0,    0,    0,    0,    0,
                                9,    'I',  'D', 'A', 'T',  0x78 };
  g_autofree char *path = path_of ("huge.png");
  guint8 data[sizeof png];
  guint32 crc = 0xffffffffU;

  memcpy (data, png, sizeof png);
  for (guint i = 12; i < 29; i++) {
    crc ^= data[i];
    for (guint bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (crc & 1 ? 0xedb88320U : 0);
  }
  for (guint i = 0; i < 4; i++)
    data[29 + i] = (guint8) (~crc >> (24 - 8 * i));
  write_file (path, data, sizeof data);
  assert_refused (path, TS_ERROR_TOO_LARGE, "",
                  " is too large: 32769x2 pixels");
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = path_of (name);
    g_remove (path);
  }
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

int
main (int argc, char **argv)
{
  int result = 0;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("ts-image-XXXXXX", NULL);
  g_test_add_func ("/image-file/png-comes-back-without-its-alpha",
                   test_png_comes_back_without_its_alpha);
  g_test_add_func ("/image-file/cut-jpeg-is-refused", test_cut_jpeg_is_refused);
  g_test_add_func ("/image-file/cut-png-is-refused", test_cut_png_is_refused);
  g_test_add_func ("/image-file/other-files-are-refused",
                   test_other_files_are_refused);
  g_test_add_func ("/image-file/huge-picture-is-refused-before-decoding",
                   test_huge_picture_is_refused_before_decoding);
  result = g_test_run ();
  remove_folder ();
  return result;
}
