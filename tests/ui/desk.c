/* A window on a store in memory.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/desk.h"

/* One for all tests: it stays on the session bus. */
static AdwApplication *application;

void
desk_iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_usleep (5000);
}

void
desk_set_up (Desk *desk, TsStore *store)
{
  g_autoptr (GError) error = NULL;

  desk->settings = g_settings_new ("io.github.tessera_path.Tessera");
  desk->store =
    store != NULL ? ts_store_ref (store) : ts_store_open (NULL, &error);
  g_assert_no_error (error);
  desk->workspace = ts_workspace_new (desk->store);
  TsWindowParams params = { application, desk->workspace, desk->settings };
  desk->window = ts_window_new (&params);
  gtk_window_present (GTK_WINDOW (desk->window));
}

void
desk_tear_down (Desk *desk)
{
  gpointer window = desk->window, workspace = desk->workspace;

  g_object_add_weak_pointer (window, &window);
  g_object_add_weak_pointer (workspace, &workspace);
  gtk_window_close (GTK_WINDOW (desk->window));
  desk_wait (window == NULL);
  g_object_unref (desk->workspace);
  desk_wait (workspace == NULL);
  ts_store_unref (desk->store);
  g_object_unref (desk->settings);
}

GtkWidget *
desk_find (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = desk_find (child, type);
    if (found != NULL)
      return found;
  }
  return NULL;
}

char *
desk_find_demo (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "resources", "demo", name, NULL);
}

void
desk_wait_settled (Desk *desk)
{
  desk_iterate ();
  desk_wait (ts_window_is_settled (TS_WINDOW (desk->window)));
}

int
desk_run_tests (void)
{
  application = g_object_new (
    ADW_TYPE_APPLICATION, "application-id",
    "io.github.tessera_path.Tessera.Test", "resource-base-path",
    "/io/github/tessera_path/Tessera", "flags", G_APPLICATION_NON_UNIQUE, NULL);
  g_assert_true (
    g_application_register (G_APPLICATION (application), NULL, NULL));
  int status = g_test_run ();
  g_object_unref (application);
  return status;
}
