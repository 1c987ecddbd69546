/* Which parts of a slide a reader has had before the eyes, and at what scale at most: a
 * coarse grid over the slide, of at most 256 cells a side. A cell is seen when its middle
 * was in a view that stood still for half a second, or when the middle of such a view was in
 * it. A view that drifts by less than an eighth of itself stands still: nobody holds a slide
 * like a statue, and slow panning is looking.
 * Scales are kept in steps of an eighth of a doubling (9 %), powers of two exactly.
 * One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/tiles/viewport.h"

G_BEGIN_DECLS

#define TS_VISITED_DWELL_US G_GINT64_CONSTANT (500000)

typedef struct TsVisited TsVisited;

/* bounds_l0 is the slide's and not empty. Nothing is seen yet. */
TsVisited *ts_visited_new (TsRect bounds_l0) G_GNUC_WARN_UNUSED_RESULT;
void ts_visited_free (TsVisited *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsVisited, ts_visited_free)

/* The view at a moment of the monotonic clock: after each move, and again when half a second
 * has gone by; NULL: nothing is being looked at. TRUE when a part became seen, or seen at a
 * higher scale. */
gboolean
ts_visited_look (TsVisited *self, const TsViewport *viewport, gint64 now_us);

guint ts_visited_get_n_cols (const TsVisited *self);
guint ts_visited_get_n_rows (const TsVisited *self);
TsRect ts_visited_get_bounds_l0 (const TsVisited *self);
/* Side of a cell in level-0 pixels; the last column and row may reach over the bounds. */
double ts_visited_get_cell_l0 (const TsVisited *self);
/* The highest scale (view pixels per level-0 pixel) the cell was seen at; 0: not seen. */
double ts_visited_get_scale (const TsVisited *self, guint col, guint row);
/* The highest scale of any cell; 0: nothing is seen. */
double ts_visited_get_max_scale (const TsVisited *self);
/* Share of the slide's area, 0 to 1, seen at that scale or a higher one; 0: at any. */
double ts_visited_get_share (const TsVisited *self, double min_scale);

/* All of it but the view being looked at, as bytes to store: 48 + cells, at most 65 584. */
GBytes *ts_visited_serialise (const TsVisited *self) G_GNUC_WARN_UNUSED_RESULT;
/* NULL with TS_ERROR_FORMAT when the bytes are not what ts_visited_serialise makes. */
TsVisited *ts_visited_parse (GBytes *bytes,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
