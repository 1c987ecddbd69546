/* The measurements as a list: to copy and to remove. Main thread.
 *
 * Signals
 *   removal-asked (guint)  of a shape of the list
 *   shown-asked (guint)    a row was chosen
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/records/slide-info.h"
#include "ui/shape-list.h"

G_BEGIN_DECLS

#define TS_TYPE_MEASURE_LIST (ts_measure_list_get_type ())
G_DECLARE_FINAL_TYPE (TsMeasureList,
                      ts_measure_list,
                      TS,
                      MEASURE_LIST,
                      GtkPopover)

/* A reference is taken. */
void ts_measure_list_set_shapes (TsMeasureList *self, TsShapeList *shapes);
/* Borrowed while the slide is open; NULL: none is. */
void ts_measure_list_set_info (TsMeasureList *self, const TsSlideInfo *info);
/* All of them, one a line; the caller owns it. */
char *ts_measure_list_format (TsMeasureList *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
