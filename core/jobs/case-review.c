/* Between lock and reveal of a case: region calls and the tile queue.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/case-review.h"

#include <string.h>

#include "core/base/error.h"
#include "core/jobs/model-call.h"
#include "core/review/region-rule.h"
#include "core/review/tile-queue.h"

static TsStudyCase *
load_locked (const TsCaseReview *review, GError **error)
{
  g_autoptr (TsStudyCase) reading_case =
    ts_store_load_case (review->store, review->case_key, error);

  if (reading_case == NULL)
    return NULL;
  if (reading_case->state != TS_CASE_BLIND)
    return g_steal_pointer (&reading_case);
  g_set_error (error, TS_ERROR, TS_ERROR_STORE,
               "cannot compare with a model: the case of reader '%s' is not "
               "locked",
               reading_case->reader);
  return NULL;
}

/* ---- Regions ---- */

static gboolean
add_to_rule (const TsPrediction *prediction, gpointer user_data)
{
  ts_region_rule_add (user_data, prediction);
  return TRUE;
}

static gboolean
call_region (const TsCaseReview *review,
             const TsStoredRun *run,
             const TsRegion *region,
             guint *inout_n_added,
             GError **error)
{
  const TsModelInfo *model = run->model;
  g_autofree char *grid_key = ts_grid_spec_to_key (&run->grid);
  g_autofree float *means = g_new0 (float, model->n_classes);
  g_auto (TsRegionRule) rule = { 0 };
  TsStoreRegionCall stored = { .region_key = region->key,
                               .model_identity = model->identity,
                               .grid_key = grid_key,
                               .rule = TS_REGION_RULE };
  gboolean is_there = FALSE;
  TsRegionCall call;

  if (!ts_store_has_region_call (review->store, &stored, &is_there, error))
    return FALSE;
  if (is_there)
    return TRUE;
  ts_region_rule_init (&rule, region, &run->grid, model->n_classes);
  if (!ts_store_foreach_prediction (review->store, run->run_id, add_to_rule,
                                    &rule, error))
    return FALSE;
  call = ts_region_rule_finish (&rule, means);
  stored.n_tiles = call.n_tiles;
  stored.n_majority = call.n_majority;
  stored.mean_probs = means;
  stored.n_probs = call.n_tiles > 0 ? model->n_classes : 0;
  if (call.mean_class >= 0)
    stored.mean_class = model->class_names[call.mean_class];
  if (call.majority_class >= 0)
    stored.majority_class = model->class_names[call.majority_class];
  (*inout_n_added)++;
  return ts_store_add_region_call (review->store, review->session_id,
                                   review->case_key, &stored, error);
}

static gboolean
call_all (const TsCaseReview *review,
          const TsStoredRun *run,
          const GPtrArray *regions,
          guint *inout_n_added,
          GError **error)
{
  for (guint i = 0; i < regions->len; i++)
    if (!call_region (review, run, g_ptr_array_index (regions, i),
                      inout_n_added, error))
      return FALSE;
  return TRUE;
}

gboolean
ts_study_case_call_regions (const TsCaseReview *review,
                            guint *out_n_added,
                            GError **error)
{
  g_autoptr (TsStudyCase) reading_case = load_locked (review, error);
  g_autoptr (GPtrArray) regions = NULL;
  guint n_added = 0;

  if (reading_case == NULL)
    return FALSE;
  regions = ts_store_list_regions (review->store, review->case_key, error);
  if (regions == NULL)
    return FALSE;
  for (guint i = 0; i < review->study->models->len; i++) {
    const TsStudyModel *model = g_ptr_array_index (review->study->models, i);
    TsStoredRun *run = NULL;
    gboolean is_good =
      ts_model_run_find (review->store, reading_case->slide_identity,
                         model->identity, &run, error);

    is_good = is_good &&
              (run == NULL || call_all (review, run, regions, &n_added, error));
    g_clear_pointer (&run, ts_stored_run_free);
    if (!is_good)
      return FALSE;
  }
  if (out_n_added != NULL)
    *out_n_added = n_added;
  return TRUE;
}

/* ---- The tile queue ---- */

static gboolean
find_class_run (const TsCaseReview *review,
                const TsStudyCase *reading_case,
                TsStoredRun **out_run,
                GError **error)
{
  for (guint i = 0; i < review->study->models->len; i++) {
    const TsStudyModel *model = g_ptr_array_index (review->study->models, i);

    if (!ts_model_run_find (review->store, reading_case->slide_identity,
                            model->identity, out_run, error))
      return FALSE;
    if (*out_run != NULL && (*out_run)->model->role == TS_ROLE_CLASSES)
      return TRUE;
    g_clear_pointer (out_run, ts_stored_run_free);
  }
  return TRUE;
}

static const TsStudyQuestion *
find_class_question (const TsStudy *study)
{
  for (guint i = 0; i < study->questions->len; i++) {
    const TsStudyQuestion *question = g_ptr_array_index (study->questions, i);

    if (question->level == TS_LEVEL_SLIDE &&
        question->kind == TS_QUESTION_CLASS)
      return question;
  }
  return NULL;
}

/* What the reader said blind, as a class of the model; -1 for none. */
static gboolean
find_reader_class (const TsCaseReview *review,
                   const TsModelInfo *model,
                   int *out,
                   GError **error)
{
  const TsStudyQuestion *question = find_class_question (review->study);
  g_autoptr (GPtrArray) readings =
    ts_store_list_readings (review->store, review->case_key, error);

  if (readings == NULL)
    return FALSE;
  *out = -1;
  for (guint i = 0; question != NULL && i < readings->len; i++) {
    const TsReading *reading = g_ptr_array_index (readings, i);

    if (reading->item_key == NULL && reading->phase == TS_PHASE_BLIND &&
        g_str_equal (reading->question, question->name))
      *out = ts_model_info_find_class (model, reading->answer);
  }
  return TRUE;
}

/* The first 8 bytes of SHA-256 over "<seed>\n<arm>\n<reader>\n<slide>", the lowest first,
 * without the sign. */
static gint64
mix_seed (const TsStudy *study, const TsStudyCase *reading_case)
{
  g_autofree char *text = g_strdup_printf (
    "%" G_GINT64_FORMAT "\n%s\n%s\n%s", study->seed, reading_case->arm,
    reading_case->reader, reading_case->slide_identity);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 bytes[32];
  gsize n_bytes = sizeof bytes;
  guint64 value = 0;

  g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text));
  g_checksum_get_digest (sum, bytes, &n_bytes);
  memcpy (&value, bytes, sizeof value);
  return (gint64) (GUINT64_FROM_LE (value) & G_MAXINT64);
}

typedef struct {
  guint n_probs;
  GArray *predictions; /* TsPrediction, whose probs stand in probs */
  GArray *probs;
} Tiles;

static gboolean
keep_tile (const TsPrediction *prediction, gpointer user_data)
{
  Tiles *tiles = user_data;

  if (prediction->n_probs != tiles->n_probs)
    return TRUE;
  g_array_append_vals (tiles->predictions, prediction, 1);
  g_array_append_vals (tiles->probs, prediction->probs, prediction->n_probs);
  return TRUE;
}

static GPtrArray *
draw (const TsCaseReview *review,
      const TsStoredRun *run,
      const TsTileQueueParams *params,
      GError **error)
{
  g_autoptr (GArray) predictions =
    g_array_new (FALSE, FALSE, sizeof (TsPrediction));
  g_autoptr (GArray) probs = g_array_new (FALSE, FALSE, sizeof (float));
  Tiles tiles = { run->model->n_classes, predictions, probs };

  if (!ts_store_foreach_prediction (review->store, run->run_id, keep_tile,
                                    &tiles, error))
    return NULL;
  for (guint i = 0; i < predictions->len; i++)
    g_array_index (predictions, TsPrediction, i).probs =
      &g_array_index (probs, float, (gsize) i *tiles.n_probs);
  return ts_tile_queue_draw (
    params, &g_array_index (predictions, TsPrediction, 0), predictions->len);
}

static gboolean
draw_and_store (const TsCaseReview *review,
                const TsStudyCase *reading_case,
                const TsStoredRun *run,
                GError **error)
{
  const TsStudy *study = review->study;
  TsTileQueueParams params = { .seed = mix_seed (study, reading_case),
                               .n_disagreement = study->n_disagreement,
                               .n_uncertainty = study->n_uncertainty,
                               .n_control = study->n_control };
  g_autofree char *grid_key = ts_grid_spec_to_key (&run->grid);
  g_autoptr (GPtrArray) items = NULL;
  TsStoreQueue queue = { .model_identity = run->model->identity,
                         .grid_key = grid_key,
                         .seed = params.seed };

  if (!find_reader_class (review, run->model, &params.reader_class, error))
    return FALSE;
  items = draw (review, run, &params, error);
  if (items == NULL)
    return FALSE;
  queue.items = items;
  return ts_store_add_queue (review->store, review->session_id,
                             review->case_key, &queue, error);
}

GPtrArray *
ts_study_case_draw_queue (const TsCaseReview *review, GError **error)
{
  const TsStudy *study = review->study;
  g_autoptr (TsStudyCase) reading_case = load_locked (review, error);
  g_autoptr (GPtrArray) queue =
    reading_case != NULL
      ? ts_store_list_queue (review->store, review->case_key, error)
      : NULL;
  TsStoredRun *run = NULL;
  gboolean is_good = TRUE;

  if (queue == NULL || queue->len > 0 ||
      study->n_disagreement + study->n_uncertainty + study->n_control == 0)
    return g_steal_pointer (&queue);
  is_good = find_class_run (review, reading_case, &run, error) &&
            (run == NULL || draw_and_store (review, reading_case, run, error));
  g_clear_pointer (&run, ts_stored_run_free);
  return is_good ? ts_store_list_queue (review->store, review->case_key, error)
                 : NULL;
}
