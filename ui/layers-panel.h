/* The inspector's Layers: which layer lies on the tissue, and how. Action used:
 * win.palette. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/workspace.h"

G_BEGIN_DECLS

#define TS_TYPE_LAYERS_PANEL (ts_layers_panel_get_type ())
G_DECLARE_FINAL_TYPE (TsLayersPanel,
                      ts_layers_panel,
                      TS,
                      LAYERS_PANEL,
                      GtkWidget)

/* Takes a reference, once. */
void ts_layers_panel_set_workspace (TsLayersPanel *self,
                                    TsWorkspace *workspace);

G_END_DECLS
