/* The tiles of a slide that were decoded last.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/decoded-tiles.h"

#include "core/base/lock.h"

struct TsDecodedTiles {
  TsLock lock;
  gsize max_px, n_px; /* n_px and the next two are guarded by the lock */
  GHashTable *by_key; /* the key in the tile to the tile */
  GQueue newest_first;
};

TsDecodedTile *
ts_decoded_tile_new (gsize n_px)
{
  TsDecodedTile *self = g_malloc (sizeof *self + n_px * sizeof (guint32));

  self->n_refs = 1;
  self->key = 0;
  self->link = (GList){ .data = self };
  self->n_px = n_px;
  return self;
}

void
ts_decoded_tile_unref (TsDecodedTile *self)
{
  if (self != NULL && g_atomic_int_dec_and_test (&self->n_refs))
    g_free (self);
}

TsDecodedTiles *
ts_decoded_tiles_new (gsize max_bytes)
{
  TsDecodedTiles *self = g_new0 (TsDecodedTiles, 1);

  ts_lock_init (&self->lock);
  self->max_px = max_bytes / sizeof (guint32);
  self->by_key = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_queue_init (&self->newest_first);
  return self;
}

/* With the lock held. */
static void
drop_oldest (TsDecodedTiles *self)
{
  TsDecodedTile *oldest = self->newest_first.tail->data;

  g_queue_unlink (&self->newest_first, &oldest->link);
  g_hash_table_remove (self->by_key, &oldest->key);
  self->n_px -= oldest->n_px;
  ts_decoded_tile_unref (oldest);
}

void
ts_decoded_tiles_free (TsDecodedTiles *self)
{
  if (self == NULL)
    return;
  while (self->newest_first.tail != NULL)
    drop_oldest (self);
  g_hash_table_unref (self->by_key);
  ts_lock_clear (&self->lock);
  g_free (self);
}

TsDecodedTile *
ts_decoded_tiles_find (TsDecodedTiles *self, guint64 key)
{
  TsDecodedTile *tile;

  ts_lock_acquire (&self->lock);
  tile = g_hash_table_lookup (self->by_key, &key);
  if (tile != NULL) {
    g_atomic_int_inc (&tile->n_refs);
    g_queue_unlink (&self->newest_first, &tile->link);
    g_queue_push_head_link (&self->newest_first, &tile->link);
  }
  ts_lock_release (&self->lock);
  return tile;
}

void
ts_decoded_tiles_add (TsDecodedTiles *self, guint64 key, TsDecodedTile *tile)
{
  ts_lock_acquire (&self->lock);
  if (tile->n_px <= self->max_px &&
      !g_hash_table_contains (self->by_key, &key)) {
    while (self->n_px > self->max_px - tile->n_px)
      drop_oldest (self);
    g_atomic_int_inc (&tile->n_refs);
    tile->key = key;
    g_hash_table_replace (self->by_key, &tile->key, tile);
    g_queue_push_head_link (&self->newest_first, &tile->link);
    self->n_px += tile->n_px;
  }
  ts_lock_release (&self->lock);
}
