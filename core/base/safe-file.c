/* Files that are either there whole or not at all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/safe-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"

#define MAX_LINKS 40 /* as Linux */

static gboolean
fail_write (const char *path, int reason, GError **error)
{
  g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "cannot write '%s': %s", path,
               g_strerror (reason));
  return FALSE;
}

static gboolean
refuse_target (const char *path, GError **error)
{
  g_set_error (error, TS_ERROR, TS_ERROR_WRITE,
               "cannot write '%s': it is not a file", path);
  return FALSE;
}

/* /dev/shm is a folder as any other. */
static gboolean
is_of_the_system (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  char *real = realpath (folder, NULL);
  g_autofree char *full =
    g_build_filename (real != NULL ? real : folder, name, NULL);

  free (real);
  return g_str_has_prefix (full, "/proc/") ||
         (g_str_has_prefix (full, "/dev/") &&
          !g_str_has_prefix (full, "/dev/shm/"));
}

/* What a link leads to, seen from the folder it is in; NULL: path is no link. */
static char *
read_link (const char *path)
{
  g_autofree char *text = g_file_read_link (path, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  if (text == NULL || g_path_is_absolute (text))
    return g_steal_pointer (&text);
  return g_build_filename (folder, text, NULL);
}

/* Renaming onto a device would put a file in its place. */
static gboolean
check_target (const char *path, const char *target, GError **error)
{
  struct stat facts;

  if (g_stat (target, &facts) != 0 || S_ISREG (facts.st_mode))
    return TRUE;
  return S_ISDIR (facts.st_mode) ? fail_write (path, EISDIR, error)
                                 : refuse_target (path, error);
}

gboolean
ts_safe_file_find_target (const char *path, char **out_target, GError **error)
{
  g_autofree char *target = g_strdup (path);

  for (guint n_links = 0; n_links <= MAX_LINKS; n_links++) {
    char *next = NULL;

    if (is_of_the_system (target))
      return refuse_target (path, error);
    next = read_link (target);
    if (next == NULL) {
      if (!check_target (path, target, error))
        return FALSE;
      *out_target = g_steal_pointer (&target);
      return TRUE;
    }
    g_free (target);
    target = next;
  }
  return fail_write (path, ELOOP, error);
}

/* 0 or an errno. */
static int
write_all (int file, const char *data, gsize n_bytes)
{
  while (n_bytes > 0) {
    gssize n_written = write (file, data, n_bytes);

    if (n_written < 0 && errno == EINTR)
      continue;
    if (n_written < 0)
      return errno;
    data += n_written;
    n_bytes -= (gsize) n_written;
  }
  return fsync (file) == 0 ? 0 : errno;
}

gboolean
ts_safe_file_write (const char *path,
                    const void *data,
                    gsize n_bytes,
                    GError **error)
{
  g_autofree char *target = NULL, *part = NULL;
  int file, reason;

  if (!ts_safe_file_find_target (path, &target, error))
    return FALSE;
  part = g_strconcat (target, ".XXXXXX", NULL);
  file = g_mkstemp_full (part, O_WRONLY | O_CLOEXEC, 0644);
  if (file < 0)
    return fail_write (path, errno, error);
  reason = write_all (file, data, n_bytes);
  if (close (file) != 0 && reason == 0)
    reason = errno;
  if (reason == 0 && g_rename (part, target) != 0)
    reason = errno;
  if (reason == 0)
    return TRUE;
  g_unlink (part);
  return fail_write (path, reason, error);
}

static FILE *
open_file (const char *path, gsize *out_n_bytes, GError **error)
{
  FILE *stream = g_fopen (path, "rb");
  struct stat facts;

  if (stream == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': %s", path,
                 g_strerror (errno));
    return NULL;
  }
  /* A device or pipe may have no end, and its size says nothing. */
  if (fstat (fileno (stream), &facts) != 0 || !S_ISREG (facts.st_mode)) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "'%s' is not a file", path);
    fclose (stream);
    return NULL;
  }
  *out_n_bytes = (gsize) facts.st_size;
  return stream;
}

static char *
read_stream (FILE *stream, const char *path, gsize n_bytes, GError **error)
{
  g_autofree char *data = g_try_malloc (n_bytes + 1);

  if (data == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "'%s' does not fit into memory", path);
    return NULL;
  }
  if (fread (data, 1, n_bytes, stream) != n_bytes) {
    g_set_error (error, TS_ERROR, TS_ERROR_READ, "cannot read '%s': %s", path,
                 ferror (stream) ? g_strerror (errno)
                                 : "it became shorter meanwhile");
    return NULL;
  }
  data[n_bytes] = '\0';
  return g_steal_pointer (&data);
}

gboolean
ts_safe_file_read (const char *path,
                   gsize max_bytes,
                   char **out_data,
                   gsize *out_n_bytes,
                   GError **error)
{
  gsize n_bytes = 0;
  FILE *stream = open_file (path, &n_bytes, error);
  char *data = NULL;

  if (stream == NULL)
    return FALSE;
  if (n_bytes > max_bytes)
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "'%s' is too large: %" G_GSIZE_FORMAT
                 " bytes, at most %" G_GSIZE_FORMAT " are read",
                 path, n_bytes, max_bytes);
  else
    data = read_stream (stream, path, n_bytes, error);
  fclose (stream);
  if (data == NULL)
    return FALSE;
  *out_data = data;
  *out_n_bytes = n_bytes;
  return TRUE;
}
