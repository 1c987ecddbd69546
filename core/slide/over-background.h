/* What a slide gives, over its background colour: the one rounding of the core, so that the
 * view, the network and the pictures see the same bytes. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One channel of a premultiplied colour over one of the background, of which `rest` of 255
 * shows through. */
static inline guint32
ts_over_channel (guint32 over, guint32 under, guint32 rest)
{
  return MIN (over + (under * rest + 127) / 255, 255);
}

/* argb premultiplied, rgb 0xRRGGBB; the result is opaque ARGB. */
static inline guint32
ts_over_background (guint32 argb, guint32 background_rgb)
{
  guint32 rest = 255 - (argb >> 24);
  guint32 r =
    ts_over_channel (argb >> 16 & 0xff, background_rgb >> 16 & 0xff, rest);
  guint32 g =
    ts_over_channel (argb >> 8 & 0xff, background_rgb >> 8 & 0xff, rest);
  guint32 b = ts_over_channel (argb & 0xff, background_rgb & 0xff, rest);

  return 0xff000000u | r << 16 | g << 8 | b;
}

G_END_DECLS
