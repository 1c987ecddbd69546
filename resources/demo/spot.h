/* What lies at a place of a drawn slide: the architecture, before any cell. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "resources/demo/scene.h"

G_BEGIN_DECLS

typedef enum {
  TS_TISSUE_GLASS,
  TS_TISSUE_ALVEOLI,
  TS_TISSUE_VESSEL,
  TS_TISSUE_STROMA,
  TS_TISSUE_GLANDS,
  TS_TISSUE_SHEETS,
} TsTissue;

typedef struct {
  TsTissue tissue;
  TsGenes genes;
  guint64 id;      /* of the air space, vessel, gland or nest */
  float inside_px; /* to the edge of the tissue, negative on glass */
  /* Positive within what the tissue is named for (air, lumen, gland, nest), negative in
   * what lies between (septum, vessel wall, stroma). */
  float wall_px;
  /* Glands: positive in the lumen, negative in its lining; sheets: positive in a pearl;
   * vessels: to their outer edge; alveoli: to the stroma around a tumour or a vessel. */
  float inner_px;
  float dx_px, dy_px; /* from the centre of the gland, nest or vessel */
} TsSpot;

void
ts_spot_look (const TsScene *scene, double x_px, double y_px, TsSpot *out_spot);

/* The lie of collagen: equal numbers run along a fibre. */
float ts_spot_fibre (const TsScene *scene, double x_px, double y_px);

/* 0 below low, 1 above high, smooth between. */
static inline float
ts_smooth_step (float low, float high, float value)
{
  float t = CLAMP ((value - low) / (high - low), 0, 1);

  return t * t * (3 - 2 * t);
}

static inline float
ts_mix (float a, float b, float share)
{
  return a + (b - a) * share;
}

G_END_DECLS
