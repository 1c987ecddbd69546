/* Cytoplasm and mucin of adenocarcinoma; cells, bridges and keratin of squamous carcinoma.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/ground.h"

#include <math.h>

#include "resources/demo/dice.h"
#include "resources/demo/squames.h"

#define CORE 0.55f /* of a pearl's radius is bare keratin */

static float
cloud (const TsPlace *at, float feature_px, guint salt)
{
  return ts_scene_cloud (at->scene, at->x_px, at->y_px, feature_px, salt);
}

static float
grain (const TsPlace *at, float feature_px, guint salt)
{
  return ts_scene_grain (at->scene, at->x_px, at->y_px, feature_px, salt);
}

static TsDye
fill_lumen (const TsPlace *at)
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
      open * (0.11f + 0.028f * thread + 0.02f * cloud (at, 70, 75)),
    .eosin = 0.02f + 0.02f * open * MAX (thread, 0),
  };
}

TsDye
ts_ground_glands (const TsPlace *at)
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
  TsDye stroma = ts_ground_stroma (at), inner = fill_lumen (at), dye;
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

/* Onion skins of keratin, with cracks. */
static TsDye
fill_keratin (const TsPlace *at, float radius_px)
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
fill_squames (const TsPlace *at)
{
  static const TsLatticeCellParams PARAMS = { .reach = 1, .round_px = 5 };
  const TsSpot *spot = at->spot;
  double place[2] = { at->x_px, at->y_px };
  float border, bridge, body, eosin, tone, keratin;
  TsLatticeCell cell;

  ts_squames_to_lattice (at->scene, spot, place, place);
  ts_lattice_cell (&at->scene->lattices[TS_LATTICE_SQUAMES], place[0], place[1],
                   &PARAMS, &cell);
  /* Where cells are less mature their borders fade. */
  border = ts_smooth_step (-1.1f, 0.9f, cloud (at, 210, 89)) *
           ts_smooth_step (8, 40, spot->wall_px);
  bridge = 0.34f + 0.22f * ts_smooth_step (0.2f, 0.8f, grain (at, 4.5f, 85));
  body = ts_smooth_step (0.2f, 2.4f, cell.edge_px);
  body = ts_mix (1, MAX (body, bridge), 0.12f + 0.88f * border);
  tone = ts_dice_share (cell.id, 2) - 0.5f;
  keratin = ts_smooth_step (0.3f, 1.7f, cloud (at, 200, 86) + 1.5f * tone);
  keratin = MAX (keratin, ts_smooth_step (-25, 25, spot->inner_px + 30 * tone));
  keratin *= ts_smooth_step (20, 70, spot->wall_px);
  tone = ts_dice_between (cell.id, 1, -0.05f, 0.05f);
  eosin = 0.27f + 0.12f * keratin + tone + 0.03f * cloud (at, 36, 90) +
          0.022f * grain (at, 9, 87) +
          0.03f * border * (1 - ts_smooth_step (2, 7, cell.edge_px));
  return (TsDye){ .eosin = eosin * body,
                  .haematoxylin = (0.1f - 0.07f * keratin - 0.3f * tone) * body,
                  .blood = 0.03f * keratin * body };
}

TsDye
ts_ground_sheets (const TsPlace *at)
{
  const TsSpot *spot = at->spot;
  float radius = hypotf (spot->dx_px, spot->dy_px) + spot->inner_px;
  float nest = ts_smooth_step (-1.4f, 1.4f, spot->wall_px);
  float core = 0;
  TsDye stroma = ts_ground_stroma (at), cells = { 0 }, keratin = { 0 };

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
