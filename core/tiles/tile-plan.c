/* Which pyramid tiles a view draws and which it asks for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/tile-plan.h"

#include <math.h>

/* Zooming out leaves finer tiles behind; those this many levels below fill places too. */
#define N_FINER_LEVELS 2

/* Columns [first_col, end_col) and rows [first_row, end_row) of a pyramid level. */
typedef struct {
  guint level;
  guint first_col, end_col, first_row, end_row;
} Span;

typedef struct {
  TsPlannedTile tile;
  double
    distance; /* squared, in level-0 pixels, of its centre from the view's */
} Ranked;

typedef struct {
  const TsPyramid *pyramid;
  guint32 source;
  TsTileCache *cache;
  GArray *planned;   /* TsPlannedTile */
  GHashTable *taken; /* packed keys of those planned */
} Drawing;

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

static gboolean
span_contains (const Span *span, guint col, guint row)
{
  return col >= span->first_col && col < span->end_col &&
         row >= span->first_row && row < span->end_row;
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

static TsPlannedTile
plan_tile (const TsPyramid *pyramid,
           guint32 source,
           guint level,
           guint col,
           guint row)
{
  return (TsPlannedTile){ { source, level, col, row },
                          ts_pyramid_get_tile_l0 (pyramid, level, col, row) };
}

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  const Ranked *first = a, *second = b;
  const TsTileKey *one = &first->tile.key, *two = &second->tile.key;

  if (first->distance != second->distance)
    return first->distance < second->distance ? -1 : 1;
  if (one->row != two->row)
    return one->row < two->row ? -1 : 1;
  return one->col < two->col ? -1 : one->col > two->col;
}

/* The tiles of the span that are in view, centre out; with except (may be NULL) instead
 * those around them: not in except or not in view, but less than a tile away. */
static void
append_centre_out (GArray *planned,
                   const TsPyramid *pyramid,
                   guint32 source,
                   const Span *span,
                   const Span *except,
                   const TsViewport *viewport)
{
  TsPoint center_l0 = viewport->center_l0;
  double ring_l0 =
    except == NULL
      ? 0
      : TS_PYRAMID_TILE_PX * ts_pyramid_get_downsample (pyramid, span->level);
  g_autoptr (GArray) ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));

  for (guint row = span->first_row; row < span->end_row; row++)
    for (guint col = span->first_col; col < span->end_col; col++) {
      Ranked item = { plan_tile (pyramid, source, span->level, col, row), 0 };
      TsPoint middle = ts_rect_center (item.tile.tile_l0);
      double dx = middle.x - center_l0.x, dy = middle.y - center_l0.y;

      if (except != NULL && span_contains (except, col, row) &&
          is_in_view (viewport, item.tile.tile_l0, 0))
        continue;
      if (!is_in_view (viewport, item.tile.tile_l0, ring_l0))
        continue;
      item.distance = dx * dx + dy * dy;
      g_array_append_val (ranked, item);
    }
  g_array_sort (ranked, compare_ranked);
  for (guint i = 0; i < ranked->len; i++)
    g_array_append_val (planned, g_array_index (ranked, Ranked, i).tile);
}

static void
append_coarsest (GArray *planned, const TsPyramid *pyramid, guint32 source)
{
  guint level = ts_pyramid_get_n_levels (pyramid) - 1;
  TsPlannedTile tile = plan_tile (pyramid, source, level, 0, 0);

  g_array_append_val (planned, tile);
}

GArray *
ts_tile_plan_wanted (const TsPyramid *pyramid,
                     guint32 source,
                     const TsViewport *viewport,
                     double surface_scale)
{
  GArray *planned = g_array_new (FALSE, FALSE, sizeof (TsPlannedTile));
  Span seen, grown;

  append_coarsest (planned, pyramid, source);
  if (!is_drawable (viewport, surface_scale))
    return planned;
  seen = find_visible (pyramid, viewport, surface_scale);
  if (span_is_empty (&seen) ||
      seen.level + 1 == ts_pyramid_get_n_levels (pyramid))
    return planned;
  grown = span_grow (&seen, ts_pyramid_get_n_cols (pyramid, seen.level),
                     ts_pyramid_get_n_rows (pyramid, seen.level));
  append_centre_out (planned, pyramid, source, &seen, NULL, viewport);
  append_centre_out (planned, pyramid, source, &grown, &seen, viewport);
  return planned;
}

/* FALSE when the tile is not in the cache. Planned at most once. */
static gboolean
draw_tile (Drawing *self, guint level, guint col, guint row)
{
  TsPlannedTile tile;
  guint64 *packed;

  tile.key = (TsTileKey){ self->source, level, col, row };
  if (!ts_tile_cache_contains (self->cache, &tile.key))
    return FALSE;
  /* A pyramid level has fewer than 2^24 columns: 2^32 / 256. */
  packed = g_new (guint64, 1);
  *packed = (guint64) level << 48 | (guint64) col << 24 | row;
  if (!g_hash_table_add (self->taken, packed))
    return TRUE;
  tile.tile_l0 = ts_pyramid_get_tile_l0 (self->pyramid, level, col, row);
  g_array_append_val (self->planned, tile);
  return TRUE;
}

static void
draw_ancestor (Drawing *self, guint level, guint col, guint row)
{
  guint n_levels = ts_pyramid_get_n_levels (self->pyramid);

  for (guint up = 1; level + up < n_levels; up++)
    if (draw_tile (self, level + up, col >> up, row >> up))
      return;
}

static void
draw_finer (Drawing *self, guint level, guint col, guint row)
{
  for (guint down = 1; down <= N_FINER_LEVELS && down <= level; down++) {
    guint finer = level - down;
    guint end_col =
      MIN ((col + 1) << down, ts_pyramid_get_n_cols (self->pyramid, finer));
    guint end_row =
      MIN ((row + 1) << down, ts_pyramid_get_n_rows (self->pyramid, finer));

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

static gboolean
draw_span (Drawing *self, const Span *span, const TsViewport *viewport)
{
  gboolean is_sharp = TRUE;

  for (guint row = span->first_row; row < span->end_row; row++)
    for (guint col = span->first_col; col < span->end_col; col++) {
      TsRect tile_l0 =
        ts_pyramid_get_tile_l0 (self->pyramid, span->level, col, row);

      if (!is_in_view (viewport, tile_l0, 0) ||
          draw_tile (self, span->level, col, row))
        continue;
      is_sharp = FALSE;
      draw_ancestor (self, span->level, col, row);
      draw_finer (self, span->level, col, row);
    }
  return is_sharp;
}

GArray *
ts_tile_plan_drawn (const TsPyramid *pyramid,
                    guint32 source,
                    const TsViewport *viewport,
                    double surface_scale,
                    TsTileCache *cache,
                    gboolean *out_is_sharp)
{
  g_autoptr (GHashTable) taken =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Drawing drawing = { pyramid, source, cache,
                      g_array_new (FALSE, FALSE, sizeof (TsPlannedTile)),
                      taken };
  Span seen;

  *out_is_sharp = TRUE;
  if (!is_drawable (viewport, surface_scale))
    return drawing.planned;
  seen = find_visible (pyramid, viewport, surface_scale);
  *out_is_sharp = draw_span (&drawing, &seen, viewport);
  g_array_sort (drawing.planned, compare_painting);
  return drawing.planned;
}
