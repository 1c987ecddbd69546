/* What counts as seen, and the stored form of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/visited.h"

#include <math.h>
#include <string.h>

#include "core/base/error.h"

#define SECOND_US G_GINT64_CONSTANT (1000000)

static const TsRect bounds = { 1000, 2000, 25600, 12800 };

static TsViewport
view_at (double x_l0, double y_l0, double scale)
{
  return (TsViewport){
    .center_l0 = { x_l0, y_l0 },
    .scale = scale,
    .width_view = 1000,
    .height_view = 600,
  };
}

/* Looks for a second. */
static void
dwell (TsVisited *visited, TsViewport view, gint64 *now_us)
{
  ts_visited_look (visited, &view, *now_us);
  *now_us += SECOND_US;
  ts_visited_look (visited, &view, *now_us);
  ts_visited_look (visited, NULL, *now_us);
}

static void
test_cells_cover_the_bounds (void)
{
  g_autoptr (TsVisited) visited = ts_visited_new (bounds);

  g_assert_cmpuint (ts_visited_get_n_cols (visited), ==, 256);
  g_assert_cmpuint (ts_visited_get_n_rows (visited), ==, 128);
  g_assert_cmpfloat (ts_visited_get_share (visited, 0), ==, 0);
  g_assert_cmpfloat (ts_visited_get_max_scale (visited), ==, 0);
}

static void
test_a_glance_is_not_seeing (void)
{
  g_autoptr (TsVisited) visited = ts_visited_new (bounds);
  TsViewport here = view_at (5000, 5000, 1), there = view_at (15000, 8000, 1);

  g_assert_false (ts_visited_look (visited, &here, 0));
  g_assert_false (ts_visited_look (visited, &there, SECOND_US * 4 / 10));
  g_assert_false (ts_visited_look (visited, &here, SECOND_US * 8 / 10));
  g_assert_false (ts_visited_look (visited, NULL, SECOND_US * 12 / 10));
  g_assert_cmpfloat (ts_visited_get_share (visited, 0), ==, 0);
}

static void
test_half_a_second_is_seeing (void)
{
  g_autoptr (TsVisited) visited = ts_visited_new (bounds);
  TsViewport here = view_at (5000, 5000, 1);

  g_assert_false (ts_visited_look (visited, &here, 0));
  g_assert_true (ts_visited_look (visited, &here, TS_VISITED_DWELL_US));
  /* Seen already. */
  g_assert_false (ts_visited_look (visited, &here, 2 * SECOND_US));
  /* 1000 x 600 pixels in cells of 100: from 4500 to 5500, from 4700 to 5300. */
  g_assert_cmpfloat_with_epsilon (ts_visited_get_share (visited, 0),
                                  60.0 / (256 * 128), 1e-12);
  g_assert_cmpfloat (ts_visited_get_scale (visited, 35, 27), ==, 1);
  g_assert_cmpfloat (ts_visited_get_scale (visited, 44, 32), ==, 1);
  g_assert_cmpfloat (ts_visited_get_scale (visited, 34, 27), ==, 0);
  g_assert_cmpfloat (ts_visited_get_scale (visited, 45, 32), ==, 0);
  g_assert_cmpfloat (ts_visited_get_scale (visited, 35, 26), ==, 0);
  g_assert_cmpfloat (ts_visited_get_scale (visited, 35, 33), ==, 0);
}

static void
test_slow_panning_is_looking (void)
{
  g_autoptr (TsVisited) slow = ts_visited_new (bounds);
  g_autoptr (TsVisited) fast = ts_visited_new (bounds);

  /* 100 and 1000 view pixels a second, for six seconds at 50 moves a second. */
  for (gint64 i = 0; i < 300; i++) {
    TsViewport creeping = view_at (5000 + (double) i * 2, 5000, 1);
    TsViewport flying = view_at (5000 + (double) i * 20, 5000, 1);
    ts_visited_look (slow, &creeping, i * SECOND_US / 50);
    ts_visited_look (fast, &flying, i * SECOND_US / 50);
  }
  g_assert_cmpfloat (ts_visited_get_share (slow, 0), >, 80.0 / (256 * 128));
  g_assert_cmpfloat (ts_visited_get_share (fast, 0), ==, 0);
}

static void
test_the_highest_scale_stays (void)
{
  g_autoptr (TsVisited) visited = ts_visited_new (bounds);
  gint64 now = 0;

  dwell (visited, view_at (5000, 5000, 0.25), &now);
  dwell (visited, view_at (5000, 5000, 1), &now);
  dwell (visited, view_at (5000, 5000, 0.125), &now);
  g_assert_cmpfloat (ts_visited_get_scale (visited, 40, 30), ==, 1);
  g_assert_cmpfloat (ts_visited_get_scale (visited, 50, 30), ==, 0.25);
  g_assert_cmpfloat (ts_visited_get_scale (visited, 70, 30), ==, 0.125);
  g_assert_cmpfloat (ts_visited_get_max_scale (visited), ==, 1);
  g_assert_cmpfloat (ts_visited_get_share (visited, 1), <,
                     ts_visited_get_share (visited, 0.2));
  g_assert_cmpfloat_with_epsilon (ts_visited_get_share (visited, 1),
                                  60.0 / (256 * 128), 1e-12);
}

/* A view of less than a cell has no cell's middle in it. */
static void
test_a_view_within_a_cell_counts (void)
{
  g_autoptr (TsVisited) visited = ts_visited_new (bounds);
  gint64 now = 0;

  dwell (visited, view_at (5010, 5010, 32), &now);
  g_assert_cmpfloat (ts_visited_get_scale (visited, 40, 30), ==, 32);
  g_assert_cmpfloat_with_epsilon (ts_visited_get_share (visited, 0),
                                  1.0 / (256 * 128), 1e-12);
}

static void
test_nothing_outside_is_recorded (void)
{
  g_autoptr (TsVisited) visited = ts_visited_new (bounds);
  gint64 now = 0;

  dwell (visited, view_at (-50000, 90000, 1), &now);
  g_assert_cmpfloat (ts_visited_get_share (visited, 0), ==, 0);
  dwell (visited, view_at (13800, 8400, 0.01), &now);
  g_assert_cmpfloat_with_epsilon (ts_visited_get_share (visited, 0), 1, 1e-9);
}

static void
test_comes_back_from_storage (void)
{
  g_autoptr (TsVisited) visited = ts_visited_new (bounds);
  gint64 now = 0;

  dwell (visited, view_at (5000, 5000, 0.3), &now);
  dwell (visited, view_at (9000, 7000, 2), &now);
  g_autoptr (GBytes) stored = ts_visited_serialise (visited);
  g_assert_cmpuint (g_bytes_get_size (stored), ==, 48 + 256 * 128);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsVisited) again = ts_visited_parse (stored, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) stored_again = ts_visited_serialise (again);
  g_assert_true (g_bytes_equal (stored, stored_again));
  g_assert_cmpfloat (ts_visited_get_scale (again, 80, 50), ==, 2);
  g_assert_cmpfloat (ts_visited_get_bounds_l0 (again).x, ==, 1000);
}

static void
assert_refused (const guint8 *data, gsize n_bytes, const char *reason)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, n_bytes);
  g_autoptr (GError) error = NULL;
  g_autofree char *wanted =
    g_strconcat ("the record of what was seen cannot be read: ", reason, NULL);

  g_assert_null (ts_visited_parse (bytes, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, wanted);
}

static void
test_broken_records_are_refused (void)
{
  g_autoptr (TsVisited) visited = ts_visited_new (bounds);
  g_autoptr (GBytes) stored = ts_visited_serialise (visited);
  gsize n_bytes = g_bytes_get_size (stored);
  g_autofree guint8 *data =
    g_memdup2 (g_bytes_get_data (stored, NULL), n_bytes);
  const double nan = NAN, zero = 0;

  assert_refused (data, 0, "it does not begin as one");
  assert_refused (data, 47, "it does not begin as one");
  assert_refused (data, n_bytes - 1,
                  "it has another length than its cells need");
  data[0] = 'X';
  assert_refused (data, n_bytes, "it does not begin as one");
  data[0] = 'T';
  data[40]++;
  assert_refused (data, n_bytes, "its cells do not fit the slide's bounds");
  memset (data + 40, 0xff, 8);
  assert_refused (data, n_bytes, "its cells do not fit the slide's bounds");
  memcpy (data + 24, &zero, sizeof zero);
  assert_refused (data, n_bytes, "the slide's bounds are empty");
  memcpy (data + 24, &nan, sizeof nan);
  assert_refused (data, n_bytes, "the slide's bounds are no sensible numbers");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/visited/cells-cover-the-bounds",
                   test_cells_cover_the_bounds);
  g_test_add_func ("/visited/a-glance-is-not-seeing",
                   test_a_glance_is_not_seeing);
  g_test_add_func ("/visited/half-a-second-is-seeing",
                   test_half_a_second_is_seeing);
  g_test_add_func ("/visited/slow-panning-is-looking",
                   test_slow_panning_is_looking);
  g_test_add_func ("/visited/the-highest-scale-stays",
                   test_the_highest_scale_stays);
  g_test_add_func ("/visited/a-view-within-a-cell-counts",
                   test_a_view_within_a_cell_counts);
  g_test_add_func ("/visited/nothing-outside-is-recorded",
                   test_nothing_outside_is_recorded);
  g_test_add_func ("/visited/comes-back-from-storage",
                   test_comes_back_from_storage);
  g_test_add_func ("/visited/broken-records-are-refused",
                   test_broken_records_are_refused);
  return g_test_run ();
}
