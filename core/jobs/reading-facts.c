/* How the cases of a study were read, and what was found in the tiles of their queues.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jobs/reading-facts.h"

#include <math.h>

#include "core/stats/bootstrap.h"
#include "core/stats/proportion.h"
#include "core/stats/weighted-proportion.h"

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static TsQuartiles
compute_quartiles (GArray *seconds)
{
  TsQuartiles quartiles = { seconds->len, NAN, NAN, NAN };
  const double *values = NULL;

  if (seconds->len == 0)
    return quartiles;
  g_array_sort (seconds, compare_doubles);
  values = &g_array_index (seconds, double, 0);
  quartiles.low = ts_bootstrap_get_quantile (values, seconds->len, 0.25);
  quartiles.median = ts_bootstrap_get_quantile (values, seconds->len, 0.5);
  quartiles.high = ts_bootstrap_get_quantile (values, seconds->len, 0.75);
  return quartiles;
}

static void
append_known (GArray *seconds, double value)
{
  if (!isnan (value))
    g_array_append_val (seconds, value);
}

static TsReaderFacts
make_facts (const TsStudyData *data, guint reader, guint arm)
{
  TsReaderFacts facts = { .reader = reader, .arm = arm };
  g_autoptr (GArray) lock_s = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) end_s = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_blind = 0;

  for (guint i = 0; i < data->cases->len; i++) {
    const TsCaseFact *each = &g_array_index (data->cases, TsCaseFact, i);

    if (each->reader != reader || each->arm != arm || each->is_double)
      continue;
    facts.n_locked++;
    facts.n_finished += each->is_finished;
    facts.n_blindness[each->blindness]++;
    append_known (lock_s, each->lock_s);
    append_known (end_s, each->end_s);
  }
  n_blind =
    facts.n_blindness[TS_BLIND] + facts.n_blindness[TS_BLIND_AFTER_WASHOUT];
  facts.blind = ts_proportion_wilson (n_blind, facts.n_locked, "no case");
  facts.lock_s = compute_quartiles (lock_s);
  facts.end_s = compute_quartiles (end_s);
  return facts;
}

GArray *
ts_reader_facts_list (const TsStudyData *data)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TsReaderFacts));

  for (guint arm = 0; arm < data->study->arms->len; arm++)
    for (guint reader = 0; reader < data->n_readers; reader++) {
      TsReaderFacts facts = make_facts (data, reader, arm);

      if (facts.n_locked > 0)
        g_array_append_val (list, facts);
    }
  return list;
}

/* ---- Tiles ---- */

static gboolean
is_of (const TsTileFact *tile, const TsTileEstimate *group)
{
  return tile->reader == group->reader && tile->arm == group->arm &&
         tile->question == group->question && tile->phase == group->phase;
}

static void
estimate (const TsStudyData *data, TsTileEstimate *group)
{
  guint n_all = data->tiles->len;
  g_autofree double *values = g_new0 (double, n_all + 1);
  g_autofree double *probabilities = g_new0 (double, n_all + 1);
  g_autofree guint *clusters = g_new0 (guint, n_all + 1);
  g_autofree guint *numbers = g_new0 (guint, data->n_units + 1);
  TsWeightedSample sample = { .values = values,
                              .probabilities = probabilities,
                              .clusters = clusters };

  for (guint i = 0; i < n_all; i++) {
    const TsTileFact *tile = &g_array_index (data->tiles, TsTileFact, i);
    guint *number = &numbers[data->units[tile->slide]];

    if (!is_of (tile, group))
      continue;
    group->n++;
    group->n_undecided += tile->is_undecided;
    if (tile->is_undecided)
      continue;
    if (*number == 0)
      *number = ++sample.n_clusters;
    group->n_agree += tile->agrees;
    values[sample.n] = tile->agrees;
    probabilities[sample.n] = tile->probability;
    clusters[sample.n] = *number - 1;
    sample.n++;
  }
  group->agreement = sample.n > 0
                       ? ts_weighted_proportion_hajek (&sample)
                       : ts_estimate_unknown (0, "no tile with an answer");
}

GArray *
ts_tile_estimate_list (const TsStudyData *data)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TsTileEstimate));

  for (guint i = 0; i < data->tiles->len; i++) {
    const TsTileFact *tile = &g_array_index (data->tiles, TsTileFact, i);
    TsTileEstimate group = { .reader = tile->reader,
                             .arm = tile->arm,
                             .question = tile->question,
                             .phase = tile->phase };
    gboolean is_known = FALSE;

    for (guint j = 0; j < list->len && !is_known; j++)
      is_known = is_of (tile, &g_array_index (list, TsTileEstimate, j));
    if (is_known)
      continue;
    estimate (data, &group);
    g_array_append_val (list, group);
  }
  return list;
}
