/* Seeded random numbers: the published sequence, and no gross bias.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/base/random.h"

/* The first numbers from the state 1, 2, 3, 4, by the definition in integers without limit. */
static void
test_sequence (void)
{
  TsRandom random = { { 1, 2, 3, 4 } };

  g_assert_cmpuint (ts_random_next (&random), ==, 11520);
  g_assert_cmpuint (ts_random_next (&random), ==, 0);
  g_assert_cmpuint (ts_random_next (&random), ==, 1509978240);
  g_assert_cmpuint (ts_random_next (&random), ==, 1215971899390074240);
}

/* splitmix64 of seed 0, as its authors print it. */
static void
test_seed (void)
{
  TsRandom random;

  ts_random_init (&random, 0);
  g_assert_cmphex (random.state[0], ==,
                   G_GUINT64_CONSTANT (0xe220a8397b1dcdaf));
  g_assert_cmphex (random.state[1], ==,
                   G_GUINT64_CONSTANT (0x6e789e6aa1b965f4));
}

static void
test_same_again (void)
{
  TsRandom a, b, c;
  guint n_same = 0;

  ts_random_init (&a, 5);
  ts_random_init (&b, 5);
  ts_random_init (&c, 6);
  for (guint i = 0; i < 1000; i++) {
    guint64 value = ts_random_next (&a);

    g_assert_cmpuint (value, ==, ts_random_next (&b));
    n_same += value == ts_random_next (&c);
  }
  g_assert_cmpuint (n_same, ==, 0);
}

static void
test_uniform (void)
{
  TsRandom random;
  double sum = 0;

  ts_random_init (&random, 1);
  for (guint i = 0; i < 100000; i++) {
    double value = ts_random_uniform (&random);

    g_assert_true (value >= 0 && value < 1);
    sum += value;
  }
  /* Standard error 0.0009. */
  g_assert_cmpfloat_with_epsilon (sum / 100000, 0.5, 0.005);
}

static void
test_below (void)
{
  TsRandom random;
  guint counts[7] = { 0 };

  ts_random_init (&random, 2);
  for (guint i = 0; i < 70000; i++) {
    guint32 value = ts_random_below (&random, 7);

    g_assert_cmpuint (value, <, 7);
    counts[value]++;
  }
  for (guint i = 0; i < 7; i++)
    g_assert_cmpfloat_with_epsilon (counts[i], 10000.0, 500);
  g_assert_cmpuint (ts_random_below (&random, 1), ==, 0);
}

static void
test_normal (void)
{
  TsRandom random;
  double sum = 0, squares = 0;

  ts_random_init (&random, 3);
  for (guint i = 0; i < 100000; i++) {
    double value = ts_random_normal (&random);

    g_assert_true (isfinite (value));
    sum += value;
    squares += value * value;
  }
  g_assert_cmpfloat_with_epsilon (sum / 100000, 0, 0.02);
  g_assert_cmpfloat_with_epsilon (squares / 100000, 1, 0.03);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/is-xoshiro256starstar", test_sequence);
  g_test_add_func ("/random/is-seeded-by-splitmix64", test_seed);
  g_test_add_func ("/random/is-the-same-for-the-same-seed", test_same_again);
  g_test_add_func ("/random/is-uniform", test_uniform);
  g_test_add_func ("/random/is-unbiased-below-a-limit", test_below);
  g_test_add_func ("/random/is-normal", test_normal);
  return g_test_run ();
}
