/* A byte-bounded least-recently-used cache of what the view draws. What an entry holds
 * is opaque here (the ui keeps GdkTextures in it). Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint32
    source; /* number of the open slide, given by whoever shares the cache */
  guint32 level, col, row;
} TsTileKey;

typedef struct TsTileCache TsTileCache;

/* dup and release handle one reference to an entry's payload. */
TsTileCache *ts_tile_cache_new (gsize byte_budget,
                                gpointer (*dup) (gpointer payload),
                                void (*release) (gpointer payload))
  G_GNUC_WARN_UNUSED_RESULT;
TsTileCache *ts_tile_cache_ref (TsTileCache *self);
void ts_tile_cache_unref (TsTileCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTileCache, ts_tile_cache_unref)

gsize ts_tile_cache_get_n_bytes (TsTileCache *self);
/* A reference the caller owns, now the most recently used; NULL when not there. */
gpointer ts_tile_cache_lookup (TsTileCache *self, const TsTileKey *key);
gboolean ts_tile_cache_contains (TsTileCache *self, const TsTileKey *key);
typedef enum {
  TS_CACHED_NOT,
  TS_CACHED_NEW, /* there, and not yet marked as shown */
  TS_CACHED_SHOWN
} TsCached;
/* Neither this nor the mark makes an entry more recently used. */
TsCached ts_tile_cache_find (TsTileCache *self, const TsTileKey *key);
/* What is shown costs the next frame less: it is in the renderer's hands already. */
void ts_tile_cache_mark_shown (TsTileCache *self, const TsTileKey *key);

/* Takes the payload. A pinned entry is never evicted (the coarsest levels). An entry
 * larger than the budget is released at once. */
void ts_tile_cache_insert (TsTileCache *self,
                           const TsTileKey *key,
                           gpointer payload,
                           gsize n_bytes,
                           gboolean is_pinned);
void ts_tile_cache_remove_source (TsTileCache *self, guint32 source);
gsize ts_tile_cache_get_byte_budget (TsTileCache *self);
void ts_tile_cache_set_byte_budget (TsTileCache *self, gsize byte_budget);

G_END_DECLS
