/* What a model says of a region.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/region-rule.h"

gboolean
ts_region_contains (const TsRegion *region, TsPoint point_l0)
{
  TsOutline outline = { region->shape, region->points_l0, region->n_points };

  return ts_outline_contains (&outline, point_l0);
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
