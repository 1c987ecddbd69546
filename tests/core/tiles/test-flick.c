/* A flick and what is none.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/flick.h"

/* A pointer going right at px_per_ms for n events, 10 ms apart. */
static void
drag (TsFlick *flick, double px_per_ms, guint n, guint32 begin_ms)
{
  ts_flick_begin (flick);
  for (guint i = 0; i < n; i++)
    ts_flick_add (flick, (TsPoint){ i * 10 * px_per_ms, 7 }, begin_ms + i * 10);
}

static void
test_velocity (void)
{
  TsFlick flick;
  drag (&flick, 1.5, 60, 1000);
  TsPoint velocity = ts_flick_get_velocity (&flick, 1590);

  g_assert_cmpfloat_with_epsilon (velocity.x, 1500, 1e-9);
  g_assert_cmpfloat (velocity.y, ==, 0);
}

/* Only the end counts: a slow drag that ends in a flick is one, and the other way. */
static void
test_only_the_end_counts (void)
{
  TsFlick flick;

  ts_flick_begin (&flick);
  for (guint i = 0; i < 20; i++)
    ts_flick_add (&flick, (TsPoint){ i * 0.1, 0 }, i * 10);
  for (guint i = 1; i <= 12; i++)
    ts_flick_add (&flick, (TsPoint){ 2 + i * 10, 0 }, 190 + i * 10);
  g_assert_cmpfloat_with_epsilon (ts_flick_get_velocity (&flick, 310).x, 1000,
                                  1e-9);
  for (guint i = 1; i <= 12; i++)
    ts_flick_add (&flick, (TsPoint){ 122, 0 }, 310 + i * 10);
  g_assert_cmpfloat (ts_flick_get_velocity (&flick, 430).x, ==, 0);
}

static void
test_rest_is_none (void)
{
  TsFlick flick;

  drag (&flick, 2, 30, 0);
  g_assert_cmpfloat (ts_flick_get_velocity (&flick, 290 + 51).x, ==, 0);
  g_assert_cmpfloat (ts_flick_get_velocity (&flick, 290 + 50).x, >, 0);
}

static void
test_slow_is_none (void)
{
  TsFlick flick;

  drag (&flick, 0.2, 30, 0);
  g_assert_cmpfloat (ts_flick_get_velocity (&flick, 290).x, ==, 0);
}

static void
test_too_little_is_none (void)
{
  TsFlick flick;

  ts_flick_begin (&flick);
  g_assert_cmpfloat (ts_flick_get_velocity (&flick, 0).x, ==, 0);
  ts_flick_add (&flick, (TsPoint){ 0, 0 }, 5);
  g_assert_cmpfloat (ts_flick_get_velocity (&flick, 5).x, ==, 0);
  ts_flick_add (&flick, (TsPoint){ 90, 0 }, 6);
  g_assert_cmpfloat (ts_flick_get_velocity (&flick, 6).x, ==, 0);
}

static void
test_clock_runs_over (void)
{
  TsFlick flick;

  drag (&flick, 1, 20, G_MAXUINT32 - 95);
  g_assert_cmpfloat_with_epsilon (
    ts_flick_get_velocity (&flick, (guint32) (G_MAXUINT32 - 95 + 190)).x, 1000,
    1e-9);
}

static void
test_has_a_limit (void)
{
  TsFlick flick;

  drag (&flick, 100, 20, 0);
  g_assert_cmpfloat_with_epsilon (ts_flick_get_velocity (&flick, 190).x, 6000,
                                  1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flick/has-the-velocity-of-the-pointer", test_velocity);
  g_test_add_func ("/flick/only-the-end-counts", test_only_the_end_counts);
  g_test_add_func ("/flick/is-none-after-a-rest", test_rest_is_none);
  g_test_add_func ("/flick/is-none-when-slow", test_slow_is_none);
  g_test_add_func ("/flick/is-none-of-too-little", test_too_little_is_none);
  g_test_add_func ("/flick/bears-a-clock-that-runs-over", test_clock_runs_over);
  g_test_add_func ("/flick/has-a-limit", test_has_a_limit);
  return g_test_run ();
}
