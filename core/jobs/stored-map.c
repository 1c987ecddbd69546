/* Prediction maps filled from the store.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/stored-map.h"

#include "core/base/error.h"
#include "core/records/prediction.h"

typedef struct {
  TsStore *store;
  TsPredictionMap *map;
  const TsStoredGenes *genes; /* NULL for classes */
  float *class_probs;         /* [n_classes] of genes->classes */
  gint64 newest_at_us;
  GError *failure;
} Walk;

/* What follows for the genes from the class of a tile: UNKNOWN when nothing does. */
static TsTileState
derive_gene_state (const TsStoredGenes *genes,
                   TsTileState state,
                   const float *probs)
{
  guint n_classes = ts_prediction_map_get_n_classes (genes->classes);

  if (state == TS_TILE_BACKGROUND)
    return TS_TILE_BACKGROUND;
  if (state == TS_TILE_PREDICTED && genes->runs_on_class >= 0 &&
      ts_probs_find_most_likely (probs, n_classes) !=
        (guint) genes->runs_on_class)
    return TS_TILE_SKIPPED;
  return TS_TILE_UNKNOWN;
}

/* The grid and the class list are the run's own: a row beyond them was not written by us. */
static gboolean
check_fit (Walk *walk, const TsPrediction *prediction)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (walk->map);

  if (prediction->col < grid->n_cols && prediction->row < grid->n_rows &&
      (prediction->n_probs == 0 ||
       prediction->n_probs == ts_prediction_map_get_n_classes (walk->map)))
    return TRUE;
  g_set_error (&walk->failure, TS_ERROR, TS_ERROR_STORE,
               "cannot read '%s': the file is damaged: the prediction of tile "
               "%u,%u does not fit its run",
               ts_store_get_path (walk->store), prediction->col,
               prediction->row);
  return FALSE;
}

static void
take (Walk *walk, const TsPrediction *prediction, TsTileState state)
{
  ts_prediction_map_set (walk->map, prediction->col, prediction->row, state,
                         prediction->probs);
  walk->newest_at_us = MAX (walk->newest_at_us, prediction->made_at_us);
}

static gboolean
take_class (const TsPrediction *prediction, gpointer user_data)
{
  Walk *walk = user_data;

  if (!check_fit (walk, prediction))
    return FALSE;
  take (walk, prediction,
        prediction->n_probs > 0 ? TS_TILE_PREDICTED : TS_TILE_BACKGROUND);
  return TRUE;
}

static gboolean
take_gene (const TsPrediction *prediction, gpointer user_data)
{
  Walk *walk = user_data;
  TsTileState state = TS_TILE_UNKNOWN;

  if (!check_fit (walk, prediction))
    return FALSE;
  state = ts_prediction_map_get (walk->genes->classes, prediction->col,
                                 prediction->row, walk->class_probs);
  if (prediction->n_probs > 0 && state == TS_TILE_PREDICTED &&
      derive_gene_state (walk->genes, state, walk->class_probs) ==
        TS_TILE_UNKNOWN)
    take (walk, prediction, TS_TILE_PREDICTED);
  return TRUE;
}

static gboolean
walk_run (Walk *walk, gint64 run_id, gint64 *out_newest_at_us, GError **error)
{
  if (!ts_store_foreach_prediction (
        walk->store, run_id, walk->genes != NULL ? take_gene : take_class, walk,
        error))
    return FALSE;
  if (walk->failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&walk->failure));
    return FALSE;
  }
  if (out_newest_at_us != NULL)
    *out_newest_at_us = walk->newest_at_us;
  return TRUE;
}

gboolean
ts_stored_map_load (TsStore *store,
                    gint64 run_id,
                    TsPredictionMap *map,
                    gint64 *out_newest_at_us,
                    GError **error)
{
  Walk walk = { .store = store, .map = map };

  return walk_run (&walk, run_id, out_newest_at_us, error);
}

/* Sets what follows from the classes, row by row. */
static void
derive_all (const TsStoredGenes *genes, TsPredictionMap *map)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (map);
  guint n_classes = ts_prediction_map_get_n_classes (genes->classes);
  g_autofree guint8 *states = g_new0 (guint8, grid->n_cols);
  g_autofree float *probs = g_new0 (float, (gsize) grid->n_cols *n_classes);

  for (guint row = 0; row < grid->n_rows; row++) {
    ts_prediction_map_get_row (genes->classes, row, states, probs);
    for (guint col = 0; col < grid->n_cols; col++) {
      TsTileState state = derive_gene_state (genes, (TsTileState) states[col],
                                             probs + (gsize) col * n_classes);

      if (state != TS_TILE_UNKNOWN)
        ts_prediction_map_set (map, col, row, state, NULL);
    }
  }
}

gboolean
ts_stored_map_load_genes (const TsStoredGenes *genes,
                          TsPredictionMap *map,
                          gint64 *out_newest_at_us,
                          GError **error)
{
  guint n_classes = ts_prediction_map_get_n_classes (genes->classes);
  g_autofree float *class_probs = g_new0 (float, n_classes);
  Walk walk = { .store = genes->store,
                .map = map,
                .genes = genes,
                .class_probs = class_probs };

  if (!walk_run (&walk, genes->run_id, out_newest_at_us, error))
    return FALSE;
  derive_all (genes, map);
  return TRUE;
}
