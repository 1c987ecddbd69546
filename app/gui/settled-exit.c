/* Waits until everything is drawn and run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/gui/settled-exit.h"

#define LOOK_MS 100
/* Between two pieces of work there may be a moment without any. */
#define LOOKS_NEEDED 5

struct TsSettledExit {
  TsSettledExitParams params;
  char *path;
  guint timer;
  guint n_settled;
  gboolean has_failed;
};

static void
report (TsSettledExit *self, gboolean is_good)
{
  self->params.on_done (is_good && !self->has_failed ? 0 : 1,
                        self->params.user_data);
}

static void
on_written (const char *path, const GError *error, gpointer user_data)
{
  if (error != NULL)
    g_printerr ("tessera: %s\n", error->message);
  else
    g_print ("%s\n", path);
  report (user_data, error == NULL);
}

static void
report_read_failures (TsSettledExit *self)
{
  g_autofree char *failures =
    ts_window_format_read_failures (self->params.window);

  if (failures == NULL)
    return;
  g_printerr ("tessera: %s\n", failures);
  self->has_failed = TRUE;
}

static gboolean
on_look (gpointer user_data)
{
  TsSettledExit *self = user_data;
  const char *open_error = ts_workspace_get_open_error (self->params.workspace);

  self->n_settled =
    ts_window_is_settled (self->params.window) ? self->n_settled + 1 : 0;
  if (open_error == NULL && self->n_settled < LOOKS_NEEDED)
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  report_read_failures (self);
  if (open_error != NULL) {
    g_printerr ("tessera: %s\n", open_error);
    report (self, FALSE);
  } else if (self->path != NULL) {
    ts_window_write_snapshot (self->params.window, self->path, on_written,
                              self);
  } else {
    report (self, TRUE);
  }
  return G_SOURCE_REMOVE;
}

static void
on_message (TsWorkspace *workspace, const char *text, TsSettledExit *self)
{
  g_printerr ("tessera: %s\n", text);
  self->has_failed = TRUE;
}

TsSettledExit *
ts_settled_exit_new (const TsSettledExitParams *params)
{
  TsSettledExit *self = g_new0 (TsSettledExit, 1);

  self->params = *params;
  self->path = g_strdup (params->path);
  g_signal_connect (params->workspace, "message", G_CALLBACK (on_message),
                    self);
  self->timer = g_timeout_add (LOOK_MS, on_look, self);
  return self;
}

void
ts_settled_exit_free (TsSettledExit *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_free (self->path);
  g_free (self);
}
