/* One frame of the canvas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pixel-snap.h"
#include "ui/slide-view-private.h"

static void
append_tile (TsSlideView *self,
             GtkSnapshot *snapshot,
             const TsPixelSnap *snap,
             const TsPlannedTile *tile)
{
  graphene_rect_t bounds = ts_pixel_snap_rect (snap, tile->tile_l0);
  g_autoptr (GdkTexture) texture =
    ts_tile_cache_lookup (self->cache, &tile->key);

  /* A loader thread may have pushed it out since the plan was made. */
  if (texture != NULL && bounds.size.width > 0 && bounds.size.height > 0)
    gtk_snapshot_append_texture (snapshot, texture, &bounds);
}

static void
append_glass (TsSlideView *self,
              GtkSnapshot *snapshot,
              const graphene_rect_t *bounds)
{
  guint32 rgb = ts_slide_get_info (self->slide)->background_rgb;
  GdkRGBA colour = { (float) ((rgb >> 16) & 0xff) / 255.0f,
                     (float) ((rgb >> 8) & 0xff) / 255.0f,
                     (float) (rgb & 0xff) / 255.0f, 1.0f };

  gtk_snapshot_append_color (snapshot, &colour, bounds);
}

static void
append_tissue (TsSlideView *self,
               GtkSnapshot *snapshot,
               const TsPixelSnap *snap)
{
  g_autoptr (GArray) drawn =
    ts_tile_plan_drawn (self->pyramid, self->source, &self->viewport,
                        snap->surface_scale, self->cache, &self->is_sharp);

  for (guint i = 0; i < drawn->len; i++)
    append_tile (self, snapshot, snap,
                 &g_array_index (drawn, TsPlannedTile, i));
  if (self->has_failed_tiles)
    ts_slide_view_paint_failures (self, snapshot, snap);
}

static gboolean
is_overlay_drawn (TsSlideView *self)
{
  return !self->is_overlay_held && self->overlay_opacity > 0 &&
         !ts_heat_overlay_is_empty (self->overlay);
}

void
ts_slide_view_paint (TsSlideView *self, GtkSnapshot *snapshot)
{
  if (self->loader == NULL || self->viewport.width_view < 1 ||
      self->viewport.height_view < 1)
    return;
  ts_slide_view_request_tiles (self);

  double surface_scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const TsSlideInfo *info = ts_slide_get_info (self->slide);
  TsRect whole_l0 = { 0, 0, (double) info->width_px, (double) info->height_px };
  TsPixelSnap snap = ts_pixel_snap_new (&self->viewport, surface_scale);
  graphene_rect_t bounds = ts_pixel_snap_rect (&snap, whole_l0);

  gtk_snapshot_push_clip (snapshot, &bounds);
  append_glass (self, snapshot, &bounds);
  append_tissue (self, snapshot, &snap);
  if (is_overlay_drawn (self))
    ts_heat_overlay_snapshot (self->overlay, snapshot, &snap,
                              ts_viewport_get_visible_l0 (&self->viewport),
                              self->overlay_opacity);
  gtk_snapshot_pop (snapshot);
  if (!self->is_overlay_held)
    ts_slide_view_paint_marks (self, snapshot);
  ts_slide_view_paint_selection (self, snapshot);
}
