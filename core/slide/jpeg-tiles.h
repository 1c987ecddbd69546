/* The fast way to the pixels of a tiled TIFF file in JPEG: OpenSlide 3.4 composes each tile
 * with cairo at some 30 ns a pixel, several times what decoding it takes. Gives OpenSlide's
 * bytes or none. Private to the room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/slide/slide-backend.h"

G_BEGIN_DECLS

typedef struct TsJpegTiles TsJpegTiles;

typedef gboolean (*TsReadRegionFunc) (gpointer backend,
                                      const TsSlideRegion *region,
                                      guint32 *out_argb,
                                      GError **error);

/* NULL, with no reason, for a file this way cannot read: which is no tiled TIFF in baseline
 * JPEG, has anything unusual about it, or of which a few samples from each level are not
 * what read_region gives for them. It is not called after this has returned. */
TsJpegTiles *ts_jpeg_tiles_open (const char *path,
                                 const TsSlideLevel *levels,
                                 guint n_levels,
                                 TsReadRegionFunc read_region,
                                 gpointer backend) G_GNUC_WARN_UNUSED_RESULT;
void ts_jpeg_tiles_free (TsJpegTiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsJpegTiles, ts_jpeg_tiles_free)

/* The region as for TsSlideOps. FALSE, with no reason and out_argb undefined, when it must
 * be read otherwise: a tile is damaged, or the corner is no whole pixel of the level, where
 * OpenSlide interpolates. Any thread; reads run side by side. */
gboolean ts_jpeg_tiles_read (TsJpegTiles *self,
                             const TsSlideRegion *region,
                             guint32 *out_argb);

G_END_DECLS
