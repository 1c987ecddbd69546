/* What readers said of the tiles of their queues, beside the model's class of each.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/study-tiles.h"

#include "core/jobs/stored-map.h"

typedef struct {
  TsStudyData *data;
  TsStore *store;
  const TsCaseFact *fact;
  GPtrArray *queue;     /* TsQueueItem */
  GPtrArray *readings;  /* TsReading */
  TsPredictionMap *map; /* that the queue was drawn from, or NULL */
  TsModelInfo *model;   /* of the map */
} Queue;

static void
queue_clear (Queue *self)
{
  g_clear_pointer (&self->queue, g_ptr_array_unref);
  g_clear_pointer (&self->readings, g_ptr_array_unref);
  g_clear_pointer (&self->map, ts_prediction_map_unref);
  g_clear_pointer (&self->model, ts_model_info_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Queue, queue_clear)

static gboolean
take_map (Queue *self, const TsStoredRun *run, GError **error)
{
  self->model = ts_model_info_copy (run->model);
  self->map = ts_prediction_map_new (&run->grid, run->model->n_classes);
  return ts_stored_map_load (self->store, run->run_id, self->map, NULL, error);
}

static gboolean
load_map (Queue *self,
          const TsStudyCase *reading_case,
          const char *model_identity,
          const char *grid_key,
          GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  gint64 slide_id =
    ts_store_find_slide (self->store, reading_case->slide_identity, &local);

  if (slide_id == 0 && local == NULL)
    return TRUE;
  if (slide_id != 0)
    runs = ts_store_list_runs (self->store, slide_id, &local);
  if (runs == NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  for (guint i = 0; i < runs->len; i++) {
    const TsStoredRun *run = g_ptr_array_index (runs, i);
    g_autofree char *key = ts_grid_spec_to_key (&run->grid);

    if (g_str_equal (run->model->identity, model_identity) &&
        g_str_equal (key, grid_key))
      return take_map (self, run, error);
  }
  return TRUE;
}

/* The model's class of the tile; NULL when its prediction is not in the store. */
static const char *
find_class (const Queue *self, const TsQueueItem *item)
{
  g_autofree float *probs = NULL;
  const TsGridSpec *grid = NULL;

  if (self->map == NULL)
    return NULL;
  grid = ts_prediction_map_get_grid (self->map);
  probs = g_new0 (float, self->model->n_classes);
  if (item->col >= grid->n_cols || item->row >= grid->n_rows ||
      ts_prediction_map_get (self->map, item->col, item->row, probs) !=
        TS_TILE_PREDICTED)
    return NULL;
  return self->model
    ->class_names[ts_probs_find_most_likely (probs, self->model->n_classes)];
}

static guint
find_question (const TsStudy *study, const char *name)
{
  guint place = 0;

  while (place < study->questions->len &&
         !g_str_equal (((const TsStudyQuestion *) g_ptr_array_index (
                          study->questions, place))
                         ->name,
                       name))
    place++;
  return place;
}

/* Questions that the model does not speak to are passed over. */
static void
add_reading (const Queue *self,
             const TsQueueItem *item,
             const TsReading *reading,
             const char *model_class)
{
  const TsStudy *study = self->data->study;
  TsTileFact fact = { .reader = self->fact->reader,
                      .slide = self->fact->slide,
                      .arm = self->fact->arm,
                      .question = find_question (study, reading->question),
                      .phase = reading->phase,
                      .agrees = g_str_equal (reading->answer, model_class),
                      .probability = item->probability,
                      .kind = item->kind };
  const TsStudyQuestion *question = NULL;
  const TsStudyAnswer *answer = NULL;

  if (fact.question == study->questions->len)
    return;
  question = g_ptr_array_index (study->questions, fact.question);
  if (!ts_model_serves_question (self->model, question))
    return;
  answer = ts_study_question_find (question, reading->answer);
  fact.is_undecided = answer != NULL && answer->is_cannot_decide;
  g_array_append_val (self->data->tiles, fact);
}

static void
add_item (const Queue *self, const TsQueueItem *item)
{
  const char *model_class = find_class (self, item);
  guint n_found = 0;

  if (model_class == NULL) {
    self->data->n_tiles_unknown++;
    return;
  }
  for (guint i = 0; i < self->readings->len; i++) {
    const TsReading *reading = g_ptr_array_index (self->readings, i);

    if (g_strcmp0 (reading->item_key, item->key) != 0)
      continue;
    add_reading (self, item, reading, model_class);
    n_found++;
  }
  self->data->n_tiles_unanswered += n_found == 0;
}

gboolean
ts_study_tiles_add (TsStudyData *data,
                    TsStore *store,
                    const TsStudyCase *reading_case,
                    const TsCaseFact *fact,
                    GError **error)
{
  g_auto (Queue) queue = { .data = data, .store = store, .fact = fact };
  g_autofree char *model_identity = NULL;
  g_autofree char *grid_key = NULL;

  queue.queue = ts_store_list_queue (store, reading_case->key, error);
  if (queue.queue == NULL)
    return FALSE;
  if (queue.queue->len == 0)
    return TRUE;
  queue.readings = ts_store_list_readings (store, reading_case->key, error);
  if (queue.readings == NULL ||
      !ts_store_find_queue_source (store, reading_case->key, &model_identity,
                                   &grid_key, error) ||
      !load_map (&queue, reading_case, model_identity, grid_key, error))
    return FALSE;
  for (guint i = 0; i < queue.queue->len; i++)
    add_item (&queue, g_ptr_array_index (queue.queue, i));
  return TRUE;
}
