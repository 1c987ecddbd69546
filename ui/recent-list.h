/* The slides opened last as rows, for the welcome page and the Open button. Invisible while
 * there are none.
 *
 * Signals
 *   slide-activated (const char *path)
 *
 * Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TS_TYPE_RECENT_LIST (ts_recent_list_get_type ())
G_DECLARE_FINAL_TYPE (TsRecentList, ts_recent_list, TS, RECENT_LIST, GtkWidget)

/* Once; a reference is taken. The list follows the settings. */
void ts_recent_list_set_settings (TsRecentList *self, GSettings *settings);

G_END_DECLS
