/* The workspace: life cycle and the open slide.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/workspace.h"

#include <glib/gi18n.h>

#include "ui/early-slide.h"
#include "ui/workspace-private.h"

enum { SIGNAL_MESSAGE, N_SIGNALS };
static guint signals[N_SIGNALS];
static const char *const plain_signals[] = {
  "slide-changed", "models-changed",    "style-changed",    "map-changed",
  "run-changed",   "selection-changed", "opinions-changed",
};

G_DEFINE_FINAL_TYPE (TsWorkspace, ts_workspace, G_TYPE_OBJECT)

void
ts_workspace_emit (TsWorkspace *self, const char *signal)
{
  if (!self->is_shut)
    g_signal_emit_by_name (self, signal);
}

void
ts_workspace_tell (TsWorkspace *self, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);

  if (!self->is_shut)
    g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, text);
}

void
ts_workspace_report (TsWorkspace *self, const char *text)
{
  ts_workspace_tell (self, "%s", text);
}

/* Opening. */
typedef struct {
  char *path;
  TsEarlySlide *early; /* or NULL */
  TsStore *store;
  TsCancel *cancel;
} OpenJob;

static void
open_job_free (gpointer data)
{
  OpenJob *job = data;

  g_free (job->path);
  ts_early_slide_unref (job->early);
  ts_store_unref (job->store);
  ts_cancel_unref (job->cancel);
  g_free (job);
}

static void
free_case (gpointer data)
{
  ts_case_free (data);
}

static void
open_in_thread (GTask *task,
                gpointer source,
                gpointer task_data,
                GCancellable *cancellable)
{
  OpenJob *job = task_data;
  TsCaseParams params = { .slide_path = job->path, .store = job->store };
  GError *error = NULL;
  g_autoptr (TsSlide) slide =
    job->early != NULL ? ts_early_slide_wait (job->early) : NULL;
  TsCase *opened = slide != NULL ? ts_case_new (slide, job->store, 0, &error)
                                 : ts_case_open (&params, job->cancel, &error);

  if (opened == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, opened, free_case);
}

static void
close_case (TsWorkspace *self)
{
  ts_workspace_drop_models (self);
  self->has_selection = FALSE;
  self->is_whole_slide = FALSE;
  self->is_paused = FALSE;
  g_clear_pointer (&self->open_case, ts_case_free);
}

static void
take_case (TsWorkspace *self, TsCase *opened)
{
  close_case (self);
  self->open_case = opened;
  g_clear_pointer (&self->open_error, g_free);
  ts_workspace_log_event (
    self, "slide-opened", "identity",
    ts_slide_get_info (ts_case_get_slide (opened))->identity);
  ts_workspace_load_opinions (self);
  ts_workspace_emit (self, "slide-changed");
  ts_workspace_attach_models (self);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsWorkspace *self = TS_WORKSPACE (source);
  GTask *task = G_TASK (result);
  gboolean is_current = g_task_get_cancellable (task) == self->opening;
  g_autoptr (GError) error = NULL;
  TsCase *opened = g_task_propagate_pointer (task, &error);

  if (!is_current || self->is_shut) {
    ts_case_free (opened);
    return;
  }
  g_clear_object (&self->opening);
  g_clear_pointer (&self->opening_cancel, ts_cancel_unref);
  if (opened != NULL) {
    take_case (self, opened);
    return;
  }
  g_free (self->open_error);
  self->open_error = g_strdup (error->message);
  ts_workspace_emit (self, "slide-changed");
}

static void
cancel_opening (TsWorkspace *self)
{
  if (self->opening == NULL)
    return;
  ts_cancel_set (self->opening_cancel);
  g_clear_object (&self->opening);
  g_clear_pointer (&self->opening_cancel, ts_cancel_unref);
}

void
ts_workspace_open (TsWorkspace *self, const char *path)
{
  OpenJob *job = g_new0 (OpenJob, 1);

  cancel_opening (self);
  g_clear_pointer (&self->open_error, g_free);
  self->opening = g_cancellable_new ();
  self->opening_cancel = ts_cancel_new ();
  job->path = g_strdup (path);
  job->early = ts_early_slide_claim (path);
  job->store = ts_store_ref (self->store);
  job->cancel = ts_cancel_ref (self->opening_cancel);
  g_autoptr (GTask) task = g_task_new (self, self->opening, on_opened, NULL);
  g_task_set_source_tag (task, ts_workspace_open);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, open_job_free);
  g_task_run_in_thread (task, open_in_thread);
  ts_workspace_emit (self, "slide-changed");
}

gboolean
ts_workspace_is_opening (TsWorkspace *self)
{
  return self->opening != NULL;
}

TsSlide *
ts_workspace_get_slide (TsWorkspace *self)
{
  return self->open_case != NULL ? ts_case_get_slide (self->open_case) : NULL;
}

const char *
ts_workspace_get_open_error (TsWorkspace *self)
{
  return self->open_error;
}

gint64
ts_workspace_get_slide_id (TsWorkspace *self)
{
  return self->open_case != NULL ? ts_case_get_slide_id (self->open_case) : 0;
}

/* Life cycle. */
void
ts_workspace_shut (TsWorkspace *self)
{
  if (self->is_shut)
    return;
  self->is_shut = TRUE;
  cancel_opening (self);
  if (self->loading_cancel != NULL)
    ts_cancel_set (self->loading_cancel);
  close_case (self);
  ts_workspace_end_session (self);
}

static void
ts_workspace_dispose (GObject *object)
{
  ts_workspace_shut (TS_WORKSPACE (object));
  G_OBJECT_CLASS (ts_workspace_parent_class)->dispose (object);
}

static void
ts_workspace_finalize (GObject *object)
{
  TsWorkspace *self = TS_WORKSPACE (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->slots); i++) {
    g_clear_pointer (&self->slots[i].file, ts_model_file_unref);
    g_free (self->slots[i].path);
  }
  g_clear_pointer (&self->loading_cancel, ts_cancel_unref);
  ts_waker_free (self->run_waker);
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  g_clear_pointer (&self->slide_opinions, g_ptr_array_unref);
  g_clear_pointer (&self->session_opinions, g_ptr_array_unref);
  g_clear_pointer (&self->no_opinions, g_ptr_array_unref);
  g_clear_pointer (&self->display, ts_display_unref);
  g_free (self->open_error);
  g_free (self->obstacle);
  g_free (self->layer_name);
  g_free (self->told_failure);
  g_free (self->reader);
  ts_store_unref (self->store);
  G_OBJECT_CLASS (ts_workspace_parent_class)->finalize (object);
}

static void
ts_workspace_class_init (TsWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ts_workspace_dispose;
  object_class->finalize = ts_workspace_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (plain_signals); i++)
    g_signal_new (plain_signals[i], TS_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MESSAGE] =
    g_signal_new ("message", TS_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ts_workspace_init (TsWorkspace *self)
{
  self->opacity = 0.5;
  self->is_overlay_visible = TRUE;
  self->are_numbers_visible = TRUE;
  self->layer_name = g_strdup ("most-likely");
  self->slide_opinions = g_ptr_array_new ();
  self->session_opinions = g_ptr_array_new ();
  self->no_opinions = g_ptr_array_new ();
}

TsWorkspace *
ts_workspace_new (TsStore *store)
{
  TsWorkspace *self = g_object_new (TS_TYPE_WORKSPACE, NULL);

  self->store = ts_store_ref (store);
  return self;
}
