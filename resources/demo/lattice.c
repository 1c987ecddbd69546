/* Blue noise points on a torus, repeated over the plane with fresh identities.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/lattice.h"

#include <math.h>

#include "core/base/random.h"
#include "resources/demo/dice.h"

#define SIDE       64 /* squares of the torus, one unit wide */
#define PER_SQUARE 4  /* no more points fit 1 apart */
#define NEAR_MAX   (25 * PER_SQUARE)
#define DARTS      60 /* thrown per square */

struct TsPoints {
  guint8 n[SIDE][SIDE];
  float x[SIDE][SIDE][PER_SQUARE],
    y[SIDE][SIDE][PER_SQUARE]; /* in the square */
};

typedef struct {
  float dx, dy, distance2; /* from the place asked about, in spacings */
  gint64 column, row;
  guint index;
} Near;

static gboolean
is_free (const TsPoints *self, double x, double y)
{
  int column = (int) x, row = (int) y;

  for (int j = row - 1; j <= row + 1; j++)
    for (int i = column - 1; i <= column + 1; i++) {
      int wrapped_i = i & (SIDE - 1), wrapped_j = j & (SIDE - 1);

      for (guint k = 0; k < self->n[wrapped_j][wrapped_i]; k++) {
        double dx = i + self->x[wrapped_j][wrapped_i][k] - x;
        double dy = j + self->y[wrapped_j][wrapped_i][k] - y;

        if (dx * dx + dy * dy < 1)
          return FALSE;
      }
    }
  return TRUE;
}

TsPoints *
ts_points_new (guint64 seed)
{
  TsPoints *self = g_new0 (TsPoints, 1);
  TsRandom random;

  ts_random_init (&random, seed);
  for (guint dart = 0; dart < DARTS * SIDE * SIDE; dart++) {
    double x = ts_random_uniform (&random) * SIDE;
    double y = ts_random_uniform (&random) * SIDE;
    guint column = (guint) x, row = (guint) y, k = self->n[row][column];

    if (k == PER_SQUARE || !is_free (self, x, y))
      continue;
    self->x[row][column][k] = (float) (x - column);
    self->y[row][column][k] = (float) (y - row);
    self->n[row][column]++;
  }
  return self;
}

void
ts_points_free (TsPoints *self)
{
  g_free (self);
}

static guint64
identify (const TsLattice *self, gint64 column, gint64 row, guint index)
{
  guint64 key =
    (guint64) column * 0x1f123bb5u ^ (guint64) row << 32 ^ index << 24;

  return ts_dice_roll (self->seed, key);
}

void
ts_lattice_foreach (const TsLattice *self,
                    const double bounds_px[4],
                    TsLatticeFunc func,
                    gpointer data)
{
  double unit = (double) self->spacing_px;
  gint64 left = (gint64) floor ((bounds_px[0] - self->x_px) / unit);
  gint64 top = (gint64) floor ((bounds_px[1] - self->y_px) / unit);
  gint64 right = (gint64) floor ((bounds_px[2] - self->x_px) / unit);
  gint64 bottom = (gint64) floor ((bounds_px[3] - self->y_px) / unit);

  for (gint64 row = top; row <= bottom; row++)
    for (gint64 column = left; column <= right; column++) {
      guint i = (guint) column & (SIDE - 1), j = (guint) row & (SIDE - 1);

      for (guint k = 0; k < self->points->n[j][i]; k++) {
        TsLatticePoint point = {
          identify (self, column, row, k),
          ((double) column + self->points->x[j][i][k]) * unit + self->x_px,
          ((double) row + self->points->y[j][i][k]) * unit + self->y_px
        };

        func (&point, data);
      }
    }
}

static guint
collect (const TsLattice *self, double x, double y, int reach, Near *near)
{
  gint64 column = (gint64) floor (x), row = (gint64) floor (y);
  guint n = 0;

  for (gint64 r = row - reach; r <= row + reach; r++)
    for (gint64 c = column - reach; c <= column + reach; c++) {
      guint i = (guint) c & (SIDE - 1), j = (guint) r & (SIDE - 1);
      float left = (float) ((double) c - x), top = (float) ((double) r - y);

      for (guint k = 0; k < self->points->n[j][i]; k++) {
        float dx = left + self->points->x[j][i][k];
        float dy = top + self->points->y[j][i][k];

        near[n++] = (Near){ dx, dy, dx * dx + dy * dy, c, r, k };
      }
    }
  return n;
}

/* The smaller of two, with the corner between them rounded over the width k. */
static float
round_min (float a, float b, float k)
{
  float h = k > 0 ? k - fabsf (a - b) : 0;

  return MIN (a, b) - (h > 0 ? h * h / (4 * k) : 0);
}

gboolean
ts_lattice_cell_is_kin (guint64 id, float kin_share)
{
  return ts_dice_share (id, 1) < kin_share;
}

static gboolean
is_open (const TsLatticeCellParams *params, guint64 a, guint64 b)
{
  return ts_dice_share (a ^ b, 7) < params->open_share &&
         ts_lattice_cell_is_kin (a, params->kin_share) ==
           ts_lattice_cell_is_kin (b, params->kin_share);
}

void
ts_lattice_cell (const TsLattice *self,
                 double x_px,
                 double y_px,
                 const TsLatticeCellParams *params,
                 TsLatticeCell *out_cell)
{
  Near near[NEAR_MAX];
  guint n = collect (self, (x_px - self->x_px) / (double) self->spacing_px,
                     (y_px - self->y_px) / (double) self->spacing_px,
                     params->reach, near);
  guint home = 0;
  float edge = 1, round = params->round_px / self->spacing_px;

  for (guint i = 1; i < n; i++)
    if (near[i].distance2 < near[home].distance2)
      home = i;
  out_cell->id =
    identify (self, near[home].column, near[home].row, near[home].index);
  for (guint i = 0; i < n; i++) {
    float dx = near[i].dx - near[home].dx, dy = near[i].dy - near[home].dy;
    float border;

    if (i == home)
      continue;
    border = (near[i].distance2 - near[home].distance2) /
             (2 * sqrtf (dx * dx + dy * dy));
    if (border > edge + round)
      continue;
    if (params->open_share > 0 &&
        is_open (params, out_cell->id,
                 identify (self, near[i].column, near[i].row, near[i].index)))
      continue;
    edge = round_min (edge, border, round);
  }
  out_cell->edge_px = edge * self->spacing_px;
  out_cell->dx_px = -near[home].dx * self->spacing_px;
  out_cell->dy_px = -near[home].dy * self->spacing_px;
}
