/* Probabilities as bars.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/class-bars.h"

#include <glib/gi18n.h>

#include "core/records/prediction.h"
#include "ui/swatch.h"

#define BAR_HEIGHT_VIEW 8
#define GAP_VIEW        4

typedef struct {
  GtkWidget *name, *bar, *number;
  double prob; /* 0..1, below 0 unknown */
  guint32 rgb;
} Row;

struct _TsClassBars {
  GtkWidget parent_instance;
  GtkWidget *grid;
  GPtrArray *rows; /* of Row */
};

G_DEFINE_FINAL_TYPE (TsClassBars, ts_class_bars, GTK_TYPE_WIDGET)

static void
draw_bar (GtkDrawingArea *area,
          cairo_t *cr,
          int width,
          int height,
          gpointer user_data)
{
  const Row *row = user_data;
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)),
                               &colour);
  colour.alpha = 0.12f;
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_paint (cr);
  if (row->prob <= 0)
    return;
  colour = ts_swatch_to_rgba (row->rgb);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_rectangle (cr, 0, 0, MAX (1, width * row->prob), height);
  cairo_fill (cr);
}

static void
add_row (TsClassBars *self, const char *name)
{
  Row *row = g_new0 (Row, 1);
  int at = (int) self->rows->len;

  row->name = gtk_label_new (name);
  gtk_label_set_xalign (GTK_LABEL (row->name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (row->name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (row->name), 14);
  row->bar = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (row->bar),
                                       BAR_HEIGHT_VIEW);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (row->bar), draw_bar, row,
                                  NULL);
  gtk_widget_set_hexpand (row->bar, TRUE);
  gtk_widget_set_valign (row->bar, GTK_ALIGN_CENTER);
  gtk_widget_set_overflow (row->bar, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (row->bar, "class-bar");
  row->number = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (row->number), 1);
  gtk_label_set_width_chars (GTK_LABEL (row->number), 5);
  gtk_widget_add_css_class (row->number, "numeric");
  gtk_grid_attach (GTK_GRID (self->grid), row->name, 0, at, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), row->bar, 1, at, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), row->number, 2, at, 1, 1);
  g_ptr_array_add (self->rows, row);
}

static void
clear_rows (TsClassBars *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  g_ptr_array_set_size (self->rows, 0);
}

static gboolean
has_rows_of (TsClassBars *self, const TsModelInfo *model)
{
  if (self->rows->len != model->n_classes)
    return FALSE;
  for (guint i = 0; i < self->rows->len; i++) {
    const Row *row = g_ptr_array_index (self->rows, i);
    if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (row->name)),
                   model->class_names[i]) != 0)
      return FALSE;
  }
  return TRUE;
}

static void
mark_best (Row *row, gboolean is_best)
{
  if (is_best) {
    gtk_widget_add_css_class (row->name, "best-class");
    gtk_widget_add_css_class (row->number, "best-class");
  } else {
    gtk_widget_remove_css_class (row->name, "best-class");
    gtk_widget_remove_css_class (row->number, "best-class");
  }
}

static void
fill_row (Row *row, double prob, guint32 rgb)
{
  g_autofree char *number =
    prob < 0 ? g_strdup ("–") : g_strdup_printf ("%.3f", prob);

  row->prob = prob;
  row->rgb = rgb;
  gtk_label_set_label (GTK_LABEL (row->number), number);
  gtk_widget_queue_draw (row->bar);
}

void
ts_class_bars_set (TsClassBars *self,
                   const TsModelInfo *model,
                   TsPalette palette,
                   const float *probs,
                   gboolean is_best_marked)
{
  gtk_widget_set_visible (GTK_WIDGET (self), model != NULL);
  if (model == NULL)
    return;
  if (!has_rows_of (self, model)) {
    clear_rows (self);
    for (guint i = 0; i < model->n_classes; i++)
      add_row (self, model->class_names[i]);
  }
  guint best =
    probs != NULL ? ts_probs_find_most_likely (probs, model->n_classes) : 0;
  for (guint i = 0; i < model->n_classes; i++) {
    Row *row = g_ptr_array_index (self->rows, i);
    guint32 rgb = ts_colour_map_get_class (palette, i, model->n_classes,
                                           model->class_names[i],
                                           model->role == TS_ROLE_MUTATIONS);
    fill_row (row, probs != NULL ? (double) probs[i] : -1, rgb);
    mark_best (row, is_best_marked && probs != NULL && i == best);
  }
}

static void
ts_class_bars_dispose (GObject *object)
{
  g_clear_pointer (&TS_CLASS_BARS (object)->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (ts_class_bars_parent_class)->dispose (object);
}

static void
ts_class_bars_finalize (GObject *object)
{
  g_ptr_array_unref (TS_CLASS_BARS (object)->rows);
  G_OBJECT_CLASS (ts_class_bars_parent_class)->finalize (object);
}

static void
ts_class_bars_class_init (TsClassBarsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_class_bars_dispose;
  G_OBJECT_CLASS (klass)->finalize = ts_class_bars_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "class-bars");
}

static void
ts_class_bars_init (TsClassBars *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_free);
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), GAP_VIEW);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 3 * GAP_VIEW);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

GtkWidget *
ts_class_bars_new (void)
{
  return g_object_new (TS_TYPE_CLASS_BARS, NULL);
}
