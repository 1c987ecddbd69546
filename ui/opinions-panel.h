/* The inspector's Opinions: this session's, the newest first.
 * Signal: opinion-activated (gint64 opinion_id). Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/workspace.h"

G_BEGIN_DECLS

#define TS_TYPE_OPINIONS_PANEL (ts_opinions_panel_get_type ())
G_DECLARE_FINAL_TYPE (TsOpinionsPanel,
                      ts_opinions_panel,
                      TS,
                      OPINIONS_PANEL,
                      GtkWidget)

/* Takes a reference, once. */
void ts_opinions_panel_set_workspace (TsOpinionsPanel *self,
                                      TsWorkspace *workspace);

G_END_DECLS
