/* Times the frames of a window.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/frame-watch.h"

#include "tests/bench/order-statistics.h"

struct TsFrameWatch {
  GdkFrameClock *clock;
  gint64 began_us, ended_us;   /* 0: not yet */
  GArray *busy_ms, *intervals; /* of double */
};

static void
on_before_paint (TsFrameWatch *self)
{
  self->began_us = g_get_monotonic_time ();
}

static void
on_after_paint (TsFrameWatch *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->began_us != 0) {
    double busy_ms = (double) (now_us - self->began_us) / 1e3;
    g_array_append_val (self->busy_ms, busy_ms);
  }
  if (self->ended_us != 0) {
    double interval_ms = (double) (now_us - self->ended_us) / 1e3;
    g_array_append_val (self->intervals, interval_ms);
  }
  self->ended_us = now_us;
}

TsFrameWatch *
ts_frame_watch_new (GtkWidget *widget)
{
  TsFrameWatch *self = g_new0 (TsFrameWatch, 1);

  self->clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  self->busy_ms = g_array_new (FALSE, FALSE, sizeof (double));
  self->intervals = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect_swapped (self->clock, "before-paint",
                            G_CALLBACK (on_before_paint), self);
  g_signal_connect_swapped (self->clock, "after-paint",
                            G_CALLBACK (on_after_paint), self);
  return self;
}

void
ts_frame_watch_free (TsFrameWatch *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->clock, self);
  g_object_unref (self->clock);
  g_array_unref (self->busy_ms);
  g_array_unref (self->intervals);
  g_free (self);
}

guint
ts_frame_watch_get_n_frames (const TsFrameWatch *self)
{
  return self->busy_ms->len;
}

static double
share_over (const GArray *times, double limit_ms)
{
  guint n_over = 0;

  for (guint i = 0; i < times->len; i++)
    n_over += g_array_index (times, double, i) > limit_ms;
  return (double) n_over / MAX (times->len, 1);
}

static TsFrameTimes
summarise (const GArray *times)
{
  const double *values = (const double *) (gpointer) times->data;

  return (TsFrameTimes){
    .n = times->len,
    .median_ms = ts_order_quantile (values, times->len, 0.5),
    .p99_ms = ts_order_quantile (values, times->len, 0.99),
    .max_ms = ts_order_quantile (values, times->len, 1),
    .over_60hz = share_over (times, 1000.0 / 60),
    .over_30hz = share_over (times, 1000.0 / 30),
  };
}

TsFrameTimes
ts_frame_watch_get_busy (const TsFrameWatch *self)
{
  return summarise (self->busy_ms);
}

TsFrameTimes
ts_frame_watch_get_intervals (const TsFrameWatch *self)
{
  return summarise (self->intervals);
}
