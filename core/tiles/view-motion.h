/* How a view moves by itself: an eased flight to another view, the glide after a flick, and
 * the steady motion while a key is held. Pure arithmetic on times the caller gives (of a
 * frame, in microseconds of a steady clock), so that where a motion has come to does not
 * depend on how many frames were drawn on the way. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/tiles/viewport.h"

G_BEGIN_DECLS

/* What a short press of a key does at least. */
#define TS_TAP_PAN_VIEW 64.0
#define TS_TAP_ZOOM     1.25

typedef struct {
  double min_scale, max_scale;
  TsRect bounds_l0; /* the centre stays in them */
} TsViewLimits;

typedef enum {
  TS_HELD_RIGHT, /* pans; negative is left */
  TS_HELD_DOWN,  /* pans; negative is up */
  TS_HELD_ZOOM,  /* about the centre; positive magnifies */
  TS_N_HELD
} TsHeldAxis;

/* Private: a held key, or what its short press still owes. */
typedef struct {
  int direction; /* -1, 0, 1 */
  gint64 began_us;
  double moved; /* since the press */
  double owed;  /* after the release, and how much of it is done */
  double paid;
  gint64 released_us;
} TsHeldKey;

typedef struct {
  gboolean is_flying;
  TsViewport from, to;
  gint64 flight_began_us;
  gint64 flight_us;

  gboolean is_gliding;
  TsPoint velocity_view; /* at its beginning, view pixels a second */
  TsPoint glided_view;
  gint64 glide_began_us;

  TsHeldKey held[TS_N_HELD];
} TsViewMotion; /* all zeros: at rest */

/* Ends whatever is going on, where it is. */
void ts_view_motion_stop (TsViewMotion *self);
gboolean ts_view_motion_is_moving (const TsViewMotion *self);
gboolean ts_view_motion_is_gliding (const TsViewMotion *self);
/* Where the flight ends, or now where there is none. */
TsViewport ts_view_motion_get_target (const TsViewMotion *self,
                                      const TsViewport *now);

/* Flies from one view to another in flight_us, slowing down towards the end. Where only the
 * scale differs by a zoom about a point, that point does not move on the way. Takes over
 * from any other motion. */
void ts_view_motion_fly (TsViewMotion *self,
                         const TsViewport *from,
                         const TsViewport *to,
                         gint64 flight_us,
                         gint64 now_us);
/* Goes on with the velocity of a flick, in view pixels a second as ts_viewport_pan counts,
 * and slows down. Takes over from any other motion. */
void
ts_view_motion_glide (TsViewMotion *self, TsPoint velocity_view, gint64 now_us);
/* A key is down (direction -1 or 1) or up (0). Down again while it is down changes nothing:
 * the repeats of a keyboard do not matter. Ends flight and glide. */
void ts_view_motion_hold (TsViewMotion *self,
                          TsHeldAxis axis,
                          int direction,
                          gint64 now_us);

/* Moves the viewport to where it is at now_us and within the limits. FALSE when nothing is
 * left to do; the viewport is then where it stays. */
gboolean ts_view_motion_step (TsViewMotion *self,
                              TsViewport *viewport,
                              const TsViewLimits *limits,
                              gint64 now_us);

G_END_DECLS
