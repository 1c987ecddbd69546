/* Nuclei, lymphocytes, macrophages, red cells: which points of the lattices bear one, and
 * what it looks like there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/place.h"

#include <math.h>

#include "resources/demo/dice.h"
#include "resources/demo/spot.h"
#include "resources/demo/squames.h"

#define MARGIN_PX 44  /* no body reaches further from its point */
#define PEARL_PX  150 /* squashing moves no point further */

typedef struct {
  TsPlanes *planes;
  const TsScene *scene;
} Brush;

static float
share_of (const TsLatticePoint *point, guint key)
{
  return ts_dice_share (point->id, key);
}

static float
between (const TsLatticePoint *point, guint key, float low, float high)
{
  return ts_dice_between (point->id, key, low, high);
}

/* Direction in which wall_px grows. */
static float
get_slope (const TsScene *scene,
           const TsLatticePoint *point,
           const TsSpot *here)
{
  TsSpot right, below;

  ts_spot_look (scene, point->x_px + 3, point->y_px, &right);
  ts_spot_look (scene, point->x_px, point->y_px + 3, &below);
  return atan2f (below.wall_px - here->wall_px, right.wall_px - here->wall_px);
}

static float
get_fibre_angle (const TsScene *scene, const TsLatticePoint *point)
{
  float here = ts_spot_fibre (scene, point->x_px, point->y_px);
  float right = ts_spot_fibre (scene, point->x_px + 3, point->y_px);
  float below = ts_spot_fibre (scene, point->x_px, point->y_px + 3);

  return atan2f (below - here, right - here) + (float) G_PI / 2;
}

static gboolean
is_in_stroma (const TsSpot *spot, float margin_px)
{
  if (spot->inside_px < 8)
    return FALSE;
  if (spot->tissue == TS_TISSUE_STROMA)
    return TRUE;
  return (spot->tissue == TS_TISSUE_GLANDS ||
          spot->tissue == TS_TISSUE_SHEETS) &&
         spot->wall_px < -margin_px;
}

static void
place_red_cell_at (const Brush *brush, const TsLatticePoint *point)
{
  TsBody body = {
    .x_px = point->x_px,
    .y_px = point->y_px,
    .id = point->id,
    .long_px = between (point, 11, 5.4f, 6.8f),
    .short_px = between (point, 12, 4.0f, 6.2f),
    .angle = between (point, 13, 0, 3.14f),
    .uneven = 0.05f,
    .dye = { .blood = between (point, 14, 0.42f, 0.6f), .eosin = 0.1f },
    .rim = 0.3f,
  };

  ts_planes_lay (brush->planes, brush->scene, &body);
}

static void
place_red_cell (const TsLatticePoint *point, gpointer data)
{
  const Brush *brush = data;
  TsSpot spot;
  float chance = 0;

  if (share_of (point, 2) > 0.85f)
    return;
  ts_spot_look (brush->scene, point->x_px, point->y_px, &spot);
  if (spot.inside_px < 8)
    return;
  if (spot.tissue == TS_TISSUE_VESSEL && spot.wall_px > 6)
    chance =
      ts_dice_between (spot.id, 8, 0.1f, 0.95f) +
      0.3f * ts_scene_cloud (brush->scene, point->x_px, point->y_px, 60, 101);
  else if (spot.tissue == TS_TISSUE_ALVEOLI && spot.wall_px < -4)
    chance = 0.16f;
  else if (spot.tissue == TS_TISSUE_ALVEOLI && spot.wall_px > 6)
    chance = ts_dice_share (spot.id, 9) < 0.1f ? 0.3f : 0.006f;
  if (share_of (point, 1) < chance)
    place_red_cell_at (brush, point);
}

static void
place_septal_nucleus (const TsLatticePoint *point, gpointer data)
{
  const Brush *brush = data;
  gboolean is_round = share_of (point, 3) < 0.35f;
  TsBody body = { .x_px = point->x_px, .y_px = point->y_px, .id = point->id };
  TsSpot spot;

  if (share_of (point, 1) > 0.52f)
    return;
  ts_spot_look (brush->scene, point->x_px, point->y_px, &spot);
  if (spot.tissue == TS_TISSUE_VESSEL) {
    /* Endothelium and the muscle of the wall. */
    if (spot.wall_px > 1 || spot.inner_px < 3 || share_of (point, 2) < 0.45f)
      return;
    is_round = FALSE;
  } else if (spot.tissue != TS_TISSUE_ALVEOLI || spot.wall_px > 2 ||
             spot.inside_px < 7) {
    return;
  }
  body.angle = get_slope (brush->scene, point, &spot) + (float) G_PI / 2;
  body.long_px =
    is_round ? between (point, 4, 5.6f, 7.4f) : between (point, 4, 7, 10);
  body.short_px =
    is_round ? body.long_px * 0.85f : between (point, 5, 2.7f, 4.2f);
  body.uneven = 0.06f;
  body.dye =
    (TsDye){ .haematoxylin = between (point, 6, 0.5f, 0.74f), .eosin = 0.16f };
  body.rim = 0.12f;
  body.chromatin = 0.16f;
  ts_planes_lay (brush->planes, brush->scene, &body);
}

static void
lay_carbon (const Brush *brush, const TsLatticePoint *point, float radius_px)
{
  for (guint i = 0; i < 7; i++) {
    float angle = between (point, 20 + i, 0, 6.28f);
    float distance = radius_px * sqrtf (share_of (point, 40 + i));
    TsBody speck = {
      .x_px = point->x_px + (double) (distance * cosf (angle)),
      .y_px = point->y_px + (double) (distance * sinf (angle)),
      .id = ts_dice_roll (point->id, 60 + i),
      .long_px = between (point, 70 + i, 1.2f, 2.6f),
      .short_px = between (point, 80 + i, 1.0f, 1.8f),
      .angle = angle,
      .dye = { .carbon = 0.95f, .eosin = 0.1f },
    };

    ts_planes_lay (brush->planes, brush->scene, &speck);
  }
}

static void
place_macrophage (const TsLatticePoint *point, gpointer data)
{
  const Brush *brush = data;
  float radius = between (point, 4, 9.5f, 14.5f);
  float angle = between (point, 5, 0, 6.28f);
  TsSpot spot;
  TsBody body = {
    .x_px = point->x_px,
    .y_px = point->y_px,
    .id = point->id,
    .long_px = radius,
    .short_px = radius * 0.9f,
    .angle = angle,
    .uneven = 0.06f,
    .dye = { .eosin = 0.2f, .haematoxylin = 0.075f },
    .rim = 0.22f,
    .chromatin = 0.22f,
  };
  TsBody nucleus = {
    .x_px = point->x_px + (double) (radius * 0.35f * cosf (angle)),
    .y_px = point->y_px + (double) (radius * 0.35f * sinf (angle)),
    .id = ts_dice_roll (point->id, 3),
    .long_px = 5.6f,
    .short_px = 4.6f,
    .angle = angle + 1,
    .uneven = 0.1f,
    .dye = { .haematoxylin = 0.52f, .eosin = 0.15f },
    .chromatin = 0.15f,
    .rim = 0.15f,
  };
  float crowd =
    ts_scene_cloud (brush->scene, point->x_px, point->y_px, 420, 102);

  if (share_of (point, 1) > 0.12f + 0.14f * crowd)
    return;
  ts_spot_look (brush->scene, point->x_px, point->y_px, &spot);
  if (spot.tissue != TS_TISSUE_ALVEOLI || spot.wall_px < radius ||
      spot.inside_px < 30)
    return;
  ts_planes_lay (brush->planes, brush->scene, &body);
  ts_planes_lay (brush->planes, brush->scene, &nucleus);
  if (share_of (point, 2) < 0.35f)
    lay_carbon (brush, point, radius * 0.7f);
}

static void
shape_gland_nucleus (const TsLatticePoint *point,
                     const TsSpot *spot,
                     float size,
                     TsBody *body)
{
  gboolean is_pleomorphic = spot->genes & TS_GENE_TP53;

  if (is_pleomorphic) {
    size *=
      between (point, 3, 0.95f, 1.45f) + 0.6f * powf (share_of (point, 10), 5);
    body->uneven = between (point, 4, 0.05f, 0.2f);
    body->dye.haematoxylin = between (point, 5, 0.44f, 0.86f);
    body->chromatin = 0.3f;
    body->nucleolus = between (point, 6, 1.8f, 3.4f);
  } else {
    size *= between (point, 3, 0.9f, 1.12f);
    body->uneven = 0.05f;
    body->dye.haematoxylin = between (point, 5, 0.46f, 0.64f);
    body->chromatin = 0.18f;
    body->nucleolus = share_of (point, 6) < 0.4f ? 1.5f : 0;
  }
  body->dye.eosin = 0.16f;
  body->rim = 0.2f;
  body->long_px = 9.6f * size;
  body->short_px = 7 * size * between (point, 7, 0.85f, 1.08f);
}

static void
place_gland_nucleus (const TsLatticePoint *point, gpointer data)
{
  const Brush *brush = data;
  TsBody body = { .x_px = point->x_px, .y_px = point->y_px, .id = point->id };
  gboolean is_pleomorphic;
  float chance, height;
  TsSpot spot;

  ts_spot_look (brush->scene, point->x_px, point->y_px, &spot);
  if (spot.tissue != TS_TISSUE_GLANDS || spot.wall_px < 7 || spot.inner_px > -7)
    return;
  is_pleomorphic = spot.genes & TS_GENE_TP53;
  height = spot.wall_px / (spot.wall_px - spot.inner_px);
  chance = height < 0.55f ? 0.96f : is_pleomorphic ? 0.6f : 0.16f;
  if (is_pleomorphic)
    chance *= 0.58f;
  if (share_of (point, 1) > chance)
    return;
  shape_gland_nucleus (point, &spot, brush->scene->habits.nucleus, &body);
  body.angle =
    get_slope (brush->scene, point, &spot) + between (point, 8, -0.35f, 0.35f);
  if (is_pleomorphic && share_of (point, 9) < 0.02f) {
    /* A mitosis seen from the side. */
    body.long_px = 10;
    body.short_px = 3.4f;
    body.dye.haematoxylin = 1.1f;
    body.uneven = 0.2f;
    body.nucleolus = 0;
    body.halo = 0.35f;
  }
  ts_planes_lay (brush->planes, brush->scene, &body);
}

static void
place_spindle (const TsLatticePoint *point, gpointer data)
{
  const Brush *brush = data;
  TsBody body = {
    .x_px = point->x_px,
    .y_px = point->y_px,
    .id = point->id,
    .long_px = between (point, 3, 7.5f, 12.5f),
    .short_px = between (point, 4, 2.1f, 3.4f),
    .uneven = 0.07f,
    .dye = { .haematoxylin = between (point, 5, 0.42f, 0.66f), .eosin = 0.2f },
    .rim = 0.1f,
    .chromatin = 0.15f,
  };
  TsSpot spot;

  if (share_of (point, 1) > 0.5f)
    return;
  ts_spot_look (brush->scene, point->x_px, point->y_px, &spot);
  if (!is_in_stroma (&spot, 4))
    return;
  body.angle =
    get_fibre_angle (brush->scene, point) + between (point, 6, -0.25f, 0.25f);
  ts_planes_lay (brush->planes, brush->scene, &body);
}

static void
place_lymphocyte (const TsLatticePoint *point, gpointer data)
{
  const Brush *brush = data;
  float radius = between (point, 3, 5.2f, 6.6f), chance;
  TsBody body = {
    .x_px = point->x_px,
    .y_px = point->y_px,
    .id = point->id,
    .long_px = radius,
    .short_px = radius * between (point, 4, 0.86f, 1),
    .angle = between (point, 5, 0, 3.14f),
    .uneven = 0.04f,
    .dye = { .haematoxylin = between (point, 6, 0.72f, 0.95f), .eosin = 0.12f },
    .chromatin = 0.14f,
    .halo = 0.3f,
  };
  TsSpot spot;

  if (share_of (point, 1) > 0.9f)
    return;
  ts_spot_look (brush->scene, point->x_px, point->y_px, &spot);
  if (!is_in_stroma (&spot, 3))
    return;
  chance = 0.16f + 0.2f * ts_scene_cloud (brush->scene, point->x_px,
                                          point->y_px, 230, 103);
  if (spot.tissue == TS_TISSUE_GLANDS)
    chance = spot.genes & TS_GENE_STK11 ? 0.006f : chance + 0.5f;
  if (share_of (point, 2) < chance * brush->scene->habits.lymphocytes)
    ts_planes_lay (brush->planes, brush->scene, &body);
}

static void
place_capillary (const TsLatticePoint *point, gpointer data)
{
  const Brush *brush = data;
  TsBody lumen = {
    .x_px = point->x_px,
    .y_px = point->y_px,
    .id = point->id,
    .long_px = between (point, 3, 12, 26),
    .short_px = between (point, 4, 7, 10),
    .uneven = 0.07f,
    .dye = { .eosin = 0.06f },
    .rim = 0.4f,
  };
  TsSpot spot;

  if (share_of (point, 1) > 0.6f)
    return;
  ts_spot_look (brush->scene, point->x_px, point->y_px, &spot);
  if (!is_in_stroma (&spot, 9))
    return;
  lumen.angle = get_fibre_angle (brush->scene, point);
  ts_planes_lay (brush->planes, brush->scene, &lumen);
  for (int i = -2; i <= 2; i++) {
    float along = (float) i * lumen.long_px * 0.38f;
    TsLatticePoint red = { ts_dice_roll (point->id, (guint) (i + 9)),
                           point->x_px + (double) (along * cosf (lumen.angle)),
                           point->y_px +
                             (double) (along * sinf (lumen.angle)) };

    if (share_of (&red, 1) < 0.7f)
      place_red_cell_at (brush, &red);
  }
}

static void
shape_squame (const TsSpot *spot,
              const TsLatticePoint *point,
              float size,
              TsBody *body)
{
  float basal = 1 - ts_smooth_step (12, 46, spot->wall_px);

  size *=
    between (point, 3, 0.78f, 1.16f) + 0.5f * powf (share_of (point, 9), 6);
  body->long_px = (9.4f - 1.2f * basal) * size;
  body->short_px =
    (9.4f - 3.2f * basal) * size * between (point, 10, 0.66f, 0.98f);
  body->uneven = between (point, 4, 0.03f, 0.16f);
  body->dye =
    (TsDye){ .haematoxylin = between (point, 5, 0.4f, 0.78f) + 0.1f * basal,
             .eosin = 0.2f };
  body->rim = 0.18f;
  body->chromatin = 0.24f;
  body->nucleolus = share_of (point, 6) < 0.5f ? 1.9f : 0;
  body->halo = between (point, 7, -0.2f, 0.4f);
  if (spot->inner_px > 0) {
    /* Flat and shrunken around a pearl. */
    body->short_px *= 0.5f;
    body->dye.haematoxylin += 0.12f;
    body->nucleolus = 0;
  }
}

static void
place_squame (const TsLatticePoint *point, gpointer data)
{
  const Brush *brush = data;
  double place[2] = { point->x_px, point->y_px };
  TsBody body = { .id = point->id, .angle = between (point, 8, 0, 3.14f) };
  TsSpot spot;
  float radius;

  if (share_of (point, 1) > 0.95f)
    return;
  ts_spot_look (brush->scene, place[0], place[1], &spot);
  if (spot.tissue != TS_TISSUE_SHEETS)
    return;
  ts_squames_from_lattice (brush->scene, &spot, place, place);
  ts_spot_look (brush->scene, place[0], place[1], &spot);
  if (spot.tissue != TS_TISSUE_SHEETS || spot.wall_px < 7 || spot.inside_px < 8)
    return;
  radius = hypotf (spot.dx_px, spot.dy_px) + spot.inner_px;
  if (spot.inner_px > radius * 0.42f && share_of (point, 2) < 0.9f)
    return;
  shape_squame (&spot, point, brush->scene->habits.nucleus, &body);
  if (spot.inner_px > 0)
    body.angle = atan2f (spot.dy_px, spot.dx_px) + (float) G_PI / 2;
  body.x_px = place[0] + (double) between (point, 11, -3.5f, 3.5f);
  body.y_px = place[1] + (double) between (point, 12, -3.5f, 3.5f);
  ts_planes_lay (brush->planes, brush->scene, &body);
}

void
ts_place_cells (TsPlanes *planes, const TsScene *scene)
{
  static const struct {
    guint lattice;
    TsLatticeFunc func;
    int margin_px;
  } LAYERS[] = {
    { TS_LATTICE_CAPILLARIES, place_capillary, MARGIN_PX },
    { TS_LATTICE_SPINDLES, place_spindle, MARGIN_PX },
    { TS_LATTICE_RED_CELLS, place_red_cell, MARGIN_PX },
    { TS_LATTICE_SEPTAL_NUCLEI, place_septal_nucleus, MARGIN_PX },
    { TS_LATTICE_MACROPHAGES, place_macrophage, MARGIN_PX },
    { TS_LATTICE_GLAND_NUCLEI, place_gland_nucleus, MARGIN_PX },
    { TS_LATTICE_SQUAMES, place_squame, PEARL_PX },
    { TS_LATTICE_LYMPHOCYTES, place_lymphocyte, MARGIN_PX },
  };
  Brush brush = { planes, scene };

  for (guint i = 0; i < G_N_ELEMENTS (LAYERS); i++) {
    int margin = LAYERS[i].margin_px;
    double bounds[4] = { planes->x_px - margin, planes->y_px - margin,
                         planes->x_px + planes->width + margin,
                         planes->y_px + planes->height + margin };

    ts_lattice_foreach (&scene->lattices[LAYERS[i].lattice], bounds,
                        LAYERS[i].func, &brush);
  }
}
