/* DeepPATH's background rule.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/tissue.h"

double
ts_tissue_background_share (const guint8 *rgb, gsize width, gsize height)
{
  gsize n_px = width * height;
  gsize n_background = 0;

  if (n_px == 0)
    return 1;
  for (gsize i = 0; i < n_px; i++)
    n_background += ts_tissue_grey (rgb[3 * i], rgb[3 * i + 1],
                                    rgb[3 * i + 2]) >= TS_BACKGROUND_LEVEL;
  return (double) n_background / (double) n_px;
}
