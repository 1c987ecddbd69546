/* A byte-bounded least-recently-used cache: a hash table over a doubly linked list, the
 * newest at its head. Payloads are released with the lock given back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/tile-cache.h"

#include "core/base/lock.h"

typedef struct {
  TsTileKey key;
  gpointer payload;
  gsize n_bytes;
  gboolean is_pinned; /* then not in the list */
  gboolean is_shown;
  GList link; /* data is the entry */
} Entry;

struct TsTileCache {
  gint n_refs;
  gpointer (*dup) (gpointer payload);
  void (*release) (gpointer payload);
  TsLock lock;
  GHashTable *entries; /* guarded, as all below; of Entry, its own key */
  GQueue by_use;       /* of the entries that are not pinned */
  gsize n_bytes, byte_budget;
};

static guint
hash_key (gconstpointer pointer)
{
  const TsTileKey *key = pointer;
  guint hash = key->source;

  hash = hash * 31 + key->level;
  hash = hash * 0x9e3779b1u + key->col;
  return hash * 0x9e3779b1u + key->row;
}

static gboolean
is_equal_key (gconstpointer a, gconstpointer b)
{
  const TsTileKey *first = a, *second = b;

  return first->col == second->col && first->row == second->row &&
         first->level == second->level && first->source == second->source;
}

TsTileCache *
ts_tile_cache_new (gsize byte_budget,
                   gpointer (*dup) (gpointer payload),
                   void (*release) (gpointer payload))
{
  TsTileCache *self = g_new0 (TsTileCache, 1);

  self->n_refs = 1;
  self->dup = dup;
  self->release = release;
  self->byte_budget = byte_budget;
  ts_lock_init (&self->lock);
  self->entries = g_hash_table_new (hash_key, is_equal_key);
  g_queue_init (&self->by_use);
  return self;
}

TsTileCache *
ts_tile_cache_ref (TsTileCache *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

/* With the lock held: out of the cache, into the list of what is to be released. */
static void
take_out (TsTileCache *self, Entry *entry, GSList **released)
{
  g_hash_table_remove (self->entries, &entry->key);
  if (!entry->is_pinned)
    g_queue_unlink (&self->by_use, &entry->link);
  self->n_bytes -= entry->n_bytes;
  *released = g_slist_prepend (*released, entry);
}

static void
evict_beyond_budget (TsTileCache *self, GSList **released)
{
  while (self->n_bytes > self->byte_budget && self->by_use.tail != NULL)
    take_out (self, self->by_use.tail->data, released);
}

/* With the lock given back. */
static void
release_all (TsTileCache *self, GSList *released)
{
  for (GSList *item = released; item != NULL; item = item->next) {
    Entry *entry = item->data;

    self->release (entry->payload);
    g_free (entry);
  }
  g_slist_free (released);
}

void
ts_tile_cache_unref (TsTileCache *self)
{
  GHashTableIter iter;
  gpointer entry;

  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry)) {
    self->release (((Entry *) entry)->payload);
    g_free (entry);
  }
  g_hash_table_unref (self->entries);
  ts_lock_clear (&self->lock);
  g_free (self);
}

gsize
ts_tile_cache_get_n_bytes (TsTileCache *self)
{
  gsize n_bytes;

  ts_lock_acquire (&self->lock);
  n_bytes = self->n_bytes;
  ts_lock_release (&self->lock);
  return n_bytes;
}

gpointer
ts_tile_cache_lookup (TsTileCache *self, const TsTileKey *key)
{
  gpointer payload = NULL;
  Entry *entry;

  ts_lock_acquire (&self->lock);
  entry = g_hash_table_lookup (self->entries, key);
  if (entry != NULL) {
    if (!entry->is_pinned) {
      g_queue_unlink (&self->by_use, &entry->link);
      g_queue_push_head_link (&self->by_use, &entry->link);
    }
    payload = self->dup (entry->payload);
  }
  ts_lock_release (&self->lock);
  return payload;
}

gboolean
ts_tile_cache_contains (TsTileCache *self, const TsTileKey *key)
{
  gboolean is_there;

  ts_lock_acquire (&self->lock);
  is_there = g_hash_table_contains (self->entries, key);
  ts_lock_release (&self->lock);
  return is_there;
}

TsCached
ts_tile_cache_find (TsTileCache *self, const TsTileKey *key)
{
  TsCached cached = TS_CACHED_NOT;
  const Entry *entry;

  ts_lock_acquire (&self->lock);
  entry = g_hash_table_lookup (self->entries, key);
  if (entry != NULL)
    cached = entry->is_shown ? TS_CACHED_SHOWN : TS_CACHED_NEW;
  ts_lock_release (&self->lock);
  return cached;
}

void
ts_tile_cache_mark_shown (TsTileCache *self, const TsTileKey *key)
{
  Entry *entry;

  ts_lock_acquire (&self->lock);
  entry = g_hash_table_lookup (self->entries, key);
  if (entry != NULL)
    entry->is_shown = TRUE;
  ts_lock_release (&self->lock);
}

static Entry *
entry_new (const TsTileKey *key,
           gpointer payload,
           gsize n_bytes,
           gboolean is_pinned)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->key = *key;
  entry->payload = payload;
  entry->n_bytes = n_bytes;
  entry->is_pinned = is_pinned;
  entry->link.data = entry;
  return entry;
}

void
ts_tile_cache_insert (TsTileCache *self,
                      const TsTileKey *key,
                      gpointer payload,
                      gsize n_bytes,
                      gboolean is_pinned)
{
  Entry *entry = entry_new (key, payload, n_bytes, is_pinned);
  GSList *released = NULL;
  Entry *old;

  ts_lock_acquire (&self->lock);
  old = g_hash_table_lookup (self->entries, key);
  if (old != NULL)
    take_out (self, old, &released);
  if (!is_pinned && n_bytes > self->byte_budget) {
    released = g_slist_prepend (released, entry);
  } else {
    g_hash_table_add (self->entries, entry);
    if (!is_pinned)
      g_queue_push_head_link (&self->by_use, &entry->link);
    self->n_bytes += n_bytes;
    evict_beyond_budget (self, &released);
  }
  ts_lock_release (&self->lock);
  release_all (self, released);
}

void
ts_tile_cache_remove_source (TsTileCache *self, guint32 source)
{
  GSList *found = NULL, *released = NULL;
  GHashTableIter iter;
  gpointer entry;

  ts_lock_acquire (&self->lock);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    if (((Entry *) entry)->key.source == source)
      found = g_slist_prepend (found, entry);
  for (GSList *item = found; item != NULL; item = item->next)
    take_out (self, item->data, &released);
  ts_lock_release (&self->lock);
  g_slist_free (found);
  release_all (self, released);
}

gsize
ts_tile_cache_get_byte_budget (TsTileCache *self)
{
  gsize byte_budget;

  ts_lock_acquire (&self->lock);
  byte_budget = self->byte_budget;
  ts_lock_release (&self->lock);
  return byte_budget;
}

void
ts_tile_cache_set_byte_budget (TsTileCache *self, gsize byte_budget)
{
  GSList *released = NULL;

  ts_lock_acquire (&self->lock);
  self->byte_budget = byte_budget;
  evict_beyond_budget (self, &released);
  ts_lock_release (&self->lock);
  release_all (self, released);
}
