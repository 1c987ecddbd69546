/* A window of the open slide's properties.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/slide-properties.h"

#include <glib/gi18n.h>

#include "core/slide/slide-details.h"
#include "ui/slide-facts-text.h"
#include "ui/slide-picture-window.h"

struct _TsSlideProperties {
  AdwWindow parent_instance;
  AdwPreferencesGroup *facts_group, *levels_group, *private_group;
  AdwExpanderRow *vendor_row;

  TsSlide *slide;
  GCancellable *reading;
  TsSlideDetails *details; /* NULL until they are read */
  gboolean has_profile;
  gboolean is_vendor_filled;
};

G_DEFINE_FINAL_TYPE (TsSlideProperties, ts_slide_properties, ADW_TYPE_WINDOW)

static GtkWidget *
new_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static GtkWidget *
new_fact_row (const char *title, const char *subtitle, const char *value)
{
  GtkWidget *row = new_row (title, subtitle);
  GtkWidget *label = gtk_label_new (value);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static void
show_facts (TsSlideProperties *self)
{
  g_autoptr (GPtrArray) facts =
    ts_slide_facts_list (self->slide, self->details, self->has_profile);
  guint n_levels = ts_slide_get_info (self->slide)->n_levels;

  for (guint i = 0; i < facts->len; i++) {
    const TsFactText *fact = facts->pdata[i];
    adw_preferences_group_add (self->facts_group,
                               new_fact_row (fact->name, NULL, fact->value));
  }
  for (guint i = 0; i < n_levels; i++) {
    g_autofree char *name = g_strdup_printf (_ ("Level %u"), i);
    g_autofree char *size = ts_slide_level_format_size (self->slide, i);
    g_autofree char *text =
      ts_slide_level_describe (self->slide, self->details, i);
    adw_preferences_group_add (self->levels_group,
                               new_fact_row (name, text, size));
  }
}

char *
ts_slide_properties_format (TsSlideProperties *self)
{
  g_autoptr (GPtrArray) facts =
    ts_slide_facts_list (self->slide, self->details, self->has_profile);
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++) {
    const TsFactText *fact = facts->pdata[i];
    g_string_append_printf (all, "%s\t%s\n", fact->name, fact->value);
  }
  for (guint i = 0; i < ts_slide_get_info (self->slide)->n_levels; i++) {
    g_autofree char *name = g_strdup_printf (_ ("Level %u"), i);
    g_autofree char *size = ts_slide_level_format_size (self->slide, i);
    g_autofree char *text =
      ts_slide_level_describe (self->slide, self->details, i);
    g_string_append_printf (all, "%s\t%s\t%s\n", name, size, text);
  }
  return g_string_free (all, FALSE);
}

static void
on_copy_clicked (TsSlideProperties *self)
{
  g_autofree char *text = ts_slide_properties_format (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

/* What is private. */
static void
on_vendor_expanded (TsSlideProperties *self)
{
  const char *path = ts_slide_get_path (self->slide);

  if (self->is_vendor_filled || self->details == NULL ||
      !adw_expander_row_get_expanded (self->vendor_row))
    return;
  self->is_vendor_filled = TRUE;
  if (path != NULL) {
    g_autofree char *shown = g_filename_display_name (path);
    adw_expander_row_add_row (self->vendor_row, new_row (_ ("File"), shown));
  }
  for (guint i = 0; i < self->details->properties->len; i++) {
    const TsSlideProperty *property = self->details->properties->pdata[i];
    if (property->is_private)
      adw_expander_row_add_row (self->vendor_row,
                                new_row (property->name, property->value));
  }
}

static void
on_picture_clicked (TsSlideProperties *self, GtkButton *button)
{
  const char *name = g_object_get_data (G_OBJECT (button), "picture-name");

  gtk_window_present (GTK_WINDOW (
    ts_slide_picture_window_new (GTK_WINDOW (self), self->slide, name)));
}

static void
add_picture_row (TsSlideProperties *self, const char *name)
{
  GtkWidget *row = new_row (ts_slide_picture_get_title (name), NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Show"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "picture-name", g_strdup (name),
                          g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_picture_clicked),
                           self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->private_group, row);
}

/* Reading. */
typedef struct {
  TsSlide *slide;
  TsSlideDetails *details;
  gboolean has_profile;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  ts_slide_unref (reading->slide);
  ts_slide_details_free (reading->details);
  g_free (reading);
}

static void
read_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  Reading *reading = task_data;
  g_autoptr (GBytes) profile = ts_slide_read_profile (reading->slide);
  GError *error = NULL;

  reading->has_profile = profile != NULL;
  reading->details = ts_slide_details_read (reading->slide, &error);
  if (reading->details != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsSlideProperties *self = TS_SLIDE_PROPERTIES (source);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->details = g_steal_pointer (&reading->details);
  self->has_profile = reading->has_profile;
  show_facts (self);
  if (self->details == NULL || ts_slide_get_path (self->slide) == NULL)
    return;
  for (guint i = 0; self->details->pictures[i] != NULL; i++)
    add_picture_row (self, self->details->pictures[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->private_group), TRUE);
}

static void
read_details (TsSlideProperties *self)
{
  Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GTask) task = NULL;

  reading->slide = ts_slide_ref (self->slide);
  self->reading = g_cancellable_new ();
  task = g_task_new (self, self->reading, on_read, NULL);
  g_task_set_source_tag (task, read_details);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_in_thread);
}

static void
ts_slide_properties_dispose (GObject *object)
{
  TsSlideProperties *self = TS_SLIDE_PROPERTIES (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  gtk_widget_dispose_template (GTK_WIDGET (object), TS_TYPE_SLIDE_PROPERTIES);
  g_clear_pointer (&self->slide, ts_slide_unref);
  g_clear_pointer (&self->details, ts_slide_details_free);
  G_OBJECT_CLASS (ts_slide_properties_parent_class)->dispose (object);
}

static void
ts_slide_properties_class_init (TsSlidePropertiesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_slide_properties_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/slide-properties.ui");
  gtk_widget_class_bind_template_child (widget_class, TsSlideProperties,
                                        facts_group);
  gtk_widget_class_bind_template_child (widget_class, TsSlideProperties,
                                        levels_group);
  gtk_widget_class_bind_template_child (widget_class, TsSlideProperties,
                                        private_group);
  gtk_widget_class_bind_template_child (widget_class, TsSlideProperties,
                                        vendor_row);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_vendor_expanded);
}

static void
ts_slide_properties_init (TsSlideProperties *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ts_slide_properties_new (GtkWindow *parent, TsSlide *slide)
{
  TsSlideProperties *self =
    g_object_new (TS_TYPE_SLIDE_PROPERTIES, "transient-for", parent,
                  "destroy-with-parent", TRUE, NULL);

  self->slide = ts_slide_ref (slide);
  read_details (self);
  return GTK_WIDGET (self);
}
