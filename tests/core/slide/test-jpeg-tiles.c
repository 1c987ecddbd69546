/* The fast way to JPEG tiles: OpenSlide's bytes, or none.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <string.h>
#include <tiffio.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/slide/jpeg-tiles.h"
#include "jpeg-tiff.h"

#define MAX_SIDE 400 /* of a region */

typedef struct {
  char *folder, *path;
  openslide_t *osr;
  TsSlideLevel levels[TS_SLIDE_MAX_LEVELS];
  guint n_levels;
  TsJpegTiles *tiles;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  TIFFSetErrorHandler (NULL);
  TIFFSetWarningHandler (NULL);
  self->folder = g_dir_make_tmp ("ts-jpeg-tiles-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "a.tiff", NULL);
  if (data != NULL)
    jpeg_tiff_write (data, self->path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  ts_jpeg_tiles_free (self->tiles);
  g_clear_pointer (&self->osr, openslide_close);
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static void
open_tiles (Fixture *self, const char *path)
{
  self->osr = openslide_open (path);
  g_assert_nonnull (self->osr);
  g_assert_cmpstr (openslide_get_error (self->osr), ==, NULL);
  self->n_levels = openslide_read_levels (self->osr, self->levels);
  self->tiles = ts_jpeg_tiles_open (path, self->levels, self->n_levels,
                                    openslide_read, self->osr);
}

static void
assert_same (Fixture *self, const TsSlideRegion *region)
{
  gsize n_bytes = (gsize) (region->width_lv * region->height_lv) * 4;
  g_autofree guint32 *ours = g_malloc (n_bytes);
  g_autofree guint32 *theirs = g_malloc (n_bytes);

  memset (ours, 0x5a, n_bytes);
  g_assert_true (ts_jpeg_tiles_read (self->tiles, region, ours));
  g_assert_true (openslide_read (self->osr, region, theirs, NULL));
  g_assert_cmpmem (ours, n_bytes, theirs, n_bytes);
}

/* A corner that is a whole pixel of its level, inside or beyond the edge. */
static TsSlideRegion
random_region (const Fixture *self, GRand *random)
{
  guint at = (guint) g_rand_int_range (random, 0, (gint32) self->n_levels);
  const TsSlideLevel *level = &self->levels[at];
  gint32 step = (gint32) level->downsample;
  gboolean is_whole = (double) step == level->downsample;
  gint32 width = (gint32) level->width_px, height = (gint32) level->height_px;

  return (TsSlideRegion){
    at, is_whole ? step * g_rand_int_range (random, 0, width + 30) : 0,
    is_whole ? step * g_rand_int_range (random, 0, height + 30) : 0,
    g_rand_int_range (random, 1, MAX_SIDE),
    g_rand_int_range (random, 1, MAX_SIDE)
  };
}

static void
assert_all_same (Fixture *self, guint n_regions)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < n_regions; i++) {
    TsSlideRegion region = random_region (self, random);

    assert_same (self, &region);
  }
  for (guint i = 0; i < self->n_levels; i++) {
    TsSlideRegion whole = { i, 0, 0, MIN (self->levels[i].width_px + 5, 3000),
                            MIN (self->levels[i].height_px + 5, 3000) };

    assert_same (self, &whole);
  }
}

static void
test_same_bytes (Fixture *self, gconstpointer data)
{
  open_tiles (self, self->path);
  g_assert_nonnull (self->tiles);
  assert_all_same (self, 200);
}

static void
test_real_slide (Fixture *self, gconstpointer data)
{
  const char *folder = g_getenv ("TS_TEST_DATA");
  g_autofree char *path = g_build_filename (
    folder != NULL ? folder : "", "slides/CMU-1-Small-Region.svs", NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_test_skip ("slides/CMU-1-Small-Region.svs is not here");
    return;
  }
  open_tiles (self, path);
  g_assert_nonnull (self->tiles);
  assert_all_same (self, 60);
}

static void
test_demo_slide (Fixture *self, gconstpointer data)
{
  const char *root = g_getenv ("TS_SOURCE_ROOT");
  g_autofree char *path = g_build_filename (
    root != NULL ? root : ".", "resources/demo/demo-slide.tiff", NULL);

  open_tiles (self, path);
  g_assert_nonnull (self->tiles);
  assert_all_same (self, 60);
}

/* Through the slide, which cuts off what lies outside: the same as OpenSlide there, too. */
static void
test_edges_of_a_slide (Fixture *self, gconstpointer data)
{
  static const gint64 corners[][2] = { { -7, -9 },   { -50, 60 }, { 61, -45 },
                                       { 290, 190 }, { -3, 150 }, { 400, 10 } };
  g_autofree guint32 *ours = g_new (guint32, 333 * 222);
  g_autofree guint32 *theirs = g_new (guint32, 333 * 222);
  g_autoptr (TsSlide) slide = ts_slide_open (self->path, NULL);

  open_tiles (self, self->path);
  g_assert_nonnull (slide);
  for (guint i = 0; i < G_N_ELEMENTS (corners); i++) {
    TsSlideRegion region = { 0, corners[i][0], corners[i][1], 333, 222 };

    g_assert_true (ts_slide_read_region (slide, &region, ours, NULL));
    g_assert_true (openslide_read (self->osr, &region, theirs, NULL));
    g_assert_cmpmem (ours, 333 * 222 * 4, theirs, 333 * 222 * 4);
  }
}

/* Between two pixels OpenSlide interpolates: its work, and the slide gives it. */
static void
test_between_pixels (Fixture *self, gconstpointer data)
{
  TsSlideRegion region = { 1, 33, 20, 40, 30 };
  guint32 ours[40 * 30], theirs[40 * 30];
  g_autoptr (TsSlide) slide = ts_slide_open (self->path, NULL);

  open_tiles (self, self->path);
  g_assert_false (ts_jpeg_tiles_read (self->tiles, &region, ours));
  g_assert_true (ts_slide_read_region (slide, &region, ours, NULL));
  g_assert_true (openslide_read (self->osr, &region, theirs, NULL));
  g_assert_cmpmem (ours, sizeof ours, theirs, sizeof theirs);
}

static void
test_left_to_openslide (Fixture *self, gconstpointer data)
{
  open_tiles (self, self->path);
  g_assert_null (self->tiles);
}

static gboolean
read_with_a_wrong_bit (gpointer backend,
                       const TsSlideRegion *region,
                       guint32 *out_argb,
                       GError **error)
{
  if (!openslide_read (backend, region, out_argb, error))
    return FALSE;
  out_argb[region->width_lv * region->height_lv - 1] ^= region->level;
  return TRUE;
}

static void
test_off_when_pixels_differ (Fixture *self, gconstpointer data)
{
  open_tiles (self, self->path);
  g_assert_nonnull (self->tiles);
  ts_jpeg_tiles_free (self->tiles);
  self->tiles = ts_jpeg_tiles_open (self->path, self->levels, self->n_levels,
                                    read_with_a_wrong_bit, self->osr);
  g_assert_null (self->tiles);
}

static void
damage (const char *path, guint64 offset, guint64 n_bytes)
{
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = 0;

  g_file_get_contents (path, &data, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (offset + n_bytes, <=, n);
  memset (data + offset, '\xff', n_bytes);
  g_file_set_contents (path, data, (gssize) n, &error);
  g_assert_no_error (error);
}

static void
test_damaged_sample (Fixture *self, gconstpointer data)
{
  guint64 offset = 0, n_bytes = 0;

  jpeg_tiff_find_last_tile (self->path, 1, &offset, &n_bytes);
  damage (self->path, offset + n_bytes / 2, n_bytes / 2);
  open_tiles (self, self->path);
  g_assert_null (self->tiles);
  g_assert_cmpstr (openslide_get_error (self->osr), ==, NULL);
}

/* Damage that comes after opening: OpenSlide's words, and the other tiles go on. */
static void
test_damaged_tile (Fixture *self, gconstpointer data)
{
  guint64 offset = 0, n_bytes = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) theirs = NULL;
  g_autoptr (TsSlide) slide = NULL;
  g_autofree char *expected = NULL;
  TsSlideRegion whole = { 0, 0, 0, 300, 200 }, good = { 0, 0, 0, 30, 20 };
  g_autofree guint32 *argb = g_new (guint32, 300 * 200);
  int file = -1;

  jpeg_tiff_find_last_tile (self->path, 0, &offset, &n_bytes);
  slide = ts_slide_open (self->path, NULL);
  file = g_open (self->path, O_WRONLY, 0);
  /* The first tile of the third row: no sample is taken there. */
  for (guint i = 0; i < 4096; i++)
    g_assert_cmpint (pwrite (file, "\xff", 1, (off_t) (offset - 5000 + i)), ==,
                     1);
  g_close (file, NULL);
  self->osr = openslide_open (self->path);
  g_assert_false (openslide_read (self->osr, &whole, argb, &theirs));
  g_assert_false (ts_slide_read_region (slide, &whole, argb, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_READ);
  expected = g_strdup_printf ("cannot read 300x200 pixels at 0,0 of level 0 of "
                              "'%s': %s",
                              self->path, theirs->message);
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_true (ts_slide_read_region (slide, &good, argb, NULL));
}

typedef struct {
  const Fixture *fixture;
  guint32 sum;
  guint n_failed;
} Reader;

static gpointer
read_many (gpointer data)
{
  Reader *self = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autofree guint32 *argb = g_new (guint32, MAX_SIDE * MAX_SIDE);

  for (guint i = 0; i < 100; i++) {
    TsSlideRegion region = random_region (self->fixture, random);
    gsize n_px = (gsize) (region.width_lv * region.height_lv);

    if (!ts_jpeg_tiles_read (self->fixture->tiles, &region, argb))
      self->n_failed++;
    for (gsize k = 0; k < n_px; k++)
      self->sum = self->sum * 31 + argb[k];
  }
  return NULL;
}

static void
test_threads (Fixture *self, gconstpointer data)
{
  Reader readers[4];
  GThread *threads[4];
  Reader alone = { .fixture = self };

  open_tiles (self, self->path);
  g_assert_nonnull (self->tiles);
  for (guint i = 0; i < 4; i++) {
    readers[i] = (Reader){ .fixture = self };
    threads[i] = g_thread_new ("reader", read_many, &readers[i]);
  }
  for (guint i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  read_many (&alone);
  for (guint i = 0; i < 4; i++) {
    g_assert_cmpuint (readers[i].n_failed, ==, 0);
    g_assert_cmphex (readers[i].sum, ==, alone.sum);
  }
}

/* 50 MB of pixels in a cache of 32: tiles go and come again. */
static void
test_more_than_the_cache (Fixture *self, gconstpointer data)
{
  open_tiles (self, self->path);
  g_assert_nonnull (self->tiles);
  for (guint round = 0; round < 2; round++)
    for (gint64 y = 0; y < 3584; y += 512) {
      TsSlideRegion band = { 0, 0, y, 3584, 64 };

      assert_same (self, &band);
    }
}

static const JpegTiff subsampled = {
  300, 200, 64, 3, COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 2, FALSE
};
static const JpegTiff full_colour = {
  300, 200, 64, 3, COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 1, FALSE
};
static const JpegTiff rgb = {
  300, 200, 48, 2, COMPRESSION_JPEG, PHOTOMETRIC_RGB, 1, FALSE
};
static const JpegTiff one_tile = {
  50, 40, 64, 1, COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 2, FALSE
};
static const JpegTiff odd_levels = {
  301, 203, 64, 3, COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 2, FALSE
};
static const JpegTiff large = {
  3584, 3584, 512, 1, COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 2, FALSE
};
static const JpegTiff without_jpeg = {
  300, 200, 64, 2, COMPRESSION_NONE, PHOTOMETRIC_RGB, 1, FALSE
};
static const JpegTiff with_a_hole = {
  300, 200, 64, 2, COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 2, TRUE
};
static const JpegTiff huge_tiles = {
  300, 200, 2048, 1, COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 2, FALSE
};

#define ADD(path, data, test) \
  g_test_add ("/jpeg-tiles/" path, Fixture, data, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("are-openslides-bytes/subsampled", &subsampled, test_same_bytes);
  ADD ("are-openslides-bytes/full-colour", &full_colour, test_same_bytes);
  ADD ("are-openslides-bytes/rgb", &rgb, test_same_bytes);
  ADD ("are-openslides-bytes/one-tile", &one_tile, test_same_bytes);
  ADD ("are-openslides-bytes/odd-levels", &odd_levels, test_same_bytes);
  ADD ("are-openslides-bytes/real-slide", NULL, test_real_slide);
  ADD ("are-openslides-bytes/demo-slide", NULL, test_demo_slide);
  ADD ("are-openslides-bytes/beyond-the-edges", &subsampled,
       test_edges_of_a_slide);
  ADD ("are-openslides-bytes/more-than-the-cache-holds", &large,
       test_more_than_the_cache);
  ADD ("leave-interpolation-to-openslide", &subsampled, test_between_pixels);
  ADD ("leave-other-files-to-openslide/no-jpeg", &without_jpeg,
       test_left_to_openslide);
  ADD ("leave-other-files-to-openslide/missing-tile", &with_a_hole,
       test_left_to_openslide);
  ADD ("leave-other-files-to-openslide/huge-tiles", &huge_tiles,
       test_left_to_openslide);
  ADD ("are-off-when-openslide-has-other-pixels", &subsampled,
       test_off_when_pixels_differ);
  ADD ("are-off-for-a-damaged-sample", &subsampled, test_damaged_sample);
  ADD ("leave-what-is-damaged-to-openslide", &subsampled, test_damaged_tile);
  ADD ("are-the-same-for-four-threads", &subsampled, test_threads);
  return g_test_run ();
}
