/* The workspace's view settings: which layer is shown, and how.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "ui/round-length.h"
#include "ui/workspace-private.h"

void
ts_workspace_list_layers (TsWorkspace *self)
{
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  self->layers = ts_layer_list (ts_case_get_model (self->open_case),
                                ts_case_get_mutations (self->open_case));
  if (self->layer_name != NULL &&
      ts_layer_find (self->layers, self->layer_name) == NULL) {
    g_free (self->layer_name);
    self->layer_name = g_strdup ("most-likely");
  }
}

void
ts_workspace_set_model_hidden (TsWorkspace *self, gboolean is_hidden)
{
  static const char *const told[] = { "models-changed",    "style-changed",
                                      "map-changed",       "run-changed",
                                      "selection-changed", "opinions-changed" };

  if (self->is_model_hidden == is_hidden)
    return;
  self->is_model_hidden = is_hidden;
  ts_workspace_log_event (self, is_hidden ? "model-hidden" : "model-shown",
                          "layer",
                          self->layer_name != NULL ? self->layer_name : "none");
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    ts_workspace_emit (self, told[i]);
}

gboolean
ts_workspace_is_model_hidden (TsWorkspace *self)
{
  return self->is_model_hidden;
}

const GPtrArray *
ts_workspace_get_layers (TsWorkspace *self)
{
  return self->is_model_hidden ? NULL : self->layers;
}

const TsLayer *
ts_workspace_get_layer (TsWorkspace *self)
{
  if (self->is_model_hidden || self->layers == NULL || self->layer_name == NULL)
    return NULL;
  return ts_layer_find (self->layers, self->layer_name);
}

void
ts_workspace_set_layer (TsWorkspace *self, const char *name)
{
  if (self->is_model_hidden || g_strcmp0 (name, self->layer_name) == 0)
    return;
  g_free (self->layer_name);
  self->layer_name = g_strdup (name);
  ts_workspace_log_event (self, "layer-shown", "layer",
                          name != NULL ? name : "none");
  ts_workspace_emit (self, "style-changed");
}

TsPredictionMap *
ts_workspace_get_heat_map (TsWorkspace *self, TsHeatMapStyle *out_style)
{
  const TsLayer *layer = ts_workspace_get_layer (self);
  if (layer == NULL || self->open_case == NULL)
    return NULL;
  gboolean is_gene = layer->kind == TS_LAYER_GENE;

  *out_style = (TsHeatMapStyle){
    .layer = *layer,
    .model = is_gene ? ts_case_get_mutations (self->open_case)
                     : ts_case_get_model (self->open_case),
    .palette = self->palette,
    .threshold = self->threshold,
  };
  return is_gene ? ts_case_get_gene_map (self->open_case)
                 : ts_case_get_map (self->open_case);
}

TsPalette
ts_workspace_get_palette (TsWorkspace *self)
{
  return self->palette;
}

void
ts_workspace_set_palette (TsWorkspace *self, TsPalette palette)
{
  if (self->palette == palette)
    return;
  self->palette = palette;
  ts_workspace_emit (self, "style-changed");
}

double
ts_workspace_get_opacity (TsWorkspace *self)
{
  return self->opacity;
}

void
ts_workspace_set_opacity (TsWorkspace *self, double opacity)
{
  opacity = CLAMP (opacity, 0, 1);
  if (self->opacity == opacity)
    return;
  self->opacity = opacity;
  ts_workspace_emit (self, "style-changed");
}

double
ts_workspace_get_threshold (TsWorkspace *self)
{
  return self->threshold;
}

void
ts_workspace_set_threshold (TsWorkspace *self, double threshold)
{
  threshold = CLAMP (threshold, 0, 1);
  if (self->threshold == threshold)
    return;
  self->threshold = threshold;
  ts_workspace_emit (self, "style-changed");
}

gboolean
ts_workspace_is_overlay_visible (TsWorkspace *self)
{
  return self->is_overlay_visible;
}

void
ts_workspace_set_overlay_visible (TsWorkspace *self, gboolean is_visible)
{
  if (self->is_model_hidden || self->is_overlay_visible == is_visible)
    return;
  self->is_overlay_visible = is_visible;
  ts_workspace_log_event (self, is_visible ? "overlay-shown" : "overlay-hidden",
                          NULL, NULL);
  ts_workspace_emit (self, "style-changed");
}

void
ts_workspace_set_numbers_visible (TsWorkspace *self, gboolean is_visible)
{
  self->are_numbers_visible = is_visible;
}

static char *
format_date (gint64 unix_us)
{
  g_autoptr (GDateTime) date =
    g_date_time_new_from_unix_local (unix_us / G_USEC_PER_SEC);

  return date != NULL ? g_date_time_format (date, "%-d %b %Y") : NULL;
}

/* How complete the map is, of the whole slide, so that nobody takes a partial map for a whole
 * one. Of the tiles that nobody has looked at the run knows which are likely tissue; without
 * it all may be. Those of a gene layer that are of another class are not waited for. */
static char *
format_counts (TsWorkspace *self, TsPredictionMap *map)
{
  TsTileCounts counts = ts_prediction_map_get_counts (map);
  guint64 n_most = counts.n_predicted + counts.n_unknown + counts.n_failed;
  TsRunStatus status = ts_workspace_get_run_status (self);
  g_autofree char *failure = status.failure;
  gboolean is_estimated =
    map == ts_case_get_map (self->open_case) && status.n_tissue > 0;

  if (is_estimated)
    n_most = MAX (status.n_tissue, counts.n_predicted + counts.n_failed);
  g_autofree char *n_done = ts_count_format ((gint64) counts.n_predicted);
  g_autofree char *n_all = ts_count_format ((gint64) n_most);

  return is_estimated || counts.n_unknown == 0
           ? g_strdup_printf (_ ("%s of %s tiles"), n_done, n_all)
           : g_strdup_printf (_ ("%s of up to %s tiles"), n_done, n_all);
}

char *
ts_workspace_format_completeness (TsWorkspace *self)
{
  TsHeatMapStyle style;
  TsPredictionMap *map = ts_workspace_get_heat_map (self, &style);

  return map != NULL ? format_counts (self, map) : NULL;
}

char *
ts_workspace_format_state (TsWorkspace *self)
{
  TsHeatMapStyle style;
  if (ts_workspace_get_heat_map (self, &style) == NULL)
    return NULL;
  gint64 newest_at_us = ts_case_get_newest_at_us (self->open_case);
  g_autofree char *date = newest_at_us > 0 ? format_date (newest_at_us) : NULL;
  g_autofree char *completeness = ts_workspace_format_completeness (self);

  return g_strjoin (" · ", style.model->name, completeness, date, NULL);
}
