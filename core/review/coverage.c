/* How much of a slide came before a reader's eyes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/coverage.h"

#include <math.h>
#include <string.h>

#define N_STEPS 7

/* A magnification of 39.9 is meant to be 40. */
#define POWER_SLACK 0.98

static const double step_powers[N_STEPS] = { 0, 1.25, 2.5, 5, 10, 20, 40 };

struct TsCoverage {
  TsRect bounds_l0;
  double cell_l0; /* side */
  guint n_cols, n_rows;
  guint8 *cells; /* [n_rows][n_cols], owned */
};

static guint
count_cells (double length_l0, double cell_l0)
{
  return (guint) CLAMP (ceil (length_l0 / cell_l0), 1, TS_COVERAGE_MAX_CELLS);
}

TsCoverage *
ts_coverage_new (TsRect bounds_l0)
{
  TsCoverage *self = g_new0 (TsCoverage, 1);

  self->bounds_l0 = bounds_l0;
  self->cell_l0 =
    MAX (1, MAX (bounds_l0.width, bounds_l0.height) / TS_COVERAGE_MAX_CELLS);
  self->n_cols = count_cells (bounds_l0.width, self->cell_l0);
  self->n_rows = count_cells (bounds_l0.height, self->cell_l0);
  self->cells = g_malloc0 (self->n_cols * self->n_rows);
  return self;
}

TsCoverage *
ts_coverage_new_from_bytes (TsRect bounds_l0, GBytes *bytes)
{
  g_autoptr (TsCoverage) self = ts_coverage_new (bounds_l0);
  gsize n_bytes = 0;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);

  if (n_bytes != self->n_cols * self->n_rows)
    return NULL;
  for (gsize i = 0; i < n_bytes; i++)
    if (data[i] > N_STEPS)
      return NULL;
  memcpy (self->cells, data, n_bytes);
  return g_steal_pointer (&self);
}

void
ts_coverage_free (TsCoverage *self)
{
  if (self == NULL)
    return;
  g_free (self->cells);
  g_free (self);
}

/* 1 to N_STEPS */
static guint8
find_step (double power)
{
  guint8 step = 1;

  while (step < N_STEPS && power >= POWER_SLACK * step_powers[step])
    step++;
  return step;
}

void
ts_coverage_add_view (TsCoverage *self, TsRect visible_l0, double power)
{
  guint8 step = find_step (power);

  for (guint row = 0; row < self->n_rows; row++)
    for (guint col = 0; col < self->n_cols; col++) {
      TsPoint center = { self->bounds_l0.x + (col + 0.5) * self->cell_l0,
                         self->bounds_l0.y + (row + 0.5) * self->cell_l0 };
      guint8 *cell = &self->cells[row * self->n_cols + col];

      if (*cell < step && ts_rect_contains (visible_l0, center))
        *cell = step;
    }
}

double
ts_coverage_get_share (const TsCoverage *self, double min_power)
{
  guint n_cells = self->n_cols * self->n_rows;
  guint8 step = find_step (min_power);
  guint n_seen = 0;

  for (guint i = 0; i < n_cells; i++)
    n_seen += self->cells[i] >= step ? 1 : 0;
  return (double) n_seen / n_cells;
}

double
ts_coverage_get_mm2 (const TsCoverage *self,
                     double min_power,
                     double mpp_x,
                     double mpp_y)
{
  double px = ts_coverage_get_share (self, min_power) * self->bounds_l0.width *
              self->bounds_l0.height;

  return px * mpp_x * mpp_y / 1e6;
}

GBytes *
ts_coverage_to_bytes (const TsCoverage *self)
{
  return g_bytes_new (self->cells, self->n_cols * self->n_rows);
}
