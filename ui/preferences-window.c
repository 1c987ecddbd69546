/* Preferences.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/preferences-window.h"

#include <glib/gi18n.h>

#include "core/analysis/colour-map.h"

struct _TsPreferencesWindow {
  AdwPreferencesWindow parent_instance;
  GtkEditable *reader_row;
  GtkSwitch *names_switch, *pan_switch;
  AdwActionRow *model_row, *mutations_row;
  GtkSpinButton *worker_spin, *tile_memory_spin;
  AdwComboRow *palette_row;
  GSettings *settings;
  GtkFileChooserNative *files;
  const char *files_key; /* what the open file dialog chooses */
};

G_DEFINE_FINAL_TYPE (TsPreferencesWindow,
                     ts_preferences_window,
                     ADW_TYPE_PREFERENCES_WINDOW)

static void
show_model (TsPreferencesWindow *self, AdwActionRow *row, const char *key)
{
  g_autofree char *path = g_settings_get_string (self->settings, key);
  g_autofree char *name =
    *path != '\0' ? g_path_get_basename (path) : g_strdup (_ ("None"));

  adw_action_row_set_subtitle (row, name);
}

static void
on_settings_changed (TsPreferencesWindow *self)
{
  g_autofree char *palette_text =
    g_settings_get_string (self->settings, "palette");
  TsPalette palette = TS_PALETTE_SAFE;

  show_model (self, self->model_row, "model");
  show_model (self, self->mutations_row, "mutations-model");
  ts_palette_from_text (palette_text, &palette);
  adw_combo_row_set_selected (self->palette_row, (guint) palette);
}

static void
on_palette_chosen (TsPreferencesWindow *self,
                   GParamSpec *pspec,
                   AdwComboRow *row)
{
  TsPalette palette = (TsPalette) adw_combo_row_get_selected (row);

  if (self->settings != NULL)
    g_settings_set_string (self->settings, "palette",
                           ts_palette_to_text (palette));
}

static void
on_reader_applied (TsPreferencesWindow *self)
{
  g_autofree char *name =
    g_strstrip (g_strdup (gtk_editable_get_text (self->reader_row)));

  if (*name != '\0')
    g_settings_set_string (self->settings, "reader-name", name);
}

static void
on_file_chosen (GtkNativeDialog *dialog,
                int response,
                TsPreferencesWindow *self)
{
  g_autoptr (GFile) file =
    response == GTK_RESPONSE_ACCEPT
      ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
      : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    g_settings_set_string (self->settings, self->files_key, path);
  g_clear_object (&self->files);
}

static void
choose_file (TsPreferencesWindow *self, const char *key)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->files);
  self->files_key = key;
  self->files = gtk_file_chooser_native_new (
    _ ("Choose Model"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
    _ ("_Choose"), NULL);
  gtk_file_filter_set_name (filter, _ ("ONNX models"));
  gtk_file_filter_add_suffix (filter, "onnx");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->files), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->files), TRUE);
  g_signal_connect_object (self->files, "response", G_CALLBACK (on_file_chosen),
                           self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->files));
}

static void
on_model_clicked (TsPreferencesWindow *self, GtkButton *button)
{
  choose_file (self, "model");
}

static void
on_mutations_clicked (TsPreferencesWindow *self, GtkButton *button)
{
  choose_file (self, "mutations-model");
}

static void
on_model_cleared (TsPreferencesWindow *self, GtkButton *button)
{
  g_settings_reset (self->settings, "model");
}

static void
on_mutations_cleared (TsPreferencesWindow *self, GtkButton *button)
{
  g_settings_reset (self->settings, "mutations-model");
}

static void
ts_preferences_window_dispose (GObject *object)
{
  TsPreferencesWindow *self = TS_PREFERENCES_WINDOW (object);

  g_clear_object (&self->files);
  gtk_widget_dispose_template (GTK_WIDGET (object), TS_TYPE_PREFERENCES_WINDOW);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ts_preferences_window_parent_class)->dispose (object);
}

static void
ts_preferences_window_class_init (TsPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ts_preferences_window_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TsPreferencesWindow,
                                        reader_row);
  gtk_widget_class_bind_template_child (widget_class, TsPreferencesWindow,
                                        names_switch);
  gtk_widget_class_bind_template_child (widget_class, TsPreferencesWindow,
                                        pan_switch);
  gtk_widget_class_bind_template_child (widget_class, TsPreferencesWindow,
                                        model_row);
  gtk_widget_class_bind_template_child (widget_class, TsPreferencesWindow,
                                        mutations_row);
  gtk_widget_class_bind_template_child (widget_class, TsPreferencesWindow,
                                        worker_spin);
  gtk_widget_class_bind_template_child (widget_class, TsPreferencesWindow,
                                        tile_memory_spin);
  gtk_widget_class_bind_template_child (widget_class, TsPreferencesWindow,
                                        palette_row);
  gtk_widget_class_bind_template_callback (widget_class, on_palette_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_model_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_mutations_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_model_cleared);
  gtk_widget_class_bind_template_callback (widget_class, on_mutations_cleared);
}

static void
ts_preferences_window_init (TsPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ts_preferences_window_new (GtkWindow *parent, GSettings *settings)
{
  TsPreferencesWindow *self = g_object_new (
    TS_TYPE_PREFERENCES_WINDOW, "transient-for", parent, "modal", TRUE, NULL);
  g_autofree char *name = g_settings_get_string (settings, "reader-name");

  gtk_editable_set_text (self->reader_row, name);
  g_signal_connect_object (self->reader_row, "apply",
                           G_CALLBACK (on_reader_applied), self,
                           G_CONNECT_SWAPPED);
  g_settings_bind (settings, "show-file-names", self->names_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "two-finger-pan", self->pan_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "workers",
                   gtk_spin_button_get_adjustment (self->worker_spin), "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "tile-memory",
                   gtk_spin_button_get_adjustment (self->tile_memory_spin),
                   "value", G_SETTINGS_BIND_DEFAULT);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed",
                           G_CALLBACK (on_settings_changed), self,
                           G_CONNECT_SWAPPED);
  on_settings_changed (self);
  return GTK_WIDGET (self);
}
