/* Lines of words, swatches and marks that flow over a page's width.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/page-flow.h"

#include <math.h>
#include <pango/pangocairo.h>

#define LINE_HEIGHT_EM 1.5
#define SPACE_EM       0.5
#define GAP_EM         1.5

static PangoLayout *
layout_new (cairo_t *cr, const char *text, double font_px, gboolean is_bold)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_absolute_size (font, font_px * PANGO_SCALE);
  if (is_bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

double
ts_page_flow_get_line_height (const TsPageFlow *self)
{
  return ceil (LINE_HEIGHT_EM * self->font_px);
}

void
ts_page_flow_break (TsPageFlow *self)
{
  if (self->x == self->left)
    return;
  self->x = self->left;
  self->y += ts_page_flow_get_line_height (self);
}

static void
break_when_full (TsPageFlow *self, double width)
{
  if (self->x + width > self->right)
    ts_page_flow_break (self);
}

static void
draw_layout (TsPageFlow *self, PangoLayout *layout)
{
  if (!self->is_drawing)
    return;
  cairo_move_to (self->cr, self->x, self->y);
  pango_cairo_show_layout (self->cr, layout);
}

static void
add_text (TsPageFlow *self, const char *text, gboolean is_bold)
{
  g_autoptr (PangoLayout) layout =
    layout_new (self->cr, text, self->font_px, is_bold);
  double line_width = self->right - self->left;
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  break_when_full (self, width);
  if (width <= line_width) {
    draw_layout (self, layout);
    self->x += width + SPACE_EM * self->font_px;
    return;
  }
  pango_layout_set_width (layout, (int) (line_width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_get_pixel_size (layout, NULL, &height);
  draw_layout (self, layout);
  self->x = self->left;
  self->y += height;
}

void
ts_page_flow_add_text (TsPageFlow *self, const char *text)
{
  add_text (self, text, FALSE);
}

void
ts_page_flow_add_bold (TsPageFlow *self, const char *text)
{
  add_text (self, text, TRUE);
}

double
ts_page_flow_add_box (TsPageFlow *self, double width)
{
  double x;

  break_when_full (self, width);
  x = self->x;
  self->x += width + SPACE_EM * self->font_px;
  return x;
}

void
ts_page_flow_keep_together (TsPageFlow *self, double width, const char *text)
{
  double text_width = 0;

  if (text != NULL)
    ts_page_text_measure (self->cr, text, self->font_px, &text_width, NULL);
  break_when_full (self, width + SPACE_EM * self->font_px + text_width);
}

void
ts_page_flow_add_gap (TsPageFlow *self)
{
  if (self->x > self->left)
    self->x += (GAP_EM - SPACE_EM) * self->font_px;
}

void
ts_page_text_measure (cairo_t *cr,
                      const char *text,
                      double font_px,
                      double *out_width,
                      double *out_height)
{
  g_autoptr (PangoLayout) layout = layout_new (cr, text, font_px, FALSE);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (out_width != NULL)
    *out_width = width;
  if (out_height != NULL)
    *out_height = height;
}

void
ts_page_text_draw (cairo_t *cr,
                   const char *text,
                   double font_px,
                   double x,
                   double y)
{
  g_autoptr (PangoLayout) layout = layout_new (cr, text, font_px, FALSE);

  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}
