/* Short chapters on how Tessera is used.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/help-window.h"

struct _TsHelpWindow {
  AdwWindow parent_instance;
  GtkWidget *scroller;
};

G_DEFINE_FINAL_TYPE (TsHelpWindow, ts_help_window, ADW_TYPE_WINDOW)

static void
on_shortcuts_clicked (TsHelpWindow *self, GtkButton *button)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-help-overlay",
                                NULL);
}

static void
ts_help_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TS_TYPE_HELP_WINDOW);
  G_OBJECT_CLASS (ts_help_window_parent_class)->dispose (object);
}

static void
ts_help_window_class_init (TsHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_help_window_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TsHelpWindow, scroller);
  gtk_widget_class_bind_template_callback (widget_class, on_shortcuts_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0,
                                       "window.close", NULL);
}

static void
ts_help_window_init (TsHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The keys that scroll work at once. */
  gtk_window_set_focus (GTK_WINDOW (self), self->scroller);
}

GtkWidget *
ts_help_window_new (GtkWindow *parent)
{
  return g_object_new (TS_TYPE_HELP_WINDOW, "transient-for", parent, NULL);
}
