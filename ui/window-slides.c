/* The main window: the list of slides, the next and the previous one, views that are kept, the
 * slides opened last.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "ui/recent-slides.h"
#include "ui/window-private.h"

/* How far a slide is read changes with each tile; the list need not. */
#define PROGRESS_INTERVAL_MS 2000

typedef struct {
  TsPoint center_l0;
  double scale, angle;
} KeptView;

/* Views, by what the slide is and not by what it is called. */
void
ts_window_keep_view (TsWindow *self)
{
  TsSlide *slide = ts_canvas_page_get_slide (self->canvas);
  const TsViewport *viewport = ts_slide_view_get_viewport (self->view);
  if (slide == NULL)
    return;
  const char *identity = ts_slide_get_info (slide)->identity;

  if (identity == NULL || ts_slide_view_is_fitted (self->view)) {
    if (identity != NULL)
      g_hash_table_remove (self->kept_views, identity);
    return;
  }
  KeptView *view = g_new (KeptView, 1);
  *view = (KeptView){ viewport->center_l0, viewport->scale, viewport->angle };
  g_hash_table_replace (self->kept_views, g_strdup (identity), view);
}

void
ts_window_restore_view (TsWindow *self)
{
  TsSlide *slide = ts_canvas_page_get_slide (self->canvas);
  const char *identity =
    slide != NULL ? ts_slide_get_info (slide)->identity : NULL;
  const KeptView *view =
    identity != NULL ? g_hash_table_lookup (self->kept_views, identity) : NULL;

  if (view == NULL)
    return;
  ts_slide_view_set_angle (self->view, view->angle);
  ts_slide_view_set_viewport (self->view, view->center_l0, view->scale);
}

/* Opening. */
static void
show_folder_of (TsWindow *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  guint position = 0;

  if (!ts_slide_folder_find (self->folder, path, &position))
    ts_slide_folder_show (self->folder, folder);
}

static void
reveal_list (TsWindow *self)
{
  g_settings_set_boolean (self->settings, "slide-list-visible", TRUE);
}

void
ts_window_open_folder (TsWindow *self, const char *path)
{
  self->is_first_wanted = TRUE;
  reveal_list (self);
  if (g_strcmp0 (ts_slide_folder_get_folder (self->folder), path) == 0)
    ts_window_open_first (self);
  else
    ts_slide_folder_show (self->folder, path);
}

void
ts_window_open_first (TsWindow *self)
{
  if (!self->is_first_wanted || ts_slide_folder_is_loading (self->folder))
    return;
  g_autoptr (TsSlideEntry) first = ts_slide_folder_get (self->folder, 0);

  self->is_first_wanted = FALSE;
  if (first != NULL)
    ts_workspace_open (self->workspace, ts_slide_entry_get_path (first));
  else
    ts_window_toast (self, _ ("There is no slide in this folder"));
}

void
ts_window_open_paths (TsWindow *self, const char *const *paths, guint n_paths)
{
  if (n_paths == 0)
    return;
  if (n_paths == 1 && g_file_test (paths[0], G_FILE_TEST_IS_DIR)) {
    ts_window_open_folder (self, paths[0]);
    return;
  }
  self->is_first_wanted = FALSE;
  if (n_paths > 1) {
    ts_slide_folder_show_files (self->folder, paths, n_paths);
    reveal_list (self);
  }
  ts_workspace_open (self->workspace, paths[0]);
}

static void
on_slide_activated (TsWindow *self, const char *path)
{
  gboolean is_there =
    g_strcmp0 (path, ts_workspace_get_asked_path (self->workspace)) == 0 &&
    ts_workspace_get_open_error (self->workspace) == NULL;

  self->is_first_wanted = FALSE;
  if (is_there)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  else
    ts_workspace_open (self->workspace, path);
}

static void
on_recent_activated (TsWindow *self, const char *path)
{
  g_autofree char *kept = g_strdup (path);

  gtk_popover_popdown (self->open_popover);
  on_slide_activated (self, kept);
}

static void
on_window_wanted (TsWindow *self, const char *path)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.open-window", "^ay",
                              path);
}

void
ts_window_open_in_new_window (TsWindow *self)
{
  const char *path = ts_workspace_get_asked_path (self->workspace);

  if (path != NULL)
    on_window_wanted (self, path);
}

/* Next and previous. */
static TsSlideEntry *
find_neighbour (TsWindow *self, int direction)
{
  const char *path = ts_workspace_get_asked_path (self->workspace);
  guint position = 0;

  if (path == NULL || !ts_slide_folder_find (self->folder, path, &position))
    return direction > 0 ? ts_slide_folder_get (self->folder, 0) : NULL;
  if (direction < 0 && position == 0)
    return NULL;
  return ts_slide_folder_get (self->folder,
                              direction > 0 ? position + 1 : position - 1);
}

void
ts_window_step_slide (TsWindow *self, int direction)
{
  g_autoptr (TsSlideEntry) entry = find_neighbour (self, direction);

  if (entry != NULL)
    ts_workspace_open (self->workspace, ts_slide_entry_get_path (entry));
}

static void
update_steps (TsWindow *self)
{
  g_autoptr (TsSlideEntry) next = find_neighbour (self, 1);
  g_autoptr (TsSlideEntry) previous = find_neighbour (self, -1);
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_reading = ts_workspace_is_reading (self->workspace);

  gtk_widget_action_set_enabled (widget, "win.next-slide",
                                 !is_reading && next != NULL);
  gtk_widget_action_set_enabled (widget, "win.previous-slide",
                                 !is_reading && previous != NULL);
  gtk_widget_action_set_enabled (
    widget, "win.open-in-new-window",
    ts_workspace_get_asked_path (self->workspace) != NULL);
}

/* From the workspace and the folder. */
static void
note_recent (TsWindow *self)
{
  TsSlide *slide = ts_workspace_get_slide (self->workspace);
  const char *path = slide != NULL ? ts_slide_get_path (slide) : NULL;

  if (path == NULL || slide == self->noted_slide ||
      ts_workspace_is_reading (self->workspace) ||
      ts_workspace_is_opening (self->workspace))
    return;
  self->noted_slide = slide;
  ts_recent_slides_note (self->settings, path);
}

static void
on_slide_changed (TsWindow *self)
{
  const char *path = ts_workspace_get_asked_path (self->workspace);
  TsSlide *slide = ts_workspace_get_slide (self->workspace);

  if (ts_workspace_is_reading (self->workspace)) {
    update_steps (self);
    return;
  }
  if (path != NULL)
    show_folder_of (self, path);
  /* Lit is what the canvas shows, not what was asked for. */
  ts_slide_list_set_open (self->slide_list,
                          slide != NULL ? ts_slide_get_path (slide) : path);
  if (path != NULL)
    ts_slide_list_select (self->slide_list, path);
  note_recent (self);
  update_steps (self);
}

static void
on_loaded (TsWindow *self)
{
  ts_window_open_first (self);
  update_steps (self);
}

static void
refresh_progress (TsWindow *self)
{
  TsSlide *slide = ts_workspace_get_slide (self->workspace);
  const char *path = slide != NULL ? ts_slide_get_path (slide) : NULL;
  guint position = 0;

  if (path == NULL || !ts_slide_folder_find (self->folder, path, &position))
    return;
  g_autoptr (TsSlideEntry) entry = ts_slide_folder_get (self->folder, position);
  ts_slide_looker_set_reader (self->looker,
                              ts_workspace_get_reader_id (self->workspace));
  ts_slide_looker_ask_progress (self->looker, entry);
}

static gboolean
on_progress_due (gpointer user_data)
{
  TsWindow *self = user_data;

  self->progress_source = 0;
  refresh_progress (self);
  return G_SOURCE_REMOVE;
}

static void
on_map_changed (TsWindow *self)
{
  if (self->progress_source == 0 && !self->is_closing)
    self->progress_source =
      g_timeout_add (PROGRESS_INTERVAL_MS, on_progress_due, self);
}

static void
on_names_setting (TsWindow *self)
{
  ts_slide_list_set_names_shown (
    self->slide_list,
    g_settings_get_boolean (self->settings, "show-file-names"));
}

static void
connect (TsWindow *self,
         gpointer source,
         const char *signal,
         GCallback callback)
{
  g_signal_connect_object (source, signal, callback, self, G_CONNECT_SWAPPED);
}

void
ts_window_init_slides (TsWindow *self)
{
  self->kept_views =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->folder = ts_slide_folder_new ();
  self->looker = ts_slide_looker_new (ts_workspace_get_store (self->workspace));
  ts_slide_list_set_folder (self->slide_list, self->folder, self->looker);
  ts_recent_list_set_settings (self->recent_list, self->settings);
  ts_recent_list_set_settings (self->welcome_recent, self->settings);
  connect (self, self->recent_list, "slide-activated",
           G_CALLBACK (on_recent_activated));
  connect (self, self->welcome_recent, "slide-activated",
           G_CALLBACK (on_recent_activated));
  connect (self, self->slide_list, "slide-activated",
           G_CALLBACK (on_slide_activated));
  connect (self, self->slide_list, "window-wanted",
           G_CALLBACK (on_window_wanted));
  connect (self, self->folder, "loaded", G_CALLBACK (on_loaded));
  connect (self, self->workspace, "slide-changed",
           G_CALLBACK (on_slide_changed));
  connect (self, self->workspace, "opinions-changed",
           G_CALLBACK (refresh_progress));
  connect (self, self->workspace, "map-changed", G_CALLBACK (on_map_changed));
  connect (self, self->settings, "changed::show-file-names",
           G_CALLBACK (on_names_setting));
  g_settings_bind (self->settings, "slide-list-visible", self->slides_flap,
                   "reveal-flap", G_SETTINGS_BIND_DEFAULT);
  on_names_setting (self);
  on_slide_changed (self);
}

void
ts_window_drop_slides (TsWindow *self)
{
  g_clear_handle_id (&self->progress_source, g_source_remove);
  if (self->looker != NULL)
    ts_slide_looker_shut (self->looker);
  g_clear_object (&self->looker);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->kept_views, g_hash_table_unref);
}
