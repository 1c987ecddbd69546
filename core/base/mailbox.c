/* Messages from workers to one receiving thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mailbox.h"

#include "core/base/lock.h"

struct TsMailbox {
  gint n_refs;
  GDestroyNotify free_message;
  TsMailboxWakeFunc wake;
  gpointer user_data;
  TsLock lock;
  TsCond no_wake_running;
  GPtrArray *messages; /* guarded */
  gboolean is_closed;  /* guarded */
  guint n_waking;      /* guarded */
};

TsMailbox *
ts_mailbox_new (GDestroyNotify free_message,
                TsMailboxWakeFunc wake,
                gpointer user_data)
{
  TsMailbox *self = g_new0 (TsMailbox, 1);

  self->n_refs = 1;
  self->free_message = free_message;
  self->wake = wake;
  self->user_data = user_data;
  ts_lock_init (&self->lock);
  ts_cond_init (&self->no_wake_running);
  self->messages = g_ptr_array_new_with_free_func (free_message);
  return self;
}

TsMailbox *
ts_mailbox_ref (TsMailbox *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
ts_mailbox_unref (TsMailbox *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;
  g_ptr_array_unref (self->messages);
  ts_cond_clear (&self->no_wake_running);
  ts_lock_clear (&self->lock);
  g_free (self);
}

static void
wake_receiver (TsMailbox *self)
{
  self->wake (self->user_data);
  ts_lock_acquire (&self->lock);
  self->n_waking--;
  if (self->n_waking == 0)
    ts_cond_broadcast (&self->no_wake_running);
  ts_lock_release (&self->lock);
}

void
ts_mailbox_post (TsMailbox *self, gpointer message)
{
  gboolean is_closed, must_wake = FALSE;

  ts_lock_acquire (&self->lock);
  is_closed = self->is_closed;
  if (!is_closed) {
    must_wake = self->messages->len == 0 && self->wake != NULL;
    g_ptr_array_add (self->messages, message);
    if (must_wake)
      self->n_waking++;
  }
  ts_lock_release (&self->lock);
  if (is_closed && self->free_message != NULL)
    self->free_message (message);
  if (must_wake)
    wake_receiver (self);
}

GPtrArray *
ts_mailbox_take_all (TsMailbox *self)
{
  GPtrArray *empty = g_ptr_array_new_with_free_func (self->free_message);
  GPtrArray *taken;

  ts_lock_acquire (&self->lock);
  taken = self->messages;
  self->messages = empty;
  ts_lock_release (&self->lock);
  return taken;
}

void
ts_mailbox_close (TsMailbox *self)
{
  ts_lock_acquire (&self->lock);
  self->is_closed = TRUE;
  while (self->n_waking > 0)
    ts_cond_wait (&self->no_wake_running, &self->lock);
  ts_lock_release (&self->lock);
}
