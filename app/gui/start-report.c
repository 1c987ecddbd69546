/* When the window drew what, for those who measure the start.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/gui/start-report.h"

typedef struct {
  TsWindow *window;
  gint64 started_us;
  double frame_ms, pixels_ms; /* 0: not yet */
} Report;

static void
on_after_paint (GdkFrameClock *clock, Report *self)
{
  double ms = (double) (g_get_monotonic_time () - self->started_us) / 1e3;
  TsSlideView *view = ts_window_get_view (self->window);

  if (self->frame_ms == 0)
    self->frame_ms = ms;
  if (self->pixels_ms == 0 && ts_slide_view_has_pixels (view))
    self->pixels_ms = ms;
  if (self->pixels_ms == 0 || !ts_slide_view_is_settled (view))
    return;
  g_print ("first frame %.1f ms, first pixels %.1f ms, sharp %.1f ms\n",
           self->frame_ms, self->pixels_ms, ms);
  g_signal_handlers_disconnect_by_data (clock, self);
  gtk_window_close (GTK_WINDOW (self->window));
  g_free (self);
}

void
ts_start_report_watch (TsWindow *window)
{
  const char *started = g_getenv ("TS_REPORT_START");
  if (started == NULL)
    return;
  Report *self = g_new0 (Report, 1);

  self->window = window;
  self->started_us = g_ascii_strtoll (started, NULL, 10);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)),
                    "after-paint", G_CALLBACK (on_after_paint), self);
}
