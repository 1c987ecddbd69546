/* The scale bar.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scale-bar.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/round-length.h"

#define MAX_LENGTH_VIEW 160.0
#define BAR_HEIGHT_VIEW 3.0
#define END_HEIGHT_VIEW 9
#define END_WIDTH_VIEW  2.0
#define GAP_VIEW        2

struct _TsScaleBar {
  GtkWidget parent_instance;
  GtkWidget *text;
  GtkWidget *bar;
  double length_view;
  char *label;
};

G_DEFINE_FINAL_TYPE (TsScaleBar, ts_scale_bar, GTK_TYPE_WIDGET)

static void
draw_bar (GtkDrawingArea *area,
          cairo_t *cr,
          int width,
          int height,
          gpointer user_data)
{
  TsScaleBar *self = user_data;
  double length = round (self->length_view);
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                               &colour);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_rectangle (cr, 0, height - BAR_HEIGHT_VIEW, length, BAR_HEIGHT_VIEW);
  cairo_rectangle (cr, 0, 0, END_WIDTH_VIEW, height);
  cairo_rectangle (cr, length - END_WIDTH_VIEW, 0, END_WIDTH_VIEW, height);
  if (length >= 1)
    cairo_fill (cr);
}

void
ts_scale_bar_set_scale (TsScaleBar *self,
                        double um_per_view_px,
                        double l0_px_per_view_px)
{
  gboolean has_um = um_per_view_px > 0;
  double unit = has_um ? um_per_view_px : l0_px_per_view_px;
  g_autofree char *label = NULL;
  double length = 0;

  if (unit > 0) {
    double round_length = ts_round_length_below (MAX_LENGTH_VIEW * unit);
    length = round_length / unit;
    label = has_um ? ts_length_format_um (round_length)
                   : g_strdup_printf (_ ("%g px"), round_length);
  }
  if (length == self->length_view && g_strcmp0 (label, self->label) == 0)
    return;
  self->length_view = length;
  g_free (self->label);
  self->label = g_steal_pointer (&label);
  gtk_label_set_label (GTK_LABEL (self->text),
                       self->label != NULL ? self->label : "");
  gtk_widget_queue_draw (self->bar);
}

double
ts_scale_bar_get_length_view (TsScaleBar *self)
{
  return self->length_view;
}

const char *
ts_scale_bar_get_label (TsScaleBar *self)
{
  return self->label;
}

static void
ts_scale_bar_dispose (GObject *object)
{
  TsScaleBar *self = TS_SCALE_BAR (object);

  g_clear_pointer (&self->text, gtk_widget_unparent);
  g_clear_pointer (&self->bar, gtk_widget_unparent);
  G_OBJECT_CLASS (ts_scale_bar_parent_class)->dispose (object);
}

static void
ts_scale_bar_finalize (GObject *object)
{
  g_free (TS_SCALE_BAR (object)->label);
  G_OBJECT_CLASS (ts_scale_bar_parent_class)->finalize (object);
}

static void
ts_scale_bar_class_init (TsScaleBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ts_scale_bar_finalize;
  G_OBJECT_CLASS (klass)->dispose = ts_scale_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "scale-bar");
}

static void
ts_scale_bar_init (TsScaleBar *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), GAP_VIEW);
  self->text = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->text), 0);
  self->bar = gtk_drawing_area_new ();
  /* As wide as the longest bar: what stands beside must not jump while zooming. */
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (self->bar),
                                      (int) MAX_LENGTH_VIEW);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->bar),
                                       END_HEIGHT_VIEW);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->bar), draw_bar, self,
                                  NULL);
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
  gtk_widget_set_parent (self->bar, GTK_WIDGET (self));
}

GtkWidget *
ts_scale_bar_new (void)
{
  return g_object_new (TS_TYPE_SCALE_BAR, NULL);
}
