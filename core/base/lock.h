/* Mutex and condition, always pthread ones: ThreadSanitizer understands these
 * and not GLib's, whose library is not instrumented on Debian 12.
 * Any thread. A lock is held briefly and never while calling out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <pthread.h>

G_BEGIN_DECLS

typedef struct {
  pthread_mutex_t mutex;
} TsLock;

typedef struct {
  pthread_cond_t cond;
} TsCond;

void ts_lock_init (TsLock *lock);
void ts_lock_clear (TsLock *lock);
void ts_lock_acquire (TsLock *lock);
void ts_lock_release (TsLock *lock);

void ts_cond_init (TsCond *cond);
void ts_cond_clear (TsCond *cond);
void ts_cond_signal (TsCond *cond);
void ts_cond_broadcast (TsCond *cond);
/* The lock is held on entry and on return. */
void ts_cond_wait (TsCond *cond, TsLock *lock);
/* FALSE when wait_ms went by without a signal. */
gboolean ts_cond_wait_ms (TsCond *cond, TsLock *lock, guint wait_ms);

G_END_DECLS
