/* Probabilities as bars: name, bar, number, one class a row. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/analysis/colour-map.h"
#include "core/records/model-info.h"

G_BEGIN_DECLS

#define TS_TYPE_CLASS_BARS (ts_class_bars_get_type ())
G_DECLARE_FINAL_TYPE (TsClassBars, ts_class_bars, TS, CLASS_BARS, GtkWidget)

GtkWidget *ts_class_bars_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* probs [model->n_classes], or NULL: the bars are empty and the numbers dashes, so that the
 * panel does not jump. model NULL: nothing. is_best_marked: the largest stands out. */
void ts_class_bars_set (TsClassBars *self,
                        const TsModelInfo *model,
                        TsPalette palette,
                        const float *probs,
                        gboolean is_best_marked);

G_END_DECLS
