/* What a drawn slide consists of: its outlines, its stain, its habits, all from one seed.
 * Made once, then immutable: any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "resources/demo/lattice.h"
#include "resources/demo/texture.h"

G_BEGIN_DECLS

#define TS_SCENE_MPP 0.5 /* microns per level-0 pixel */

/* demo-slide.tiff: draw-slide without options. */
#define TS_SCENE_DEMO_SEED      14
#define TS_SCENE_DEMO_WIDTH_PX  7680
#define TS_SCENE_DEMO_HEIGHT_PX 5760

typedef enum { TS_AREA_NORMAL, TS_AREA_LUAD, TS_AREA_LUSC } TsAreaKind;
#define TS_N_AREA_KINDS 3

/* What a gene's mutation does to the drawing. Invented, but each has a real echo. */
typedef enum {
  TS_GENE_TP53 = 1 << 0,  /* large, dark, uneven nuclei; glands fill up */
  TS_GENE_EGFR = 1 << 1,  /* open folded glands, and no mucin in them */
  TS_GENE_STK11 = 1 << 2, /* a stroma without lymphocytes */
} TsGenes;
#define TS_N_GENES 3

typedef struct {
  guint n;
  double *xy_px; /* [n][2], closed, level-0 pixels */
} TsOutline;

typedef struct {
  TsAreaKind kind;
  TsGenes genes;
  guint piece; /* the piece of tissue it lies in */
  TsOutline outline;
} TsArea;

/* Shares of light taken away: optical densities (base 10) of red, green and blue for a
 * unit of each dye, and the colour of the bare glass. */
typedef struct {
  float haematoxylin[3], eosin[3], blood[3], carbon[3], ink[2][3];
  float glass[3]; /* 0..255 */
  float haematoxylin_gain, eosin_gain;
  float blur; /* share of light from each neighbour, 0..0.25 */
} TsStain;

/* Sizes that differ from slide to slide. */
typedef struct {
  float septum_px;    /* half the thickness */
  float filled_share; /* of the air spaces */
  float gland_gap_px; /* half the stroma between two glands */
  float lining_px;    /* height of a gland's epithelium */
  float nucleus;      /* size, 1 is usual */
  float keratin;      /* tendency to pearls, 0..1 */
  float fibre_angle;
  float lymphocytes; /* density, 1 is usual */
} TsHabits;

enum {
  TS_LATTICE_ALVEOLI,
  TS_LATTICE_GLANDS,
  TS_LATTICE_NESTS,
  TS_LATTICE_SQUAMES,
  TS_LATTICE_VESSELS,
  TS_LATTICE_SEPTAL_NUCLEI,
  TS_LATTICE_RED_CELLS,
  TS_LATTICE_MACROPHAGES,
  TS_LATTICE_GLAND_NUCLEI,
  TS_LATTICE_SPINDLES,
  TS_LATTICE_LYMPHOCYTES,
  TS_LATTICE_CAPILLARIES,
  TS_N_LATTICES
};

/* What all scenes share: the noise and the points, long to make. */
typedef struct {
  TsTexture *cloud, *grain;
  TsPoints *points;
} TsMaterials;

TsMaterials *ts_materials_new (void) G_GNUC_WARN_UNUSED_RESULT;
void ts_materials_free (TsMaterials *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsMaterials, ts_materials_free)

typedef struct {
  const TsMaterials *materials;
  guint64 seed;
  guint salt; /* shifts all noise */
  guint width_px, height_px;
  TsStain stain;
  TsHabits habits;
  TsLattice lattices[TS_N_LATTICES];
  GArray *pieces; /* TsOutline: the tissue */
  GArray *areas;  /* TsArea: the tumours in it */
  GArray
    *pens; /* TsOutline: lines drawn on the glass, open, the first is blue */
  /* Distance to outlines on a coarse grid, positive inside. */
  guint map_width, map_height;
  float *inside_px; /* of the tissue */
  float *depth_px;  /* of the nearest tumour area */
  guint8 *nearest;  /* its index */
  float *pen_px;    /* distance to the nearest pen line */
  guint8 *pen_index;
} TsScene;

/* A slide with its pieces of tissue. materials outlive the scene. */
TsScene *ts_scene_new (const TsMaterials *materials,
                       guint64 seed,
                       guint width_px,
                       guint height_px) G_GNUC_WARN_UNUSED_RESULT;
/* An endless plane of one kind; genes count for LUAD. */
TsScene *ts_scene_new_plain (const TsMaterials *materials,
                             guint64 seed,
                             TsAreaKind kind,
                             TsGenes genes) G_GNUC_WARN_UNUSED_RESULT;
void ts_scene_free (TsScene *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsScene, ts_scene_free)

/* Noise of the scene at a place, deviation 1. */
float ts_scene_cloud (const TsScene *self,
                      double x_px,
                      double y_px,
                      float feature_px,
                      guint salt);
float ts_scene_grain (const TsScene *self,
                      double x_px,
                      double y_px,
                      float feature_px,
                      guint salt);

/* Between the points of a coarse map [map_height][map_width]. */
float ts_scene_map_at (const TsScene *self,
                       const float *map,
                       double x_px,
                       double y_px);
/* The tumour area nearest to a place, or NULL where the slide has none. */
const TsArea *
ts_scene_area_near (const TsScene *self, double x_px, double y_px);

const char *ts_area_kind_to_text (TsAreaKind kind); /* "LUAD" */
const char *ts_gene_to_text (guint index);          /* "TP53" */

G_END_DECLS
