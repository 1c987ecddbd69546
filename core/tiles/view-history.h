/* The views a reader rested at, to go back to and forward again, as a browser does with
 * pages. Pure. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/tiles/viewport.h"

G_BEGIN_DECLS

#define TS_VIEW_HISTORY_MAX 100

typedef struct TsViewHistory TsViewHistory;

TsViewHistory *ts_view_history_new (void) G_GNUC_WARN_UNUSED_RESULT;
void ts_view_history_free (TsViewHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsViewHistory, ts_view_history_free)

void ts_view_history_clear (TsViewHistory *self);
guint ts_view_history_get_length (const TsViewHistory *self);

/* The reader rested at the view, or is about to leave it by a jump. Nothing happens when it
 * looks the same as the one recorded last; else what was forward of that is forgotten. The
 * oldest give way above TS_VIEW_HISTORY_MAX. */
void ts_view_history_visit (TsViewHistory *self, const TsViewport *view);

gboolean ts_view_history_can_go (const TsViewHistory *self,
                                 const TsViewport *now,
                                 int direction);
/* direction -1 is back, 1 forward. FALSE when there is no further one. now, where it differs
 * from the recorded view, is recorded before going back, so that forward returns to it. */
gboolean ts_view_history_go (TsViewHistory *self,
                             const TsViewport *now,
                             int direction,
                             TsViewport *out);

G_END_DECLS
