/* The lattice of squamous cells: stretched by noise, squashed around pearls.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/squames.h"

#include <math.h>

#define SQUASH     2.3f /* how flat cells lie around a pearl */
#define STRETCH_PX 11

static void
stretch (const TsScene *scene,
         double x_px,
         double y_px,
         double out_offset_px[2])
{
  out_offset_px[0] =
    (double) (STRETCH_PX * ts_scene_cloud (scene, x_px, y_px, 88, 46) +
              2 * ts_scene_cloud (scene, x_px, y_px, 22, 83));
  out_offset_px[1] =
    (double) (STRETCH_PX * ts_scene_cloud (scene, x_px, y_px, 88, 47) +
              2 * ts_scene_cloud (scene, x_px, y_px, 22, 84));
}

void
ts_squames_to_lattice (const TsScene *scene,
                       const TsSpot *spot,
                       const double xy_px[2],
                       double out_xy_px[2])
{
  float distance = hypotf (spot->dx_px, spot->dy_px) + 0.01f;
  double offset[2], scale = 0;

  stretch (scene, xy_px[0], xy_px[1], offset);
  if (spot->inner_px > 0) {
    float squashed = distance + spot->inner_px * (1 - SQUASH);

    scale = (double) (MAX (squashed, 1) / distance - 1);
  }
  out_xy_px[0] = xy_px[0] + offset[0] + scale * (double) spot->dx_px;
  out_xy_px[1] = xy_px[1] + offset[1] + scale * (double) spot->dy_px;
}

void
ts_squames_from_lattice (const TsScene *scene,
                         const TsSpot *spot,
                         const double xy_px[2],
                         double out_xy_px[2])
{
  float distance = hypotf (spot->dx_px, spot->dy_px) + 0.01f;
  double offset[2], scale = 0;

  /* A step of the fixed point x = lattice - stretch (x), twice. */
  stretch (scene, xy_px[0], xy_px[1], offset);
  stretch (scene, xy_px[0] - offset[0], xy_px[1] - offset[1], offset);
  if (spot->inner_px > 0)
    scale = (double) (spot->inner_px * (1 - 1 / SQUASH) / distance);
  out_xy_px[0] = xy_px[0] - offset[0] + scale * (double) spot->dx_px;
  out_xy_px[1] = xy_px[1] - offset[1] + scale * (double) spot->dy_px;
}
