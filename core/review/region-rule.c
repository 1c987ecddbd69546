/* What a model says of a region.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/region-rule.h"

static gboolean
is_between (double value, double a, double b)
{
  return value >= MIN (a, b) && value < MAX (a, b);
}

gboolean
ts_region_contains (const TsRegion *region, TsPoint point_l0)
{
  const TsPoint *points = region->points_l0;
  gboolean is_inside = FALSE;

  if (region->shape == TS_REGION_RECTANGLE)
    return region->n_points == 2 &&
           is_between (point_l0.x, points[0].x, points[1].x) &&
           is_between (point_l0.y, points[0].y, points[1].y);
  /* The edges a ray to the right crosses. */
  for (guint i = 0; i < region->n_points; i++) {
    TsPoint a = points[i];
    TsPoint b = points[(i + 1) % region->n_points];

    if (!is_between (point_l0.y, a.y, b.y))
      continue;
    if (point_l0.x < a.x + (point_l0.y - a.y) * (b.x - a.x) / (b.y - a.y))
      is_inside = !is_inside;
  }
  return is_inside;
}

void
ts_region_rule_init (TsRegionRule *self,
                     const TsRegion *region,
                     const TsGridSpec *grid,
                     guint n_classes)
{
  *self = (TsRegionRule){ .region = region,
                          .grid = *grid,
                          .n_classes = n_classes,
                          .sums = g_new0 (double, n_classes),
                          .n_first = g_new0 (guint, n_classes) };
}

void
ts_region_rule_clear (TsRegionRule *self)
{
  g_clear_pointer (&self->sums, g_free);
  g_clear_pointer (&self->n_first, g_free);
}

/* A tile at the edge is cut by the slide's end. */
static TsPoint
find_center (const TsGridSpec *grid, guint col, guint row)
{
  TsRect tile = { grid->area_l0.x + col * grid->step_x,
                  grid->area_l0.y + row * grid->step_y, grid->step_x,
                  grid->step_y };

  return ts_rect_center (ts_rect_intersect (tile, grid->area_l0));
}

void
ts_region_rule_add (TsRegionRule *self, const TsPrediction *prediction)
{
  if (prediction->n_probs != self->n_classes || self->n_classes == 0 ||
      !ts_region_contains (
        self->region,
        find_center (&self->grid, prediction->col, prediction->row)))
    return;
  self->n_tiles++;
  for (guint i = 0; i < self->n_classes; i++)
    self->sums[i] += (double) prediction->probs[i];
  self
    ->n_first[ts_probs_find_most_likely (prediction->probs, self->n_classes)]++;
}

TsRegionCall
ts_region_rule_finish (const TsRegionRule *self, float *mean_probs)
{
  TsRegionCall call = { self->n_tiles, 0, -1, -1 };

  for (guint i = 0; i < self->n_classes; i++) {
    mean_probs[i] =
      self->n_tiles > 0 ? (float) (self->sums[i] / self->n_tiles) : 0.0f;
    if (self->n_tiles == 0)
      continue;
    if (call.mean_class < 0 || self->sums[i] > self->sums[call.mean_class])
      call.mean_class = (int) i;
    if (call.majority_class < 0 || self->n_first[i] > call.n_majority ||
        (self->n_first[i] == call.n_majority &&
         self->sums[i] > self->sums[call.majority_class])) {
      call.majority_class = (int) i;
      call.n_majority = self->n_first[i];
    }
  }
  return call;
}
