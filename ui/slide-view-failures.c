/* What of the slide cannot be read: drawn so that it is no empty glass, and told.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/slide-view-private.h"

/* One period of the hatching, in device pixels. */
#define HATCH_PX 12

static const guint32 hatch_ground = 0xffb4b4b4, hatch_line = 0xff8a8a8a;

static GdkTexture *
make_hatch (void)
{
  guint32 *pixels = g_new (guint32, HATCH_PX * HATCH_PX);

  for (guint y = 0; y < HATCH_PX; y++)
    for (guint x = 0; x < HATCH_PX; x++)
      pixels[y * HATCH_PX + x] =
        (x + y) % HATCH_PX < HATCH_PX / 4 ? hatch_line : hatch_ground;
  g_autoptr (GBytes) bytes =
    g_bytes_new_take (pixels, HATCH_PX * HATCH_PX * sizeof *pixels);
  return gdk_memory_texture_new (HATCH_PX, HATCH_PX, GDK_MEMORY_DEFAULT, bytes,
                                 HATCH_PX * sizeof *pixels);
}

/* The hatching hangs on the slide's corner, so that it is one over all tiles and goes with
 * them. */
static void
append_hatch (TsSlideView *self,
              GtkSnapshot *snapshot,
              const TsPixelSnap *snap,
              const graphene_rect_t *bounds)
{
  graphene_rect_t corner = ts_pixel_snap_rect (snap, (TsRect){ 0, 0, 1, 1 });
  float size = (float) (HATCH_PX / snap->surface_scale);
  /* Near the tile: far away a float's pixels are coarse. */
  float x = floorf ((bounds->origin.x - corner.origin.x) / size) * size;
  float y = floorf ((bounds->origin.y - corner.origin.y) / size) * size;
  graphene_rect_t period =
    GRAPHENE_RECT_INIT (corner.origin.x + x, corner.origin.y + y, size, size);

  if (self->hatch == NULL)
    self->hatch = make_hatch ();
  gtk_snapshot_push_repeat (snapshot, bounds, &period);
  gtk_snapshot_append_texture (snapshot, self->hatch, &period);
  gtk_snapshot_pop (snapshot);
}

void
ts_slide_view_paint_failures (TsSlideView *self,
                              GtkSnapshot *snapshot,
                              const TsPixelSnap *snap)
{
  guint level =
    ts_pyramid_find_level (self->pyramid, snap->device_px_per_l0_px);
  g_autoptr (GArray) wanted = ts_tile_plan_wanted (
    self->pyramid, self->source, &self->viewport, snap->surface_scale, NULL);

  for (guint i = 0; i < wanted->len; i++) {
    const TsPlannedTile *tile = &g_array_index (wanted, TsPlannedTile, i);
    if (tile->key.level != level ||
        !ts_tile_loader_is_failed (self->loader, &tile->key))
      continue;
    graphene_rect_t bounds = ts_pixel_snap_rect (snap, tile->tile_l0);
    append_hatch (self, snapshot, snap, &bounds);
  }
}

static void
read_failure_free (gpointer data)
{
  TsReadFailure *failure = data;

  g_free (failure->reason);
  g_free (failure);
}

GPtrArray *
ts_slide_view_list_failures (TsSlideView *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (read_failure_free);
  if (self->loader == NULL)
    return list;
  g_autoptr (GPtrArray) failures = ts_tile_loader_list_failures (self->loader);

  for (guint i = 0; i < failures->len; i++) {
    const TsTileFailure *tile = failures->pdata[i];
    TsReadFailure *failure = g_new0 (TsReadFailure, 1);

    failure->downsample =
      ts_pyramid_get_downsample (self->pyramid, tile->key.level);
    failure->region_l0 = ts_pyramid_get_tile_l0 (self->pyramid, tile->key.level,
                                                 tile->key.col, tile->key.row);
    failure->reason = g_strdup (tile->message);
    g_ptr_array_add (list, failure);
  }
  return list;
}
