/* The main window: life cycle.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window.h"

#include <glib/gi18n.h>

#include "ui/window-private.h"

G_DEFINE_FINAL_TYPE (TsWindow, ts_window, ADW_TYPE_APPLICATION_WINDOW)

#define TOAST_S 5

static AdwToast *
new_toast (const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_timeout (toast, TOAST_S);
  return toast;
}

void
ts_window_toast (TsWindow *self, const char *text)
{
  adw_toast_overlay_add_toast (self->toasts, new_toast (text));
}

/* What the button of a toast takes back. */
typedef struct {
  TsWindow *window; /* the toasts are its own */
  TsUndo undo;
  gpointer user_data;
  GDestroyNotify free_data;
} Undoing;

static void
undoing_free (gpointer data, GClosure *closure)
{
  Undoing *undoing = data;

  if (undoing->free_data != NULL)
    undoing->free_data (undoing->user_data);
  g_free (undoing);
}

static void
on_undo_clicked (AdwToast *toast, Undoing *undoing)
{
  undoing->undo (undoing->window, undoing->user_data);
}

AdwToast *
ts_window_toast_undo (TsWindow *self,
                      const char *text,
                      TsUndo undo,
                      gpointer user_data,
                      GDestroyNotify free_data)
{
  AdwToast *toast = new_toast (text);
  Undoing *undoing = g_new (Undoing, 1);

  *undoing = (Undoing){ self, undo, user_data, free_data };
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo_clicked),
                         undoing, undoing_free, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
  return toast;
}

void
ts_window_show_fault (TsWindow *self,
                      const char *title,
                      const char *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->fault_page, title);
  adw_status_page_set_description (self->fault_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "fault");
}

TsSlideView *
ts_window_get_view (TsWindow *self)
{
  return self->view;
}

gboolean
ts_window_is_settled (TsWindow *self)
{
  TsRunStatus status = ts_workspace_get_run_status (self->workspace);
  g_autofree char *failure = status.failure;

  return !ts_workspace_is_opening (self->workspace) &&
         !ts_workspace_is_loading_model (self->workspace) &&
         ts_slide_view_is_settled (self->view) &&
         status.state != TS_RUN_WORKING;
}

/* Settings that belong to the window. */
static void
restore_size (TsWindow *self)
{
  gtk_window_set_default_size (
    GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
    g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
keep_size (TsWindow *self)
{
  gboolean is_maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int width = 0, height = 0;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, "window-maximized", is_maximized);
  if (is_maximized || gtk_window_is_fullscreen (GTK_WINDOW (self)))
    return;
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
}

static gboolean
ts_window_close_request (GtkWindow *window)
{
  TsWindow *self = TS_WINDOW (window);

  self->is_closing = TRUE;
  ts_reading_panel_flush (self->reading_panel);
  keep_size (self);
  ts_slide_looker_shut (self->looker);
  ts_canvas_page_set_slide (self->canvas, NULL);
  ts_workspace_shut (self->workspace);
  return GTK_WINDOW_CLASS (ts_window_parent_class)->close_request (window);
}

static void
on_fullscreen_changed (TsWindow *self)
{
  gboolean is_full = gtk_window_is_fullscreen (GTK_WINDOW (self));

  gtk_widget_set_visible (self->header, !is_full);
  ts_window_update_inspector (self);
  ts_canvas_page_set_immersive (self->canvas, is_full);
}

static void
ts_window_dispose (GObject *object)
{
  TsWindow *self = TS_WINDOW (object);

  if (self->files != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->files));
  g_clear_object (&self->files);
  if (self->tile_chooser != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->tile_chooser));
  self->tile_chooser = NULL;
  g_clear_weak_pointer (&self->opinion_toast);
  g_clear_handle_id (&self->opening_source, g_source_remove);
  g_clear_handle_id (&self->restore_source, g_source_remove);
  ts_window_drop_actions (self);
  ts_window_drop_slides (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), TS_TYPE_WINDOW);
  ts_window_dispose_tools (self);
  ts_window_dispose_words (self);
  g_clear_weak_pointer (&self->help);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ts_window_parent_class)->dispose (object);
}

static void
bind_slide_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TsWindow, slides_flap);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, slide_list);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, recent_list);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, welcome_recent);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, open_popover);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, file_notice);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, read_notice);
  gtk_widget_class_bind_template_child (widget_class, TsWindow,
                                        bookmarks_button);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, bookmarks);
}

static void
ts_window_class_init (TsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TS_TYPE_BOOKMARKS_POPOVER);
  g_type_ensure (TS_TYPE_CANVAS_PAGE);
  g_type_ensure (TS_TYPE_INSPECTOR);
  g_type_ensure (TS_TYPE_READING_PANEL);
  g_type_ensure (TS_TYPE_STUDY_PAGE);
  g_type_ensure (TS_TYPE_NOTICE_BAR);
  g_type_ensure (TS_TYPE_RECENT_LIST);
  g_type_ensure (TS_TYPE_SLIDE_LIST);
  g_type_ensure (TS_TYPE_TOOL_BAR);
  G_OBJECT_CLASS (klass)->dispose = ts_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ts_window_close_request;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/tessera_path/Tessera/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, TsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, header);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, fault_page);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, canvas);
  gtk_widget_class_bind_template_child (widget_class, TsWindow,
                                        inspector_button);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, inspector);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, study_page);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, reading_panel);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, reading_side);
  bind_slide_children (widget_class);
  gtk_widget_class_bind_template_child (widget_class, TsWindow, tool_bar);
  ts_window_install_actions (widget_class);
}

static void
ts_window_init (TsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->view = ts_canvas_page_get_view (self->canvas);
  g_signal_connect (self, "notify::fullscreened",
                    G_CALLBACK (on_fullscreen_changed), NULL);
}

GtkWidget *
ts_window_new (const TsWindowParams *params)
{
  TsWindow *self =
    g_object_new (TS_TYPE_WINDOW, "application", params->application, NULL);

  self->workspace = g_object_ref (params->workspace);
  self->settings = g_object_ref (params->settings);
  restore_size (self);
  ts_inspector_set_workspace (self->inspector, self->workspace);
  ts_window_init_slides (self);
  ts_window_init_show (self);
  ts_window_init_keys (self);
  ts_window_init_drop (self);
  ts_window_init_opinions (self);
  ts_window_init_trouble (self);
  ts_window_init_bookmarks (self);
  ts_window_init_tools (self);
  ts_window_init_reading (self);
  ts_window_init_words (self);
  ts_canvas_page_bind_settings (self->canvas, self->settings);
  g_settings_bind (self->settings, "inspector-visible", self->flap,
                   "reveal-flap", G_SETTINGS_BIND_DEFAULT);
  ts_window_update_actions (self);
  return GTK_WIDGET (self);
}
