/* What tells a file that was changed or replaced from the one it was, without reading it.
 * A plain value; any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint64 device, inode;
  gint64 n_bytes, modified_ns;
} TsFileStamp;

/* FALSE, with errno set, when there is no such file or it may not be looked at. */
gboolean ts_file_stamp_read (const char *path, TsFileStamp *out);
gboolean ts_file_stamp_equal (const TsFileStamp *a, const TsFileStamp *b);

G_END_DECLS
