/* The scale bar with the pointer's place on the slide under it. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TS_TYPE_SCALE_BAR (ts_scale_bar_get_type ())
G_DECLARE_FINAL_TYPE (TsScaleBar, ts_scale_bar, TS, SCALE_BAR, GtkWidget)

GtkWidget *ts_scale_bar_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* um_per_view_px: 0 when the slide's resolution is not known; the bar then counts pixels of
 * the slide. */
void ts_scale_bar_set_scale (TsScaleBar *self,
                             double um_per_view_px,
                             double l0_px_per_view_px);
double ts_scale_bar_get_length_view (TsScaleBar *self);
const char *ts_scale_bar_get_label (TsScaleBar *self);

G_END_DECLS
