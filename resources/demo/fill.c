/* The ground of a rectangle: the architecture looked at on a grid, and dyes by place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/fill.h"

#include "resources/demo/ground.h"

#define NODE_PX 4 /* the architecture is looked at so often, and interpolated */

static TsDye
fill_place (const TsPlace *at)
{
  float tissue = ts_smooth_step (-1.4f, 1.4f, at->spot->inside_px);
  TsDye dye;

  switch (at->spot->tissue) {
  case TS_TISSUE_ALVEOLI:
    dye = ts_ground_alveoli (at);
    break;
  case TS_TISSUE_VESSEL:
    dye = ts_ground_vessel (at);
    break;
  case TS_TISSUE_STROMA:
    dye = ts_ground_stroma (at);
    break;
  case TS_TISSUE_GLANDS:
    dye = ts_ground_glands (at);
    break;
  case TS_TISSUE_SHEETS:
    dye = ts_ground_sheets (at);
    break;
  case TS_TISSUE_GLASS:
  default:
    return ts_ground_glass (at);
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
  /* The nodes lie where they lie, whatever rectangle is asked for. */
  int shift_x = (planes->x_px % NODE_PX + NODE_PX) % NODE_PX;
  int shift_y = (planes->y_px % NODE_PX + NODE_PX) % NODE_PX;
  guint columns = (guint) (planes->width + shift_x) / NODE_PX + 2;
  guint rows = (guint) (planes->height + shift_y) / NODE_PX + 2;
  g_autofree TsSpot *nodes = g_new (TsSpot, (gsize) columns * rows);

  for (guint j = 0; j < rows; j++)
    for (guint i = 0; i < columns; i++)
      ts_spot_look (scene, planes->x_px - shift_x + (double) i * NODE_PX,
                    planes->y_px - shift_y + (double) j * NODE_PX,
                    &nodes[j * columns + i]);
  for (int row = 0; row < planes->height; row++)
    for (int col = 0; col < planes->width; col++) {
      int u = col + shift_x, v = row + shift_y;
      const TsSpot *corner =
        nodes + (guint) (v / NODE_PX) * columns + (guint) (u / NODE_PX);
      TsSpot spot =
        interpolate (corner, columns, (float) (u % NODE_PX) / NODE_PX,
                     (float) (v % NODE_PX) / NODE_PX);
      TsPlace at = { scene, col + planes->x_px, row + planes->y_px, &spot };

      planes->dyes[(gsize) row * (gsize) planes->width + (gsize) col] =
        fill_place (&at);
    }
}
