/* Marks of opinions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/opinion-mark.h"

#include <math.h>

#include "core/export/page-flow.h"

/* Smaller rectangles have no room for a glyph of their own and get it over their middle. */
#define MIN_GLYPH_PX 8.0

/* Dark on a wide white line: visible on any tissue and any overlay. */
static void
stroke_cased (cairo_t *cr, double line_px)
{
  cairo_set_line_width (cr, line_px + 2 * MAX (1, line_px / 2));
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, line_px);
  cairo_set_source_rgb (cr, 0.05, 0.05, 0.05);
  cairo_stroke (cr);
}

static void
trace_tick (cairo_t *cr, double x, double y, double size)
{
  cairo_move_to (cr, x + 0.15 * size, y + 0.55 * size);
  cairo_line_to (cr, x + 0.4 * size, y + 0.8 * size);
  cairo_line_to (cr, x + 0.85 * size, y + 0.2 * size);
}

static void
trace_cross (cairo_t *cr, double x, double y, double size)
{
  cairo_move_to (cr, x + 0.2 * size, y + 0.2 * size);
  cairo_line_to (cr, x + 0.8 * size, y + 0.8 * size);
  cairo_move_to (cr, x + 0.8 * size, y + 0.2 * size);
  cairo_line_to (cr, x + 0.2 * size, y + 0.8 * size);
}

static void
trace_question (cairo_t *cr, double x, double y, double size)
{
  cairo_move_to (cr, x + 0.28 * size, y + 0.32 * size);
  cairo_curve_to (cr, x + 0.3 * size, y + 0.05 * size, x + 0.75 * size,
                  y + 0.08 * size, x + 0.72 * size, y + 0.34 * size);
  cairo_curve_to (cr, x + 0.7 * size, y + 0.48 * size, x + 0.5 * size,
                  y + 0.48 * size, x + 0.5 * size, y + 0.66 * size);
  /* A round cap makes the dot. */
  cairo_move_to (cr, x + 0.5 * size, y + 0.88 * size);
  cairo_line_to (cr, x + 0.5 * size, y + 0.88 * size);
}

void
ts_opinion_mark_draw_glyph (cairo_t *cr,
                            TsVerdict verdict,
                            double x,
                            double y,
                            double size)
{
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (verdict == TS_VERDICT_AGREE)
    trace_tick (cr, x, y, size);
  else if (verdict == TS_VERDICT_DISAGREE)
    trace_cross (cr, x, y, size);
  else
    trace_question (cr, x, y, size);
  stroke_cased (cr, MAX (1.5, size / 8));
  cairo_restore (cr);
}

static void
draw_outline (cairo_t *cr, TsVerdict verdict, TsRect rect, double line_px)
{
  double dashes[2] = { 4 * line_px, 3 * line_px };
  double dots[2] = { line_px, 2 * line_px };
  double inset = line_px / 2;

  cairo_save (cr);
  if (verdict == TS_VERDICT_DISAGREE)
    cairo_set_dash (cr, dashes, 2, 0);
  else if (verdict == TS_VERDICT_UNSURE)
    cairo_set_dash (cr, dots, 2, 0);
  cairo_rectangle (cr, rect.x + inset, rect.y + inset,
                   MAX (rect.width - line_px, 1),
                   MAX (rect.height - line_px, 1));
  stroke_cased (cr, line_px);
  cairo_restore (cr);
}

/* The reader's class beside the glyph, where the rectangle has the room. */
static void
draw_class (cairo_t *cr,
            const char *text,
            TsRect rect,
            double glyph_px,
            double font_px)
{
  double x = rect.x + glyph_px * 1.5, y = rect.y + glyph_px * 0.25;
  double width, height;

  ts_page_text_measure (cr, text, font_px, &width, &height);
  if (x + width > rect.x + rect.width || y + height > rect.y + rect.height)
    return;
  cairo_rectangle (cr, x - 2, y, width + 4, height);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.8);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  ts_page_text_draw (cr, text, font_px, x, y);
}

/* Where the outline lies on the page; of a slanted one the square in its middle that is
 * inside at any angle. */
static TsRect
find_upright (TsRect rect, const TsMarkPlace *place)
{
  TsPoint middle = ts_rect_center (rect);
  double width = rect.width, height = rect.height;
  double side = MIN (width, height) * G_SQRT2 / 2;

  if (place->turn == NULL)
    return rect;
  cairo_matrix_transform_point (place->turn, &middle.x, &middle.y);
  cairo_matrix_transform_distance (place->turn, &width, &height);
  width = place->is_slanted ? side : fabs (width);
  height = place->is_slanted ? side : fabs (height);
  return (TsRect){ middle.x - width / 2, middle.y - height / 2, width, height };
}

static void
draw_turned_outline (cairo_t *cr,
                     TsVerdict verdict,
                     TsRect rect,
                     const TsMarkPlace *place)
{
  cairo_save (cr);
  if (place->turn != NULL)
    cairo_transform (cr, place->turn);
  draw_outline (cr, verdict, rect, MAX (1, place->font_px / 8));
  cairo_restore (cr);
}

void
ts_opinion_mark_draw (cairo_t *cr,
                      const TsOpinion *opinion,
                      const TsMarkPlace *place)
{
  const TsRect *region = &opinion->region_l0;
  TsRect rect = { (region->x - place->origin_l0.x) * place->scale_x,
                  (region->y - place->origin_l0.y) * place->scale_y,
                  region->width * place->scale_x,
                  region->height * place->scale_y };
  double side = MIN (rect.width, rect.height);
  double glyph_px = CLAMP (side * 0.3, MIN_GLYPH_PX, place->font_px * 1.6);
  gboolean is_small = side < 2 * MIN_GLYPH_PX;

  if (opinion->scope == TS_SCOPE_SLIDE)
    return;
  draw_turned_outline (cr, opinion->verdict, rect, place);
  rect = find_upright (rect, place);
  ts_opinion_mark_draw_glyph (
    cr, opinion->verdict,
    is_small ? ts_rect_center (rect).x - glyph_px / 2 : rect.x + glyph_px / 3,
    is_small ? ts_rect_center (rect).y - glyph_px / 2 : rect.y + glyph_px / 3,
    glyph_px);
  if (opinion->own_class != NULL && !is_small)
    draw_class (cr, opinion->own_class, rect, glyph_px, place->font_px);
}
