/* What the window can look like.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture-states.h"

#include "app/gui/demo-files.h"
#include "screen-shot.h"

#define CENTER_X_L0 3840.0
#define CENTER_Y_L0 2880.0

static void
act (TsWholeProgram *program, const char *action)
{
  if (!gtk_widget_activate_action (GTK_WIDGET (program->window), action, NULL))
    g_error ("no action '%s'", action);
  ts_whole_program_turn (0.05);
}

/* Dialogs: nobody places them without a window manager. */
static void
center_front (TsWholeProgram *program)
{
  GtkWindow *front = ts_whole_program_get_front (program);
  GtkWidget *window = GTK_WIDGET (program->window);
  int scale = gtk_widget_get_scale_factor (window);

  g_assert_true (front != GTK_WINDOW (program->window));
  ts_whole_program_turn (0.1);
  int x =
    gtk_widget_get_width (window) - gtk_widget_get_width (GTK_WIDGET (front));
  int y =
    gtk_widget_get_height (window) - gtk_widget_get_height (GTK_WIDGET (front));
  ts_screen_shot_place (front, MAX (x / 2, 0) * scale, MAX (y / 2, 0) * scale);
  ts_screen_shot_focus (front);
}

static void
close_front (TsWholeProgram *program)
{
  GtkWindow *front = ts_whole_program_get_front (program);

  g_assert_true (front != GTK_WINDOW (program->window));
  gtk_window_destroy (front);
  ts_screen_shot_focus (GTK_WINDOW (program->window));
}

/* Pages without a slide. */
static void
show_page (TsWholeProgram *program, const char *name)
{
  gtk_stack_set_visible_child_name (program->window->stack, name);
}

static void
enter_welcome (TsWholeProgram *program)
{
  show_page (program, "welcome");
}

static void
enter_opening (TsWholeProgram *program)
{
  show_page (program, "opening");
}

static void
enter_fault (TsWholeProgram *program)
{
  ts_window_show_fault (
    program->window, g_dgettext ("tessera", "Cannot Open the Slide"),
    "'slide.svs' is no slide OpenSlide knows: not a file it can read");
}

/* The canvas. */
static void
enter_fitted (TsWholeProgram *program)
{
  ts_slide_view_fit (program->window->view);
}

static void
enter_10x (TsWholeProgram *program)
{
  ts_slide_view_set_viewport (program->window->view,
                              (TsPoint){ CENTER_X_L0, CENTER_Y_L0 }, 0.5);
}

static void
set_layer (TsWholeProgram *program, guint from_end)
{
  const GPtrArray *layers = ts_workspace_get_layers (program->workspace);
  const TsLayer *layer = g_ptr_array_index (layers, layers->len - 1 - from_end);

  ts_workspace_set_layer (program->workspace, layer->name);
}

static void
enter_mutations (TsWholeProgram *program)
{
  set_layer (program, 0);
}

static void
enter_class (TsWholeProgram *program)
{
  const GPtrArray *layers = ts_workspace_get_layers (program->workspace);

  set_layer (program, layers->len - 2);
}

static void
enter_no_layer (TsWholeProgram *program)
{
  ts_workspace_set_layer (program->workspace, NULL);
}

static void
leave_layer (TsWholeProgram *program)
{
  const GPtrArray *layers = ts_workspace_get_layers (program->workspace);

  set_layer (program, layers->len - 1);
}

static void
enter_inspector_closed (TsWholeProgram *program)
{
  g_settings_set_boolean (program->window->settings, "inspector-visible",
                          FALSE);
}

static void
leave_inspector_closed (TsWholeProgram *program)
{
  g_settings_set_boolean (program->window->settings, "inspector-visible", TRUE);
}

/* Tiles and opinions. */
static void
enter_selection (TsWholeProgram *program)
{
  act (program, "win.next-tile");
  act (program, "win.next-tile");
}

static void
enter_chooser (TsWholeProgram *program)
{
  ts_workspace_set_reader (program->workspace, "Dr. Example");
  act (program, "win.disagree");
}

static gboolean
is_open_popover (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_POPOVER (widget) && gtk_widget_get_mapped (widget);
}

static void
leave_popover (TsWholeProgram *program)
{
  GtkWidget *popover =
    ts_whole_program_find (GTK_WIDGET (program->window), is_open_popover, NULL);

  g_assert_nonnull (popover);
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
enter_opinions (TsWholeProgram *program)
{
  ts_workspace_give_opinion (program->workspace, TS_VERDICT_AGREE, NULL, NULL);
  act (program, "win.next-tile");
  ts_workspace_give_opinion (program->workspace, TS_VERDICT_UNSURE, NULL,
                             "crushed");
  act (program, "win.next-tile");
  ts_workspace_give_opinion (
    program->workspace, TS_VERDICT_DISAGREE,
    ts_workspace_get_model (program->workspace, TS_ROLE_CLASSES)
      ->class_names[0],
    NULL);
}

static void
leave_opinions (TsWholeProgram *program)
{
  ts_workspace_clear_selection (program->workspace);
}

static void
enter_hover (TsWholeProgram *program)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (program->window));

  ts_screen_shot_point_at (GTK_WINDOW (program->window), 300 * scale,
                           300 * scale);
}

static void
leave_hover (TsWholeProgram *program)
{
  ts_screen_shot_point_at (GTK_WINDOW (program->window), 10000, 10000);
}

/* Places. */
static void
enter_minimap_closed (TsWholeProgram *program)
{
  act (program, "win.minimap-visible");
}

static void
leave_minimap_closed (TsWholeProgram *program)
{
  act (program, "win.minimap-visible");
}

static void
enter_turned (TsWholeProgram *program)
{
  ts_slide_view_set_angle (program->window->view, 0.6);
}

static void
leave_turned (TsWholeProgram *program)
{
  ts_slide_view_set_angle (program->window->view, 0);
}

static void
enter_go_to (TsWholeProgram *program)
{
  act (program, "win.go-to");
}

/* Tools. */
static void
enter_measures (TsWholeProgram *program)
{
  const TsPoint line[] = { { 3400, 2600 }, { 4200, 2700 } };
  const TsPoint area[] = {
    { 3300, 2900 }, { 3900, 2800 }, { 4200, 3300 }, { 3500, 3400 }
  };

  ts_shape_list_add (program->window->shapes,
                     ts_outline_new (TS_REGION_LINE, line, 2));
  ts_shape_list_add (program->window->shapes,
                     ts_outline_new (TS_REGION_POLYGON, area, 4));
}

static void
enter_measure_list (TsWholeProgram *program)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (
    ts_whole_program_find_menu (program, "view-list-bullet-symbolic")));
}

static void
leave_measure_list (TsWholeProgram *program)
{
  leave_popover (program);
  ts_shape_list_clear (program->window->shapes);
}

static gboolean
is_scale (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_SCALE (widget);
}

static void
enter_display (TsWholeProgram *program)
{
  TsDisplayPopover *display =
    ts_tool_bar_get_display (program->window->tool_bar);
  GtkWidget *scale =
    ts_whole_program_find (GTK_WIDGET (display), is_scale, NULL);

  gtk_range_set_value (GTK_RANGE (scale), 30);
  gtk_menu_button_popup (GTK_MENU_BUTTON (
    ts_whole_program_find_menu (program, "display-brightness-symbolic")));
}

static void
leave_adjusted (TsWholeProgram *program)
{
  ts_display_popover_reset (
    ts_tool_bar_get_display (program->window->tool_bar));
}

/* Windows and menus. */
static void
enter_menu (TsWholeProgram *program)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (
    ts_whole_program_find_menu (program, "open-menu-symbolic")));
}

static void
enter_properties (TsWholeProgram *program)
{
  act (program, "win.slide-properties");
  center_front (program);
}

static void
enter_preferences (TsWholeProgram *program)
{
  g_action_group_activate_action (G_ACTION_GROUP (program->application),
                                  "preferences", NULL);
  center_front (program);
}

static void
enter_help (TsWholeProgram *program)
{
  act (program, "win.show-help");
  center_front (program);
}

static void
enter_shortcuts (TsWholeProgram *program)
{
  act (program, "win.show-help-overlay");
  center_front (program);
}

static void
leave_shortcuts (TsWholeProgram *program)
{
  /* It is kept by its window. */
  gtk_widget_set_visible (GTK_WIDGET (ts_whole_program_get_front (program)),
                          FALSE);
  ts_screen_shot_focus (GTK_WINDOW (program->window));
}

static void
enter_about (TsWholeProgram *program)
{
  g_action_group_activate_action (G_ACTION_GROUP (program->application),
                                  "about", NULL);
  center_front (program);
}

static void
enter_toast (TsWholeProgram *program)
{
  act (program, "win.copy-place");
}

static void
enter_fullscreen (TsWholeProgram *program)
{
  ts_screen_shot_set_fullscreen (GTK_WINDOW (program->window), TRUE);
}

static void
leave_fullscreen (TsWholeProgram *program)
{
  ts_screen_shot_set_fullscreen (GTK_WINDOW (program->window), FALSE);
}

/* Models and slides that lack something. */
static void
enter_at_work (TsWholeProgram *program)
{
  ts_workspace_set_whole_slide (program->workspace, TRUE);
}

static void
leave_at_work (TsWholeProgram *program)
{
  ts_workspace_set_whole_slide (program->workspace, FALSE);
}

static void
enter_no_model (TsWholeProgram *program)
{
  ts_workspace_load_model (program->workspace, TS_ROLE_MUTATIONS, NULL, 0);
  ts_workspace_load_model (program->workspace, TS_ROLE_CLASSES, NULL, 0);
}

static void
leave_no_model (TsWholeProgram *program)
{
  ts_application_load_models (program->application, program->workspace, TRUE);
  ts_whole_program_settle (program);
}

/* The demonstration's slide, changed by one value, or cut. */
static void
open_changed (TsWholeProgram *program, gboolean is_cut)
{
  /* TIFF 6.0: ResolutionUnit, a SHORT, one of it, inch or centimetre. */
  static const guint8 unit[] = {
    0x28, 0x01, 0x03, 0x00, 0x01, 0x00, 0x00, 0x00
  };
  g_autofree char *path = ts_demo_files_find (TS_DEMO_SLIDE);
  g_autofree char *folder = g_dir_make_tmp ("tessera-XXXXXX", NULL);
  g_autofree char *copy = g_build_filename (folder, "copy.tiff", NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0, n_changed = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize i = 0; i + 12 <= length; i++)
    if (memcmp (bytes + i, unit, sizeof unit) == 0) {
      bytes[i + 8] = 1; /* none */
      n_changed++;
    }
  g_assert_cmpuint (n_changed, >, 0);
  g_assert_true (
    g_file_set_contents (copy, bytes, is_cut ? 1000 : (gssize) length, NULL));
  ts_workspace_open (program->workspace, copy);
  ts_whole_program_settle (program);
}

static void
enter_no_resolution (TsWholeProgram *program)
{
  open_changed (program, FALSE);
}

static void
enter_broken (TsWholeProgram *program)
{
  open_changed (program, TRUE);
}

const TsPictureState ts_picture_states[] = {
  { "canvas-at-work", enter_at_work, leave_at_work, TRUE },
  { "canvas-fitted", enter_fitted, NULL, FALSE },
  { "canvas-10x", enter_10x, NULL, FALSE },
  { "layer-class", enter_class, NULL, FALSE },
  { "layer-mutations", enter_mutations, NULL, FALSE },
  { "layer-none", enter_no_layer, leave_layer, FALSE },
  { "inspector-closed", enter_inspector_closed, leave_inspector_closed, FALSE },
  { "selection", enter_selection, NULL, FALSE },
  { "class-chooser", enter_chooser, leave_popover, FALSE },
  { "opinions", enter_opinions, leave_opinions, FALSE },
  { "hover", enter_hover, leave_hover, FALSE },
  { "minimap-closed", enter_minimap_closed, leave_minimap_closed, FALSE },
  { "turned", enter_turned, leave_turned, FALSE },
  { "go-to", enter_go_to, leave_popover, FALSE },
  { "measures", enter_measures, NULL, FALSE },
  { "measure-list", enter_measure_list, leave_measure_list, FALSE },
  { "display", enter_display, leave_popover, FALSE },
  { "display-adjusted", leave_hover, leave_adjusted, FALSE },
  { "menu", enter_menu, leave_popover, FALSE },
  { "properties", enter_properties, close_front, FALSE },
  { "preferences", enter_preferences, close_front, FALSE },
  { "shortcuts", enter_shortcuts, leave_shortcuts, FALSE },
  { "help", enter_help, close_front, FALSE },
  { "about", enter_about, close_front, FALSE },
  { "toast", enter_toast, NULL, FALSE },
  { "fullscreen", enter_fullscreen, leave_fullscreen, FALSE },
  { "no-model", enter_no_model, leave_no_model, FALSE },
  { "no-resolution", enter_no_resolution, NULL, FALSE },
  { "broken-slide", enter_broken, NULL, FALSE },
  { "welcome", enter_welcome, NULL, FALSE },
  { "opening", enter_opening, NULL, FALSE },
  { "fault", enter_fault, NULL, FALSE },
};
const guint ts_n_picture_states = G_N_ELEMENTS (ts_picture_states);
