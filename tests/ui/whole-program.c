/* The whole application in a test's own process.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "whole-program.h"

#include <glib/gstdio.h>

#define PATIENCE_S 30.0

typedef struct {
  TsWholeProgram program;
  TsProgramScript script;
} Play;

void
ts_whole_program_turn (double seconds)
{
  gint64 end_us = g_get_monotonic_time () + (gint64) (seconds * 1e6);

  do {
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_usleep (2000);
  } while (g_get_monotonic_time () < end_us);
}

/* A canvas behind another page draws nothing. */
static gboolean
is_at_rest (TsWholeProgram *self)
{
  return !ts_workspace_is_opening (self->workspace) &&
         !ts_workspace_is_loading_model (self->workspace) &&
         (!gtk_widget_get_mapped (GTK_WIDGET (self->window->view)) ||
          ts_window_is_settled (self->window));
}

void
ts_whole_program_settle (TsWholeProgram *self)
{
  gint64 end_us = g_get_monotonic_time () + (gint64) (PATIENCE_S * 1e6);

  ts_whole_program_turn (0.05);
  while (!is_at_rest (self)) {
    if (g_get_monotonic_time () > end_us)
      g_error ("the window does not come to rest, its view is %s",
               ts_slide_view_is_settled (self->window->view) ? "sharp"
                                                             : "not sharp");
    ts_whole_program_turn (0.02);
  }
  ts_whole_program_turn (0.08);
}

GtkWidget *
ts_whole_program_find (GtkWidget *below, TsWidgetTest test, gconstpointer data)
{
  if (test (below, data))
    return below;
  for (GtkWidget *child = gtk_widget_get_first_child (below); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = ts_whole_program_find (child, test, data);
    if (found != NULL)
      return found;
  }
  return NULL;
}

static gboolean
has_icon (GtkWidget *widget, gconstpointer icon)
{
  return GTK_IS_MENU_BUTTON (widget) &&
         g_strcmp0 (gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget)),
                    icon) == 0;
}

GtkWidget *
ts_whole_program_find_menu (TsWholeProgram *self, const char *icon)
{
  GtkWidget *found =
    ts_whole_program_find (GTK_WIDGET (self->window), has_icon, icon);

  g_assert_nonnull (found);
  return found;
}

GtkWindow *
ts_whole_program_get_front (TsWholeProgram *self)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *front = GTK_WINDOW (self->window);

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
    if (gtk_window_get_transient_for (window) == front &&
        gtk_widget_get_visible (GTK_WIDGET (window)))
      front = window;
  }
  return front;
}

static gboolean
on_idle (gpointer user_data)
{
  Play *play = user_data;
  GtkWindow *window = gtk_application_get_active_window (
    GTK_APPLICATION (play->program.application));

  if (!TS_IS_WINDOW (window) ||
      !gtk_widget_get_mapped (GTK_WIDGET (TS_WINDOW (window)->view)))
    return G_SOURCE_CONTINUE;
  play->program.window = TS_WINDOW (window);
  play->program.workspace = ts_application_get_workspace (window);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE,
                NULL);
  play->script (&play->program);
  gtk_window_close (window);
  return G_SOURCE_REMOVE;
}

void
ts_whole_program_run (TsProgramScript script)
{
  g_autofree char *folder = g_dir_make_tmp ("tessera-XXXXXX", NULL);
  g_autofree char *store = g_build_filename (folder, "store.db", NULL);
  char *arguments[] = { (char *) "tessera", (char *) "--store", store, NULL };
  Play play = { { ts_application_new (), NULL, NULL }, script };

  g_timeout_add (20, on_idle, &play);
  g_assert_cmpint (
    g_application_run (G_APPLICATION (play.program.application), 3, arguments),
    ==, 0);
  g_object_unref (play.program.application);
  g_unlink (store);
  g_rmdir (folder);
}
