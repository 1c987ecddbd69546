/* Tissue and overlay at any scale, painted block by block. Private to the room.
 * One thread at a time; long.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/heat-map.h"
#include "core/base/cancel.h"
#include "core/slide/slide.h"
#include "core/tiles/display.h"

G_BEGIN_DECLS

typedef struct {
  TsSlide *slide;
  TsRect region_l0;
  guint width_px, height_px; /* of the picture of the region */
  TsPredictionMap *map;      /* NULL: no overlay */
  const TsHeatMapStyle *style;
  double opacity;
  gboolean is_white_where_clear; /* else the slide shows */
  const TsDisplay *display; /* of the tissue, not the overlay; NULL: as it is */
} TsTissuePicture;

/* argb [height_px] rows stride_px apart, opaque. *out_unreadable: why the first place
 * that is grey could not be read; NULL when all could; the caller owns it. FALSE with TS_ERROR_CANCELLED. */
gboolean ts_tissue_picture_paint (const TsTissuePicture *self,
                                  guint32 *argb,
                                  gsize stride_px,
                                  char **out_unreadable,
                                  const TsCancel *cancel,
                                  GError **error);

G_END_DECLS
