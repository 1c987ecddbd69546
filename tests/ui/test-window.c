/* The window as a whole: what is closed is gone, with its threads and its workspace.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/desk.h"

static void
test_an_empty_window_goes (void)
{
  Desk desk = { 0 };

  desk_set_up (&desk, NULL);
  desk_iterate ();
  desk_tear_down (&desk);
}

static void
test_a_window_with_a_slide_goes (void)
{
  g_autofree char *slide = desk_find_demo ("demo-slide.tiff");
  Desk desk = { 0 };

  desk_set_up (&desk, NULL);
  ts_workspace_open (desk.workspace, slide);
  desk_wait_settled (&desk);
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
  g_autofree char *slide = desk_find_demo ("demo-slide.tiff");
  g_autofree char *model = desk_find_demo ("demo-classes.onnx");
  Desk desk = { 0 };

  desk_set_up (&desk, NULL);
  g_assert_true (drop_file (GTK_WIDGET (desk.window), slide));
  desk_wait_settled (&desk);
  g_assert_nonnull (ts_workspace_get_slide (desk.workspace));
  g_assert_true (drop_file (GTK_WIDGET (desk.window), model));
  for (int i = 0; i < DESK_MAX_TURNS && !ts_workspace_has_run (desk.workspace);
       i++)
    desk_iterate ();
  g_assert_true (ts_workspace_has_run (desk.workspace));
  desk_tear_down (&desk);
}

static void
test_a_window_at_work_goes (void)
{
  g_autofree char *slide = desk_find_demo ("demo-slide.tiff");
  g_autofree char *model = desk_find_demo ("demo-classes.onnx");
  g_autofree char *mutations = desk_find_demo ("demo-mutations.onnx");
  Desk desk = { 0 };

  desk_set_up (&desk, NULL);
  ts_workspace_load_model (desk.workspace, TS_ROLE_CLASSES, model, 0);
  ts_workspace_load_model (desk.workspace, TS_ROLE_MUTATIONS, mutations, 0);
  ts_workspace_open (desk.workspace, slide);
  for (int i = 0; i < DESK_MAX_TURNS && !ts_workspace_has_run (desk.workspace);
       i++)
    desk_iterate ();
  g_assert_true (ts_workspace_has_run (desk.workspace));
  ts_workspace_set_whole_slide (desk.workspace, TRUE);
  desk_tear_down (&desk);
}

static void
test_closing_does_not_wait_for_an_opening (void)
{
  g_autofree char *slide = desk_find_demo ("demo-slide.tiff");
  Desk desk = { 0 };

  desk_set_up (&desk, NULL);
  ts_workspace_open (desk.workspace, slide);
  desk_tear_down (&desk);
}

static void
test_layers_follow_the_models (void)
{
  g_autofree char *slide = desk_find_demo ("demo-slide.tiff");
  g_autofree char *model = desk_find_demo ("demo-classes.onnx");
  TsHeatMapStyle style;
  Desk desk = { 0 };

  desk_set_up (&desk, NULL);
  ts_workspace_open (desk.workspace, slide);
  desk_wait_settled (&desk);
  g_assert_null (ts_workspace_get_layers (desk.workspace));
  g_assert_nonnull (ts_workspace_get_obstacle (desk.workspace));
  ts_workspace_load_model (desk.workspace, TS_ROLE_CLASSES, model, 0);
  for (int i = 0; i < DESK_MAX_TURNS && !ts_workspace_has_run (desk.workspace);
       i++)
    desk_iterate ();
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
  return desk_run_tests ();
}
