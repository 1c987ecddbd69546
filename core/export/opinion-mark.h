/* Marks of opinions: told apart by shape and line, not by colour. Private to the room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "core/records/opinion.h"

G_BEGIN_DECLS

/* A tick, a cross or a question mark in a square of size at x, y. */
void ts_opinion_mark_draw_glyph (cairo_t *cr,
                                 TsVerdict verdict,
                                 double x,
                                 double y,
                                 double size);

/* The outline of the opinion's tile or region (solid, dashed or dotted), the glyph in its
 * corner and the reader's own class; nothing for one of the whole slide. cr's units are
 * picture pixels, scale_x and _y picture pixels per level-0 pixel, origin_l0 the picture's
 * corner; turn (NULL: none) leads from there to where the outline is drawn, with glyph and
 * class upright in it. */
typedef struct {
  TsPoint origin_l0;
  double scale_x, scale_y;
  double font_px;
  const cairo_matrix_t *turn;
  gboolean is_slanted; /* turned by other than quarter turns */
} TsMarkPlace;
void ts_opinion_mark_draw (cairo_t *cr,
                           const TsOpinion *opinion,
                           const TsMarkPlace *place);

G_END_DECLS
