/* Reads pyramid tiles on its own threads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/tile-loader.h"

#include "core/base/cancel.h"
#include "core/base/lock.h"
#include "core/base/thread-priority.h"

typedef enum { TILE_READING = 1, TILE_FAILED } TileState;

struct TsTileLoader {
  TsTileLoaderParams params;
  TsCancel *cancel; /* set when the loader goes */
  GThread **threads;
  TsLock lock;
  TsCond has_work;
  GArray *queue;       /* guarded, as all below: TsTileKey, most urgent first */
  guint n_taken;       /* of the queue */
  GHashTable *states;  /* TsTileKey to TileState, of those read now or failed */
  GPtrArray *failures; /* of TsTileFailure */
  gboolean is_stopping;
  gboolean is_news_told; /* woken, and the news not yet taken */
  guint n_reading;
  TsTileNews news;
  TsTileLoaderStats stats;
};

static guint
hash_key (gconstpointer pointer)
{
  const TsTileKey *key = pointer;

  return (key->level * 0x9e3779b1u + key->col) * 0x9e3779b1u + key->row;
}

static gboolean
is_equal_key (gconstpointer a, gconstpointer b)
{
  const TsTileKey *first = a, *second = b;

  return first->col == second->col && first->row == second->row &&
         first->level == second->level && first->source == second->source;
}

static void
failure_free (gpointer data)
{
  TsTileFailure *failure = data;

  g_free (failure->message);
  g_free (failure);
}

static void
add_failure (GPtrArray *failures, const TsTileKey *key, const char *message)
{
  TsTileFailure *failure = g_new0 (TsTileFailure, 1);

  failure->key = *key;
  failure->message = g_strdup (message);
  g_ptr_array_add (failures, failure);
}

/* With the lock held: waits for work. FALSE when the loader goes. */
static gboolean
take_key (TsTileLoader *self, TsTileKey *out_key)
{
  while (!self->is_stopping && self->n_taken == self->queue->len)
    ts_cond_wait (&self->has_work, &self->lock);
  if (self->is_stopping)
    return FALSE;
  *out_key = g_array_index (self->queue, TsTileKey, self->n_taken++);
  g_hash_table_insert (self->states, g_memdup2 (out_key, sizeof *out_key),
                       GINT_TO_POINTER (TILE_READING));
  self->n_reading++;
  return TRUE;
}

/* With the lock held. */
static void
note_loaded (TsTileLoader *self, const TsTileKey *key)
{
  g_hash_table_remove (self->states, key);
  self->news.n_loaded++;
  self->stats.n_loaded++;
}

/* With the lock held. Takes the message. */
static void
note_failed (TsTileLoader *self, const TsTileKey *key, char *message)
{
  g_hash_table_insert (self->states, g_memdup2 (key, sizeof *key),
                       GINT_TO_POINTER (TILE_FAILED));
  add_failure (self->failures, key, message);
  self->news.n_failed++;
  self->stats.n_failed++;
  g_free (self->news.last_failure);
  self->news.last_failure = message;
}

/* FALSE with the error set. */
static gboolean
load_tile (TsTileLoader *self, const TsTileKey *key, GError **error)
{
  const TsTileLoaderParams *params = &self->params;
  TsPyramidTile tile = { key->level, key->col, key->row };
  guint n_levels = ts_pyramid_get_n_levels (params->pyramid);
  TsTilePixels pixels;
  gpointer payload;
  gsize n_bytes = 0;

  if (!ts_pyramid_read_tile (params->pyramid, tile, &pixels, self->cancel,
                             error))
    return FALSE;
  payload = params->make_payload (pixels.argb, pixels.width, pixels.height,
                                  &n_bytes, params->user_data);
  ts_tile_cache_insert (params->cache, key, payload, n_bytes,
                        key->level + TS_PYRAMID_N_PINNED_LEVELS >= n_levels);
  return TRUE;
}

static void
serve_key (TsTileLoader *self, const TsTileKey *key)
{
  g_autoptr (GError) error = NULL;
  gboolean is_loaded = load_tile (self, key, &error);
  gboolean must_wake;

  ts_lock_acquire (&self->lock);
  self->n_reading--;
  if (is_loaded)
    note_loaded (self, key);
  else
    note_failed (self, key, g_strdup (error->message));
  must_wake = !self->is_news_told && !self->is_stopping;
  self->is_news_told = TRUE;
  ts_lock_release (&self->lock);
  if (must_wake)
    self->params.wake (self->params.user_data);
}

static gpointer
serve (gpointer data)
{
  TsTileLoader *self = data;
  TsTileKey key;
  gboolean is_on = TRUE;

  ts_thread_priority_lower (TS_PRIORITY_WAITED_FOR);
  while (is_on) {
    ts_lock_acquire (&self->lock);
    is_on = take_key (self, &key);
    ts_lock_release (&self->lock);
    if (is_on)
      serve_key (self, &key);
  }
  return NULL;
}

TsTileLoader *
ts_tile_loader_new (const TsTileLoaderParams *params)
{
  TsTileLoader *self = g_new0 (TsTileLoader, 1);

  g_assert (params->n_threads > 0 && params->make_payload != NULL &&
            params->wake != NULL);
  self->params = *params;
  ts_pyramid_ref (params->pyramid);
  ts_tile_cache_ref (params->cache);
  self->cancel = ts_cancel_new ();
  ts_lock_init (&self->lock);
  ts_cond_init (&self->has_work);
  self->queue = g_array_new (FALSE, FALSE, sizeof (TsTileKey));
  self->failures = g_ptr_array_new_with_free_func (failure_free);
  self->states = g_hash_table_new_full (hash_key, is_equal_key, g_free, NULL);
  self->threads = g_new (GThread *, params->n_threads);
  for (guint i = 0; i < params->n_threads; i++)
    self->threads[i] = g_thread_new ("tile-loader", serve, self);
  return self;
}

void
ts_tile_loader_free (TsTileLoader *self)
{
  if (self == NULL)
    return;
  ts_lock_acquire (&self->lock);
  self->is_stopping = TRUE;
  ts_cond_broadcast (&self->has_work);
  ts_lock_release (&self->lock);
  ts_cancel_set (self->cancel);
  for (guint i = 0; i < self->params.n_threads; i++)
    g_thread_join (self->threads[i]);
  g_free (self->threads);
  g_free (self->news.last_failure);
  g_array_unref (self->queue);
  g_ptr_array_unref (self->failures);
  g_hash_table_unref (self->states);
  ts_cond_clear (&self->has_work);
  ts_lock_clear (&self->lock);
  ts_cancel_unref (self->cancel);
  ts_tile_cache_unref (self->params.cache);
  ts_pyramid_unref (self->params.pyramid);
  g_free (self);
}

/* The keys that are not in the cache, in their order. */
static GArray *
filter_cached (TsTileLoader *self, const TsTileKey *keys, guint n_keys)
{
  GArray *missing =
    g_array_sized_new (FALSE, FALSE, sizeof (TsTileKey), n_keys);

  for (guint i = 0; i < n_keys; i++)
    if (!ts_tile_cache_contains (self->params.cache, &keys[i]))
      g_array_append_val (missing, keys[i]);
  return missing;
}

/* With the lock held: what is read now or cannot be read is taken out as well. */
static void
filter_known (TsTileLoader *self, GArray *keys)
{
  guint n_kept = 0;

  for (guint i = 0; i < keys->len; i++) {
    TsTileKey key = g_array_index (keys, TsTileKey, i);

    if (!g_hash_table_contains (self->states, &key))
      g_array_index (keys, TsTileKey, n_kept++) = key;
  }
  g_array_set_size (keys, n_kept);
}

/* With the lock held. What was wanted before and still is counts once. */
static void
count_changes (TsTileLoader *self, const GArray *wanted)
{
  g_autoptr (GHashTable) old = g_hash_table_new (hash_key, is_equal_key);
  guint n_stay = 0;

  for (guint i = self->n_taken; i < self->queue->len; i++)
    g_hash_table_add (old, &g_array_index (self->queue, TsTileKey, i));
  for (guint i = 0; i < wanted->len; i++)
    if (g_hash_table_contains (old, &g_array_index (wanted, TsTileKey, i)))
      n_stay++;
  self->stats.n_dropped += self->queue->len - self->n_taken - n_stay;
  self->stats.n_requested += wanted->len - n_stay;
}

void
ts_tile_loader_request (TsTileLoader *self, const TsTileKey *keys, guint n_keys)
{
  GArray *wanted = filter_cached (self, keys, n_keys);
  GArray *old;

  ts_lock_acquire (&self->lock);
  filter_known (self, wanted);
  count_changes (self, wanted);
  old = self->queue;
  self->queue = wanted;
  self->n_taken = 0;
  if (wanted->len > 0)
    ts_cond_broadcast (&self->has_work);
  ts_lock_release (&self->lock);
  g_array_unref (old);
}

gboolean
ts_tile_loader_is_failed (TsTileLoader *self, const TsTileKey *key)
{
  gboolean is_failed;

  ts_lock_acquire (&self->lock);
  is_failed =
    GPOINTER_TO_INT (g_hash_table_lookup (self->states, key)) == TILE_FAILED;
  ts_lock_release (&self->lock);
  return is_failed;
}

gboolean
ts_tile_loader_is_idle (TsTileLoader *self)
{
  gboolean is_idle;

  ts_lock_acquire (&self->lock);
  is_idle = self->n_reading == 0 && self->n_taken == self->queue->len;
  ts_lock_release (&self->lock);
  return is_idle;
}

GPtrArray *
ts_tile_loader_list_failures (TsTileLoader *self)
{
  GPtrArray *failures = g_ptr_array_new_with_free_func (failure_free);

  ts_lock_acquire (&self->lock);
  for (guint i = 0; i < self->failures->len; i++) {
    const TsTileFailure *failure = g_ptr_array_index (self->failures, i);
    add_failure (failures, &failure->key, failure->message);
  }
  ts_lock_release (&self->lock);
  return failures;
}

TsTileNews
ts_tile_loader_take_news (TsTileLoader *self)
{
  TsTileNews news;

  ts_lock_acquire (&self->lock);
  news = self->news;
  self->news = (TsTileNews){ 0 };
  self->is_news_told = FALSE;
  ts_lock_release (&self->lock);
  return news;
}

TsTileLoaderStats
ts_tile_loader_get_stats (TsTileLoader *self)
{
  TsTileLoaderStats stats;

  ts_lock_acquire (&self->lock);
  stats = self->stats;
  ts_lock_release (&self->lock);
  return stats;
}
