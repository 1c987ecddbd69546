/* Tests of the tile queue: each tile comes in with the probability that is stored with it, and
 * what is weighted by that is unbiased.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/review/tile-queue.h"

#include <math.h>

#define N_TILES 60
#define N_TURNS 20000

/* The reader says class 1. 0 to 9 disagree; 10 to 29 agree by little; the rest by much; one
 * more is background. */
typedef struct {
  float probs[N_TILES][3];
  TsPrediction predictions[N_TILES + 1];
} Tiles;

static void
fill (Tiles *self)
{
  for (guint i = 0; i < N_TILES; i++) {
    float first = i < 10 ? 0.7f : i < 30 ? 0.5f : 0.9f;
    guint most_likely = i < 10 ? 2 : 1;

    self->probs[i][0] = 0.05f;
    self->probs[i][most_likely] = first;
    self->probs[i][3 - most_likely] = 0.95f - first;
    self->predictions[i] = (TsPrediction){
      .row = i / 10, .col = i % 10, .n_probs = 3, .probs = self->probs[i]
    };
  }
  self->predictions[N_TILES] = (TsPrediction){ .row = 99 };
}

static TsTileQueueParams
make_params (gint64 seed)
{
  return (TsTileQueueParams){ .seed = seed,
                              .reader_class = 1,
                              .n_disagreement = 4,
                              .n_uncertainty = 5,
                              .n_control = 6 };
}

static void
test_strata (void)
{
  Tiles tiles;
  TsTileQueueParams params = make_params (1);
  g_autoptr (GPtrArray) queue = NULL;
  guint n[3] = { 0 };

  fill (&tiles);
  queue = ts_tile_queue_draw (&params, tiles.predictions, N_TILES + 1);
  g_assert_cmpuint (queue->len, ==, 15);
  for (guint i = 0; i < queue->len; i++) {
    const TsQueueItem *item = g_ptr_array_index (queue, i);
    guint place = item->row * 10 + item->col;
    TsQueueKind kind = place < 10   ? TS_QUEUE_DISAGREEMENT
                       : place < 30 ? TS_QUEUE_UNCERTAINTY
                                    : TS_QUEUE_CONTROL;

    g_assert_cmpint (item->kind, ==, kind);
    n[kind]++;
  }
  g_assert_cmpuint (n[0], ==, 4);
  g_assert_cmpuint (n[1], ==, 5);
  g_assert_cmpuint (n[2], ==, 6);
}

/* By simulation: the share of turns in which a tile came in is its stored probability, within
 * five standard deviations of a binomial share. */
static void
test_probability_is_the_one_stored (void)
{
  static const double expected[] = { 4.0 / 10, 5.0 / 20, 6.0 / 30 };
  guint n_in[N_TILES] = { 0 };
  double sum = 0;
  Tiles tiles;

  fill (&tiles);
  for (guint turn = 0; turn < N_TURNS; turn++) {
    TsTileQueueParams params = make_params (turn);
    g_autoptr (GPtrArray) queue =
      ts_tile_queue_draw (&params, tiles.predictions, N_TILES + 1);

    for (guint i = 0; i < queue->len; i++) {
      const TsQueueItem *item = g_ptr_array_index (queue, i);
      guint place = item->row * 10 + item->col;

      g_assert_cmpfloat (item->probability, ==, expected[item->kind]);
      n_in[place]++;
      /* Horvitz and Thompson's estimate of the sum of the places. */
      sum += place / item->probability;
    }
  }
  for (guint i = 0; i < N_TILES; i++) {
    double p = expected[i < 10 ? 0 : i < 30 ? 1 : 2];
    double deviation = sqrt (p * (1 - p) / N_TURNS);

    g_assert_cmpfloat_with_epsilon ((double) n_in[i] / N_TURNS, p,
                                    5 * deviation);
  }
  g_assert_cmpfloat_with_epsilon (sum / N_TURNS, N_TILES * (N_TILES - 1) / 2.0,
                                  5);
}

/* A place in the queue tells nothing of the kind. */
static void
test_kinds_come_mixed (void)
{
  guint n_first[3] = { 0 };
  Tiles tiles;

  fill (&tiles);
  for (guint turn = 0; turn < N_TURNS; turn++) {
    TsTileQueueParams params = make_params (turn);
    g_autoptr (GPtrArray) queue =
      ts_tile_queue_draw (&params, tiles.predictions, N_TILES);
    const TsQueueItem *item = g_ptr_array_index (queue, 0);

    n_first[item->kind]++;
  }
  g_assert_cmpfloat_with_epsilon ((double) n_first[0] / N_TURNS, 4.0 / 15, .02);
  g_assert_cmpfloat_with_epsilon ((double) n_first[1] / N_TURNS, 5.0 / 15, .02);
  g_assert_cmpfloat_with_epsilon ((double) n_first[2] / N_TURNS, 6.0 / 15, .02);
}

static void
test_order_of_predictions_does_not_matter (void)
{
  Tiles tiles;
  TsPrediction turned[N_TILES];
  TsTileQueueParams params = make_params (3);
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) other = NULL;

  fill (&tiles);
  for (guint i = 0; i < N_TILES; i++)
    turned[i] = tiles.predictions[N_TILES - 1 - i];
  one = ts_tile_queue_draw (&params, tiles.predictions, N_TILES);
  other = ts_tile_queue_draw (&params, turned, N_TILES);
  for (guint i = 0; i < one->len; i++) {
    const TsQueueItem *a = g_ptr_array_index (one, i);
    const TsQueueItem *b = g_ptr_array_index (other, i);

    g_assert_cmpuint (a->row, ==, b->row);
    g_assert_cmpuint (a->col, ==, b->col);
  }
}

static void
test_small_stratum_comes_whole (void)
{
  Tiles tiles;
  TsTileQueueParams params = make_params (1);
  g_autoptr (GPtrArray) queue = NULL;

  fill (&tiles);
  params.n_disagreement = 100;
  params.n_uncertainty = params.n_control = 0;
  queue = ts_tile_queue_draw (&params, tiles.predictions, N_TILES);
  g_assert_cmpuint (queue->len, ==, 10);
  for (guint i = 0; i < queue->len; i++) {
    const TsQueueItem *item = g_ptr_array_index (queue, i);

    g_assert_cmpfloat (item->probability, ==, 1);
  }
}

static void
test_undecided_reader_disagrees_with_nothing (void)
{
  Tiles tiles;
  TsTileQueueParams params = make_params (1);
  g_autoptr (GPtrArray) queue = NULL;

  fill (&tiles);
  params.reader_class = -1;
  queue = ts_tile_queue_draw (&params, tiles.predictions, N_TILES);
  g_assert_cmpuint (queue->len, ==, 11);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-queue/strata", test_strata);
  g_test_add_func ("/tile-queue/probability-is-the-one-stored",
                   test_probability_is_the_one_stored);
  g_test_add_func ("/tile-queue/kinds-come-mixed", test_kinds_come_mixed);
  g_test_add_func ("/tile-queue/order-of-predictions-does-not-matter",
                   test_order_of_predictions_does_not_matter);
  g_test_add_func ("/tile-queue/small-stratum-comes-whole",
                   test_small_stratum_comes_whole);
  g_test_add_func ("/tile-queue/undecided-reader-disagrees-with-nothing",
                   test_undecided_reader_disagrees_with_nothing);
  return g_test_run ();
}
