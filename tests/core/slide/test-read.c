/* Reading slides: from several threads, beyond the edges, and across damaged places.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/lock.h"
#include "core/slide/slide.h"

#define SIDE    240 /* the slide's own tiles */
#define N_COLS  9
#define N_ROWS  12
#define BAD_COL 6 /* where open_damaged damages it */
#define BAD_ROW 9

static const char real_slide[] = "slides/CMU-1-Small-Region.svs";

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

static gboolean
read_tile (TsSlide *slide, guint col, guint row, guint32 *argb, GError **error)
{
  TsSlideRegion region = { 0, col * SIDE, row * SIDE, SIDE, SIDE };

  return ts_slide_read_region (slide, &region, argb, error);
}

/* A copy of the real slide with one tile's JPEG data damaged. The caller removes it. */
static char *
write_damaged (void)
{
  static const char junk[] = { '\xff', '\xc4', '\0', '\1' };
  g_autofree char *from = find_data (real_slide);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  char *path;
  gsize n_bytes;
  int file;

  if (from == NULL)
    return NULL;
  g_file_get_contents (from, &data, &n_bytes, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < 4096; i++)
    data[900000 + i] = junk[i % sizeof junk];
  file = g_file_open_tmp ("ts-damaged-XXXXXX.svs", &path, &error);
  g_assert_no_error (error);
  g_close (file, NULL);
  g_file_set_contents (path, data, (gssize) n_bytes, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_goes_on (void)
{
  g_autofree char *path = write_damaged ();
  g_autofree guint32 *argb = g_new (guint32, SIDE * SIDE);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = NULL;
  g_autofree char *expected = NULL;

  if (path == NULL)
    return;
  slide = ts_slide_open (path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++) {
    g_assert_false (read_tile (slide, BAD_COL, BAD_ROW, argb, &error));
    g_assert_error (error, TS_ERROR, TS_ERROR_READ);
    g_free (expected);
    expected = g_strdup_printf (
      "cannot read 240x240 pixels at 1440,2160 of level 0 of '%s': "
      "Corrupt JPEG data: premature end of data segment",
      path);
    g_assert_cmpstr (error->message, ==, expected);
    g_clear_error (&error);
    g_assert_true (read_tile (slide, BAD_COL + 1, BAD_ROW, argb, &error));
    g_assert_no_error (error);
  }
  g_unlink (path);
}

static guint
count_open_files (void)
{
  GDir *folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;
  g_clear_pointer (&folder, g_dir_close);
  return n;
}

static void
test_closes_files (void)
{
  g_autofree char *path = write_damaged ();
  g_autofree guint32 *argb = g_new (guint32, SIDE * SIDE);
  guint n_before = count_open_files (), n_while = 0;
  TsSlide *slide;

  if (path == NULL)
    return;
  slide = ts_slide_open (path, NULL);
  for (guint i = 0; i < 5; i++) {
    g_assert_false (read_tile (slide, BAD_COL, BAD_ROW, argb, NULL));
    g_assert_true (read_tile (slide, 0, 0, argb, NULL));
    g_assert_true (i == 0 || count_open_files () == n_while);
    n_while = count_open_files ();
  }
  ts_slide_unref (slide);
  g_assert_cmpuint (count_open_files (), ==, n_before);
  g_unlink (path);
}

typedef struct {
  TsSlide *slide;
  guint first; /* tile this thread begins with */
  guint32 sums[N_COLS * N_ROWS];
  guint n_failed;
  gboolean is_bad_failed;
} Reader;

static guint32
add_up (const guint32 *argb)
{
  guint32 sum = 0;

  for (guint i = 0; i < SIDE * SIDE; i++)
    sum = sum * 31 + argb[i];
  return sum;
}

static gpointer
read_all (gpointer data)
{
  Reader *self = data;
  g_autofree guint32 *argb = g_new (guint32, SIDE * SIDE);

  for (guint i = 0; i < N_COLS * N_ROWS; i++) {
    guint at = (i + self->first) % (N_COLS * N_ROWS);

    if (read_tile (self->slide, at % N_COLS, at / N_COLS, argb, NULL)) {
      self->sums[at] = add_up (argb);
      continue;
    }
    self->n_failed++;
    self->is_bad_failed = at == BAD_ROW * N_COLS + BAD_COL;
  }
  return NULL;
}

static void
read_side_by_side (TsSlide *slide, Reader *readers, guint n_readers)
{
  GThread *threads[8];

  g_assert_cmpuint (n_readers, <=, G_N_ELEMENTS (threads));
  for (guint i = 0; i < n_readers; i++) {
    readers[i] =
      (Reader){ .slide = slide, .first = BAD_ROW * N_COLS + BAD_COL - i % 2 };
    threads[i] = g_thread_new ("reader", read_all, &readers[i]);
  }
  for (guint i = 0; i < n_readers; i++)
    g_thread_join (threads[i]);
}

static void
test_threads (void)
{
  g_autofree char *path = find_data (real_slide);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = NULL;
  g_autofree Reader *readers = g_new (Reader, 4);

  if (path == NULL)
    return;
  slide = ts_slide_open (path, &error);
  g_assert_no_error (error);
  read_side_by_side (slide, readers, 4);
  for (guint i = 0; i < 4; i++) {
    g_assert_cmpuint (readers[i].n_failed, ==, 0);
    g_assert_cmpmem (readers[i].sums, sizeof readers[i].sums, readers[0].sums,
                     sizeof readers[0].sums);
  }
}

/* The damaged tile fails for each who asks for it, and no other tile for anybody, though
 * the handle breaks under all of them. */
static void
test_threads_on_damaged (void)
{
  g_autofree char *path = write_damaged ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = NULL;
  g_autofree Reader *readers = g_new (Reader, 6);

  if (path == NULL)
    return;
  slide = ts_slide_open (path, &error);
  g_assert_no_error (error);
  read_side_by_side (slide, readers, 6);
  for (guint i = 0; i < 6; i++) {
    g_assert_cmpuint (readers[i].n_failed, ==, 1);
    g_assert_true (readers[i].is_bad_failed);
    g_assert_cmpmem (readers[i].sums, sizeof readers[i].sums, readers[0].sums,
                     sizeof readers[0].sums);
  }
  g_unlink (path);
}

static void
test_changed_file (void)
{
  g_autofree char *path = write_damaged ();
  g_autofree char *other = find_data ("slides/small.svs");
  g_autofree guint32 *argb = g_new (guint32, SIDE * SIDE);
  g_autofree char *data = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = NULL;
  gsize n_bytes;

  if (path == NULL || other == NULL)
    return;
  slide = ts_slide_open (path, &error);
  g_assert_no_error (error);
  g_assert_false (read_tile (slide, BAD_COL, BAD_ROW, argb, NULL));
  g_file_get_contents (other, &data, &n_bytes, &error);
  g_assert_no_error (error);
  g_file_set_contents (path, data, (gssize) n_bytes, &error);
  g_assert_no_error (error);
  g_assert_false (read_tile (slide, 0, 0, argb, &error));
  expected = g_strdup_printf ("cannot read 240x240 pixels at 0,0 of level 0 of "
                              "'%s': the file has changed since it was opened",
                              path);
  g_assert_error (error, TS_ERROR, TS_ERROR_READ);
  g_assert_cmpstr (error->message, ==, expected);
  g_unlink (path);
}

static void
test_removed_file (void)
{
  g_autofree char *path = write_damaged ();
  g_autofree guint32 *argb = g_new (guint32, SIDE * SIDE);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = NULL;

  if (path == NULL)
    return;
  slide = ts_slide_open (path, &error);
  g_assert_no_error (error);
  g_assert_false (read_tile (slide, BAD_COL, BAD_ROW, argb, NULL));
  g_unlink (path);
  g_assert_false (read_tile (slide, 0, 0, argb, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_READ);
  g_assert_true (g_str_has_suffix (
    error->message, "the file cannot be opened again: No such file or "
                    "directory"));
}

static void
test_unreadable (void)
{
  g_autofree char *path = find_data ("broken/unreadable.svs");
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = NULL;
  g_autofree char *expected = NULL;
  TsSlideRegion region = { 0, 0, 0, 16, 16 };
  guint32 argb[16 * 16];

  if (path == NULL)
    return;
  slide = ts_slide_open (path, &error);
  g_assert_no_error (error);
  g_assert_false (ts_slide_read_region (slide, &region, argb, &error));
  expected = g_strdup_printf ("cannot read 16x16 pixels at 0,0 of level 0 of "
                              "'%s': Bogus marker length",
                              path);
  g_assert_error (error, TS_ERROR, TS_ERROR_READ);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_beyond_edges (void)
{
  g_autofree char *path = find_data ("slides/small.svs");
  g_autofree guint32 *whole = g_new (guint32, 16 * 16);
  g_autofree guint32 *around = g_new (guint32, 24 * 24);
  g_autoptr (TsSlide) slide = NULL;
  TsSlideRegion inside = { 0, 0, 0, 16, 16 }, outside = { 0, -4, -4, 24, 24 };

  if (path == NULL)
    return;
  slide = ts_slide_open (path, NULL);
  g_assert_true (ts_slide_read_region (slide, &inside, whole, NULL));
  g_assert_true (ts_slide_read_region (slide, &outside, around, NULL));
  for (guint y = 0; y < 24; y++)
    for (guint x = 0; x < 24; x++) {
      gboolean is_in = x >= 4 && x < 20 && y >= 4 && y < 20;

      g_assert_cmphex (around[y * 24 + x], ==,
                       is_in ? whole[(y - 4) * 16 + x - 4] : 0);
    }
}

static void
assert_region_refused (const TsSlideRegion *region,
                       TsError code,
                       const char *message)
{
  guint8 rgb[3] = { 1, 2, 3 };
  g_autoptr (TsSlide) slide = ts_slide_new_from_rgb (rgb, 1, 1, 0.5);
  g_autoptr (GError) error = NULL;
  guint32 argb;

  g_assert_false (ts_slide_read_region (slide, region, &argb, &error));
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_huge_refused (void)
{
  assert_region_refused (
    &(TsSlideRegion){ 0, 0, 0, 1 << 20, 1 << 20 }, TS_ERROR_TOO_LARGE,
    "a region of 1048576x1048576 pixels is too large to be read at once");
  assert_region_refused (
    &(TsSlideRegion){ 0, 0, 0, G_MAXINT64, G_MAXINT64 }, TS_ERROR_TOO_LARGE,
    "a region of 9223372036854775807x9223372036854775807 pixels is too large "
    "to be read at once");
}

static void
test_impossible_refused (void)
{
  assert_region_refused (
    &(TsSlideRegion){ 1, 0, 0, 1, 1 }, TS_ERROR_READ,
    "the slide has no such region: 1x1 pixels at 0,0 of level 1");
  assert_region_refused (
    &(TsSlideRegion){ 0, 0, 0, 0, 1 }, TS_ERROR_READ,
    "the slide has no such region: 0x1 pixels at 0,0 of level 0");
  assert_region_refused (
    &(TsSlideRegion){ 0, 0, 0, 1, -5 }, TS_ERROR_READ,
    "the slide has no such region: 1x-5 pixels at 0,0 of level 0");
  assert_region_refused (&(TsSlideRegion){ 0, G_MININT64, 0, 1, 1 },
                         TS_ERROR_READ,
                         "the slide has no such region: 1x1 pixels at "
                         "-9223372036854775808,0 of level 0");
}

static void
test_memory (void)
{
  const guint8 rgb[] = { 255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3 };
  const guint32 expected[] = { 0xff0000ff, 0, 0xff010203, 0, 0, 0 };
  g_autoptr (TsSlide) slide = ts_slide_new_from_rgb (rgb, 2, 2, 0.25);
  const TsSlideInfo *info = ts_slide_get_info (slide);
  TsSlideRegion column = { 0, 0, 1, 2, 1 }, corner = { 0, 1, 0, 2, 3 };
  guint32 argb[6];

  g_assert_null (ts_slide_get_path (slide));
  g_assert_true (g_str_has_prefix (info->identity, "sha256:"));
  g_assert_cmpint (info->width_px, ==, 2);
  g_assert_cmpfloat (info->mpp_x, ==, 0.25);
  g_assert_true (ts_slide_read_region (slide, &column, argb, NULL));
  g_assert_cmphex (argb[0], ==, 0xff0000ff);
  g_assert_cmphex (argb[1], ==, 0xff010203);
  g_assert_true (ts_slide_read_region (slide, &corner, argb, NULL));
  g_assert_cmphex (argb[0], ==, 0xff00ff00);
  g_assert_cmphex (argb[1], ==, 0);
  g_assert_cmphex (argb[2], ==, expected[2]);
  g_assert_cmphex (argb[4], ==, 0);
}

static void
test_memory_identity (void)
{
  const guint8 rgb[] = { 1, 2, 3, 4, 5, 6 };
  const guint8 other_rgb[] = { 1, 2, 3, 4, 5, 7 };
  g_autoptr (TsSlide) wide = ts_slide_new_from_rgb (rgb, 2, 1, 0);
  g_autoptr (TsSlide) same = ts_slide_new_from_rgb (rgb, 2, 1, 0.5);
  g_autoptr (TsSlide) high = ts_slide_new_from_rgb (rgb, 1, 2, 0);
  g_autoptr (TsSlide) other = ts_slide_new_from_rgb (other_rgb, 2, 1, 0);
  const char *identity = ts_slide_get_info (wide)->identity;

  g_assert_cmpstr (identity, ==, ts_slide_get_info (same)->identity);
  g_assert_cmpstr (identity, !=, ts_slide_get_info (high)->identity);
  g_assert_cmpstr (identity, !=, ts_slide_get_info (other)->identity);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide/goes-on-after-an-unreadable-region", test_goes_on);
  g_test_add_func ("/slide/closes-the-files-of-broken-handles",
                   test_closes_files);
  g_test_add_func ("/slide/gives-several-threads-the-same-pixels",
                   test_threads);
  g_test_add_func ("/slide/fails-only-the-damaged-tile-for-any-thread",
                   test_threads_on_damaged);
  g_test_add_func ("/slide/does-not-read-another-file-under-its-name",
                   test_changed_file);
  g_test_add_func ("/slide/says-when-its-file-is-gone", test_removed_file);
  g_test_add_func ("/slide/says-why-pixels-cannot-be-read", test_unreadable);
  g_test_add_func ("/slide/is-transparent-beyond-its-edges", test_beyond_edges);
  g_test_add_func ("/slide/refuses-a-huge-region", test_huge_refused);
  g_test_add_func ("/slide/refuses-an-impossible-region",
                   test_impossible_refused);
  g_test_add_func ("/slide-memory/keeps-pixels", test_memory);
  g_test_add_func ("/slide-memory/is-identified-by-size-and-pixels",
                   test_memory_identity);
  return g_test_run ();
}
