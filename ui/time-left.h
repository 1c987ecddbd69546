/* How long a run will still take, in words that do not jump: what is said counts down by
 * itself and follows the measured time slowly, but for a change that matters. Pure: times are
 * given. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All 0 at first. */
typedef struct {
  gboolean is_known;
  double seconds; /* said at since_us */
  gint64 since_us;
} TsTimeLeft;

/* seconds: measured now, below 0 when unknown, which forgets what was said. Returns what to
 * say, below 0 likewise. */
double ts_time_left_follow (TsTimeLeft *self, double seconds, gint64 now_us);

/* "about 3 minutes left", "finishing…"; NULL below 0. The caller owns it. */
char *ts_time_left_format (double seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
