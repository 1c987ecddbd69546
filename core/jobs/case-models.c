/* The models of a case: their place in the store, and what they said before.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tile-reader.h"
#include "core/base/error.h"
#include "core/jobs/case-private.h"
#include "core/jobs/stored-map.h"
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

/* Blown-up tiles look sharp to nobody, least of all to the network. */
static gboolean
check_scale (const TsSlideInfo *slide, double spacing_um, GError **error)
{
  g_autofree char *warning = NULL;

  return ts_tile_reader_check_scale (MAX (slide->mpp_x, slide->mpp_y),
                                     spacing_um, &warning, error);
}

void
ts_case_reading_clear (TsCaseReading *self)
{
  g_clear_pointer (&self->file, ts_model_file_unref);
  g_clear_pointer (&self->map, ts_prediction_map_unref);
  self->model_id = self->run_id = 0;
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

/* Classes first: what they say decides which genes are shown. */
static gboolean
load (TsCase *self,
      TsCaseReading *classes,
      TsCaseReading *genes,
      gint64 *out_newest_at_us,
      GError **error)
{
  TsStoredGenes stored = { .store = self->store,
                           .run_id = genes->run_id,
                           .classes = classes->map };
  gint64 newest_at_us = 0;

  if (!ts_stored_map_load (self->store, classes->run_id, classes->map,
                           out_newest_at_us, error))
    return FALSE;
  if (genes->file == NULL)
    return TRUE;
  stored.runs_on_class = ts_model_info_find_class (
    ts_model_file_get_info (classes->file),
    ts_model_file_get_info (genes->file)->runs_on_class);
  if (!ts_stored_map_load_genes (&stored, genes->map, &newest_at_us, error))
    return FALSE;
  *out_newest_at_us = MAX (*out_newest_at_us, newest_at_us);
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
  const TsSlideInfo *slide = ts_slide_get_info (self->slide);
  g_auto (TsCaseReading) classes = { 0 };
  g_auto (TsCaseReading) genes = { 0 };
  gint64 newest_at_us = 0;
  TsGridSpec grid;

  if (!check_pair (
        info, mutations != NULL ? ts_model_file_get_info (mutations) : NULL,
        error) ||
      !ts_grid_spec_init (&grid, slide, info->patch_px, info->spacing_um,
                          error) ||
      !check_scale (slide, info->spacing_um, error))
    return FALSE;
  ts_case_stop_run (self);
  if (!reading_init (&classes, self, model, &grid, error) ||
      (mutations != NULL &&
       !reading_init (&genes, self, mutations, &grid, error)) ||
      !load (self, &classes, &genes, &newest_at_us, error))
    return FALSE;
  take (&self->classes, &classes);
  take (&self->genes, &genes);
  ts_lock_acquire (&self->lock);
  self->newest_at_us = newest_at_us;
  ts_lock_release (&self->lock);
  return TRUE;
}

TsTilePictures *
ts_case_new_tile_pictures (const TsCase *self, TsRole role, GError **error)
{
  const TsCaseReading *reading =
    role == TS_ROLE_MUTATIONS ? &self->genes : &self->classes;

  if (reading->file == NULL) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_MISSING,
                         "no model is loaded");
    return NULL;
  }
  return ts_tile_pictures_new (
    self->slide, ts_model_file_get_model (reading->file),
    ts_prediction_map_get_grid (reading->map), error);
}

gint64
ts_case_find_tile_time (const TsCase *self, guint col, guint row)
{
  gint64 at_us = 0;

  if (self->classes.run_id == 0 ||
      !ts_store_find_prediction_time (self->store, self->classes.run_id, col,
                                      row, &at_us, NULL))
    return 0;
  return at_us;
}
