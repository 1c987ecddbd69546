/* Where the JPEG tiles of a TIFF file's levels are. Private to the room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/slide/jpeg-tile.h"
#include "core/slide/slide-backend.h"

G_BEGIN_DECLS

typedef struct {
  guint64 offset;
  gsize n_bytes;
} TsJpegTilePlace;

typedef struct {
  gint64 width_px, height_px;
  double downsample;
  TsJpegTileForm form; /* its tables are the index's */
  gint64 n_across, n_down;
  TsJpegTilePlace *places; /* [n_down][n_across], all within the file */
} TsJpegLevel;

typedef struct {
  guint n_levels;
  TsJpegLevel *levels; /* [n_levels] */
} TsJpegTileIndex;

/* The directories of the TIFF file open as fd (borrowed, its position changes) that have the
 * levels' sizes. NULL, with no reason, unless each level is one directory of 8-bit RGB or
 * YCbCr tiles in JPEG of which none is missing. One thread at a time for one fd. */
TsJpegTileIndex *
ts_jpeg_tile_index_read (int fd,
                         const TsSlideLevel *levels,
                         guint n_levels) G_GNUC_WARN_UNUSED_RESULT;
void ts_jpeg_tile_index_free (TsJpegTileIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsJpegTileIndex, ts_jpeg_tile_index_free)

G_END_DECLS
