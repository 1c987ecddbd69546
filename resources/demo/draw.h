/* Regions of a drawn slide as pixels. A region looks the same however it is cut.
 * Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "resources/demo/scene.h"

G_BEGIN_DECLS

typedef struct {
  int x_px, y_px, width, height;
} TsDrawRegion;

/* rgb: of the region's corner, row_bytes from row to row. */
void ts_draw_region (const TsScene *scene,
                     const TsDrawRegion *region,
                     guint8 *rgb,
                     gsize row_bytes);
/* The whole slide, [height_px][width_px][3], by n_threads. */
guint8 *ts_draw_slide (const TsScene *scene,
                       guint n_threads) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
