/* The files of a TensorFlow checkpoint that hold its values.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/bundle-shard.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/crc32c.h"
#include "core/base/error.h"

static gboolean
check_kind (const TsBundleTensor *tensor, GError **error)
{
  g_autofree char *type = ts_bundle_type_to_text (tensor->type);

  if (tensor->n_slices > 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "it is partitioned into %u slices, which is not supported",
                 tensor->n_slices);
    return FALSE;
  }
  if (ts_bundle_type_get_bytes (tensor->type) == 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "values of %s are not supported", type);
    return FALSE;
  }
  return TRUE;
}

/* An open file, large enough for the tensor; -1 with the error. */
static int
open_shard (const char *path, const TsBundleTensor *tensor, GError **error)
{
  int file = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  struct stat facts;

  if (file < 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "cannot open '%s': %s", path,
                 g_strerror (errno));
    return -1;
  }
  if (fstat (file, &facts) != 0 || !S_ISREG (facts.st_mode))
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN, "'%s' is not a file", path);
  else if (tensor->offset + tensor->n_bytes > (guint64) facts.st_size)
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "'%s' is cut off: it has %" G_GINT64_FORMAT
                 " bytes, but this needs %" G_GUINT64_FORMAT,
                 path, (gint64) facts.st_size,
                 tensor->offset + tensor->n_bytes);
  else
    return file;
  close (file);
  return -1;
}

static gboolean
read_bytes (int file,
            const TsBundleTensor *tensor,
            guint8 *bytes,
            GError **error)
{
  gsize done = 0;

  while (done < tensor->n_bytes) {
    gssize n = pread (file, bytes + done, (gsize) tensor->n_bytes - done,
                      (off_t) (tensor->offset + done));

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      g_set_error (error, TS_ERROR, TS_ERROR_READ, "%s",
                   n < 0 ? g_strerror (errno) : "it became shorter meanwhile");
      return FALSE;
    }
    done += (gsize) n;
  }
  return TRUE;
}

guint8 *
ts_bundle_shard_read (const char *path,
                      const TsBundleTensor *tensor,
                      GError **error)
{
  g_autofree guint8 *bytes = NULL;
  gboolean is_read;
  int file = -1;

  if (check_kind (tensor, error))
    file = open_shard (path, tensor, error);
  if (file < 0)
    return NULL;
  /* No more than the file has. */
  bytes = g_try_malloc (MAX ((gsize) tensor->n_bytes, 1));
  if (bytes == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "its %" G_GUINT64_FORMAT " bytes do not fit into memory",
                 tensor->n_bytes);
    close (file);
    return NULL;
  }
  is_read = read_bytes (file, tensor, bytes, error);
  close (file);
  if (!is_read) {
    g_prefix_error (error, "cannot read '%s': ", path);
    return NULL;
  }
  if (ts_crc32c_mask (ts_crc32c (bytes, (gsize) tensor->n_bytes)) !=
      tensor->crc) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "its values in '%s' are damaged: the checksum is wrong", path);
    return NULL;
  }
  return g_steal_pointer (&bytes);
}
