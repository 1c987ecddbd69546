/* The application's one cache of tile textures, shared by every canvas of every window: what
 * one has read another need not read again, and the limit is one for all. Any thread, once
 * ts_texture_cache_get was called on the main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/slide/slide.h"
#include "core/tiles/tile-cache.h"

G_BEGIN_DECLS

/* Borrowed; lives as long as the program. Payloads are GdkTextures. */
TsTileCache *ts_texture_cache_get (void);

/* The number of a slide in the cache, from the first canvas that shows it to the last: canvases
 * that show the same open slide get the same number. Each take needs its give back; after the
 * last, the slide's tiles are dropped. */
guint32 ts_texture_cache_take_source (TsSlide *slide);
/* A number that no other canvas gets: for pixels that are not the slide's own. */
guint32 ts_texture_cache_take_own_source (TsSlide *slide);
void ts_texture_cache_give_source (guint32 source);

/* The limit in megabytes; 0: a sixteenth of the machine's memory, but 256 at least and 1024 at
 * most. */
void ts_texture_cache_set_limit (guint megabytes);

/* On a loader thread: a texture of pixels [height][width], premultiplied ARGB32, which are
 * taken. As TsTileLoaderParams.make_payload wants it. */
gpointer ts_texture_cache_make_texture (guint32 *argb,
                                        guint width,
                                        guint height,
                                        gsize *out_n_bytes,
                                        gpointer user_data);

G_END_DECLS
