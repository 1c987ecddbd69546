/* Glass and ink, collagen, septa and the fluid between them, vessels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/ground.h"

#include <math.h>

#include "resources/demo/layout.h"

#define PEN_PX 13 /* half a line's width */

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

TsDye
ts_ground_stroma (const TsPlace *at)
{
  const TsScene *scene = at->scene;
  float across = ts_spot_fibre (scene, at->x_px, at->y_px);
  float along = (float) (at->y_px - at->x_px) * 0.13f;
  float strand = ts_scene_grain (scene, (double) along, (double) across, 6, 60);
  float bundle =
    ts_scene_grain (scene, (double) along * 0.6, (double) across, 17, 61);
  float loose = cloud (at, 260, 63);
  float cleft =
    ts_smooth_step (1.0f, 1.6f, 0.8f * bundle + 0.3f * strand + 0.55f * loose);
  float eosin = 0.25f - 0.028f * loose + 0.036f * strand + 0.032f * bundle +
                0.03f * cloud (at, 80, 62) + 0.012f * grain (at, 5, 64);

  return (TsDye){ .eosin = MAX (eosin, 0.1f) * (1 - 0.62f * cleft),
                  .haematoxylin = 0.035f + 0.01f * strand + 0.008f * loose };
}

/* Fluid in the air spaces that have some. */
static float
fill_air (const TsPlace *at)
{
  float fluid = 0.135f + 0.022f * cloud (at, 190, 17) +
                0.008f * cloud (at, 60, 68) + 0.006f * grain (at, 12, 69);
  float shrunken = 1 + 6 * MAX (cloud (at, 300, 18), 0);

  if (!ts_lattice_cell_is_kin (at->spot->id, at->scene->habits.filled_share))
    return 0.012f;
  return fluid *
         (0.4f + 0.6f * ts_smooth_step (0, shrunken, at->spot->wall_px));
}

TsDye
ts_ground_alveoli (const TsPlace *at)
{
  const TsSpot *spot = at->spot;
  float septum = 1 - ts_smooth_step (-1.3f, 1.3f, spot->wall_px);
  float capillary = ts_smooth_step (0.75f, 1.25f, grain (at, 17, 65)) *
                    ts_smooth_step (2, 4, -spot->wall_px);
  float lining = expf (-spot->wall_px * spot->wall_px / 3);
  float wall = 0.34f + 0.045f * grain (at, 8, 66) + 0.03f * cloud (at, 50, 67);
  float fluid = fill_air (at);

  if (spot->inside_px < 26 || spot->inner_px < 12) {
    TsDye collagen = ts_ground_stroma (at);

    wall = ts_mix (collagen.eosin + 0.08f, wall,
                   ts_smooth_step (8, 26, spot->inside_px));
    wall =
      ts_mix (collagen.eosin, wall, ts_smooth_step (0, 12, spot->inner_px));
  }
  wall *= 1 - 0.6f * capillary;
  return (TsDye){
    .eosin = ts_mix (fluid, wall + 0.08f * lining, septum),
    .haematoxylin =
      ts_mix (fluid * 0.05f, 0.05f + 0.01f * grain (at, 9, 70), septum),
  };
}

TsDye
ts_ground_vessel (const TsPlace *at)
{
  const TsSpot *spot = at->spot;
  float wall = 1 - ts_smooth_step (-1.2f, 1.2f, spot->wall_px);
  float outer = ts_smooth_step (0, 8, spot->inner_px);
  float wave = cloud (at, 46, 71);
  float lamella = sinf (spot->wall_px * 0.62f + 3.2f * wave);
  float elastic = expf (-powf (spot->wall_px + 3 + 1.5f * wave, 2) / 2.5f);
  TsDye around = ts_ground_stroma (at);
  float eosin =
    0.37f + 0.05f * lamella + 0.03f * grain (at, 7, 72) + 0.14f * elastic;

  eosin = ts_mix (around.eosin, eosin, outer);
  return (TsDye){ .eosin = ts_mix (0.085f, eosin, wall),
                  .haematoxylin = ts_mix (0.004f, 0.055f, wall) };
}

TsDye
ts_ground_glass (const TsPlace *at)
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
  column =
    (guint) CLAMP (at->x_px / TS_LAYOUT_STEP_PX + 0.5, 0, scene->map_width - 1);
  row = (guint) CLAMP (at->y_px / TS_LAYOUT_STEP_PX + 0.5, 0,
                       scene->map_height - 1);
  dye.ink[scene->pen_index[row * scene->map_width + column] & 1] = ink;
  return dye;
}
