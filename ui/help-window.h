/* A window of short chapters on how Tessera is used. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TS_TYPE_HELP_WINDOW (ts_help_window_get_type ())
G_DECLARE_FINAL_TYPE (TsHelpWindow, ts_help_window, TS, HELP_WINDOW, AdwWindow)

/* Beside the parent, which shows the keys when asked, and closed with it. */
GtkWidget *ts_help_window_new (GtkWindow *parent) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
