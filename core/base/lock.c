/* Mutex and condition on pthread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/lock.h"

#include <errno.h>
#include <time.h>

/* A failing pthread call here is a fault of ours, never of a file or a user. */
static void
must (int result)
{
  if (result != 0)
    g_error ("a lock call failed: %s", g_strerror (result));
}

void
ts_lock_init (TsLock *lock)
{
  must (pthread_mutex_init (&lock->mutex, NULL));
}

void
ts_lock_clear (TsLock *lock)
{
  must (pthread_mutex_destroy (&lock->mutex));
}

void
ts_lock_acquire (TsLock *lock)
{
  must (pthread_mutex_lock (&lock->mutex));
}

void
ts_lock_release (TsLock *lock)
{
  must (pthread_mutex_unlock (&lock->mutex));
}

void
ts_cond_init (TsCond *cond)
{
  pthread_condattr_t attributes;

  must (pthread_condattr_init (&attributes));
  must (pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC));
  must (pthread_cond_init (&cond->cond, &attributes));
  must (pthread_condattr_destroy (&attributes));
}

void
ts_cond_clear (TsCond *cond)
{
  must (pthread_cond_destroy (&cond->cond));
}

void
ts_cond_signal (TsCond *cond)
{
  must (pthread_cond_signal (&cond->cond));
}

void
ts_cond_broadcast (TsCond *cond)
{
  must (pthread_cond_broadcast (&cond->cond));
}

void
ts_cond_wait (TsCond *cond, TsLock *lock)
{
  must (pthread_cond_wait (&cond->cond, &lock->mutex));
}

gboolean
ts_cond_wait_ms (TsCond *cond, TsLock *lock, guint wait_ms)
{
  struct timespec until;
  int result;

  clock_gettime (CLOCK_MONOTONIC, &until);
  until.tv_sec += wait_ms / 1000;
  until.tv_nsec += (long) (wait_ms % 1000) * 1000000L;
  if (until.tv_nsec >= 1000000000L) {
    until.tv_sec++;
    until.tv_nsec -= 1000000000L;
  }
  result = pthread_cond_timedwait (&cond->cond, &lock->mutex, &until);
  if (result == ETIMEDOUT)
    return FALSE;
  must (result);
  return TRUE;
}
