/* The magnification over the canvas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/power-bar.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/power-entry.h"
#include "ui/round-length.h"
#include "ui/template-widget.h"

/* The objectives of a microscope; keys 1 to 6. */
static const double step_powers[] = { 1.25, 2.5, 5, 10, 20, 40 };
#define N_STEPS G_N_ELEMENTS (step_powers)
/* A scanner's 20x may be 19.8. */
#define POWER_TOLERANCE 1.05
/* So near to a step the view is at it. */
#define AT_STEP 0.005

struct _TsPowerBar {
  GtkWidget parent_instance;
  GtkToggleButton *fit_button;
  GtkBox *steps;
  TsPowerEntry *entry;
  GtkToggleButton *step_buttons[N_STEPS];
  TsPowerState state;
};

enum { SIGNAL_POWER_CHOSEN, SIGNAL_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsPowerBar, ts_power_bar, GTK_TYPE_WIDGET)

static void
show_step (TsPowerBar *self, guint i)
{
  GtkWidget *button = GTK_WIDGET (self->step_buttons[i]);
  double power = step_powers[i];
  double base = self->state.base_power;
  gboolean is_known = base > 0;
  double scale = is_known ? power / base : 0;

  gtk_widget_set_visible (button, !is_known || power <= base * POWER_TOLERANCE);
  gtk_widget_set_sensitive (button, is_known && scale >= self->state.min_scale);
  gtk_toggle_button_set_active (
    self->step_buttons[i],
    self->state.power > 0 && fabs (self->state.power / power - 1) < AT_STEP);
}

static void
show_state (TsPowerBar *self)
{
  for (guint i = 0; i < N_STEPS; i++)
    show_step (self, i);
  gtk_toggle_button_set_active (self->fit_button, self->state.is_fitted);
  ts_power_entry_set_power (self->entry, self->state.power, self->state.scale);
}

void
ts_power_bar_set_state (TsPowerBar *self, const TsPowerState *state)
{
  self->state = *state;
  show_state (self);
}

void
ts_power_bar_set_compact (TsPowerBar *self, gboolean is_compact)
{
  gtk_widget_set_visible (GTK_WIDGET (self->steps), !is_compact);
}

static void
choose (TsPowerBar *self, double power)
{
  /* The click has turned the button over; what is lit is what the canvas shows. */
  show_state (self);
  g_signal_emit (self, signals[SIGNAL_POWER_CHOSEN], 0, power);
}

static void
on_step (TsPowerBar *self, GtkToggleButton *button)
{
  for (guint i = 0; i < N_STEPS; i++)
    if (self->step_buttons[i] == button)
      choose (self, step_powers[i]);
}

static void
on_fit (TsPowerBar *self, GtkToggleButton *button)
{
  choose (self, 0);
}

static void
on_entered (TsPowerBar *self, double power, TsPowerEntry *entry)
{
  choose (self, power);
}

static void
on_done (TsPowerBar *self, TsPowerEntry *entry)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static void
ts_power_bar_dispose (GObject *object)
{
  ts_template_widget_dispose (GTK_WIDGET (object), TS_TYPE_POWER_BAR);
  G_OBJECT_CLASS (ts_power_bar_parent_class)->dispose (object);
}

static void
ts_power_bar_class_init (TsPowerBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TS_TYPE_POWER_ENTRY);
  G_OBJECT_CLASS (klass)->dispose = ts_power_bar_dispose;
  gtk_widget_class_set_css_name (widget_class, "power-bar");
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/power-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TsPowerBar, fit_button);
  gtk_widget_class_bind_template_child (widget_class, TsPowerBar, steps);
  gtk_widget_class_bind_template_child (widget_class, TsPowerBar, entry);
  gtk_widget_class_bind_template_callback (widget_class, on_fit);
  gtk_widget_class_bind_template_callback (widget_class, on_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_done);
  signals[SIGNAL_POWER_CHOSEN] =
    g_signal_new ("power-chosen", TS_TYPE_POWER_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[SIGNAL_DONE] =
    g_signal_new ("done", TS_TYPE_POWER_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
add_step (TsPowerBar *self, guint i)
{
  GtkWidget *button = gtk_toggle_button_new ();
  g_autofree char *power = ts_power_format (step_powers[i]);
  /* Without the ×: six of them are to fit over the tissue. */
  g_autofree char *number = g_strdup (power);
  number[strlen (number) - strlen ("×")] = '\0';
  /* Translators: a magnification and the key for it. */
  g_autofree char *tooltip =
    g_strdup_printf (_ ("Magnification %s (key %u)"), power, i + 1);

  gtk_button_set_label (GTK_BUTTON (button), number);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, power, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_step), self);
  self->step_buttons[i] = GTK_TOGGLE_BUTTON (button);
  gtk_box_append (self->steps, button);
}

static void
ts_power_bar_init (TsPowerBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Magnification"), -1);
  for (guint i = 0; i < N_STEPS; i++)
    add_step (self, i);
}

GtkWidget *
ts_power_bar_new (void)
{
  return g_object_new (TS_TYPE_POWER_BAR, NULL);
}
