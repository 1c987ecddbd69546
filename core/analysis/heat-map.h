/* A heat map: one texel per tile. Values by DeepPATH's rule (paper.md A8): for the most
 * likely class v = (p - 1/N) / (1 - 1/N); a class or gene layer shows p itself.
 * One thread at a time.
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

/* The layers a model (and a mutations model, or NULL) can show, in the order of the panel.
 * The caller frees the array; its elements (TsLayer *) go with it. */
GPtrArray *
ts_layer_list (const TsModelInfo *classes,
               const TsModelInfo *mutations) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  TsLayer layer;            /* name borrowed */
  const TsModelInfo *model; /* the model whose map it is */
  TsPalette palette;
  double threshold; /* tiles whose shown probability is below are clear */
} TsHeatMapStyle;

/* out_argb [n_rows][n_cols], premultiplied ARGB32, alpha 0 or 255; opacity is the painter's
 * matter. Tiles without a prediction are clear. */
void ts_heat_map_render (TsPredictionMap *map,
                         const TsHeatMapStyle *style,
                         guint32 *out_argb);

G_END_DECLS
