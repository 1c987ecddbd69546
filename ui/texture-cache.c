/* The application's one cache of tile textures.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/texture-cache.h"

#include <gdk/gdk.h>
#include <unistd.h>

#include "core/base/lock.h"

#define BYTES_PER_MB     (G_GUINT64_CONSTANT (1) << 20)
#define SHARE_OF_MEMORY  16
#define MIN_AUTOMATIC_MB 256
#define MAX_AUTOMATIC_MB 1024

typedef struct {
  TsSlide *slide;
  guint n_users;
  gboolean is_own; /* of one canvas, whose pixels are its own */
} Source;

static TsTileCache *cache;
static TsLock lock;
static GHashTable *sources;   /* guarded: number to Source */
static guint32 newest_source; /* guarded */

static gpointer
dup_texture (gpointer texture)
{
  return g_object_ref (texture);
}

/* The renderer keeps a copy of what it has drawn, in memory of its own. */
static guint64
choose_limit_mb (void)
{
  long n_pages = sysconf (_SC_PHYS_PAGES), page = sysconf (_SC_PAGESIZE);
  guint64 memory_mb = n_pages > 0 && page > 0
                        ? (guint64) n_pages * (guint64) page / BYTES_PER_MB
                        : 0;

  return CLAMP (memory_mb / SHARE_OF_MEMORY, MIN_AUTOMATIC_MB,
                MAX_AUTOMATIC_MB);
}

static void
free_source (gpointer data)
{
  Source *source = data;

  ts_slide_unref (source->slide);
  g_free (source);
}

TsTileCache *
ts_texture_cache_get (void)
{
  if (cache != NULL)
    return cache;
  ts_lock_init (&lock);
  sources = g_hash_table_new_full (NULL, NULL, NULL, free_source);
  cache = ts_tile_cache_new ((gsize) (choose_limit_mb () * BYTES_PER_MB),
                             dup_texture, g_object_unref);
  return cache;
}

/* With the lock held. */
static guint32
add_source (TsSlide *slide, gboolean is_own)
{
  Source *fresh = g_new0 (Source, 1);

  fresh->slide = ts_slide_ref (slide);
  fresh->n_users = 1;
  fresh->is_own = is_own;
  g_hash_table_insert (sources, GUINT_TO_POINTER (++newest_source), fresh);
  return newest_source;
}

guint32
ts_texture_cache_take_source (TsSlide *slide)
{
  GHashTableIter iter;
  gpointer number, source;
  guint32 taken = 0;

  ts_lock_acquire (&lock);
  g_hash_table_iter_init (&iter, sources);
  while (taken == 0 && g_hash_table_iter_next (&iter, &number, &source))
    if (((Source *) source)->slide == slide && !((Source *) source)->is_own) {
      ((Source *) source)->n_users++;
      taken = GPOINTER_TO_UINT (number);
    }
  if (taken == 0)
    taken = add_source (slide, FALSE);
  ts_lock_release (&lock);
  return taken;
}

guint32
ts_texture_cache_take_own_source (TsSlide *slide)
{
  guint32 taken;

  ts_lock_acquire (&lock);
  taken = add_source (slide, TRUE);
  ts_lock_release (&lock);
  return taken;
}

void
ts_texture_cache_give_source (guint32 source)
{
  Source *known;
  gboolean is_last;

  ts_lock_acquire (&lock);
  known = g_hash_table_lookup (sources, GUINT_TO_POINTER (source));
  is_last = known != NULL && --known->n_users == 0;
  if (is_last)
    g_hash_table_steal (sources, GUINT_TO_POINTER (source));
  ts_lock_release (&lock);
  if (!is_last)
    return;
  ts_tile_cache_remove_source (cache, source);
  free_source (known);
}

void
ts_texture_cache_set_limit (guint megabytes)
{
  guint64 limit_mb = megabytes > 0 ? megabytes : choose_limit_mb ();

  ts_tile_cache_set_byte_budget (ts_texture_cache_get (),
                                 (gsize) (limit_mb * BYTES_PER_MB));
}

/* A memory texture is only a wrapped block of bytes until a renderer takes it, so making one
 * needs no display and no main thread. */
gpointer
ts_texture_cache_make_texture (guint32 *argb,
                               guint width,
                               guint height,
                               gsize *out_n_bytes,
                               gpointer user_data)
{
  gsize n_row_bytes = (gsize) width * sizeof (guint32);
  gsize n_bytes = n_row_bytes * height;
  g_autoptr (GBytes) bytes = g_bytes_new_take (argb, n_bytes);

  *out_n_bytes = n_bytes;
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_DEFAULT,
                                 bytes, n_row_bytes);
}
