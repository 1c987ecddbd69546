/* The end of widgets that are made from a template.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/template-widget.h"

void
ts_template_widget_dispose (GtkWidget *widget, GType type)
{
  GtkWidget *child;

  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}
