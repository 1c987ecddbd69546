/* Which parts of a slide have been seen, and at what scale.
 *
 * Stored form, little endian: "TSVISIT1", bounds x y width height as float64, columns and
 * rows as uint32, one byte per cell row by row. A byte is 0 for not seen, else
 * 128 + 8 log2(scale).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/visited.h"

#include <math.h>
#include <string.h>

#include "core/base/error.h"

#define MAX_CELLS_PER_SIDE 256
#define STEPS_PER_DOUBLING 8
#define STEP_OF_SCALE_1    128
/* Shares and ratios within which a view stands still. */
#define MAX_DRIFT       0.125
#define MAX_SCALE_RATIO 1.1

#define MAGIC         "TSVISIT1"
#define MAGIC_BYTES   8
#define HEADER_BYTES  48
#define N_BOUNDS      4
#define COUNTS_OFFSET (MAGIC_BYTES + N_BOUNDS * 8)

struct TsVisited {
  TsRect bounds_l0;
  guint n_cols, n_rows;
  double cell_l0;
  guint8 *steps; /* [n_rows][n_cols] */
  gboolean is_looking;
  TsViewport held; /* where the view came to rest */
  gint64 held_since_us;
  gboolean is_recorded;
};

static TsVisited *
new_empty (TsRect bounds_l0)
{
  TsVisited *self = g_new0 (TsVisited, 1);
  double side = MAX (bounds_l0.width, bounds_l0.height);

  self->bounds_l0 = bounds_l0;
  self->cell_l0 = side / MAX_CELLS_PER_SIDE;
  self->n_cols = (guint) ceil (bounds_l0.width / self->cell_l0 - 1e-9);
  self->n_rows = (guint) ceil (bounds_l0.height / self->cell_l0 - 1e-9);
  self->n_cols = CLAMP (self->n_cols, 1, MAX_CELLS_PER_SIDE);
  self->n_rows = CLAMP (self->n_rows, 1, MAX_CELLS_PER_SIDE);
  self->steps = g_new0 (guint8, (gsize) self->n_cols * self->n_rows);
  return self;
}

TsVisited *
ts_visited_new (TsRect bounds_l0)
{
  g_return_val_if_fail (!ts_rect_is_empty (bounds_l0), NULL);
  return new_empty (bounds_l0);
}

void
ts_visited_free (TsVisited *self)
{
  if (self == NULL)
    return;
  g_free (self->steps);
  g_free (self);
}

static guint8
step_of_scale (double scale)
{
  double step = STEP_OF_SCALE_1 + round (STEPS_PER_DOUBLING * log2 (scale));

  return (guint8) CLAMP (step, 1, G_MAXUINT8);
}

static double
scale_of_step (guint8 step)
{
  return step == 0
           ? 0
           : exp2 ((step - STEP_OF_SCALE_1) / (double) STEPS_PER_DOUBLING);
}

static gboolean
stands_still (const TsViewport *held, const TsViewport *now)
{
  TsPoint moved = ts_viewport_to_view (now, held->center_l0);
  double dx = moved.x - now->width_view / 2;
  double dy = moved.y - now->height_view / 2;
  double ratio = now->scale / held->scale;

  return fabs (dx) <= now->width_view * MAX_DRIFT &&
         fabs (dy) <= now->height_view * MAX_DRIFT && ratio < MAX_SCALE_RATIO &&
         ratio > 1 / MAX_SCALE_RATIO;
}

static TsPoint
get_middle_l0 (const TsVisited *self, guint col, guint row)
{
  return (TsPoint){ self->bounds_l0.x + (col + 0.5) * self->cell_l0,
                    self->bounds_l0.y + (row + 0.5) * self->cell_l0 };
}

static guint
find_cell (double place, double cell_l0, guint n_cells)
{
  double cell = floor (place / cell_l0);

  return (guint) CLAMP (cell, 0, n_cells - 1);
}

static gboolean
raise_cell (TsVisited *self, guint col, guint row, guint8 step)
{
  guint8 *at = &self->steps[(gsize) row * self->n_cols + col];

  if (*at >= step)
    return FALSE;
  *at = step;
  return TRUE;
}

static gboolean
record (TsVisited *self, const TsViewport *view)
{
  TsRect seen = ts_viewport_get_visible_l0 (view);
  double x = seen.x - self->bounds_l0.x, y = seen.y - self->bounds_l0.y;
  guint last_col = find_cell (x + seen.width, self->cell_l0, self->n_cols);
  guint last_row = find_cell (y + seen.height, self->cell_l0, self->n_rows);
  guint8 step = step_of_scale (view->scale);
  TsRect whole_view = { 0, 0, view->width_view, view->height_view };
  gboolean is_new = FALSE;

  for (guint row = find_cell (y, self->cell_l0, self->n_rows); row <= last_row;
       row++)
    for (guint col = find_cell (x, self->cell_l0, self->n_cols);
         col <= last_col; col++) {
      TsPoint middle =
        ts_viewport_to_view (view, get_middle_l0 (self, col, row));
      if (ts_rect_contains (whole_view, middle))
        is_new |= raise_cell (self, col, row, step);
    }
  if (ts_rect_contains (self->bounds_l0, view->center_l0))
    is_new |= raise_cell (self,
                          find_cell (view->center_l0.x - self->bounds_l0.x,
                                     self->cell_l0, self->n_cols),
                          find_cell (view->center_l0.y - self->bounds_l0.y,
                                     self->cell_l0, self->n_rows),
                          step);
  return is_new;
}

gboolean
ts_visited_look (TsVisited *self, const TsViewport *viewport, gint64 now_us)
{
  gboolean is_new = FALSE;
  gboolean is_view = viewport != NULL && viewport->width_view >= 1 &&
                     viewport->height_view >= 1 && viewport->scale > 0;

  if (self->is_looking && !self->is_recorded &&
      now_us - self->held_since_us >= TS_VISITED_DWELL_US) {
    is_new = record (self, &self->held);
    self->is_recorded = TRUE;
  }
  if (is_view && self->is_looking && stands_still (&self->held, viewport))
    return is_new;
  self->is_looking = is_view;
  self->is_recorded = FALSE;
  if (is_view) {
    self->held = *viewport;
    self->held_since_us = now_us;
  }
  return is_new;
}

guint
ts_visited_get_n_cols (const TsVisited *self)
{
  return self->n_cols;
}

guint
ts_visited_get_n_rows (const TsVisited *self)
{
  return self->n_rows;
}

TsRect
ts_visited_get_bounds_l0 (const TsVisited *self)
{
  return self->bounds_l0;
}

double
ts_visited_get_cell_l0 (const TsVisited *self)
{
  return self->cell_l0;
}

double
ts_visited_get_scale (const TsVisited *self, guint col, guint row)
{
  g_return_val_if_fail (col < self->n_cols && row < self->n_rows, 0);
  return scale_of_step (self->steps[(gsize) row * self->n_cols + col]);
}

double
ts_visited_get_max_scale (const TsVisited *self)
{
  guint8 max = 0;

  for (gsize i = 0; i < (gsize) self->n_cols * self->n_rows; i++)
    max = MAX (max, self->steps[i]);
  return scale_of_step (max);
}

double
ts_visited_get_share (const TsVisited *self, double min_scale)
{
  guint8 min = min_scale > 0 ? step_of_scale (min_scale) : 1;
  double seen_l0 = 0;

  for (guint row = 0; row < self->n_rows; row++)
    for (guint col = 0; col < self->n_cols; col++) {
      TsRect cell = { self->bounds_l0.x + col * self->cell_l0,
                      self->bounds_l0.y + row * self->cell_l0, self->cell_l0,
                      self->cell_l0 };
      TsRect inside = ts_rect_intersect (cell, self->bounds_l0);
      if (self->steps[(gsize) row * self->n_cols + col] >= min)
        seen_l0 += inside.width * inside.height;
    }
  return MIN (seen_l0 / (self->bounds_l0.width * self->bounds_l0.height), 1);
}

static void
append_double (GByteArray *bytes, double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT64_TO_LE (bits);
  g_byte_array_append (bytes, (const guint8 *) &bits, sizeof bits);
}

GBytes *
ts_visited_serialise (const TsVisited *self)
{
  const guint32 counts[] = { GUINT32_TO_LE (self->n_cols),
                             GUINT32_TO_LE (self->n_rows) };
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) MAGIC, MAGIC_BYTES);
  append_double (bytes, self->bounds_l0.x);
  append_double (bytes, self->bounds_l0.y);
  append_double (bytes, self->bounds_l0.width);
  append_double (bytes, self->bounds_l0.height);
  g_byte_array_append (bytes, (const guint8 *) counts, sizeof counts);
  g_byte_array_append (bytes, self->steps, self->n_cols * self->n_rows);
  return g_byte_array_free_to_bytes (bytes);
}

static double
read_double (const guint8 *bytes)
{
  guint64 bits;
  double value;

  memcpy (&bits, bytes, sizeof bits);
  bits = GUINT64_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);
  return value;
}

static guint32
read_count (const guint8 *bytes)
{
  guint32 count;

  memcpy (&count, bytes, sizeof count);
  return GUINT32_FROM_LE (count);
}

static TsVisited *
fail (GError **error, const char *reason)
{
  g_set_error (error, TS_ERROR, TS_ERROR_FORMAT,
               "the record of what was seen cannot be read: %s", reason);
  return NULL;
}

TsVisited *
ts_visited_parse (GBytes *bytes, GError **error)
{
  gsize n_bytes = 0;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  double bounds[N_BOUNDS];

  if (n_bytes < HEADER_BYTES || memcmp (data, MAGIC, MAGIC_BYTES) != 0)
    return fail (error, "it does not begin as one");
  for (guint i = 0; i < N_BOUNDS; i++)
    bounds[i] = read_double (data + MAGIC_BYTES + i * sizeof (double));
  TsRect bounds_l0 = { bounds[0], bounds[1], bounds[2], bounds[3] };
  for (guint i = 0; i < N_BOUNDS; i++)
    if (!(fabs (bounds[i]) < 1e12))
      return fail (error, "the slide's bounds are no sensible numbers");
  if (ts_rect_is_empty (bounds_l0))
    return fail (error, "the slide's bounds are empty");
  g_autoptr (TsVisited) self = new_empty (bounds_l0);
  if (read_count (data + COUNTS_OFFSET) != self->n_cols ||
      read_count (data + COUNTS_OFFSET + 4) != self->n_rows)
    return fail (error, "its cells do not fit the slide's bounds");
  gsize n_cells = (gsize) self->n_cols * self->n_rows;
  if (n_bytes != HEADER_BYTES + n_cells)
    return fail (error, "it has another length than its cells need");
  memcpy (self->steps, data + HEADER_BYTES, n_cells);
  return g_steal_pointer (&self);
}
