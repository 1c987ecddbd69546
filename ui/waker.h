/* Wakes the main loop from any thread: many wakes before the loop comes round are one call.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct TsWaker TsWaker;

/* Main thread. on_wake runs on the main thread, never inside ts_waker_wake. */
TsWaker *ts_waker_new (void (*on_wake) (gpointer user_data),
                       gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Main thread, after everybody who may wake has stopped; no call after it returns. */
void ts_waker_free (TsWaker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsWaker, ts_waker_free)

/* Any thread. Takes the waker as a pointer so that it fits the core's wake callbacks. */
void ts_waker_wake (gpointer waker);

G_END_DECLS
