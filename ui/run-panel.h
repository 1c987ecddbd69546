/* The inspector's Run: which model reads, how far it is, what it lacks. Actions used:
 * win.choose-model, win.choose-mutations, win.remove-mutations. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/workspace.h"

G_BEGIN_DECLS

#define TS_TYPE_RUN_PANEL (ts_run_panel_get_type ())
G_DECLARE_FINAL_TYPE (TsRunPanel, ts_run_panel, TS, RUN_PANEL, GtkWidget)

/* Takes a reference, once. */
void ts_run_panel_set_workspace (TsRunPanel *self, TsWorkspace *workspace);

G_END_DECLS
