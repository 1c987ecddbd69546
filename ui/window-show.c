/* The main window: the workspace's state on the canvas, and the canvas's moves to the
 * workspace.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <math.h>

#include "ui/round-length.h"
#include "ui/window-private.h"

#define OPACITY_PER_STEP   0.05
#define OPENING_IS_LONG_MS 150

/* From the canvas. */
static void
on_viewport_changed (TsWindow *self)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (self->view);
  TsSlide *slide = ts_workspace_get_slide (self->workspace);

  if (slide == NULL || viewport->width_view < 1)
    return;
  ts_workspace_set_view (
    self->workspace,
    ts_rect_intersect (ts_viewport_get_visible_l0 (viewport),
                       ts_slide_get_info (slide)->bounds_l0),
    ts_slide_view_get_power (self->view));
  ts_workspace_note_view (self->workspace, viewport->center_l0,
                          viewport->scale);
}

static void
on_tile_clicked (TsWindow *self, double x_l0, double y_l0)
{
  if (ts_workspace_may_show (self->workspace, TS_MATERIAL_PROBABILITY))
    ts_workspace_select_at (self->workspace, x_l0, y_l0);
}

static void
on_pointer_moved (TsWindow *self, double x_l0, double y_l0)
{
  g_autoptr (TsTileView) tile =
    isnan (x_l0) ? NULL
                 : ts_workspace_get_tile_at (self->workspace, x_l0, y_l0);

  ts_tile_panel_set_hovered (ts_inspector_get_tile_panel (self->inspector),
                             tile);
  ts_canvas_page_set_hovered (
    self->canvas, tile,
    ts_workspace_get_model (self->workspace, TS_ROLE_CLASSES));
}

static void
on_opacity_scrolled (TsWindow *self, double steps)
{
  double opacity = ts_workspace_get_opacity (self->workspace);

  ts_workspace_set_opacity (self->workspace,
                            opacity + steps * OPACITY_PER_STEP);
}

static void
on_overlay_held (TsWindow *self, gboolean is_hidden)
{
  ts_workspace_set_overlay_visible (self->workspace, !is_hidden);
}

/* From the workspace. */
static char *
format_mpp (const TsSlideInfo *info)
{
  if (!ts_slide_info_has_mpp (info))
    return g_strdup (_ ("resolution unknown"));
  if (info->mpp_source == TS_MPP_READER)
    return g_strdup_printf (_ ("%.3g µm/px (entered)"), info->mpp_x);
  return g_strdup_printf (_ ("%.3g µm/px"), info->mpp_x);
}

static char *
dup_case_title (TsWindow *self)
{
  TsCaseSession *session = ts_workspace_get_case_session (self->workspace);

  return g_strdup (session != NULL
                     ? ts_case_session_get_slide (session)->pseudonym
                     : _ ("Tessera"));
}

void
ts_window_update_title (TsWindow *self)
{
  TsSlide *slide = ts_workspace_get_slide (self->workspace);
  if (slide == NULL) {
    adw_window_title_set_title (self->title, _ ("Tessera"));
    adw_window_title_set_subtitle (self->title, "");
    return;
  }
  const TsSlideInfo *info = ts_slide_get_info (slide);
  const char *path = ts_slide_get_path (slide);
  gboolean is_named =
    path != NULL && g_settings_get_boolean (self->settings, "show-file-names");
  g_autofree char *name = ts_workspace_is_reading (self->workspace)
                            ? dup_case_title (self)
                          : is_named ? g_path_get_basename (path)
                                     : g_strdup (_ ("Tessera"));
  g_autofree char *width = ts_count_format (info->width_px);
  g_autofree char *height = ts_count_format (info->height_px);
  g_autofree char *power =
    info->objective_power > 0 ? ts_power_format (info->objective_power) : NULL;
  g_autofree char *mpp = format_mpp (info);
  g_autofree char *subtitle =
    g_strdup_printf ("%s × %s px · %s%s%s", width, height, mpp,
                     power != NULL ? " · " : "", power != NULL ? power : "");

  adw_window_title_set_title (self->title, name);
  adw_window_title_set_subtitle (self->title, subtitle);
}

static gboolean
on_opening_is_long (gpointer user_data)
{
  TsWindow *self = user_data;

  self->opening_source = 0;
  if (ts_workspace_get_slide (self->workspace) == NULL)
    gtk_stack_set_visible_child_name (self->stack, "opening");
  else
    adw_window_title_set_subtitle (self->title, _ ("Opening…"));
  return G_SOURCE_REMOVE;
}

void
ts_window_show_page (TsWindow *self)
{
  const char *error = ts_workspace_get_open_error (self->workspace);
  TsSlide *slide = ts_workspace_get_slide (self->workspace);

  ts_window_update_inspector (self);
  g_clear_handle_id (&self->opening_source, g_source_remove);
  if (ts_window_show_reading_page (self))
    return;
  if (ts_workspace_is_opening (self->workspace)) {
    /* Most slides are there sooner; what flashes by is only noise. */
    if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
      gtk_stack_set_visible_child_name (self->stack, "blank");
    self->opening_source =
      g_timeout_add (OPENING_IS_LONG_MS, on_opening_is_long, self);
  } else if (error != NULL && slide == NULL) {
    ts_window_show_open_error (self);
  } else if (slide != NULL) {
    gtk_stack_set_visible_child_name (self->stack, "canvas");
    if (error != NULL) {
      g_autofree char *text = ts_window_format_open_error (self);
      ts_window_toast (self, text);
    }
  } else {
    gtk_stack_set_visible_child_name (self->stack, "welcome");
  }
}

static void
on_slide_changed (TsWindow *self)
{
  TsSlide *slide = ts_workspace_get_slide (self->workspace);

  ts_window_show_page (self);
  ts_window_update_actions (self);
  ts_window_update_title (self);
  if (ts_workspace_is_opening (self->workspace) ||
      slide == ts_canvas_page_get_slide (self->canvas))
    return;
  ts_window_forget_trouble (self);
  ts_window_keep_view (self);
  self->shown_map = NULL;
  ts_canvas_page_set_slide (self->canvas, slide);
  ts_window_restore_view (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  on_viewport_changed (self);
}

static void
update_state (TsWindow *self)
{
  g_autofree char *state = ts_workspace_format_state (self->workspace);

  ts_canvas_page_set_state (self->canvas, state);
}

static void
on_style_changed (TsWindow *self)
{
  TsHeatMapStyle style;
  TsPredictionMap *map = ts_workspace_get_heat_map (self->workspace, &style);

  self->shown_map = map;
  ts_slide_view_set_heat_map (self->view, map, map != NULL ? &style : NULL);
  ts_slide_view_set_overlay_opacity (
    self->view, ts_workspace_get_opacity (self->workspace));
  update_state (self);
}

static void
on_map_changed (TsWindow *self)
{
  TsHeatMapStyle style;
  TsPredictionMap *map = ts_workspace_get_heat_map (self->workspace, &style);

  if (map != NULL && map == self->shown_map)
    ts_slide_view_refresh_heat_map (self->view, map, &style);
  update_state (self);
}

static void
on_models_changed (TsWindow *self)
{
  ts_canvas_page_set_hovered (self->canvas, NULL, NULL);
  ts_canvas_page_refresh (self->canvas);
  ts_window_update_title (self);
  ts_window_update_actions (self);
}

static void
on_selection_changed (TsWindow *self)
{
  g_autoptr (TsTileView) tile = ts_workspace_get_selection (self->workspace);

  ts_slide_view_set_selection (self->view,
                               tile != NULL ? &tile->tile_l0 : NULL);
  ts_window_update_actions (self);
}

static void
on_opinions_changed (TsWindow *self)
{
  const GPtrArray *opinions = ts_workspace_get_slide_opinions (self->workspace);
  g_autofree TsTileMark *marks = g_new (TsTileMark, MAX (opinions->len, 1));

  for (guint i = 0; i < opinions->len; i++) {
    const TsOpinion *opinion = g_ptr_array_index (opinions, i);
    marks[i] = (TsTileMark){ opinion->region_l0, opinion->verdict };
  }
  ts_slide_view_set_marks (self->view, marks, opinions->len);
  ts_window_update_actions (self);
}

static void
on_inspector_toggled (TsWindow *self)
{
  ts_workspace_set_numbers_visible (self->workspace,
                                    adw_flap_get_reveal_flap (self->flap));
}

static void
connect_workspace (TsWindow *self)
{
  const struct {
    const char *signal;
    void (*callback) (TsWindow *self);
  } table[] = {
    { "slide-changed", on_slide_changed },
    { "models-changed", on_models_changed },
    { "style-changed", on_style_changed },
    { "map-changed", on_map_changed },
    { "run-changed", update_state },
    { "selection-changed", on_selection_changed },
    { "opinions-changed", on_opinions_changed },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_signal_connect_object (self->workspace, table[i].signal,
                             G_CALLBACK (table[i].callback), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "message",
                           G_CALLBACK (ts_window_toast), self,
                           G_CONNECT_SWAPPED);
}

void
ts_window_init_show (TsWindow *self)
{
  const struct {
    const char *signal;
    GCallback callback;
  } table[] = {
    { "viewport-changed", G_CALLBACK (on_viewport_changed) },
    { "tile-clicked", G_CALLBACK (on_tile_clicked) },
    { "pointer-moved", G_CALLBACK (on_pointer_moved) },
    { "opacity-scrolled", G_CALLBACK (on_opacity_scrolled) },
    { "overlay-held", G_CALLBACK (on_overlay_held) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_signal_connect_object (self->view, table[i].signal, table[i].callback,
                             self, G_CONNECT_SWAPPED);
  connect_workspace (self);
  g_signal_connect_object (self->flap, "notify::reveal-flap",
                           G_CALLBACK (on_inspector_toggled), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::show-file-names",
                           G_CALLBACK (ts_window_update_title), self,
                           G_CONNECT_SWAPPED);
  on_slide_changed (self);
}
