/* How a view moves, and what it is about to show: so that tiles can be read before they are
 * seen. Pure; the caller brings the time. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/tiles/viewport.h"

G_BEGIN_DECLS

/* All zero: nothing is known yet. */
typedef struct {
  gboolean is_known;
  TsViewport last;
  gint64 at_us;
  double x_l0_s, y_l0_s; /* of the view's centre, level-0 pixels a second */
  double doublings_s;    /* of the scale, a second */
} TsViewForesight;

/* The view shows this now (now_us never goes back). To be called when the view has moved, once a
 * frame. A jump, farther than the view is wide or over more than three times the scale, is no
 * motion: nothing is foreseen after it. */
void ts_view_foresight_note (TsViewForesight *self,
                             const TsViewport *viewport,
                             gint64 now_us);

/* Where the view will be if it goes on as it does: at most one view's side and one doubling
 * away. FALSE when it is at rest. */
gboolean ts_view_foresight_look (const TsViewForesight *self,
                                 double seconds,
                                 TsViewport *out_viewport);

G_END_DECLS
