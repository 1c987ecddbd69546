/* The workspace's bookmarks: places on the open slide that the reader wants to find again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "core/store/store-bookmarks.h"
#include "ui/workspace-private.h"

/* The reader's own, and those made before he said his name. */
void
ts_workspace_load_bookmarks (TsWorkspace *self)
{
  gint64 slide_id = ts_workspace_get_slide_id (self);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->bookmarks, g_ptr_array_unref);
  if (slide_id != 0)
    self->bookmarks =
      ts_store_list_bookmarks (self->store, slide_id, 0, &error);
  if (error != NULL)
    ts_workspace_tell (self, _ ("Cannot read the bookmarks: %s"),
                       error->message);
  if (self->bookmarks == NULL)
    self->bookmarks = g_ptr_array_new ();
  for (guint i = self->bookmarks->len; i > 0; i--) {
    const TsBookmark *bookmark = self->bookmarks->pdata[i - 1];
    if (bookmark->reader_id != 0 && bookmark->reader_id != self->reader_id)
      g_ptr_array_remove_index (self->bookmarks, i - 1);
  }
  ts_workspace_emit (self, "bookmarks-changed");
}

const GPtrArray *
ts_workspace_get_bookmarks (TsWorkspace *self)
{
  return self->bookmarks;
}

gint64
ts_workspace_get_bookmark_slide (TsWorkspace *self)
{
  return ts_workspace_get_slide_id (self);
}

const TsBookmark *
ts_workspace_find_bookmark (TsWorkspace *self, gint64 bookmark_id)
{
  for (guint i = 0; i < self->bookmarks->len; i++) {
    const TsBookmark *bookmark = self->bookmarks->pdata[i];
    if (bookmark->bookmark_id == bookmark_id)
      return bookmark;
  }
  return NULL;
}

gint64
ts_workspace_add_bookmark (TsWorkspace *self, const TsBookmark *place)
{
  gint64 slide_id = ts_workspace_get_slide_id (self);
  TsBookmark bookmark = *place;
  g_autoptr (GError) error = NULL;

  if (slide_id == 0)
    return 0;
  bookmark.bookmark_id = 0;
  bookmark.slide_id = slide_id;
  bookmark.reader_id = self->reader_id;
  if (!ts_store_add_bookmark (self->store, &bookmark, &error)) {
    ts_workspace_tell (self, _ ("The bookmark is not stored: %s"),
                       error->message);
    return 0;
  }
  ts_workspace_load_bookmarks (self);
  return bookmark.bookmark_id;
}

gboolean
ts_workspace_remove_bookmark (TsWorkspace *self, gint64 bookmark_id)
{
  g_autoptr (GError) error = NULL;

  if (!ts_store_remove_bookmark (self->store, bookmark_id, &error)) {
    ts_workspace_tell (self, _ ("The bookmark is not removed: %s"),
                       error->message);
    return FALSE;
  }
  ts_workspace_load_bookmarks (self);
  return TRUE;
}

gint64
ts_workspace_note_bookmark (TsWorkspace *self,
                            gint64 bookmark_id,
                            const char *note)
{
  const TsBookmark *old = ts_workspace_find_bookmark (self, bookmark_id);
  if (old == NULL)
    return 0;
  g_autofree char *text = *note != '\0' ? g_strdup (note) : NULL;
  if (g_strcmp0 (old->note, text) == 0)
    return bookmark_id;
  TsBookmark changed = *old;
  changed.note = text;
  gint64 new_id = ts_workspace_add_bookmark (self, &changed);

  if (new_id != 0)
    ts_workspace_remove_bookmark (self, bookmark_id);
  return new_id;
}
