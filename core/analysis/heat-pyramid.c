/* A heat map in halves, the strongest tile of each cell.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/heat-pyramid.h"

/* Level 0 has at most 2^26 tiles: each side is below 2^27. */
#define MAX_LEVELS 28

typedef struct {
  guint32 *argb;      /* [n_rows][n_cols] */
  guint16 *strengths; /* [n_rows][n_cols] */
  guint n_cols, n_rows;
} Level;

struct TsHeatPyramid {
  int n_refs;
  gboolean is_empty;
  TsGridSpec grid;
  guint64 version; /* of the map shown */
  guint64 serial;
  Level levels[MAX_LEVELS];
  guint n_levels;
};

TsHeatPyramid *
ts_heat_pyramid_new (void)
{
  TsHeatPyramid *self = g_new0 (TsHeatPyramid, 1);

  self->n_refs = 1;
  self->is_empty = TRUE;
  return self;
}

TsHeatPyramid *
ts_heat_pyramid_ref (TsHeatPyramid *self)
{
  self->n_refs++;
  return self;
}

static void
drop_levels (TsHeatPyramid *self)
{
  for (guint i = 0; i < self->n_levels; i++) {
    g_free (self->levels[i].argb);
    g_free (self->levels[i].strengths);
  }
  self->n_levels = 0;
}

void
ts_heat_pyramid_unref (TsHeatPyramid *self)
{
  if (self == NULL || --self->n_refs > 0)
    return;
  drop_levels (self);
  g_free (self);
}

static void
make_levels (TsHeatPyramid *self, guint n_cols, guint n_rows)
{
  if (self->n_levels > 0 && self->levels[0].n_cols == n_cols &&
      self->levels[0].n_rows == n_rows)
    return;
  drop_levels (self);
  for (gboolean is_last = FALSE; !is_last;) {
    gsize n = (gsize) n_cols * n_rows;
    g_assert (self->n_levels < MAX_LEVELS);
    self->levels[self->n_levels++] = (Level){
      g_new (guint32, n),
      g_new (guint16, n),
      n_cols,
      n_rows,
    };
    is_last = n_cols <= 1 && n_rows <= 1;
    n_cols = (n_cols + 1) / 2;
    n_rows = (n_rows + 1) / 2;
  }
}

static void
gather_cell (const Level *fine, Level *coarse, guint col, guint row)
{
  guint last_col = MIN (2 * col + 2, fine->n_cols);
  guint last_row = MIN (2 * row + 2, fine->n_rows);
  gsize strongest = (gsize) 2 * row * fine->n_cols + 2 * col;
  gsize out = (gsize) row * coarse->n_cols + col;

  for (guint r = 2 * row; r < last_row; r++)
    for (guint c = 2 * col; c < last_col; c++) {
      gsize at = (gsize) r * fine->n_cols + c;
      if (fine->strengths[at] > fine->strengths[strongest])
        strongest = at;
    }
  coarse->argb[out] = fine->argb[strongest];
  coarse->strengths[out] = fine->strengths[strongest];
}

/* The levels above 0 over the tiles of the range. */
static void
gather (TsHeatPyramid *self, TsTileRange range)
{
  for (guint i = 1; i < self->n_levels; i++) {
    range = (TsTileRange){ range.first_col / 2, (range.last_col + 1) / 2,
                           range.first_row / 2, (range.last_row + 1) / 2 };
    for (guint row = range.first_row; row < range.last_row; row++)
      for (guint col = range.first_col; col < range.last_col; col++)
        gather_cell (&self->levels[i - 1], &self->levels[i], col, row);
  }
}

void
ts_heat_pyramid_render (TsHeatPyramid *self,
                        TsPredictionMap *map,
                        const TsHeatMapStyle *style)
{
  self->serial++;
  self->is_empty = map == NULL;
  if (map == NULL) {
    drop_levels (self);
    return;
  }
  self->grid = *ts_prediction_map_get_grid (map);
  make_levels (self, self->grid.n_cols, self->grid.n_rows);
  self->version = ts_heat_map_render (map, style, self->levels[0].argb,
                                      self->levels[0].strengths);
  gather (self, (TsTileRange){ 0, self->grid.n_cols, 0, self->grid.n_rows });
}

gboolean
ts_heat_pyramid_update (TsHeatPyramid *self,
                        TsPredictionMap *map,
                        const TsHeatMapStyle *style)
{
  TsTileRange changed = { 0 };

  if (self->is_empty)
    return FALSE;
  self->version =
    ts_heat_map_update (map, style, self->version, self->levels[0].argb,
                        self->levels[0].strengths, &changed);
  if (changed.first_col >= changed.last_col)
    return FALSE;
  self->serial++;
  gather (self, changed);
  return TRUE;
}

gboolean
ts_heat_pyramid_is_empty (const TsHeatPyramid *self)
{
  return self->is_empty;
}

guint64
ts_heat_pyramid_get_serial (const TsHeatPyramid *self)
{
  return self->serial;
}

const TsGridSpec *
ts_heat_pyramid_get_grid (const TsHeatPyramid *self)
{
  return &self->grid;
}

guint
ts_heat_pyramid_get_n_levels (const TsHeatPyramid *self)
{
  return self->n_levels;
}

TsHeatLevel
ts_heat_pyramid_get_level (const TsHeatPyramid *self, guint level)
{
  const Level *found = &self->levels[level];

  g_assert (level < self->n_levels);
  return (TsHeatLevel){ found->argb, found->n_cols, found->n_rows };
}
