/* A window with a store in memory, as the program makes it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

/* One for all tests: it stays on the session bus. */
static AdwApplication *application;

int
ts_window_fixture_run_tests (void)
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

void
ts_window_fixture_iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_usleep (5000);
}

void
ts_window_fixture_set_up (TsWindowFixture *self, TsStore *store)
{
  g_autoptr (GError) error = NULL;

  self->settings = g_settings_new ("io.github.tessera_path.Tessera");
  self->store =
    store != NULL ? ts_store_ref (store) : ts_store_open (NULL, &error);
  g_assert_no_error (error);
  self->workspace = ts_workspace_new (self->store);
  TsWindowParams params = { application, self->workspace, self->settings };
  self->window = ts_window_new (&params);
  gtk_window_present (GTK_WINDOW (self->window));
}

void
ts_window_fixture_tear_down (TsWindowFixture *self)
{
  gpointer window = self->window, workspace = self->workspace;

  g_object_add_weak_pointer (window, &window);
  g_object_add_weak_pointer (workspace, &workspace);
  gtk_window_close (GTK_WINDOW (self->window));
  ts_window_fixture_wait (window == NULL);
  g_object_unref (self->workspace);
  ts_window_fixture_wait (workspace == NULL);
  ts_store_unref (self->store);
  g_object_unref (self->settings);
}

GtkWidget *
ts_window_fixture_find (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = ts_window_fixture_find (child, type);
    if (found != NULL)
      return found;
  }
  return NULL;
}

char *
ts_window_fixture_find_demo (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "resources", "demo", name, NULL);
}
