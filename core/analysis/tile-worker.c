/* What one thread of a run needs to look at tiles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tile-worker.h"

#include "core/analysis/classifier.h"
#include "core/analysis/tile-reader.h"
#include "core/tiles/tissue.h"

struct TsTileWorker {
  TsPredictionMap *map, *gene_map;
  guint n_classes;
  int runs_on_class;
  TsTileReader *reader;
  TsClassifier *classifier, *gene_classifier; /* the latter may be NULL */
  float *probs, *gene_probs;
  char *failure;
};

TsTileWorker *
ts_tile_worker_new (const TsTileRunParams *params,
                    int runs_on_class,
                    GError **error)
{
  g_autoptr (TsTileWorker) self = g_new0 (TsTileWorker, 1);

  self->map = params->map;
  self->gene_map = params->gene_map;
  self->n_classes = ts_prediction_map_get_n_classes (params->map);
  self->runs_on_class = runs_on_class;
  self->classifier = ts_classifier_new (params->model, error);
  if (self->classifier == NULL)
    return NULL;
  self->probs = g_new0 (float, self->n_classes);
  if (params->mutations != NULL) {
    self->gene_classifier = ts_classifier_new (params->mutations, error);
    if (self->gene_classifier == NULL)
      return NULL;
    self->gene_probs =
      g_new0 (float, ts_prediction_map_get_n_classes (params->gene_map));
  }
  self->reader = ts_tile_reader_new (params->slide,
                                     ts_prediction_map_get_grid (params->map));
  return g_steal_pointer (&self);
}

void
ts_tile_worker_free (TsTileWorker *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->reader, ts_tile_reader_free);
  g_clear_pointer (&self->classifier, ts_classifier_free);
  g_clear_pointer (&self->gene_classifier, ts_classifier_free);
  g_free (self->probs);
  g_free (self->gene_probs);
  g_free (self->failure);
  g_free (self);
}

static gboolean
is_for_genes (const TsTileWorker *self)
{
  return self->runs_on_class < 0 ||
         ts_probs_find_most_likely (self->probs, self->n_classes) ==
           (guint) self->runs_on_class;
}

static void
take_failure (TsTileWorker *self, const GError *error)
{
  g_free (self->failure);
  self->failure = g_strdup (error->message);
}

static TsTileState
find_class (TsTileWorker *self, const TsTilePixels *pixels, float *out_share)
{
  g_autoptr (GError) error = NULL;
  double share = ts_tissue_background_share (pixels->rgb, pixels->width_px,
                                             pixels->height_px);

  *out_share = (float) share;
  if (share > TS_BACKGROUND_MAX_SHARE)
    return TS_TILE_BACKGROUND;
  if (ts_classifier_run (self->classifier, pixels->rgb, pixels->width_px,
                         pixels->height_px, self->probs, &error))
    return TS_TILE_PREDICTED;
  take_failure (self, error);
  return TS_TILE_FAILED;
}

static TsTileState
find_genes (TsTileWorker *self,
            TsTilePlace place,
            TsTileState state,
            const TsTilePixels *pixels)
{
  g_autoptr (GError) error = NULL;

  if (self->gene_classifier == NULL)
    return TS_TILE_UNKNOWN;
  if (state != TS_TILE_PREDICTED)
    return state;
  if (!is_for_genes (self))
    return TS_TILE_SKIPPED;
  if (ts_prediction_map_get (self->gene_map, place.col, place.row, NULL) ==
      TS_TILE_PREDICTED)
    return TS_TILE_UNKNOWN;
  if (ts_classifier_run (self->gene_classifier, pixels->rgb, pixels->width_px,
                         pixels->height_px, self->gene_probs, &error))
    return TS_TILE_PREDICTED;
  take_failure (self, error);
  return TS_TILE_FAILED;
}

static void
look_at_tile (TsTileWorker *self, TsTilePlace place, TsTileResult *result)
{
  g_autoptr (GError) error = NULL;
  TsTilePixels pixels = { 0 };
  TsTileState known =
    ts_prediction_map_get (self->map, place.col, place.row, self->probs);
  gboolean is_known = known == TS_TILE_PREDICTED;

  if (!ts_tile_reader_read (self->reader, place.col, place.row, &pixels,
                            &error)) {
    take_failure (self, error);
    result->state = is_known ? TS_TILE_UNKNOWN : TS_TILE_FAILED;
    result->gene_state =
      self->gene_classifier != NULL ? TS_TILE_FAILED : TS_TILE_UNKNOWN;
    return;
  }
  if (!is_known)
    result->state = find_class (self, &pixels, &result->background_share);
  result->gene_state =
    find_genes (self, place, is_known ? known : result->state, &pixels);
}

void
ts_tile_worker_run (TsTileWorker *self,
                    TsTilePlace place,
                    TsTileResult *out_result)
{
  *out_result = (TsTileResult){ .col = place.col, .row = place.row };
  g_clear_pointer (&self->failure, g_free);
  look_at_tile (self, place, out_result);
  if (out_result->state == TS_TILE_PREDICTED)
    out_result->probs = self->probs;
  if (out_result->gene_state == TS_TILE_PREDICTED)
    out_result->gene_probs = self->gene_probs;
  out_result->failure = self->failure;
}
