/* Tests of the class a tile is taken for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/prediction.h"

static void
test_largest (void)
{
  const float probs[] = { 0.2f, 0.1f, 0.7f };

  g_assert_cmpuint (ts_probs_find_most_likely (probs, 3), ==, 2);
  g_assert_cmpuint (ts_probs_find_most_likely (probs, 2), ==, 0);
  g_assert_cmpuint (ts_probs_find_most_likely (probs, 1), ==, 0);
}

static void
test_first_of_equals (void)
{
  const float probs[] = { 0.2f, 0.4f, 0.4f };

  g_assert_cmpuint (ts_probs_find_most_likely (probs, 3), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prediction/most-likely-is-the-largest", test_largest);
  g_test_add_func ("/prediction/most-likely-is-the-first-of-equals",
                   test_first_of_equals);
  return g_test_run ();
}
