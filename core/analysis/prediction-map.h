/* All predictions of one model on one grid, in memory: what heat maps, lists and counts are
 * made from. Any thread (locked inside).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/grid-spec.h"
#include "core/records/prediction.h"

G_BEGIN_DECLS

typedef enum {
  TS_TILE_UNKNOWN,    /* not looked at yet */
  TS_TILE_BACKGROUND, /* left out by the background rule */
  TS_TILE_SKIPPED,    /* tissue, but not of runs_on_class */
  TS_TILE_FAILED, /* its pixels cannot be read, or the answer is no number */
  TS_TILE_PREDICTED
} TsTileState;

typedef struct {
  guint64 n_tiles, n_unknown, n_background, n_skipped, n_failed, n_predicted;
} TsTileCounts;

typedef struct {
  guint32 col, row;
} TsTilePlace;

/* Columns [first_col, last_col) and rows [first_row, last_row). */
typedef struct {
  guint first_col, last_col, first_row, last_row;
} TsTileRange;

typedef struct TsPredictionMap TsPredictionMap;

/* n_classes from 1 to TS_MAX_CLASSES; the grid is copied. */
TsPredictionMap *ts_prediction_map_new (const TsGridSpec *grid, guint n_classes)
  G_GNUC_WARN_UNUSED_RESULT;
TsPredictionMap *ts_prediction_map_ref (TsPredictionMap *self);
void ts_prediction_map_unref (TsPredictionMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsPredictionMap, ts_prediction_map_unref)

const TsGridSpec *ts_prediction_map_get_grid (const TsPredictionMap *self);
guint ts_prediction_map_get_n_classes (const TsPredictionMap *self);
TsTileCounts ts_prediction_map_get_counts (TsPredictionMap *self);
/* out_probs [n_classes], filled when TS_TILE_PREDICTED; may be NULL. */
TsTileState ts_prediction_map_get (TsPredictionMap *self,
                                   guint col,
                                   guint row,
                                   float *out_probs);
/* One row at once, under one lock: out_states [n_cols] of TsTileState, out_probs
 * [n_cols][n_classes], whose rows are undefined where nothing is predicted; may be NULL.
 * FALSE when nothing of the row is predicted (out_probs is then untouched). */
gboolean ts_prediction_map_get_row (TsPredictionMap *self,
                                    guint row,
                                    guint8 *out_states,
                                    float *out_probs);
/* Goes up by one with every ts_prediction_map_set; 0 for a new map. */
guint64 ts_prediction_map_get_version (TsPredictionMap *self);
/* Appends the places set after version `since` to out_places (of TsTilePlace), oldest
 * first, a place set twice twice. *out_version is where the next look begins. FALSE when
 * more has happened than is remembered (65536 places): everything must be looked at. */
gboolean ts_prediction_map_list_changes (TsPredictionMap *self,
                                         guint64 since,
                                         GArray *out_places,
                                         guint64 *out_version);

/* probs [n_classes] when TS_TILE_PREDICTED, else ignored. */
void ts_prediction_map_set (TsPredictionMap *self,
                            guint col,
                            guint row,
                            TsTileState state,
                            const float *probs);

/* Mean probability of each class over the predicted tiles, and the share of them whose most
 * likely class it is (ties count for all, as DeepPATH counts). [n_classes] each; zeros when there
 * are none. Sums in tile order, so the same for any number of workers. */
void ts_prediction_map_summarise (TsPredictionMap *self,
                                  double *out_mean_probs,
                                  double *out_shares);
/* Predicted tiles from the most to the least certain (the largest probability; ties by row,
 * then column): TsTilePlace. The caller frees. Some tens of ms for a million
 * tiles. */
GArray *
ts_prediction_map_rank (TsPredictionMap *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
