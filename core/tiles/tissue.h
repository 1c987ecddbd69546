/* DeepPATH's background rule (core facts: 0b_tileLoop_deepzoom4.py): a pixel is
 * background when its ITU-601 grey L >= 220; a tile is left out when more than half of
 * its pixels are. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_BACKGROUND_LEVEL     220
#define TS_BACKGROUND_MAX_SHARE 0.5

/* PIL's convert("L"): (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16. */
static inline guint8
ts_tissue_grey (guint8 r, guint8 g, guint8 b)
{
  return (guint8) ((r * 19595u + g * 38470u + b * 7471u + 0x8000u) >> 16);
}

/* Share of background pixels of rgb [height][width][3]; 1 for no pixels. */
double
ts_tissue_background_share (const guint8 *rgb, gsize width, gsize height);

G_END_DECLS
