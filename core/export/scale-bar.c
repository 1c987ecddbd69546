/* The scale bar.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/scale-bar.h"

#include <math.h>

#include "core/export/page-flow.h"

/* Share of the picture's width that the bar may take. */
#define MAX_SHARE   0.25
#define UM_PER_MM   1000.0
#define PLATE_ALPHA 0.8

double
ts_scale_bar_choose_um (double mpp, double max_px)
{
  double max_um = mpp * max_px * (1 + 1e-9);
  double decade = pow (10, floor (log10 (max_um)));

  if (decade * 5 <= max_um)
    return decade * 5;
  return decade * 2 <= max_um ? decade * 2 : decade;
}

char *
ts_scale_bar_format (double length_um)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  gboolean is_mm = length_um >= UM_PER_MM;

  g_ascii_formatd (number, sizeof number, "%.6g",
                   is_mm ? length_um / UM_PER_MM : length_um);
  return g_strconcat (number, is_mm ? " mm" : " µm", NULL);
}

void
ts_scale_bar_draw (cairo_t *cr,
                   double width_px,
                   double height_px,
                   double mpp,
                   double font_px)
{
  double length_um = ts_scale_bar_choose_um (mpp, width_px * MAX_SHARE);
  double length_px = length_um / mpp;
  double thick = MAX (2, round (font_px / 5)), margin = round (font_px);
  g_autofree char *label = ts_scale_bar_format (length_um);
  double text_width, text_height, plate_width, plate_height, x, y;

  ts_page_text_measure (cr, label, font_px, &text_width, &text_height);
  plate_width = MAX (length_px, text_width) + font_px;
  plate_height = text_height + thick + font_px;
  if (plate_width + 2 * margin > width_px ||
      plate_height + 2 * margin > height_px)
    return;
  x = margin;
  y = height_px - margin - plate_height;
  cairo_rectangle (cr, x, y, plate_width, plate_height);
  cairo_set_source_rgba (cr, 1, 1, 1, PLATE_ALPHA);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  ts_page_text_draw (cr, label, font_px, x + (plate_width - text_width) / 2,
                     y + font_px / 3);
  cairo_rectangle (cr, x + (plate_width - length_px) / 2,
                   y + plate_height - font_px / 3 - thick, length_px, thick);
  cairo_fill (cr);
}
