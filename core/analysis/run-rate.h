/* How fast a run goes while it is at work: pauses and idle times do not count. Pure: times
 * are given, in microseconds of a clock that only goes forward. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_RUN_RATE_N_TIMES 256

typedef struct {
  gboolean is_working;
  gint64 since_us;                      /* the last change of is_working */
  gint64 worked_us;                     /* up to it */
  gint64 times_us[TS_RUN_RATE_N_TIMES]; /* of the last tiles, in time at work */
  guint64 n_tiles;
} TsRunRate;

void
ts_run_rate_set_working (TsRunRate *self, gboolean is_working, gint64 now_us);
void ts_run_rate_add_tile (TsRunRate *self, gint64 now_us);
/* Tiles per second over the last ten seconds at work; 0 before there are two tiles. */
double ts_run_rate_get (const TsRunRate *self, gint64 now_us);

G_END_DECLS
