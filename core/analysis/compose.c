/* What a slide gives, over its background.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/compose.h"

static guint8
over (guint value, guint background, guint gap)
{
  guint sum = value + (background * gap + 127) / 255;

  return (guint8) MIN (sum, 255);
}

void
ts_compose_rgb (const guint32 *argb,
                gsize n_px,
                guint32 background_rgb,
                guint8 *out_rgb)
{
  for (gsize i = 0; i < n_px; i++) {
    guint32 pixel = argb[i];
    guint gap = 255 - (pixel >> 24);
    if (gap == 0) { /* nearly all are */
      out_rgb[i * 3] = (guint8) (pixel >> 16);
      out_rgb[i * 3 + 1] = (guint8) (pixel >> 8);
      out_rgb[i * 3 + 2] = (guint8) pixel;
      continue;
    }
    out_rgb[i * 3] =
      over (pixel >> 16 & 0xff, background_rgb >> 16 & 0xff, gap);
    out_rgb[i * 3 + 1] =
      over (pixel >> 8 & 0xff, background_rgb >> 8 & 0xff, gap);
    out_rgb[i * 3 + 2] = over (pixel & 0xff, background_rgb & 0xff, gap);
  }
}
