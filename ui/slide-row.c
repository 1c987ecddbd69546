/* A row of the slide list.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-row.h"

#include <glib/gi18n.h>

#include "ui/template-widget.h"

struct _TsSlideRow {
  GtkWidget parent_instance;
  GtkWidget *trouble_icon;
  GtkPicture *picture;
  GtkLabel *name_label, *state_label;
  TsSlideEntry *entry;
  gulong changed_handler;
  guint position;
  gboolean is_named;
};

G_DEFINE_FINAL_TYPE (TsSlideRow, ts_slide_row, GTK_TYPE_WIDGET)

static void
update_accessible (TsSlideRow *self, const char *name, const char *state)
{
  gboolean is_open = ts_slide_entry_is_open (self->entry);
  g_autofree char *label = g_strdup_printf (
    "%s, %s%s%s", name, state, is_open ? ", " : "", is_open ? _ ("open") : "");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update (TsSlideRow *self)
{
  const char *trouble = ts_slide_entry_get_trouble (self->entry);
  g_autofree char *name =
    ts_slide_entry_format_name (self->entry, self->position, self->is_named);
  g_autofree char *state = ts_slide_entry_format_state (self->entry);

  gtk_picture_set_paintable (
    self->picture, GDK_PAINTABLE (ts_slide_entry_get_thumbnail (self->entry)));
  gtk_widget_set_visible (self->trouble_icon, trouble != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->picture), trouble == NULL);
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->state_label, state);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               trouble != NULL ? state : NULL);
  if (ts_slide_entry_is_open (self->entry))
    gtk_widget_add_css_class (GTK_WIDGET (self), "open-slide");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "open-slide");
  update_accessible (self, name, state);
}

void
ts_slide_row_show (TsSlideRow *self,
                   TsSlideEntry *entry,
                   guint position,
                   gboolean is_named)
{
  g_clear_signal_handler (&self->changed_handler, self->entry);
  g_set_object (&self->entry, entry);
  self->position = position;
  self->is_named = is_named;
  if (entry == NULL) {
    gtk_picture_set_paintable (self->picture, NULL);
    return;
  }
  self->changed_handler =
    g_signal_connect_swapped (entry, "changed", G_CALLBACK (update), self);
  update (self);
}

TsSlideEntry *
ts_slide_row_get_entry (TsSlideRow *self)
{
  return self->entry;
}

static void
ts_slide_row_dispose (GObject *object)
{
  TsSlideRow *self = TS_SLIDE_ROW (object);

  g_clear_signal_handler (&self->changed_handler, self->entry);
  g_clear_object (&self->entry);
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_SLIDE_ROW);
  G_OBJECT_CLASS (ts_slide_row_parent_class)->dispose (object);
}

static void
ts_slide_row_class_init (TsSlideRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_slide_row_dispose;
  gtk_widget_class_set_css_name (widget_class, "slide-row");
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/slide-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TsSlideRow, trouble_icon);
  gtk_widget_class_bind_template_child (widget_class, TsSlideRow, picture);
  gtk_widget_class_bind_template_child (widget_class, TsSlideRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, TsSlideRow, state_label);
}

static void
ts_slide_row_init (TsSlideRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ts_slide_row_new (void)
{
  return g_object_new (TS_TYPE_SLIDE_ROW, NULL);
}
