/* Snapshot and heat map of what the store knows of a slide.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/jobs/snapshot-job.h"
#include "core/jobs/stored-map.h"

#define MAX_WIDTH_PX 2048

/* The store's knowledge of one slide, opened for one picture. */
typedef struct {
  const TsStoredPicture *picture;
  TsSlide *slide;
  TsStore *store;
  gint64 slide_id;        /* 0: the store does not know the slide */
  GPtrArray *runs;        /* of TsStoredRun, newest first; without empty ones */
  const TsStoredRun *run; /* the one that has the layer */
  TsLayer *layer;
  TsPredictionMap *map;
} Source;

static void
source_clear (Source *self)
{
  g_clear_pointer (&self->slide, ts_slide_unref);
  g_clear_pointer (&self->store, ts_store_unref);
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_pointer (&self->layer, ts_layer_free);
  g_clear_pointer (&self->map, ts_prediction_map_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

/* Layers of one run: genes of a mutations model, else classes. */
static GPtrArray *
list_layers (const TsStoredRun *run)
{
  static const TsModelInfo no_classes = { 0 };
  GPtrArray *layers = NULL;

  if (run->model->role != TS_ROLE_MUTATIONS)
    return ts_layer_list (run->model, NULL);
  layers = ts_layer_list (&no_classes, run->model);
  /* Of no classes none is the most likely. */
  g_ptr_array_remove_index (layers, 0);
  return layers;
}

static gboolean
find_run_with_layer (Source *self)
{
  for (guint i = 0; i < self->runs->len; i++) {
    const TsStoredRun *run = g_ptr_array_index (self->runs, i);
    g_autoptr (GPtrArray) layers = list_layers (run);
    const TsLayer *layer = ts_layer_find (layers, self->picture->layer);

    if (layer == NULL)
      continue;
    self->run = run;
    self->layer = ts_layer_copy (layer);
    return TRUE;
  }
  return FALSE;
}

static void
append_names (GString *names, const TsStoredRun *run, GHashTable *seen)
{
  g_autoptr (GPtrArray) layers = list_layers (run);

  for (guint i = 0; i < layers->len; i++) {
    const TsLayer *layer = g_ptr_array_index (layers, i);

    if (g_hash_table_add (seen, g_strdup (layer->name)))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                              layer->name);
  }
}

static gboolean
set_layer_missing (const Source *self, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GHashTable) seen =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->runs->len; i++)
    append_names (names, g_ptr_array_index (self->runs, i), seen);
  g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
               "'%s' has no layer '%s' of '%s'; it has: %s",
               self->picture->store_path, self->picture->layer,
               self->picture->slide_path, names->str);
  return FALSE;
}

static gboolean
is_same_grid (const TsGridSpec *a, const TsGridSpec *b)
{
  g_autofree char *key_a = ts_grid_spec_to_key (a);
  g_autofree char *key_b = ts_grid_spec_to_key (b);

  return g_str_equal (key_a, key_b);
}

/* The newest run whose classes decide where the genes of self->run are shown; NULL when
 * there is none. */
static const TsStoredRun *
find_classes (const Source *self)
{
  const char *runs_on = self->run->model->runs_on_class;

  for (guint i = 0; i < self->runs->len; i++) {
    const TsStoredRun *run = g_ptr_array_index (self->runs, i);

    if (run->model->role == TS_ROLE_CLASSES &&
        is_same_grid (&run->grid, &self->run->grid) &&
        (runs_on == NULL ||
         ts_model_info_find_class (run->model, runs_on) >= 0))
      return run;
  }
  return NULL;
}

static gboolean
load_genes (Source *self, GError **error)
{
  const TsStoredRun *run = find_classes (self);
  g_autoptr (TsPredictionMap) classes = NULL;
  TsStoredGenes genes = { .store = self->store, .run_id = self->run->run_id };

  /* It was run on all tiles, as the only model. */
  if (run == NULL)
    return ts_stored_map_load (self->store, self->run->run_id, self->map, NULL,
                               error);
  classes = ts_prediction_map_new (&run->grid, run->model->n_classes);
  genes.classes = classes;
  genes.runs_on_class =
    ts_model_info_find_class (run->model, self->run->model->runs_on_class);
  return ts_stored_map_load (self->store, run->run_id, classes, NULL, error) &&
         ts_stored_map_load_genes (&genes, self->map, NULL, error);
}

static gboolean
load_layer (Source *self, GError **error)
{
  if (self->runs->len == 0) {
    g_set_error (error, TS_ERROR, TS_ERROR_MISSING,
                 "'%s' has no predictions of '%s'", self->picture->store_path,
                 self->picture->slide_path);
    return FALSE;
  }
  if (!find_run_with_layer (self))
    return set_layer_missing (self, error);
  self->map =
    ts_prediction_map_new (&self->run->grid, self->run->model->n_classes);
  if (self->run->model->role == TS_ROLE_MUTATIONS)
    return load_genes (self, error);
  return ts_stored_map_load (self->store, self->run->run_id, self->map, NULL,
                             error);
}

/* The identity of some slides is the same at any resolution, their predictions are not. */
static gboolean
is_at_resolution (const Source *self, const TsStoredRun *run)
{
  const TsSlideInfo *slide = ts_slide_get_info (self->slide);

  return !ts_slide_info_has_mpp (slide) ||
         (run->grid.mpp_x == slide->mpp_x && run->grid.mpp_y == slide->mpp_y);
}

static gboolean
list_runs (Source *self, GError **error)
{
  self->runs = ts_store_list_runs (self->store, self->slide_id, error);
  if (self->runs == NULL)
    return FALSE;
  for (guint i = self->runs->len; i > 0; i--) {
    const TsStoredRun *run = g_ptr_array_index (self->runs, i - 1);

    if (run->n_predictions == 0 || !is_at_resolution (self, run))
      g_ptr_array_remove_index (self->runs, i - 1);
  }
  return TRUE;
}

/* Of a slide that has none of its own: what the reader entered last. */
static gboolean
take_reader_mpp (Source *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  double mpp = 0;

  if (ts_slide_info_has_mpp (ts_slide_get_info (self->slide)))
    return TRUE;
  if (ts_store_find_reader_mpp (self->store, self->slide_id, &mpp, &local))
    ts_slide_set_mpp (self->slide, mpp, mpp, TS_MPP_READER);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The scale bar needs a resolution: where nobody said one now, that of the run. */
static void
take_run_mpp (Source *self)
{
  if (self->run != NULL &&
      !ts_slide_info_has_mpp (ts_slide_get_info (self->slide)))
    ts_slide_set_mpp (self->slide, self->run->grid.mpp_x, self->run->grid.mpp_y,
                      TS_MPP_READER);
}

static gboolean
source_open (Source *self, const TsStoredPicture *picture, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->picture = picture;
  self->slide = ts_slide_open (picture->slide_path, error);
  if (self->slide == NULL)
    return FALSE;
  self->store = ts_store_open_read_only (picture->store_path, error);
  if (self->store == NULL)
    return FALSE;
  self->slide_id = ts_store_find_slide (
    self->store, ts_slide_get_info (self->slide)->identity, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!take_reader_mpp (self, error) || !list_runs (self, error) ||
      (picture->layer != NULL && !load_layer (self, error)))
    return FALSE;
  take_run_mpp (self);
  return TRUE;
}

static TsHeatMapStyle
make_style (const Source *self)
{
  return (TsHeatMapStyle){ .layer = *self->layer,
                           .model = self->run->model,
                           .palette = self->picture->palette,
                           .threshold = self->picture->threshold };
}

/* "412 of 1230 tiles": how complete the map is. No day: a picture carries no dates. */
static char *
format_state (const Source *self)
{
  TsTileCounts counts = ts_prediction_map_get_counts (self->map);

  return g_strdup_printf (
    "%" G_GUINT64_FORMAT " of %s%" G_GUINT64_FORMAT " tiles",
    counts.n_predicted, counts.n_unknown > 0 ? "up to " : "",
    counts.n_tiles - counts.n_background - counts.n_skipped);
}

static guint
find_width_px (const Source *self)
{
  TsRect region_l0 = ts_rect_is_empty (self->picture->region_l0)
                       ? ts_slide_get_info (self->slide)->bounds_l0
                       : self->picture->region_l0;

  if (self->picture->width_px > 0)
    return self->picture->width_px;
  return (guint) CLAMP (region_l0.width, 1, MAX_WIDTH_PX);
}

gboolean
ts_stored_snapshot_write (const TsStoredPicture *picture,
                          const char *path,
                          const TsCancel *cancel,
                          GError **error)
{
  g_auto (Source) source = { 0 };
  g_autoptr (GPtrArray) opinions = NULL;
  g_autofree char *state_text = NULL;
  TsHeatMapStyle style = { 0 };
  TsSnapshotParams params = { .region_l0 = picture->region_l0,
                              .opacity = picture->opacity,
                              .out_unreadable = picture->out_unreadable };

  if (!source_open (&source, picture, error))
    return FALSE;
  /* A slide id of 0 would ask for the opinions on all slides. */
  if (source.slide_id != 0) {
    opinions = ts_store_list_opinions (source.store, source.slide_id, 0, error);
    if (opinions == NULL)
      return FALSE;
    params.opinions = (const TsOpinion *const *) opinions->pdata;
    params.n_opinions = opinions->len;
  }
  params.slide = source.slide;
  params.width_px = find_width_px (&source);
  if (source.map != NULL) {
    style = make_style (&source);
    state_text = format_state (&source);
    params.map = source.map;
    params.style = &style;
    params.model = source.run->model;
    params.state_text = state_text;
  }
  return ts_snapshot_write_png (&params, path, cancel, error);
}

gboolean
ts_stored_heat_map_write (const TsStoredPicture *picture,
                          const char *path,
                          const TsCancel *cancel,
                          GError **error)
{
  g_auto (Source) source = { 0 };
  TsHeatMapStyle style = { 0 };

  g_return_val_if_fail (picture->layer != NULL, FALSE);
  if (!source_open (&source, picture, error))
    return FALSE;
  style = make_style (&source);
  return ts_heat_map_image_write_png (source.slide, source.map, &style, path,
                                      cancel, error);
}
