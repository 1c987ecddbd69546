/* A row of the slide list: picture, name, state. Shows one entry after the other as the list
 * is scrolled. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/slide-entry.h"

G_BEGIN_DECLS

#define TS_TYPE_SLIDE_ROW (ts_slide_row_get_type ())
G_DECLARE_FINAL_TYPE (TsSlideRow, ts_slide_row, TS, SLIDE_ROW, GtkWidget)

GtkWidget *ts_slide_row_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* entry: NULL for none. position: in the list. */
void ts_slide_row_show (TsSlideRow *self,
                        TsSlideEntry *entry,
                        guint position,
                        gboolean is_named);
TsSlideEntry *ts_slide_row_get_entry (TsSlideRow *self); /* borrowed */

G_END_DECLS
