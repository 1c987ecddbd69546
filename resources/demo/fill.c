/* Septa, fluid, collagen, cytoplasm, mucin, keratin, ink: amounts of dye by place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/fill.h"

#include <math.h>

#include "resources/demo/dice.h"

#define NODE_PX 4 /* the architecture is looked at so often, and interpolated */
#define PEN_PX  13
#define SQUASH  2.3f  /* how flat cells lie around a pearl */
#define CORE    0.55f /* of a pearl's radius is bare keratin */

typedef struct {
  const TsScene *scene;
  double x_px, y_px;
  const TsSpot *spot;
} Place;

static float
cloud (const Place *at, float feature_px, guint salt)
{
  return ts_scene_cloud (at->scene, at->x_px, at->y_px, feature_px, salt);
}

static float
grain (const Place *at, float feature_px, guint salt)
{
  return ts_scene_grain (at->scene, at->x_px, at->y_px, feature_px, salt);
}

static TsDye
fill_stroma (const Place *at)
{
  const TsScene *scene = at->scene;
  float across = ts_spot_fibre (scene, at->x_px, at->y_px);
  float along = (float) (at->y_px - at->x_px) * 0.1f;
  float strand = ts_scene_grain (scene, (double) along, (double) across, 9, 60);
  float bundle =
    ts_scene_grain (scene, (double) along * 0.5, (double) across, 26, 61);
  float cleft = ts_smooth_step (1.15f, 1.7f, -bundle - 0.25f * strand);
  float eosin =
    0.25f + 0.055f * strand + 0.05f * bundle + 0.02f * cloud (at, 80, 62);

  return (TsDye){ .eosin = MAX (eosin, 0.08f) * (1 - 0.75f * cleft),
                  .haematoxylin = 0.035f + 0.012f * strand };
}

static TsDye
fill_alveoli (const Place *at)
{
  const TsSpot *spot = at->spot;
  float septum = 1 - ts_smooth_step (-1.3f, 1.3f, spot->wall_px);
  float capillary = ts_smooth_step (0.75f, 1.25f, grain (at, 17, 65)) *
                    ts_smooth_step (2, 4, -spot->wall_px);
  float lining = expf (-spot->wall_px * spot->wall_px / 3);
  float wall = 0.34f + 0.045f * grain (at, 8, 66) + 0.03f * cloud (at, 50, 67);
  float fluid = 0.012f;

  if (ts_dice_share (spot->id, 1) < at->scene->habits.filled_share) {
    fluid = ts_dice_between (spot->id, 2, 0.1f, 0.17f) *
            (1 + 0.13f * cloud (at, 120, 68) + 0.05f * grain (at, 14, 69));
    fluid *=
      0.55f + 0.45f * ts_smooth_step (0, 1 + 8 * ts_dice_share (spot->id, 3),
                                      spot->wall_px);
  }
  if (spot->inside_px < 26) {
    TsDye pleura = fill_stroma (at);

    wall = ts_mix (pleura.eosin + 0.08f, wall,
                   ts_smooth_step (8, 26, spot->inside_px));
  }
  wall *= 1 - 0.6f * capillary;
  return (TsDye){
    .eosin = ts_mix (fluid, wall + 0.08f * lining, septum),
    .haematoxylin =
      ts_mix (fluid * 0.05f, 0.05f + 0.01f * grain (at, 9, 70), septum),
  };
}

static TsDye
fill_vessel (const Place *at)
{
  const TsSpot *spot = at->spot;
  float wall = 1 - ts_smooth_step (-1.2f, 1.2f, spot->wall_px);
  float outer = ts_smooth_step (0, 8, spot->inner_px);
  float wave = cloud (at, 46, 71);
  float lamella = sinf (spot->wall_px * 0.62f + 3.2f * wave);
  float elastic = expf (-powf (spot->wall_px + 3 + 1.5f * wave, 2) / 2.5f);
  TsDye around = fill_stroma (at);
  float eosin =
    0.37f + 0.05f * lamella + 0.03f * grain (at, 7, 72) + 0.14f * elastic;

  eosin = ts_mix (around.eosin, eosin, outer);
  return (TsDye){ .eosin = ts_mix (0.085f, eosin, wall),
                  .haematoxylin = ts_mix (0.004f, 0.055f, wall) };
}

static TsDye
fill_lumen (const Place *at)
{
  float open = ts_smooth_step (0, 14, at->spot->inner_px);

  if (at->spot->genes & TS_GENE_EGFR)
    return (TsDye){ .eosin = 0.014f + 0.02f * MAX (grain (at, 20, 73) - 1, 0) };
  /* Mucin: bluish threads in water. */
  float across = ts_spot_fibre (at->scene, at->x_px, at->y_px);
  float thread =
    ts_scene_grain (at->scene, at->x_px * 0.3, (double) across * 0.5, 13, 74);

  return (TsDye){
    .haematoxylin =
      open * (0.115f + 0.04f * thread + 0.02f * cloud (at, 70, 75)),
    .eosin = 0.02f + 0.02f * open * MAX (thread, 0),
  };
}

static TsDye
fill_glands (const Place *at)
{
  const TsSpot *spot = at->spot;
  gboolean is_pleomorphic = spot->genes & TS_GENE_TP53;
  float gland = ts_smooth_step (-1.4f, 1.4f, spot->wall_px);
  float lumen = ts_smooth_step (-1.4f, 1.4f, spot->inner_px);
  float membrane = expf (-spot->wall_px * spot->wall_px / 4);
  float apex = expf (-powf (spot->inner_px + 2, 2) / 5);
  float vacuole = ts_smooth_step (-26, -16, spot->inner_px) *
                  (1 - ts_smooth_step (-8, -4, spot->inner_px)) *
                  ts_smooth_step (0.1f, 0.8f, grain (at, 22, 76));
  TsDye stroma = fill_stroma (at), inner = fill_lumen (at), dye;
  float mottle = 0.05f * grain (at, 11, 77) + 0.05f * cloud (at, 30, 78);
  float eosin = (is_pleomorphic ? 0.31f : 0.25f) + mottle + 0.09f * apex;
  float haematoxylin =
    (is_pleomorphic ? 0.12f : 0.095f) + 0.3f * mottle + 0.03f * apex;

  if (!(spot->genes & TS_GENE_EGFR)) {
    eosin *= 1 - 0.6f * vacuole;
    haematoxylin *= 1 - 0.3f * vacuole;
  }
  dye.eosin = ts_mix (eosin, inner.eosin, lumen);
  dye.haematoxylin = ts_mix (haematoxylin, inner.haematoxylin, lumen);
  return (TsDye){
    .eosin = ts_mix (stroma.eosin, dye.eosin, gland) + 0.07f * membrane,
    .haematoxylin = ts_mix (stroma.haematoxylin, dye.haematoxylin, gland),
  };
}

void
ts_fill_squash (const TsSpot *spot, double out_offset_px[2])
{
  float distance = hypotf (spot->dx_px, spot->dy_px) + 0.01f, squashed, scale;

  out_offset_px[0] = out_offset_px[1] = 0;
  if (spot->inner_px <= 0)
    return;
  squashed = spot->inner_px + distance - spot->inner_px * SQUASH;
  scale = MAX (squashed, 1) / distance - 1;
  out_offset_px[0] = (double) (scale * spot->dx_px);
  out_offset_px[1] = (double) (scale * spot->dy_px);
}

void
ts_fill_unsquash (const TsSpot *spot, double out_offset_px[2])
{
  float distance = hypotf (spot->dx_px, spot->dy_px) + 0.01f, scale;

  out_offset_px[0] = out_offset_px[1] = 0;
  if (spot->inner_px <= 0)
    return;
  scale = (spot->inner_px + distance - spot->inner_px / SQUASH) / distance - 1;
  out_offset_px[0] = (double) (scale * spot->dx_px);
  out_offset_px[1] = (double) (scale * spot->dy_px);
}

/* Onion skins of keratin, with cracks. */
static TsDye
fill_keratin (const Place *at, float radius_px)
{
  const TsSpot *spot = at->spot;
  float distance = hypotf (spot->dx_px, spot->dy_px);
  float wave = cloud (at, 60, 80);
  float skin = sinf (distance * 0.58f + 3.4f * wave);
  float fine = sinf (distance * 1.35f + 5 * cloud (at, 40, 82));
  float crack =
    ts_smooth_step (0.82f, 0.97f, sinf (distance * 0.29f + 4.1f * wave)) *
    ts_smooth_step (0.2f, 0.9f, cloud (at, 75, 81));
  float middle = 1 - ts_smooth_step (0, radius_px * 0.3f, distance);
  float eosin = 0.47f + 0.06f * skin + 0.035f * fine + 0.1f * middle;

  return (TsDye){ .eosin = eosin * (1 - 0.85f * crack),
                  .blood = 0.07f * (1 - crack),
                  .haematoxylin = 0.02f };
}

static TsDye
fill_squames (const Place *at)
{
  static const TsCellParams PARAMS = { .reach = 1, .round_px = 5 };
  const TsSpot *spot = at->spot;
  double offset[2];
  TsCell cell;
  float bridge, body, eosin, tone, keratin;

  ts_fill_squash (spot, offset);
  ts_lattice_cell (&at->scene->lattices[TS_LATTICE_SQUAMES],
                   at->x_px + offset[0] + (double) (2.2f * cloud (at, 22, 83)),
                   at->y_px + offset[1] + (double) (2.2f * cloud (at, 22, 84)),
                   &PARAMS, &cell);
  bridge = 0.22f * ts_smooth_step (0.2f, 0.8f, grain (at, 4.5f, 85));
  body = ts_smooth_step (0.3f, 2.6f, cell.edge_px);
  body = MAX (body, 0.34f + bridge);
  keratin = ts_smooth_step (0.2f, 1.4f,
                            cloud (at, 240, 86) +
                              0.5f * (ts_dice_share (cell.id, 2) - 0.5f));
  keratin = MAX (keratin, ts_smooth_step (-25, 25, spot->inner_px));
  keratin *= ts_smooth_step (20, 70, spot->wall_px);
  tone = ts_dice_between (cell.id, 1, -0.045f, 0.045f);
  eosin = 0.30f + 0.11f * keratin + tone + 0.02f * grain (at, 9, 87) +
          0.03f * (1 - ts_smooth_step (2, 7, cell.edge_px));
  return (TsDye){ .eosin = eosin * body,
                  .haematoxylin = (0.085f - 0.06f * keratin) * body,
                  .blood = 0.035f * keratin * body };
}

static TsDye
fill_sheets (const Place *at)
{
  const TsSpot *spot = at->spot;
  float radius = hypotf (spot->dx_px, spot->dy_px) + spot->inner_px;
  float nest = ts_smooth_step (-1.4f, 1.4f, spot->wall_px);
  float core = 0;
  TsDye stroma = fill_stroma (at), cells = { 0 }, keratin = { 0 };

  if (spot->inner_px > 0)
    core = ts_smooth_step (radius * (1 - CORE) - 5, radius * (1 - CORE) + 5,
                           spot->inner_px + 4 * cloud (at, 30, 88));
  if (nest > 0 && core < 1)
    cells = fill_squames (at);
  if (core > 0)
    keratin = fill_keratin (at, radius);
  cells.eosin = ts_mix (cells.eosin, keratin.eosin, core);
  cells.haematoxylin = ts_mix (cells.haematoxylin, keratin.haematoxylin, core);
  cells.blood = ts_mix (cells.blood, keratin.blood, core);
  return (TsDye){
    .eosin = ts_mix (stroma.eosin, cells.eosin, nest),
    .haematoxylin = ts_mix (stroma.haematoxylin, cells.haematoxylin, nest),
    .blood = cells.blood * nest,
  };
}

static TsDye
fill_glass (const Place *at)
{
  const TsScene *scene = at->scene;
  TsDye dye = { .carbon = 0.002f };
  float distance, ink, streak;
  guint column, row;

  if (scene->pen_px == NULL)
    return dye;
  distance = ts_scene_map_at (scene, scene->pen_px, at->x_px, at->y_px) +
             1.2f * cloud (at, 30, 90);
  if (distance > PEN_PX + 4)
    return dye;
  streak = 0.12f * grain (at, 60, 92) + 0.04f * grain (at, 9, 93);
  ink = (1 - ts_smooth_step (PEN_PX - 2, PEN_PX + 2, distance)) *
        (0.52f + streak +
         0.16f * ts_smooth_step (PEN_PX - 8, PEN_PX - 1, distance));
  column = (guint) CLAMP (at->x_px / 16 + 0.5, 0, scene->map_width - 1);
  row = (guint) CLAMP (at->y_px / 16 + 0.5, 0, scene->map_height - 1);
  dye.ink[scene->pen_index[row * scene->map_width + column] & 1] = ink;
  return dye;
}

static TsDye
fill_place (const Place *at)
{
  float tissue = ts_smooth_step (-1.4f, 1.4f, at->spot->inside_px);
  TsDye dye;

  switch (at->spot->tissue) {
  case TS_TISSUE_ALVEOLI:
    dye = fill_alveoli (at);
    break;
  case TS_TISSUE_VESSEL:
    dye = fill_vessel (at);
    break;
  case TS_TISSUE_STROMA:
    dye = fill_stroma (at);
    break;
  case TS_TISSUE_GLANDS:
    dye = fill_glands (at);
    break;
  case TS_TISSUE_SHEETS:
    dye = fill_sheets (at);
    break;
  case TS_TISSUE_GLASS:
  default:
    return fill_glass (at);
  }
  dye.eosin *= tissue;
  dye.haematoxylin *= tissue;
  dye.blood *= tissue;
  return dye;
}

/* Between four looks at the architecture, corners [2][2] with columns nodes per row. */
static TsSpot
interpolate (const TsSpot *corner, guint columns, float s, float t)
{
  const TsSpot *c[4] = { corner, corner + 1, corner + columns,
                         corner + columns + 1 };
  const float weight[4] = { (1 - s) * (1 - t), s * (1 - t), (1 - s) * t,
                            s * t };
  TsSpot spot = *c[(s >= 0.5f) + 2 * (t >= 0.5f)];
  gboolean is_same = TRUE, is_one = TRUE;
  float sum[5] = { 0 };

  for (guint i = 0; i < 4; i++) {
    is_same = is_same && c[i]->tissue == spot.tissue;
    is_one = is_one && c[i]->id == spot.id;
    sum[0] += weight[i] * c[i]->inside_px;
    sum[1] += weight[i] * c[i]->wall_px;
    sum[2] += weight[i] * c[i]->inner_px;
    sum[3] += weight[i] * c[i]->dx_px;
    sum[4] += weight[i] * c[i]->dy_px;
  }
  spot.inside_px = sum[0];
  if (!is_same)
    return spot;
  spot.wall_px = sum[1];
  if (!is_one)
    return spot;
  spot.inner_px = sum[2];
  spot.dx_px = sum[3];
  spot.dy_px = sum[4];
  return spot;
}

void
ts_fill_ground (TsPlanes *planes, const TsScene *scene)
{
  guint columns = (guint) planes->width / NODE_PX + 2;
  guint rows = (guint) planes->height / NODE_PX + 2;
  g_autofree TsSpot *nodes = g_new (TsSpot, (gsize) columns * rows);

  for (guint j = 0; j < rows; j++)
    for (guint i = 0; i < columns; i++)
      ts_spot_look (scene, planes->x_px + (double) i * NODE_PX,
                    planes->y_px + (double) j * NODE_PX,
                    &nodes[j * columns + i]);
  for (int row = 0; row < planes->height; row++)
    for (int col = 0; col < planes->width; col++) {
      const TsSpot *corner =
        nodes + (guint) (row / NODE_PX) * columns + (guint) (col / NODE_PX);
      TsSpot spot =
        interpolate (corner, columns, (float) (col % NODE_PX) / NODE_PX,
                     (float) (row % NODE_PX) / NODE_PX);
      Place at = { scene, col + planes->x_px, row + planes->y_px, &spot };

      planes->dyes[(gsize) row * (gsize) planes->width + (gsize) col] =
        fill_place (&at);
    }
}
