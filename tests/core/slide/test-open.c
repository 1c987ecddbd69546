/* Opening slides: what is read of them, and what is said of files that are none.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <openslide.h>

#include "core/base/error.h"
#include "core/slide/slide.h"

static char *
find_data (const char *name)
{
  const char *folder = g_getenv ("TS_TEST_DATA");
  char *path = g_build_filename (folder != NULL ? folder : "", name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return path;
  g_test_skip_printf ("%s is not here", name);
  g_free (path);
  return NULL;
}

/* In the expected text %s stands for the path, then %v for OpenSlide's version. */
static void
assert_refused (const char *path, TsError code, const char *expected)
{
  g_autoptr (GError) error = NULL;
  TsSlide *slide = ts_slide_open (path, &error);
  g_autoptr (GString) text = g_string_new (expected);

  g_string_replace (text, "%s", path, 0);
  g_string_replace (text, "%v", openslide_get_version (), 0);
  g_assert_null (slide);
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, text->str);
}

static void
assert_data_refused (const char *name, TsError code, const char *expected)
{
  g_autofree char *path = find_data (name);

  if (path != NULL)
    assert_refused (path, code, expected);
}

static TsSlide *
open_data (const char *name)
{
  g_autofree char *path = find_data (name);
  g_autoptr (GError) error = NULL;
  TsSlide *slide;

  if (path == NULL)
    return NULL;
  slide = ts_slide_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ts_slide_get_path (slide), ==, path);
  return slide;
}

static void
test_aperio (void)
{
  g_autoptr (TsSlide) slide = open_data ("slides/CMU-1-Small-Region.svs");
  const TsSlideInfo *info;

  if (slide == NULL)
    return;
  info = ts_slide_get_info (slide);
  g_assert_cmpstr (info->vendor, ==, "aperio");
  g_assert_cmpstr (info->identity, ==,
                   "slide1:7af98fd441f33f4c050fd0337421db40"
                   "08b7b9e0e2b7542e440e06a00ee63d5b");
  g_assert_cmpint (info->width_px, ==, 2220);
  g_assert_cmpint (info->height_px, ==, 2967);
  g_assert_cmpuint (info->n_levels, ==, 1);
  g_assert_cmpfloat (info->mpp_x, ==, 0.499);
  g_assert_cmpfloat (info->mpp_y, ==, 0.499);
  g_assert_cmpint (info->mpp_source, ==, TS_MPP_VENDOR);
  g_assert_cmpfloat (info->objective_power, ==, 20);
  g_assert_cmpfloat (info->bounds_l0.width, ==, 2220);
  g_assert_cmpfloat (info->bounds_l0.height, ==, 2967);
  g_assert_cmphex (info->background_rgb, ==, 0xffffff);
}

static void
test_generic_tiff (void)
{
  g_autoptr (TsSlide) slide = open_data ("slides/boxes.tiff");
  const TsSlideInfo *info;

  if (slide == NULL)
    return;
  info = ts_slide_get_info (slide);
  g_assert_cmpstr (info->vendor, ==, "generic-tiff");
  g_assert_cmpuint (info->n_levels, ==, 4);
  g_assert_cmpint (ts_slide_get_level_width (slide, 2), ==, 75);
  g_assert_cmpint (ts_slide_get_level_height (slide, 3), ==, 31);
  g_assert_cmpfloat_with_epsilon (ts_slide_get_level_downsample (slide, 2),
                                  4.016129, 1e-6);
  /* 72 dots per inch is a print size and no resolution. */
  g_assert_cmpint (info->mpp_source, ==, TS_MPP_NONE);
  g_assert_false (ts_slide_info_has_mpp (info));
  g_assert_cmpfloat (info->objective_power, ==, 0);
}

static void
test_level_choice (void)
{
  g_autoptr (TsSlide) slide = open_data ("slides/boxes.tiff");

  if (slide == NULL)
    return;
  g_assert_cmpuint (ts_slide_find_level (slide, 0.25), ==, 0);
  g_assert_cmpuint (ts_slide_find_level (slide, 1.99), ==, 0);
  g_assert_cmpuint (ts_slide_find_level (slide, 2), ==, 1);
  g_assert_cmpuint (ts_slide_find_level (slide, 4), ==, 1);
  g_assert_cmpuint (ts_slide_find_level (slide, 4.1), ==, 2);
  g_assert_cmpuint (ts_slide_find_level (slide, 1000), ==, 3);
}

static void
test_tiny (void)
{
  g_autoptr (TsSlide) slide = open_data ("slides/small.svs");

  if (slide == NULL)
    return;
  g_assert_cmpint (ts_slide_get_info (slide)->width_px, ==, 16);
  g_assert_cmpint (ts_slide_get_info (slide)->height_px, ==, 16);
}

static void
test_reader_resolution (void)
{
  g_autoptr (TsSlide) slide = open_data ("slides/boxes.tiff");

  if (slide == NULL)
    return;
  ts_slide_set_mpp (slide, 0.25, 0.26, TS_MPP_READER);
  g_assert_cmpfloat (ts_slide_get_info (slide)->mpp_x, ==, 0.25);
  g_assert_cmpfloat (ts_slide_get_info (slide)->mpp_y, ==, 0.26);
  g_assert_cmpint (ts_slide_get_info (slide)->mpp_source, ==, TS_MPP_READER);
}

static void
test_path_in_any_script (void)
{
  g_autofree char *from = find_data ("slides/small.svs");
  g_autofree char *folder = g_dir_make_tmp ("ts-slide-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "Präparat 肺 №1.svs", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = NULL;
  gsize n_bytes;

  if (from != NULL) {
    g_file_get_contents (from, &data, &n_bytes, &error);
    g_assert_no_error (error);
    g_file_set_contents (path, data, (gssize) n_bytes, &error);
    g_assert_no_error (error);
    slide = ts_slide_open (path, &error);
    g_assert_no_error (error);
    g_assert_nonnull (slide);
    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
test_text_refused (void)
{
  assert_data_refused ("broken/broken.svs", TS_ERROR_OPEN,
                       "'%s' is not a slide that can be read: OpenSlide %v "
                       "does not recognise its format");
}

static void
test_unknown_tiff_refused (void)
{
  const char *expected =
    "'%s' is not a slide that can be read: OpenSlide %v does not recognise "
    "this kind of TIFF, or the file is damaged (a TIFF must be tiled, with "
    "8-bit RGB colour)";

  assert_data_refused ("unsupported/smalltif.tif", TS_ERROR_UNSUPPORTED,
                       expected);
}

static void
test_fuzzed_tiff_refused (void)
{
  assert_data_refused (
    "broken/fuzz-7765c4a2.tif", TS_ERROR_UNSUPPORTED,
    "'%s' is not a slide that can be read: OpenSlide %v does not recognise "
    "this kind of TIFF, or the file is damaged (a TIFF must be tiled, with "
    "8-bit RGB colour)");
}

static void
test_dicom_refused (void)
{
  if (*openslide_get_version () > '3') {
    g_test_skip ("this OpenSlide reads DICOM");
    return;
  }
  assert_data_refused ("unsupported/boxes_0.dcm", TS_ERROR_UNSUPPORTED,
                       "'%s' is a DICOM file that OpenSlide %v cannot read; "
                       "DICOM slides need OpenSlide 4.0 or newer");
}

static void
test_unopenable_refused (void)
{
  assert_data_refused (
    "broken/unopenable.tiff", TS_ERROR_OPEN,
    "cannot open '%s': Unsupported TIFF compression: 52479 (OpenSlide %v)");
}

static void
test_missing_refused (void)
{
  assert_refused ("/nonexistent/a.svs", TS_ERROR_OPEN,
                  "cannot open '%s': No such file or directory");
}

static void
test_folder_refused (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ts-slide-XXXXXX", NULL);

  assert_refused (folder, TS_ERROR_OPEN, "'%s' is a folder, not a slide");
  g_rmdir (folder);
}

static void
assert_content_refused (const void *data,
                        gsize n_bytes,
                        TsError code,
                        const char *expected)
{
  g_autofree char *folder = g_dir_make_tmp ("ts-slide-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.svs", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize) n_bytes, &error);
  g_assert_no_error (error);
  assert_refused (path, code, expected);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_empty_refused (void)
{
  assert_content_refused ("", 0, TS_ERROR_OPEN, "'%s' is empty");
}

static void
test_picture_refused (void)
{
  assert_content_refused ("\x89PNG\r\n\x1a\n", 8, TS_ERROR_UNSUPPORTED,
                          "'%s' is a picture (PNG), not a slide");
  assert_content_refused ("\xff\xd8\xff\xe0", 4, TS_ERROR_UNSUPPORTED,
                          "'%s' is a picture (JPEG), not a slide");
}

static void
test_device_refused (void)
{
  assert_refused ("/dev/null", TS_ERROR_OPEN, "'%s' is not a file");
}

static void
test_forbidden_refused (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ts-slide-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.svs", NULL);

  g_file_set_contents (path, "II*", 4, NULL);
  g_chmod (path, 0);
  if (g_access (path, R_OK) == 0)
    g_test_skip ("this user may read everything");
  else
    assert_refused (path, TS_ERROR_OPEN, "cannot open '%s': Permission denied");
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide/reads-facts-of-an-aperio-slide", test_aperio);
  g_test_add_func ("/slide/does-not-believe-a-print-size", test_generic_tiff);
  g_test_add_func ("/slide/finds-the-coarsest-level-fine-enough",
                   test_level_choice);
  g_test_add_func ("/slide/opens-a-slide-smaller-than-a-tile", test_tiny);
  g_test_add_func ("/slide/takes-the-readers-resolution",
                   test_reader_resolution);
  g_test_add_func ("/slide/opens-a-path-in-any-script",
                   test_path_in_any_script);
  g_test_add_func ("/slide/refuses-text", test_text_refused);
  g_test_add_func ("/slide/refuses-an-unknown-tiff", test_unknown_tiff_refused);
  g_test_add_func ("/slide/refuses-a-fuzzed-tiff", test_fuzzed_tiff_refused);
  g_test_add_func ("/slide/refuses-dicom-before-openslide-4",
                   test_dicom_refused);
  g_test_add_func ("/slide/refuses-an-unknown-compression",
                   test_unopenable_refused);
  g_test_add_func ("/slide/refuses-a-missing-file", test_missing_refused);
  g_test_add_func ("/slide/refuses-a-folder", test_folder_refused);
  g_test_add_func ("/slide/refuses-an-empty-file", test_empty_refused);
  g_test_add_func ("/slide/refuses-a-picture", test_picture_refused);
  g_test_add_func ("/slide/refuses-a-device", test_device_refused);
  g_test_add_func ("/slide/refuses-a-file-it-may-not-read",
                   test_forbidden_refused);
  return g_test_run ();
}
