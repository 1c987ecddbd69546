/* Tiled TIFF files in JPEG for tests, and OpenSlide's pixels to compare with.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <openslide.h>

#include "core/slide/slide-backend.h"

G_BEGIN_DECLS

typedef struct {
  guint width_px, height_px, tile_px, n_levels;
  guint16 compression, photometric, subsampling; /* TIFF's numbers */
  gboolean lacks_last_tile;
} JpegTiff;

/* Each level half as large as the one before, rounded down; patterns that differ from level
 * to level. */
void jpeg_tiff_write (const JpegTiff *self, const char *path);

/* Where the last tile of the level begins and how long it is, in the file. */
void jpeg_tiff_find_last_tile (const char *path,
                               guint level,
                               guint64 *out_offset,
                               guint64 *out_n_bytes);

/* The levels of an OpenSlide handle; returns their number. */
guint openslide_read_levels (openslide_t *osr,
                             TsSlideLevel levels[TS_SLIDE_MAX_LEVELS]);
/* A TsReadRegionFunc. */
gboolean openslide_read (gpointer osr,
                         const TsSlideRegion *region,
                         guint32 *out_argb,
                         GError **error);

G_END_DECLS
