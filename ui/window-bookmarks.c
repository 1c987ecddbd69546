/* The main window: bookmarks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "ui/window-private.h"

void
ts_window_add_bookmark (TsWindow *self)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (self->view);
  TsBookmark place = { .center_l0 = viewport->center_l0,
                       .scale = viewport->scale,
                       .angle_deg = viewport->angle * 180 / G_PI };
  gint64 bookmark_id = ts_workspace_add_bookmark (self->workspace, &place);

  if (bookmark_id == 0)
    return;
  /* In full screen there is no button to point at. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self->bookmarks_button)))
    ts_bookmarks_popover_ask_note (self->bookmarks, bookmark_id);
  else
    ts_window_toast (self, _ ("Bookmark added"));
}

static void
on_activated (TsWindow *self, gint64 bookmark_id)
{
  const TsBookmark *bookmark =
    ts_workspace_find_bookmark (self->workspace, bookmark_id);

  if (bookmark != NULL)
    ts_slide_view_jump_to (self->view, bookmark->center_l0, bookmark->scale,
                           bookmark->angle_deg * G_PI / 180);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/* What undoing needs, kept by the toast. */
typedef struct {
  TsWindow *window; /* weak */
  TsBookmark bookmark;
} Removed;

static void
free_removed (gpointer data, GClosure *closure)
{
  Removed *removed = data;

  g_clear_weak_pointer (&removed->window);
  g_free (removed->bookmark.note);
  g_free (removed);
}

static void
on_undo (AdwToast *toast, Removed *removed)
{
  TsWindow *self = removed->window;

  /* On another slide the place means nothing. */
  if (self != NULL && !self->is_closing &&
      ts_workspace_get_bookmark_slide (self->workspace) ==
        removed->bookmark.slide_id)
    ts_workspace_add_bookmark (self->workspace, &removed->bookmark);
}

static void
on_remove_wanted (TsWindow *self, gint64 bookmark_id)
{
  const TsBookmark *bookmark =
    ts_workspace_find_bookmark (self->workspace, bookmark_id);
  AdwToast *toast;
  Removed *removed;

  if (bookmark == NULL)
    return;
  removed = g_new0 (Removed, 1);
  removed->bookmark = *bookmark;
  removed->bookmark.note = g_strdup (bookmark->note);
  g_set_weak_pointer (&removed->window, self);
  if (!ts_workspace_remove_bookmark (self->workspace, bookmark_id)) {
    free_removed (removed, NULL);
    return;
  }
  toast = adw_toast_new (_ ("Bookmark removed"));
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo), removed,
                         free_removed, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
ts_window_init_bookmarks (TsWindow *self)
{
  ts_bookmarks_popover_set_workspace (self->bookmarks, self->workspace);
  g_signal_connect_object (self->bookmarks, "add-wanted",
                           G_CALLBACK (ts_window_add_bookmark), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bookmarks, "bookmark-activated",
                           G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bookmarks, "remove-wanted",
                           G_CALLBACK (on_remove_wanted), self,
                           G_CONNECT_SWAPPED);
}
