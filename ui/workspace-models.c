/* The workspace's models: loading them and putting them to the open case.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "core/analysis/tile-reader.h"
#include "core/base/thread-priority.h"
#include "ui/workspace-private.h"

typedef struct {
  TsRole role;
  char *path;
  double spacing_um;
  guint load_number;
  TsCancel *cancel;
} LoadJob;

static void
load_job_free (gpointer data)
{
  LoadJob *job = data;

  g_free (job->path);
  ts_cancel_unref (job->cancel);
  g_free (job);
}

static void
free_model_file (gpointer data)
{
  ts_model_file_unref (data);
}

/* On a thread of its own, below those that draw: a large model takes a core for a second, just
 * when the window comes up. Takes the task. */
static gpointer
load_on_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  LoadJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  ts_thread_priority_lower (TS_PRIORITY_WAITED_FOR);
  TsModelFile *file =
    ts_model_file_load (job->path, job->spacing_um, job->cancel, &error);

  if (file == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, file, free_model_file);
  return NULL;
}

/* A model is taken for what its card says it is, wherever it was chosen. */
static gboolean
check_role (TsWorkspace *self, const TsModelInfo *info, TsRole role)
{
  if (info->role == role)
    return TRUE;
  if (role == TS_ROLE_MUTATIONS)
    ts_workspace_tell (self, _ ("“%s” is not a mutations model"), info->name);
  else
    ts_workspace_tell (self, _ ("“%s” does not tell classes of tissue"),
                       info->name);
  return FALSE;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsWorkspace *self = TS_WORKSPACE (source);
  LoadJob *job = g_task_get_task_data (G_TASK (result));
  TsModelSlot *slot = &self->slots[job->role];
  g_autoptr (GError) error = NULL;
  g_autoptr (TsModelFile) file =
    g_task_propagate_pointer (G_TASK (result), &error);

  if (job->load_number != slot->load_number || self->is_shut)
    return;
  slot->is_loading = FALSE;
  if (file == NULL) {
    ts_workspace_tell (self, _ ("Cannot use the model: %s"), error->message);
  } else if (check_role (self, ts_model_file_get_info (file), job->role)) {
    g_clear_pointer (&slot->file, ts_model_file_unref);
    slot->file = g_steal_pointer (&file);
    g_free (slot->path);
    slot->path = g_strdup (job->path);
  }
  ts_workspace_attach_models (self);
}

void
ts_workspace_load_model (TsWorkspace *self,
                         TsRole role,
                         const char *path,
                         double spacing_um)
{
  g_return_if_fail (role == TS_ROLE_CLASSES || role == TS_ROLE_MUTATIONS);
  TsModelSlot *slot = &self->slots[role];

  slot->load_number++;
  slot->is_loading = path != NULL;
  if (path == NULL) {
    g_clear_pointer (&slot->file, ts_model_file_unref);
    g_clear_pointer (&slot->path, g_free);
    ts_workspace_attach_models (self);
    return;
  }
  if (self->loading_cancel == NULL)
    self->loading_cancel = ts_cancel_new ();
  LoadJob *job = g_new0 (LoadJob, 1);
  job->role = role;
  job->path = g_strdup (path);
  job->spacing_um = spacing_um;
  job->load_number = slot->load_number;
  job->cancel = ts_cancel_ref (self->loading_cancel);
  GTask *task = g_task_new (self, NULL, on_loaded, NULL);
  g_task_set_source_tag (task, ts_workspace_load_model);
  g_task_set_task_data (task, job, load_job_free);
  g_thread_unref (g_thread_new ("model-loader", load_on_thread, task));
  ts_workspace_emit (self, "models-changed");
}

gboolean
ts_workspace_is_loading_model (TsWorkspace *self)
{
  return self->slots[TS_ROLE_CLASSES].is_loading ||
         self->slots[TS_ROLE_MUTATIONS].is_loading;
}

const TsModelInfo *
ts_workspace_get_model (TsWorkspace *self, TsRole role)
{
  g_return_val_if_fail (role == TS_ROLE_CLASSES || role == TS_ROLE_MUTATIONS,
                        NULL);
  TsModelFile *file = self->is_model_hidden ? NULL : self->slots[role].file;

  return file != NULL ? ts_model_file_get_info (file) : NULL;
}

const char *
ts_workspace_get_obstacle (TsWorkspace *self)
{
  return self->is_model_hidden ? NULL : self->obstacle;
}

char *
ts_workspace_format_warning (TsWorkspace *self)
{
  const TsModelInfo *model =
    self->open_case != NULL ? ts_case_get_model (self->open_case) : NULL;
  g_autofree char *warning = NULL;

  if (model == NULL || self->obstacle != NULL || self->is_model_hidden)
    return NULL;
  const TsSlideInfo *slide = ts_slide_get_info (ts_workspace_get_slide (self));
  double mpp = MAX (slide->mpp_x, slide->mpp_y);

  if (!ts_tile_reader_check_scale (mpp, model->spacing_um, &warning, NULL) ||
      warning == NULL)
    return NULL;
  return g_strdup_printf (
    _ ("The slide has %.3g µm per pixel, the model was trained at %.3g: its "
       "tiles are scaled up and have less detail than it knows."),
    mpp, model->spacing_um);
}

gboolean
ts_workspace_needs_mpp (TsWorkspace *self)
{
  return self->needs_mpp && !self->is_model_hidden;
}

gboolean
ts_workspace_needs_spacing (TsWorkspace *self)
{
  return self->needs_spacing && !self->is_model_hidden;
}

static void
set_obstacle (TsWorkspace *self, const char *text)
{
  g_free (self->obstacle);
  self->obstacle = g_strdup (text);
}

void
ts_workspace_drop_models (TsWorkspace *self)
{
  ts_workspace_stop_run (self);
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  set_obstacle (self, NULL);
  self->needs_mpp = FALSE;
  self->needs_spacing = FALSE;
}

/* Says what is missing, the first thing that the reader can do something about. */
static gboolean
find_obstacle (TsWorkspace *self)
{
  TsModelFile *file = self->slots[TS_ROLE_CLASSES].file;
  const TsModelInfo *model =
    file != NULL ? ts_model_file_get_info (file) : NULL;
  const char *reason = NULL;

  if (self->open_case == NULL)
    return TRUE;
  if (!ts_case_can_analyse (self->open_case, &reason)) {
    self->needs_mpp = !ts_slide_info_has_mpp (
      ts_slide_get_info (ts_workspace_get_slide (self)));
    set_obstacle (self, self->needs_mpp
                          ? _ ("The slide does not say how large a pixel is. "
                               "Enter it to run a model.")
                          : reason);
  } else if (model == NULL) {
    set_obstacle (self, ts_workspace_is_loading_model (self)
                          ? _ ("Loading the model…")
                          : _ ("Choose a model to see what it says."));
  } else if (model->spacing_um <= 0) {
    self->needs_spacing = TRUE;
    set_obstacle (self, _ ("The model does not say at which resolution it "
                           "reads. Enter it to run the model."));
  }
  return self->obstacle != NULL;
}

static gboolean
put_models (TsWorkspace *self)
{
  TsModelFile *mutations = self->slots[TS_ROLE_MUTATIONS].file;
  g_autoptr (GError) error = NULL;

  if (ts_case_set_models (self->open_case, self->slots[TS_ROLE_CLASSES].file,
                          mutations, &error))
    return TRUE;
  if (mutations != NULL) {
    ts_workspace_tell (self, _ ("Without mutations: %s"), error->message);
    g_clear_error (&error);
    if (ts_case_set_models (self->open_case, self->slots[TS_ROLE_CLASSES].file,
                            NULL, &error))
      return TRUE;
  }
  set_obstacle (self, error->message);
  return FALSE;
}

void
ts_workspace_attach_models (TsWorkspace *self)
{
  ts_workspace_drop_models (self);
  if (!find_obstacle (self) && put_models (self)) {
    ts_workspace_list_layers (self);
    ts_workspace_load_opinions (self);
    ts_workspace_start_run (self);
  }
  ts_workspace_emit (self, "models-changed");
  ts_workspace_emit (self, "style-changed");
  ts_workspace_emit (self, "selection-changed");
  ts_workspace_emit (self, "opinions-changed");
  ts_workspace_emit (self, "run-changed");
}

gboolean
ts_workspace_enter_mpp (TsWorkspace *self, double mpp)
{
  g_autoptr (GError) error = NULL;

  if (self->open_case == NULL)
    return FALSE;
  if (!ts_case_set_reader_mpp (self->open_case,
                               self->reader != NULL ? self->reader : "", mpp,
                               &error)) {
    ts_workspace_tell (self, "%s", error->message);
    return FALSE;
  }
  ts_workspace_attach_models (self);
  return TRUE;
}

void
ts_workspace_enter_spacing (TsWorkspace *self, double spacing_um)
{
  TsModelSlot *slot = &self->slots[TS_ROLE_CLASSES];
  g_autofree char *path = g_strdup (slot->path);

  if (path != NULL)
    ts_workspace_load_model (self, TS_ROLE_CLASSES, path, spacing_um);
}
