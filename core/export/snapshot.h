/* A picture of part of a slide with overlay, marks, scale bar and legend, drawn with cairo
 * at a chosen scale. Nothing that names a patient goes in: no label, path, file name or
 * date of the slide. One thread at a time; long.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/heat-map.h"
#include "core/base/cancel.h"
#include "core/records/opinion.h"
#include "core/slide/slide.h"

G_BEGIN_DECLS

typedef struct {
  TsSlide *slide;
  TsRect region_l0;
  guint width_px;       /* of the picture's tissue part; the height follows */
  TsPredictionMap *map; /* NULL: no overlay */
  const TsHeatMapStyle *style;
  double opacity;                   /* of the overlay, 0..1 */
  const TsOpinion *const *opinions; /* [n_opinions] marks; may be NULL */
  guint n_opinions;
  const TsModelInfo *model; /* named below the picture; NULL: none */
  const char *state_text;   /* "412 of 1230 tiles"; NULL: none */
} TsSnapshotParams;

/* PNG, written whole or not at all. */
gboolean ts_snapshot_write_png (const TsSnapshotParams *params,
                                const char *path,
                                const TsCancel *cancel,
                                GError **error);

/* The heat map alone over the whole slide, DeepPATH's way: the overlay at 0.67 over the
 * slide, white where there is none; at most 2048 pixels a side. */
gboolean ts_heat_map_image_write_png (TsSlide *slide,
                                      TsPredictionMap *map,
                                      const TsHeatMapStyle *style,
                                      const char *path,
                                      const TsCancel *cancel,
                                      GError **error);

G_END_DECLS
