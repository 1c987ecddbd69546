/* The workspace's snapshot: what is on screen, drawn to a file in a thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "core/jobs/snapshot-job.h"
#include "ui/workspace-private.h"

typedef struct {
  TsSnapshotJob *job;
  char *path;
  TsSnapshotTexts texts; /* the job only points at them */
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  ts_snapshot_job_free (writing->job);
  g_free (writing->path);
  g_free (writing);
}

static TsSnapshotTexts
translate_texts (void)
{
  return (TsSnapshotTexts){
    .most_likely = _ ("Most likely class"),
    .probability = _ ("Probability"),
    .shown_from = _ ("shown from"),
    .opacity = _ ("opacity"),
    .agree = _ ("agree"),
    .disagree = _ ("disagree"),
    .unsure = _ ("unsure"),
    .whole_slide = _ ("whole slide"),
    .model = _ ("Model"),
    .unknown_scale = _ ("resolution unknown: no scale bar"),
    .unreadable = _ ("Grey places could not be read."),
    .adjusted = _ ("Display adjusted"),
    .brightness = _ ("brightness"),
    .contrast = _ ("contrast"),
    .gamma = _ ("gamma"),
    .profile = _ ("colour profile applied"),
    .research_only = _ ("For research use only"),
  };
}

static void
write_in_thread (GTask *task,
                 gpointer source,
                 gpointer task_data,
                 GCancellable *cancellable)
{
  Writing *writing = task_data;
  GError *error = NULL;

  if (ts_snapshot_job_write (writing->job, writing->path, NULL, &error))
    g_task_return_pointer (task, g_strdup (writing->path), g_free);
  else
    g_task_return_error (task, error);
}

static Writing *
new_writing (TsWorkspace *self, const char *path, const TsPictureFrame *frame)
{
  Writing *writing = g_new0 (Writing, 1);
  g_autofree char *state = ts_workspace_format_completeness (self);
  TsHeatMapStyle style;
  TsPredictionMap *map = ts_workspace_get_heat_map (self, &style);
  const GPtrArray *opinions = ts_workspace_get_slide_opinions (self);
  gboolean has_overlay = map != NULL && self->is_overlay_visible;

  writing->path = g_strdup (path);
  writing->texts = translate_texts ();
  TsSnapshotParams params = {
    .slide = ts_case_get_slide (self->open_case),
    .region_l0 = frame->region_l0,
    .angle = frame->angle,
    .width_px =
      (guint) MAX (1, frame->region_l0.width * frame->pixels_per_l0_px + 0.5),
    .map = has_overlay ? map : NULL,
    .style = has_overlay ? &style : NULL,
    .opacity = self->opacity,
    .opinions = (const TsOpinion *const *) opinions->pdata,
    .n_opinions = opinions->len,
    .model = has_overlay ? style.model : NULL,
    .state_text = has_overlay ? state : NULL,
    .texts = &writing->texts,
    .display = self->display,
  };
  writing->job = ts_snapshot_job_new (&params);
  return writing;
}

void
ts_workspace_set_display (TsWorkspace *self, TsDisplay *display)
{
  if (display != NULL)
    ts_display_ref (display);
  g_clear_pointer (&self->display, ts_display_unref);
  self->display = display;
}

void
ts_workspace_write_snapshot (TsWorkspace *self,
                             const char *path,
                             const TsPictureFrame *frame,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, ts_workspace_write_snapshot);
  if (self->open_case == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                             _ ("no slide is open"));
    return;
  }
  g_task_set_task_data (task, new_writing (self, path, frame), writing_free);
  g_task_run_in_thread (task, write_in_thread);
}

char *
ts_workspace_write_snapshot_finish (TsWorkspace *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
