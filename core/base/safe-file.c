/* Files that are either there whole or not at all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/safe-file.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "core/base/error.h"

gboolean
ts_safe_file_write (const char *path,
                    const void *data,
                    gsize n_bytes,
                    GError **error)
{
  g_autoptr (GError) local = NULL;

  if (g_file_set_contents_full (path, data, (gssize) n_bytes,
                                G_FILE_SET_CONTENTS_CONSISTENT |
                                  G_FILE_SET_CONTENTS_DURABLE,
                                0644, &local))
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "cannot write '%s': %s", path,
               local->message);
  return FALSE;
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
