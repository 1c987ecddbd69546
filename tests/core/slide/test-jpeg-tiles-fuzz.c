/* Hostile TIFF files in JPEG: whatever a file says, its tiles are OpenSlide's bytes or are
 * refused, and nothing crashes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <tiffio.h>

#include <glib/gstdio.h>

#include "core/slide/jpeg-tiles.h"
#include "jpeg-tiff.h"

#define N_FILES 3000

typedef struct {
  guint n_opened, n_fast, n_same, n_refused;
} Counts;

/* One to four bytes anywhere, more of them in the second half, where the directories are;
 * now and then the end is missing. */
static gsize
mutate (GRand *random, char *data, gsize n_bytes)
{
  gint32 n = (gint32) n_bytes;
  guint n_changes = (guint) g_rand_int_range (random, 1, 5);

  for (guint i = 0; i < n_changes; i++) {
    gint32 from = g_rand_boolean (random) ? n / 2 : 0;
    char *byte = data + g_rand_int_range (random, from, n);

    *byte = g_rand_boolean (random)
              ? (char) g_rand_int_range (random, 0, 256)
              : (char) (*byte ^ 1 << g_rand_int_range (random, 0, 8));
  }
  return g_rand_int_range (random, 0, 20) == 0
           ? (gsize) g_rand_int_range (random, 8, n)
           : n_bytes;
}

static void
compare (TsJpegTiles *tiles, openslide_t *osr, guint n_levels, Counts *counts)
{
  guint32 ours[64 * 64], theirs[64 * 64];

  for (guint level = 0; level < n_levels; level++)
    for (gint64 at = 0; at < 64; at += 32) {
      TsSlideRegion region = { level, at, at / 2, 64, 64 };

      if (!ts_jpeg_tiles_read (tiles, &region, ours)) {
        counts->n_refused++;
        continue;
      }
      g_assert_true (openslide_read (osr, &region, theirs, NULL));
      g_assert_cmpmem (ours, sizeof ours, theirs, sizeof theirs);
      counts->n_same++;
    }
}

/* As ts_slide_open wants them. */
static gboolean
are_sound (const TsSlideLevel *levels, guint n_levels)
{
  for (guint i = 0; i < n_levels; i++)
    if (levels[i].width_px < 1 || levels[i].height_px < 1 ||
        !(levels[i].downsample >= 1 && levels[i].downsample < G_MAXINT32))
      return FALSE;
  return n_levels > 0;
}

static void
look_at (const char *path, Counts *counts)
{
  openslide_t *osr = openslide_open (path);
  TsSlideLevel levels[TS_SLIDE_MAX_LEVELS];
  TsJpegTiles *tiles = NULL;
  guint n_levels = 0;

  if (osr == NULL)
    return;
  if (openslide_get_error (osr) == NULL) {
    counts->n_opened++;
    n_levels = openslide_read_levels (osr, levels);
    if (are_sound (levels, n_levels))
      tiles = ts_jpeg_tiles_open (path, levels, n_levels, openslide_read, osr);
  }
  if (tiles != NULL) {
    counts->n_fast++;
    compare (tiles, osr, n_levels, counts);
    ts_jpeg_tiles_free (tiles);
  }
  openslide_close (osr);
}

static void
test_mutated (gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("ts-jpeg-fuzz-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.tiff", NULL);
  g_autofree char *sound = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (23);
  Counts counts = { 0 };
  gsize n_bytes = 0;

  TIFFSetErrorHandler (NULL);
  TIFFSetWarningHandler (NULL);
  jpeg_tiff_write (data, path);
  g_assert_true (g_file_get_contents (path, &sound, &n_bytes, NULL));
  for (guint i = 0; i < N_FILES; i++) {
    g_autofree char *bytes = g_memdup2 (sound, n_bytes);
    gsize n_left = mutate (random, bytes, n_bytes);
    FILE *file = g_fopen (path, "wb");

    g_assert_nonnull (file);
    g_assert_cmpuint (fwrite (bytes, 1, n_left, file), ==, n_left);
    fclose (file);
    look_at (path, &counts);
  }
  g_test_message ("%u opened, %u read past OpenSlide: %u regions the same, "
                  "%u refused",
                  counts.n_opened, counts.n_fast, counts.n_same,
                  counts.n_refused);
  g_assert_cmpuint (counts.n_same, >, N_FILES / 10);
  g_assert_cmpuint (counts.n_fast, <, N_FILES);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  static const JpegTiff small = {
    96, 80, 32, 2, COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 2, FALSE
  };

  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK); /* OpenSlide warns of odd levels */
  g_test_add_data_func (
    "/jpeg-tiles/of-damaged-files-are-openslides-or-refused", &small,
    test_mutated);
  return g_test_run ();
}
