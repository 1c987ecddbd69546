/* Files that are either there whole or not at all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/safe-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/error.h"

static gboolean
fail_write (const char *path, int reason, GError **error)
{
  g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "cannot write '%s': %s", path,
               g_strerror (reason));
  return FALSE;
}

/* Renaming onto a device would put a file in its place. */
static gboolean
check_target (const char *path, GError **error)
{
  struct stat facts;

  if (g_stat (path, &facts) != 0 || S_ISREG (facts.st_mode))
    return TRUE;
  if (S_ISDIR (facts.st_mode))
    return fail_write (path, EISDIR, error);
  g_set_error (error, TS_ERROR, TS_ERROR_WRITE,
               "cannot write '%s': it is not a file", path);
  return FALSE;
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
  g_autofree char *part = g_strconcat (path, ".XXXXXX", NULL);
  int file, reason;

  if (!check_target (path, error))
    return FALSE;
  file = g_mkstemp_full (part, O_WRONLY | O_CLOEXEC, 0644);
  if (file < 0)
    return fail_write (path, errno, error);
  reason = write_all (file, data, n_bytes);
  if (close (file) != 0 && reason == 0)
    reason = errno;
  if (reason == 0 && g_rename (part, path) != 0)
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
