/* Readers and models of a study beside each other and the truth: the tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/comparison-private.h"

void
ts_comparison_free (TsComparison *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; self->rocs != NULL && i < self->n_models; i++)
    ts_multiclass_roc_free (self->rocs[i]);
  ts_agreement_free (self->readers);
  ts_agreement_free (self->all);
  ts_agreement_free (self->models);
  g_strfreev (self->labels);
  g_free (self->ranks);
  g_free (self->raters);
  g_free (self->ratings);
  g_free (self->reference);
  g_free (self->n_undecided);
  g_free (self->cross_errors);
  g_free (self->rocs);
  g_free (self->n_scored);
  g_free (self->n_scored_units);
  g_array_unref (self->reliance);
  g_array_unref (self->pairs);
  g_free (self);
}

int
ts_comparison_get (const TsComparison *self, guint slide, guint rater)
{
  return self->ratings[(gsize) slide * self->n_raters + rater];
}

const char *
ts_comparison_get_rater (const TsComparison *self, guint rater)
{
  guint place = self->raters[rater];

  return rater < self->n_readers ? self->data->readers[place]
                                 : self->data->models[place]->name;
}

const char *
ts_reference_to_text (TsReference reference)
{
  static const char *const texts[] = { "none", "truth",
                                       "consensus of the readers" };

  return texts[reference];
}

/* ---- Labels and raters ---- */

static int
find_label (const TsComparison *self, const char *label)
{
  for (guint i = 0; label != NULL && i < self->n_labels; i++)
    if (g_str_equal (self->labels[i], label))
      return (int) i;
  return TS_NO_RATING;
}

static void
list_labels (TsComparison *self)
{
  const GPtrArray *answers = self->question->answers;

  self->labels = g_new0 (char *, answers->len + 1);
  self->ranks = g_new0 (double, MAX (answers->len, 1));
  for (guint i = 0; i < answers->len; i++) {
    const TsStudyAnswer *answer = g_ptr_array_index (answers, i);

    if (answer->is_cannot_decide)
      continue;
    self->labels[self->n_labels] = g_strdup (answer->code);
    self->ranks[self->n_labels] = self->n_labels;
    self->n_labels++;
  }
}

static gboolean
is_meant (const TsComparison *self,
          const TsReadingRow *row,
          const TsComparisonParams *params)
{
  const TsStudyArm *arm =
    g_ptr_array_index (self->data->study->arms, self->arm);

  return row->phase == self->phase && g_str_equal (row->arm, arm->name) &&
         g_str_equal (row->question, self->question->name) &&
         (!params->only_blind || row->blindness == TS_BLIND ||
          row->blindness == TS_BLIND_AFTER_WASHOUT);
}

static gboolean
has_read (const TsComparison *self,
          guint reader,
          const TsComparisonParams *params)
{
  for (guint i = 0; i < self->data->rows->len; i++) {
    const TsReadingRow *row = g_ptr_array_index (self->data->rows, i);

    if (is_meant (self, row, params) &&
        g_str_equal (row->reader, self->data->readers[reader]))
      return TRUE;
  }
  return FALSE;
}

static void
list_raters (TsComparison *self, const TsComparisonParams *params)
{
  const TsStudyData *data = self->data;

  self->raters = g_new0 (guint, data->n_readers + data->n_models + 1);
  for (guint i = 0; i < data->n_readers; i++)
    if (has_read (self, i, params))
      self->raters[self->n_readers++] = i;
  for (guint i = 0; i < data->n_models; i++)
    if (data->models[i] != NULL &&
        ts_model_serves_question (data->models[i], self->question))
      self->raters[self->n_readers + self->n_models++] = i;
  self->n_raters = self->n_readers + self->n_models;
}

/* ---- Ratings ---- */

/* The first case counts where a reader has read a slide twice in the arm: rows come in the
 * order in which cases were begun. */
static void
fill_readers (TsComparison *self, const TsComparisonParams *params)
{
  const TsStudyData *data = self->data;
  g_autofree guint8 *is_taken =
    g_new0 (guint8, (gsize) data->n_slides * self->n_raters + 1);

  for (guint i = 0; i < data->rows->len; i++) {
    const TsReadingRow *row = g_ptr_array_index (data->rows, i);
    guint slide = ts_study_data_find_slide (data, row->slide);
    guint reader = ts_study_data_find_reader (data, row->reader);
    gsize place = 0;
    guint rater = 0;

    if (!is_meant (self, row, params) || slide == data->n_slides)
      continue;
    while (rater < self->n_readers && self->raters[rater] != reader)
      rater++;
    place = (gsize) slide * self->n_raters + rater;
    if (rater == self->n_readers || is_taken[place] != 0)
      continue;
    is_taken[place] = 1;
    self->n_undecided[rater] += row->is_cannot_decide;
    if (!row->is_cannot_decide)
      self->ratings[place] = find_label (self, row->label);
  }
}

int
ts_comparison_call_label (const double *scores, guint n_labels)
{
  guint best = 0;

  for (guint i = 1; i < n_labels; i++)
    if (scores[i] > scores[best])
      best = i;
  return (int) best;
}

static void
fill_models (TsComparison *self)
{
  g_autofree double *scores = g_new0 (double, self->n_labels + 1);

  for (guint i = 0; i < self->data->n_slides; i++)
    for (guint j = 0; j < self->n_models; j++) {
      guint rater = self->n_readers + j;
      const TsModelCall *call =
        ts_study_data_get_call (self->data, self->raters[rater], i);

      if (call->n_tiles == 0)
        continue;
      ts_model_call_get_scores (call, self->question, scores);
      self->ratings[(gsize) i * self->n_raters + rater] =
        ts_comparison_call_label (scores, self->n_labels);
    }
}

/* ---- The reference ---- */

/* The label of more than half of the readers that decided, two or more of them. */
static int
find_consensus (const TsComparison *self, guint slide)
{
  guint n_decided = 0;
  g_autofree guint *counts = g_new0 (guint, self->n_labels + 1);

  for (guint i = 0; i < self->n_readers; i++) {
    int label = ts_comparison_get (self, slide, i);

    if (label == TS_NO_RATING)
      continue;
    counts[label]++;
    n_decided++;
  }
  for (guint k = 0; n_decided >= 2 && k < self->n_labels; k++)
    if (2 * counts[k] > n_decided)
      return (int) k;
  return TS_NO_RATING;
}

/* Where there is no truth: the consensus of what was said blind, also for what was said after
 * the model was seen. */
static void
fill_reference (TsComparison *self, const TsComparison *before)
{
  guint n_slides = self->data->n_slides;

  self->reference = g_new0 (int, MAX (n_slides, 1));
  for (guint i = 0; i < n_slides; i++) {
    self->reference[i] = find_label (
      self, ts_study_data_find_truth (self->data, i, self->question->name));
    self->n_with_reference += self->reference[i] != TS_NO_RATING;
  }
  if (self->n_with_reference > 0) {
    self->reference_kind = TS_REFERENCE_TRUTH;
    return;
  }
  for (guint i = 0; i < n_slides; i++) {
    self->reference[i] =
      before != NULL ? before->reference[i] : find_consensus (self, i);
    self->n_with_reference += self->reference[i] != TS_NO_RATING;
  }
  if (self->n_with_reference > 0)
    self->reference_kind = TS_REFERENCE_CONSENSUS;
}

static TsComparison *
comparison_new (const TsStudyData *data,
                guint arm,
                const TsStudyQuestion *question,
                TsPhase phase,
                const TsComparisonParams *params)
{
  TsComparison *self = g_new0 (TsComparison, 1);
  gsize n_ratings = 0;

  self->data = data;
  self->arm = arm;
  self->question = question;
  self->phase = phase;
  self->reliance = g_array_new (FALSE, FALSE, sizeof (TsReliance));
  self->pairs = g_array_new (FALSE, FALSE, sizeof (TsModelPair));
  list_labels (self);
  list_raters (self, params);
  n_ratings = (gsize) data->n_slides * self->n_raters;
  self->ratings = g_new0 (int, n_ratings + 1);
  for (gsize i = 0; i < n_ratings; i++)
    self->ratings[i] = TS_NO_RATING;
  self->n_undecided = g_new0 (guint, self->n_readers + 1);
  fill_readers (self, params);
  fill_models (self);
  return self;
}

static void
free_comparison (gpointer comparison)
{
  ts_comparison_free (comparison);
}

/* A phase in which nobody answered is left out. */
static void
add_phases (GPtrArray *list,
            const TsStudyData *data,
            guint arm,
            const TsStudyQuestion *question,
            const TsComparisonParams *params)
{
  static const TsPhase phases[] = { TS_PHASE_BLIND, TS_PHASE_REVEALED };
  const TsComparison *before = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (phases); i++) {
    TsComparison *self =
      comparison_new (data, arm, question, phases[i], params);

    if (self->n_readers == 0) {
      ts_comparison_free (self);
      continue;
    }
    fill_reference (self, before);
    ts_comparison_compute (self, before, params);
    g_ptr_array_add (list, self);
    before = self;
  }
}

GPtrArray *
ts_comparison_list (const TsStudyData *data, const TsComparisonParams *params)
{
  const TsStudy *study = data->study;
  GPtrArray *list = g_ptr_array_new_with_free_func (free_comparison);

  for (guint i = 0; i < study->arms->len; i++)
    for (guint j = 0; j < study->questions->len; j++) {
      const TsStudyQuestion *question = g_ptr_array_index (study->questions, j);

      if (question->level == TS_LEVEL_SLIDE)
        add_phases (list, data, i, question, params);
    }
  return list;
}
