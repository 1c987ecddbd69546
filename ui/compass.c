/* How far the slide is turned.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/compass.h"

#include <glib/gi18n.h>
#include <math.h>

#define SIZE_VIEW 40

struct _TsCompass {
  GtkButton parent_instance;
  GtkWidget *dial;
  double angle;
};

G_DEFINE_FINAL_TYPE (TsCompass, ts_compass, GTK_TYPE_BUTTON)

/* A half of a needle: its tip away from the middle by length. */
static void
trace_half (cairo_t *cr, double length)
{
  cairo_move_to (cr, 0, -length);
  cairo_line_to (cr, 5, 0);
  cairo_line_to (cr, -5, 0);
  cairo_close_path (cr);
}

/* The needle points to where the slide's upper edge is: filled there, hollow at the other
 * end. */
static void
draw_dial (GtkDrawingArea *area,
           cairo_t *cr,
           int width,
           int height,
           gpointer user_data)
{
  TsCompass *self = user_data;
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                               &colour);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_translate (cr, width / 2.0, height / 2.0);
  cairo_rotate (cr, self->angle);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 1.5);
  trace_half (cr, 14);
  cairo_fill_preserve (cr);
  cairo_stroke (cr);
  trace_half (cr, -14);
  cairo_stroke (cr);
}

static void
describe (TsCompass *self)
{
  int degrees = (int) round (self->angle * 180 / G_PI);
  g_autofree char *label = NULL;

  if (degrees == 0) /* turned by less than is worth a number */
    label = g_strdup (_ ("Slightly turned. Turn upright (Ctrl+0)"));
  else if (degrees > 0)
    label = g_strdup_printf (
      _ ("Turned by %d° clockwise. Turn upright (Ctrl+0)"), degrees);
  else
    label = g_strdup_printf (
      _ ("Turned by %d° counterclockwise. Turn upright (Ctrl+0)"), -degrees);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void
ts_compass_set_angle (TsCompass *self, double angle)
{
  if (self->angle == angle)
    return;
  self->angle = angle;
  gtk_widget_set_visible (GTK_WIDGET (self), angle != 0);
  gtk_widget_queue_draw (self->dial);
  describe (self);
}

static void
ts_compass_class_init (TsCompassClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "compass");
}

static void
ts_compass_init (TsCompass *self)
{
  self->dial = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (self->dial), SIZE_VIEW);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->dial),
                                       SIZE_VIEW);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->dial), draw_dial,
                                  self, NULL);
  gtk_button_set_child (GTK_BUTTON (self), self->dial);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ts_compass_new (void)
{
  return g_object_new (TS_TYPE_COMPASS, NULL);
}
