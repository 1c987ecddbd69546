/* Which files belong to a slide of several files, and which slides have none.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/slide-parts.h"

#include <glib/gstdio.h>

static char *folder;

static char *
write_file (const char *name, const char *text, gssize n_bytes)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, n_bytes, NULL));
  return path;
}

/* Without the folder in front; names in order. */
static char *
list_parts (const char *path)
{
  g_auto (GStrv) parts = ts_slide_list_parts (path);
  GString *text = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    g_string_append_printf (text, "%s;", parts[i]);
  g_string_replace (text, folder, "", 0);
  return g_string_free (text, FALSE);
}

static void
test_mirax_has_a_folder (void)
{
  g_autofree char *path = write_file ("b.MRXS", "", 0);
  g_autofree char *data = g_build_filename (folder, "b", NULL);
  g_autofree char *without = list_parts (path);
  g_autofree char *part = NULL, *with = NULL;

  g_assert_cmpstr (without, ==, "");
  g_assert_cmpint (g_mkdir (data, 0700), ==, 0);
  part = write_file ("b/Index.dat", "pixels", -1);
  with = list_parts (path);
  g_assert_cmpstr (with, ==, "/b/Index.dat;");
  g_unlink (part);
  g_rmdir (data);
  g_unlink (path);
}

static void
test_hamamatsu_names_its_files (void)
{
  g_autofree char *path =
    write_file ("c.vms", "[A]\nImageFile=c.jpg\nEmpty=\n[B]\nMap=m.jpg\n", -1);
  g_autofree char *parts = list_parts (path);

  g_assert_cmpstr (parts, ==, "/c.jpg;/m.jpg;");
  g_unlink (path);
}

static void
test_what_cannot_be_read_names_nothing (void)
{
  g_autofree char *text = write_file ("c.vmu", "no groups\n", -1);
  g_autofree char *bytes = write_file ("d.vms", "\xff\0[A]\nb=c\n", 10);
  g_autofree char *none = g_build_filename (folder, "none.vms", NULL);
  const char *const paths[] = { text, bytes, none };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autofree char *parts = list_parts (paths[i]);

    g_assert_cmpstr (parts, ==, "");
  }
  g_unlink (text);
  g_unlink (bytes);
}

static void
test_other_slides_are_one_file (void)
{
  g_autofree char *path = write_file ("e.svs", "[A]\nb=c\n", -1);
  g_autofree char *parts = list_parts (path);

  g_assert_cmpstr (parts, ==, "");
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  int exit_code;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("tessera-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/slide-parts/mirax-has-a-folder", test_mirax_has_a_folder);
  g_test_add_func ("/slide-parts/hamamatsu-names-its-files",
                   test_hamamatsu_names_its_files);
  g_test_add_func ("/slide-parts/what-cannot-be-read-names-nothing",
                   test_what_cannot_be_read_names_nothing);
  g_test_add_func ("/slide-parts/other-slides-are-one-file",
                   test_other_slides_are_one_file);
  exit_code = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return exit_code;
}
