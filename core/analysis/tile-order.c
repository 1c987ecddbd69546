/* The places of a range of tiles, nearest to a centre first.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tile-order.h"

#include <math.h>

#define MAX_SORTED 16384

typedef struct {
  double distance; /* squared */
  TsTilePlace place;
} Sorted;

struct TsTileOrder {
  TsTileRange range, excluded;
  GArray *sorted;                /* of Sorted; NULL: by rings */
  guint n_given;                 /* of sorted */
  gint64 center_col, center_row; /* of the rings, within the range */
  gint64 radius, n_radii;        /* of the ring at work */
  guint side;                    /* of the ring: top, bottom, left, right */
  gint64 at, end;                /* along that side */
};

static gboolean
is_in (const TsTileRange *range, gint64 col, gint64 row)
{
  return col >= range->first_col && col < range->last_col &&
         row >= range->first_row && row < range->last_row;
}

static guint64
count (const TsTileRange *range)
{
  if (range->first_col >= range->last_col ||
      range->first_row >= range->last_row)
    return 0;
  return (guint64) (range->last_col - range->first_col) *
         (range->last_row - range->first_row);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Sorted *left = a, *right = b;

  if (left->distance != right->distance)
    return left->distance < right->distance ? -1 : 1;
  if (left->place.row != right->place.row)
    return left->place.row < right->place.row ? -1 : 1;
  return left->place.col < right->place.col ? -1 : 1;
}

static GArray *
sort_range (const TsTileRange *range,
            const TsTileRange *excluded,
            TsPoint center)
{
  GArray *sorted = g_array_new (FALSE, FALSE, sizeof (Sorted));

  for (guint row = range->first_row; row < range->last_row; row++) {
    for (guint col = range->first_col; col < range->last_col; col++) {
      double dx = col + 0.5 - center.x, dy = row + 0.5 - center.y;
      Sorted entry = { dx * dx + dy * dy, { col, row } };
      if (!is_in (excluded, col, row))
        g_array_append_val (sorted, entry);
    }
  }
  g_array_sort (sorted, compare);
  return sorted;
}

static gint64
nearest_tile (double center, guint first, guint last)
{
  return (gint64) CLAMP (floor (center), (double) first, (double) last - 1);
}

/* The part of the ring's side that lies in the range; empty where at == end. */
static void
begin_side (TsTileOrder *self)
{
  const TsTileRange *range = &self->range;
  gint64 r = self->radius;
  gboolean is_row = self->side < 2;
  gint64 across = is_row ? self->center_row : self->center_col;
  gint64 along = is_row ? self->center_col : self->center_row;
  gint64 first = is_row ? range->first_col : range->first_row;
  gint64 last = is_row ? range->last_col : range->last_row;
  gint64 first_across = is_row ? range->first_row : range->first_col;
  gint64 last_across = is_row ? range->last_row : range->last_col;
  gint64 line = across + (self->side % 2 == 0 ? -r : r);
  /* The columns leave out the corners, which the rows have. */
  gint64 reach = is_row ? r : r - 1;

  self->at = MAX (along - reach, first);
  self->end = MIN (along + reach + 1, last);
  if (line < first_across || line >= last_across || self->at > self->end ||
      (r == 0 && self->side > 0))
    self->end = self->at;
}

void
ts_tile_order_rewind (TsTileOrder *self)
{
  self->n_given = 0;
  self->radius = 0;
  self->side = 0;
  if (self->sorted == NULL)
    begin_side (self);
}

TsTileOrder *
ts_tile_order_new (const TsTileRange *range,
                   const TsTileRange *excluded,
                   TsPoint center)
{
  TsTileOrder *self = g_new0 (TsTileOrder, 1);

  self->range = *range;
  self->excluded = *excluded;
  if (count (range) <= MAX_SORTED) {
    self->sorted = sort_range (range, excluded, center);
    return self;
  }
  self->center_col = nearest_tile (center.x, range->first_col, range->last_col);
  self->center_row = nearest_tile (center.y, range->first_row, range->last_row);
  self->n_radii = MAX (range->last_col - range->first_col,
                       range->last_row - range->first_row);
  ts_tile_order_rewind (self);
  return self;
}

void
ts_tile_order_free (TsTileOrder *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->sorted, g_array_unref);
  g_free (self);
}

static gboolean
next_sorted (TsTileOrder *self, TsTilePlace *out_place)
{
  if (self->n_given == self->sorted->len)
    return FALSE;
  *out_place = g_array_index (self->sorted, Sorted, self->n_given++).place;
  return TRUE;
}

/* FALSE when the last ring is done. */
static gboolean
next_side (TsTileOrder *self)
{
  if (self->radius == self->n_radii)
    return FALSE;
  if (++self->side == 4) {
    self->side = 0;
    self->radius++;
  }
  begin_side (self);
  return TRUE;
}

gboolean
ts_tile_order_next (TsTileOrder *self, TsTilePlace *out_place)
{
  if (self->sorted != NULL)
    return next_sorted (self, out_place);
  do {
    while (self->at < self->end) {
      gint64 along = self->at++;
      gint64 away = self->side % 2 == 0 ? -self->radius : self->radius;
      gboolean is_row = self->side < 2;
      gint64 col = is_row ? along : self->center_col + away;
      gint64 row = is_row ? self->center_row + away : along;
      if (!is_in (&self->excluded, col, row)) {
        *out_place = (TsTilePlace){ (guint32) col, (guint32) row };
        return TRUE;
      }
    }
  } while (next_side (self));
  return FALSE;
}
