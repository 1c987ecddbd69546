/* Reads pyramid tiles on its own threads and puts them into the cache. The queue is
 * replaced as a whole at each move of the view, so stale requests are dropped; what is
 * being read when it changes is finished and kept. All functions: main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/tiles/pyramid.h"
#include "core/tiles/tile-cache.h"

G_BEGIN_DECLS

typedef struct TsTileLoader TsTileLoader;

typedef struct {
  guint n_threads;
  TsPyramid *pyramid; /* a reference is taken */
  TsTileCache *cache; /* a reference is taken */
  guint32 source;     /* for the cache's keys */
  /* On a loader thread: pixels [height][width] premultiplied ARGB32, opaque, to the payload
   * the cache keeps; *out_n_bytes is what it weighs. Takes the pixels (g_free). */
  gpointer (*make_payload) (guint32 *argb,
                            guint width,
                            guint height,
                            gsize *out_n_bytes,
                            gpointer user_data);
  /* On a loader thread, after one or more tiles came into the cache, or failed; must only
   * wake the main thread. Coalesced: not again before ts_tile_loader_take_news. */
  void (*wake) (gpointer user_data);
  gpointer user_data;
} TsTileLoaderParams;

typedef struct {
  guint n_loaded; /* since the last look */
  guint
    n_failed; /* tiles that could not be read; they are not asked for again */
  char *
    last_failure; /* message of the newest failure or NULL; the caller owns it */
} TsTileNews;

typedef struct {
  TsTileKey key;
  char *message;
} TsTileFailure;

typedef struct {
  guint64 n_requested, n_loaded, n_dropped, n_failed; /* since the start */
} TsTileLoaderStats;

TsTileLoader *
ts_tile_loader_new (const TsTileLoaderParams *params) G_GNUC_WARN_UNUSED_RESULT;
/* Stops the threads; waits for the tiles being read; no wake after it returns. */
void ts_tile_loader_free (TsTileLoader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTileLoader, ts_tile_loader_free)

/* The tiles wanted now, most urgent first, in place of all that was wanted before. Those
 * in the cache, being read or known as unreadable are passed over. */
void ts_tile_loader_request (TsTileLoader *self,
                             const TsTileKey *keys,
                             guint n_keys);
gboolean ts_tile_loader_is_failed (TsTileLoader *self, const TsTileKey *key);
gboolean ts_tile_loader_is_idle (TsTileLoader *self);
/* The tiles that could not be read, in the order in which they failed: GPtrArray of
 * TsTileFailure, which go with it. */
GPtrArray *
ts_tile_loader_list_failures (TsTileLoader *self) G_GNUC_WARN_UNUSED_RESULT;
TsTileNews ts_tile_loader_take_news (TsTileLoader *self);
TsTileLoaderStats ts_tile_loader_get_stats (TsTileLoader *self);

G_END_DECLS
