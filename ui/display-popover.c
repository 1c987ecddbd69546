/* How the slide is displayed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/display-popover.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/slide/slide-details.h"

/* The sliders go from -100 to 100. Brightness to half the range either way, contrast and gamma
 * to a quarter and to four times. */
#define FULL           100.0
#define MAX_BRIGHTNESS 0.5
#define MAX_FACTOR     4.0

struct _TsDisplayPopover {
  GtkPopover parent_instance;
  GtkAdjustment *brightness, *contrast, *gamma;
  GtkScale *brightness_scale, *contrast_scale, *gamma_scale;
  GtkSwitch *profile_switch;
  GtkLabel *profile_note;
  GtkWidget *reset_button;

  GSettings *settings;
  TsSlide *slide;
  GCancellable *reading; /* while the profile is looked for */
  gboolean is_profile_known;
  GBytes *profile; /* NULL: none */
  TsDisplay *display;
  gboolean is_setting;
};

enum { SIGNAL_DISPLAY_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TsDisplayPopover, ts_display_popover, GTK_TYPE_POPOVER)

static double
to_factor (GtkAdjustment *adjustment)
{
  return pow (MAX_FACTOR, gtk_adjustment_get_value (adjustment) / FULL);
}

static TsDisplayLook
get_look (TsDisplayPopover *self)
{
  return (TsDisplayLook){
    .brightness =
      gtk_adjustment_get_value (self->brightness) / FULL * MAX_BRIGHTNESS,
    .contrast = to_factor (self->contrast),
    .gamma = to_factor (self->gamma),
  };
}

gboolean
ts_display_popover_is_adjusted (TsDisplayPopover *self)
{
  TsDisplayLook look = get_look (self);

  return !ts_display_look_is_neutral (&look);
}

/* What is known of the profile, and what is wrong with it. */
static void
show_note (TsDisplayPopover *self, const GError *error)
{
  const char *text = _ ("The slide has no profile Tessera can read.");

  if (error != NULL)
    text = error->message;
  else if (self->profile != NULL)
    text = _ ("The scanner’s colours are shown as sRGB.");
  gtk_label_set_label (self->profile_note, self->is_profile_known ? text : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->profile_switch),
                            self->profile != NULL && error == NULL);
}

static TsDisplay *
make_display (TsDisplayPopover *self)
{
  TsDisplayLook look = get_look (self);
  GBytes *profile =
    gtk_switch_get_active (self->profile_switch) ? self->profile : NULL;
  g_autoptr (GError) error = NULL;
  TsDisplay *display;

  if (profile == NULL && ts_display_look_is_neutral (&look))
    return NULL;
  display = ts_display_new (&look, profile, &error);
  if (display == NULL)
    display = ts_display_new (&look, NULL, NULL);
  show_note (self, error);
  return display;
}

static void
update (TsDisplayPopover *self)
{
  gtk_widget_set_sensitive (self->reset_button,
                            ts_display_popover_is_adjusted (self));
  g_clear_pointer (&self->display, ts_display_unref);
  self->display = make_display (self);
  g_signal_emit (self, signals[SIGNAL_DISPLAY_CHANGED], 0);
}

static void
on_value_changed (TsDisplayPopover *self)
{
  if (!self->is_setting)
    update (self);
}

void
ts_display_popover_reset (TsDisplayPopover *self)
{
  self->is_setting = TRUE;
  gtk_adjustment_set_value (self->brightness, 0);
  gtk_adjustment_set_value (self->contrast, 0);
  gtk_adjustment_set_value (self->gamma, 0);
  self->is_setting = FALSE;
  update (self);
}

/* The profile. */
static void
read_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  g_task_return_pointer (task, ts_slide_read_profile (task_data),
                         (GDestroyNotify) g_bytes_unref);
}

static void
unref_slide (gpointer slide)
{
  ts_slide_unref (slide);
}

static void
on_profile_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsDisplayPopover *self = TS_DISPLAY_POPOVER (source);
  g_autoptr (GError) error = NULL;
  GBytes *profile = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    return; /* of another slide */
  g_clear_object (&self->reading);
  self->is_profile_known = TRUE;
  self->profile = profile;
  show_note (self, NULL);
  if (profile != NULL && gtk_switch_get_active (self->profile_switch))
    update (self);
}

static void
ensure_profile (TsDisplayPopover *self)
{
  if (self->slide == NULL || self->is_profile_known || self->reading != NULL)
    return;
  self->reading = g_cancellable_new ();
  g_autoptr (GTask) task =
    g_task_new (self, self->reading, on_profile_read, NULL);
  g_task_set_source_tag (task, ensure_profile);
  g_task_set_task_data (task, ts_slide_ref (self->slide), unref_slide);
  g_task_run_in_thread (task, read_in_thread);
}

static void
forget_profile (TsDisplayPopover *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->profile, g_bytes_unref);
  self->is_profile_known = FALSE;
  show_note (self, NULL);
}

void
ts_display_popover_set_slide (TsDisplayPopover *self, TsSlide *slide)
{
  gboolean had_profile = self->profile != NULL;

  if (slide == self->slide)
    return;
  forget_profile (self);
  g_clear_pointer (&self->slide, ts_slide_unref);
  if (slide != NULL)
    self->slide = ts_slide_ref (slide);
  if (had_profile && gtk_switch_get_active (self->profile_switch))
    update (self);
  /* Without the switch it is time enough when somebody looks here. */
  if (gtk_switch_get_active (self->profile_switch))
    ensure_profile (self);
}

static void
on_profile_switched (TsDisplayPopover *self)
{
  ensure_profile (self);
  update (self);
}

TsDisplay *
ts_display_popover_get_display (TsDisplayPopover *self)
{
  return self->display;
}

void
ts_display_popover_set_settings (TsDisplayPopover *self, GSettings *settings)
{
  g_set_object (&self->settings, settings);
  g_settings_bind (settings, "use-colour-profile", self->profile_switch,
                   "active",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
}

/* Numbers beside the sliders. */
static char *
format_offset (GtkScale *scale, double value, gpointer user_data)
{
  return g_strdup_printf ("%+.0f %%", value);
}

static char *
format_factor (GtkScale *scale, double value, gpointer user_data)
{
  return g_strdup_printf ("× %.2f", pow (MAX_FACTOR, value / FULL));
}

static void
ts_display_popover_show (GtkWidget *widget)
{
  ensure_profile (TS_DISPLAY_POPOVER (widget));
  GTK_WIDGET_CLASS (ts_display_popover_parent_class)->show (widget);
}

static void
ts_display_popover_dispose (GObject *object)
{
  TsDisplayPopover *self = TS_DISPLAY_POPOVER (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->profile_switch != NULL)
    g_settings_unbind (self->profile_switch, "active");
  gtk_widget_dispose_template (GTK_WIDGET (object), TS_TYPE_DISPLAY_POPOVER);
  g_clear_pointer (&self->slide, ts_slide_unref);
  g_clear_pointer (&self->profile, g_bytes_unref);
  g_clear_pointer (&self->display, ts_display_unref);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ts_display_popover_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TsDisplayPopover,
                                        brightness);
  gtk_widget_class_bind_template_child (widget_class, TsDisplayPopover,
                                        contrast);
  gtk_widget_class_bind_template_child (widget_class, TsDisplayPopover, gamma);
  gtk_widget_class_bind_template_child (widget_class, TsDisplayPopover,
                                        brightness_scale);
  gtk_widget_class_bind_template_child (widget_class, TsDisplayPopover,
                                        contrast_scale);
  gtk_widget_class_bind_template_child (widget_class, TsDisplayPopover,
                                        gamma_scale);
  gtk_widget_class_bind_template_child (widget_class, TsDisplayPopover,
                                        profile_switch);
  gtk_widget_class_bind_template_child (widget_class, TsDisplayPopover,
                                        profile_note);
  gtk_widget_class_bind_template_child (widget_class, TsDisplayPopover,
                                        reset_button);
}

static void
ts_display_popover_class_init (TsDisplayPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_display_popover_dispose;
  widget_class->show = ts_display_popover_show;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/display-popover.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_value_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_profile_switched);
  gtk_widget_class_bind_template_callback (widget_class,
                                           ts_display_popover_reset);
  signals[SIGNAL_DISPLAY_CHANGED] =
    g_signal_new ("display-changed", TS_TYPE_DISPLAY_POPOVER, G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ts_display_popover_init (TsDisplayPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_scale_set_format_value_func (self->brightness_scale, format_offset, NULL,
                                   NULL);
  gtk_scale_set_format_value_func (self->contrast_scale, format_factor, NULL,
                                   NULL);
  gtk_scale_set_format_value_func (self->gamma_scale, format_factor, NULL,
                                   NULL);
  show_note (self, NULL);
}
