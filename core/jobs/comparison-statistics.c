/* Readers and models of a study beside each other and the truth: the statistics.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/formats/name-list.h"
#include "core/jobs/comparison-private.h"

/* The first n_raters from first on, as a table of their own; the caller frees it. */
static int *
dup_columns (const TsComparison *self, guint first, guint n_raters)
{
  guint n_slides = self->data->n_slides;
  int *columns = g_new (int, (gsize) n_slides *n_raters + 1);

  for (guint i = 0; i < n_slides; i++)
    for (guint j = 0; j < n_raters; j++)
      columns[(gsize) i * n_raters + j] =
        ts_comparison_get (self, i, first + j);
  return columns;
}

static TsAgreementInput
make_input (const TsComparison *self, const int *labels, guint n_raters)
{
  return (TsAgreementInput){ .ratings = { .n_cases = self->data->n_slides,
                                          .n_readers = n_raters,
                                          .n_labels = self->n_labels,
                                          .labels = labels,
                                          .ranks = self->ranks } };
}

static gboolean
has_truth (const TsComparison *self)
{
  return self->reference_kind == TS_REFERENCE_TRUTH;
}

static void
compute_agreement (TsComparison *self, const TsComparisonParams *params)
{
  g_autofree int *readers = dup_columns (self, 0, self->n_readers);
  g_autofree int *models = dup_columns (self, self->n_readers, self->n_models);
  TsAgreementInput input = make_input (self, readers, self->n_readers);

  input.n_resamples = params->n_resamples;
  input.seed = params->seed;
  self->readers = ts_agreement_new (&input);
  input = make_input (self, self->ratings, self->n_raters);
  input.truth = has_truth (self) ? self->reference : NULL;
  self->all = ts_agreement_new (&input);
  if (self->n_models == 0)
    return;
  input = make_input (self, models, self->n_models);
  input.truth = self->reference;
  self->models = ts_agreement_new (&input);
}

/* The readers and one model. */
static void
compute_cross_errors (TsComparison *self)
{
  guint n_slides = self->data->n_slides;
  guint n = self->n_readers + 1;
  g_autofree int *labels = g_new (int, (gsize) n_slides *n + 1);
  TsAgreementInput input = make_input (self, labels, n);

  if (!has_truth (self) || self->n_models == 0)
    return;
  self->cross_errors = g_new0 (TsCrossErrors, self->n_models);
  for (guint model = 0; model < self->n_models; model++) {
    for (guint i = 0; i < n_slides; i++)
      for (guint j = 0; j < n; j++)
        labels[(gsize) i * n + j] = ts_comparison_get (
          self, i, j < self->n_readers ? j : self->n_readers + model);
    ts_cross_errors_compute (&input.ratings, self->reference, self->n_readers,
                             &self->cross_errors[model]);
  }
}

static void
compute_reliance (TsComparison *self, const TsComparison *before)
{
  guint n_slides = self->data->n_slides;
  g_autofree int *labels = g_new (int, (gsize) n_slides * 2 + 1);
  TsAgreementInput input = make_input (self, labels, 2);

  if (!has_truth (self) || before == NULL)
    return;
  for (guint rater = 0; rater < self->n_readers; rater++) {
    TsReliance reliance = { .rater = rater };
    guint same = 0;

    while (same < before->n_readers &&
           before->raters[same] != self->raters[rater])
      same++;
    for (guint i = 0; i < n_slides; i++) {
      labels[2 * (gsize) i] = same < before->n_readers
                                ? ts_comparison_get (before, i, same)
                                : TS_NO_RATING;
      labels[2 * (gsize) i + 1] = ts_comparison_get (self, i, rater);
    }
    ts_switches_compute (&input.ratings, self->reference, 0, 1,
                         &reliance.switches);
    g_array_append_val (self->reliance, reliance);
  }
}

/* ---- ROC ---- */

/* Slides with a reference and the scores of all models asked for, numbered anew with their
 * patients. */
typedef struct {
  guint n, n_units;
  guint *slides; /* [n] */
  guint *units;  /* [n] */
} Scored;

static void
scored_clear (Scored *self)
{
  g_clear_pointer (&self->slides, g_free);
  g_clear_pointer (&self->units, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scored, scored_clear)

static const TsModelCall *
get_call (const TsComparison *self, guint model, guint slide)
{
  return ts_study_data_get_call (self->data,
                                 self->raters[self->n_readers + model], slide);
}

static Scored
list_scored (const TsComparison *self, const guint *models, guint n_models)
{
  const TsStudyData *data = self->data;
  Scored scored = { .slides = g_new0 (guint, data->n_slides + 1),
                    .units = g_new0 (guint, data->n_slides + 1) };
  g_autoptr (TsNameList) patients = ts_name_list_new ();

  for (guint i = 0; i < data->n_slides; i++) {
    const TsStudySlide *slide = g_ptr_array_index (data->study->slides, i);
    gboolean has_all = self->reference[i] != TS_NO_RATING;

    for (guint j = 0; j < n_models; j++)
      has_all = has_all && get_call (self, models[j], i)->n_tiles > 0;
    if (!has_all)
      continue;
    scored.slides[scored.n] = i;
    scored.units[scored.n] = ts_name_list_add (patients, slide->patient);
    scored.n++;
  }
  scored.n_units = ts_name_list_get_n (patients);
  return scored;
}

/* [n][n_labels]; the caller frees it. */
static double *
dup_scores (const TsComparison *self, const Scored *scored, guint model)
{
  double *scores = g_new0 (double, (gsize) scored->n * self->n_labels + 1);

  for (guint i = 0; i < scored->n; i++)
    ts_model_call_get_scores (get_call (self, model, scored->slides[i]),
                              self->question,
                              scores + (gsize) i * self->n_labels);
  return scores;
}

static TsBootstrapSpec
make_spec (const Scored *scored, const TsComparisonParams *params)
{
  return (TsBootstrapSpec){ .n_units = scored->n_units,
                            .n_resamples = params->n_resamples,
                            .seed = params->seed };
}

static void
compute_roc (TsComparison *self, guint model, const TsComparisonParams *params)
{
  g_auto (Scored) scored = list_scored (self, &model, 1);
  g_autofree double *scores = dup_scores (self, &scored, model);
  g_autofree guint8 *truth =
    g_new0 (guint8, (gsize) scored.n * self->n_labels + 1);
  TsBootstrapSpec spec = make_spec (&scored, params);
  TsClassScores input = { .n = scored.n,
                          .n_classes = self->n_labels,
                          .scores = scores,
                          .truth = truth,
                          .units = scored.units };

  for (guint i = 0; i < scored.n; i++)
    truth[(gsize) i * self->n_labels +
          (guint) self->reference[scored.slides[i]]] = 1;
  self->n_scored[model] = scored.n;
  self->n_scored_units[model] = scored.n_units;
  if (scored.n > 0)
    self->rocs[model] = ts_multiclass_roc_new (&input, &spec);
}

/* One class of the paired scores. */
static void
add_pair (TsComparison *self,
          const Scored *scored,
          const double *const *scores,
          TsModelPair *pair,
          const TsComparisonParams *params)
{
  g_autofree double *columns = g_new0 (double, 2 * (gsize) scored->n + 1);
  g_autofree guint8 *is_positive = g_new0 (guint8, scored->n + 1);
  TsBootstrapSpec spec = make_spec (scored, params);
  TsScores models[2];

  for (guint m = 0; m < 2; m++) {
    for (guint i = 0; i < scored->n; i++)
      columns[(gsize) m * scored->n + i] =
        scores[m][(gsize) i * self->n_labels + pair->label];
    models[m] = (TsScores){ .n = scored->n,
                            .scores = columns + (gsize) m * scored->n,
                            .is_positive = is_positive };
  }
  for (guint i = 0; i < scored->n; i++)
    is_positive[i] = self->reference[scored->slides[i]] == (int) pair->label;
  ts_delong_compare (&models[0], &models[1], &pair->delong);
  ts_auc_bootstrap (models, 2, scored->units, &spec, pair->bootstraps);
  g_array_append_vals (self->pairs, pair, 1);
}

static void
compare_models (TsComparison *self,
                guint a,
                guint b,
                const TsComparisonParams *params)
{
  const guint models[] = { a, b };
  g_auto (Scored) scored = list_scored (self, models, 2);
  g_autofree double *scores_a = dup_scores (self, &scored, a);
  g_autofree double *scores_b = dup_scores (self, &scored, b);
  const double *const scores[] = { scores_a, scores_b };

  for (guint k = 0; scored.n > 0 && k < self->n_labels; k++) {
    TsModelPair pair = {
      .a = a, .b = b, .label = k, .n_units = scored.n_units
    };

    add_pair (self, &scored, scores, &pair, params);
  }
}

void
ts_comparison_compute (TsComparison *self,
                       const TsComparison *before,
                       const TsComparisonParams *params)
{
  compute_agreement (self, params);
  compute_cross_errors (self);
  compute_reliance (self, before);
  self->rocs = g_new0 (TsMulticlassRoc *, self->n_models + 1);
  self->n_scored = g_new0 (guint, self->n_models + 1);
  self->n_scored_units = g_new0 (guint, self->n_models + 1);
  for (guint i = 0; i < self->n_models; i++) {
    compute_roc (self, i, params);
    for (guint j = i + 1; j < self->n_models; j++)
      compare_models (self, i, j, params);
  }
}
