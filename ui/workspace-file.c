/* The file under the open slide: watched, because predictions and opinions are of what was
 * opened and of nothing that took its place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/workspace-private.h"

/* A file being written changes many times; it is read when it has come to rest. */
#define REST_MS 700

static const char *const event_kinds[] = {
  [TS_SLIDE_FILE_SAME] = "slide-file-same",
  [TS_SLIDE_FILE_CHANGED] = "slide-file-changed",
  [TS_SLIDE_FILE_GONE] = "slide-file-gone",
};

TsSlideFileState
ts_workspace_get_file_state (TsWorkspace *self)
{
  return self->file_state;
}

static void
set_state (TsWorkspace *self, TsSlideFileState state)
{
  if (self->file_state == state)
    return;
  self->file_state = state;
  ts_workspace_log_event (self, event_kinds[state], NULL, NULL);
  if (state == TS_SLIDE_FILE_SAME)
    ts_workspace_start_run (self);
  else
    ts_workspace_stop_run (self);
  ts_workspace_emit (self, "file-changed");
  ts_workspace_emit (self, "run-changed");
  ts_workspace_emit (self, "selection-changed");
}

/* What only looks changed (copied over itself, moved back) has the same identity. */
static void
identify_in_thread (GTask *task,
                    gpointer source,
                    gpointer task_data,
                    GCancellable *cancellable)
{
  g_autoptr (TsSlide) slide = ts_slide_open (task_data, NULL);

  g_task_return_pointer (
    task, slide != NULL ? g_strdup (ts_slide_get_info (slide)->identity) : NULL,
    g_free);
}

static void
on_identified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsWorkspace *self = TS_WORKSPACE (source);
  g_autofree char *identity = g_task_propagate_pointer (G_TASK (result), NULL);
  TsSlide *slide = ts_workspace_get_slide (self);
  gboolean is_current = slide == user_data && !self->is_shut;

  if (is_current && identity != NULL &&
      g_str_equal (identity, ts_slide_get_info (slide)->identity)) {
    ts_slide_accept_file (slide);
    set_state (self, TS_SLIDE_FILE_SAME);
  }
  ts_slide_unref (user_data);
}

static gboolean
on_rest (gpointer user_data)
{
  TsWorkspace *self = user_data;
  TsSlide *slide = ts_workspace_get_slide (self);

  self->file_rest_source = 0;
  if (slide == NULL || ts_slide_get_file_state (slide) != TS_SLIDE_FILE_CHANGED)
    return G_SOURCE_REMOVE;
  g_autoptr (GTask) task =
    g_task_new (self, NULL, on_identified, ts_slide_ref (slide));
  g_task_set_source_tag (task, on_rest);
  g_task_set_task_data (task, g_strdup (ts_slide_get_path (slide)), g_free);
  g_task_run_in_thread (task, identify_in_thread);
  return G_SOURCE_REMOVE;
}

gboolean
ts_workspace_check_file (TsWorkspace *self)
{
  TsSlide *slide = ts_workspace_get_slide (self);
  if (slide == NULL || self->is_shut)
    return TRUE;
  TsSlideFileState state = ts_slide_get_file_state (slide);

  if (state == TS_SLIDE_FILE_CHANGED) {
    g_clear_handle_id (&self->file_rest_source, g_source_remove);
    self->file_rest_source = g_timeout_add (REST_MS, on_rest, self);
  }
  set_state (self, state);
  return state == TS_SLIDE_FILE_SAME;
}

static void
on_file_event (TsWorkspace *self)
{
  ts_workspace_check_file (self);
}

void
ts_workspace_unwatch_file (TsWorkspace *self)
{
  g_clear_handle_id (&self->file_rest_source, g_source_remove);
  if (self->file_monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->file_monitor, self);
  g_clear_object (&self->file_monitor);
  self->file_state = TS_SLIDE_FILE_SAME;
}

void
ts_workspace_watch_file (TsWorkspace *self)
{
  const char *path = ts_slide_get_path (ts_workspace_get_slide (self));
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;

  ts_workspace_unwatch_file (self);
  if (file == NULL)
    return;
  self->file_monitor =
    g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->file_monitor != NULL)
    g_signal_connect_swapped (self->file_monitor, "changed",
                              G_CALLBACK (on_file_event), self);
  /* It may have changed while it was being opened. */
  ts_workspace_check_file (self);
}

void
ts_workspace_reload (TsWorkspace *self)
{
  TsSlide *slide = ts_workspace_get_slide (self);
  const char *path =
    slide != NULL ? ts_slide_get_path (slide) : self->asked_path;

  if (path != NULL)
    ts_workspace_open (self, path);
}
