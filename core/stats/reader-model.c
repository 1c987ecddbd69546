/* Readers beside a model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/stats/reader-model.h"

#include "core/stats/proportion.h"

static void
add_case (const TsRatings *ratings,
          guint i_case,
          int truth,
          guint model,
          TsCrossErrors *out)
{
  guint n_readers = 0, n_wrong = 0;
  gboolean is_model_wrong = ts_ratings_get (ratings, i_case, model) != truth;

  for (guint reader = 0; reader < ratings->n_readers; reader++) {
    int label = ts_ratings_get (ratings, i_case, reader);
    if (reader == model || label == TS_NO_RATING)
      continue;
    n_readers++;
    n_wrong += label != truth;
  }
  if (n_readers == 0)
    return;
  out->n++;
  out->n_incomplete += n_readers + 1 < ratings->n_readers;
  out->model_wrong += is_model_wrong;
  out->any_reader_wrong += n_wrong > 0;
  out->both_wrong += is_model_wrong && n_wrong > 0;
}

void
ts_cross_errors_compute (const TsRatings *ratings,
                         const int *truth,
                         guint model,
                         TsCrossErrors *out)
{
  g_assert (model < ratings->n_readers);
  *out = (TsCrossErrors){ 0 };
  for (guint i = 0; i < ratings->n_cases; i++)
    if (truth[i] != TS_NO_RATING &&
        ts_ratings_get (ratings, i, model) != TS_NO_RATING)
      add_case (ratings, i, truth[i], model, out);
  out->reader_wrong_of_model_wrong = ts_proportion_wilson (
    out->both_wrong, out->model_wrong, "the model got no case wrong");
  out->model_right_of_reader_wrong =
    ts_proportion_wilson (out->any_reader_wrong - out->both_wrong,
                          out->any_reader_wrong, "no reader got a case wrong");
}

void
ts_switches_compute (const TsRatings *ratings,
                     const int *truth,
                     guint before,
                     guint after,
                     TsSwitches *out)
{
  guint n_changed;

  g_assert (before < ratings->n_readers && after < ratings->n_readers);
  *out = (TsSwitches){ 0 };
  for (guint i = 0; i < ratings->n_cases; i++) {
    int old_label = ts_ratings_get (ratings, i, before);
    int new_label = ts_ratings_get (ratings, i, after);
    if (truth[i] == TS_NO_RATING || old_label == TS_NO_RATING ||
        new_label == TS_NO_RATING)
      continue;
    out->n++;
    if (old_label == truth[i])
      *(new_label == truth[i] ? &out->right_right : &out->right_wrong) += 1;
    else
      *(new_label == truth[i] ? &out->wrong_right : &out->wrong_wrong) += 1;
    out->wrong_other +=
      old_label != truth[i] && new_label != truth[i] && old_label != new_label;
  }
  n_changed = out->right_wrong + out->wrong_right + out->wrong_other;
  out->switches =
    ts_proportion_wilson (n_changed, out->n, "no case has both opinions");
  out->right_to_wrong =
    ts_proportion_wilson (out->right_wrong, out->right_wrong + out->right_right,
                          "no first opinion was right");
  out->wrong_to_right =
    ts_proportion_wilson (out->wrong_right, out->wrong_right + out->wrong_wrong,
                          "no first opinion was wrong");
}
