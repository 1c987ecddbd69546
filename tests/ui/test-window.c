/* The window as a whole: what is closed is gone, with its threads and its workspace.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window.h"

#define MAX_TURNS 6000

/* One for all tests: it stays on the session bus. */
static AdwApplication *application;

typedef struct {
  GSettings *settings;
  TsStore *store;
  TsWorkspace *workspace;
  GtkWidget *window;
} Desk;

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_usleep (5000);
}

static void
desk_set_up (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  desk->settings = g_settings_new ("io.github.tessera_path.Tessera");
  desk->store = ts_store_open (NULL, &error);
  g_assert_no_error (error);
  desk->workspace = ts_workspace_new (desk->store);
  TsWindowParams params = { application, desk->workspace, desk->settings };
  desk->window = ts_window_new (&params);
  gtk_window_present (GTK_WINDOW (desk->window));
}

static void
desk_tear_down (Desk *desk)
{
  gpointer window = desk->window, workspace = desk->workspace;

  g_object_add_weak_pointer (window, &window);
  g_object_add_weak_pointer (workspace, &workspace);
  gtk_window_close (GTK_WINDOW (desk->window));
  for (int i = 0; i < MAX_TURNS && window != NULL; i++)
    iterate ();
  g_assert_null (window);
  g_object_unref (desk->workspace);
  for (int i = 0; i < MAX_TURNS && workspace != NULL; i++)
    iterate ();
  g_assert_null (workspace);
  ts_store_unref (desk->store);
  g_object_unref (desk->settings);
}

static char *
find_demo (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "resources", "demo", name, NULL);
}

static void
wait_settled (Desk *desk)
{
  for (int i = 0; i < MAX_TURNS; i++) {
    iterate ();
    if (ts_window_is_settled (TS_WINDOW (desk->window)))
      return;
  }
  g_assert_not_reached ();
}

static void
test_an_empty_window_goes (void)
{
  Desk desk = { 0 };

  desk_set_up (&desk);
  iterate ();
  desk_tear_down (&desk);
}

static void
test_a_window_with_a_slide_goes (void)
{
  g_autofree char *slide = find_demo ("demo-slide.tiff");
  Desk desk = { 0 };

  desk_set_up (&desk);
  ts_workspace_open (desk.workspace, slide);
  wait_settled (&desk);
  g_assert_nonnull (ts_workspace_get_slide (desk.workspace));
  desk_tear_down (&desk);
}

/* What GTK emits when a file manager drops a file. */
static gboolean
drop_file (GtkWidget *window, const char *path)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean is_taken = FALSE;

  g_value_init (&value, G_TYPE_FILE);
  g_value_take_object (&value, g_file_new_for_path (path));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_DROP_TARGET (controller))
      g_signal_emit_by_name (controller, "drop", &value, 10.0, 10.0, &is_taken);
  }
  return is_taken;
}

static void
test_dropped_files_open (void)
{
  g_autofree char *slide = find_demo ("demo-slide.tiff");
  g_autofree char *model = find_demo ("demo-classes.onnx");
  Desk desk = { 0 };

  desk_set_up (&desk);
  g_assert_true (drop_file (GTK_WIDGET (desk.window), slide));
  wait_settled (&desk);
  g_assert_nonnull (ts_workspace_get_slide (desk.workspace));
  g_assert_true (drop_file (GTK_WIDGET (desk.window), model));
  for (int i = 0; i < MAX_TURNS && !ts_workspace_has_run (desk.workspace); i++)
    iterate ();
  g_assert_true (ts_workspace_has_run (desk.workspace));
  desk_tear_down (&desk);
}

static void
test_a_window_at_work_goes (void)
{
  g_autofree char *slide = find_demo ("demo-slide.tiff");
  g_autofree char *model = find_demo ("demo-classes.onnx");
  g_autofree char *mutations = find_demo ("demo-mutations.onnx");
  Desk desk = { 0 };

  desk_set_up (&desk);
  ts_workspace_load_model (desk.workspace, TS_ROLE_CLASSES, model, 0);
  ts_workspace_load_model (desk.workspace, TS_ROLE_MUTATIONS, mutations, 0);
  ts_workspace_open (desk.workspace, slide);
  for (int i = 0; i < MAX_TURNS && !ts_workspace_has_run (desk.workspace); i++)
    iterate ();
  g_assert_true (ts_workspace_has_run (desk.workspace));
  ts_workspace_set_whole_slide (desk.workspace, TRUE);
  desk_tear_down (&desk);
}

static void
test_closing_does_not_wait_for_an_opening (void)
{
  g_autofree char *slide = find_demo ("demo-slide.tiff");
  Desk desk = { 0 };

  desk_set_up (&desk);
  ts_workspace_open (desk.workspace, slide);
  desk_tear_down (&desk);
}

static void
test_layers_follow_the_models (void)
{
  g_autofree char *slide = find_demo ("demo-slide.tiff");
  g_autofree char *model = find_demo ("demo-classes.onnx");
  TsHeatMapStyle style;
  Desk desk = { 0 };

  desk_set_up (&desk);
  ts_workspace_open (desk.workspace, slide);
  wait_settled (&desk);
  g_assert_null (ts_workspace_get_layers (desk.workspace));
  g_assert_nonnull (ts_workspace_get_obstacle (desk.workspace));
  ts_workspace_load_model (desk.workspace, TS_ROLE_CLASSES, model, 0);
  for (int i = 0; i < MAX_TURNS && !ts_workspace_has_run (desk.workspace); i++)
    iterate ();
  const TsModelInfo *info =
    ts_workspace_get_model (desk.workspace, TS_ROLE_CLASSES);
  g_assert_cmpuint (ts_workspace_get_layers (desk.workspace)->len, ==,
                    info->n_classes + 1);
  g_assert_nonnull (ts_workspace_get_heat_map (desk.workspace, &style));
  ts_workspace_set_layer (desk.workspace, NULL);
  g_assert_null (ts_workspace_get_heat_map (desk.workspace, &style));
  ts_workspace_load_model (desk.workspace, TS_ROLE_CLASSES, NULL, 0);
  g_assert_null (ts_workspace_get_layers (desk.workspace));
  g_assert_false (ts_workspace_has_run (desk.workspace));
  desk_tear_down (&desk);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window/an-empty-window-goes", test_an_empty_window_goes);
  g_test_add_func ("/window/a-window-with-a-slide-goes",
                   test_a_window_with_a_slide_goes);
  g_test_add_func ("/window/a-window-at-work-goes", test_a_window_at_work_goes);
  g_test_add_func ("/window/dropped-files-open", test_dropped_files_open);
  g_test_add_func ("/window/closing-does-not-wait-for-an-opening",
                   test_closing_does_not_wait_for_an_opening);
  g_test_add_func ("/window/layers-follow-the-models",
                   test_layers_follow_the_models);
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
