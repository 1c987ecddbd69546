/* What a slide gives, over its background.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/compose.h"

#include "core/slide/over-background.h"

void
ts_compose_rgb (const guint32 *argb,
                gsize n_px,
                guint32 background_rgb,
                guint8 *out_rgb)
{
  for (gsize i = 0; i < n_px; i++) {
    guint32 pixel = argb[i];

    if (pixel < 0xff000000u) /* hardly any is */
      pixel = ts_over_background (pixel, background_rgb);
    out_rgb[i * 3] = (guint8) (pixel >> 16);
    out_rgb[i * 3 + 1] = (guint8) (pixel >> 8);
    out_rgb[i * 3 + 2] = (guint8) pixel;
  }
}
