/* Likely resolutions of a slide that does not state one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/mpp-choices.h"

#include <glib/gi18n.h>
#include <math.h>

struct _TsMppChoices {
  GtkWidget parent_instance;
};

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsMppChoices, ts_mpp_choices, GTK_TYPE_WIDGET)

static void
on_clicked (TsMppChoices *self, GtkButton *button)
{
  const double *mpp = g_object_get_data (G_OBJECT (button), "mpp");

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, *mpp);
}

static void
add_choice (TsMppChoices *self, double mpp, const char *origin)
{
  g_autofree char *label = g_strdup_printf (_ ("%.4g (%s)"), mpp, origin);
  g_autofree char *tooltip = g_strdup_printf (
    _ ("Enter %.4g µm per pixel; it is stored as your word"), mpp);
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "small-button");
  g_object_set_data_full (G_OBJECT (button), "mpp",
                          g_memdup2 (&mpp, sizeof mpp), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

static void
remove_choices (TsMppChoices *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

void
ts_mpp_choices_show (TsMppChoices *self, const TsSlideInfo *slide)
{
  double hint = slide != NULL ? slide->likely_mpp : 0;

  remove_choices (self);
  gtk_widget_set_visible (GTK_WIDGET (self), slide != NULL);
  if (slide == NULL)
    return;
  if (hint > 0 && fabs (hint - 0.25) > 0.001 && fabs (hint - 0.5) > 0.001)
    add_choice (self, hint,
                slide->objective_power > 0 ? _ ("objective in the file")
                                           : _ ("hint in the file"));
  add_choice (self, 0.25, _ ("40×"));
  add_choice (self, 0.5, _ ("20×"));
}

static void
ts_mpp_choices_dispose (GObject *object)
{
  remove_choices (TS_MPP_CHOICES (object));
  G_OBJECT_CLASS (ts_mpp_choices_parent_class)->dispose (object);
}

static void
ts_mpp_choices_class_init (TsMppChoicesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_mpp_choices_dispose;
  gtk_widget_class_set_css_name (widget_class, "mpp-choices");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", TS_TYPE_MPP_CHOICES, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
}

static void
ts_mpp_choices_init (TsMppChoices *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
}
