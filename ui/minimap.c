/* The slide in small.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/minimap.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/minimap-paint.h"
#include "ui/still-box.h"

#define MAX_WIDTH_VIEW  208
#define MAX_HEIGHT_VIEW 168
/* Room for a strip of a slide: narrower, it could not be hit. */
#define MIN_SIDE_VIEW 48
/* In a narrow window; the slide is then drawn smaller in the same box. */
#define MIN_WIDTH_VIEW 112
/* Share of the view an arrow moves by. */
#define ARROW_SHARE 0.5

struct _TsMinimap {
  GtkWidget parent_instance;
  TsSlideView *view;
  const TsSlide *slide;
  const TsVisited *visited;
  TsHeatOverlay *overlay;
  GdkTexture *veil; /* over what has not been seen closely; NULL: to be made */
  GskRenderNode *ground; /* all but the outline; NULL: to be made */
  double ground_width_view, ground_height_view;
  int ground_scale;           /* device pixels for one of the view */
  int told_across, told_down; /* percent, -1: nothing told */
  TsPoint press_view;
  TsPoint grip_l0; /* from the pointer to the middle of the canvas's view */
  gboolean is_dragging;
};

G_DEFINE_FINAL_TYPE (TsMinimap, ts_minimap, GTK_TYPE_WIDGET)

static TsRect
get_bounds_l0 (TsMinimap *self)
{
  return ts_slide_get_info (self->slide)->bounds_l0;
}

TsViewport
ts_minimap_get_viewport (TsMinimap *self)
{
  TsViewport viewport = {
    .scale = 1,
    .width_view = gtk_widget_get_width (GTK_WIDGET (self)),
    .height_view = gtk_widget_get_height (GTK_WIDGET (self)),
  };

  if (self->slide == NULL)
    return viewport;
  TsRect bounds_l0 = get_bounds_l0 (self);
  viewport.center_l0 = ts_rect_center (bounds_l0);
  viewport.scale = MIN (viewport.width_view / bounds_l0.width,
                        viewport.height_view / bounds_l0.height);
  return viewport;
}

/* Drawing. */
static void
append_ground (TsMinimap *self,
               GtkSnapshot *snapshot,
               const TsPixelSnap *snap,
               const graphene_rect_t *bounds)
{
  double opacity = ts_slide_view_get_overlay_opacity (self->view);

  if (self->veil == NULL && self->visited != NULL)
    self->veil = ts_minimap_make_veil (
      self->visited, ts_slide_info_get_power (ts_slide_get_info (self->slide)));
  gtk_snapshot_push_clip (snapshot, bounds);
  ts_minimap_append_glass (snapshot, self->slide, bounds);
  ts_slide_view_snapshot_overview (self->view, snapshot, snap);
  if (self->veil != NULL)
    ts_minimap_append_veil (snapshot, self->veil, self->visited, snap);
  if (opacity > 0)
    ts_heat_overlay_snapshot (self->overlay, snapshot, snap,
                              get_bounds_l0 (self), opacity);
  gtk_snapshot_pop (snapshot);
}

/* Several layers, of which none changes when the view moves: as one picture. */
static GskRenderNode *
make_ground (TsMinimap *self,
             const TsPixelSnap *snap,
             const graphene_rect_t *bounds)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  graphene_rect_t where;

  append_ground (self, snapshot, snap, bounds);
  g_autoptr (GskRenderNode) layers = gtk_snapshot_free_to_node (snapshot);
  g_autoptr (GdkTexture) picture =
    ts_still_picture_render (GTK_WIDGET (self), layers, &where);
  return picture != NULL ? gsk_texture_node_new (picture, &where)
                         : g_steal_pointer (&layers);
}

static void
ts_minimap_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TsMinimap *self = TS_MINIMAP (widget);
  int surface_scale = gtk_widget_get_scale_factor (widget);
  TsViewport viewport = ts_minimap_get_viewport (self);

  if (self->slide == NULL || self->view == NULL || viewport.width_view < 1 ||
      viewport.height_view < 1)
    return;
  TsRect bounds_l0 = get_bounds_l0 (self);
  TsPixelSnap snap = ts_pixel_snap_new (&viewport, surface_scale,
                                        (TsPoint){ bounds_l0.x, bounds_l0.y });
  graphene_rect_t bounds = ts_pixel_snap_rect (&snap, bounds_l0);

  ts_slide_view_want_overview (self->view, snap.device_px_per_l0_px);
  if (surface_scale != self->ground_scale ||
      viewport.width_view != self->ground_width_view ||
      viewport.height_view != self->ground_height_view)
    g_clear_pointer (&self->ground, gsk_render_node_unref);
  if (self->ground == NULL)
    self->ground = make_ground (self, &snap, &bounds);
  self->ground_width_view = viewport.width_view;
  self->ground_height_view = viewport.height_view;
  self->ground_scale = surface_scale;
  if (self->ground != NULL)
    gtk_snapshot_append_node (snapshot, self->ground);
  ts_minimap_append_view (snapshot, &viewport, &bounds,
                          ts_slide_view_get_viewport (self->view));
}

static GtkSizeRequestMode
ts_minimap_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ts_minimap_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  TsMinimap *self = TS_MINIMAP (widget);
  TsRect bounds =
    self->slide != NULL ? get_bounds_l0 (self) : (TsRect){ 0, 0, 1, 1 };
  double scale =
    MIN (MAX_WIDTH_VIEW / bounds.width, MAX_HEIGHT_VIEW / bounds.height);
  int width = MAX (MIN_SIDE_VIEW, (int) round (bounds.width * scale));

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *natural = width;
    *minimum = MIN (width, MIN_WIDTH_VIEW);
    return;
  }
  if (for_size >= 0 && for_size < width)
    scale = for_size / bounds.width;
  *minimum = *natural =
    MAX (MIN_SIDE_VIEW, (int) round (bounds.height * scale));
}

/* What a screen reader says: how far the middle of the view is into the slide. */
static void
update_label (TsMinimap *self)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (self->view);
  if (self->slide == NULL)
    return;
  TsRect bounds = get_bounds_l0 (self);
  double across = (viewport->center_l0.x - bounds.x) / bounds.width * 100;
  double down = (viewport->center_l0.y - bounds.y) / bounds.height * 100;
  int across_percent = (int) lround (CLAMP (across, 0, 100));
  int down_percent = (int) lround (CLAMP (down, 0, 100));

  if (across_percent == self->told_across && down_percent == self->told_down)
    return;
  self->told_across = across_percent;
  self->told_down = down_percent;
  /* Translators: where the view is on the slide, from the left and from the top. */
  g_autofree char *label =
    g_strdup_printf (_ ("Minimap, view at %.0f %% across, %.0f %% down"),
                     (double) across_percent, (double) down_percent);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
on_viewport_changed (TsMinimap *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  update_label (self);
}

static void
ts_minimap_map (GtkWidget *widget)
{
  TsMinimap *self = TS_MINIMAP (widget);

  GTK_WIDGET_CLASS (ts_minimap_parent_class)->map (widget);
  if (self->view != NULL)
    update_label (self);
}

static void
ts_minimap_unmap (GtkWidget *widget)
{
  TsMinimap *self = TS_MINIMAP (widget);

  GTK_WIDGET_CLASS (ts_minimap_parent_class)->unmap (widget);
  g_clear_pointer (&self->ground, gsk_render_node_unref);
  if (self->view != NULL)
    ts_slide_view_want_overview (self->view, 0);
}

/* Moving the canvas. */
static TsPoint
get_pointed_l0 (TsMinimap *self, TsPoint point_view)
{
  TsViewport viewport = ts_minimap_get_viewport (self);

  return ts_viewport_to_l0 (&viewport, point_view);
}

static void
move_to (TsMinimap *self, TsPoint center_l0)
{
  double scale = ts_slide_view_get_viewport (self->view)->scale;

  ts_slide_view_set_viewport (self->view, center_l0, scale);
}

static gboolean
is_in_view (TsMinimap *self, TsPoint point_l0)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (self->view);
  TsRect whole = { 0, 0, viewport->width_view, viewport->height_view };

  return ts_rect_contains (whole, ts_viewport_to_view (viewport, point_l0));
}

static void
on_drag_begin (GtkGestureDrag *gesture,
               double x_view,
               double y_view,
               TsMinimap *self)
{
  self->press_view = (TsPoint){ x_view, y_view };
  self->is_dragging = FALSE;
  self->grip_l0 = (TsPoint){ 0, 0 };
  if (self->view == NULL || self->slide == NULL)
    return;
  TsPoint pressed_l0 = get_pointed_l0 (self, self->press_view);
  TsPoint center_l0 = ts_slide_view_get_viewport (self->view)->center_l0;
  if (is_in_view (self, pressed_l0))
    self->grip_l0 =
      (TsPoint){ center_l0.x - pressed_l0.x, center_l0.y - pressed_l0.y };
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_drag_update (GtkGestureDrag *gesture,
                double dx_view,
                double dy_view,
                TsMinimap *self)
{
  if (self->view == NULL || self->slide == NULL)
    return;
  if (!self->is_dragging &&
      !gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) dx_view,
                                 (int) dy_view))
    return;
  self->is_dragging = TRUE;
  TsPoint pointed_l0 =
    get_pointed_l0 (self, (TsPoint){ self->press_view.x + dx_view,
                                     self->press_view.y + dy_view });
  move_to (self, (TsPoint){ pointed_l0.x + self->grip_l0.x,
                            pointed_l0.y + self->grip_l0.y });
}

static void
on_drag_end (GtkGestureDrag *gesture,
             double dx_view,
             double dy_view,
             TsMinimap *self)
{
  if (self->view != NULL && self->slide != NULL && !self->is_dragging) {
    const TsViewport *viewport = ts_slide_view_get_viewport (self->view);

    ts_slide_view_jump_to (self->view, get_pointed_l0 (self, self->press_view),
                           viewport->scale, viewport->angle);
  }
  self->is_dragging = FALSE;
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                TsMinimap *self)
{
  if (self->view == NULL || self->slide == NULL ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  const TsViewport *viewport = ts_slide_view_get_viewport (self->view);
  double dx = viewport->width_view * ARROW_SHARE;
  double dy = viewport->height_view * ARROW_SHARE;

  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    ts_slide_view_pan (self->view, -dx, 0);
    return TRUE;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    ts_slide_view_pan (self->view, dx, 0);
    return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    ts_slide_view_pan (self->view, 0, -dy);
    return TRUE;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    ts_slide_view_pan (self->view, 0, dy);
    return TRUE;
  default:
    return FALSE;
  }
}

/* What others tell. */
static void
remake_ground (TsMinimap *self)
{
  g_clear_pointer (&self->ground, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ts_minimap_set_view (TsMinimap *self, TsSlideView *view)
{
  g_return_if_fail (self->view == NULL);
  g_set_weak_pointer (&self->view, view);
  self->overlay = ts_heat_overlay_new_shared (ts_slide_view_get_overlay (view));
  g_signal_connect_object (view, "viewport-changed",
                           G_CALLBACK (on_viewport_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "overview-changed", G_CALLBACK (remake_ground),
                           self, G_CONNECT_SWAPPED);
}

void
ts_minimap_refresh_visited (TsMinimap *self)
{
  g_clear_object (&self->veil);
  remake_ground (self);
}

void
ts_minimap_set_slide (TsMinimap *self,
                      const TsSlide *slide,
                      const TsVisited *visited)
{
  self->slide = slide;
  self->visited = visited;
  ts_minimap_refresh_visited (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (self->view != NULL)
    update_label (self);
}

static void
ts_minimap_dispose (GObject *object)
{
  TsMinimap *self = TS_MINIMAP (object);

  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->veil);
  g_clear_pointer (&self->ground, gsk_render_node_unref);
  g_clear_pointer (&self->overlay, ts_heat_overlay_free);
  G_OBJECT_CLASS (ts_minimap_parent_class)->dispose (object);
}

static void
ts_minimap_class_init (TsMinimapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_minimap_dispose;
  widget_class->snapshot = ts_minimap_snapshot;
  widget_class->get_request_mode = ts_minimap_get_request_mode;
  widget_class->measure = ts_minimap_measure;
  widget_class->map = ts_minimap_map;
  widget_class->unmap = ts_minimap_unmap;
  gtk_widget_class_set_css_name (widget_class, "minimap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ts_minimap_init (TsMinimap *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->told_across = self->told_down = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               _ ("Click or drag to move the view. What was "
                                  "seen at a lower magnification, or not at "
                                  "all, is darker."));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
ts_minimap_new (void)
{
  return g_object_new (TS_TYPE_MINIMAP, NULL);
}
