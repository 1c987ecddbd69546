/* For a start without a reader (--exit-when-done): waits until the view is sharp and the run
 * has nothing left to do, writes a snapshot if one is wanted, and reports. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window.h"

G_BEGIN_DECLS

typedef struct TsSettledExit TsSettledExit;

typedef struct {
  TsWindow *window;       /* outlives the watch */
  TsWorkspace *workspace; /* as well */
  const char *path;       /* of the snapshot, NULL for none */
  /* Called once, with what the program should end with: 0, or 1 after an error, which has
   * gone to standard error. */
  void (*on_done) (int exit_code, gpointer user_data);
  gpointer user_data;
} TsSettledExitParams;

TsSettledExit *ts_settled_exit_new (const TsSettledExitParams *params)
  G_GNUC_WARN_UNUSED_RESULT;
/* Not from within on_done. */
void ts_settled_exit_free (TsSettledExit *self);

G_END_DECLS
