/* Regions of a drawn slide: ground, cells, light.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/draw.h"

#include "resources/demo/fill.h"
#include "resources/demo/place.h"

#define MARGIN_PX 4 /* more than the blur and the architecture's nodes need */
#define BLOCK_PX  512

void
ts_draw_region (const TsScene *scene,
                const TsDrawRegion *region,
                guint8 *rgb,
                gsize row_bytes)
{
  g_autoptr (TsPlanes) planes = ts_planes_new (
    region->x_px - MARGIN_PX, region->y_px - MARGIN_PX,
    region->width + 2 * MARGIN_PX, region->height + 2 * MARGIN_PX);

  ts_fill_ground (planes, scene);
  ts_place_cells (planes, scene);
  ts_planes_shine (planes, scene, MARGIN_PX, rgb, row_bytes);
}

typedef struct {
  const TsScene *scene;
  guint8 *rgb;
  int next; /* block, atomic */
} Work;

static gpointer
draw_blocks (gpointer data)
{
  Work *work = data;
  int width = (int) work->scene->width_px,
      height = (int) work->scene->height_px;
  int columns = (width + BLOCK_PX - 1) / BLOCK_PX;
  int rows = (height + BLOCK_PX - 1) / BLOCK_PX;
  gsize row_bytes = (gsize) width * 3;

  for (;;) {
    int block = g_atomic_int_add (&work->next, 1);
    int x = block % columns * BLOCK_PX, y = block / columns * BLOCK_PX;
    TsDrawRegion region = { x, y, MIN (BLOCK_PX, width - x),
                            MIN (BLOCK_PX, height - y) };

    if (block >= columns * rows)
      return NULL;
    ts_draw_region (work->scene, &region,
                    work->rgb + (gsize) y * row_bytes + 3 * (gsize) x,
                    row_bytes);
  }
}

guint8 *
ts_draw_slide (const TsScene *scene, guint n_threads)
{
  Work work = { .scene = scene };
  g_autofree GThread **threads = g_new (GThread *, n_threads);

  work.rgb = g_malloc ((gsize) scene->width_px * scene->height_px * 3);
  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("draw", draw_blocks, &work);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
  return work.rgb;
}
