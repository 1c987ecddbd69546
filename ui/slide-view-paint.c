/* One frame of the canvas: all that lies on the slide is drawn upright and turned as a whole
 * (pixel-snap.h).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/slide-view-private.h"

/* Size of the upright frame. */
static graphene_size_t
get_frame_size (const TsViewport *viewport)
{
  int quarters = ts_viewport_get_quarters (viewport);
  float width = (float) viewport->width_view;
  float height = (float) viewport->height_view;

  return quarters == 1 || quarters == 3 ? GRAPHENE_SIZE_INIT (height, width)
                                        : GRAPHENE_SIZE_INIT (width, height);
}

TsPixelSnap
ts_slide_view_get_snap (TsSlideView *self)
{
  return ts_pixel_snap_new (&self->viewport,
                            gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                            self->snap_reference_l0);
}

void
ts_slide_view_turn_snapshot (TsSlideView *self, GtkSnapshot *snapshot)
{
  const TsViewport *viewport = &self->viewport;
  graphene_size_t frame = get_frame_size (viewport);
  graphene_point_t middle = { (float) viewport->width_view / 2,
                              (float) viewport->height_view / 2 };
  graphene_point_t back = { -frame.width / 2, -frame.height / 2 };

  if (viewport->angle == 0)
    return;
  gtk_snapshot_translate (snapshot, &middle);
  gtk_snapshot_rotate (snapshot, (float) (viewport->angle * 180 / G_PI));
  gtk_snapshot_translate (snapshot, &back);
}

graphene_point_t
ts_slide_view_turn_point (TsSlideView *self, graphene_point_t point)
{
  static const double cosines[] = { 1, 0, -1, 0 };
  const TsViewport *viewport = &self->viewport;
  graphene_size_t frame = get_frame_size (viewport);
  int quarters = ts_viewport_get_quarters (viewport);
  double c = quarters < 0 ? cos (viewport->angle) : cosines[quarters];
  double s = quarters < 0 ? sin (viewport->angle) : cosines[(quarters + 3) % 4];
  double x = (double) (point.x - frame.width / 2);
  double y = (double) (point.y - frame.height / 2);

  return GRAPHENE_POINT_INIT (
    (float) (x * c - y * s + viewport->width_view / 2),
    (float) (x * s + y * c + viewport->height_view / 2));
}

/* Of an upright rectangle in a view that is not slanted. */
static graphene_rect_t
turn_rect (TsSlideView *self, const graphene_rect_t *rect)
{
  graphene_point_t first = ts_slide_view_turn_point (self, rect->origin);
  graphene_point_t last = ts_slide_view_turn_point (
    self, GRAPHENE_POINT_INIT (rect->origin.x + rect->size.width,
                               rect->origin.y + rect->size.height));

  return GRAPHENE_RECT_INIT (MIN (first.x, last.x), MIN (first.y, last.y),
                             fabsf (last.x - first.x),
                             fabsf (last.y - first.y));
}

/* grown: device pixels added on each side. */
static void
append_tile (TsSlideView *self,
             GtkSnapshot *snapshot,
             const TsPixelSnap *snap,
             const TsPlannedTile *tile,
             double grown)
{
  graphene_rect_t bounds = ts_pixel_snap_rect (snap, tile->tile_l0);
  float border = (float) (grown / snap->surface_scale);
  g_autoptr (GdkTexture) texture =
    ts_tile_cache_lookup (self->cache, &tile->key);

  /* A loader thread may have pushed it out since the plan was made. */
  if (texture == NULL || bounds.size.width <= 0 || bounds.size.height <= 0)
    return;
  graphene_rect_inset (&bounds, -border, -border);
  gtk_snapshot_append_texture (snapshot, texture, &bounds);
}

/* The edges of a slanted tile are blended with what is below, which would be glass: a seam.
 * So each level is drawn twice, first with tiles that reach over their neighbours. */
static void
append_slanted (TsSlideView *self,
                GtkSnapshot *snapshot,
                const TsPixelSnap *snap,
                const GArray *drawn)
{
  const TsPlannedTile *tiles = (const TsPlannedTile *) (void *) drawn->data;
  guint end;

  for (guint first = 0; first < drawn->len; first = end) {
    for (end = first;
         end < drawn->len && tiles[end].key.level == tiles[first].key.level;
         end++)
      append_tile (self, snapshot, snap, &tiles[end], 1);
    for (guint i = first; i < end; i++)
      append_tile (self, snapshot, snap, &tiles[i], 0);
  }
}

static void
append_glass (TsSlideView *self,
              GtkSnapshot *snapshot,
              const graphene_rect_t *bounds)
{
  guint32 rgb = ts_slide_get_info (self->slide)->background_rgb;
  TsDisplay *display = ts_slide_view_get_shown_display (self);

  if (display != NULL)
    ts_display_apply (display, &rgb, 1);
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

  if (!is_covered || snap->is_slanted)
    append_glass (self, snapshot, bounds);
  if (snap->is_slanted)
    append_slanted (self, snapshot, snap, drawn);
  for (guint i = 0; i < drawn->len && !snap->is_slanted; i++)
    append_tile (self, snapshot, snap, &g_array_index (drawn, TsPlannedTile, i),
                 0);
  if (self->has_failed_tiles)
    ts_slide_view_paint_failures (self, snapshot, snap);
}

static gboolean
is_overlay_drawn (TsSlideView *self)
{
  return !self->is_overlay_held && self->overlay_opacity > 0 &&
         !ts_heat_overlay_is_empty (self->overlay);
}

static void
append_slide (TsSlideView *self, GtkSnapshot *snapshot, const TsPixelSnap *snap)
{
  const TsSlideInfo *info = ts_slide_get_info (self->slide);
  TsRect whole_l0 = { 0, 0, (double) info->width_px, (double) info->height_px };
  graphene_rect_t bounds = ts_pixel_snap_rect (snap, whole_l0);
  graphene_rect_t clip = turn_rect (self, &bounds);
  graphene_rect_t nothing = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  append_surround (self, snapshot, snap->is_slanted ? &nothing : &clip);
  /* A slanted clip would be a picture of its own; no tile reaches over the slide's edge by
   * more than a pixel. */
  if (!snap->is_slanted)
    gtk_snapshot_push_clip (snapshot, &clip);
  gtk_snapshot_save (snapshot);
  ts_slide_view_turn_snapshot (self, snapshot);
  append_tissue (self, snapshot, snap, &bounds);
  if (is_overlay_drawn (self))
    ts_heat_overlay_snapshot (self->overlay, snapshot, snap,
                              ts_viewport_get_visible_l0 (&self->viewport),
                              self->overlay_opacity);
  gtk_snapshot_restore (snapshot);
  if (!snap->is_slanted)
    gtk_snapshot_pop (snapshot);
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

  TsPixelSnap snap = ts_slide_view_get_snap (self);
  append_slide (self, snapshot, &snap);
  if (!self->is_overlay_held)
    ts_slide_view_paint_marks (self, snapshot);
  ts_slide_view_paint_selection (self, snapshot);
}
