/* The most telling tiles of a map: for each class those with the highest probability, and
 * those the model is least certain of. One thread at a time, but for the map, which may
 * change meanwhile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/prediction-map.h"

G_BEGIN_DECLS

typedef struct {
  guint32 col, row;
  float
    prob; /* of the class; of the most likely one in the list of the least certain */
} TsRankedTile;

typedef struct TsTileRanking TsTileRanking;

/* One pass over the map: some tens of ms for a million tiles. At most n_most tiles a list.
 * Tiles of a class below threshold, which are clear in the heat map, are left out; of the
 * least certain none is. */
TsTileRanking *ts_tile_ranking_new (TsPredictionMap *map,
                                    double threshold,
                                    guint n_most) G_GNUC_WARN_UNUSED_RESULT;
void ts_tile_ranking_free (TsTileRanking *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTileRanking, ts_tile_ranking_free)

/* TsRankedTile, borrowed: the highest probability first, equal ones by row, then column. */
const GArray *ts_tile_ranking_get_class (const TsTileRanking *self,
                                         guint class_index);
/* The lowest probability of the most likely class first, equal ones by row, then column. */
const GArray *ts_tile_ranking_get_least_certain (const TsTileRanking *self);

G_END_DECLS
