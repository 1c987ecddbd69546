/* How fast a run goes while it is at work.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/run-rate.h"

#define WINDOW_US (10 * G_USEC_PER_SEC)

static gint64
worked_at (const TsRunRate *self, gint64 now_us)
{
  return self->worked_us + (self->is_working ? now_us - self->since_us : 0);
}

void
ts_run_rate_set_working (TsRunRate *self, gboolean is_working, gint64 now_us)
{
  if (self->is_working == is_working)
    return;
  self->worked_us = worked_at (self, now_us);
  self->since_us = now_us;
  self->is_working = is_working;
}

void
ts_run_rate_add_tile (TsRunRate *self, gint64 now_us)
{
  self->times_us[self->n_tiles % TS_RUN_RATE_N_TIMES] =
    worked_at (self, now_us);
  self->n_tiles++;
}

double
ts_run_rate_get (const TsRunRate *self, gint64 now_us)
{
  gint64 now_worked_us = worked_at (self, now_us);
  guint64 n_kept = MIN (self->n_tiles, TS_RUN_RATE_N_TIMES);
  gint64 first_us = now_worked_us;
  guint n = 0;

  for (guint64 i = 0; i < n_kept; i++) {
    guint64 which = self->n_tiles - 1 - i;
    gint64 time_us = self->times_us[which % TS_RUN_RATE_N_TIMES];
    if (now_worked_us - time_us > WINDOW_US && n >= 2)
      break;
    first_us = time_us;
    n++;
  }
  if (n < 2 || now_worked_us <= first_us)
    return 0;
  /* The first of them only marks where the counting begins. */
  return (n - 1) / ((double) (now_worked_us - first_us) / G_USEC_PER_SEC);
}
