/* One block of a sorted table. Nothing that it says of lengths is believed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/sstable-block.h"

#include <string.h>

#include <snappy-c.h>

#include "core/base/crc32c.h"
#include "core/base/error.h"

#define TRAILER_BYTES 5 /* compression, masked checksum */
#define UINT32_BYTES  4

enum { COMPRESSION_NONE = 0, COMPRESSION_SNAPPY = 1 };

struct TsSstableBlock {
  guint64 offset; /* in the file, for messages */
  const guint8 *bytes;
  guint8 *unpacked;       /* NULL: bytes are the file's */
  gsize n_entry_bytes;    /* the restart points follow */
  guint32 n_restarts;     /* at least 1 */
  const guint8 *restarts; /* [n_restarts] little-endian uint32 */
};

/* While the entries of a block are gone through. */
typedef struct {
  const TsSstableBlock *block;
  const guint8 *at, *end;
  guint32 next_restart;
  guint8 key[TS_SSTABLE_MAX_KEY_BYTES];
  gsize n_key_bytes;
} Walk;

static gboolean
fail (guint64 offset, TsError code, GError **error, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

/* Always FALSE, with "the block at byte N ...". */
static gboolean
fail (guint64 offset, TsError code, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TS_ERROR, (int) code,
               "the block at byte %" G_GUINT64_FORMAT " %s", offset, text);
  return FALSE;
}

static guint32
get_uint32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

gboolean
ts_sstable_read_varint (const guint8 **at, const guint8 *end, guint64 *out)
{
  guint64 value = 0;

  for (guint shift = 0; shift < 64 && *at < end; shift += 7) {
    guint8 byte = *(*at)++;

    value |= (guint64) (byte & 0x7f) << shift;
    if (byte < 0x80) {
      *out = value;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
check_trailer (const guint8 *file,
               gsize n_bytes,
               const TsSstableHandle *handle,
               GError **error)
{
  guint64 end = n_bytes - MIN (n_bytes, TRAILER_BYTES);
  const guint8 *trailer;

  if (handle->offset > end || handle->n_bytes > end - handle->offset)
    return fail (handle->offset, TS_ERROR_FORMAT, error,
                 "is %" G_GUINT64_FORMAT
                 " bytes long and goes beyond the end of the file",
                 handle->n_bytes);
  trailer = file + handle->offset + handle->n_bytes;
  /* The checksum covers the byte of the compression. */
  if (ts_crc32c_mask (
        ts_crc32c (file + handle->offset, (gsize) handle->n_bytes + 1)) !=
      get_uint32 (trailer + 1))
    return fail (handle->offset, TS_ERROR_FORMAT, error,
                 "is damaged: its checksum is wrong");
  return TRUE;
}

/* The length at the head of compressed bytes is compared with what they unpack to before
 * it is allocated. */
static gboolean
unpack (TsSstableBlock *self,
        const char *packed,
        gsize n_packed,
        gsize *out_n_bytes,
        GError **error)
{
  gsize n_bytes;

  if (snappy_validate_compressed_buffer (packed, n_packed) != SNAPPY_OK ||
      snappy_uncompressed_length (packed, n_packed, &n_bytes) != SNAPPY_OK)
    return fail (self->offset, TS_ERROR_FORMAT, error,
                 "cannot be unpacked: it is not snappy's");
  if (n_bytes <= TS_SSTABLE_MAX_BLOCK_BYTES)
    self->unpacked = g_try_malloc (MAX (n_bytes, 1));
  if (self->unpacked == NULL)
    return fail (self->offset, TS_ERROR_TOO_LARGE, error,
                 "unpacks to %" G_GSIZE_FORMAT
                 " bytes, at most %" G_GSIZE_FORMAT " are read",
                 n_bytes, TS_SSTABLE_MAX_BLOCK_BYTES);
  *out_n_bytes = n_bytes;
  if (snappy_uncompress (packed, n_packed, (char *) self->unpacked,
                         out_n_bytes) != SNAPPY_OK)
    return fail (self->offset, TS_ERROR_FORMAT, error,
                 "cannot be unpacked: it is not snappy's");
  self->bytes = self->unpacked;
  return TRUE;
}

/* A block ends with the places where a key is written in full and with their number. */
static gboolean
read_restarts (TsSstableBlock *self, gsize n_bytes, GError **error)
{
  gsize n_most = n_bytes / UINT32_BYTES - (n_bytes >= UINT32_BYTES ? 1 : 0);

  if (n_bytes >= UINT32_BYTES)
    self->n_restarts = get_uint32 (self->bytes + n_bytes - UINT32_BYTES);
  if (self->n_restarts == 0 || self->n_restarts > n_most)
    return fail (self->offset, TS_ERROR_FORMAT, error,
                 "announces %u restart points in %" G_GSIZE_FORMAT " bytes",
                 self->n_restarts, n_bytes);
  self->n_entry_bytes = n_bytes - UINT32_BYTES * (self->n_restarts + (gsize) 1);
  self->restarts = self->bytes + self->n_entry_bytes;
  return TRUE;
}

TsSstableBlock *
ts_sstable_block_new (const guint8 *file,
                      gsize n_bytes,
                      const TsSstableHandle *handle,
                      GError **error)
{
  g_autoptr (TsSstableBlock) self = g_new0 (TsSstableBlock, 1);
  gsize n_block_bytes = (gsize) handle->n_bytes;
  guint8 compression;

  self->offset = handle->offset;
  if (!check_trailer (file, n_bytes, handle, error))
    return NULL;
  self->bytes = file + handle->offset;
  compression = self->bytes[n_block_bytes];
  if (compression > COMPRESSION_SNAPPY) {
    fail (self->offset, TS_ERROR_UNSUPPORTED, error,
          "has compression %u, which is not supported (snappy is)",
          compression);
    return NULL;
  }
  if (compression == COMPRESSION_SNAPPY &&
      !unpack (self, (const char *) self->bytes, n_block_bytes, &n_block_bytes,
               error))
    return NULL;
  if (!read_restarts (self, n_block_bytes, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ts_sstable_block_free (TsSstableBlock *self)
{
  if (self == NULL)
    return;
  g_free (self->unpacked);
  g_free (self);
}

static gboolean
fail_at (const Walk *walk, const guint8 *at, GError **error, const char *reason)
{
  return fail (walk->block->offset, TS_ERROR_FORMAT, error,
               "is malformed: %s at its byte %" G_GSIZE_FORMAT, reason,
               (gsize) (at - walk->block->bytes));
}

/* A restart point begins an entry that shares nothing with the key before. */
static gboolean
check_restart (Walk *walk,
               const guint8 *start,
               guint64 n_shared,
               GError **error)
{
  const TsSstableBlock *block = walk->block;
  gsize offset = (gsize) (start - block->bytes);
  gsize wanted;

  if (walk->next_restart == block->n_restarts)
    return TRUE;
  wanted =
    get_uint32 (block->restarts + UINT32_BYTES * (gsize) walk->next_restart);
  if (offset < wanted && offset > 0)
    return TRUE;
  if (offset != wanted || n_shared > 0)
    return fail_at (walk, start, error, "no entry begins at its restart point");
  walk->next_restart++;
  return TRUE;
}

/* Puts the new end of the key in the place of the old one. */
static gboolean
take_key (Walk *walk,
          const guint8 *start,
          gsize n_shared,
          gsize n_new,
          GError **error)
{
  gsize n_old = walk->n_key_bytes - n_shared;
  int order = memcmp (walk->key + n_shared, walk->at, MIN (n_old, n_new));

  if (start > walk->block->bytes &&
      (order > 0 || (order == 0 && n_new <= n_old)))
    return fail_at (walk, start, error, "the keys are not in order");
  memcpy (walk->key + n_shared, walk->at, n_new);
  walk->n_key_bytes = n_shared + n_new;
  walk->at += n_new;
  return TRUE;
}

static gboolean
next_entry (Walk *walk, TsSstableEntry *entry, GError **error)
{
  const guint8 *start = walk->at;
  guint64 n_shared, n_new, n_value;

  if (!ts_sstable_read_varint (&walk->at, walk->end, &n_shared) ||
      !ts_sstable_read_varint (&walk->at, walk->end, &n_new) ||
      !ts_sstable_read_varint (&walk->at, walk->end, &n_value))
    return fail_at (walk, start, error, "an entry is cut off");
  if (n_shared > walk->n_key_bytes)
    return fail_at (walk, start, error,
                    "a key shares more with the one before than that has");
  if (n_new > TS_SSTABLE_MAX_KEY_BYTES - n_shared)
    return fail_at (walk, start, error, "a key is too long");
  if (n_new > (gsize) (walk->end - walk->at) ||
      n_value > (gsize) (walk->end - walk->at) - n_new)
    return fail_at (walk, start, error, "an entry is cut off");
  if (!check_restart (walk, start, n_shared, error) ||
      !take_key (walk, start, (gsize) n_shared, (gsize) n_new, error))
    return FALSE;
  entry->key = walk->key;
  entry->n_key_bytes = walk->n_key_bytes;
  entry->value = walk->at;
  entry->n_value_bytes = (gsize) n_value;
  walk->at += n_value;
  return TRUE;
}

gboolean
ts_sstable_block_foreach (const TsSstableBlock *self,
                          TsSstableFunc func,
                          gpointer user_data,
                          gsize *out_n,
                          GError **error)
{
  Walk walk = { .block = self, .at = self->bytes };
  TsSstableEntry entry;

  walk.end = self->bytes + self->n_entry_bytes;
  for (*out_n = 0; walk.at < walk.end; ++*out_n)
    if (!next_entry (&walk, &entry, error) || !func (&entry, user_data, error))
      return FALSE;
  if (*out_n > 0 && walk.next_restart < self->n_restarts)
    return fail_at (&walk, walk.end, error,
                    "no entry begins at its restart point");
  return TRUE;
}
