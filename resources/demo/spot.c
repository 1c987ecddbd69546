/* The architecture of lung, adenocarcinoma and squamous carcinoma as distances: rounded
 * cells of a warped lattice with walls of some thickness between them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/spot.h"

#include <math.h>

#include "resources/demo/dice.h"

#define BAND_PX    34 /* desmoplastic stroma around a tumour */
#define PLEURA_PX  11
#define ENDLESS_PX 1e5f

static float
round_min (float a, float b, float k)
{
  float h = MAX (k - fabsf (a - b), 0);

  return MIN (a, b) - h * h / (4 * k);
}

/* Whether a vessel whose centre is there would lie in lung with some room around. */
static gboolean
has_room (const TsScene *scene, const double centre_px[2], float radius_px)
{
  if (scene->inside_px == NULL)
    return TRUE;
  return ts_scene_map_at (scene, scene->inside_px, centre_px[0], centre_px[1]) >
           radius_px + 40 &&
         ts_scene_map_at (scene, scene->depth_px, centre_px[0], centre_px[1]) <
           -radius_px - 2 * BAND_PX;
}

/* How far outside of the nearest vessel a place is, and FALSE, or TRUE with what is there. */
static gboolean
look_at_vessel (const TsScene *scene,
                const double xy[2],
                TsSpot *spot,
                float *out_away_px)
{
  static const TsLatticeCellParams PARAMS = { .reach = 1 };
  double x =
    xy[0] + (double) (16 * ts_scene_cloud (scene, xy[0], xy[1], 150, 31));
  double y =
    xy[1] + (double) (16 * ts_scene_cloud (scene, xy[0], xy[1], 150, 32));
  float radius, wall, distance;
  TsLatticeCell cell;

  *out_away_px = ENDLESS_PX;
  ts_lattice_cell (&scene->lattices[TS_LATTICE_VESSELS], x, y, &PARAMS, &cell);
  if (ts_dice_share (cell.id, 1) > 0.42f)
    return FALSE;
  radius = ts_dice_between (cell.id, 2, 26, 92);
  wall = 10 + radius * ts_dice_between (cell.id, 3, 0.12f, 0.4f);
  if (!has_room (scene,
                 (double[]){ x - (double) cell.dx_px, y - (double) cell.dy_px },
                 radius + wall))
    return FALSE;
  distance =
    hypotf (cell.dx_px, cell.dy_px * ts_dice_between (cell.id, 4, 0.7f, 1.3f));
  *out_away_px = distance - radius - wall;
  if (*out_away_px > 0)
    return FALSE;
  spot->tissue = TS_TISSUE_VESSEL;
  spot->id = cell.id;
  spot->wall_px = radius - distance;
  spot->inner_px = -*out_away_px;
  spot->dx_px = cell.dx_px;
  spot->dy_px = cell.dy_px;
  return TRUE;
}

static void
look_at_alveoli (const TsScene *scene,
                 double x,
                 double y,
                 float away,
                 TsSpot *spot)
{
  const TsLatticeCellParams params = { 2, 46, 0.24f,
                                       scene->habits.filled_share };
  double warped_x = x + (double) (30 * ts_scene_cloud (scene, x, y, 170, 11) +
                                  5 * ts_scene_cloud (scene, x, y, 34, 13));
  double warped_y = y + (double) (30 * ts_scene_cloud (scene, x, y, 170, 12) +
                                  5 * ts_scene_cloud (scene, x, y, 34, 14));
  float half = scene->habits.septum_px *
               (1 + 0.3f * ts_scene_cloud (scene, x, y, 260, 15));
  TsLatticeCell cell;

  ts_lattice_cell (&scene->lattices[TS_LATTICE_ALVEOLI], warped_x, warped_y,
                   &params, &cell);
  spot->tissue = TS_TISSUE_ALVEOLI;
  spot->id = cell.id;
  spot->wall_px = round_min (cell.edge_px, spot->inside_px - PLEURA_PX, 20);
  spot->wall_px = round_min (spot->wall_px, away, 20) - MAX (half, 4);
  spot->inner_px = away;
  spot->dx_px = cell.dx_px;
  spot->dy_px = cell.dy_px;
}

/* The epithelium of a mutated EGFR folds into open glands; that of TP53 fills them up. */
static void
look_at_glands (const TsScene *scene,
                double x,
                double y,
                float depth,
                TsSpot *spot)
{
  static const TsLatticeCellParams PARAMS = { .reach = 2, .round_px = 60 };
  double warped_x = x + (double) (26 * ts_scene_cloud (scene, x, y, 140, 21) +
                                  4 * ts_scene_cloud (scene, x, y, 30, 25));
  double warped_y = y + (double) (26 * ts_scene_cloud (scene, x, y, 140, 22) +
                                  4 * ts_scene_cloud (scene, x, y, 30, 26));
  float gap = scene->habits.gland_gap_px *
              (1 + 0.55f * ts_scene_cloud (scene, x, y, 420, 23));
  float lining = scene->habits.lining_px, fold, depth_of_fold;
  TsLatticeCell cell;

  ts_lattice_cell (&scene->lattices[TS_LATTICE_GLANDS], warped_x, warped_y,
                   &PARAMS, &cell);
  fold = ts_scene_cloud (scene, x, y, 62, 24);
  depth_of_fold = (spot->genes & TS_GENE_EGFR) ? 30 : 7;
  lining += depth_of_fold * MAX (fold, -0.4f);
  if (spot->genes & TS_GENE_TP53)
    lining *= ts_dice_between (cell.id, 5, 1.0f, 1.7f);
  if (spot->genes & TS_GENE_EGFR)
    lining *= 0.92f;
  spot->tissue = TS_TISSUE_GLANDS;
  spot->id = cell.id;
  spot->wall_px = round_min (cell.edge_px - MAX (gap, 6), depth - 6, 30);
  spot->wall_px = round_min (spot->wall_px, spot->inside_px - 12, 30);
  spot->inner_px = spot->wall_px - lining;
  spot->dx_px = cell.dx_px;
  spot->dy_px = cell.dy_px;
}

static void
look_at_sheets (const TsScene *scene,
                double x,
                double y,
                float depth,
                TsSpot *spot)
{
  static const TsLatticeCellParams PARAMS = { .reach = 2, .round_px = 90 };
  double warped_x = x + (double) (46 * ts_scene_cloud (scene, x, y, 260, 41) +
                                  7 * ts_scene_cloud (scene, x, y, 60, 44));
  double warped_y = y + (double) (46 * ts_scene_cloud (scene, x, y, 260, 42) +
                                  7 * ts_scene_cloud (scene, x, y, 60, 45));
  float gap = 27 + 14 * ts_scene_cloud (scene, x, y, 330, 43);
  float pearl_px = -300, distance;
  TsLatticeCell cell;

  ts_lattice_cell (&scene->lattices[TS_LATTICE_NESTS], warped_x, warped_y,
                   &PARAMS, &cell);
  distance = hypotf (cell.dx_px, cell.dy_px);
  if (ts_dice_share (cell.id, 1) < scene->habits.keratin)
    pearl_px = ts_dice_between (cell.id, 2, 45, 115);
  spot->tissue = TS_TISSUE_SHEETS;
  spot->id = cell.id;
  spot->wall_px = round_min (cell.edge_px - MAX (gap, 6), depth - 6, 30);
  spot->wall_px = round_min (spot->wall_px, spot->inside_px - 12, 30);
  spot->inner_px = pearl_px - distance;
  spot->dx_px = cell.dx_px;
  spot->dy_px = cell.dy_px;
}

void
ts_spot_look (const TsScene *scene, double x_px, double y_px, TsSpot *out_spot)
{
  const TsArea *area = ts_scene_area_near (scene, x_px, y_px);
  float depth = area->kind == TS_AREA_NORMAL ? -ENDLESS_PX : ENDLESS_PX;
  float away;

  *out_spot = (TsSpot){ .genes = area->genes, .inside_px = ENDLESS_PX };
  if (scene->inside_px != NULL) {
    out_spot->inside_px =
      ts_scene_map_at (scene, scene->inside_px, x_px, y_px) +
      7 * ts_scene_cloud (scene, x_px, y_px, 90, 1) +
      1.5f * ts_scene_cloud (scene, x_px, y_px, 16, 2);
    depth = ts_scene_map_at (scene, scene->depth_px, x_px, y_px) +
            14 * ts_scene_cloud (scene, x_px, y_px, 150, 3);
  }
  if (out_spot->inside_px < -4)
    return;
  if (depth > 0 && area->kind == TS_AREA_LUAD) {
    look_at_glands (scene, x_px, y_px, depth, out_spot);
  } else if (depth > 0 && area->kind == TS_AREA_LUSC) {
    look_at_sheets (scene, x_px, y_px, depth, out_spot);
  } else if (depth > -BAND_PX) {
    out_spot->tissue = TS_TISSUE_STROMA;
    out_spot->wall_px = MAX (depth, -BAND_PX - depth);
  } else if (!look_at_vessel (scene, (double[]){ x_px, y_px }, out_spot,
                              &away)) {
    look_at_alveoli (scene, x_px, y_px, MIN (away, -depth - BAND_PX), out_spot);
  }
}

float
ts_spot_fibre (const TsScene *scene, double x_px, double y_px)
{
  float c = cosf (scene->habits.fibre_angle);
  float s = sinf (scene->habits.fibre_angle);

  return (float) x_px * c + (float) y_px * s +
         70 * ts_scene_cloud (scene, x_px, y_px, 210, 51) +
         14 * ts_scene_cloud (scene, x_px, y_px, 55, 52);
}
