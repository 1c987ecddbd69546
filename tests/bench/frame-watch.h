/* Times the frames of a window. Main thread.
 *
 * Two times are kept of each frame, both of the main thread and from the frame clock's
 * signals. "Busy" is from the end of flush-events, where the frame's own work begins
 * (before-paint follows at once), to after-paint: tick callbacks, layout, snapshot, the
 * renderer and the hand-over of the picture. With a renderer in software the hand-over
 * returns when the picture is computed; with a graphics card it may return before. The
 * "interval" is from after-paint to after-paint: what the eye sees, all that the main loop
 * did in between included. The clock starts no frame sooner than one sixtieth of a second
 * after the last, so intervals below 16.7 ms are not seen.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct TsFrameWatch TsFrameWatch;

/* For a widget in a window that is shown. */
TsFrameWatch *ts_frame_watch_new (GtkWidget *widget) G_GNUC_WARN_UNUSED_RESULT;
void ts_frame_watch_free (TsFrameWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsFrameWatch, ts_frame_watch_free)

guint ts_frame_watch_get_n_frames (const TsFrameWatch *self);

typedef struct {
  guint n;
  double median_ms, p99_ms, max_ms;
  double over_60hz, over_30hz; /* share longer than 16.7 and 33.3 ms */
} TsFrameTimes;

TsFrameTimes ts_frame_watch_get_busy (const TsFrameWatch *self);
TsFrameTimes ts_frame_watch_get_intervals (const TsFrameWatch *self);

G_END_DECLS
