/* A main loop source that waits without end until a thread sets its time to now.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/waker.h"

struct TsWaker {
  GSource *source;
  void (*on_wake) (gpointer user_data);
  gpointer user_data;
};

static gboolean
waker_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  TsWaker *self = user_data;

  /* First, so that a wake during the call is not lost. */
  g_source_set_ready_time (source, -1);
  self->on_wake (self->user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
waker_never_called (gpointer user_data)
{
  g_assert_not_reached ();
}

TsWaker *
ts_waker_new (void (*on_wake) (gpointer user_data), gpointer user_data)
{
  static GSourceFuncs functions = { .dispatch = waker_dispatch };
  TsWaker *self = g_new0 (TsWaker, 1);

  self->on_wake = on_wake;
  self->user_data = user_data;
  self->source = g_source_new (&functions, sizeof (GSource));
  g_source_set_static_name (self->source, "tessera waker");
  g_source_set_callback (self->source, waker_never_called, self, NULL);
  g_source_set_ready_time (self->source, -1);
  g_source_attach (self->source, NULL);
  return self;
}

void
ts_waker_free (TsWaker *self)
{
  if (self == NULL)
    return;
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_free (self);
}

void
ts_waker_wake (gpointer waker)
{
  TsWaker *self = waker;

  g_source_set_ready_time (self->source, 0);
}
