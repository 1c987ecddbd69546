/* A line above the canvas that says what is wrong with the slide, until it is put right or put
 * away.
 *
 * Signals
 *   action (guint index)   the first (0) or second (1) button
 *   dismissed ()           put away by the reader
 *
 * Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TS_TYPE_NOTICE_BAR (ts_notice_bar_get_type ())
G_DECLARE_FINAL_TYPE (TsNoticeBar, ts_notice_bar, TS, NOTICE_BAR, GtkWidget)

/* text: NULL hides it. The buttons' labels have mnemonics; NULL: no such button. */
void ts_notice_bar_show (TsNoticeBar *self,
                         const char *text,
                         const char *first,
                         const char *second);

G_END_DECLS
