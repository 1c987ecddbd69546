/* Which pyramid tiles a view draws and which it asks for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/tile-plan.h"

#include <math.h>

/* Zooming out leaves finer tiles behind; those this many levels below fill places too. */
#define N_FINER_LEVELS 2
/* How far ahead of the view tiles are read, in seconds; the nearest first. */
static const double foreseen_s[] = { 0.1, 0.2, 0.4 };

/* Columns [first_col, end_col) and rows [first_row, end_row) of a pyramid level. */
typedef struct {
  guint level;
  guint first_col, end_col, first_row, end_row;
} Span;

typedef struct {
  guint col, row;
  double
    distance; /* squared, in level-0 pixels, of its centre from the view's */
} Ranked;

typedef struct {
  const TsPyramid *pyramid;
  guint32 source;
  GArray *tiles;     /* TsPlannedTile */
  GHashTable *taken; /* packed keys of those planned */
} Plan;

typedef struct {
  Plan plan;
  TsTileCache *cache;
  guint n_new_left;
} Drawing;

static Plan
plan_begin (const TsPyramid *pyramid, guint32 source)
{
  return (
    Plan){ pyramid, source, g_array_new (FALSE, FALSE, sizeof (TsPlannedTile)),
           g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL) };
}

static GArray *
plan_end (Plan *self)
{
  g_hash_table_unref (self->taken);
  return self->tiles;
}

/* FALSE when it was planned before. */
static gboolean
plan_add (Plan *self, guint level, guint col, guint row)
{
  TsPlannedTile tile = { { self->source, level, col, row }, { 0, 0, 0, 0 } };
  /* A pyramid level has fewer than 2^24 columns: 2^32 / 256. */
  guint64 packed = (guint64) level << 48 | (guint64) col << 24 | row;

  if (g_hash_table_contains (self->taken, &packed))
    return FALSE;
  g_hash_table_add (self->taken, g_memdup2 (&packed, sizeof packed));
  tile.tile_l0 = ts_pyramid_get_tile_l0 (self->pyramid, level, col, row);
  g_array_append_val (self->tiles, tile);
  return TRUE;
}

static guint
clamp_index (double index, guint end)
{
  return (guint) CLAMP (index, 0, (double) end);
}

static gboolean
is_drawable (const TsViewport *viewport, double surface_scale)
{
  return viewport->width_view > 0 && viewport->height_view > 0 &&
         viewport->scale > 0 && isfinite (viewport->scale) &&
         isfinite (viewport->center_l0.x) && isfinite (viewport->center_l0.y) &&
         surface_scale > 0;
}

/* Empty when the view shows nothing of the slide. */
static Span
find_visible (const TsPyramid *pyramid,
              const TsViewport *viewport,
              double surface_scale)
{
  guint level =
    ts_pyramid_find_level (pyramid, viewport->scale * surface_scale);
  double tile_l0 =
    TS_PYRAMID_TILE_PX * ts_pyramid_get_downsample (pyramid, level);
  TsRect seen = ts_viewport_get_visible_l0 (viewport);
  guint n_cols = ts_pyramid_get_n_cols (pyramid, level);
  guint n_rows = ts_pyramid_get_n_rows (pyramid, level);

  return (Span){
    .level = level,
    .first_col = clamp_index (floor (seen.x / tile_l0), n_cols),
    .end_col = clamp_index (ceil ((seen.x + seen.width) / tile_l0), n_cols),
    .first_row = clamp_index (floor (seen.y / tile_l0), n_rows),
    .end_row = clamp_index (ceil ((seen.y + seen.height) / tile_l0), n_rows),
  };
}

static gboolean
span_is_empty (const Span *span)
{
  return span->first_col >= span->end_col || span->first_row >= span->end_row;
}

static Span
span_grow (const Span *span, guint n_cols, guint n_rows)
{
  Span grown = *span;

  grown.first_col -= span->first_col > 0;
  grown.first_row -= span->first_row > 0;
  grown.end_col += span->end_col < n_cols;
  grown.end_row += span->end_row < n_rows;
  return grown;
}

/* A turned view leaves corners of its bounding rectangle unseen: up to half of the tiles
 * there. margin in level-0 pixels. */
static gboolean
is_in_view (const TsViewport *viewport, TsRect tile_l0, double margin)
{
  TsRect grown = { tile_l0.x - margin, tile_l0.y - margin,
                   tile_l0.width + 2 * margin, tile_l0.height + 2 * margin };

  return ts_viewport_get_quarters (viewport) >= 0 ||
         ts_viewport_sees (viewport, grown);
}

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  const Ranked *one = a, *two = b;

  if (one->distance != two->distance)
    return one->distance < two->distance ? -1 : 1;
  if (one->row != two->row)
    return one->row < two->row ? -1 : 1;
  return one->col < two->col ? -1 : one->col > two->col;
}

/* The places of the span (Ranked) that are in view or less than margin_l0 away, centre out. */
static GArray *
rank_centre_out (const TsPyramid *pyramid,
                 const Span *span,
                 const TsViewport *viewport,
                 double margin_l0)
{
  TsPoint center_l0 = viewport->center_l0;
  GArray *ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));

  for (guint row = span->first_row; row < span->end_row; row++)
    for (guint col = span->first_col; col < span->end_col; col++) {
      TsRect tile_l0 = ts_pyramid_get_tile_l0 (pyramid, span->level, col, row);
      TsPoint middle = ts_rect_center (tile_l0);
      double dx = middle.x - center_l0.x, dy = middle.y - center_l0.y;
      Ranked item = { col, row, dx * dx + dy * dy };

      if (is_in_view (viewport, tile_l0, margin_l0))
        g_array_append_val (ranked, item);
    }
  g_array_sort (ranked, compare_ranked);
  return ranked;
}

static void
add_centre_out (Plan *plan,
                const Span *span,
                const TsViewport *viewport,
                double margin_l0)
{
  g_autoptr (GArray) ranked =
    rank_centre_out (plan->pyramid, span, viewport, margin_l0);

  for (guint i = 0; i < ranked->len; i++) {
    const Ranked *item = &g_array_index (ranked, Ranked, i);
    plan_add (plan, span->level, item->col, item->row);
  }
}

static void
add_level (Plan *plan, guint level)
{
  guint n_cols = ts_pyramid_get_n_cols (plan->pyramid, level);
  guint n_rows = ts_pyramid_get_n_rows (plan->pyramid, level);

  for (guint row = 0; row < n_rows; row++)
    for (guint col = 0; col < n_cols; col++)
      plan_add (plan, level, col, row);
}

static void
add_foreseen (Plan *plan,
              const TsViewForesight *foresight,
              double surface_scale)
{
  TsViewport foreseen;

  for (guint i = 0; i < G_N_ELEMENTS (foreseen_s); i++) {
    if (!ts_view_foresight_look (foresight, foreseen_s[i], &foreseen) ||
        !is_drawable (&foreseen, surface_scale))
      return;
    Span span = find_visible (plan->pyramid, &foreseen, surface_scale);
    add_centre_out (plan, &span, &foreseen, 0);
  }
}

/* What a small step may show next: a ring around, and the same a level coarser. */
static void
add_surroundings (Plan *plan, const Span *seen, const TsViewport *viewport)
{
  double tile_l0 =
    TS_PYRAMID_TILE_PX * ts_pyramid_get_downsample (plan->pyramid, seen->level);
  guint n_levels = ts_pyramid_get_n_levels (plan->pyramid);
  Span ring =
    span_grow (seen, ts_pyramid_get_n_cols (plan->pyramid, seen->level),
               ts_pyramid_get_n_rows (plan->pyramid, seen->level));
  Span coarser = { seen->level + 1, seen->first_col / 2,
                   (seen->end_col + 1) / 2, seen->first_row / 2,
                   (seen->end_row + 1) / 2 };

  add_centre_out (plan, &ring, viewport, tile_l0);
  if (coarser.level < n_levels)
    add_centre_out (plan, &coarser, viewport, 2 * tile_l0);
}

GArray *
ts_tile_plan_wanted (const TsPyramid *pyramid,
                     guint32 source,
                     const TsViewport *viewport,
                     double surface_scale,
                     const TsViewForesight *foresight)
{
  Plan plan = plan_begin (pyramid, source);
  guint n_levels = ts_pyramid_get_n_levels (pyramid);
  Span seen;

  add_level (&plan, n_levels - 1);
  if (!is_drawable (viewport, surface_scale))
    return plan_end (&plan);
  seen = find_visible (pyramid, viewport, surface_scale);
  if (!span_is_empty (&seen)) {
    add_centre_out (&plan, &seen, viewport, 0);
    if (foresight != NULL)
      add_foreseen (&plan, foresight, surface_scale);
    add_surroundings (&plan, &seen, viewport);
  }
  for (guint i = 2; i <= TS_PYRAMID_N_PINNED_LEVELS && i <= n_levels; i++)
    add_level (&plan, n_levels - i);
  return plan_end (&plan);
}

/* FALSE when the tile is not in the cache, or new and beyond what is left for new ones. Planned
 * at most once. */
static gboolean
draw_tile (Drawing *self, guint level, guint col, guint row)
{
  TsTileKey key = { self->plan.source, level, col, row };
  TsCached cached = ts_tile_cache_find (self->cache, &key);

  if (cached == TS_CACHED_NOT ||
      (cached == TS_CACHED_NEW && self->n_new_left == 0))
    return FALSE;
  if (cached == TS_CACHED_NEW) {
    self->n_new_left--;
    ts_tile_cache_mark_shown (self->cache, &key);
  }
  plan_add (&self->plan, level, col, row);
  return TRUE;
}

static gboolean
draw_any_ancestor (Drawing *self, guint level, guint col, guint row)
{
  guint n_levels = ts_pyramid_get_n_levels (self->plan.pyramid);

  for (guint up = 1; level + up < n_levels; up++)
    if (draw_tile (self, level + up, col >> up, row >> up))
      return TRUE;
  return FALSE;
}

/* Also when there are too many new ones already: a hole is worse than a late frame. */
static gboolean
force_tile (Drawing *self, guint level, guint col, guint row)
{
  guint n_new_left = self->n_new_left;
  gboolean is_drawn;

  self->n_new_left = MAX (n_new_left, 1);
  is_drawn = draw_tile (self, level, col, row);
  self->n_new_left = MIN (self->n_new_left, n_new_left);
  return is_drawn;
}

/* The nearest that may be shown, else the nearest. FALSE when none is in the cache. */
static gboolean
draw_ancestor (Drawing *self, guint level, guint col, guint row)
{
  guint n_levels = ts_pyramid_get_n_levels (self->plan.pyramid);

  if (draw_any_ancestor (self, level, col, row))
    return TRUE;
  for (guint up = 1; level + up < n_levels; up++)
    if (force_tile (self, level + up, col >> up, row >> up))
      return TRUE;
  return FALSE;
}

static void
draw_finer (Drawing *self, guint level, guint col, guint row)
{
  const TsPyramid *pyramid = self->plan.pyramid;

  for (guint down = 1; down <= N_FINER_LEVELS && down <= level; down++) {
    guint finer = level - down;
    guint end_col =
      MIN ((col + 1) << down, ts_pyramid_get_n_cols (pyramid, finer));
    guint end_row =
      MIN ((row + 1) << down, ts_pyramid_get_n_rows (pyramid, finer));

    for (guint y = row << down; y < end_row; y++)
      for (guint x = col << down; x < end_col; x++)
        draw_tile (self, finer, x, y);
  }
}

/* Coarse first, each level row by row. */
static int
compare_painting (gconstpointer a, gconstpointer b)
{
  const TsTileKey *one = &((const TsPlannedTile *) a)->key;
  const TsTileKey *two = &((const TsPlannedTile *) b)->key;

  if (one->level != two->level)
    return one->level > two->level ? -1 : 1;
  if (one->row != two->row)
    return one->row < two->row ? -1 : 1;
  return one->col < two->col ? -1 : one->col > two->col;
}

static void
draw_place (Drawing *self, guint level, const Ranked *place, TsTileFrame *frame)
{
  TsTileKey key = { self->plan.source, level, place->col, place->row };

  frame->n_needed++;
  if (draw_tile (self, level, place->col, place->row))
    return;
  gboolean is_covered = draw_ancestor (self, level, place->col, place->row);
  if (!is_covered && force_tile (self, level, place->col, place->row))
    return;
  if (ts_tile_cache_contains (self->cache, &key))
    frame->n_held_back++;
  else
    frame->n_missing++;
  frame->n_bare += !is_covered;
  draw_finer (self, level, place->col, place->row);
}

GArray *
ts_tile_plan_drawn (const TsPyramid *pyramid,
                    guint32 source,
                    const TsViewport *viewport,
                    double surface_scale,
                    TsTileCache *cache,
                    TsTileFrame *frame)
{
  Drawing drawing = { plan_begin (pyramid, source), cache, frame->max_new };

  *frame = (TsTileFrame){ .max_new = frame->max_new };
  if (is_drawable (viewport, surface_scale)) {
    Span seen = find_visible (pyramid, viewport, surface_scale);
    g_autoptr (GArray) places = rank_centre_out (pyramid, &seen, viewport, 0);

    for (guint i = 0; i < places->len; i++)
      draw_place (&drawing, seen.level, &g_array_index (places, Ranked, i),
                  frame);
    g_array_sort (drawing.plan.tiles, compare_painting);
  }
  return plan_end (&drawing.plan);
}
