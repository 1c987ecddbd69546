/* Time spent looking, idle taken out: the pause between two signs of life counts up to a
 * limit, then the reader is taken to be away. The time is given from outside. Pure but for
 * the struct. One thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Looking at a tile without moving the hand is work too, for a while. */
#define TS_ACTIVE_CLOCK_IDLE_MS 20000

typedef struct {
  gint64 active_ms;
  gint64 last_us; /* monotonic; 0 while stopped */
} TsActiveClock;

void ts_active_clock_start (TsActiveClock *self, gint64 now_us);
/* A pointer moved, a key was pressed. */
void ts_active_clock_touch (TsActiveClock *self, gint64 now_us);
gint64 ts_active_clock_read_ms (const TsActiveClock *self, gint64 now_us);

G_END_DECLS
