/* What identifies a slide: its content, under any name and at full resolution; and that its
 * resolution comes from a real TIFF. The slides are written here.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <openslide.h>
#include <tiffio.h>

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/slide/slide.h"

#define PYRAMID 2048 /* level 0; level 1 is one tile */
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

static void
set_tags (TIFF *tiff, guint side, gboolean is_reduced)
{
  TIFFSetField (tiff, TIFFTAG_SUBFILETYPE,
                is_reduced ? FILETYPE_REDUCEDIMAGE : 0);
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, side);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, side);
  TIFFSetField (tiff, TIFFTAG_TILEWIDTH, TILE_PX);
  TIFFSetField (tiff, TIFFTAG_TILELENGTH, TILE_PX);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_JPEG);
}

/* A pyramid of two levels, JPEG; in odd_tile of level 0 one pixel is other. */
static void
write_pyramid (const char *path, guint odd_tile)
{
  const guint n_bytes = TILE_PX * TILE_PX * 3;
  const guint n_tiles = PYRAMID / TILE_PX * (PYRAMID / TILE_PX);
  g_autofree guint8 *tile = g_malloc (n_bytes);
  TIFF *tiff = TIFFOpen (path, "w");
  TsRandom random;

  ts_random_init (&random, 1);
  set_tags (tiff, PYRAMID, FALSE);
  for (guint i = 0; i < n_tiles; i++) {
    for (guint j = 0; j < n_bytes; j++)
      tile[j] = (guint8) (ts_random_next (&random) >> 57);
    if (i == odd_tile)
      tile[n_bytes / 2] = 255;
    g_assert_cmpint (TIFFWriteEncodedTile (tiff, i, tile, n_bytes), >, 0);
  }
  g_assert_true (TIFFWriteDirectory (tiff));
  set_tags (tiff, TILE_PX, TRUE);
  g_assert_cmpint (TIFFWriteEncodedTile (tiff, 0, tile, n_bytes), >, 0);
  TIFFClose (tiff);
}

static char *
read_quickhash (const char *path)
{
  openslide_t *osr = openslide_open (path);
  char *hash =
    g_strdup (openslide_get_property_value (osr, "openslide.quickhash-1"));

  openslide_close (osr);
  return hash;
}

/* OpenSlide's own hash does not tell these two apart. */
static void
test_one_tile_of_level_0 (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (TsSlide) other = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *other_hash = NULL;

  write_pyramid (self->path, G_MAXUINT);
  write_pyramid (self->other_path, 27);
  hash = read_quickhash (self->path);
  other_hash = read_quickhash (self->other_path);
  g_assert_nonnull (hash);
  g_assert_cmpstr (hash, ==, other_hash);
  slide = open_slide (self->path);
  other = open_slide (self->other_path);
  g_assert_true (
    g_str_has_prefix (ts_slide_get_info (slide)->identity, "slide1:"));
  g_assert_cmpstr (ts_slide_get_info (slide)->identity, !=,
                   ts_slide_get_info (other)->identity);
}

static void
test_pyramid_under_another_name (Fixture *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (TsSlide) same = NULL;

  write_pyramid (self->path, 3);
  write_pyramid (self->other_path, 3);
  slide = open_slide (self->path);
  same = open_slide (self->other_path);
  g_assert_cmpstr (ts_slide_get_info (slide)->identity, ==,
                   ts_slide_get_info (same)->identity);
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
  ADD ("/slide/differs-by-one-tile-of-level-0", test_one_tile_of_level_0);
  ADD ("/slide/pyramid-is-the-same-under-another-name",
       test_pyramid_under_another_name);
  ADD ("/slide/takes-the-resolution-of-a-tiff", test_resolution);
  return g_test_run ();
}
