/* Visited views: back, forward and what is forgotten.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/view-history.h"

static TsViewport
make_view (double x)
{
  return (TsViewport){
    .center_l0 = { x, 500 }, .scale = 1, .width_view = 600, .height_view = 400
  };
}

static void
visit (TsViewHistory *history, double x)
{
  TsViewport view = make_view (x);

  ts_view_history_visit (history, &view);
}

/* Goes from x; -1 where there is no further view. */
static double
go (TsViewHistory *history, double from_x, int direction)
{
  TsViewport now = make_view (from_x), out;
  gboolean can_go = ts_view_history_can_go (history, &now, direction);

  g_assert_true (can_go == ts_view_history_go (history, &now, direction, &out));
  return can_go ? out.center_l0.x : -1;
}

static void
test_back_and_forward (void)
{
  g_autoptr (TsViewHistory) history = ts_view_history_new ();

  g_assert_cmpfloat (go (history, 0, -1), ==, -1);
  g_assert_cmpfloat (go (history, 0, 1), ==, -1);
  visit (history, 0);
  visit (history, 1000);
  visit (history, 2000);
  g_assert_cmpfloat (go (history, 2000, 1), ==, -1);
  g_assert_cmpfloat (go (history, 2000, -1), ==, 1000);
  g_assert_cmpfloat (go (history, 1000, -1), ==, 0);
  g_assert_cmpfloat (go (history, 0, -1), ==, -1);
  g_assert_cmpfloat (go (history, 0, 1), ==, 1000);
  g_assert_cmpfloat (go (history, 1000, 1), ==, 2000);
}

/* From a place where the reader did not rest, back is the last recorded one, and forward
 * returns to that place. */
static void
test_back_from_between (void)
{
  g_autoptr (TsViewHistory) history = ts_view_history_new ();

  visit (history, 0);
  visit (history, 1000);
  g_assert_cmpfloat (go (history, 5000, 1), ==, -1);
  g_assert_cmpfloat (go (history, 5000, -1), ==, 1000);
  g_assert_cmpfloat (go (history, 1000, 1), ==, 5000);
}

static void
test_same_view_once (void)
{
  g_autoptr (TsViewHistory) history = ts_view_history_new ();
  TsViewport view = make_view (0);

  visit (history, 0);
  visit (history, 19); /* within a twentieth of 400 */
  g_assert_cmpuint (ts_view_history_get_length (history), ==, 1);
  visit (history, 21);
  g_assert_cmpuint (ts_view_history_get_length (history), ==, 2);
  view = make_view (21);
  view.scale = 1.2;
  ts_view_history_visit (history, &view);
  g_assert_cmpuint (ts_view_history_get_length (history), ==, 3);
  view.angle = 0.5;
  ts_view_history_visit (history, &view);
  g_assert_cmpuint (ts_view_history_get_length (history), ==, 4);
}

static void
test_new_place_forgets_forward (void)
{
  g_autoptr (TsViewHistory) history = ts_view_history_new ();

  visit (history, 0);
  visit (history, 1000);
  visit (history, 2000);
  g_assert_cmpfloat (go (history, 2000, -1), ==, 1000);
  g_assert_cmpfloat (go (history, 1000, -1), ==, 0);
  visit (history, 7000);
  g_assert_cmpuint (ts_view_history_get_length (history), ==, 2);
  g_assert_cmpfloat (go (history, 7000, 1), ==, -1);
  g_assert_cmpfloat (go (history, 7000, -1), ==, 0);
}

static void
test_is_capped (void)
{
  g_autoptr (TsViewHistory) history = ts_view_history_new ();
  double x = 0;

  for (guint i = 0; i < TS_VIEW_HISTORY_MAX + 30; i++)
    visit (history, x = i * 1000.0);
  g_assert_cmpuint (ts_view_history_get_length (history), ==,
                    TS_VIEW_HISTORY_MAX);
  for (guint i = 1; i < TS_VIEW_HISTORY_MAX; i++, x -= 1000)
    g_assert_cmpfloat (go (history, x, -1), ==, x - 1000);
  g_assert_cmpfloat (go (history, x, -1), ==, -1);
  ts_view_history_clear (history);
  g_assert_cmpuint (ts_view_history_get_length (history), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view-history/goes-back-and-forward",
                   test_back_and_forward);
  g_test_add_func ("/view-history/goes-back-from-between",
                   test_back_from_between);
  g_test_add_func ("/view-history/records-the-same-view-once",
                   test_same_view_once);
  g_test_add_func ("/view-history/forgets-forward-at-a-new-place",
                   test_new_place_forgets_forward);
  g_test_add_func ("/view-history/is-capped", test_is_capped);
  return g_test_run ();
}
