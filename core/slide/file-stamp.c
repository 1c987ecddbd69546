/* What tells a file that was changed or replaced from the one it was.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/file-stamp.h"

#include <glib/gstdio.h>

#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)

gboolean
ts_file_stamp_read (const char *path, TsFileStamp *out)
{
  GStatBuf facts;

  if (g_stat (path, &facts) != 0)
    return FALSE;
  *out = (TsFileStamp){
    .device = (guint64) facts.st_dev,
    .inode = (guint64) facts.st_ino,
    .n_bytes = (gint64) facts.st_size,
    .modified_ns = (gint64) facts.st_mtim.tv_sec * NS_PER_SECOND +
                   (gint64) facts.st_mtim.tv_nsec,
  };
  return TRUE;
}

gboolean
ts_file_stamp_equal (const TsFileStamp *a, const TsFileStamp *b)
{
  return a->device == b->device && a->inode == b->inode &&
         a->n_bytes == b->n_bytes && a->modified_ns == b->modified_ns;
}
