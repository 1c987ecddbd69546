/* What a slide gives, over its background.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/compose.h"

#include <string.h>

#include "core/slide/over-background.h"

#define BLOCK_PX \
  64 /* a fixed number, so that the compiler makes vectors of it */

static gboolean
is_opaque (const guint32 argb[BLOCK_PX])
{
  guint32 all = G_MAXUINT32;

  for (guint i = 0; i < BLOCK_PX; i++)
    all &= argb[i];
  return all >= 0xff000000u;
}

/* Three bytes a pixel in stores of four; the next pixel writes over the fourth, so that the
 * byte behind the last must be writable. */
static void
pack_opaque (const guint32 argb[BLOCK_PX], guint8 *out_rgb)
{
  for (guint i = 0; i < BLOCK_PX; i++) {
    guint32 rgb = GUINT32_TO_BE (argb[i] << 8);

    memcpy (out_rgb + (gsize) i * 3, &rgb, sizeof rgb);
  }
}

static void
compose (const guint32 *argb, gsize n_px, guint32 background, guint8 *out_rgb)
{
  for (gsize i = 0; i < n_px; i++) {
    guint32 pixel = argb[i];

    if (pixel < 0xff000000u)
      pixel = ts_over_background (pixel, background);
    out_rgb[i * 3] = (guint8) (pixel >> 16);
    out_rgb[i * 3 + 1] = (guint8) (pixel >> 8);
    out_rgb[i * 3 + 2] = (guint8) pixel;
  }
}

void
ts_compose_rgb (const guint32 *argb,
                gsize n_px,
                guint32 background_rgb,
                guint8 *out_rgb)
{
  gsize done = 0;

  for (; n_px - done > BLOCK_PX; done += BLOCK_PX) /* never the last pixel */
    if (is_opaque (argb + done))                   /* nearly all are */
      pack_opaque (argb + done, out_rgb + done * 3);
    else
      compose (argb + done, BLOCK_PX, background_rgb, out_rgb + done * 3);
  compose (argb + done, n_px - done, background_rgb, out_rgb + done * 3);
}
