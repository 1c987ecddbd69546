/* The application's actions and accelerators.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "app/gui/application-private.h"
#include "app/gui/demo-files.h"
#include "core/base/version.h"
#include "ui/preferences-window.h"

static void
on_open_demo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TsApplication *self = user_data;
  GtkWindow *window =
    gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autofree char *slide = ts_demo_files_find (TS_DEMO_SLIDE);

  if (!TS_IS_WINDOW (window))
    return;
  if (slide == NULL) {
    ts_window_toast (TS_WINDOW (window),
                     _ ("The demonstration is not installed"));
    return;
  }
  ts_application_load_models (self, ts_application_get_workspace (window),
                              TRUE);
  ts_workspace_open (ts_application_get_workspace (window), slide);
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TsApplication *self = user_data;
  GtkWindow *parent =
    gtk_application_get_active_window (GTK_APPLICATION (self));

  gtk_window_present (
    GTK_WINDOW (ts_preferences_window_new (parent, self->settings)));
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkApplication *application = user_data;

  adw_show_about_window (
    gtk_application_get_active_window (application), "application-name",
    "Tessera", "application-icon", TS_APPLICATION_ID, "version",
    ts_version_text (), "license-type", GTK_LICENSE_GPL_3_0, "comments",
    _ ("Whole slides read beside a neural network. For research use only, "
       "not for diagnosis."),
    NULL);
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkApplication *application = user_data;
  g_autoptr (GList) windows =
    g_list_copy (gtk_application_get_windows (application));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
add_accelerators (GtkApplication *application)
{
  static const struct {
    const char *action;
    const char *keys[3];
  } table[] = {
    { "win.open-slide", { "<Primary>o" } },
    { "win.export-snapshot", { "<Primary>e" } },
    { "win.undo-opinion", { "<Primary>z" } },
    { "win.inspector-visible", { "F9" } },
    { "win.model-hidden", { "<Primary>h" } },
    { "win.slide-properties", { "<Alt>Return" } },
    { "win.tool::length", { "<Primary>m" } },
    { "win.tool::area", { "<Primary><Shift>m" } },
    { "win.go-to", { "<Primary>g", "<Primary>l" } },
    { "win.copy-place", { "<Primary><Shift>c" } },
    { "win.toggle-fullscreen", { "F11" } },
    { "win.turn-upright", { "<Primary>0", "<Primary>KP_0" } },
    { "win.show-help-overlay", { "F1", "<Primary>question" } },
    { "window.close", { "<Primary>w" } },
    { "app.preferences", { "<Primary>comma" } },
    { "app.quit", { "<Primary>q" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_application_set_accels_for_action (application, table[i].action,
                                           table[i].keys);
}

void
ts_application_init_actions (TsApplication *self)
{
  static const GActionEntry actions[] = {
    { .name = "open-demo", .activate = on_open_demo },
    { .name = "preferences", .activate = on_preferences },
    { .name = "about", .activate = on_about },
    { .name = "quit", .activate = on_quit },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
  add_accelerators (GTK_APPLICATION (self));
}
