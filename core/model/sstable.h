/* A table of sorted keys and values in one file, as LevelDB and TensorFlow write it: the
 * index of a checkpoint. Format: LevelDB, doc/table_format.md. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/sstable-block.h"

G_BEGIN_DECLS

/* All entries of the file in the order of their keys, every block against its checksum.
 * FALSE with TS_ERROR_OPEN, _READ, _FORMAT, _UNSUPPORTED, _TOO_LARGE (the file, or an
 * unpacked block, beyond 64 MiB), or the function's error; the message names the file. */
gboolean ts_sstable_read (const char *path,
                          TsSstableFunc func,
                          gpointer user_data,
                          GError **error);

/* The file can be read and ends as a table does. */
gboolean ts_sstable_is_table (const char *path);

G_END_DECLS
