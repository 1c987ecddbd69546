/* Locks. Nothing here waits for a time to pass except where a time-out is
 * the promise.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/lock.h"

#define N_THREADS 4
#define N_ROUNDS  5000

typedef struct {
  TsLock lock;
  TsCond changed;
  guint n;
} Shared;

static void
shared_init (Shared *self)
{
  *self = (Shared){ 0 };
  ts_lock_init (&self->lock);
  ts_cond_init (&self->changed);
}

static void
shared_clear (Shared *self)
{
  ts_cond_clear (&self->changed);
  ts_lock_clear (&self->lock);
}

static void
run_threads (GThreadFunc function, gpointer data)
{
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("test", function, data);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
}

static gpointer
count_up (gpointer data)
{
  Shared *self = data;

  for (guint i = 0; i < N_ROUNDS; i++) {
    ts_lock_acquire (&self->lock);
    self->n++;
    ts_lock_release (&self->lock);
  }
  return NULL;
}

static void
test_lock (void)
{
  Shared shared;

  shared_init (&shared);
  run_threads (count_up, &shared);
  g_assert_cmpuint (shared.n, ==, N_THREADS * N_ROUNDS);
  shared_clear (&shared);
}

/* Each waits for its turn and hands it on: hangs when a signal is lost. */
static gpointer
take_turns (gpointer data)
{
  Shared *self = data;
  guint mine;

  ts_lock_acquire (&self->lock);
  mine = self->n++;
  while (self->n < N_THREADS)
    ts_cond_wait (&self->changed, &self->lock);
  ts_cond_broadcast (&self->changed);
  for (guint i = 0; i < 200; i++) {
    while (self->n % N_THREADS != mine)
      ts_cond_wait (&self->changed, &self->lock);
    self->n++;
    ts_cond_broadcast (&self->changed);
  }
  ts_lock_release (&self->lock);
  return NULL;
}

static void
test_cond (void)
{
  Shared shared;

  shared_init (&shared);
  run_threads (take_turns, &shared);
  g_assert_cmpuint (shared.n, ==, N_THREADS * 201);
  shared_clear (&shared);
}

static gpointer
set_and_signal (gpointer data)
{
  Shared *self = data;

  ts_lock_acquire (&self->lock);
  self->n = 1;
  ts_cond_signal (&self->changed);
  ts_lock_release (&self->lock);
  return NULL;
}

static void
test_time_out (void)
{
  Shared shared;
  GThread *thread;

  shared_init (&shared);
  ts_lock_acquire (&shared.lock);
  while (ts_cond_wait_ms (&shared.changed, &shared.lock, 5))
    continue; /* a wake without a signal is allowed, never ending is not */
  thread = g_thread_new ("test", set_and_signal, &shared);
  while (shared.n == 0)
    g_assert_true (ts_cond_wait_ms (&shared.changed, &shared.lock, 50000));
  ts_lock_release (&shared.lock);
  g_thread_join (thread);
  shared_clear (&shared);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lock/lets-one-in-at-a-time", test_lock);
  g_test_add_func ("/lock/wakes-who-waits", test_cond);
  g_test_add_func ("/lock/gives-up-after-its-time", test_time_out);
  return g_test_run ();
}
