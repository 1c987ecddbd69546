/* Content hashes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/hash.h"

#include <errno.h>
#include <stdio.h>

#include <glib/gstdio.h>

#include "core/base/error.h"

#define CHUNK_BYTES (1 << 20)

static gboolean
add_stream (GChecksum *sum,
            FILE *stream,
            const TsCancel *cancel,
            GError **error)
{
  g_autofree guchar *chunk = g_malloc (CHUNK_BYTES);
  gsize n_read;

  while ((n_read = fread (chunk, 1, CHUNK_BYTES, stream)) > 0) {
    if (!ts_cancel_check (cancel, error))
      return FALSE;
    g_checksum_update (sum, chunk, (gssize) n_read);
  }
  if (ferror (stream)) {
    g_set_error (error, TS_ERROR, TS_ERROR_READ, "%s", g_strerror (errno));
    return FALSE;
  }
  return TRUE;
}

char *
ts_hash_file (const char *path, const TsCancel *cancel, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  FILE *stream = g_fopen (path, "rb");
  gboolean is_read;

  if (stream == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': %s", path,
                 g_strerror (errno));
    return NULL;
  }
  is_read = add_stream (sum, stream, cancel, error);
  fclose (stream);
  if (!is_read) {
    g_prefix_error (error, "cannot read '%s': ", path);
    return NULL;
  }
  return g_strdup (g_checksum_get_string (sum));
}
