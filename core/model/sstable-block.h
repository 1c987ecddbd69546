/* One block of a sorted table: its checksum, its compression, its keys and values. The
 * format: LevelDB, doc/table_format.md and table/block_builder.cc. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_SSTABLE_MAX_KEY_BYTES   4096
#define TS_SSTABLE_MAX_BLOCK_BYTES ((gsize) 64 << 20)

/* Where a block lies in the file; a trailer of five bytes follows it. */
typedef struct {
  guint64 offset, n_bytes;
} TsSstableHandle;

typedef struct {
  const guint8 *key;
  gsize n_key_bytes;
  const guint8 *value;
  gsize n_value_bytes;
} TsSstableEntry;

/* entry lives until the call returns. FALSE with an error ends the reading. */
typedef gboolean (*TsSstableFunc) (const TsSstableEntry *entry,
                                   gpointer user_data,
                                   GError **error);

typedef struct TsSstableBlock TsSstableBlock;

/* file [n_bytes] must outlive the block. TS_ERROR_FORMAT, _UNSUPPORTED (another
 * compression than snappy), _TOO_LARGE; the message names the block by its first byte,
 * the file is for the caller to name. */
TsSstableBlock *ts_sstable_block_new (const guint8 *file,
                                      gsize n_bytes,
                                      const TsSstableHandle *handle,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_sstable_block_free (TsSstableBlock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsSstableBlock, ts_sstable_block_free)

/* All entries in their order, which is checked: keys ascend. *out_n is how many there were. */
gboolean ts_sstable_block_foreach (const TsSstableBlock *self,
                                   TsSstableFunc func,
                                   gpointer user_data,
                                   gsize *out_n,
                                   GError **error);

/* Two handles or lengths in a row are read so. FALSE when the bytes [*at, end) hold no
 * whole number; *at goes behind it. */
gboolean
ts_sstable_read_varint (const guint8 **at, const guint8 *end, guint64 *out);

G_END_DECLS
