/* The shapes drawn on the open slide: measurements now, regions where others keep them. They
 * are nobody's opinion and are not stored here. Main thread.
 *
 * Signals
 *   changed ()   a shape came, went, moved or was selected
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/records/outline.h"

G_BEGIN_DECLS

#define TS_TYPE_SHAPE_LIST (ts_shape_list_get_type ())
G_DECLARE_FINAL_TYPE (TsShapeList, ts_shape_list, TS, SHAPE_LIST, GObject)

TsShapeList *ts_shape_list_new (void) G_GNUC_WARN_UNUSED_RESULT;

guint ts_shape_list_get_n (TsShapeList *self);
/* Borrowed until the next change, in the order they were drawn. */
const TsOutline *ts_shape_list_get (TsShapeList *self, guint index);
/* Takes the outline; the new shape is the selected one. */
void ts_shape_list_add (TsShapeList *self, TsOutline *outline);
/* Can be undone until the next one is removed, or the list cleared. */
void ts_shape_list_remove (TsShapeList *self, guint index);
/* FALSE where there is nothing to give back. */
gboolean ts_shape_list_restore (TsShapeList *self);
void ts_shape_list_clear (TsShapeList *self);
void ts_shape_list_move_point (TsShapeList *self,
                               guint index,
                               guint point_index,
                               TsPoint point_l0);

/* -1: none. */
int ts_shape_list_get_selected (TsShapeList *self);
void ts_shape_list_select (TsShapeList *self, int index);

G_END_DECLS
