/* A flag by which one thread asks others to stop.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/cancel.h"

#include "core/base/error.h"

struct TsCancel {
  gint n_refs;
  gint is_set;
};

TsCancel *
ts_cancel_new (void)
{
  TsCancel *self = g_new0 (TsCancel, 1);

  self->n_refs = 1;
  return self;
}

TsCancel *
ts_cancel_ref (TsCancel *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
ts_cancel_unref (TsCancel *self)
{
  if (self != NULL && g_atomic_int_dec_and_test (&self->n_refs))
    g_free (self);
}

gboolean
ts_cancel_is_set (const TsCancel *self)
{
  return self != NULL && g_atomic_int_get (&self->is_set) != 0;
}

gboolean
ts_cancel_check (const TsCancel *self, GError **error)
{
  if (!ts_cancel_is_set (self))
    return TRUE;
  g_set_error_literal (error, TS_ERROR, TS_ERROR_CANCELLED,
                       "stopped on request");
  return FALSE;
}

void
ts_cancel_set (TsCancel *self)
{
  g_atomic_int_set (&self->is_set, 1);
}
