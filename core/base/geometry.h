/* Points and rectangles. The space is in the name of the variable:
 * _l0 level-0 pixels, _lv pixels of a level, _view widget pixels. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  double x, y;
} TsPoint;

typedef struct {
  double x, y, width, height;
} TsRect;

gboolean ts_rect_is_empty (TsRect rect);
gboolean ts_rect_contains (TsRect rect,
                           TsPoint point);     /* right and bottom excluded */
TsRect ts_rect_intersect (TsRect a, TsRect b); /* empty when apart */
TsPoint ts_rect_center (TsRect rect);

G_END_DECLS
