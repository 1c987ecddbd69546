/* The bookmarks of the open slide in a popover: going there, a note, taking away.
 *
 * Signals
 *   add-wanted ()                    a bookmark of the view as it is
 *   bookmark-activated (gint64 id)   to go there
 *   remove-wanted (gint64 id)
 *
 * Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/workspace.h"

G_BEGIN_DECLS

#define TS_TYPE_BOOKMARKS_POPOVER (ts_bookmarks_popover_get_type ())
G_DECLARE_FINAL_TYPE (TsBookmarksPopover,
                      ts_bookmarks_popover,
                      TS,
                      BOOKMARKS_POPOVER,
                      GtkPopover)

/* Once; a reference is taken. */
void ts_bookmarks_popover_set_workspace (TsBookmarksPopover *self,
                                         TsWorkspace *workspace);
/* Asks for the note of a bookmark that was just made; it stays without one too. */
void ts_bookmarks_popover_ask_note (TsBookmarksPopover *self,
                                    gint64 bookmark_id);
/* "10× · 12 345, 4 200 µm", or in pixels. The caller owns it. */
char *
ts_bookmark_format_place (const TsBookmark *bookmark,
                          const TsSlideInfo *slide) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
