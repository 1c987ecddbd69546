/* What a file says of itself: what is private is marked, and broken files do no harm. The
 * slides are written here.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <tiffio.h>

#include "core/base/error.h"
#include "core/slide/slide-details.h"

#define SIDE    512
#define TILE_PX 256
#define PROFILE "these bytes stand for a profile, and nobody looks into them"
#define PATIENT \
  "Aperio Image\r\n512x512|Patient = Jane Doe|MPP = 0.25|Date = 01/02/03"

typedef struct {
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("ts-details-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "a.svs", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static void
set_common_fields (TIFF *tiff)
{
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, SIDE);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, SIDE);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
}

/* A level, and behind it a label of stripes, as Aperio's files are made. */
static void
write_slide (const char *path, gboolean has_profile)
{
  g_autofree guint8 *pixels = g_malloc0 (SIDE * SIDE * 3);
  TIFF *tiff = TIFFOpen (path, "w");

  g_assert_nonnull (tiff);
  set_common_fields (tiff);
  TIFFSetField (tiff, TIFFTAG_TILEWIDTH, TILE_PX);
  TIFFSetField (tiff, TIFFTAG_TILELENGTH, TILE_PX);
  TIFFSetField (tiff, TIFFTAG_IMAGEDESCRIPTION, PATIENT);
  if (has_profile)
    TIFFSetField (tiff, TIFFTAG_ICCPROFILE, (guint32) strlen (PROFILE),
                  PROFILE);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (
      TIFFWriteEncodedTile (tiff, i, pixels, TILE_PX * TILE_PX * 3), >, 0);
  TIFFWriteDirectory (tiff);
  for (guint i = 0; i < 2; i++) {
    set_common_fields (tiff);
    TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, SIDE);
    TIFFSetField (tiff, TIFFTAG_IMAGEDESCRIPTION,
                  i == 0 ? "Aperio\nthumbnail" : "Aperio\nlabel 512x512");
    memset (pixels, i == 0 ? 10 : 77, SIDE * SIDE * 3);
    g_assert_cmpint (TIFFWriteEncodedStrip (tiff, 0, pixels, SIDE * SIDE * 3),
                     >, 0);
    TIFFWriteDirectory (tiff);
  }
  TIFFClose (tiff);
}

static TsSlide *
open_slide (const char *path)
{
  g_autoptr (GError) error = NULL;
  TsSlide *slide = ts_slide_open (path, &error);

  g_assert_no_error (error);
  return slide;
}

static const TsSlideProperty *
find_property (const TsSlideDetails *details, const char *name)
{
  for (guint i = 0; i < details->properties->len; i++) {
    const TsSlideProperty *property = details->properties->pdata[i];
    if (g_str_equal (property->name, name))
      return property;
  }
  return NULL;
}

static void
test_what_may_name_a_patient_is_marked (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (TsSlideDetails) details = NULL;
  g_autoptr (GError) error = NULL;

  write_slide (self->path, FALSE);
  slide = open_slide (self->path);
  details = ts_slide_details_read (slide, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (find_property (details, "aperio.Patient")->value, ==,
                   "Jane Doe");
  for (guint i = 0; i < details->properties->len; i++) {
    const TsSlideProperty *property = details->properties->pdata[i];
    if (strstr (property->value, "Doe") != NULL ||
        strstr (property->value, "01/02/03") != NULL)
      g_assert_true (property->is_private);
  }
  g_assert_false (find_property (details, "openslide.vendor")->is_private);
  g_assert_false (find_property (details, "openslide.mpp-x")->is_private);
  g_assert_true (find_property (details, "aperio.MPP")->is_private);
}

static void
test_names_nobody_knows_are_private (void)
{
  const char *const names[] = { "openslide.barcode", "openslide.comment",
                                "aperio.Filename",   "hamamatsu.Reference",
                                "tiff.DateTime",     "tiff.ImageDescription",
                                "philips.anything",  "openslide.quickhash-1",
                                "openslide.new-in-5" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_false (ts_slide_property_is_safe (names[i]));
  g_assert_true (ts_slide_property_is_safe ("openslide.level[3].tile-width"));
  g_assert_true (ts_slide_property_is_safe ("tiff.XResolution"));
}

static void
test_sizes_are_the_files (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (TsSlideDetails) details = NULL;
  GStatBuf status;

  write_slide (self->path, FALSE);
  slide = open_slide (self->path);
  details = ts_slide_details_read (slide, NULL);
  g_assert_cmpint (g_stat (self->path, &status), ==, 0);
  g_assert_cmpuint (details->n_file_bytes, ==, (guint64) status.st_size);
  g_assert_cmpuint (details->n_tile_sizes, ==, 1);
  g_assert_cmpuint (details->tile_sizes[0].width_px, ==, TILE_PX);
  g_assert_cmpuint (details->tile_sizes[0].height_px, ==, TILE_PX);
}

static void
test_the_label_is_read_when_asked_for (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (TsSlideDetails) details = NULL;
  g_autoptr (GError) error = NULL;
  TsSlidePicture picture = { 0 };

  write_slide (self->path, FALSE);
  slide = open_slide (self->path);
  details = ts_slide_details_read (slide, NULL);
  g_assert_true (
    g_strv_contains ((const char *const *) details->pictures, "label"));
  g_assert_true (ts_slide_read_picture (slide, "label", &picture, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (picture.width, ==, SIDE);
  g_assert_cmphex (picture.argb[SIDE * SIDE - 1], ==, 0xff4d4d4du);
  g_free (picture.argb);
  g_assert_false (ts_slide_read_picture (slide, "macro", &picture, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_MISSING);
  g_assert_cmpstr (error->message, ==, "the slide has no picture 'macro'");
}

static void
test_a_file_that_has_gone_is_told (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL;
  TsSlidePicture picture = { 0 };

  write_slide (self->path, TRUE);
  slide = open_slide (self->path);
  g_assert_true (g_file_set_contents (self->path, "words", -1, NULL));
  expected = g_strdup_printf ("cannot open '%s' again: it is no slide any more",
                              self->path);
  g_assert_null (ts_slide_details_read (slide, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_OPEN);
  g_assert_cmpstr (error->message, ==, expected);
  g_clear_error (&error);
  g_assert_false (ts_slide_read_picture (slide, "label", &picture, &error));
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_null (ts_slide_read_profile (slide));
}

static void
test_a_profile_is_read_byte_for_byte (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (GBytes) profile = NULL;

  write_slide (self->path, TRUE);
  slide = open_slide (self->path);
  profile = ts_slide_read_profile (slide);
  g_assert_nonnull (profile);
  g_assert_cmpmem (g_bytes_get_data (profile, NULL), g_bytes_get_size (profile),
                   PROFILE, strlen (PROFILE));
}

static void
test_no_profile_is_none (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = NULL;

  write_slide (self->path, FALSE);
  slide = open_slide (self->path);
  g_assert_null (ts_slide_read_profile (slide));
}

/* The entry of the tag: 34675, type 7, its length, its place; all little endian. */
static void
test_a_length_beyond_the_file_is_not_believed (Fixture *self,
                                               gconstpointer data)
{
  const guint8 entry[] = {
    0x73, 0x87, 7, 0, (guint8) strlen (PROFILE), 0, 0, 0
  };
  const guint8 length[] = { 0xff, 0xff, 0xff, 0x00 };
  g_autoptr (TsSlide) slide = NULL;
  g_autofree char *bytes = NULL;
  gsize n_bytes = 0, place = 0;

  write_slide (self->path, TRUE);
  slide = open_slide (self->path);
  g_assert_true (g_file_get_contents (self->path, &bytes, &n_bytes, NULL));
  while (place + sizeof entry < n_bytes &&
         memcmp (bytes + place, entry, sizeof entry) != 0)
    place++;
  g_assert_cmpuint (place + sizeof entry, <, n_bytes);
  memcpy (bytes + place + 4, length, sizeof length);
  g_assert_true (
    g_file_set_contents (self->path, bytes, (gssize) n_bytes, NULL));
  g_assert_null (ts_slide_read_profile (slide));
}

static void
test_a_slide_in_memory_says_nothing (void)
{
  const guint8 rgb[3] = { 1, 2, 3 };
  g_autoptr (TsSlide) slide = ts_slide_new_from_rgb (rgb, 1, 1, 0.5);
  g_autoptr (TsSlideDetails) details = ts_slide_details_read (slide, NULL);

  g_assert_cmpuint (details->properties->len, ==, 0);
  g_assert_null (details->pictures[0]);
  g_assert_null (ts_slide_read_profile (slide));
}

#define ADD(name, test) \
  g_test_add ("/slide-details/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("what-may-name-a-patient-is-marked",
       test_what_may_name_a_patient_is_marked);
  g_test_add_func ("/slide-details/names-nobody-knows-are-private",
                   test_names_nobody_knows_are_private);
  ADD ("sizes-are-the-files", test_sizes_are_the_files);
  ADD ("the-label-is-read-when-asked-for",
       test_the_label_is_read_when_asked_for);
  ADD ("a-file-that-has-gone-is-told", test_a_file_that_has_gone_is_told);
  ADD ("a-profile-is-read-byte-for-byte", test_a_profile_is_read_byte_for_byte);
  ADD ("no-profile-is-none", test_no_profile_is_none);
  ADD ("a-length-beyond-the-file-is-not-believed",
       test_a_length_beyond_the_file_is_not_believed);
  g_test_add_func ("/slide-details/a-slide-in-memory-says-nothing",
                   test_a_slide_in_memory_says_nothing);
  return g_test_run ();
}
