/* Which tiles a reader is asked to look at.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/tile-queue.h"

#include <math.h>
#include <stdlib.h>

#include "core/base/random.h"

#define N_STRATA 3

static double
find_margin (const TsPrediction *prediction)
{
  double first = -1;
  double second = -1;

  if (prediction->n_probs == 1)
    return fabs (2.0 * (double) prediction->probs[0] - 1.0);
  for (guint i = 0; i < prediction->n_probs; i++) {
    double value = (double) prediction->probs[i];

    if (value > first) {
      second = first;
      first = value;
    } else if (value > second) {
      second = value;
    }
  }
  return first - second;
}

static TsQueueKind
find_stratum (const TsPrediction *prediction, int reader_class)
{
  guint most_likely =
    ts_probs_find_most_likely (prediction->probs, prediction->n_probs);

  if (reader_class >= 0 && most_likely != (guint) reader_class)
    return TS_QUEUE_DISAGREEMENT;
  return find_margin (prediction) < TS_TILE_QUEUE_MARGIN ? TS_QUEUE_UNCERTAINTY
                                                         : TS_QUEUE_CONTROL;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const TsPrediction *one = *(const TsPrediction *const *) a;
  const TsPrediction *other = *(const TsPrediction *const *) b;

  if (one->row != other->row)
    return one->row < other->row ? -1 : 1;
  return one->col < other->col ? -1 : one->col > other->col;
}

static void
swap (GPtrArray *list, guint a, guint b)
{
  gpointer kept = g_ptr_array_index (list, a);

  g_ptr_array_index (list, a) = g_ptr_array_index (list, b);
  g_ptr_array_index (list, b) = kept;
}

/* The first n places become a random choice in random order. */
static void
shuffle_first (GPtrArray *list, guint n, TsRandom *random)
{
  for (guint i = 0; i < n; i++)
    swap (list, i, i + ts_random_below (random, list->len - i));
}

static void
draw_from (GPtrArray *stratum,
           TsQueueKind kind,
           guint n_wanted,
           TsRandom *random,
           GPtrArray *queue)
{
  guint n_drawn = MIN (n_wanted, stratum->len);

  g_ptr_array_sort (stratum, compare_places);
  shuffle_first (stratum, n_drawn, random);
  for (guint i = 0; i < n_drawn; i++) {
    const TsPrediction *prediction = g_ptr_array_index (stratum, i);
    TsQueueItem *item = g_new0 (TsQueueItem, 1);

    item->row = prediction->row;
    item->col = prediction->col;
    item->kind = kind;
    item->n_stratum = stratum->len;
    item->n_drawn = n_drawn;
    item->probability = (double) n_drawn / stratum->len;
    g_ptr_array_add (queue, item);
  }
}

static void
free_item (gpointer item)
{
  ts_queue_item_free (item);
}

GPtrArray *
ts_tile_queue_draw (const TsTileQueueParams *params,
                    const TsPrediction *predictions,
                    guint n_predictions)
{
  const guint n_wanted[N_STRATA] = { params->n_disagreement,
                                     params->n_uncertainty, params->n_control };
  GPtrArray *queue = g_ptr_array_new_with_free_func (free_item);
  GPtrArray *strata[N_STRATA];
  TsRandom random;

  ts_random_init (&random, (guint64) params->seed);
  for (guint i = 0; i < N_STRATA; i++)
    strata[i] = g_ptr_array_new ();
  for (guint i = 0; i < n_predictions; i++)
    if (predictions[i].n_probs > 0)
      g_ptr_array_add (
        strata[find_stratum (&predictions[i], params->reader_class)],
        (gpointer) &predictions[i]);
  for (guint i = 0; i < N_STRATA; i++) {
    draw_from (strata[i], (TsQueueKind) i, n_wanted[i], &random, queue);
    g_ptr_array_unref (strata[i]);
  }
  shuffle_first (queue, queue->len, &random);
  return queue;
}
