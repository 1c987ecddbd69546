/* A table of sorted keys and values: its footer, its index, its blocks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/sstable.h"

#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"

#define MAX_FILE_BYTES ((gsize) 64 << 20)
#define FOOTER_BYTES   48 /* two handles, filled up with zeros, and the magic */
#define MAGIC_BYTES    8

static const guint8 magic[MAGIC_BYTES] = { 0x57, 0xfb, 0x80, 0x8b,
                                           0x24, 0x75, 0x47, 0xdb };

typedef struct {
  const guint8 *file;
  gsize n_bytes; /* of the blocks, without the footer */
  TsSstableFunc func;
  gpointer user_data;
  guint8 last_key[TS_SSTABLE_MAX_KEY_BYTES];
  gsize n_last_key_bytes;
  gboolean has_last_key;
} Reader;

static gboolean
read_handle (const guint8 **at, const guint8 *end, TsSstableHandle *out)
{
  return ts_sstable_read_varint (at, end, &out->offset) &&
         ts_sstable_read_varint (at, end, &out->n_bytes);
}

static int
compare_with_last (const Reader *self, const TsSstableEntry *entry)
{
  gsize n = MIN (self->n_last_key_bytes, entry->n_key_bytes);
  int order = memcmp (self->last_key, entry->key, n);

  if (order != 0)
    return order;
  return (self->n_last_key_bytes > entry->n_key_bytes) -
         (self->n_last_key_bytes < entry->n_key_bytes);
}

/* Within a block the order has been checked; here it is between blocks. */
static gboolean
on_entry (const TsSstableEntry *entry, gpointer user_data, GError **error)
{
  Reader *self = user_data;

  if (self->has_last_key && compare_with_last (self, entry) >= 0) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "its blocks are not in order");
    return FALSE;
  }
  memcpy (self->last_key, entry->key, entry->n_key_bytes);
  self->n_last_key_bytes = entry->n_key_bytes;
  self->has_last_key = TRUE;
  return self->func (entry, self->user_data, error);
}

/* An entry of the index: its value is where a block lies. */
static gboolean
on_index_entry (const TsSstableEntry *entry, gpointer user_data, GError **error)
{
  Reader *self = user_data;
  const guint8 *at = entry->value;
  TsSstableHandle handle;
  g_autoptr (TsSstableBlock) block = NULL;
  gsize n;

  if (!read_handle (&at, entry->value + entry->n_value_bytes, &handle)) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "its index has an entry that is no place of a block");
    return FALSE;
  }
  block = ts_sstable_block_new (self->file, self->n_bytes, &handle, error);
  if (block == NULL ||
      !ts_sstable_block_foreach (block, on_entry, self, &n, error))
    return FALSE;
  if (n == 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "the block at byte %" G_GUINT64_FORMAT " is empty",
                 handle.offset);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_footer (const guint8 *file,
             gsize n_bytes,
             TsSstableHandle *out_index,
             TsSstableHandle *out_meta,
             GError **error)
{
  const guint8 *at, *end;

  if (n_bytes < FOOTER_BYTES) {
    g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
                 "it is no table: it has only %" G_GSIZE_FORMAT " bytes",
                 n_bytes);
    return FALSE;
  }
  end = file + n_bytes - MAGIC_BYTES;
  at = file + n_bytes - FOOTER_BYTES;
  if (memcmp (end, magic, MAGIC_BYTES) != 0) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "it is no table, or cut off: its last bytes are not "
                         "those of one");
    return FALSE;
  }
  if (!read_handle (&at, end, out_meta) || !read_handle (&at, end, out_index)) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_FORMAT,
                         "its last bytes do not say where its index is");
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_table (Reader *self, gsize n_bytes, GError **error)
{
  TsSstableHandle index_handle, meta_handle;
  g_autoptr (TsSstableBlock) index = NULL, meta = NULL;
  gsize n;

  if (!read_footer (self->file, n_bytes, &index_handle, &meta_handle, error))
    return FALSE;
  self->n_bytes = n_bytes - FOOTER_BYTES;
  /* What the meta block says (filters) is of no use here; it must be whole. */
  meta = ts_sstable_block_new (self->file, self->n_bytes, &meta_handle, error);
  if (meta == NULL)
    return FALSE;
  index =
    ts_sstable_block_new (self->file, self->n_bytes, &index_handle, error);
  return index != NULL &&
         ts_sstable_block_foreach (index, on_index_entry, self, &n, error);
}

gboolean
ts_sstable_read (const char *path,
                 TsSstableFunc func,
                 gpointer user_data,
                 GError **error)
{
  g_autofree char *data = NULL;
  g_autofree Reader *reader = g_new0 (Reader, 1);
  gsize n_bytes = 0;

  if (!ts_safe_file_read (path, MAX_FILE_BYTES, &data, &n_bytes, error))
    return FALSE;
  reader->file = (const guint8 *) data;
  reader->func = func;
  reader->user_data = user_data;
  if (!read_table (reader, n_bytes, error)) {
    g_prefix_error (error, "'%s': ", path);
    return FALSE;
  }
  return TRUE;
}

gboolean
ts_sstable_is_table (const char *path)
{
  guint8 end[MAGIC_BYTES];
  FILE *stream;
  gboolean is_table;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  stream = g_fopen (path, "rb");
  if (stream == NULL)
    return FALSE;
  is_table = fseek (stream, -(long) MAGIC_BYTES, SEEK_END) == 0 &&
             fread (end, 1, MAGIC_BYTES, stream) == MAGIC_BYTES &&
             memcmp (end, magic, MAGIC_BYTES) == 0;
  fclose (stream);
  return is_table;
}
