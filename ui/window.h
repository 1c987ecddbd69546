/* The main window: one slide, its canvas and its inspector. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/slide-view.h"
#include "ui/workspace.h"

G_BEGIN_DECLS

#define TS_TYPE_WINDOW (ts_window_get_type ())
G_DECLARE_FINAL_TYPE (TsWindow, ts_window, TS, WINDOW, AdwApplicationWindow)

typedef struct {
  AdwApplication *application;
  TsWorkspace *workspace; /* a reference is taken */
  GSettings *settings;    /* a reference is taken */
} TsWindowParams;

GtkWidget *
ts_window_new (const TsWindowParams *params) G_GNUC_WARN_UNUSED_RESULT;

/* The canvas; borrowed. */
TsSlideView *ts_window_get_view (TsWindow *self);
/* Instead of the canvas, when there is nothing to work with. */
void ts_window_show_fault (TsWindow *self,
                           const char *title,
                           const char *description);
void ts_window_toast (TsWindow *self, const char *text);
/* With a button Undo, which calls undo once and takes the toast away. free_data on user_data
 * when the toast has gone, however it went. Borrowed: for adw_toast_dismiss while it is
 * referenced. */
typedef void (*TsUndo) (TsWindow *window, gpointer user_data);
AdwToast *ts_window_toast_undo (TsWindow *self,
                                const char *text,
                                TsUndo undo,
                                gpointer user_data,
                                GDestroyNotify free_data);
/* TRUE when everything the view needs is drawn sharp and the run has nothing left to do. */
gboolean ts_window_is_settled (TsWindow *self);
/* Writes what the canvas shows; on_done on the main thread, error NULL when it is written. */
typedef void (*TsSnapshotDone) (const char *path,
                                const GError *error,
                                gpointer user_data);
void ts_window_write_snapshot (TsWindow *self,
                               const char *path,
                               TsSnapshotDone on_done,
                               gpointer user_data);

G_END_DECLS
