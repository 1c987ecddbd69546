/* The places of a range of tiles, nearest to a centre first. Small ranges are sorted by
 * distance; large ones come in growing square rings, made as they are asked for, so that
 * a new centre on a slide of a million tiles costs nothing. Pure.
 * One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/prediction-map.h"
#include "core/base/geometry.h"

G_BEGIN_DECLS

typedef struct TsTileOrder TsTileOrder;

/* Those of range that are not in excluded. The centre is in tiles (the middle of tile 0,0
 * is 0.5, 0.5) and may lie outside. */
TsTileOrder *ts_tile_order_new (const TsTileRange *range,
                                const TsTileRange *excluded,
                                TsPoint center) G_GNUC_WARN_UNUSED_RESULT;
void ts_tile_order_free (TsTileOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTileOrder, ts_tile_order_free)

/* FALSE at the end. Each place comes once. */
gboolean ts_tile_order_next (TsTileOrder *self, TsTilePlace *out_place);
void ts_tile_order_rewind (TsTileOrder *self);

G_END_DECLS
