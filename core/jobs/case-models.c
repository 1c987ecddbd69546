/* The models of a case: their place in the store, and what they said before.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/jobs/case-private.h"
#include "core/tiles/grid.h"

static gboolean
refuse (const TsModelInfo *model, const char *reason, GError **error)
{
  g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED, "model '%s' %s",
               model->name, reason);
  return FALSE;
}

/* Whether the two can read the same tiles. */
static gboolean
check_pair (const TsModelInfo *classes,
            const TsModelInfo *genes,
            GError **error)
{
  if (classes->n_classes == 0 || classes->head == TS_HEAD_FEATURES)
    return refuse (classes, "gives features, not classes", error);
  if (genes == NULL)
    return TRUE;
  if (genes->role != TS_ROLE_MUTATIONS || genes->n_classes == 0)
    return refuse (genes, "is not one for mutations", error);
  if (genes->patch_px != classes->patch_px ||
      genes->spacing_um != classes->spacing_um) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "model '%s' reads tiles of %u px at %g um/px, '%s' of %u px "
                 "at %g um/px: they cannot run together",
                 genes->name, genes->patch_px, genes->spacing_um, classes->name,
                 classes->patch_px, classes->spacing_um);
    return FALSE;
  }
  if (genes->runs_on_class == NULL ||
      ts_model_info_find_class (classes, genes->runs_on_class) >= 0)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
               "model '%s' runs on tiles of '%s', which is not a class of '%s'",
               genes->name, genes->runs_on_class, classes->name);
  return FALSE;
}

void
ts_case_reading_clear (TsCaseReading *self)
{
  g_clear_pointer (&self->file, ts_model_file_unref);
  g_clear_pointer (&self->map, ts_prediction_map_unref);
}

static gboolean
reading_init (TsCaseReading *self,
              TsCase *owner,
              TsModelFile *file,
              const TsGridSpec *grid,
              GError **error)
{
  const TsModelInfo *info = ts_model_file_get_info (file);
  const TsSlideInfo *slide = ts_slide_get_info (owner->slide);

  self->file = ts_model_file_ref (file);
  self->map = ts_prediction_map_new (grid, info->n_classes);
  self->model_id = ts_store_put_model (owner->store, info, error);
  if (self->model_id == 0)
    return FALSE;
  self->run_id =
    ts_store_put_run (owner->store, owner->slide_id, self->model_id, grid,
                      slide->mpp_source, error);
  return self->run_id != 0;
}

typedef struct {
  TsCase *owner;
  TsCaseReading *classes;
  TsCaseReading *genes; /* NULL while the classes are loaded */
  int runs_on_class;    /* index, -1 for all */
  float *probs;         /* [n_classes] */
  gint64 newest_at_us;
  GError *failure;
} Loading;

static guint
find_most_likely (const float *probs, guint n_probs)
{
  guint best = 0;

  for (guint i = 1; i < n_probs; i++)
    best = probs[i] > probs[best] ? i : best;
  return best;
}

/* The grid and the class list are the run's own: a row beyond them was not written by us. */
static gboolean
check_fit (Loading *loading,
           const TsPrediction *prediction,
           TsPredictionMap *map)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (map);

  if (prediction->col < grid->n_cols && prediction->row < grid->n_rows &&
      (prediction->n_probs == 0 ||
       prediction->n_probs == ts_prediction_map_get_n_classes (map)))
    return TRUE;
  g_set_error (&loading->failure, TS_ERROR, TS_ERROR_STORE,
               "cannot read '%s': the file is damaged: the prediction of tile "
               "%u,%u does not fit its run",
               ts_store_get_path (loading->owner->store), prediction->col,
               prediction->row);
  return FALSE;
}

static gboolean
load_class (const TsPrediction *prediction, gpointer user_data)
{
  Loading *loading = user_data;
  TsPredictionMap *map = loading->classes->map;

  if (!check_fit (loading, prediction, map))
    return FALSE;
  ts_prediction_map_set (map, prediction->col, prediction->row,
                         prediction->n_probs > 0 ? TS_TILE_PREDICTED
                                                 : TS_TILE_BACKGROUND,
                         prediction->probs);
  loading->newest_at_us = MAX (loading->newest_at_us, prediction->made_at_us);
  return TRUE;
}

/* What follows for the genes from the class of a tile: UNKNOWN when nothing does. */
static TsTileState
derive_gene_state (const Loading *loading,
                   TsTileState state,
                   const float *probs,
                   guint n_classes)
{
  if (state == TS_TILE_BACKGROUND)
    return TS_TILE_BACKGROUND;
  if (state == TS_TILE_PREDICTED && loading->runs_on_class >= 0 &&
      find_most_likely (probs, n_classes) != (guint) loading->runs_on_class)
    return TS_TILE_SKIPPED;
  return TS_TILE_UNKNOWN;
}

/* Genes are shown only where the classes of today allow it: those stored may have been found
 * beside another class model. */
static gboolean
load_gene (const TsPrediction *prediction, gpointer user_data)
{
  Loading *loading = user_data;
  TsPredictionMap *classes = loading->classes->map;
  TsPredictionMap *map = loading->genes->map;
  guint n_classes = ts_prediction_map_get_n_classes (classes);
  TsTileState state = TS_TILE_UNKNOWN;

  if (!check_fit (loading, prediction, map))
    return FALSE;
  state = ts_prediction_map_get (classes, prediction->col, prediction->row,
                                 loading->probs);
  if (prediction->n_probs == 0 || state != TS_TILE_PREDICTED ||
      derive_gene_state (loading, state, loading->probs, n_classes) !=
        TS_TILE_UNKNOWN)
    return TRUE;
  ts_prediction_map_set (map, prediction->col, prediction->row,
                         TS_TILE_PREDICTED, prediction->probs);
  loading->newest_at_us = MAX (loading->newest_at_us, prediction->made_at_us);
  return TRUE;
}

static void
derive_genes (Loading *loading)
{
  TsPredictionMap *classes = loading->classes->map;
  TsPredictionMap *map = loading->genes->map;
  const TsGridSpec *grid = ts_prediction_map_get_grid (map);
  guint n_classes = ts_prediction_map_get_n_classes (classes);
  g_autofree guint8 *states = g_new0 (guint8, grid->n_cols);
  g_autofree float *probs = g_new0 (float, (gsize) grid->n_cols *n_classes);

  for (guint row = 0; row < grid->n_rows; row++) {
    ts_prediction_map_get_row (classes, row, states, probs);
    for (guint col = 0; col < grid->n_cols; col++) {
      TsTileState state =
        derive_gene_state (loading, (TsTileState) states[col],
                           probs + (gsize) col * n_classes, n_classes);

      if (state != TS_TILE_UNKNOWN)
        ts_prediction_map_set (map, col, row, state, NULL);
    }
  }
}

static gboolean
walk (Loading *loading,
      gint64 run_id,
      gboolean (*callback) (const TsPrediction *prediction, gpointer user_data),
      GError **error)
{
  if (!ts_store_foreach_prediction (loading->owner->store, run_id, callback,
                                    loading, error))
    return FALSE;
  if (loading->failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&loading->failure));
  return FALSE;
}

static gboolean
load (Loading *loading, GError **error)
{
  const TsModelInfo *info = ts_model_file_get_info (loading->classes->file);
  g_autofree float *probs = g_new0 (float, info->n_classes);
  const TsModelInfo *genes = NULL;

  loading->probs = probs;
  loading->runs_on_class = -1;
  if (!walk (loading, loading->classes->run_id, load_class, error))
    return FALSE;
  if (loading->genes->file == NULL)
    return TRUE;
  genes = ts_model_file_get_info (loading->genes->file);
  loading->runs_on_class =
    ts_model_info_find_class (info, genes->runs_on_class);
  if (!walk (loading, loading->genes->run_id, load_gene, error))
    return FALSE;
  derive_genes (loading);
  return TRUE;
}

static void
take (TsCaseReading *self, TsCaseReading *from)
{
  ts_case_reading_clear (self);
  *self = *from;
  *from = (TsCaseReading){ 0 };
}

gboolean
ts_case_set_models (TsCase *self,
                    TsModelFile *model,
                    TsModelFile *mutations,
                    GError **error)
{
  const TsModelInfo *info = ts_model_file_get_info (model);
  g_auto (TsCaseReading) classes = { 0 };
  g_auto (TsCaseReading) genes = { 0 };
  Loading loading = { .owner = self, .classes = &classes, .genes = &genes };
  TsGridSpec grid;

  if (!check_pair (
        info, mutations != NULL ? ts_model_file_get_info (mutations) : NULL,
        error) ||
      !ts_grid_spec_init (&grid, ts_slide_get_info (self->slide),
                          info->patch_px, info->spacing_um, error))
    return FALSE;
  ts_case_stop_run (self);
  if (!reading_init (&classes, self, model, &grid, error) ||
      (mutations != NULL &&
       !reading_init (&genes, self, mutations, &grid, error)) ||
      !load (&loading, error))
    return FALSE;
  take (&self->classes, &classes);
  take (&self->genes, &genes);
  ts_lock_acquire (&self->lock);
  self->newest_at_us = loading.newest_at_us;
  ts_lock_release (&self->lock);
  return TRUE;
}
