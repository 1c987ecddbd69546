/* A drawn slide's stain, habits and noise, all from its seed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/scene.h"

#include <math.h>

#include "core/base/random.h"
#include "resources/demo/dice.h"
#include "resources/demo/layout.h"

/* Least distance between two points of each lattice, before a scene's own scale. */
static const float SPACING_PX[TS_N_LATTICES] = {
  [TS_LATTICE_ALVEOLI] = 150,     [TS_LATTICE_GLANDS] = 225,
  [TS_LATTICE_NESTS] = 450,       [TS_LATTICE_SQUAMES] = 34,
  [TS_LATTICE_VESSELS] = 620,     [TS_LATTICE_SEPTAL_NUCLEI] = 17,
  [TS_LATTICE_RED_CELLS] = 12.5f, [TS_LATTICE_MACROPHAGES] = 58,
  [TS_LATTICE_GLAND_NUCLEI] = 18, [TS_LATTICE_SPINDLES] = 25,
  [TS_LATTICE_LYMPHOCYTES] = 16,  [TS_LATTICE_CAPILLARIES] = 120,
};

TsMaterials *
ts_materials_new (void)
{
  TsMaterials *self = g_new0 (TsMaterials, 1);

  self->cloud = ts_texture_new (1, 64, 2);
  self->grain = ts_texture_new (2, 16, 3);
  self->points = ts_points_new (3);
  return self;
}

void
ts_materials_free (TsMaterials *self)
{
  if (self == NULL)
    return;
  ts_texture_free (self->cloud);
  ts_texture_free (self->grain);
  ts_points_free (self->points);
  g_free (self);
}

static double
between (TsRandom *random, double low, double high)
{
  return low + (high - low) * ts_random_uniform (random);
}

/* Ruifrok and Johnston's vectors are the starting point; eosin is taken paler and warmer,
 * as scanners show it. A slide leans one way or the other. */
static void
mix_stain (TsStain *stain, TsRandom *random)
{
  double bluish = between (random, -0.06, 0.06);
  double warm = between (random, -0.09, 0.09);
  double light = between (random, 238, 246);

  *stain = (TsStain){
    .haematoxylin = { (float) (0.57 + bluish), 0.73f, (float) (0.33 - bluish) },
    .eosin = { (float) (0.17 - warm * 0.4), 0.86f, (float) (0.47 + warm) },
    .blood = { 0.13f, 0.80f, 0.60f },
    .carbon = { 0.62f, 0.64f, 0.66f },
    .ink = { { 1.0f, 0.62f, 0.16f }, { 0.95f, 0.30f, 0.62f } },
    .glass = { (float) light, (float) (light - between (random, 0, 3)),
               (float) (light + between (random, -2, 2)) },
    .haematoxylin_gain = (float) between (random, 0.85, 1.2),
    .eosin_gain = (float) between (random, 0.82, 1.22),
    .blur = (float) between (random, 0.10, 0.2),
  };
}

static void
choose_habits (TsHabits *habits, TsRandom *random)
{
  *habits = (TsHabits){
    .septum_px = (float) between (random, 7, 11),
    .filled_share = (float) between (random, 0.74, 0.9),
    .gland_gap_px = (float) between (random, 9, 24),
    .lining_px = (float) between (random, 40, 56),
    .nucleus = (float) between (random, 0.9, 1.12),
    .keratin = (float) between (random, 0.35, 0.8),
    .fibre_angle = (float) between (random, 0, G_PI),
    .lymphocytes = (float) between (random, 0.75, 1.3),
  };
}

static TsScene *
start (const TsMaterials *materials, guint64 seed, TsRandom *random)
{
  TsScene *self = g_new0 (TsScene, 1);

  self->materials = materials;
  self->seed = seed;
  self->salt = (guint) (ts_dice_roll (seed, 0) & 0xfff);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (TsOutline));
  self->areas = g_array_new (FALSE, FALSE, sizeof (TsArea));
  self->pens = g_array_new (FALSE, FALSE, sizeof (TsOutline));
  mix_stain (&self->stain, random);
  choose_habits (&self->habits, random);
  for (guint i = 0; i < TS_N_LATTICES; i++) {
    /* The architecture varies in scale; cells come in the size they come. */
    double scale = i <= TS_LATTICE_NESTS ? between (random, 0.88, 1.1) : 1;

    self->lattices[i] = (TsLattice){
      .points = materials->points,
      .spacing_px = (float) (SPACING_PX[i] * scale),
      .x_px = between (random, -40000, 0),
      .y_px = between (random, -40000, 0),
      .seed = ts_dice_roll (seed, 100 + i),
    };
  }
  return self;
}

TsScene *
ts_scene_new (const TsMaterials *materials,
              guint64 seed,
              guint width_px,
              guint height_px)
{
  TsRandom random;
  TsScene *self;

  ts_random_init (&random, seed);
  self = start (materials, seed, &random);
  self->width_px = width_px;
  self->height_px = height_px;
  ts_layout_draw (self, &random);
  ts_layout_measure (self);
  return self;
}

TsScene *
ts_scene_new_plain (const TsMaterials *materials,
                    guint64 seed,
                    TsAreaKind kind,
                    TsGenes genes)
{
  TsArea area = { .kind = kind, .genes = genes };
  TsRandom random;
  TsScene *self;

  ts_random_init (&random, seed);
  self = start (materials, seed, &random);
  g_array_append_val (self->areas, area);
  return self;
}

void
ts_scene_free (TsScene *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->pieces->len; i++)
    g_free (g_array_index (self->pieces, TsOutline, i).xy_px);
  for (guint i = 0; i < self->areas->len; i++)
    g_free (g_array_index (self->areas, TsArea, i).outline.xy_px);
  for (guint i = 0; i < self->pens->len; i++)
    g_free (g_array_index (self->pens, TsOutline, i).xy_px);
  g_array_unref (self->pieces);
  g_array_unref (self->areas);
  g_array_unref (self->pens);
  g_free (self->inside_px);
  g_free (self->depth_px);
  g_free (self->nearest);
  g_free (self->pen_px);
  g_free (self->pen_index);
  g_free (self);
}

float
ts_scene_cloud (const TsScene *self,
                double x_px,
                double y_px,
                float feature_px,
                guint salt)
{
  return ts_texture_at (self->materials->cloud, x_px, y_px, feature_px,
                        self->salt + salt);
}

float
ts_scene_grain (const TsScene *self,
                double x_px,
                double y_px,
                float feature_px,
                guint salt)
{
  return ts_texture_at (self->materials->grain, x_px, y_px, feature_px,
                        self->salt + salt);
}

float
ts_scene_map_at (const TsScene *self,
                 const float *map,
                 double x_px,
                 double y_px)
{
  double u = CLAMP (x_px / TS_LAYOUT_STEP_PX, 0, self->map_width - 1.001);
  double v = CLAMP (y_px / TS_LAYOUT_STEP_PX, 0, self->map_height - 1.001);
  guint left = (guint) u, top = (guint) v;
  float s = (float) (u - left), t = (float) (v - top);
  const float *above = map + (gsize) top * self->map_width + left;
  const float *below = above + self->map_width;
  float upper = above[0] + s * (above[1] - above[0]);

  return upper + t * (below[0] + s * (below[1] - below[0]) - upper);
}

const TsArea *
ts_scene_area_near (const TsScene *self, double x_px, double y_px)
{
  guint column, row;

  if (self->areas->len == 0)
    return NULL;
  if (self->nearest == NULL)
    return &g_array_index (self->areas, TsArea, 0);
  column =
    (guint) CLAMP (x_px / TS_LAYOUT_STEP_PX + 0.5, 0, self->map_width - 1);
  row = (guint) CLAMP (y_px / TS_LAYOUT_STEP_PX + 0.5, 0, self->map_height - 1);
  return &g_array_index (self->areas, TsArea,
                         self->nearest[(gsize) row * self->map_width + column]);
}

const char *
ts_area_kind_to_text (TsAreaKind kind)
{
  static const char *const NAMES[] = { "Normal", "LUAD", "LUSC" };

  return NAMES[kind];
}

const char *
ts_gene_to_text (guint index)
{
  static const char *const NAMES[] = { "TP53", "EGFR", "STK11" };

  return NAMES[index];
}
