/* The regions of the case at hand: drawn on the canvas with a tool of their own, each with an
 * answer, in the store when they are drawn, moved or removed; they can be changed until the
 * case is locked. Main thread.
 *
 * Signal
 *   changed ()   a region came or went
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/draw-tool.h"
#include "ui/workspace-reading.h"

G_BEGIN_DECLS

#define TS_TYPE_CASE_REGIONS (ts_case_regions_get_type ())
G_DECLARE_FINAL_TYPE (TsCaseRegions,
                      ts_case_regions,
                      TS,
                      CASE_REGIONS,
                      GtkWidget)

/* The view outlives it. */
GtkWidget *ts_case_regions_new (TsWorkspace *workspace,
                                TsSlideView *view) G_GNUC_WARN_UNUSED_RESULT;
/* What shows them over the canvas; borrowed. */
GtkWidget *ts_case_regions_get_layer (TsCaseRegions *self);
TsDrawTool *ts_case_regions_get_tool (TsCaseRegions *self);
guint ts_case_regions_get_n (TsCaseRegions *self);
/* Stores what was moved last at once. FALSE when the store refuses, which is said. */
gboolean ts_case_regions_flush (TsCaseRegions *self);

G_END_DECLS
