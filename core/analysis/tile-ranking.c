/* The most telling tiles of a map.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tile-ranking.h"

struct TsTileRanking {
  guint n_most, n_classes;
  double threshold;
  GArray **tops; /* [n_classes] of TsRankedTile */
  GArray *least_certain;
};

/* Keeps the list in order: sign 1 for the highest first, -1 for the lowest. Tiles come row by
 * row, and one goes behind its equals. */
static void
put (GArray *list, guint n_most, const TsRankedTile *tile, float sign)
{
  guint at = list->len;

  while (at > 0 && tile->prob * sign >
                     g_array_index (list, TsRankedTile, at - 1).prob * sign)
    at--;
  if (at >= n_most)
    return;
  if (list->len == n_most)
    g_array_set_size (list, n_most - 1);
  g_array_insert_val (list, at, *tile);
}

static void
rank_tile (TsTileRanking *self, guint col, guint row, const float *probs)
{
  guint best = ts_probs_find_most_likely (probs, self->n_classes);
  const TsRankedTile at_best = { col, row, probs[best] };

  put (self->least_certain, self->n_most, &at_best, -1);
  for (guint c = 0; c < self->n_classes; c++) {
    const TsRankedTile tile = { col, row, probs[c] };
    if ((double) probs[c] >= self->threshold)
      put (self->tops[c], self->n_most, &tile, 1);
  }
}

TsTileRanking *
ts_tile_ranking_new (TsPredictionMap *map, double threshold, guint n_most)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (map);
  TsTileRanking *self = g_new0 (TsTileRanking, 1);
  guint n = ts_prediction_map_get_n_classes (map);
  g_autofree guint8 *states = g_malloc (grid->n_cols);
  g_autofree float *probs = g_new (float, (gsize) grid->n_cols *n);

  self->n_most = n_most;
  self->n_classes = n;
  self->threshold = threshold;
  self->least_certain = g_array_new (FALSE, FALSE, sizeof (TsRankedTile));
  self->tops = g_new (GArray *, n);
  for (guint c = 0; c < n; c++)
    self->tops[c] = g_array_new (FALSE, FALSE, sizeof (TsRankedTile));
  for (guint row = 0; row < grid->n_rows; row++) {
    if (!ts_prediction_map_get_row (map, row, states, probs))
      continue;
    for (guint col = 0; col < grid->n_cols; col++)
      if (states[col] == TS_TILE_PREDICTED)
        rank_tile (self, col, row, probs + (gsize) col * n);
  }
  return self;
}

void
ts_tile_ranking_free (TsTileRanking *self)
{
  if (self == NULL)
    return;
  for (guint c = 0; c < self->n_classes; c++)
    g_array_unref (self->tops[c]);
  g_free (self->tops);
  g_array_unref (self->least_certain);
  g_free (self);
}

const GArray *
ts_tile_ranking_get_class (const TsTileRanking *self, guint class_index)
{
  g_return_val_if_fail (class_index < self->n_classes, NULL);
  return self->tops[class_index];
}

const GArray *
ts_tile_ranking_get_least_certain (const TsTileRanking *self)
{
  return self->least_certain;
}
