/* The tiles of a slide that were decoded last, for those who want them again: neighbours
 * share tiles. Private to the room. Any thread; its lock is held for the look-up only.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reference counted; the pixels do not change once it is in the cache. */
typedef struct {
  gint n_refs;
  guint64 key; /* the cache's, as the next */
  GList link;
  gsize n_px;
  guint32 argb[]; /* [n_px] */
} TsDecodedTile;

TsDecodedTile *ts_decoded_tile_new (gsize n_px) G_GNUC_WARN_UNUSED_RESULT;
void ts_decoded_tile_unref (TsDecodedTile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsDecodedTile, ts_decoded_tile_unref)

typedef struct TsDecodedTiles TsDecodedTiles;

/* Keeps at most max_bytes of pixels: the least recently used go first. */
TsDecodedTiles *
ts_decoded_tiles_new (gsize max_bytes) G_GNUC_WARN_UNUSED_RESULT;
void ts_decoded_tiles_free (TsDecodedTiles *self);

/* A reference, or NULL. */
TsDecodedTile *ts_decoded_tiles_find (TsDecodedTiles *self, guint64 key);
/* Takes a reference of its own, unless another tile has the key already or this one is too
 * large. A tile goes into one cache and once. */
void
ts_decoded_tiles_add (TsDecodedTiles *self, guint64 key, TsDecodedTile *tile);

G_END_DECLS
