/* The figures of a report: confusion tables and ROC curves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/export/page-flow.h"
#include "core/export/report-private.h"

#define FONT_PT   8.0
#define LEFT_PT   60.0 /* room for the labels beside a confusion table */
#define AXIS_PT   34.0 /* room for the axes of a ROC plot */
#define BOTTOM_PT 30.0
#define TOP_PT    14.0
#define POINT_PT  3.5

/* Okabe and Ito's colours, told apart without red and green; lines differ in their dashes
 * too, points in their shapes. */
static const double palette[][3] = {
  { 0.00, 0.45, 0.70 }, { 0.84, 0.37, 0.00 }, { 0.00, 0.62, 0.45 },
  { 0.80, 0.47, 0.65 }, { 0.34, 0.34, 0.34 }, { 0.90, 0.62, 0.00 },
};

static void
draw_centered (cairo_t *cr, const char *text, double x, double y)
{
  double width = 0, height = 0;

  ts_page_text_measure (cr, text, FONT_PT, &width, &height);
  ts_page_text_draw (cr, text, FONT_PT, x - width / 2, y - height / 2);
}

/* ---- Confusion ---- */

static guint
count_row (const TsBlock *block, guint row)
{
  guint n = 0;

  for (guint j = 0; j < block->n_labels; j++)
    n += block->counts[row * block->n_labels + j];
  return n;
}

static void
draw_cell (cairo_t *cr, const TsBlock *block, guint row, guint column)
{
  double n_labels = MAX (block->n_labels, 1);
  double side = (TS_REPORT_FIGURE_PT - LEFT_PT - TOP_PT) / n_labels;
  double height = (TS_REPORT_FIGURE_PT - 2 * TOP_PT) / n_labels;
  double x = LEFT_PT + column * side;
  double y = 2 * TOP_PT + row * height;
  guint count = block->counts[row * block->n_labels + column];
  guint n = count_row (block, row);
  double shade = n > 0 ? (double) count / n : 0;
  g_autofree char *text = g_strdup_printf ("%u", count);

  cairo_rectangle (cr, x, y, side, height);
  cairo_set_source_rgb (cr, 1 - shade, 1 - 0.6 * shade, 1 - 0.35 * shade);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 0.4, 0.4, 0.4);
  cairo_set_line_width (cr, 0.5);
  cairo_stroke (cr);
  if (shade > 0.6)
    cairo_set_source_rgb (cr, 1, 1, 1);
  else
    cairo_set_source_rgb (cr, 0, 0, 0);
  draw_centered (cr, text, x + side / 2, y + height / 2);
  cairo_set_source_rgb (cr, 0, 0, 0);
  if (row == 0)
    draw_centered (cr, block->labels[column], x + side / 2, 1.5 * TOP_PT);
  if (column == 0)
    ts_page_text_draw (cr, block->labels[row], FONT_PT, 0,
                       y + height / 2 - FONT_PT / 2);
}

static void
draw_confusion (cairo_t *cr, const TsBlock *block)
{
  g_autofree char *titles = g_strdup_printf (
    "rows: %s, columns: %s", block->row_title, block->column_title);

  ts_page_text_draw (cr, titles, FONT_PT, 0, 0);
  for (guint i = 0; i < block->n_labels; i++)
    for (guint j = 0; j < block->n_labels; j++)
      draw_cell (cr, block, i, j);
}

/* ---- ROC ---- */

static double
to_x (double fpr)
{
  return AXIS_PT + fpr * (TS_REPORT_FIGURE_PT - AXIS_PT - TOP_PT);
}

static double
to_y (double tpr)
{
  return TS_REPORT_FIGURE_PT - BOTTOM_PT -
         tpr * (TS_REPORT_FIGURE_PT - BOTTOM_PT - TOP_PT);
}

static void
draw_axes (cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, 0.7);
  cairo_rectangle (cr, to_x (0), to_y (1), to_x (1) - to_x (0),
                   to_y (0) - to_y (1));
  cairo_stroke (cr);
  for (guint i = 0; i <= 4; i++) {
    double share = i / 4.0;
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd (text, sizeof text, "%.2g", share);
    draw_centered (cr, text, to_x (share), to_y (0) + 7);
    draw_centered (cr, text, AXIS_PT - 12, to_y (share));
  }
  draw_centered (cr, "1 - specificity", to_x (0.5), to_y (0) + 20);
  cairo_save (cr);
  cairo_translate (cr, 6, to_y (0.5));
  cairo_rotate (cr, -G_PI / 2);
  draw_centered (cr, "sensitivity", 0, 0);
  cairo_restore (cr);
  cairo_set_source_rgb (cr, 0.7, 0.7, 0.7);
  cairo_move_to (cr, to_x (0), to_y (0));
  cairo_line_to (cr, to_x (1), to_y (1));
  cairo_stroke (cr);
}

/* A circle, square, diamond or triangle. */
static void
trace_point (cairo_t *cr, guint shape, double x, double y)
{
  static const guint n_corners[] = { 0, 4, 4, 3 };
  static const double turns[] = { 0, G_PI / 4, 0, -G_PI / 2 };
  guint kind = shape % G_N_ELEMENTS (n_corners);

  cairo_new_path (cr);
  if (n_corners[kind] == 0) {
    cairo_arc (cr, x, y, POINT_PT, 0, 2 * G_PI);
    return;
  }
  for (guint i = 0; i < n_corners[kind]; i++) {
    double angle = turns[kind] + 2 * G_PI * i / n_corners[kind];

    cairo_line_to (cr, x + 1.2 * POINT_PT * cos (angle),
                   y + 1.2 * POINT_PT * sin (angle));
  }
  cairo_close_path (cr);
}

static void
draw_item (cairo_t *cr, const TsRocItem *item, guint place)
{
  static const double dashes[][2] = { { 1, 0 }, { 5, 2 }, { 2, 2 } };
  const double *colour = palette[place % G_N_ELEMENTS (palette)];
  double legend_y = to_y (0) - 12 - 11.0 * place;
  double legend_x = to_x (0.36);

  cairo_set_source_rgb (cr, colour[0], colour[1], colour[2]);
  if (item->n == 1) {
    trace_point (cr, place, to_x (item->fpr[0]), to_y (item->tpr[0]));
    cairo_fill (cr);
    trace_point (cr, place, legend_x + 6, legend_y + 5);
    cairo_fill (cr);
  } else {
    cairo_set_line_width (cr, 1.5);
    if (place % G_N_ELEMENTS (dashes) > 0)
      cairo_set_dash (cr, dashes[place % G_N_ELEMENTS (dashes)], 2, 0);
    cairo_new_path (cr);
    for (guint i = 0; i < item->n; i++)
      cairo_line_to (cr, to_x (item->fpr[i]), to_y (item->tpr[i]));
    cairo_stroke (cr);
    cairo_move_to (cr, legend_x, legend_y + 5);
    cairo_line_to (cr, legend_x + 12, legend_y + 5);
    cairo_stroke (cr);
    cairo_set_dash (cr, NULL, 0, 0);
  }
  cairo_set_source_rgb (cr, 0, 0, 0);
  ts_page_text_draw (cr, item->name, FONT_PT, legend_x + 16, legend_y);
}

void
ts_report_figure_draw (cairo_t *cr, const TsBlock *figure)
{
  cairo_save (cr);
  if (figure->kind == TS_BLOCK_CONFUSION) {
    cairo_set_source_rgb (cr, 0, 0, 0);
    draw_confusion (cr, figure);
  } else {
    draw_axes (cr);
    for (guint i = 0; i < figure->items->len; i++)
      draw_item (cr, &g_array_index (figure->items, TsRocItem, i), i);
  }
  cairo_restore (cr);
}
