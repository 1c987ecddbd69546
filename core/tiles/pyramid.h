/* The view pyramid: every power of two from level 0 up, cut into square tiles, whatever
 * levels the file has. A level the file lacks is made from the next finer one by proper
 * (area) down-scaling. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/cancel.h"
#include "core/slide/slide.h"

G_BEGIN_DECLS

#define TS_PYRAMID_TILE_PX 256
/* The coarsest levels, which a view keeps in memory: at most 1 + 4 + 16 tiles that cover the
 * slide, so that it never has nothing to draw. */
#define TS_PYRAMID_N_PINNED_LEVELS 3

typedef struct TsPyramid TsPyramid;

TsPyramid *
ts_pyramid_new (TsSlide *slide) G_GNUC_WARN_UNUSED_RESULT; /* takes a ref */
TsPyramid *ts_pyramid_ref (TsPyramid *self);
void ts_pyramid_unref (TsPyramid *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsPyramid, ts_pyramid_unref)

TsSlide *ts_pyramid_get_slide (const TsPyramid *self);
guint
ts_pyramid_get_n_levels (const TsPyramid *self); /* the last fits in one tile */
double ts_pyramid_get_downsample (const TsPyramid *self,
                                  guint level); /* 2^level */
guint ts_pyramid_get_n_cols (const TsPyramid *self, guint level);
guint ts_pyramid_get_n_rows (const TsPyramid *self, guint level);
TsRect ts_pyramid_get_tile_l0 (const TsPyramid *self,
                               guint level,
                               guint col,
                               guint row);
/* The coarsest level that is still at least as fine as the screen. */
guint ts_pyramid_find_level (const TsPyramid *self, double device_px_per_l0_px);

typedef struct {
  guint level, col, row;
} TsPyramidTile;

typedef struct {
  guint32 *argb; /* [height][width], premultiplied ARGB32, opaque */
  guint width, height;
} TsTilePixels;

/* Pixels of one tile, composed on the slide's background colour; the caller owns
 * out->argb (g_free). At most TS_PYRAMID_TILE_PX a side, less at the edge. FALSE with
 * TS_ERROR_READ naming the tile, or TS_ERROR_CANCELLED: a coarse tile of a slide without
 * coarse levels is made from much of the slide and takes its time. */
gboolean ts_pyramid_read_tile (TsPyramid *self,
                               TsPyramidTile tile,
                               TsTilePixels *out,
                               const TsCancel *cancel,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
