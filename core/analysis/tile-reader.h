/* The pixels of an analysis tile: the slide's best level for the wanted resolution, brought
 * to tile pixels, over the slide's background colour, RGB. One thread at a time: each
 * worker has its own (it keeps scratch).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/slide/slide.h"
#include "core/tiles/grid.h"

G_BEGIN_DECLS

typedef struct TsTileReader TsTileReader;

TsTileReader *ts_tile_reader_new (TsSlide *slide, const TsGridSpec *grid)
  G_GNUC_WARN_UNUSED_RESULT; /* takes a reference */
void ts_tile_reader_free (TsTileReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTileReader, ts_tile_reader_free)

typedef struct {
  const guint8 *rgb;         /* [height][width][3] */
  guint width_px, height_px; /* at most patch_px, less at the edge */
} TsTilePixels;

/* *out_pixels is valid until the next read. Where a level has the wanted resolution within
 * 1 %, its pixels are taken as they are (from the tile's upper left corner, rounded down),
 * as DeepPATH takes them; else those of the next finer level are scaled with Pillow's
 * Lanczos, as its tile generator does. FALSE with TS_ERROR_READ or TS_ERROR_TOO_LARGE
 * naming the tile. */
gboolean ts_tile_reader_read (TsTileReader *self,
                              guint col,
                              guint row,
                              TsTilePixels *out_pixels,
                              GError **error);

/* Whether the slide is fine enough for a model of that spacing (both in microns per pixel;
 * mpp is the slide's level 0). FALSE with TS_ERROR_UNSUPPORTED when it is more than twice as
 * coarse. TRUE with *out_warning, a sentence for people that the caller frees, when it is
 * more than 1.1 times as coarse: tiles are then scaled up, and the network sees less detail
 * than it was trained with. Else *out_warning is NULL. */
gboolean ts_tile_reader_check_scale (double mpp,
                                     double spacing_um,
                                     char **out_warning,
                                     GError **error);

G_END_DECLS
