/* Points and rectangles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/geometry.h"

gboolean
ts_rect_is_empty (TsRect rect)
{
  return !(rect.width > 0 && rect.height > 0);
}

gboolean
ts_rect_contains (TsRect rect, TsPoint point)
{
  return point.x >= rect.x && point.x < rect.x + rect.width &&
         point.y >= rect.y && point.y < rect.y + rect.height;
}

TsRect
ts_rect_intersect (TsRect a, TsRect b)
{
  double left = MAX (a.x, b.x);
  double top = MAX (a.y, b.y);
  double right = MIN (a.x + a.width, b.x + b.width);
  double bottom = MIN (a.y + a.height, b.y + b.height);

  if (!(right > left && bottom > top))
    return (TsRect){ left, top, 0, 0 };
  return (TsRect){ left, top, right - left, bottom - top };
}

TsPoint
ts_rect_center (TsRect rect)
{
  return (TsPoint){ rect.x + rect.width / 2, rect.y + rect.height / 2 };
}
