/* Points without pattern and without crowding (blue noise) over the whole plane, and the
 * cells around them. Immutable, any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct TsPoints TsPoints;

/* A torus of points at least 1 apart, filled until nearly no further one fits. */
TsPoints *ts_points_new (guint64 seed) G_GNUC_WARN_UNUSED_RESULT;
void ts_points_free (TsPoints *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsPoints, ts_points_free)

typedef struct {
  const TsPoints *points;
  float spacing_px; /* least distance of two points */
  double x_px, y_px;
  guint64 seed; /* of the points' identities */
} TsLattice;

typedef struct {
  guint64 id;
  double x_px, y_px;
} TsLatticePoint;

/* The cell (Voronoi) a place lies in. */
typedef struct {
  guint64 id;
  float dx_px, dy_px; /* from the cell's centre */
  float edge_px;      /* distance to the nearest border, rounded at corners */
} TsLatticeCell;

typedef struct {
  int reach;        /* 1 or 2 rings of lattice squares looked at */
  float round_px;   /* radius of rounded corners, 0 for sharp ones */
  float open_share; /* share of borders between kin that are left out */
  float kin_share;  /* of cells that are kin of each other; so are the others */
} TsLatticeCellParams;

typedef void (*TsLatticeFunc) (const TsLatticePoint *point, gpointer data);

/* Which of the two kins a cell belongs to. */
gboolean ts_lattice_cell_is_kin (guint64 id, float kin_share);

/* All points of a rectangle, always in the same order. */
void ts_lattice_foreach (const TsLattice *self,
                         const double bounds_px[4], /* x0 y0 x1 y1 */
                         TsLatticeFunc func,
                         gpointer data);
void ts_lattice_cell (const TsLattice *self,
                      double x_px,
                      double y_px,
                      const TsLatticeCellParams *params,
                      TsLatticeCell *out_cell);

G_END_DECLS
