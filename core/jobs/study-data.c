/* All that is known of a study, read once from a store.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/study-data.h"

#include <math.h>
#include <string.h>

#include "core/formats/name-list.h"
#include "core/jobs/study-tiles.h"
#include "core/review/case-session.h"

#define MS_PER_S 1000.0

void
ts_study_data_free (TsStudyData *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_models; i++)
    ts_model_info_free (self->models[i]);
  for (gsize i = 0; i < (gsize) self->n_models * self->n_slides; i++)
    ts_model_call_clear (&self->calls[i]);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->truth, g_ptr_array_unref);
  g_array_unref (self->cases);
  g_array_unref (self->tiles);
  g_strfreev (self->readers);
  g_free (self->models);
  g_free (self->calls);
  g_free (self->units);
  g_free (self);
}

const TsModelCall *
ts_study_data_get_call (const TsStudyData *self, guint model, guint slide)
{
  return &self->calls[(gsize) model * self->n_slides + slide];
}

const char *
ts_study_data_find_truth (const TsStudyData *self,
                          guint slide,
                          const char *question)
{
  const TsStudySlide *wanted = g_ptr_array_index (self->study->slides, slide);

  for (guint i = 0; self->truth != NULL && i < self->truth->len; i++) {
    const TsTruth *truth = g_ptr_array_index (self->truth, i);

    if (g_str_equal (truth->slide_identity, wanted->identity) &&
        g_str_equal (truth->question, question))
      return truth->label;
  }
  return NULL;
}

guint
ts_study_data_find_slide (const TsStudyData *self, const char *pseudonym)
{
  for (guint i = 0; i < self->n_slides; i++) {
    const TsStudySlide *slide = g_ptr_array_index (self->study->slides, i);

    if (g_strcmp0 (slide->pseudonym, pseudonym) == 0)
      return i;
  }
  return self->n_slides;
}

guint
ts_study_data_find_reader (const TsStudyData *self, const char *name)
{
  for (guint i = 0; i < self->n_readers; i++)
    if (g_str_equal (self->readers[i], name))
      return i;
  return self->n_readers;
}

guint
ts_study_data_find_arm (const TsStudyData *self, const char *name)
{
  for (guint i = 0; i < self->study->arms->len; i++) {
    const TsStudyArm *arm = g_ptr_array_index (self->study->arms, i);

    if (g_str_equal (arm->name, name))
      return i;
  }
  return self->study->arms->len;
}

/* ---- Patients and models ---- */

static void
number_patients (TsStudyData *self)
{
  g_autoptr (TsNameList) patients = ts_name_list_new ();

  self->units = g_new0 (guint, MAX (self->n_slides, 1));
  for (guint i = 0; i < self->n_slides; i++) {
    const TsStudySlide *slide = g_ptr_array_index (self->study->slides, i);

    self->units[i] = ts_name_list_add (patients, slide->patient);
  }
  self->n_units = ts_name_list_get_n (patients);
}

static gboolean
load_calls (TsStudyData *self, TsStore *store, GError **error)
{
  self->models = g_new0 (TsModelInfo *, MAX (self->n_models, 1));
  self->calls =
    g_new0 (TsModelCall, MAX ((gsize) self->n_models * self->n_slides, 1));
  for (guint i = 0; i < self->n_models; i++) {
    const TsStudyModel *model = g_ptr_array_index (self->study->models, i);

    for (guint j = 0; j < self->n_slides; j++) {
      const TsStudySlide *slide = g_ptr_array_index (self->study->slides, j);
      TsModelCall *call = &self->calls[(gsize) i * self->n_slides + j];

      if (!ts_model_call_load (store, slide->identity, model->identity, call,
                               error))
        return FALSE;
      if (self->models[i] == NULL && call->run != NULL)
        self->models[i] = ts_model_info_copy (call->run->model);
    }
  }
  return TRUE;
}

/* ---- Cases ---- */

/* An order that is always the same and tells nothing of the names: pseudonyms are numbers in
 * it. */
static int
compare_digests (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TsStudy *study = user_data;
  g_autofree char *text_a =
    g_strconcat (study->key, "\n", *(const char *const *) a, NULL);
  g_autofree char *text_b =
    g_strconcat (study->key, "\n", *(const char *const *) b, NULL);
  g_autofree char *digest_a =
    g_compute_checksum_for_string (G_CHECKSUM_SHA256, text_a, -1);
  g_autofree char *digest_b =
    g_compute_checksum_for_string (G_CHECKSUM_SHA256, text_b, -1);

  return strcmp (digest_a, digest_b);
}

static void
list_readers (TsStudyData *self, const GPtrArray *cases)
{
  g_autoptr (TsNameList) names = ts_name_list_new ();

  for (guint i = 0; i < cases->len; i++) {
    const TsStudyCase *each = g_ptr_array_index (cases, i);

    if (each->state == TS_CASE_BLIND)
      self->n_open++;
    else
      ts_name_list_add (names, each->reader);
  }
  self->readers = ts_name_list_dup (names);
  self->n_readers = ts_name_list_get_n (names);
  g_qsort_with_data (self->readers, (int) self->n_readers,
                     sizeof *self->readers, compare_digests,
                     (gpointer) self->study);
}

static gboolean
is_double (const TsStudyData *self, const TsCaseFact *fact)
{
  for (guint i = 0; i < self->cases->len; i++) {
    const TsCaseFact *other = &g_array_index (self->cases, TsCaseFact, i);

    if (other->reader == fact->reader && other->slide == fact->slide &&
        other->arm == fact->arm)
      return TRUE;
  }
  return FALSE;
}

static gboolean
find_seconds (TsStore *store,
              const char *case_key,
              TsStepKind kind,
              TsCaseFact *fact,
              GError **error)
{
  g_autoptr (GError) local = NULL;
  TsCaseStep *step = ts_store_find_step (store, case_key, kind, &local);
  double *out = kind == TS_STEP_LOCKED ? &fact->lock_s : &fact->end_s;

  *out = NAN;
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (step == NULL)
    return TRUE;
  *out = (double) step->active_ms / MS_PER_S;
  fact->seen_share = step->seen_share;
  ts_case_step_free (step);
  return TRUE;
}

static gboolean
add_case (TsStudyData *self,
          TsStore *store,
          const TsStudyCase *reading_case,
          GError **error)
{
  const TsStudySlide *slide =
    ts_study_find_slide (self->study, reading_case->slide_identity);
  TsCaseFact fact = {
    .reader = ts_study_data_find_reader (self, reading_case->reader),
    .slide = ts_study_data_find_slide (self, slide->pseudonym),
    .arm = ts_study_data_find_arm (self, reading_case->arm),
    .is_finished = reading_case->state == TS_CASE_FINISHED,
  };

  if (!ts_case_find_blindness (store, self->study, reading_case,
                               &fact.blindness, error) ||
      !find_seconds (store, reading_case->key, TS_STEP_FINISHED, &fact,
                     error) ||
      !find_seconds (store, reading_case->key, TS_STEP_LOCKED, &fact, error))
    return FALSE;
  fact.is_double = is_double (self, &fact);
  self->n_double += fact.is_double;
  g_array_append_val (self->cases, fact);
  return fact.is_double ||
         ts_study_tiles_add (self, store, reading_case, &fact, error);
}

static gboolean
load_cases (TsStudyData *self, TsStore *store, GError **error)
{
  g_autoptr (GPtrArray) cases =
    ts_store_list_cases (store, self->study->key, NULL, error);

  if (cases == NULL)
    return FALSE;
  list_readers (self, cases);
  for (guint i = 0; i < cases->len; i++) {
    const TsStudyCase *each = g_ptr_array_index (cases, i);

    if (each->state != TS_CASE_BLIND && !add_case (self, store, each, error))
      return FALSE;
  }
  return TRUE;
}

TsStudyData *
ts_study_data_new (TsStore *store,
                   const TsStudy *study,
                   gboolean with_truth,
                   GError **error)
{
  g_autoptr (TsStudyData) self = g_new0 (TsStudyData, 1);

  self->study = study;
  self->has_truth = with_truth;
  self->n_slides = study->slides->len;
  self->cases = g_array_new (FALSE, FALSE, sizeof (TsCaseFact));
  self->tiles = g_array_new (FALSE, FALSE, sizeof (TsTileFact));
  number_patients (self);
  self->rows = ts_readings_table_new (store, study, with_truth, error);
  if (self->rows == NULL)
    return NULL;
  self->truth = with_truth ? ts_store_list_truth (store, study->key, error)
                           : g_ptr_array_new ();
  self->n_models = study->models->len;
  if (self->truth == NULL || !load_calls (self, store, error) ||
      !load_cases (self, store, error))
    return NULL;
  return g_steal_pointer (&self);
}
