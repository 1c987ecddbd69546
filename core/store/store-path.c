/* The store's name in the file system.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/store-path.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"

#define N_MAGIC 4

/* First bytes, as https://www.sqlite.org/fileformat2.html and .../walformat.html have them;
 * the last word is of the machine's order. Zeros: begun and not finished, or done with. */
static const struct {
  const char *suffix;
  guint8 magic[2][N_MAGIC];
} parts[] = {
  { "-wal", { { 0x37, 0x7f, 0x06, 0x82 }, { 0x37, 0x7f, 0x06, 0x83 } } },
  { "-journal", { { 0xd9, 0xd5, 0x05, 0xf9 }, { 0xd9, 0xd5, 0x05, 0xf9 } } },
  /* 3007000. Closing it would drop the locks that another store of this process has on it
   * (POSIX), so it is looked at only where there is no store. */
  { "-shm", { { 0x18, 0xe2, 0x2d, 0x00 }, { 0x00, 0x2d, 0xe2, 0x18 } } },
};

char *
ts_store_path_resolve (const char *path, GError **error)
{
  g_autofree char *folder = g_get_current_dir ();
  g_autofree char *full = NULL;
  char *real, *own;

  if (*path == '\0') {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_OPEN,
                         "the name of the store is empty");
    return NULL;
  }
  /* Not canonical: what ".." leads to is not seen from the name where folders are links. */
  if (g_path_is_absolute (path))
    full = g_strdup (path);
  else
    full = g_build_filename (folder, path, NULL);
  if (!g_file_test (full, G_FILE_TEST_IS_SYMLINK))
    return g_steal_pointer (&full);
  real = realpath (full, NULL);
  if (real == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': %s", path,
                 g_strerror (errno));
    return NULL;
  }
  own = g_strdup (real);
  free (real);
  return own;
}

static gboolean
is_magic (const guint8 *head, gsize n_head, guint part)
{
  static const guint8 zeros[N_MAGIC] = { 0 };

  if (n_head < N_MAGIC)
    return n_head == 0;
  return memcmp (head, zeros, N_MAGIC) == 0 ||
         memcmp (head, parts[part].magic[0], N_MAGIC) == 0 ||
         memcmp (head, parts[part].magic[1], N_MAGIC) == 0;
}

/* 0, or why it cannot be looked at. */
static int
look_at (const char *part_path, guint part, gboolean *out_is_own)
{
  guint8 head[N_MAGIC];
  FILE *file;

  if (!g_file_test (part_path, G_FILE_TEST_IS_REGULAR))
    return 0; /* a pipe would be waited for */
  file = g_fopen (part_path, "rb");
  if (file == NULL)
    return errno;
  *out_is_own = is_magic (head, fread (head, 1, N_MAGIC, file), part);
  fclose (file);
  return 0;
}

static gboolean
check_part (const char *path, const char *real, guint part, GError **error)
{
  /* As the user calls it, where that is what SQLite calls it. */
  const char *base = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? real : path;
  g_autofree char *part_path = g_strconcat (base, parts[part].suffix, NULL);
  gboolean is_own = FALSE;
  int reason;

  if (!g_file_test (part_path, G_FILE_TEST_EXISTS))
    return TRUE;
  reason = look_at (part_path, part, &is_own);
  if (reason == ENOENT || (reason == 0 && is_own))
    return TRUE;
  if (reason != 0)
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN,
                 "cannot open '%s': cannot read '%s': %s", path, part_path,
                 g_strerror (reason));
  else
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN,
                 "cannot open '%s': '%s' is no file of SQLite's, which would "
                 "delete it",
                 path, part_path);
  return FALSE;
}

gboolean
ts_store_path_check_parts (const char *path, const char *real, GError **error)
{
  gboolean is_there = g_file_test (real, G_FILE_TEST_EXISTS);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    gboolean is_shared = g_str_equal (parts[i].suffix, "-shm");

    if (!(is_there && is_shared) && !check_part (path, real, i, error))
      return FALSE;
  }
  return TRUE;
}
