/* Writes TensorFlow checkpoints of version 2 for the tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/model/bundle-writer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/crc32c.h"

typedef struct {
  GBytes *key;
  TensorBundle__Entry entry;
  TensorBundle__Shape shape;
  TensorBundle__Dimension dims[TS_MAX_RANK];
  TensorBundle__Dimension *dim_list[TS_MAX_RANK];
} Item;

struct BundleWriter {
  char *prefix;
  TensorBundle__Header header;
  TensorBundle__Version version;
  GPtrArray *items; /* of Item */
  guint n_shards;
  FILE **shards;         /* [n_shards] */
  gint64 *ends;          /* [n_shards] */
  GHashTable *zero_sums; /* number of bytes to CRC-32C of as many zeros */
};

static void
free_item (gpointer data)
{
  Item *item = data;

  g_bytes_unref (item->key);
  g_free (item);
}

static char *
shard_path (const char *prefix, guint shard, guint n_shards)
{
  return g_strdup_printf ("%s.data-%05u-of-%05u", prefix, shard, n_shards);
}

BundleWriter *
bundle_writer_new (const char *prefix, guint n_shards)
{
  BundleWriter *self = g_new0 (BundleWriter, 1);

  self->prefix = g_strdup (prefix);
  self->items = g_ptr_array_new_with_free_func (free_item);
  self->n_shards = n_shards;
  self->shards = g_new0 (FILE *, n_shards);
  self->ends = g_new0 (gint64, n_shards);
  self->zero_sums = g_hash_table_new (NULL, NULL);
  tensor_bundle__header__init (&self->header);
  tensor_bundle__version__init (&self->version);
  self->header.num_shards = (gint32) n_shards;
  self->header.version = &self->version;
  self->version.producer = 1;
  return self;
}

static Item *
add_item (BundleWriter *self, gconstpointer key, gsize n_key)
{
  Item *item = g_new0 (Item, 1);

  item->key = g_bytes_new (key, n_key);
  tensor_bundle__entry__init (&item->entry);
  tensor_bundle__shape__init (&item->shape);
  g_ptr_array_add (self->items, item);
  return item;
}

void
bundle_writer_add_key (BundleWriter *self, gconstpointer key, gsize n_key)
{
  add_item (self, key, n_key);
}

static Item *
add_tensor (BundleWriter *self, const char *name, const TsShape *shape)
{
  guint shard = self->items->len % self->n_shards;
  Item *item = add_item (self, name, strlen (name));
  gsize n;

  g_assert_true (ts_shape_count (shape, &n));
  item->entry.dtype = 1;
  item->entry.shape = &item->shape;
  item->entry.shard_id = (gint32) shard;
  item->entry.offset = self->ends[shard];
  item->entry.size = (gint64) (n * sizeof (float));
  self->ends[shard] += item->entry.size;
  item->shape.n_dim = shape->rank;
  item->shape.dim = item->dim_list;
  for (guint i = 0; i < shape->rank; i++) {
    tensor_bundle__dimension__init (&item->dims[i]);
    item->dims[i].size = shape->dims[i];
    item->dim_list[i] = &item->dims[i];
  }
  return item;
}

static FILE *
get_shard (BundleWriter *self, guint shard)
{
  g_autofree char *path = shard_path (self->prefix, shard, self->n_shards);

  if (self->shards[shard] == NULL) {
    g_unlink (path);
    self->shards[shard] = g_fopen (path, "wb");
  }
  g_assert_nonnull (self->shards[shard]);
  return self->shards[shard];
}

TensorBundle__Entry *
bundle_writer_add (BundleWriter *self,
                   const char *name,
                   const TsShape *shape,
                   const float *values)
{
  Item *item = add_tensor (self, name, shape);
  gsize n_bytes = (gsize) item->entry.size;
  FILE *file = get_shard (self, (guint) item->entry.shard_id);

  item->entry.crc32c = ts_crc32c_mask (ts_crc32c (values, n_bytes));
  g_assert_cmpint (fseek (file, (long) item->entry.offset, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (values, 1, n_bytes, file), ==, n_bytes);
  return &item->entry;
}

static guint32
sum_of_zeros (BundleWriter *self, gsize n_bytes)
{
  gpointer key = GSIZE_TO_POINTER (n_bytes), sum;
  g_autofree guint8 *zeros = NULL;

  if (g_hash_table_lookup_extended (self->zero_sums, key, NULL, &sum))
    return GPOINTER_TO_UINT (sum);
  zeros = g_malloc0 (n_bytes);
  sum = GUINT_TO_POINTER (ts_crc32c (zeros, n_bytes));
  g_hash_table_insert (self->zero_sums, key, sum);
  return GPOINTER_TO_UINT (sum);
}

TensorBundle__Entry *
bundle_writer_add_zeros (BundleWriter *self,
                         const char *name,
                         const TsShape *shape)
{
  Item *item = add_tensor (self, name, shape);

  item->entry.crc32c =
    ts_crc32c_mask (sum_of_zeros (self, (gsize) item->entry.size));
  return &item->entry;
}

TensorBundle__Header *
bundle_writer_get_header (BundleWriter *self)
{
  return &self->header;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *const *item_a = a, *const *item_b = b;

  return g_bytes_compare ((*item_a)->key, (*item_b)->key);
}

static void
add_message (TableWriter *table, GBytes *key, const ProtobufCMessage *message)
{
  gsize n_key, n_value = protobuf_c_message_get_packed_size (message);
  gconstpointer key_bytes = g_bytes_get_data (key, &n_key);
  g_autofree guint8 *value = g_malloc (n_value + 1);

  protobuf_c_message_pack (message, value);
  table_writer_add (table, key_bytes, n_key, value, n_value);
}

static void
write_index (BundleWriter *self, const TableOptions *options)
{
  g_autofree char *path = g_strconcat (self->prefix, ".index", NULL);
  g_autoptr (GBytes) no_key = g_bytes_new (NULL, 0);
  g_autoptr (GByteArray) bytes = NULL;
  TableWriter *table = table_writer_new (options);

  g_ptr_array_sort (self->items, compare_items);
  add_message (table, no_key, &self->header.base);
  for (guint i = 0; i < self->items->len; i++) {
    Item *item = self->items->pdata[i];

    add_message (table, item->key, &item->entry.base);
  }
  bytes = table_writer_finish (table);
  table_write_file (path, bytes->data, bytes->len);
}

void
bundle_writer_finish (BundleWriter *self,
                      const TableOptions *options,
                      gboolean has_data)
{
  const TableOptions usual = { .restart_interval = 16, .block_bytes = 4096 };

  write_index (self, options != NULL ? options : &usual);
  for (guint i = 0; i < self->n_shards; i++) {
    if (has_data) {
      FILE *file = get_shard (self, i);

      g_assert_cmpint (fflush (file), ==, 0);
      g_assert_cmpint (ftruncate (fileno (file), (off_t) self->ends[i]), ==, 0);
    }
    if (self->shards[i] != NULL)
      g_assert_cmpint (fclose (self->shards[i]), ==, 0);
  }
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->zero_sums);
  g_free (self->shards);
  g_free (self->ends);
  g_free (self->prefix);
  g_free (self);
}

void
bundle_remove (const char *prefix, guint n_shards)
{
  g_autofree char *index = g_strconcat (prefix, ".index", NULL);

  g_unlink (index);
  for (guint i = 0; i < n_shards; i++) {
    g_autofree char *path = shard_path (prefix, i, n_shards);

    g_unlink (path);
  }
}
