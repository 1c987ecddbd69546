/* A heat map: one texel per tile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/heat-map.h"

#include <math.h>
#include <string.h>

#define N_SHADES 256

TsLayer *
ts_layer_copy (const TsLayer *self)
{
  TsLayer *copy = g_new (TsLayer, 1);

  *copy = *self;
  copy->name = g_strdup (self->name);
  return copy;
}

void
ts_layer_free (TsLayer *self)
{
  g_free (self->name);
  g_free (self);
}

static void
free_layer (gpointer layer)
{
  ts_layer_free (layer);
}

static void
append_layer (GPtrArray *layers,
              TsLayerKind kind,
              guint class_index,
              const char *name)
{
  TsLayer *layer = g_new (TsLayer, 1);

  *layer = (TsLayer){ kind, class_index, g_strdup (name) };
  g_ptr_array_add (layers, layer);
}

GPtrArray *
ts_layer_list (const TsModelInfo *classes, const TsModelInfo *mutations)
{
  GPtrArray *layers = g_ptr_array_new_with_free_func (free_layer);

  append_layer (layers, TS_LAYER_MOST_LIKELY, 0, "most-likely");
  for (guint i = 0; i < classes->n_classes; i++)
    append_layer (layers, TS_LAYER_CLASS, i, classes->class_names[i]);
  for (guint i = 0; mutations != NULL && i < mutations->n_classes; i++)
    append_layer (layers, TS_LAYER_GENE, i, mutations->class_names[i]);
  return layers;
}

const TsLayer *
ts_layer_find (const GPtrArray *layers, const char *name)
{
  for (guint i = 0; i < layers->len; i++) {
    const TsLayer *layer = g_ptr_array_index (layers, i);
    if (g_strcmp0 (layer->name, name) == 0)
      return layer;
  }
  return NULL;
}

gboolean
ts_heat_map_get_value (const TsHeatMapStyle *style,
                       const float *probs,
                       guint *out_class,
                       double *out_value)
{
  guint n = style->model->n_classes;
  gboolean is_winner = style->layer.kind == TS_LAYER_MOST_LIKELY;
  guint shown =
    is_winner ? ts_probs_find_most_likely (probs, n) : style->layer.class_index;
  double p = (double) probs[shown];
  double chance = is_winner && n > 1 ? 1.0 / n : 0;

  *out_class = shown;
  *out_value = CLAMP ((p - chance) / (1 - chance), 0, 1);
  /* Below chance the winner of a sigmoid model says nothing: DeepPATH leaves it out. A
   * third as float may lie a hair below 1.0 / 3. */
  return p >= style->threshold && p - chance >= -1e-6;
}

static guint
shade_of_value (double value)
{
  return (guint) (value * (N_SHADES - 1) + 0.5);
}

static guint16
strength_of_value (double value)
{
  return (guint16) (1 + value * (G_MAXUINT16 - 1) + 0.5);
}

static guint32
shade_argb (const TsHeatMapStyle *style, guint class_index, guint shade)
{
  const TsModelInfo *model = style->model;

  return 0xff000000U |
         ts_colour_map_get_shade (style->palette, class_index, model->n_classes,
                                  model->class_names[class_index],
                                  style->layer.kind == TS_LAYER_GENE,
                                  (double) shade / (N_SHADES - 1));
}

guint32
ts_heat_map_get_argb (const TsHeatMapStyle *style, const float *probs)
{
  guint class_index = 0;
  double value = 0;

  if (!ts_heat_map_get_value (style, probs, &class_index, &value))
    return 0;
  return shade_argb (style, class_index, shade_of_value (value));
}

void
ts_heat_map_get_ramp (const TsHeatMapStyle *style,
                      guint class_index,
                      guint n_steps,
                      guint32 *out_rgb)
{
  const TsModelInfo *model = style->model;

  for (guint i = 0; i < n_steps; i++)
    out_rgb[i] = ts_colour_map_get_shade (
      style->palette, class_index, model->n_classes,
      model->class_names[class_index], style->layer.kind == TS_LAYER_GENE,
      n_steps > 1 ? (double) i / (n_steps - 1) : 1);
}

/* All shades of the classes the layer can show: [n_classes][N_SHADES]. */
static guint32 *
make_shades (const TsHeatMapStyle *style)
{
  guint n = style->model->n_classes;
  guint32 *shades = g_new0 (guint32, (gsize) n * N_SHADES);

  for (guint c = 0; c < n; c++) {
    if (style->layer.kind != TS_LAYER_MOST_LIKELY &&
        c != style->layer.class_index)
      continue;
    for (guint s = 0; s < N_SHADES; s++)
      shades[c * N_SHADES + s] = shade_argb (style, c, s);
  }
  return shades;
}

guint64
ts_heat_map_render (TsPredictionMap *map,
                    const TsHeatMapStyle *style,
                    guint32 *out_argb,
                    guint16 *out_strengths)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (map);
  guint n = ts_prediction_map_get_n_classes (map);
  gsize n_cols = grid->n_cols;
  /* Read first: what is set meanwhile is looked at again by the next update. */
  guint64 version = ts_prediction_map_get_version (map);
  g_autofree guint32 *shades = make_shades (style);
  g_autofree guint8 *states = g_new (guint8, n_cols);
  g_autofree float *probs = g_new (float, n_cols *n);

  g_return_val_if_fail (n == style->model->n_classes, version);
  memset (out_argb, 0, n_cols * grid->n_rows * sizeof *out_argb);
  if (out_strengths != NULL)
    memset (out_strengths, 0, n_cols * grid->n_rows * sizeof *out_strengths);
  for (guint row = 0; row < grid->n_rows; row++) {
    if (!ts_prediction_map_get_row (map, row, states, probs))
      continue;
    for (guint col = 0; col < n_cols; col++) {
      guint class_index = 0;
      double value = 0;
      if (states[col] != TS_TILE_PREDICTED ||
          !ts_heat_map_get_value (style, probs + col * n, &class_index, &value))
        continue;
      out_argb[row * n_cols + col] =
        shades[class_index * N_SHADES + shade_of_value (value)];
      if (out_strengths != NULL)
        out_strengths[row * n_cols + col] = strength_of_value (value);
    }
  }
  return version;
}

static void
grow_range (TsTileRange *range, const TsTilePlace *place)
{
  gboolean is_empty = range->first_col == range->last_col;

  range->first_col = is_empty ? place->col : MIN (range->first_col, place->col);
  range->first_row = is_empty ? place->row : MIN (range->first_row, place->row);
  range->last_col = MAX (range->last_col, place->col + 1);
  range->last_row = MAX (range->last_row, place->row + 1);
}

guint64
ts_heat_map_update (TsPredictionMap *map,
                    const TsHeatMapStyle *style,
                    guint64 since,
                    guint32 *argb,
                    guint16 *strengths,
                    TsTileRange *out_changed)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (map);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (TsTilePlace));
  g_autofree float *probs =
    g_new (float, ts_prediction_map_get_n_classes (map));
  guint64 version = 0;

  *out_changed = (TsTileRange){ 0, grid->n_cols, 0, grid->n_rows };
  if (!ts_prediction_map_list_changes (map, since, places, &version))
    return ts_heat_map_render (map, style, argb, strengths);
  *out_changed = (TsTileRange){ 0 };
  for (guint i = 0; i < places->len; i++) {
    const TsTilePlace *place = &g_array_index (places, TsTilePlace, i);
    TsTileState state =
      ts_prediction_map_get (map, place->col, place->row, probs);
    gsize at = (gsize) place->row * grid->n_cols + place->col;
    guint class_index = 0;
    double value = 0;
    gboolean is_shown =
      state == TS_TILE_PREDICTED &&
      ts_heat_map_get_value (style, probs, &class_index, &value);
    argb[at] =
      is_shown ? shade_argb (style, class_index, shade_of_value (value)) : 0;
    if (strengths != NULL)
      strengths[at] = is_shown ? strength_of_value (value) : 0;
    grow_range (out_changed, place);
  }
  return version;
}
