/* The workspace's run: starting it, aiming it at the view, telling what came of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "ui/workspace-private.h"

/* At most so often the heat map is drawn again: ten times a second look like growing. */
#define TELL_INTERVAL_US 100000
/* Rate and time left change while nothing arrives. */
#define TICK_MS 1000

static TsTileRun *
get_run (TsWorkspace *self)
{
  return self->open_case != NULL ? ts_case_get_run (self->open_case) : NULL;
}

static void
aim (TsWorkspace *self)
{
  TsTileRun *run = get_run (self);

  if (run != NULL && !ts_rect_is_empty (self->visible_l0))
    ts_tile_run_aim (run, self->visible_l0, self->is_whole_slide);
}

static void
tell_failure (TsWorkspace *self, const char *failure)
{
  if (failure == NULL || self->is_model_hidden ||
      g_strcmp0 (failure, self->told_failure) == 0)
    return;
  g_free (self->told_failure);
  self->told_failure = g_strdup (failure);
  ts_workspace_tell (self, _ ("The run has stopped: %s"), failure);
}

/* Tiles that failed do not end the run: said once. */
static void
tell_failed_tiles (TsWorkspace *self)
{
  TsTileRun *run = get_run (self);

  if (self->are_failed_tiles_told || self->is_model_hidden || run == NULL)
    return;
  g_autofree char *reason = ts_tile_run_dup_tile_failure (run);
  if (reason == NULL)
    return;
  self->are_failed_tiles_told = TRUE;
  ts_workspace_tell (self, _ ("Some tiles could not be classified: %s"),
                     reason);
}

static gboolean
on_tick (gpointer user_data)
{
  TsWorkspace *self = user_data;
  TsRunStatus status = ts_workspace_get_run_status (self);
  g_autofree char *failure = status.failure;

  ts_workspace_emit (self, "run-changed");
  if (status.state == TS_RUN_WORKING)
    return G_SOURCE_CONTINUE;
  self->tick_source = 0;
  return G_SOURCE_REMOVE;
}

static void
tell_progress (TsWorkspace *self)
{
  TsRunStatus status = ts_workspace_get_run_status (self);
  g_autofree char *failure = status.failure;

  self->told_at_us = g_get_monotonic_time ();
  if (status.state == TS_RUN_WORKING && self->tick_source == 0)
    self->tick_source = g_timeout_add (TICK_MS, on_tick, self);
  ts_workspace_emit (self, "map-changed");
  ts_workspace_emit (self, "run-changed");
  tell_failure (self, failure);
  tell_failed_tiles (self);
}

static gboolean
on_tell_due (gpointer user_data)
{
  TsWorkspace *self = user_data;

  self->tell_source = 0;
  tell_progress (self);
  return G_SOURCE_REMOVE;
}

/* On the main thread after a worker woke it. */
static void
on_run_woke (gpointer user_data)
{
  TsWorkspace *self = user_data;
  gint64 since_us = g_get_monotonic_time () - self->told_at_us;

  if (self->tell_source != 0 || get_run (self) == NULL)
    return;
  if (since_us >= TELL_INTERVAL_US)
    tell_progress (self);
  else
    self->tell_source = g_timeout_add (
      (guint) ((TELL_INTERVAL_US - since_us) / 1000 + 1), on_tell_due, self);
}

void
ts_workspace_start_run (TsWorkspace *self)
{
  g_autoptr (GError) error = NULL;

  if (self->run_waker == NULL)
    self->run_waker = ts_waker_new (on_run_woke, self);
  g_clear_pointer (&self->told_failure, g_free);
  self->are_failed_tiles_told = FALSE;
  if (!ts_case_start_run (self->open_case, self->n_workers, TRUE, ts_waker_wake,
                          self->run_waker, &error)) {
    ts_workspace_tell (self, _ ("Cannot run the model: %s"), error->message);
    return;
  }
  ts_tile_run_set_paused (get_run (self), self->is_paused);
  aim (self);
}

void
ts_workspace_stop_run (TsWorkspace *self)
{
  if (self->open_case != NULL)
    ts_case_stop_run (self->open_case);
  g_clear_handle_id (&self->tell_source, g_source_remove);
  g_clear_handle_id (&self->tick_source, g_source_remove);
}

void
ts_workspace_set_n_workers (TsWorkspace *self, guint n_workers)
{
  if (self->n_workers == n_workers)
    return;
  self->n_workers = n_workers;
  if (get_run (self) == NULL)
    return;
  ts_workspace_stop_run (self);
  ts_workspace_start_run (self);
}

void
ts_workspace_set_view (TsWorkspace *self,
                       TsRect visible_l0,
                       double magnification)
{
  self->visible_l0 = visible_l0;
  self->magnification = magnification;
  aim (self);
}

gboolean
ts_workspace_has_run (TsWorkspace *self)
{
  return get_run (self) != NULL && !self->is_model_hidden;
}

TsRunStatus
ts_workspace_get_run_status (TsWorkspace *self)
{
  TsTileRun *run = get_run (self);

  if (run != NULL)
    return ts_tile_run_get_status (run);
  return (TsRunStatus){ .state = TS_RUN_IDLE, .seconds_left = -1 };
}

gboolean
ts_workspace_is_paused (TsWorkspace *self)
{
  return self->is_paused;
}

void
ts_workspace_set_paused (TsWorkspace *self, gboolean is_paused)
{
  self->is_paused = is_paused;
  if (get_run (self) != NULL)
    ts_tile_run_set_paused (get_run (self), is_paused);
  ts_workspace_emit (self, "run-changed");
}

void
ts_workspace_retry_run (TsWorkspace *self)
{
  if (get_run (self) == NULL)
    return;
  ts_workspace_stop_run (self);
  ts_workspace_start_run (self);
  ts_workspace_emit (self, "run-changed");
}

gboolean
ts_workspace_is_whole_slide (TsWorkspace *self)
{
  return self->is_whole_slide;
}

void
ts_workspace_set_whole_slide (TsWorkspace *self, gboolean is_whole_slide)
{
  self->is_whole_slide = is_whole_slide;
  aim (self);
  ts_workspace_emit (self, "run-changed");
}
