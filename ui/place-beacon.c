/* A ring that shows where a place is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/place-beacon.h"

#include <adwaita.h>
#include <cairo.h>
#include <math.h>

#define SHOWN_MS 2400
#define FADE_MS  500

#define RADIUS_VIEW 20.0
/* The middle stays free: the place itself is what is to be seen. */
#define TICK_INNER_VIEW 8.0
#define TICK_OUTER_VIEW 30.0
#define MARGIN_VIEW     34.0

struct _TsPlaceBeacon {
  GtkWidget parent_instance;
  TsSlideView *view;
  TsPoint place_l0;
  gboolean is_shown;
  guint timer;
  AdwAnimation *fade;
};

G_DEFINE_FINAL_TYPE (TsPlaceBeacon, ts_place_beacon, GTK_TYPE_WIDGET)

static void
trace (cairo_t *cr, TsPoint at)
{
  cairo_new_path (cr);
  cairo_arc (cr, at.x, at.y, RADIUS_VIEW, 0, 2 * G_PI);
  for (guint i = 0; i < 4; i++) {
    double x = i == 0 ? 1 : i == 2 ? -1 : 0, y = i == 1 ? 1 : i == 3 ? -1 : 0;
    cairo_move_to (cr, at.x + x * TICK_INNER_VIEW, at.y + y * TICK_INNER_VIEW);
    cairo_line_to (cr, at.x + x * TICK_OUTER_VIEW, at.y + y * TICK_OUTER_VIEW);
  }
}

static void
ts_place_beacon_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TsPlaceBeacon *self = TS_PLACE_BEACON (widget);

  if (!self->is_shown || self->view == NULL)
    return;
  TsPoint at = ts_viewport_to_view (ts_slide_view_get_viewport (self->view),
                                    self->place_l0);
  at = (TsPoint){ floor (at.x) + 0.5, floor (at.y) + 0.5 };
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (
    (float) (at.x - MARGIN_VIEW), (float) (at.y - MARGIN_VIEW),
    (float) (2 * MARGIN_VIEW), (float) (2 * MARGIN_VIEW));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  trace (cr, at);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.85);
  cairo_set_line_width (cr, 5);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
on_viewport_changed (TsPlaceBeacon *self)
{
  if (self->is_shown)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_opacity (double value, gpointer user_data)
{
  gtk_widget_set_opacity (user_data, value);
}

void
ts_place_beacon_hide (TsPlaceBeacon *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->is_shown = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_time (gpointer user_data)
{
  TsPlaceBeacon *self = user_data;

  self->timer = 0;
  adw_animation_play (self->fade);
  return G_SOURCE_REMOVE;
}

void
ts_place_beacon_show (TsPlaceBeacon *self, TsPoint place_l0)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  adw_animation_reset (self->fade);
  gtk_widget_set_opacity (GTK_WIDGET (self), 1);
  self->place_l0 = place_l0;
  self->is_shown = TRUE;
  self->timer = g_timeout_add (SHOWN_MS, on_time, self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
ts_place_beacon_is_shown (TsPlaceBeacon *self)
{
  return self->is_shown;
}

void
ts_place_beacon_set_view (TsPlaceBeacon *self, TsSlideView *view)
{
  g_return_if_fail (self->view == NULL);
  g_set_weak_pointer (&self->view, view);
  g_signal_connect_object (view, "viewport-changed",
                           G_CALLBACK (on_viewport_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
ts_place_beacon_dispose (GObject *object)
{
  TsPlaceBeacon *self = TS_PLACE_BEACON (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->fade != NULL)
    adw_animation_reset (self->fade);
  g_clear_object (&self->fade);
  g_clear_weak_pointer (&self->view);
  G_OBJECT_CLASS (ts_place_beacon_parent_class)->dispose (object);
}

static void
ts_place_beacon_class_init (TsPlaceBeaconClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_place_beacon_dispose;
  widget_class->snapshot = ts_place_beacon_snapshot;
  gtk_widget_class_set_css_name (widget_class, "place-beacon");
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ts_place_beacon_init (TsPlaceBeacon *self)
{
  AdwAnimationTarget *target =
    adw_callback_animation_target_new (set_opacity, self, NULL);

  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  /* Comes to its end at once where animations are switched off. */
  self->fade =
    adw_timed_animation_new (GTK_WIDGET (self), 1, 0, FADE_MS, target);
  g_signal_connect_object (self->fade, "done",
                           G_CALLBACK (ts_place_beacon_hide), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
ts_place_beacon_new (void)
{
  return g_object_new (TS_TYPE_PLACE_BEACON, NULL);
}
