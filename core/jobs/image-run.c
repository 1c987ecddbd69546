/* Whole image files as tiles, several at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/image-run.h"

#include "core/analysis/classifier.h"
#include "core/analysis/image-file.h"
#include "core/base/error.h"
#include "core/base/lock.h"

#define MAX_WORKERS 256u

typedef struct {
  const TsImageRunParams *params;
  TsImageResult **results; /* [n_paths], each written by one worker */
  TsLock lock;
  TsCond cond; /* a result is there, or a worker has ended */
  guint n_taken, n_done, n_running;
  GError *error; /* the first of a worker */
} Run;

void
ts_image_result_free (TsImageResult *self)
{
  if (self == NULL)
    return;
  g_free (self->probs);
  g_free (self->failure);
  g_free (self);
}

static void
classify (TsClassifier *classifier,
          guint n_classes,
          const char *path,
          TsImageResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autofree float *probs = g_new0 (float, n_classes);
  g_autoptr (TsImage) image = ts_image_load (path, &error);
  if (image != NULL &&
      ts_classifier_run (classifier, image->rgb, image->width_px,
                         image->height_px, probs, &error)) {
    result->probs = g_steal_pointer (&probs);
    return;
  }
  if (image != NULL)
    g_prefix_error (&error, "cannot classify '%s': ", path);
  result->failure = g_strdup (error->message);
}

/* FALSE when none is left, or the run is to stop. */
static gboolean
take_next (Run *run, guint *out_index)
{
  ts_lock_acquire (&run->lock);
  gboolean has_next = run->error == NULL &&
                      !ts_cancel_is_set (run->params->cancel) &&
                      run->n_taken < run->params->n_paths;
  if (has_next)
    *out_index = run->n_taken++;
  ts_lock_release (&run->lock);
  return has_next;
}

static void
classify_all (Run *run, TsClassifier *classifier)
{
  guint n_classes = ts_model_get_info (run->params->model)->n_classes;
  guint index = 0;
  while (take_next (run, &index)) {
    TsImageResult *result = g_new0 (TsImageResult, 1);
    classify (classifier, n_classes, run->params->paths[index], result);
    ts_lock_acquire (&run->lock);
    run->results[index] = result;
    run->n_done++;
    ts_cond_signal (&run->cond);
    ts_lock_release (&run->lock);
  }
}

static gpointer
work (gpointer user_data)
{
  Run *run = user_data;
  GError *error = NULL;
  g_autoptr (TsClassifier) classifier =
    ts_classifier_new (run->params->model, &error);
  if (classifier != NULL)
    classify_all (run, classifier);
  ts_lock_acquire (&run->lock);
  if (run->error == NULL)
    run->error = g_steal_pointer (&error);
  run->n_running--;
  ts_cond_signal (&run->cond);
  ts_lock_release (&run->lock);
  g_clear_error (&error);
  return NULL;
}

static void
follow (Run *run)
{
  guint n_told = 0;
  ts_lock_acquire (&run->lock);
  while (run->n_running > 0) {
    guint n_done = run->n_done;
    if (n_done == n_told) {
      ts_cond_wait (&run->cond, &run->lock);
      continue;
    }
    ts_lock_release (&run->lock);
    n_told = n_done;
    if (run->params->progress != NULL)
      run->params->progress (n_done, run->params->n_paths,
                             run->params->user_data);
    ts_lock_acquire (&run->lock);
  }
  ts_lock_release (&run->lock);
}

static void
run_workers (Run *run)
{
  guint n_workers = run->params->n_workers;
  if (n_workers == 0)
    n_workers = g_get_num_processors ();
  n_workers = MIN (MIN (n_workers, MAX_WORKERS), run->params->n_paths);
  g_autofree GThread **threads = g_new0 (GThread *, n_workers + 1);
  run->n_running = n_workers;
  for (guint i = 0; i < n_workers; i++)
    threads[i] = g_thread_new ("image-run", work, run);
  follow (run);
  for (guint i = 0; i < n_workers; i++)
    g_thread_join (threads[i]);
}

GPtrArray *
ts_image_run (const TsImageRunParams *params, GError **error)
{
  const TsModelInfo *model = ts_model_get_info (params->model);
  if (model->n_classes == 0 || model->head == TS_HEAD_FEATURES) {
    g_set_error (error, TS_ERROR, TS_ERROR_UNSUPPORTED,
                 "model '%s' gives features, not classes", model->name);
    return NULL;
  }
  g_autoptr (GPtrArray) results =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ts_image_result_free);
  g_ptr_array_set_size (results, (gint) params->n_paths);
  Run run = { .params = params, .results = (TsImageResult **) results->pdata };
  ts_lock_init (&run.lock);
  ts_cond_init (&run.cond);
  run_workers (&run);
  ts_cond_clear (&run.cond);
  ts_lock_clear (&run.lock);
  if (run.error != NULL) {
    g_propagate_error (error, run.error);
    return NULL;
  }
  if (run.n_done < params->n_paths && !ts_cancel_check (params->cancel, error))
    return NULL;
  return g_steal_pointer (&results);
}
