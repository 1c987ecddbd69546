/* A flag by which one thread asks others to stop. Reference counted; any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct TsCancel TsCancel;

TsCancel *ts_cancel_new (void) G_GNUC_WARN_UNUSED_RESULT;
TsCancel *ts_cancel_ref (TsCancel *self);
void ts_cancel_unref (TsCancel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsCancel, ts_cancel_unref)

/* NULL is never cancelled. */
gboolean ts_cancel_is_set (const TsCancel *self);
/* TS_ERROR_CANCELLED and FALSE when set; TRUE to go on. */
gboolean ts_cancel_check (const TsCancel *self, GError **error);

void ts_cancel_set (TsCancel *self);

G_END_DECLS
