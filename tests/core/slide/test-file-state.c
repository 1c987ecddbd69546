/* Whether the file under a slide is still the one that was opened.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "core/slide/slide.h"

typedef struct {
  char *folder, *path;
  TsSlide *slide;
} Fixture;

static void
write_demo (const char *path)
{
  g_autofree char *demo = g_build_filename (
    g_getenv ("TS_SOURCE_ROOT"), "resources", "demo", "demo-slide.tiff", NULL);
  g_autofree char *bytes = NULL;
  gsize n_bytes = 0;

  g_assert_true (g_file_get_contents (demo, &bytes, &n_bytes, NULL));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) n_bytes, NULL));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("tessera-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "slide.tiff", NULL);
  write_demo (self->path);
  self->slide = ts_slide_open (self->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  ts_slide_unref (self->slide);
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

static void
test_untouched_stays_the_same (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (ts_slide_get_file_state (self->slide), ==,
                   TS_SLIDE_FILE_SAME);
}

static void
test_written_anew_has_changed (Fixture *self, gconstpointer data)
{
  write_demo (self->path);
  g_assert_cmpint (ts_slide_get_file_state (self->slide), ==,
                   TS_SLIDE_FILE_CHANGED);
}

static void
test_accepted_is_the_same_again (Fixture *self, gconstpointer data)
{
  write_demo (self->path);
  ts_slide_accept_file (self->slide);
  g_assert_cmpint (ts_slide_get_file_state (self->slide), ==,
                   TS_SLIDE_FILE_SAME);
}

static void
test_removed_is_gone (Fixture *self, gconstpointer data)
{
  g_unlink (self->path);
  g_assert_cmpint (ts_slide_get_file_state (self->slide), ==,
                   TS_SLIDE_FILE_GONE);
}

static void
test_one_in_memory_stays (void)
{
  guint8 white[3] = { 255, 255, 255 };
  g_autoptr (TsSlide) slide = ts_slide_new_from_rgb (white, 1, 1, 0.5);

  g_assert_cmpint (ts_slide_get_file_state (slide), ==, TS_SLIDE_FILE_SAME);
}

#define ADD(name, function) \
  g_test_add ("/file-state/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("untouched-stays-the-same", test_untouched_stays_the_same);
  ADD ("written-anew-has-changed", test_written_anew_has_changed);
  ADD ("accepted-is-the-same-again", test_accepted_is_the_same_again);
  ADD ("removed-is-gone", test_removed_is_gone);
  g_test_add_func ("/file-state/one-in-memory-stays", test_one_in_memory_stays);
  return g_test_run ();
}
