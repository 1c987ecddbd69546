/* A heat map: one texel per tile. Values by DeepPATH's rule: for the most likely class
 * v = (p - 1/N) / (1 - 1/N); a class or gene layer shows p itself.
 * One thread at a time, but for the map, which may change meanwhile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/colour-map.h"
#include "core/analysis/prediction-map.h"
#include "core/records/model-info.h"

G_BEGIN_DECLS

typedef enum {
  TS_LAYER_MOST_LIKELY,
  TS_LAYER_CLASS,
  TS_LAYER_GENE
} TsLayerKind;

typedef struct {
  TsLayerKind kind;
  guint
    class_index; /* of its model; for TS_LAYER_MOST_LIKELY without meaning */
  char *name;    /* "most-likely", "LUAD", "TP53": as --layer takes it */
} TsLayer;

TsLayer *ts_layer_copy (const TsLayer *self) G_GNUC_WARN_UNUSED_RESULT;
void ts_layer_free (TsLayer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsLayer, ts_layer_free)

/* The layers a model (and a mutations model, or NULL) can show, in the order of the panel.
 * The caller frees the array; its elements (TsLayer *) go with it. */
GPtrArray *
ts_layer_list (const TsModelInfo *classes,
               const TsModelInfo *mutations) G_GNUC_WARN_UNUSED_RESULT;
/* The first layer of that name, borrowed from the array, or NULL. Case matters. */
const TsLayer *ts_layer_find (const GPtrArray *layers, const char *name);

typedef struct {
  TsLayer layer;            /* name borrowed */
  const TsModelInfo *model; /* the model whose map it is */
  TsPalette palette;
  double threshold; /* tiles whose shown probability is below are clear */
} TsHeatMapStyle;

/* What one tile shows: TRUE with *out_class and *out_value (0..1), FALSE when it is clear.
 * probs [model->n_classes]. */
gboolean ts_heat_map_get_value (const TsHeatMapStyle *style,
                                const float *probs,
                                guint *out_class,
                                double *out_value);

/* Premultiplied ARGB32 of that tile, 0 when clear. */
guint32 ts_heat_map_get_argb (const TsHeatMapStyle *style, const float *probs);

/* The legend: n_steps colours 0xRRGGBB of a class, value 0 to 1. */
void ts_heat_map_get_ramp (const TsHeatMapStyle *style,
                           guint class_index,
                           guint n_steps,
                           guint32 *out_rgb);

/* out_argb [n_rows][n_cols], premultiplied ARGB32, alpha 0 or 255; opacity is the painter's
 * matter. Tiles without a prediction are clear. out_strengths of the same shape, or NULL:
 * the layer's value as 1 (value 0) to 65535 (value 1), 0 where the tile is clear. Returns
 * the map's version shown. */
guint64 ts_heat_map_render (TsPredictionMap *map,
                            const TsHeatMapStyle *style,
                            guint32 *out_argb,
                            guint16 *out_strengths);

/* Brings argb, and strengths if not NULL, rendered at version `since` in the same style, up
 * to date at the cost of what has changed (everything, when too much has). *out_changed is the range touched,
 * empty (first_col == last_col) when nothing is new. Returns the map's version shown. */
guint64 ts_heat_map_update (TsPredictionMap *map,
                            const TsHeatMapStyle *style,
                            guint64 since,
                            guint32 *argb,
                            guint16 *strengths,
                            TsTileRange *out_changed);

G_END_DECLS
