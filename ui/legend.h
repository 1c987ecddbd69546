/* The legend of the layer shown: a ramp of shades per class, with what its ends mean. Main
 * thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/analysis/heat-map.h"

G_BEGIN_DECLS

#define TS_TYPE_LEGEND (ts_legend_get_type ())
G_DECLARE_FINAL_TYPE (TsLegend, ts_legend, TS, LEGEND, GtkWidget)

GtkWidget *ts_legend_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* NULL hides it. */
void ts_legend_set_style (TsLegend *self, const TsHeatMapStyle *style);

G_END_DECLS
