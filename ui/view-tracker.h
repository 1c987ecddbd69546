/* Watches what the canvas shows and keeps which parts of the slide have been seen
 * (core/tiles/visited.h). Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/tiles/visited.h"
#include "ui/slide-view.h"

G_BEGIN_DECLS

typedef struct TsViewTracker TsViewTracker;

/* The view outlives the tracker. changed is called when a part became seen. */
TsViewTracker *
ts_view_tracker_new (TsSlideView *view,
                     void (*changed) (gpointer user_data),
                     gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void ts_view_tracker_free (TsViewTracker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsViewTracker, ts_view_tracker_free)

/* Begins anew; NULL: no slide. */
void ts_view_tracker_set_slide (TsViewTracker *self, const TsSlide *slide);
/* Borrowed; NULL while there is no slide. */
const TsVisited *ts_view_tracker_get_visited (TsViewTracker *self);

G_END_DECLS
