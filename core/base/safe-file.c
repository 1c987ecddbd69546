/* Files that are either there whole or not at all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/safe-file.h"

#include <errno.h>

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

gboolean
ts_safe_file_read (const char *path,
                   gsize max_bytes,
                   char **out_data,
                   gsize *out_n_bytes,
                   GError **error)
{
  g_autoptr (GError) local = NULL;
  GStatBuf facts;

  if (g_stat (path, &facts) != 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': %s", path,
                 g_strerror (errno));
    return FALSE;
  }
  if (facts.st_size < 0 || (guint64) facts.st_size > max_bytes) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "'%s' is too large: %" G_GINT64_FORMAT
                 " bytes, at most %" G_GSIZE_FORMAT " are read",
                 path, (gint64) facts.st_size, max_bytes);
    return FALSE;
  }
  if (!g_file_get_contents (path, out_data, out_n_bytes, &local)) {
    g_set_error (error, TS_ERROR, TS_ERROR_READ, "cannot read '%s': %s", path,
                 local->message);
    return FALSE;
  }
  return TRUE;
}
