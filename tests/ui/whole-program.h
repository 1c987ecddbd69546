/* The whole application in a test's own process: opened on the demonstration with its
 * networks, with a store and settings of its own, and nothing animated. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/gui/application-private.h"
#include "ui/window-private.h"

typedef struct {
  TsApplication *application;
  TsWindow *window;
  TsWorkspace *workspace;
} TsWholeProgram;

/* Starts the application, calls the script within its main loop once the window is there,
 * and ends. */
typedef void (*TsProgramScript) (TsWholeProgram *self);
void ts_whole_program_run (TsProgramScript script);

/* Lets the main loop turn. */
void ts_whole_program_turn (double seconds);
/* Until view and run have nothing left to do and a few frames were drawn. */
void ts_whole_program_settle (TsWholeProgram *self);

/* The first widget below that passes, depth first, or NULL. */
typedef gboolean (*TsWidgetTest) (GtkWidget *widget, gconstpointer data);
GtkWidget *
ts_whole_program_find (GtkWidget *below, TsWidgetTest test, gconstpointer data);
/* Menu buttons by their icon. */
GtkWidget *ts_whole_program_find_menu (TsWholeProgram *self, const char *icon);
/* The newest window of the application. */
GtkWindow *ts_whole_program_get_front (TsWholeProgram *self);
