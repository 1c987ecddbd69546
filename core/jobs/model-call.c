/* What a model says of a slide as a whole.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/model-call.h"

#define SIGMOID_THRESHOLD 0.5f

void
ts_model_call_clear (TsModelCall *self)
{
  g_clear_pointer (&self->run, ts_stored_run_free);
  g_clear_pointer (&self->means, g_free);
  g_clear_pointer (&self->shares, g_free);
}

gboolean
ts_model_run_find (TsStore *store,
                   const char *slide_identity,
                   const char *model_identity,
                   TsStoredRun **out_run,
                   GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 slide_id = ts_store_find_slide (store, slide_identity, &local);
  g_autoptr (GPtrArray) runs = NULL;

  *out_run = NULL;
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (slide_id == 0)
    return TRUE;
  runs = ts_store_list_runs (store, slide_id, error);
  if (runs == NULL)
    return FALSE;
  for (guint i = 0; i < runs->len && *out_run == NULL; i++) {
    const TsStoredRun *run = g_ptr_array_index (runs, i);

    if (run->n_predictions > 0 &&
        g_str_equal (run->model->identity, model_identity))
      *out_run = g_ptr_array_steal_index (runs, i);
  }
  return TRUE;
}

static gboolean
is_of_class (const TsModelCall *self, const float *probs, guint class_index)
{
  const TsModelInfo *model = self->run->model;

  if (model->head == TS_HEAD_SIGMOID)
    return probs[class_index] >= SIGMOID_THRESHOLD;
  return probs[class_index] ==
         probs[ts_probs_find_most_likely (probs, model->n_classes)];
}

static gboolean
add_tile (const TsPrediction *prediction, gpointer user_data)
{
  TsModelCall *self = user_data;
  guint n_classes = self->run->model->n_classes;

  if (prediction->n_probs != n_classes)
    return TRUE;
  self->n_tiles++;
  for (guint i = 0; i < n_classes; i++) {
    self->means[i] += (double) prediction->probs[i];
    self->shares[i] += is_of_class (self, prediction->probs, i) ? 1 : 0;
  }
  return TRUE;
}

gboolean
ts_model_call_load (TsStore *store,
                    const char *slide_identity,
                    const char *model_identity,
                    TsModelCall *out,
                    GError **error)
{
  g_auto (TsModelCall) call = { 0 };

  if (!ts_model_run_find (store, slide_identity, model_identity, &call.run,
                          error))
    return FALSE;
  if (call.run != NULL) {
    guint n_classes = call.run->model->n_classes;

    call.means = g_new0 (double, n_classes);
    call.shares = g_new0 (double, n_classes);
    if (!ts_store_foreach_prediction (store, call.run->run_id, add_tile, &call,
                                      error))
      return FALSE;
    for (guint i = 0; i < n_classes && call.n_tiles > 0; i++) {
      call.means[i] /= call.n_tiles;
      call.shares[i] /= call.n_tiles;
    }
  }
  *out = call;
  call = (TsModelCall){ 0 };
  return TRUE;
}

static gboolean
is_gene (const TsModelInfo *model, const TsStudyQuestion *question)
{
  return question->kind == TS_QUESTION_GENE &&
         model->role == TS_ROLE_MUTATIONS &&
         ts_model_info_find_class (model, question->name) >= 0;
}

gboolean
ts_model_serves_question (const TsModelInfo *model,
                          const TsStudyQuestion *question)
{
  guint n_deciding = 0;

  if (is_gene (model, question))
    return TRUE;
  if (question->kind != TS_QUESTION_CLASS || model->role != TS_ROLE_CLASSES)
    return FALSE;
  for (guint i = 0; i < question->answers->len; i++) {
    const TsStudyAnswer *answer = g_ptr_array_index (question->answers, i);

    if (answer->is_cannot_decide)
      continue;
    if (ts_model_info_find_class (model, answer->code) < 0)
      return FALSE;
    n_deciding++;
  }
  return n_deciding > 0;
}

void
ts_model_call_get_scores (const TsModelCall *self,
                          const TsStudyQuestion *question,
                          double *out)
{
  const TsModelInfo *model = self->run->model;
  guint n = 0;

  for (guint i = 0; i < question->answers->len; i++) {
    const TsStudyAnswer *answer = g_ptr_array_index (question->answers, i);
    gboolean is_mutation = is_gene (model, question);
    int place = ts_model_info_find_class (model, is_mutation ? question->name
                                                             : answer->code);

    if (answer->is_cannot_decide)
      continue;
    out[n] = is_mutation && n > 0 ? 1 - self->means[place] : self->means[place];
    n++;
  }
}
