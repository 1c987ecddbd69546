/* Time spent looking, idle taken out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/active-clock.h"

void
ts_active_clock_start (TsActiveClock *self, gint64 now_us)
{
  self->active_ms = 0;
  self->last_us = now_us;
}

gint64
ts_active_clock_read_ms (const TsActiveClock *self, gint64 now_us)
{
  if (self->last_us == 0)
    return self->active_ms;
  gint64 pause_ms = (now_us - self->last_us) / 1000;

  return self->active_ms + CLAMP (pause_ms, 0, TS_ACTIVE_CLOCK_IDLE_MS);
}

void
ts_active_clock_touch (TsActiveClock *self, gint64 now_us)
{
  if (self->last_us == 0)
    return;
  self->active_ms = ts_active_clock_read_ms (self, now_us);
  self->last_us = now_us;
}
