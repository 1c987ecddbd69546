/* Lines of words, swatches and marks that flow over a page's width: measured first, then
 * drawn the same way. Private to the room. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  cairo_t *cr;
  double font_px;
  double left, right; /* of the lines */
  double x, y;        /* where the next item goes */
  gboolean is_drawing;
} TsPageFlow;

double ts_page_flow_get_line_height (const TsPageFlow *self);

/* A piece of text; it begins a new line when it does not fit, and wraps when it is longer
 * than a line. */
void ts_page_flow_add_text (TsPageFlow *self, const char *text);
void ts_page_flow_add_bold (TsPageFlow *self, const char *text);
/* Room of a given width in the line, one line high; returns its left edge. The caller
 * draws there when is_drawing. */
double ts_page_flow_add_box (TsPageFlow *self, double width);
/* Begins a new line when a box of that width and the text behind it (may be NULL) would
 * not stay together. */
void
ts_page_flow_keep_together (TsPageFlow *self, double width, const char *text);
/* A gap between groups of one line. */
void ts_page_flow_add_gap (TsPageFlow *self);
void ts_page_flow_break (TsPageFlow *self);

/* One line of text with its upper left corner at x, y; the size without drawing when cr's
 * target is only measured. Either out may be NULL. */
void ts_page_text_measure (cairo_t *cr,
                           const char *text,
                           double font_px,
                           double *out_width,
                           double *out_height);
void ts_page_text_draw (cairo_t *cr,
                        const char *text,
                        double font_px,
                        double x,
                        double y);

G_END_DECLS
