/* The main window: tools on the canvas, how the slide is displayed, its properties.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "ui/draw-tool.h"
#include "ui/shape-layer.h"
#include "ui/slide-properties.h"
#include "ui/window-private.h"

/* The names of the action's states, by TsDrawMode. */
static const char *const tool_names[] = {
  [TS_DRAW_NOTHING] = "pan",
  [TS_DRAW_LINE] = "length",
  [TS_DRAW_AREA] = "area",
};

static void
on_tool_activated (GSimpleAction *action, GVariant *target, TsWindow *self)
{
  const char *name = g_variant_get_string (target, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tool_names); i++)
    if (g_str_equal (tool_names[i], name))
      ts_draw_tool_set_mode (self->draw_tool, (TsDrawMode) i);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
on_tool_changed (TsWindow *self, TsDrawTool *tool)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "tool");

  g_simple_action_set_state (
    G_SIMPLE_ACTION (action),
    g_variant_new_string (tool_names[ts_draw_tool_get_mode (tool)]));
}

/* Removing is undone from the toast. */
static void
on_removal_asked (TsWindow *self, guint index)
{
  AdwToast *toast;

  if (index >= ts_shape_list_get_n (self->shapes))
    return;
  ts_shape_list_remove (self->shapes, index);
  toast = adw_toast_new (_ ("Measurement removed"));
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.restore-measurement");
  adw_toast_set_timeout (toast, 5);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_restore (GSimpleAction *action, GVariant *parameter, TsWindow *self)
{
  ts_shape_list_restore (self->shapes);
}

static void
on_shown_asked (TsWindow *self, guint index)
{
  ts_slide_view_reveal (self->view, ts_outline_get_bounds (
                                      ts_shape_list_get (self->shapes, index)));
}

/* Display. */
static void
on_display_changed (TsWindow *self, TsDisplayPopover *popover)
{
  TsDisplay *display = ts_display_popover_get_display (popover);

  ts_slide_view_set_display (self->view, display);
  ts_workspace_set_display (self->workspace, display);
  gtk_widget_set_visible (self->display_chip,
                          ts_display_popover_is_adjusted (popover));
}

static void
on_reset_clicked (TsWindow *self)
{
  ts_display_popover_reset (ts_tool_bar_get_display (self->tool_bar));
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/* As long as what is seen is not the slide itself, the canvas says so. */
static GtkWidget *
new_display_chip (TsWindow *self)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *reset = gtk_button_new_with_label (_ ("Reset"));

  gtk_widget_set_halign (chip, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (chip, GTK_ALIGN_START);
  gtk_widget_set_visible (chip, FALSE);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (chip, "display-chip");
  gtk_box_append (GTK_BOX (chip), gtk_label_new (_ ("Display adjusted")));
  gtk_widget_set_tooltip_text (reset, _ ("Show the slide as it is"));
  g_signal_connect_object (reset, "clicked", G_CALLBACK (on_reset_clicked),
                           self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (chip), reset);
  return chip;
}

/* Properties. */
static void
on_properties (GSimpleAction *action, GVariant *parameter, TsWindow *self)
{
  TsSlide *slide = ts_workspace_get_slide (self->workspace);

  if (slide == NULL)
    return;
  if (self->properties == NULL) {
    g_set_weak_pointer (&self->properties,
                        ts_slide_properties_new (GTK_WINDOW (self), slide));
  }
  gtk_window_present (GTK_WINDOW (self->properties));
}

/* The slide, and with it all that was of it. */
static void
on_slide_changed (TsWindow *self)
{
  TsSlide *slide = ts_workspace_get_slide (self->workspace);
  GAction *properties =
    g_action_map_lookup_action (G_ACTION_MAP (self), "slide-properties");
  GAction *tool = g_action_map_lookup_action (G_ACTION_MAP (self), "tool");

  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (properties),
    slide != NULL &&
      ts_workspace_may_show (self->workspace, TS_MATERIAL_FILE_NAME));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (tool), slide != NULL);
  if (slide == self->tools_slide)
    return;
  self->tools_slide = slide;
  if (self->properties != NULL)
    gtk_window_destroy (GTK_WINDOW (self->properties));
  ts_draw_tool_set_mode (self->draw_tool, TS_DRAW_NOTHING);
  ts_shape_list_clear (self->shapes);
  ts_shape_layer_set_info (TS_SHAPE_LAYER (self->shape_layer),
                           slide != NULL ? ts_slide_get_info (slide) : NULL);
  ts_tool_bar_set_slide (self->tool_bar, slide);
}

static void
add_actions (TsWindow *self)
{
  g_autoptr (GSimpleAction) tool = g_simple_action_new_stateful (
    "tool", G_VARIANT_TYPE_STRING, g_variant_new_string (tool_names[0]));
  g_autoptr (GSimpleAction) restore =
    g_simple_action_new ("restore-measurement", NULL);
  g_autoptr (GSimpleAction) properties =
    g_simple_action_new ("slide-properties", NULL);

  g_signal_connect_object (tool, "activate", G_CALLBACK (on_tool_activated),
                           self, 0);
  g_signal_connect_object (restore, "activate", G_CALLBACK (on_restore), self,
                           0);
  g_signal_connect_object (properties, "activate", G_CALLBACK (on_properties),
                           self, 0);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (tool));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (restore));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (properties));
}

static void
connect (TsWindow *self,
         gpointer object,
         const char *signal,
         GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

void
ts_window_init_tools (TsWindow *self)
{
  TsDisplayPopover *display = ts_tool_bar_get_display (self->tool_bar);
  TsMeasureList *list = ts_tool_bar_get_list (self->tool_bar);

  self->shapes = ts_shape_list_new ();
  self->draw_tool = ts_draw_tool_new (self->view, self->shapes);
  self->shape_layer =
    ts_shape_layer_new (self->view, self->shapes, self->draw_tool);
  self->display_chip = new_display_chip (self);
  ts_canvas_page_add_layer (self->canvas, self->shape_layer);
  ts_canvas_page_add_chip (self->canvas, self->display_chip);
  ts_tool_bar_set_shapes (self->tool_bar, self->shapes);
  add_actions (self);
  connect (self, self->draw_tool, "changed", G_CALLBACK (on_tool_changed));
  connect (self, self->draw_tool, "removal-asked",
           G_CALLBACK (on_removal_asked));
  connect (self, list, "removal-asked", G_CALLBACK (on_removal_asked));
  connect (self, list, "shown-asked", G_CALLBACK (on_shown_asked));
  connect (self, display, "display-changed", G_CALLBACK (on_display_changed));
  connect (self, self->workspace, "slide-changed",
           G_CALLBACK (on_slide_changed));
  ts_display_popover_set_settings (display, self->settings);
  on_slide_changed (self);
}

void
ts_window_dispose_tools (TsWindow *self)
{
  g_clear_weak_pointer (&self->properties);
  g_clear_object (&self->draw_tool);
  g_clear_object (&self->shapes);
}
