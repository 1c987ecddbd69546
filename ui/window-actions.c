/* The main window: actions and the keys that are not accelerators.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "ui/help-window.h"
#include "ui/window-private.h"

#define ZOOM_PER_CLICK 1.4142135623730951

static void
on_open_slide (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_window_choose_slide (TS_WINDOW (widget));
}

static void
on_open_folder (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_window_choose_folder (TS_WINDOW (widget));
}

static void
on_open_in_new_window (GtkWidget *widget,
                       const char *action,
                       GVariant *parameter)
{
  ts_window_open_in_new_window (TS_WINDOW (widget));
}

static void
on_reload (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_workspace_reload (TS_WINDOW (widget)->workspace);
}

static void
on_next_slide (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_window_step_slide (TS_WINDOW (widget), 1);
}

static void
on_previous_slide (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_window_step_slide (TS_WINDOW (widget), -1);
}

static void
on_add_bookmark (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_window_add_bookmark (TS_WINDOW (widget));
}

static void
on_choose_model (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_window_choose_model (TS_WINDOW (widget), TS_ROLE_CLASSES);
}

static void
on_choose_mutations (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_window_choose_model (TS_WINDOW (widget), TS_ROLE_MUTATIONS);
}

static void
on_remove_mutations (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TsWindow *self = TS_WINDOW (widget);

  ts_workspace_load_model (self->workspace, TS_ROLE_MUTATIONS, NULL, 0);
}

static void
on_export (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_window_choose_snapshot (TS_WINDOW (widget));
}

static void
on_zoom_in (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_slide_view_ease_zoom (TS_WINDOW (widget)->view, ZOOM_PER_CLICK);
}

static void
on_zoom_out (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_slide_view_ease_zoom (TS_WINDOW (widget)->view, 1 / ZOOM_PER_CLICK);
}

static void
on_zoom_fit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_slide_view_ease_fit (TS_WINDOW (widget)->view);
}

static void
on_turn_right (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_slide_view_ease_turn (TS_WINDOW (widget)->view, G_PI_2);
}

static void
on_turn_left (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_slide_view_ease_turn (TS_WINDOW (widget)->view, -G_PI_2);
}

static void
on_turn_upright (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_slide_view_turn_upright (TS_WINDOW (widget)->view);
}

static void
on_view_back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_slide_view_revisit (TS_WINDOW (widget)->view, -1);
}

static void
on_view_forward (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_slide_view_revisit (TS_WINDOW (widget)->view, 1);
}

static void
on_go_to (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_canvas_page_ask_place (TS_WINDOW (widget)->canvas);
}

static void
on_copy_place (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TsWindow *self = TS_WINDOW (widget);
  g_autofree char *place = ts_canvas_page_copy_place (self->canvas);
  if (place == NULL)
    return;
  g_autofree char *text = g_strdup_printf (_ ("Copied: %s"), place);

  ts_window_toast (self, text);
}

static void
on_fullscreen (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkWindow *window = GTK_WINDOW (widget);

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static void
on_help (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TsWindow *self = TS_WINDOW (widget);

  if (self->help == NULL)
    g_set_weak_pointer (&self->help, ts_help_window_new (GTK_WINDOW (self)));
  gtk_window_present (GTK_WINDOW (self->help));
}

static void
on_agree (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_window_answer (TS_WINDOW (widget), TS_VERDICT_AGREE, NULL);
}

static void
on_disagree (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_window_ask_class (TS_WINDOW (widget));
}

static void
on_unsure (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_window_answer (TS_WINDOW (widget), TS_VERDICT_UNSURE, NULL);
}

static void
on_write_comment (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TsWindow *self = TS_WINDOW (widget);
  const char *obstacle = ts_workspace_get_opinion_obstacle (self->workspace);

  adw_flap_set_reveal_flap (self->flap, TRUE);
  if (obstacle != NULL)
    ts_window_toast (self, obstacle);
  else
    ts_tile_panel_focus_comment (ts_inspector_get_tile_panel (self->inspector));
}

static void
on_undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ts_window_undo (TS_WINDOW (widget));
}

static void
step (TsWindow *self, int direction)
{
  ts_workspace_step_selection (self->workspace, direction);
  g_autoptr (TsTileView) tile = ts_workspace_get_selection (self->workspace);

  if (tile != NULL)
    ts_slide_view_reveal (self->view, tile->tile_l0);
}

static void
on_next (GtkWidget *widget, const char *action, GVariant *parameter)
{
  step (TS_WINDOW (widget), 1);
}

static void
on_previous (GtkWidget *widget, const char *action, GVariant *parameter)
{
  step (TS_WINDOW (widget), -1);
}

static void
on_show_gallery (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TsWindow *self = TS_WINDOW (widget);
  gboolean is_seen =
    adw_flap_get_reveal_flap (self->flap) &&
    g_strcmp0 (ts_inspector_get_page (self->inspector), "gallery") == 0;

  adw_flap_set_reveal_flap (self->flap, TRUE);
  ts_inspector_show_page (self->inspector, is_seen ? "details" : "gallery");
  if (!is_seen)
    gtk_widget_child_focus (
      GTK_WIDGET (ts_inspector_get_gallery (self->inspector)),
      GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
on_tile_activated (TsWindow *self, guint col, guint row)
{
  ts_workspace_select_tile (self->workspace, col, row);
  g_autoptr (TsTileView) tile = ts_workspace_get_selection (self->workspace);

  if (tile != NULL)
    ts_slide_view_reveal (self->view, tile->tile_l0);
}

void
ts_window_install_actions (GtkWidgetClass *widget_class)
{
  const struct {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } table[] = {
    { "win.open-slide", on_open_slide },
    { "win.open-folder", on_open_folder },
    { "win.open-in-new-window", on_open_in_new_window },
    { "win.reload", on_reload },
    { "win.next-slide", on_next_slide },
    { "win.previous-slide", on_previous_slide },
    { "win.add-bookmark", on_add_bookmark },
    { "win.choose-model", on_choose_model },
    { "win.choose-mutations", on_choose_mutations },
    { "win.remove-mutations", on_remove_mutations },
    { "win.export-snapshot", on_export },
    { "win.zoom-in", on_zoom_in },
    { "win.zoom-out", on_zoom_out },
    { "win.zoom-fit", on_zoom_fit },
    { "win.go-to", on_go_to },
    { "win.copy-place", on_copy_place },
    { "win.turn-right", on_turn_right },
    { "win.turn-left", on_turn_left },
    { "win.turn-upright", on_turn_upright },
    { "win.view-back", on_view_back },
    { "win.view-forward", on_view_forward },
    { "win.toggle-fullscreen", on_fullscreen },
    { "win.show-help", on_help },
    { "win.agree", on_agree },
    { "win.disagree", on_disagree },
    { "win.unsure", on_unsure },
    { "win.write-comment", on_write_comment },
    { "win.undo-opinion", on_undo },
    { "win.next-tile", on_next },
    { "win.previous-tile", on_previous },
    { "win.show-gallery", on_show_gallery },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_widget_class_install_action (widget_class, table[i].name, NULL,
                                     table[i].activate);
}

void
ts_window_update_actions (TsWindow *self)
{
  static const char *const need_slide[] = {
    "win.zoom-in",      "win.zoom-out",      "win.zoom-fit",
    "win.next-tile",    "win.previous-tile", "win.go-to",
    "win.copy-place",   "win.turn-right",    "win.turn-left",
    "win.turn-upright", "win.view-back",     "win.view-forward",
    "win.add-bookmark",
  };
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_slide = ts_workspace_get_slide (self->workspace) != NULL;
  gboolean is_hidden = ts_workspace_is_model_hidden (self->workspace);
  gboolean is_reading = ts_workspace_is_reading (self->workspace);

  for (guint i = 0; i < G_N_ELEMENTS (need_slide); i++)
    gtk_widget_action_set_enabled (widget, need_slide[i], has_slide);
  gtk_widget_action_set_enabled (widget, "win.open-slide", !is_reading);
  gtk_widget_action_set_enabled (widget, "win.open-folder", !is_reading);
  gtk_widget_action_set_enabled (widget, "win.export-snapshot",
                                 has_slide && !is_reading);
  gtk_widget_action_set_enabled (widget, "win.show-gallery",
                                 has_slide && !is_hidden);
  gtk_widget_set_sensitive (GTK_WIDGET (self->bookmarks_button), has_slide);
  gtk_widget_action_set_enabled (
    widget, "win.remove-mutations",
    ts_workspace_get_model (self->workspace, TS_ROLE_MUTATIONS) != NULL);
  gtk_widget_action_set_enabled (
    widget, "win.undo-opinion",
    ts_workspace_get_session_opinions (self->workspace)->len > 0);
}

static void
on_palette_activated (GSimpleAction *action, GVariant *target, TsWindow *self)
{
  TsPalette palette = TS_PALETTE_SAFE;

  if (ts_palette_from_text (g_variant_get_string (target, NULL), &palette))
    ts_workspace_set_palette (self->workspace, palette);
}

static void
on_style_changed (TsWindow *self)
{
  const char *palette =
    ts_palette_to_text (ts_workspace_get_palette (self->workspace));
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "palette");

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (palette));
}

static void
on_model_hidden (TsWindow *self, GVariant *state, GSimpleAction *action)
{
  ts_workspace_set_model_hidden (self->workspace,
                                 g_variant_get_boolean (state));
}

static void
on_models_changed (TsWindow *self)
{
  GAction *action =
    g_action_map_lookup_action (G_ACTION_MAP (self), "model-hidden");

  g_simple_action_set_state (
    G_SIMPLE_ACTION (action),
    g_variant_new_boolean (ts_workspace_is_model_hidden (self->workspace)));
}

/* A boolean action without a parameter asks for the other state when it is activated. */
static void
add_model_hidden_action (TsWindow *self)
{
  g_autoptr (GSimpleAction) hidden = g_simple_action_new_stateful (
    "model-hidden", NULL, g_variant_new_boolean (FALSE));

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (hidden));
  g_signal_connect_object (hidden, "change-state", G_CALLBACK (on_model_hidden),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "models-changed",
                           G_CALLBACK (on_models_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
add_stateful_actions (TsWindow *self)
{
  /* By way of the settings, to which the flap is bound: an action on the flap itself would
   * keep it alive as long as the window's actions, and these it. */
  g_autoptr (GAction) inspector =
    g_settings_create_action (self->settings, "inspector-visible");
  g_autoptr (GAction) slide_list =
    g_settings_create_action (self->settings, "slide-list-visible");
  g_autoptr (GAction) minimap =
    g_settings_create_action (self->settings, "minimap-visible");
  g_autoptr (GSimpleAction) palette = g_simple_action_new_stateful (
    "palette", G_VARIANT_TYPE_STRING, g_variant_new_string (""));

  g_action_map_add_action (G_ACTION_MAP (self), inspector);
  g_action_map_add_action (G_ACTION_MAP (self), slide_list);
  g_action_map_add_action (G_ACTION_MAP (self), minimap);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (palette));
  g_signal_connect_object (palette, "activate",
                           G_CALLBACK (on_palette_activated), self, 0);
  g_signal_connect_object (self->workspace, "style-changed",
                           G_CALLBACK (on_style_changed), self,
                           G_CONNECT_SWAPPED);
  on_style_changed (self);
}

/* The settings know their actions longer than the window lives. */
void
ts_window_drop_actions (TsWindow *self)
{
  g_action_map_remove_action (G_ACTION_MAP (self), "inspector-visible");
  g_action_map_remove_action (G_ACTION_MAP (self), "minimap-visible");
  g_action_map_remove_action (G_ACTION_MAP (self), "slide-list-visible");
}

/* Single letters cannot be accelerators: these come before the focused widget, and would
 * take the letters from a comment being written. Here only what nobody wanted arrives. */
static gboolean
activate_by_letter (TsWindow *self, guint keyval)
{
  static const struct {
    guint keyval;
    const char *action;
  } table[] = {
    { GDK_KEY_j, "win.agree" },
    { GDK_KEY_k, "win.disagree" },
    { GDK_KEY_u, "win.unsure" },
    { GDK_KEY_c, "win.write-comment" },
    { GDK_KEY_n, "win.next-tile" },
    { GDK_KEY_p, "win.previous-tile" },
    { GDK_KEY_Page_Down, "win.next-tile" },
    { GDK_KEY_Page_Up, "win.previous-tile" },
    { GDK_KEY_g, "win.show-gallery" },
    { GDK_KEY_m, "win.minimap-visible" },
    { GDK_KEY_question, "win.show-help-overlay" },
  };
  guint lower = gdk_keyval_to_lower (keyval);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].keyval == lower)
      return gtk_widget_activate_action (GTK_WIDGET (self), table[i].action,
                                         NULL);
  return FALSE;
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                TsWindow *self)
{
  gboolean is_handled = FALSE;

  if (keyval == GDK_KEY_Escape &&
      gtk_window_is_fullscreen (GTK_WINDOW (self))) {
    gtk_window_unfullscreen (GTK_WINDOW (self));
    return TRUE;
  }
  if (ts_workspace_get_slide (self->workspace) == NULL ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  if (ts_window_handle_reading_key (self, keyval, state, &is_handled))
    return is_handled;
  if (keyval == GDK_KEY_Escape) {
    ts_workspace_clear_selection (self->workspace);
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
    return TRUE;
  }
  return activate_by_letter (self, keyval) ||
         ts_slide_view_handle_key (self->view, keyval, state);
}

static void
on_key_released (GtkEventControllerKey *controller,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 TsWindow *self)
{
  ts_slide_view_handle_key_release (self->view, keyval);
}

/* Keys held while another window comes to the front are released there. */
static void
on_is_active_changed (TsWindow *self)
{
  if (!gtk_window_is_active (GTK_WINDOW (self)))
    ts_slide_view_release_keys (self->view);
}

static void
on_two_finger_pan_changed (TsWindow *self)
{
  ts_slide_view_set_two_finger_pan (
    self->view, g_settings_get_boolean (self->settings, "two-finger-pan"));
}

static void
follow_two_finger_pan (TsWindow *self)
{
  g_signal_connect_object (self->settings, "changed::two-finger-pan",
                           G_CALLBACK (on_two_finger_pan_changed), self,
                           G_CONNECT_SWAPPED);
  on_two_finger_pan_changed (self);
}

/* Anything the reader does with hand or keys is a sign of life. */
static gboolean
on_any_event (GtkEventControllerLegacy *controller,
              GdkEvent *event,
              TsWindow *self)
{
  ts_workspace_touch (self->workspace);
  return FALSE;
}

void
ts_window_init_keys (TsWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *any = gtk_event_controller_legacy_new ();
  add_stateful_actions (self);
  add_model_hidden_action (self);
  g_signal_connect_object (ts_inspector_get_gallery (self->inspector),
                           "tile-activated", G_CALLBACK (on_tile_activated),
                           self, G_CONNECT_SWAPPED);
  follow_two_finger_pan (self);
  g_signal_connect (self, "notify::is-active",
                    G_CALLBACK (on_is_active_changed), NULL);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (on_key_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (any, "event", G_CALLBACK (on_any_event), self);
  gtk_event_controller_set_propagation_phase (any, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), any);
}
