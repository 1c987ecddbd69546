/* A view as a job: everything the picture needs, kept until it is drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/snapshot-job.h"

struct TsSnapshotJob {
  TsSnapshotParams params; /* of what follows */
  TsHeatMapStyle style;
  TsModelInfo *style_model, *model;
  GPtrArray *opinions;
  char *state_text;
};

static void
free_opinion (gpointer opinion)
{
  ts_opinion_free (opinion);
}

static void
keep_style (TsSnapshotJob *self, const TsHeatMapStyle *style)
{
  self->style = *style;
  self->style.layer.name = g_strdup (style->layer.name);
  self->style_model =
    style->model != NULL ? ts_model_info_copy (style->model) : NULL;
  self->style.model = self->style_model;
  self->params.style = &self->style;
}

TsSnapshotJob *
ts_snapshot_job_new (const TsSnapshotParams *params)
{
  TsSnapshotJob *self = g_new0 (TsSnapshotJob, 1);

  self->params = *params;
  ts_slide_ref (params->slide);
  if (params->map != NULL)
    ts_prediction_map_ref (params->map);
  if (params->style != NULL)
    keep_style (self, params->style);
  self->opinions = g_ptr_array_new_with_free_func (free_opinion);
  for (guint i = 0; i < params->n_opinions; i++)
    g_ptr_array_add (self->opinions, ts_opinion_copy (params->opinions[i]));
  self->params.opinions = (const TsOpinion *const *) self->opinions->pdata;
  self->model =
    params->model != NULL ? ts_model_info_copy (params->model) : NULL;
  self->params.model = self->model;
  if (params->display != NULL)
    ts_display_ref (params->display);
  self->state_text = g_strdup (params->state_text);
  self->params.state_text = self->state_text;
  return self;
}

void
ts_snapshot_job_free (TsSnapshotJob *self)
{
  if (self == NULL)
    return;
  ts_slide_unref (self->params.slide);
  if (self->params.map != NULL)
    ts_prediction_map_unref (self->params.map);
  ts_display_unref (self->params.display);
  g_free (self->style.layer.name);
  ts_model_info_free (self->style_model);
  ts_model_info_free (self->model);
  g_ptr_array_unref (self->opinions);
  g_free (self->state_text);
  g_free (self);
}

gboolean
ts_snapshot_job_write (TsSnapshotJob *self,
                       const char *path,
                       const TsCancel *cancel,
                       GError **error)
{
  return ts_snapshot_write_png (&self->params, path, cancel, error);
}
