/* The workspace's snapshot: what is on screen, drawn to a file in a thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/workspace-private.h"

void
ts_workspace_write_snapshot (TsWorkspace *self,
                             const char *path,
                             double pixels_per_l0_px,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, ts_workspace_write_snapshot);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           "this build draws no snapshots");
}

char *
ts_workspace_write_snapshot_finish (TsWorkspace *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
