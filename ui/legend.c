/* The legend of the layer shown.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/legend.h"

#include <glib/gi18n.h>

#define N_STEPS          32
#define RAMP_HEIGHT_VIEW 10
#define GAP_VIEW         4

struct _TsLegend {
  GtkWidget parent_instance;
  GtkWidget *grid;
};

G_DEFINE_FINAL_TYPE (TsLegend, ts_legend, GTK_TYPE_WIDGET)

static void
draw_ramp (GtkDrawingArea *area,
           cairo_t *cr,
           int width,
           int height,
           gpointer user_data)
{
  const guint32 *ramp = user_data;

  for (guint i = 0; i < N_STEPS; i++) {
    double left = (double) width * i / N_STEPS;
    cairo_set_source_rgb (cr, ((ramp[i] >> 16) & 0xff) / 255.0,
                          ((ramp[i] >> 8) & 0xff) / 255.0,
                          (ramp[i] & 0xff) / 255.0);
    cairo_rectangle (cr, left, 0, width - left, height);
    cairo_fill (cr);
  }
}

static GtkWidget *
new_ramp (const TsHeatMapStyle *style, guint class_index)
{
  GtkWidget *area = gtk_drawing_area_new ();
  guint32 *ramp = g_new (guint32, N_STEPS);

  ts_heat_map_get_ramp (style, class_index, N_STEPS, ramp);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area),
                                       RAMP_HEIGHT_VIEW);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_ramp, ramp,
                                  g_free);
  gtk_widget_set_hexpand (area, TRUE);
  gtk_widget_set_valign (area, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (area, "ramp");
  gtk_widget_set_overflow (area, GTK_OVERFLOW_HIDDEN);
  return area;
}

static GtkWidget *
new_note (const char *text, double xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), (float) xalign);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static void
add_row (TsLegend *self,
         const TsHeatMapStyle *style,
         guint class_index,
         int row)
{
  GtkWidget *name = gtk_label_new (style->model->class_names[class_index]);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 14);
  gtk_widget_add_css_class (name, "caption");
  gtk_grid_attach (GTK_GRID (self->grid), name, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), new_ramp (style, class_index), 1, row,
                   2, 1);
}

/* A shade of the most likely class begins at 1/N: below, another class would win. */
static void
add_ends (TsLegend *self, const TsHeatMapStyle *style, int row)
{
  gboolean is_most_likely = style->layer.kind == TS_LAYER_MOST_LIKELY;
  g_autofree char *low =
    is_most_likely ? g_strdup_printf ("%.2f", 1.0 / style->model->n_classes)
                   : g_strdup ("0");

  gtk_grid_attach (GTK_GRID (self->grid), new_note (_ ("Probability"), 0), 0,
                   row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), new_note (low, 0), 1, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), new_note ("1", 1), 2, row, 1, 1);
}

void
ts_legend_set_style (TsLegend *self, const TsHeatMapStyle *style)
{
  GtkWidget *child;
  int row = 0;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  gtk_widget_set_visible (GTK_WIDGET (self), style != NULL);
  if (style == NULL)
    return;
  if (style->layer.kind == TS_LAYER_MOST_LIKELY)
    for (guint i = 0; i < style->model->n_classes; i++)
      add_row (self, style, i, row++);
  else
    add_row (self, style, style->layer.class_index, row++);
  add_ends (self, style, row);
}

static void
ts_legend_dispose (GObject *object)
{
  g_clear_pointer (&TS_LEGEND (object)->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (ts_legend_parent_class)->dispose (object);
}

static void
ts_legend_class_init (TsLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_legend_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "legend");
}

static void
ts_legend_init (TsLegend *self)
{
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), GAP_VIEW);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 3 * GAP_VIEW);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

GtkWidget *
ts_legend_new (void)
{
  return g_object_new (TS_TYPE_LEGEND, NULL);
}
