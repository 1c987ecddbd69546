/* The canvas widget: life cycle, moves, and what others tell it to show.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-view.h"

#include <math.h>

#include "ui/slide-view-private.h"

enum {
  SIGNAL_VIEWPORT_CHANGED,
  SIGNAL_TILE_CLICKED,
  SIGNAL_POINTER_MOVED,
  SIGNAL_OPACITY_SCROLLED,
  SIGNAL_OVERLAY_HELD,
  SIGNAL_READ_FAILED,
  SIGNAL_OVERVIEW_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsSlideView, ts_slide_view, GTK_TYPE_WIDGET)

static TsRect
get_bounds_l0 (TsSlideView *self)
{
  return ts_slide_get_info (self->slide)->bounds_l0;
}

void
ts_slide_view_viewport_moved (TsSlideView *self)
{
  if (self->slide != NULL)
    ts_viewport_clamp (&self->viewport, get_bounds_l0 (self));
  self->is_request_due = TRUE;
  ts_slide_view_watch_rest (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_VIEWPORT_CHANGED], 0);
}

/* Signals from the other files. */
static TsPoint
get_point_l0 (TsSlideView *self, TsPoint point_view)
{
  if (self->slide == NULL || isnan (point_view.x))
    return (TsPoint){ NAN, NAN };
  TsPoint point_l0 = ts_viewport_to_l0 (&self->viewport, point_view);
  const TsSlideInfo *info = ts_slide_get_info (self->slide);
  TsRect whole_l0 = { 0, 0, (double) info->width_px, (double) info->height_px };
  return ts_rect_contains (whole_l0, point_l0) ? point_l0
                                               : (TsPoint){ NAN, NAN };
}

void
ts_slide_view_emit_click (TsSlideView *self, TsPoint point_view)
{
  TsPoint point_l0 = get_point_l0 (self, point_view);

  if (!isnan (point_l0.x))
    g_signal_emit (self, signals[SIGNAL_TILE_CLICKED], 0, point_l0.x,
                   point_l0.y);
}

void
ts_slide_view_emit_pointer (TsSlideView *self)
{
  TsPoint point_l0 = get_point_l0 (self, self->pointer_view);

  g_signal_emit (self, signals[SIGNAL_POINTER_MOVED], 0, point_l0.x,
                 point_l0.y);
}

void
ts_slide_view_emit_opacity (TsSlideView *self, double steps)
{
  g_signal_emit (self, signals[SIGNAL_OPACITY_SCROLLED], 0, steps);
}

void
ts_slide_view_emit_held (TsSlideView *self)
{
  g_signal_emit (self, signals[SIGNAL_OVERLAY_HELD], 0, self->is_overlay_held);
}

void
ts_slide_view_emit_failed (TsSlideView *self,
                           guint n_failed,
                           const char *message)
{
  g_signal_emit (self, signals[SIGNAL_READ_FAILED], 0, n_failed, message);
}

void
ts_slide_view_emit_overview (TsSlideView *self)
{
  g_signal_emit (self, signals[SIGNAL_OVERVIEW_CHANGED], 0);
}

/* The slide. */
void
ts_slide_view_set_slide (TsSlideView *self, TsSlide *slide)
{
  ts_slide_view_close_tiles (self);
  g_clear_pointer (&self->slide, ts_slide_unref);
  ts_heat_overlay_update (self->overlay, NULL, NULL);
  g_array_set_size (self->marks, 0);
  self->has_selection = FALSE;
  ts_slide_view_stop_motion (self);
  ts_view_history_clear (self->history);
  self->viewport.angle = 0;
  self->snap_reference_l0 = (TsPoint){ 0, 0 };
  if (slide != NULL) {
    self->slide = ts_slide_ref (slide);
    ts_slide_view_open_tiles (self, slide);
    ts_slide_view_fit (self);
  } else {
    ts_slide_view_viewport_moved (self);
  }
}

gboolean
ts_slide_view_is_sharp (TsSlideView *self)
{
  return self->is_sharp;
}

gboolean
ts_slide_view_is_settled (TsSlideView *self)
{
  if (self->loader == NULL || self->is_request_due ||
      self->former_source != 0 || ts_view_motion_is_moving (&self->motion))
    return FALSE;
  return self->is_sharp ||
         (self->has_failed_tiles && ts_tile_loader_is_idle (self->loader));
}

/* Moves. */
const TsViewport *
ts_slide_view_get_viewport (TsSlideView *self)
{
  return &self->viewport;
}

void
ts_slide_view_set_viewport (TsSlideView *self, TsPoint center_l0, double scale)
{
  if (self->slide == NULL)
    return;
  TsViewLimits limits = ts_slide_view_get_limits (self);

  ts_slide_view_stop_motion (self);
  self->viewport.center_l0 = center_l0;
  self->viewport.scale = CLAMP (scale, limits.min_scale, limits.max_scale);
  self->is_fitted = FALSE;
  ts_slide_view_viewport_moved (self);
}

void
ts_slide_view_fit (TsSlideView *self)
{
  if (self->slide == NULL)
    return;
  ts_slide_view_stop_motion (self);
  self->is_fitted = TRUE;
  ts_slide_view_update_fit_scale (self);
  ts_viewport_fit (&self->viewport, get_bounds_l0 (self));
  ts_slide_view_viewport_moved (self);
}

double
ts_slide_view_get_min_scale (TsSlideView *self)
{
  return self->fit_scale / 2;
}

gboolean
ts_slide_view_is_fitted (TsSlideView *self)
{
  return self->slide != NULL && self->is_fitted;
}

void
ts_slide_view_pan (TsSlideView *self, double dx_view, double dy_view)
{
  if (self->slide == NULL)
    return;
  ts_slide_view_stop_motion (self);
  self->is_fitted = FALSE;
  ts_viewport_pan (&self->viewport, dx_view, dy_view);
  ts_slide_view_viewport_moved (self);
}

void
ts_slide_view_zoom_at (TsSlideView *self, TsPoint anchor_view, double factor)
{
  if (self->slide == NULL)
    return;
  TsViewLimits limits = ts_slide_view_get_limits (self);
  double scale = self->viewport.scale;
  TsPoint anchor_l0 = ts_viewport_to_l0 (&self->viewport, anchor_view);

  ts_slide_view_stop_motion (self);
  self->is_fitted = FALSE;
  ts_viewport_zoom_at (&self->viewport, anchor_view, factor, limits.min_scale,
                       limits.max_scale);
  if (self->viewport.scale != scale)
    self->snap_reference_l0 = anchor_l0;
  ts_slide_view_viewport_moved (self);
}

void
ts_slide_view_zoom (TsSlideView *self, double factor)
{
  TsPoint center_view = { self->viewport.width_view / 2,
                          self->viewport.height_view / 2 };

  ts_slide_view_zoom_at (self, center_view, factor);
}

void
ts_slide_view_set_angle (TsSlideView *self, double angle)
{
  if (self->slide == NULL)
    return;
  ts_slide_view_stop_motion (self);
  self->is_fitted = FALSE;
  self->viewport.angle = ts_angle_normalise (angle);
  ts_slide_view_update_fit_scale (self);
  ts_slide_view_viewport_moved (self);
}

double
ts_slide_view_get_power (TsSlideView *self)
{
  if (self->slide == NULL)
    return 0;
  double base = ts_slide_info_get_power (ts_slide_get_info (self->slide));
  return base > 0 ? ts_viewport_scale_to_power (self->viewport.scale, base) : 0;
}

double
ts_slide_view_power_to_scale (TsSlideView *self, double power)
{
  double base = ts_slide_info_get_power (ts_slide_get_info (self->slide));

  /* Without a known power the numbers are shares of the full resolution, 20x being one
   * view pixel per pixel: the keys still do something sensible. */
  return ts_viewport_power_to_scale (power, base > 0 ? base : 20);
}

void
ts_slide_view_set_power (TsSlideView *self, double power)
{
  if (self->slide == NULL || !(power > 0))
    return;
  ts_slide_view_zoom (self, ts_slide_view_power_to_scale (self, power) /
                              self->viewport.scale);
}

/* Overlay, marks, selection. */
void
ts_slide_view_set_heat_map (TsSlideView *self,
                            TsPredictionMap *map,
                            const TsHeatMapStyle *style)
{
  ts_heat_overlay_update (self->overlay, map, style);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  ts_slide_view_emit_overview (self);
}

void
ts_slide_view_refresh_heat_map (TsSlideView *self,
                                TsPredictionMap *map,
                                const TsHeatMapStyle *style)
{
  if (!ts_heat_overlay_refresh (self->overlay, map, style))
    return;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  ts_slide_view_emit_overview (self);
}

void
ts_slide_view_set_overlay_opacity (TsSlideView *self, double opacity)
{
  self->overlay_opacity = CLAMP (opacity, 0, 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  ts_slide_view_emit_overview (self);
}

void
ts_slide_view_set_marks (TsSlideView *self,
                         const TsTileMark *marks,
                         guint n_marks)
{
  g_array_set_size (self->marks, 0);
  if (n_marks > 0)
    g_array_append_vals (self->marks, marks, n_marks);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ts_slide_view_set_selection (TsSlideView *self, const TsRect *tile_l0)
{
  self->has_selection = tile_l0 != NULL;
  if (tile_l0 != NULL)
    self->selection_l0 = *tile_l0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Widget. */
static void
ts_slide_view_size_allocate (GtkWidget *widget,
                             int width,
                             int height,
                             int baseline)
{
  TsSlideView *self = TS_SLIDE_VIEW (widget);

  if (self->viewport.width_view == width &&
      self->viewport.height_view == height)
    return;
  self->viewport.width_view = width;
  self->viewport.height_view = height;
  if (self->slide == NULL)
    return;
  if (self->is_fitted) {
    ts_slide_view_fit (self);
    return;
  }
  ts_slide_view_update_fit_scale (self);
  ts_slide_view_viewport_moved (self);
}

/* No frame clock calls a widget that is out of sight. */
static void
ts_slide_view_unmap (GtkWidget *widget)
{
  ts_slide_view_finish_motion (TS_SLIDE_VIEW (widget));
  GTK_WIDGET_CLASS (ts_slide_view_parent_class)->unmap (widget);
}

static void
ts_slide_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ts_slide_view_paint (TS_SLIDE_VIEW (widget), snapshot);
}

static void
on_scale_factor_changed (TsSlideView *self)
{
  self->is_request_due = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
ts_slide_view_dispose (GObject *object)
{
  TsSlideView *self = TS_SLIDE_VIEW (object);

  ts_slide_view_stop_motion (self);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  ts_slide_view_close_tiles (self);
  ts_slide_view_close_display (self);
  g_clear_pointer (&self->slide, ts_slide_unref);
  g_clear_pointer (&self->overlay, ts_heat_overlay_free);
  ts_slide_view_drop_mark_textures (self);
  g_clear_object (&self->hatch);
  G_OBJECT_CLASS (ts_slide_view_parent_class)->dispose (object);
}

static void
ts_slide_view_finalize (GObject *object)
{
  TsSlideView *self = TS_SLIDE_VIEW (object);

  ts_view_history_free (self->history);
  ts_waker_free (self->waker);
  g_array_unref (self->marks);
  G_OBJECT_CLASS (ts_slide_view_parent_class)->finalize (object);
}

static guint
new_signal (const char *name, guint n_params, GType first, GType second)
{
  return g_signal_new (name, TS_TYPE_SLIDE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                       NULL, NULL, G_TYPE_NONE, n_params, first, second);
}

static void
ts_slide_view_class_init (TsSlideViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ts_slide_view_dispose;
  object_class->finalize = ts_slide_view_finalize;
  widget_class->size_allocate = ts_slide_view_size_allocate;
  widget_class->snapshot = ts_slide_view_snapshot;
  widget_class->unmap = ts_slide_view_unmap;
  gtk_widget_class_set_css_name (widget_class, "slide-view");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  GType number = G_TYPE_DOUBLE;
  signals[SIGNAL_VIEWPORT_CHANGED] = new_signal ("viewport-changed", 0, 0, 0);
  signals[SIGNAL_TILE_CLICKED] = new_signal ("tile-clicked", 2, number, number);
  signals[SIGNAL_POINTER_MOVED] =
    new_signal ("pointer-moved", 2, number, number);
  signals[SIGNAL_OPACITY_SCROLLED] =
    new_signal ("opacity-scrolled", 1, number, 0);
  signals[SIGNAL_OVERLAY_HELD] =
    new_signal ("overlay-held", 1, G_TYPE_BOOLEAN, 0);
  signals[SIGNAL_READ_FAILED] =
    new_signal ("read-failed", 2, G_TYPE_UINT, G_TYPE_STRING);
  signals[SIGNAL_OVERVIEW_CHANGED] = new_signal ("overview-changed", 0, 0, 0);
}

static void
ts_slide_view_init (TsSlideView *self)
{
  self->history = ts_view_history_new ();
  self->overlay = ts_heat_overlay_new ();
  self->overlay_opacity = 0.5;
  self->marks = g_array_new (FALSE, FALSE, sizeof (TsTileMark));
  self->pointer_view = (TsPoint){ NAN, NAN };
  self->viewport.scale = 1;
  self->fit_scale = 1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor",
                    G_CALLBACK (on_scale_factor_changed), NULL);
  ts_slide_view_init_input (self);
  ts_slide_view_init_drag (self);
  ts_slide_view_init_keys (self);
}

GtkWidget *
ts_slide_view_new (void)
{
  return g_object_new (TS_TYPE_SLIDE_VIEW, NULL);
}
