/* Writes sorted tables for the tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/model/table-writer.h"

#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>
#include <snappy-c.h>

#include "core/base/crc32c.h"

#define FOOTER_BYTES 48

typedef struct {
  GByteArray *bytes;
  GArray *restarts; /* of guint32 */
  GByteArray *last_key;
  guint n_since_restart;
} Block;

struct TableWriter {
  TableOptions options;
  GByteArray *file;
  Block data, index;
};

void
table_write_file (const char *path, gconstpointer bytes, gsize n_bytes)
{
  FILE *file;

  /* Some file systems write a file that is cut to nothing to the disk at once. */
  g_unlink (path);
  file = g_fopen (path, "wb");
  g_assert_nonnull (file);
  if (n_bytes > 0)
    g_assert_cmpuint (fwrite (bytes, 1, n_bytes, file), ==, n_bytes);
  g_assert_cmpint (fclose (file), ==, 0);
}

void
table_append_varint (GByteArray *to, guint64 value)
{
  for (; value >= 0x80; value >>= 7)
    g_byte_array_append (to, &(guint8){ (guint8) (value | 0x80) }, 1);
  g_byte_array_append (to, &(guint8){ (guint8) value }, 1);
}

void
table_append_uint32 (GByteArray *to, guint32 value)
{
  guint32 bytes = GUINT32_TO_LE (value);

  g_byte_array_append (to, (const guint8 *) &bytes, sizeof bytes);
}

static void
append_parts (GByteArray *to,
              gsize n_shared,
              const guint8 *new_key,
              gsize n_new,
              gconstpointer value,
              gsize n_value)
{
  table_append_varint (to, n_shared);
  table_append_varint (to, n_new);
  table_append_varint (to, n_value);
  g_byte_array_append (to, new_key, (guint) n_new);
  g_byte_array_append (to, value, (guint) n_value);
}

void
table_append_entry (GByteArray *to,
                    guint n_shared,
                    const char *new_key,
                    const char *value)
{
  append_parts (to, n_shared, (const guint8 *) new_key, strlen (new_key), value,
                strlen (value));
}

void
table_append_block (GByteArray *file,
                    gconstpointer bytes,
                    gsize n_bytes,
                    guint8 compression,
                    GByteArray *handle)
{
  guint offset = file->len;

  table_append_varint (handle, offset);
  table_append_varint (handle, n_bytes);
  g_byte_array_append (file, bytes, (guint) n_bytes);
  g_byte_array_append (file, &compression, 1);
  table_append_uint32 (
    file, ts_crc32c_mask (ts_crc32c (file->data + offset, n_bytes + 1)));
}

void
table_append_footer (GByteArray *file,
                     const GByteArray *meta,
                     const GByteArray *index)
{
  static const guint8 magic[] = {
    0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb
  };
  guint end = file->len + FOOTER_BYTES - sizeof magic;

  g_byte_array_append (file, meta->data, meta->len);
  g_byte_array_append (file, index->data, index->len);
  while (file->len < end)
    g_byte_array_append (file, &(guint8){ 0 }, 1);
  g_byte_array_append (file, magic, sizeof magic);
}

static void
block_init (Block *self)
{
  self->bytes = g_byte_array_new ();
  self->restarts = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->last_key = g_byte_array_new ();
  self->n_since_restart = 0;
}

static void
block_clear (Block *self)
{
  g_byte_array_unref (self->bytes);
  g_array_unref (self->restarts);
  g_byte_array_unref (self->last_key);
}

static void
block_add (Block *self,
           guint restart_interval,
           const guint8 *key,
           gsize n_key,
           gconstpointer value,
           gsize n_value)
{
  gsize n_shared = 0;

  if (self->restarts->len == 0 || self->n_since_restart == restart_interval) {
    guint32 offset = self->bytes->len;

    g_array_append_val (self->restarts, offset);
    self->n_since_restart = 0;
  } else {
    while (n_shared < MIN (self->last_key->len, n_key) &&
           self->last_key->data[n_shared] == key[n_shared])
      n_shared++;
  }
  self->n_since_restart++;
  append_parts (self->bytes, n_shared, key + n_shared, n_key - n_shared, value,
                n_value);
  g_byte_array_set_size (self->last_key, 0);
  g_byte_array_append (self->last_key, key, (guint) n_key);
}

/* An empty block has a restart point at 0 as well. */
static void
append_restarts (Block *self)
{
  guint32 zero = 0;

  if (self->restarts->len == 0)
    g_array_append_val (self->restarts, zero);
  for (guint i = 0; i < self->restarts->len; i++)
    table_append_uint32 (self->bytes,
                         g_array_index (self->restarts, guint32, i));
  table_append_uint32 (self->bytes, self->restarts->len);
}

static void
block_write (Block *self,
             GByteArray *file,
             const TableOptions *options,
             GByteArray *handle)
{
  gsize n_bytes;
  g_autofree guint8 *bytes = NULL;

  append_restarts (self);
  n_bytes = snappy_max_compressed_length (self->bytes->len);
  bytes = g_malloc (n_bytes);
  if (options->is_packed) {
    g_assert_cmpint (snappy_compress ((const char *) self->bytes->data,
                                      self->bytes->len, (char *) bytes,
                                      &n_bytes),
                     ==, SNAPPY_OK);
  } else {
    n_bytes = self->bytes->len;
    memcpy (bytes, self->bytes->data, n_bytes);
  }
  if (options->bend != NULL)
    options->bend (bytes, n_bytes, options->user_data);
  table_append_block (file, bytes, n_bytes, options->is_packed ? 1 : 0, handle);
}

TableWriter *
table_writer_new (const TableOptions *options)
{
  TableWriter *self = g_new0 (TableWriter, 1);

  self->options = *options;
  self->file = g_byte_array_new ();
  block_init (&self->data);
  block_init (&self->index);
  return self;
}

/* The index has a restart point for each entry, as LevelDB's. */
static void
close_block (TableWriter *self)
{
  g_autoptr (GByteArray) handle = g_byte_array_new ();

  if (self->data.bytes->len == 0)
    return;
  block_write (&self->data, self->file, &self->options, handle);
  block_add (&self->index, 1, self->data.last_key->data,
             self->data.last_key->len, handle->data, handle->len);
  block_clear (&self->data);
  block_init (&self->data);
}

void
table_writer_add (TableWriter *self,
                  gconstpointer key,
                  gsize n_key,
                  gconstpointer value,
                  gsize n_value)
{
  block_add (&self->data, self->options.restart_interval, key, n_key, value,
             n_value);
  if (self->data.bytes->len >= self->options.block_bytes)
    close_block (self);
}

GByteArray *
table_writer_finish (TableWriter *self)
{
  g_autoptr (GByteArray) meta_handle = g_byte_array_new ();
  g_autoptr (GByteArray) index_handle = g_byte_array_new ();
  GByteArray *file = self->file;

  close_block (self);
  block_write (&self->data, file, &self->options, meta_handle);
  block_write (&self->index, file, &self->options, index_handle);
  table_append_footer (file, meta_handle, index_handle);
  block_clear (&self->data);
  block_clear (&self->index);
  g_free (self);
  return file;
}
