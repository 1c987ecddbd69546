/* The end of widgets that are made from a template and are nothing but a GtkWidget. Main
 * thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For dispose. gtk_widget_dispose_template lets go only of the children the template names;
 * one without a name would outlive its parent, with all below it. */
void ts_template_widget_dispose (GtkWidget *widget, GType type);

G_END_DECLS
