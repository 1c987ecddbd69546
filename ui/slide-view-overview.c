/* The slide in small, from the tiles of the canvas's loader and cache, so that the minimap
 * reads nothing twice and never anything but the slide itself: no label, no macro image.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pixel-snap.h"
#include "ui/slide-view-private.h"

void
ts_slide_view_want_overview (TsSlideView *self, double device_px_per_l0_px)
{
  if (self->overview_scale == device_px_per_l0_px)
    return;
  self->overview_scale = device_px_per_l0_px;
  self->is_overview_due = TRUE;
  self->is_request_due = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
is_wanted (TsSlideView *self)
{
  return self->pyramid != NULL && self->overview_scale > 0;
}

/* A few tiles at most. The coarsest level, which the canvas asks for anyway, stands in for
 * them until they come. */
void
ts_slide_view_append_overview_keys (TsSlideView *self, GArray *keys)
{
  if (!is_wanted (self))
    return;
  guint32 level = ts_pyramid_find_level (self->pyramid, self->overview_scale);
  guint n_cols = ts_pyramid_get_n_cols (self->pyramid, level);
  guint n_rows = ts_pyramid_get_n_rows (self->pyramid, level);

  for (guint32 row = 0; row < n_rows; row++)
    for (guint32 col = 0; col < n_cols; col++) {
      TsTileKey key = { self->source, level, col, row };
      g_array_append_val (keys, key);
    }
}

/* FALSE when a tile of the level is not there. */
static gboolean
append_level (TsSlideView *self,
              GtkSnapshot *snapshot,
              const TsPixelSnap *snap,
              guint32 level)
{
  guint n_cols = ts_pyramid_get_n_cols (self->pyramid, level);
  guint n_rows = ts_pyramid_get_n_rows (self->pyramid, level);
  gboolean is_whole = TRUE;

  for (guint32 row = 0; row < n_rows; row++)
    for (guint32 col = 0; col < n_cols; col++) {
      TsTileKey key = { ts_slide_view_get_shown_source (self), level, col,
                        row };
      g_autoptr (GdkTexture) texture = ts_tile_cache_lookup (self->cache, &key);
      graphene_rect_t bounds = ts_pixel_snap_rect (
        snap, ts_pyramid_get_tile_l0 (self->pyramid, level, col, row));

      if (texture == NULL)
        is_whole = FALSE;
      else if (bounds.size.width > 0 && bounds.size.height > 0)
        gtk_snapshot_append_texture (snapshot, texture, &bounds);
    }
  return is_whole;
}

void
ts_slide_view_snapshot_overview (TsSlideView *self,
                                 GtkSnapshot *snapshot,
                                 const TsPixelSnap *snap)
{
  if (!is_wanted (self))
    return;
  guint32 coarsest = ts_pyramid_get_n_levels (self->pyramid) - 1;
  guint32 wanted = ts_pyramid_find_level (self->pyramid, self->overview_scale);
  GtkSnapshot *fine = gtk_snapshot_new ();
  gboolean is_whole = append_level (self, fine, snap, wanted);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (fine);

  self->is_overview_due = !is_whole;
  if (!is_whole && wanted != coarsest)
    append_level (self, snapshot, snap, coarsest);
  if (node != NULL)
    gtk_snapshot_append_node (snapshot, node);
}

double
ts_slide_view_get_overlay_opacity (TsSlideView *self)
{
  return self->is_overlay_held || ts_heat_overlay_is_empty (self->overlay)
           ? 0
           : self->overlay_opacity;
}

guint
ts_slide_view_get_tiles_per_cell (TsSlideView *self)
{
  double surface_scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return ts_heat_overlay_get_stride (self->overlay,
                                     self->viewport.scale * surface_scale);
}

TsHeatOverlay *
ts_slide_view_get_overlay (TsSlideView *self)
{
  return self->overlay;
}
