/* The run of a case: every result is stored before it is shown.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/error.h"
#include "core/jobs/case-private.h"

/* What was read after another file took the slide's place is not of this slide. One that is
 * gone has no other in its place. */
static gboolean
check_file (TsCase *self, GError **error)
{
  if (ts_slide_get_file_state (self->slide) != TS_SLIDE_FILE_CHANGED)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_READ,
               "'%s' has changed since it was opened",
               ts_slide_get_path (self->slide));
  return FALSE;
}

static gboolean
store_result (TsCase *self,
              gint64 run_id,
              const TsPrediction *prediction,
              GError **error)
{
  if (!check_file (self, error) ||
      !ts_store_add_predictions (self->store, run_id, prediction, 1, error))
    return FALSE;
  ts_case_note_prediction (self, g_get_real_time ());
  return TRUE;
}

/* On a worker. A tile that failed is not stored, to be tried again another time; nor are
 * tiles the mutations model left out, which follows from their class. */
static gboolean
on_result (const TsTileResult *result, gpointer user_data, GError **error)
{
  TsCase *self = user_data;
  TsPrediction prediction = { .col = result->col,
                              .row = result->row,
                              .background_share = result->background_share };

  if (result->state == TS_TILE_PREDICTED) {
    prediction.probs = result->probs;
    prediction.n_probs = ts_prediction_map_get_n_classes (self->classes.map);
  }
  if ((result->state == TS_TILE_PREDICTED ||
       result->state == TS_TILE_BACKGROUND) &&
      !store_result (self, self->classes.run_id, &prediction, error))
    return FALSE;
  if (result->gene_state != TS_TILE_PREDICTED)
    return TRUE;
  prediction.probs = result->gene_probs;
  prediction.n_probs = ts_prediction_map_get_n_classes (self->genes.map);
  return store_result (self, self->genes.run_id, &prediction, error);
}

static void
on_wake (gpointer user_data)
{
  TsCase *self = user_data;

  if (self->wake != NULL)
    self->wake (self->wake_data);
}

static gboolean
has_failed (TsTileRun *run)
{
  TsRunStatus status = ts_tile_run_get_status (run);

  g_free (status.failure);
  return status.state == TS_RUN_FAILED;
}

gboolean
ts_case_start_run (TsCase *self,
                   guint n_workers,
                   gboolean is_low_priority,
                   void (*wake) (gpointer user_data),
                   gpointer user_data,
                   GError **error)
{
  TsTileRunParams params = { .slide = self->slide,
                             .map = self->classes.map,
                             .gene_map = self->genes.map,
                             .n_workers = n_workers,
                             .is_low_priority = is_low_priority,
                             .on_result = on_result,
                             .wake = on_wake,
                             .user_data = self };

  if (self->classes.file == NULL) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_MISSING,
                         "no model is loaded");
    return FALSE;
  }
  if (self->run != NULL && !has_failed (self->run))
    return TRUE;
  ts_case_stop_run (self);
  self->wake = wake;
  self->wake_data = user_data;
  params.model = ts_model_file_get_model (self->classes.file);
  if (self->genes.file != NULL)
    params.mutations = ts_model_file_get_model (self->genes.file);
  self->run = ts_tile_run_new (&params, error);
  return self->run != NULL;
}

void
ts_case_stop_run (TsCase *self)
{
  g_clear_pointer (&self->run, ts_tile_run_free);
}

TsTileRun *
ts_case_get_run (const TsCase *self)
{
  return self->run;
}
