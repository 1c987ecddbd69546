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

/* *out_rgb [height][width][3] is valid until the next read; at most patch_px a side, less
 * at the edge. FALSE with TS_ERROR_READ naming the tile. */
gboolean ts_tile_reader_read (TsTileReader *self,
                              guint col,
                              guint row,
                              const guint8 **out_rgb,
                              guint *out_width,
                              guint *out_height,
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
