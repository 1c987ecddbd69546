/* What identifies a slide: its content, under any name; and that its resolution comes from
 * a real TIFF. The slides are written here, too large for OpenSlide to hash.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <tiffio.h>

#include "core/base/hash.h"
#include "core/slide/slide.h"

#define SIDE    1536 /* three bytes a pixel: above OpenSlide's limit of 5 MiB */
#define TILE_PX 256

typedef struct {
  char *folder, *path, *other_path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("ts-identity-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "a.tif", NULL);
  self->other_path = g_build_filename (self->folder, "b.tif", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_unlink (self->path);
  g_unlink (self->other_path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->other_path);
  g_free (self->folder);
}

static void
write_tiff (const char *path, guint8 grey)
{
  g_autofree guint8 *tile = g_malloc (TILE_PX * TILE_PX * 3);
  TIFF *tiff = TIFFOpen (path, "w");

  g_assert_nonnull (tiff);
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, SIDE);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, SIDE);
  TIFFSetField (tiff, TIFFTAG_TILEWIDTH, TILE_PX);
  TIFFSetField (tiff, TIFFTAG_TILELENGTH, TILE_PX);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  TIFFSetField (tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_CENTIMETER);
  TIFFSetField (tiff, TIFFTAG_XRESOLUTION, 40000.0);
  TIFFSetField (tiff, TIFFTAG_YRESOLUTION, 20000.0);
  for (guint i = 0; i < TILE_PX * TILE_PX * 3; i++)
    tile[i] = grey;
  for (guint i = 0; i < SIDE / TILE_PX * (SIDE / TILE_PX); i++)
    g_assert_cmpint (
      TIFFWriteEncodedTile (tiff, i, tile, TILE_PX * TILE_PX * 3), >, 0);
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

static void
test_own_hash (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *expected = NULL;

  write_tiff (self->path, 200);
  slide = open_slide (self->path);
  hash = ts_hash_file (self->path, NULL, NULL);
  expected = g_strconcat ("sha256:", hash, NULL);
  g_assert_cmpstr (ts_slide_get_info (slide)->identity, ==, expected);
}

static void
test_name_does_not_matter (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (TsSlide) same = NULL;
  g_autoptr (TsSlide) other = NULL;

  write_tiff (self->path, 200);
  slide = open_slide (self->path);
  write_tiff (self->other_path, 200);
  same = open_slide (self->other_path);
  g_assert_cmpstr (ts_slide_get_info (slide)->identity, ==,
                   ts_slide_get_info (same)->identity);
  write_tiff (self->other_path, 201);
  other = open_slide (self->other_path);
  g_assert_cmpstr (ts_slide_get_info (slide)->identity, !=,
                   ts_slide_get_info (other)->identity);
}

static void
test_resolution (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = NULL;
  const TsSlideInfo *info;

  write_tiff (self->path, 200);
  slide = open_slide (self->path);
  info = ts_slide_get_info (slide);
  g_assert_cmpint (info->mpp_source, ==, TS_MPP_TIFF);
  g_assert_cmpfloat_with_epsilon (info->mpp_x, 0.25, 1e-9);
  g_assert_cmpfloat_with_epsilon (info->mpp_y, 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (ts_slide_info_get_power (info), 40, 1e-6);
}

#define ADD(path, test) \
  g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/slide/is-identified-by-its-own-hash-without-a-quickhash",
       test_own_hash);
  ADD ("/slide/is-the-same-under-another-name", test_name_does_not_matter);
  ADD ("/slide/takes-the-resolution-of-a-tiff", test_resolution);
  return g_test_run ();
}
