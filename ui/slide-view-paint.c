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

/* Unreadable parts must not look like empty glass. */
static void
append_failed_tiles (TsSlideView *self,
                     GtkSnapshot *snapshot,
                     const TsPixelSnap *snap)
{
  const GdkRGBA grey = { 0.5f, 0.5f, 0.5f, 1.0f };
  const GdkRGBA dark = { 0.3f, 0.3f, 0.3f, 1.0f };
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
    gtk_snapshot_append_color (snapshot, &grey, &bounds);
    graphene_rect_inset (&bounds, 1, 1);
    GskRoundedRect outline;
    gsk_rounded_rect_init_from_rect (&outline, &bounds, 0);
    gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 },
                                (GdkRGBA[4]){ dark, dark, dark, dark });
  }
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

/* Around the slide, in the style's colour and only where it is seen: each pixel that is filled
 * twice costs a renderer in software nearly as much as a pixel of tissue. */
static void
append_surround (TsSlideView *self,
                 GtkSnapshot *snapshot,
                 const graphene_rect_t *slide)
{
  GdkRGBA colour;
  float width = (float) self->viewport.width_view;
  float height = (float) self->viewport.height_view;
  float left = CLAMP (slide->origin.x, 0, width);
  float top = CLAMP (slide->origin.y, 0, height);
  float right = CLAMP (slide->origin.x + slide->size.width, left, width);
  float bottom = CLAMP (slide->origin.y + slide->size.height, top, height);
  const graphene_rect_t bands[] = {
    GRAPHENE_RECT_INIT (0, 0, width, top),
    GRAPHENE_RECT_INIT (0, bottom, width, height - bottom),
    GRAPHENE_RECT_INIT (0, top, left, bottom - top),
    GRAPHENE_RECT_INIT (right, top, width - right, bottom - top),
  };

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                               &colour);
  for (guint i = 0; i < G_N_ELEMENTS (bands); i++)
    if (bands[i].size.width > 0 && bands[i].size.height > 0)
      gtk_snapshot_append_color (snapshot, &colour, &bands[i]);
}

static void
append_tissue (TsSlideView *self,
               GtkSnapshot *snapshot,
               const TsPixelSnap *snap,
               const graphene_rect_t *bounds)
{
  gboolean is_covered = FALSE;
  g_autoptr (GArray) drawn =
    ts_slide_view_plan_frame (self, snap->surface_scale, &is_covered);

  if (!is_covered)
    append_glass (self, snapshot, bounds);
  for (guint i = 0; i < drawn->len; i++)
    append_tile (self, snapshot, snap,
                 &g_array_index (drawn, TsPlannedTile, i));
  if (self->has_failed_tiles)
    append_failed_tiles (self, snapshot, snap);
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
  if (self->viewport.width_view < 1 || self->viewport.height_view < 1)
    return;
  if (self->loader == NULL) {
    append_surround (self, snapshot, &GRAPHENE_RECT_INIT (0, 0, 0, 0));
    return;
  }
  ts_slide_view_request_tiles (self);

  double surface_scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const TsSlideInfo *info = ts_slide_get_info (self->slide);
  TsRect whole_l0 = { 0, 0, (double) info->width_px, (double) info->height_px };
  TsPixelSnap snap = ts_pixel_snap_new (&self->viewport, surface_scale);
  graphene_rect_t bounds = ts_pixel_snap_rect (&snap, whole_l0);

  append_surround (self, snapshot, &bounds);
  gtk_snapshot_push_clip (snapshot, &bounds);
  append_tissue (self, snapshot, &snap, &bounds);
  if (is_overlay_drawn (self))
    ts_heat_overlay_snapshot (self->overlay, snapshot, &snap,
                              ts_viewport_get_visible_l0 (&self->viewport),
                              self->overlay_opacity);
  gtk_snapshot_pop (snapshot);
  if (!self->is_overlay_held)
    ts_slide_view_paint_marks (self, snapshot);
  ts_slide_view_paint_selection (self, snapshot);
}
