/* The measurements as a list.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/measure-list.h"

#include <glib/gi18n.h>

#include "ui/measure-text.h"

struct _TsMeasureList {
  GtkPopover parent_instance;
  GtkListBox *rows;
  TsShapeList *shapes;
  const TsSlideInfo *info;
  gboolean is_filling;
};

enum { SIGNAL_REMOVAL_ASKED, SIGNAL_SHOWN_ASKED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsMeasureList, ts_measure_list, GTK_TYPE_POPOVER)

static char *
describe (TsMeasureList *self, guint index)
{
  char *text =
    ts_measure_describe (ts_shape_list_get (self->shapes, index), self->info);

  return g_strdelimit (text, "\n", ' ');
}

char *
ts_measure_list_format (TsMeasureList *self)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0;
       self->info != NULL && i < ts_shape_list_get_n (self->shapes); i++) {
    g_autofree char *text = describe (self, i);
    g_string_append_printf (all, "%u\t%s\n", i + 1, text);
  }
  return g_string_free (all, FALSE);
}

static void
copy (TsMeasureList *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static guint
get_index (gpointer button)
{
  GtkWidget *row =
    gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW);

  return (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

static void
on_copy_clicked (TsMeasureList *self, GtkButton *button)
{
  g_autofree char *text = describe (self, get_index (button));

  copy (self, text);
}

static void
on_remove_clicked (TsMeasureList *self, GtkButton *button)
{
  g_signal_emit (self, signals[SIGNAL_REMOVAL_ASKED], 0, get_index (button));
}

static GtkWidget *
new_button (TsMeasureList *self,
            const char *icon,
            const char *label,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", callback, self,
                           G_CONNECT_SWAPPED);
  return button;
}

static void
append_row (TsMeasureList *self, guint index)
{
  g_autofree char *text =
    ts_measure_describe (ts_shape_list_get (self->shapes, index), self->info);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box),
                  new_button (self, "edit-copy-symbolic", _ ("Copy"),
                              G_CALLBACK (on_copy_clicked)));
  gtk_box_append (GTK_BOX (box),
                  new_button (self, "user-trash-symbolic", _ ("Remove"),
                              G_CALLBACK (on_remove_clicked)));
  gtk_list_box_append (self->rows, box);
}

static void
fill (TsMeasureList *self)
{
  int selected = ts_shape_list_get_selected (self->shapes);
  GtkListBoxRow *row;

  self->is_filling = TRUE;
  while ((row = gtk_list_box_get_row_at_index (self->rows, 0)) != NULL)
    gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  for (guint i = 0;
       self->info != NULL && i < ts_shape_list_get_n (self->shapes); i++)
    append_row (self, i);
  if (selected >= 0)
    gtk_list_box_select_row (
      self->rows, gtk_list_box_get_row_at_index (self->rows, selected));
  self->is_filling = FALSE;
}

/* A shape that is dragged changes with each event: nobody looks here then. */
static void
on_shapes_changed (TsMeasureList *self)
{
  if (ts_shape_list_get_n (self->shapes) == 0)
    gtk_popover_popdown (GTK_POPOVER (self));
  else if (gtk_widget_get_visible (GTK_WIDGET (self)) && !self->is_filling)
    fill (self);
}

static void
on_row_selected (TsMeasureList *self, GtkListBoxRow *row)
{
  if (row == NULL || self->is_filling)
    return;
  int index = gtk_list_box_row_get_index (row);

  self->is_filling = TRUE;
  ts_shape_list_select (self->shapes, index);
  self->is_filling = FALSE;
  g_signal_emit (self, signals[SIGNAL_SHOWN_ASKED], 0, (guint) index);
}

static void
on_copy_all (TsMeasureList *self)
{
  g_autofree char *text = ts_measure_list_format (self);

  copy (self, text);
}

static void
on_remove_all (TsMeasureList *self)
{
  ts_shape_list_clear (self->shapes);
}

void
ts_measure_list_set_shapes (TsMeasureList *self, TsShapeList *shapes)
{
  g_set_object (&self->shapes, shapes);
  g_signal_connect_object (shapes, "changed", G_CALLBACK (on_shapes_changed),
                           self, G_CONNECT_SWAPPED);
}

void
ts_measure_list_set_info (TsMeasureList *self, const TsSlideInfo *info)
{
  self->info = info;
}

static void
ts_measure_list_show (GtkWidget *widget)
{
  fill (TS_MEASURE_LIST (widget));
  GTK_WIDGET_CLASS (ts_measure_list_parent_class)->show (widget);
}

static void
ts_measure_list_dispose (GObject *object)
{
  TsMeasureList *self = TS_MEASURE_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), TS_TYPE_MEASURE_LIST);
  g_clear_object (&self->shapes);
  G_OBJECT_CLASS (ts_measure_list_parent_class)->dispose (object);
}

static void
ts_measure_list_class_init (TsMeasureListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = TS_TYPE_MEASURE_LIST;

  G_OBJECT_CLASS (klass)->dispose = ts_measure_list_dispose;
  widget_class->show = ts_measure_list_show;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/measure-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TsMeasureList, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_all);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_all);
  signals[SIGNAL_REMOVAL_ASKED] =
    g_signal_new ("removal-asked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_SHOWN_ASKED] =
    g_signal_new ("shown-asked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
ts_measure_list_init (TsMeasureList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
