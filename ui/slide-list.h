/* The pane beside the canvas: the slides of a folder, with pictures. Enter or a click opens
 * one.
 *
 * Signals
 *   slide-activated (const char *path)   to be opened here
 *   window-wanted (const char *path)     to be opened in a window of its own
 *
 * Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/slide-folder.h"
#include "ui/slide-looker.h"

G_BEGIN_DECLS

#define TS_TYPE_SLIDE_LIST (ts_slide_list_get_type ())
G_DECLARE_FINAL_TYPE (TsSlideList, ts_slide_list, TS, SLIDE_LIST, GtkWidget)

/* Once. References are taken. */
void ts_slide_list_set_folder (TsSlideList *self,
                               TsSlideFolder *folder,
                               TsSlideLooker *looker);
void ts_slide_list_set_names_shown (TsSlideList *self, gboolean is_named);
/* Lights the row of the slide on the canvas; NULL for none. */
void ts_slide_list_set_open (TsSlideList *self, const char *path);
/* Puts the cursor on the row of that path and brings it into sight. It is another than the lit
 * one while a slide is being opened, and after it could not be. */
void ts_slide_list_select (TsSlideList *self, const char *path);

G_END_DECLS
