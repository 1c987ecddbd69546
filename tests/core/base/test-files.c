/* Files of base: hashes, and files that are there whole or not at all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/safe-file.h"

typedef struct {
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("ts-files-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "a ä.bin", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0); /* nothing else was left */
  g_free (self->path);
  g_free (self->folder);
}

static void
write_text (Fixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ts_safe_file_write (self->path, text, strlen (text), &error));
  g_assert_no_error (error);
}

static void
assert_text (Fixture *self, const char *text)
{
  g_autofree char *data = NULL;
  gsize n_bytes = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (ts_safe_file_read (self->path, 1000, &data, &n_bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_bytes, ==, strlen (text));
  g_assert_cmpstr (data, ==, text);
}

static void
assert_message (const GError *error, TsError code, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

static void
assert_message (const GError *error, TsError code, const char *format, ...)
{
  g_autofree char *expected = NULL;
  va_list arguments;

  va_start (arguments, format);
  expected = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_replaces (Fixture *self, gconstpointer data)
{
  write_text (self, "first");
  assert_text (self, "first");
  write_text (self, "");
  assert_text (self, "");
  write_text (self, "the second is longer");
  assert_text (self, "the second is longer");
}

static void
test_cannot_write (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "no", "b", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (ts_safe_file_write (path, "x", 1, &error));
  assert_message (error, TS_ERROR_WRITE,
                  "cannot write '%s': No such file or directory", path);
}

/* A folder where the file should go: nothing is lost and nothing half-written stays. */
static void
test_old_stays (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_mkdir (self->path, 0755);
  g_assert_false (ts_safe_file_write (self->path, "x", 1, &error));
  assert_message (error, TS_ERROR_WRITE, "cannot write '%s': Is a directory",
                  self->path);
  g_assert_true (g_file_test (self->path, G_FILE_TEST_IS_DIR));
  g_rmdir (self->path);
}

/* By its name, a device would be replaced by a file: it must not even be tried. */
static void
test_write_device (Fixture *self, gconstpointer data)
{
  g_autofree char *link = g_build_filename (self->folder, "link", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("/dev/full", link), ==, 0);
  g_assert_false (ts_safe_file_write (link, "x", 1, &error));
  assert_message (error, TS_ERROR_WRITE, "cannot write '%s': it is not a file",
                  link);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_unlink (link);
}

/* From /proc a link may lead to a file, but it is not the place of one. */
static void
test_write_open_file (Fixture *self, gconstpointer data)
{
  g_autofree char *link = g_build_filename (self->folder, "link", NULL);
  g_autofree char *second = g_build_filename (self->folder, "second", NULL);
  g_autofree char *opened = NULL;
  int file;

  write_text (self, "kept");
  file = g_open (self->path, O_RDWR | O_CLOEXEC, 0);
  g_assert_cmpint (file, >=, 0);
  opened = g_strdup_printf ("/proc/self/fd/%d", file);
  g_assert_cmpint (symlink (opened, link), ==, 0);
  g_assert_cmpint (symlink ("link", second), ==, 0);
  for (guint i = 0; i < 3; i++) {
    const char *path = i == 0 ? opened : i == 1 ? link : second;
    g_autoptr (GError) error = NULL;

    g_assert_false (ts_safe_file_write (path, "x", 1, &error));
    assert_message (error, TS_ERROR_WRITE,
                    "cannot write '%s': it is not a file", path);
  }
  assert_text (self, "kept");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  close (file);
  g_unlink (link);
  g_unlink (second);
}

static void
test_write_link (Fixture *self, gconstpointer data)
{
  g_autofree char *name = g_path_get_basename (self->path);
  g_autofree char *link = g_build_filename (self->folder, "link", NULL);
  g_autofree char *second = g_build_filename (self->folder, "second", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (name, link), ==, 0);
  g_assert_cmpint (symlink (link, second), ==, 0);
  /* Where there is none yet, and where there is one. */
  for (guint i = 0; i < 2; i++) {
    const char *text = i == 0 ? "new" : "newer";

    g_assert_true (ts_safe_file_write (second, text, strlen (text), &error));
    g_assert_no_error (error);
    g_assert_false (g_file_test (self->path, G_FILE_TEST_IS_SYMLINK));
    assert_text (self, text);
  }
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (second, G_FILE_TEST_IS_SYMLINK));
  g_unlink (link);
  g_assert_cmpint (symlink ("second", link), ==, 0);
  g_assert_false (ts_safe_file_write (link, "x", 1, &error));
  assert_message (error, TS_ERROR_WRITE, "cannot write '%s': %s", link,
                  g_strerror (ELOOP));
  g_unlink (link);
  g_unlink (second);
}

static void
test_read_missing (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;
  gsize n_bytes;
  g_autoptr (GError) error = NULL;

  g_assert_false (ts_safe_file_read (self->path, 10, &text, &n_bytes, &error));
  assert_message (error, TS_ERROR_OPEN,
                  "cannot open '%s': No such file or directory", self->path);
}

static void
test_read_too_large (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;
  gsize n_bytes;
  g_autoptr (GError) error = NULL;

  write_text (self, "12345678901");
  g_assert_false (ts_safe_file_read (self->path, 10, &text, &n_bytes, &error));
  assert_message (error, TS_ERROR_TOO_LARGE,
                  "'%s' is too large: 11 bytes, at most 10 are read",
                  self->path);
}

static void
test_read_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;
  gsize n_bytes;
  g_autoptr (GError) error = NULL;

  g_assert_false (
    ts_safe_file_read (self->folder, 1 << 20, &text, &n_bytes, &error));
  assert_message (error, TS_ERROR_OPEN, "'%s' is not a file", self->folder);
}

/* A device says size 0 and has bytes all the same. */
static void
test_read_endless (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;
  gsize n_bytes;
  g_autoptr (GError) error = NULL;

  g_assert_false (
    ts_safe_file_read ("/dev/zero", 1000, &text, &n_bytes, &error));
  assert_message (error, TS_ERROR_OPEN, "'/dev/zero' is not a file");
}

static void
test_hash (Fixture *self, gconstpointer data)
{
  g_autofree char *hash = NULL;
  g_autofree char *empty = NULL;

  /* FIPS 180-2, appendix B.1, and the hash of nothing. */
  write_text (self, "abc");
  hash = ts_hash_file (self->path, NULL, NULL);
  g_assert_cmpstr (hash, ==,
                   "ba7816bf8f01cfea414140de5dae2223"
                   "b00361a396177a9cb410ff61f20015ad");
  write_text (self, "");
  empty = ts_hash_file (self->path, NULL, NULL);
  g_assert_cmpstr (empty, ==,
                   "e3b0c44298fc1c149afbf4c8996fb924"
                   "27ae41e4649b934ca495991b7852b855");
}

static void
test_hash_chunks (Fixture *self, gconstpointer data)
{
  gsize n_bytes = (3 << 20) + 17;
  g_autofree guchar *bytes = g_malloc (n_bytes);
  g_autofree char *expected = NULL;
  g_autofree char *hash = NULL;

  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guchar) (i * 7 >> 3);
  g_assert_true (ts_safe_file_write (self->path, bytes, n_bytes, NULL));
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, n_bytes);
  hash = ts_hash_file (self->path, NULL, NULL);
  g_assert_cmpstr (hash, ==, expected);
}

static void
test_hash_fails (Fixture *self, gconstpointer data)
{
  g_autoptr (TsCancel) cancel = ts_cancel_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (ts_hash_file (self->path, NULL, &error));
  assert_message (error, TS_ERROR_OPEN,
                  "cannot open '%s': No such file or directory", self->path);
  g_clear_error (&error);
  g_assert_null (ts_hash_file (self->folder, NULL, &error));
  assert_message (error, TS_ERROR_READ, "cannot read '%s': Is a directory",
                  self->folder);
  g_clear_error (&error);
  write_text (self, "abc");
  ts_cancel_set (cancel);
  g_assert_null (ts_hash_file (self->path, cancel, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_CANCELLED);
}

#define ADD(path, test) \
  g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/safe-file/replaces-the-whole-file", test_replaces);
  ADD ("/safe-file/says-why-it-cannot-write", test_cannot_write);
  ADD ("/safe-file/leaves-what-was-there-when-it-fails", test_old_stays);
  ADD ("/safe-file/does-not-replace-a-device", test_write_device);
  ADD ("/safe-file/does-not-replace-what-is-open", test_write_open_file);
  ADD ("/safe-file/keeps-a-link-and-writes-where-it-leads", test_write_link);
  ADD ("/safe-file/says-that-a-file-is-missing", test_read_missing);
  ADD ("/safe-file/refuses-a-file-that-is-too-large", test_read_too_large);
  ADD ("/safe-file/refuses-a-folder", test_read_folder);
  ADD ("/safe-file/refuses-what-has-no-end", test_read_endless);
  ADD ("/hash/is-sha-256", test_hash);
  ADD ("/hash/does-not-depend-on-chunks", test_hash_chunks);
  ADD ("/hash/says-why-it-fails", test_hash_fails);
  return g_test_run ();
}
