/* Tells a flick from a drag that was let go.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/flick.h"

#include <math.h>

#define WINDOW_MS 100
/* A pointer that has not moved for this long has come to rest. */
#define REST_MS 50
/* Two events in the same moment say nothing of a velocity. */
#define MIN_SPAN_MS    10
#define MIN_SPEED_VIEW 250.0
#define MAX_SPEED_VIEW 6000.0

void
ts_flick_begin (TsFlick *self)
{
  self->n = 0;
  self->next = 0;
}

void
ts_flick_add (TsFlick *self, TsPoint at_view, guint32 time_ms)
{
  self->at_view[self->next] = at_view;
  self->time_ms[self->next] = time_ms;
  self->next = (self->next + 1) % TS_FLICK_N_SAMPLES;
  self->n = MIN (self->n + 1, TS_FLICK_N_SAMPLES);
}

/* back: 0 is the newest. */
static guint
get_index (const TsFlick *self, guint back)
{
  return (self->next + TS_FLICK_N_SAMPLES - 1 - back) % TS_FLICK_N_SAMPLES;
}

TsPoint
ts_flick_get_velocity (const TsFlick *self, guint32 release_ms)
{
  const TsPoint none = { 0, 0 };
  guint back = 0;

  if (self->n < 2)
    return none;
  guint newest = get_index (self, 0);
  if (release_ms - self->time_ms[newest] > REST_MS)
    return none;
  while (back + 1 < self->n &&
         release_ms - self->time_ms[get_index (self, back + 1)] <= WINDOW_MS)
    back++;
  guint oldest = get_index (self, back);
  guint32 span_ms = self->time_ms[newest] - self->time_ms[oldest];
  if (span_ms < MIN_SPAN_MS)
    return none;
  TsPoint velocity = {
    (self->at_view[newest].x - self->at_view[oldest].x) * 1000 / span_ms,
    (self->at_view[newest].y - self->at_view[oldest].y) * 1000 / span_ms,
  };
  double speed = hypot (velocity.x, velocity.y);
  if (speed < MIN_SPEED_VIEW)
    return none;
  double share = MIN (1, MAX_SPEED_VIEW / speed);
  return (TsPoint){ velocity.x * share, velocity.y * share };
}
