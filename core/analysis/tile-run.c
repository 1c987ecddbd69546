/* The background run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tile-run.h"

#include "core/analysis/run-plan.h"
#include "core/analysis/run-rate.h"
#include "core/analysis/tile-worker.h"
#include "core/analysis/tissue-estimate.h"
#include "core/base/error.h"
#include "core/base/lock.h"
#include "core/base/thread-priority.h"

#define MAX_WORKERS       256
#define LOOK_AT_CANCEL_MS 50

typedef struct {
  TsTileRun *run;
  TsTileWorker *worker;
  GThread *thread; /* NULL until started */
} Hand;

struct TsTileRun {
  TsTileRunParams params; /* with references */
  TsCancel *stop;
  guint n_hands;
  Hand *hands;

  /* Taken by workers only, so that the controlling thread never waits for the planning of a
   * large slide. Before `lock` where both are held. */
  TsLock plan_lock;
  TsRunPlan *plan;
  guint64 n_aims_in_plan;
  gboolean is_estimate_begun;

  TsLock lock; /* guards all below */
  TsCond changed;
  TsRunAim aim;
  guint64 n_aims, n_planned; /* given, and planned for */
  gboolean is_exhausted;     /* nothing left to take of what was planned */
  gboolean is_paused, is_delivering;
  guint n_busy;
  GError *error;
  char *tile_failure; /* of the first tile that failed; NULL */
  guint64 n_wanted, n_done, n_tissue;
  TsRunRate rate;
};

/* The following few: with the lock held. */
static gboolean
is_at_rest (const TsTileRun *self)
{
  return self->n_planned == self->n_aims && self->is_exhausted;
}

static gboolean
is_idle (const TsTileRun *self)
{
  return is_at_rest (self) && self->n_busy == 0;
}

static void
note_change (TsTileRun *self)
{
  ts_run_rate_set_working (
    &self->rate, !self->is_paused && self->error == NULL && !is_idle (self),
    g_get_monotonic_time ());
  ts_cond_broadcast (&self->changed);
}

static void
wake (TsTileRun *self)
{
  if (self->params.wake != NULL)
    self->params.wake (self->params.user_data);
}

/* With the plan's lock held. */
static void
publish_counts (TsTileRun *self)
{
  ts_lock_acquire (&self->lock);
  ts_run_plan_count (self->plan, &self->n_wanted, &self->n_done);
  self->n_tissue = ts_run_plan_get_n_tissue (self->plan);
  ts_lock_release (&self->lock);
}

/* The first worker looks once at a coarse level; the others begin with what is in view. */
static void
estimate_tissue (TsTileRun *self)
{
  const TsGridSpec *grid = ts_prediction_map_get_grid (self->params.map);
  g_autofree guint8 *likely = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_mine = FALSE;

  ts_lock_acquire (&self->plan_lock);
  is_mine = !self->is_estimate_begun;
  self->is_estimate_begun = TRUE;
  ts_lock_release (&self->plan_lock);
  if (!is_mine)
    return;
  likely = g_new0 (guint8, (gsize) grid->n_cols * grid->n_rows);
  if (!ts_tissue_estimate (self->params.slide, grid, likely, self->stop,
                           &error)) {
    g_debug ("no estimate of the tissue: %s", error->message);
    return;
  }
  ts_lock_acquire (&self->plan_lock);
  ts_run_plan_set_likely (self->plan, likely);
  publish_counts (self);
  ts_lock_release (&self->plan_lock);
}

/* FALSE when the run ends. A paused worker still plans, so that the counts are right. */
static gboolean
wait_for_work (TsTileRun *self)
{
  gboolean is_wanted = FALSE;

  ts_lock_acquire (&self->lock);
  while (!ts_cancel_is_set (self->stop) && self->n_planned == self->n_aims &&
         (self->is_paused || self->error != NULL || self->is_exhausted))
    ts_cond_wait (&self->changed, &self->lock);
  is_wanted = !ts_cancel_is_set (self->stop);
  self->n_busy += is_wanted ? 1 : 0;
  ts_lock_release (&self->lock);
  return is_wanted;
}

/* FALSE when there is no tile to work on now; the worker is then no longer busy. */
static gboolean
take_tile (TsTileRun *self, TsTilePlace *out_place)
{
  TsRunAim aim = { 0 };
  guint64 n_aims = 0;
  gboolean may_take = FALSE, is_taken = FALSE, has_become_idle = FALSE;

  ts_lock_acquire (&self->plan_lock);
  ts_lock_acquire (&self->lock);
  aim = self->aim;
  n_aims = self->n_aims;
  may_take = !self->is_paused && self->error == NULL;
  ts_lock_release (&self->lock);
  if (self->n_aims_in_plan != n_aims)
    ts_run_plan_aim (self->plan, &aim);
  self->n_aims_in_plan = n_aims;
  is_taken = may_take && ts_run_plan_take (self->plan, out_place);
  publish_counts (self);
  ts_lock_acquire (&self->lock);
  self->n_planned = n_aims;
  self->is_exhausted = may_take && !is_taken;
  self->n_busy -= is_taken ? 0 : 1;
  has_become_idle = !is_taken && is_idle (self);
  note_change (self);
  ts_lock_release (&self->lock);
  ts_lock_release (&self->plan_lock);
  if (has_become_idle)
    wake (self);
  return is_taken;
}

static void
set_maps (TsTileRun *self, const TsTileResult *result)
{
  if (result->state != TS_TILE_UNKNOWN)
    ts_prediction_map_set (self->params.map, result->col, result->row,
                           result->state, result->probs);
  if (result->gene_state != TS_TILE_UNKNOWN)
    ts_prediction_map_set (self->params.gene_map, result->col, result->row,
                           result->gene_state, result->gene_probs);
}

static void
finish_tile (TsTileRun *self, const TsTileResult *result)
{
  ts_lock_acquire (&self->plan_lock);
  ts_run_plan_finish (self->plan, (TsTilePlace){ result->col, result->row },
                      result->state == TS_TILE_BACKGROUND);
  publish_counts (self);
  ts_lock_release (&self->plan_lock);
}

/* Waits for its turn; FALSE when the run has failed meanwhile and nobody wants results. */
static gboolean
begin_delivery (TsTileRun *self)
{
  gboolean is_welcome = FALSE;

  ts_lock_acquire (&self->lock);
  while (self->is_delivering)
    ts_cond_wait (&self->changed, &self->lock);
  self->is_delivering = TRUE;
  is_welcome = self->error == NULL;
  ts_lock_release (&self->lock);
  return is_welcome;
}

/* Takes the error, which may be NULL. */
static void
end_delivery (TsTileRun *self, gboolean is_classified, GError *error)
{
  ts_lock_acquire (&self->lock);
  self->is_delivering = FALSE;
  self->n_busy--;
  if (is_classified)
    ts_run_rate_add_tile (&self->rate, g_get_monotonic_time ());
  if (error != NULL && self->error == NULL)
    self->error = error;
  else
    g_clear_error (&error);
  note_change (self);
  ts_lock_release (&self->lock);
}

static void
note_tile_failure (TsTileRun *self, const char *failure)
{
  ts_lock_acquire (&self->lock);
  if (self->tile_failure == NULL)
    self->tile_failure = g_strdup (failure);
  ts_lock_release (&self->lock);
}

static void
deliver (TsTileRun *self, const TsTileResult *result)
{
  GError *error = NULL;
  gboolean is_delivered =
    begin_delivery (self) &&
    (self->params.on_result == NULL ||
     self->params.on_result (result, self->params.user_data, &error));
  gboolean is_classified = result->state == TS_TILE_PREDICTED ||
                           result->gene_state == TS_TILE_PREDICTED;

  if (result->failure != NULL)
    note_tile_failure (self, result->failure);
  if (is_delivered) {
    set_maps (self, result);
    finish_tile (self, result);
  }
  end_delivery (self, is_delivered && is_classified, error);
  wake (self);
}

static gpointer
work (gpointer user_data)
{
  Hand *hand = user_data;
  TsTileRun *self = hand->run;

  if (self->params.is_low_priority)
    ts_thread_priority_lower (TS_PRIORITY_BACKGROUND);
  estimate_tissue (self);
  while (wait_for_work (self)) {
    TsTilePlace place = { 0 };
    TsTileResult result = { 0 };
    if (!take_tile (self, &place))
      continue;
    ts_tile_worker_run (hand->worker, place, &result);
    deliver (self, &result);
  }
  return NULL;
}

static gboolean
find_runs_on_class (const TsTileRunParams *params,
                    int *out_class,
                    GError **error)
{
  const TsModelInfo *model = ts_model_get_info (params->model);
  const TsModelInfo *mutations =
    params->mutations != NULL ? ts_model_get_info (params->mutations) : NULL;

  *out_class = -1;
  if (mutations == NULL || mutations->runs_on_class == NULL)
    return TRUE;
  *out_class = ts_model_info_find_class (model, mutations->runs_on_class);
  if (*out_class >= 0)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
               "'%s' runs on tiles of class '%s', which '%s' does not know",
               mutations->name, mutations->runs_on_class, model->name);
  return FALSE;
}

static gboolean
start_hands (TsTileRun *self, int runs_on_class, GError **error)
{
  for (guint i = 0; i < self->n_hands; i++) {
    self->hands[i].run = self;
    self->hands[i].worker =
      ts_tile_worker_new (&self->params, runs_on_class, error);
    if (self->hands[i].worker == NULL)
      return FALSE;
  }
  for (guint i = 0; i < self->n_hands; i++) {
    self->hands[i].thread =
      g_thread_try_new ("tile run", work, &self->hands[i], error);
    if (self->hands[i].thread == NULL)
      return FALSE;
  }
  return TRUE;
}

static void
take_references (TsTileRun *self, const TsTileRunParams *params)
{
  self->params = *params;
  ts_slide_ref (params->slide);
  ts_model_ref (params->model);
  ts_prediction_map_ref (params->map);
  if (params->mutations != NULL)
    ts_model_ref (params->mutations);
  if (params->gene_map != NULL)
    ts_prediction_map_ref (params->gene_map);
}

static gboolean
is_fit (TsModel *model, TsPredictionMap *map)
{
  return ts_model_get_info (model)->n_classes ==
         ts_prediction_map_get_n_classes (map);
}

TsTileRun *
ts_tile_run_new (const TsTileRunParams *params, GError **error)
{
  g_autoptr (TsTileRun) self = NULL;
  guint n_workers =
    params->n_workers > 0 ? params->n_workers : g_get_num_processors ();
  int runs_on_class = -1;

  g_return_val_if_fail (
    (params->mutations == NULL) == (params->gene_map == NULL), NULL);
  g_return_val_if_fail (is_fit (params->model, params->map), NULL);
  g_return_val_if_fail (params->mutations == NULL ||
                          is_fit (params->mutations, params->gene_map),
                        NULL);
  if (!find_runs_on_class (params, &runs_on_class, error))
    return NULL;
  self = g_new0 (TsTileRun, 1);
  take_references (self, params);
  self->stop = ts_cancel_new ();
  ts_lock_init (&self->plan_lock);
  ts_lock_init (&self->lock);
  ts_cond_init (&self->changed);
  self->is_exhausted = TRUE;
  self->plan = ts_run_plan_new (params->map, params->gene_map, runs_on_class);
  self->n_tissue = ts_run_plan_get_n_tissue (self->plan);
  self->n_hands = MIN (n_workers, MAX_WORKERS);
  self->hands = g_new0 (Hand, self->n_hands);
  if (!start_hands (self, runs_on_class, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
stop_hands (TsTileRun *self)
{
  ts_cancel_set (self->stop);
  ts_lock_acquire (&self->lock);
  ts_cond_broadcast (&self->changed);
  ts_lock_release (&self->lock);
  for (guint i = 0; i < self->n_hands; i++)
    g_clear_pointer (&self->hands[i].thread, g_thread_join);
  for (guint i = 0; i < self->n_hands; i++)
    g_clear_pointer (&self->hands[i].worker, ts_tile_worker_free);
}

void
ts_tile_run_free (TsTileRun *self)
{
  if (self == NULL)
    return;
  stop_hands (self);
  g_free (self->hands);
  ts_run_plan_free (self->plan);
  ts_cond_clear (&self->changed);
  ts_lock_clear (&self->lock);
  ts_lock_clear (&self->plan_lock);
  ts_cancel_unref (self->stop);
  g_clear_error (&self->error);
  g_free (self->tile_failure);
  ts_slide_unref (self->params.slide);
  ts_model_unref (self->params.model);
  ts_prediction_map_unref (self->params.map);
  g_clear_pointer (&self->params.mutations, ts_model_unref);
  g_clear_pointer (&self->params.gene_map, ts_prediction_map_unref);
  g_free (self);
}

static gboolean
is_same_aim (const TsRunAim *a, const TsRunAim *b)
{
  return a->near_l0.x == b->near_l0.x && a->near_l0.y == b->near_l0.y &&
         a->near_l0.width == b->near_l0.width &&
         a->near_l0.height == b->near_l0.height && a->is_whole == b->is_whole;
}

static void
aim_at (TsTileRun *self, TsRect near_l0, gboolean is_whole)
{
  const TsRunAim aim = { near_l0, is_whole };

  ts_lock_acquire (&self->lock);
  if (self->n_aims == 0 || !is_same_aim (&aim, &self->aim)) {
    self->aim = aim;
    self->n_aims++;
    note_change (self);
  }
  ts_lock_release (&self->lock);
}

void
ts_tile_run_aim (TsTileRun *self, TsRect visible_l0, gboolean is_whole_slide)
{
  aim_at (self, visible_l0, is_whole_slide);
}

void
ts_tile_run_aim_region (TsTileRun *self, TsRect region_l0)
{
  aim_at (self, region_l0, FALSE);
}

void
ts_tile_run_set_paused (TsTileRun *self, gboolean is_paused)
{
  ts_lock_acquire (&self->lock);
  self->is_paused = is_paused;
  note_change (self);
  ts_lock_release (&self->lock);
}

/* With the lock held. */
static TsRunState
find_state (const TsTileRun *self)
{
  if (self->error != NULL)
    return TS_RUN_FAILED;
  if (is_idle (self))
    return TS_RUN_IDLE;
  return self->is_paused ? TS_RUN_PAUSED : TS_RUN_WORKING;
}

TsRunStatus
ts_tile_run_get_status (TsTileRun *self)
{
  TsRunStatus status = { .seconds_left = -1 };

  ts_lock_acquire (&self->lock);
  status.state = find_state (self);
  status.n_wanted = self->n_wanted;
  status.n_done = self->n_done;
  status.n_tissue = self->n_tissue;
  status.tiles_per_second =
    ts_run_rate_get (&self->rate, g_get_monotonic_time ());
  if (self->error != NULL)
    status.failure = g_strdup (self->error->message);
  ts_lock_release (&self->lock);
  if (status.state == TS_RUN_WORKING && status.tiles_per_second > 0)
    status.seconds_left =
      (double) (status.n_wanted - status.n_done) / status.tiles_per_second;
  return status;
}

char *
ts_tile_run_dup_tile_failure (TsTileRun *self)
{
  ts_lock_acquire (&self->lock);
  char *failure = g_strdup (self->tile_failure);
  ts_lock_release (&self->lock);
  return failure;
}

gboolean
ts_tile_run_wait (TsTileRun *self, const TsCancel *cancel, GError **error)
{
  GError *failure = NULL;

  ts_lock_acquire (&self->lock);
  while (!ts_cancel_is_set (cancel) && self->error == NULL && !is_idle (self))
    ts_cond_wait_ms (&self->changed, &self->lock, LOOK_AT_CANCEL_MS);
  if (self->error != NULL)
    failure = g_error_copy (self->error);
  ts_lock_release (&self->lock);
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  return ts_cancel_check (cancel, error);
}
