/* The order of tiles around a centre.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tile-order.h"

#include <math.h>

static const TsTileRange none = { 0 };

/* Every place of range but those of excluded comes exactly once. */
static void
assert_complete (const TsTileRange *range,
                 const TsTileRange *excluded,
                 TsPoint center)
{
  g_autoptr (TsTileOrder) order = ts_tile_order_new (range, excluded, center);
  guint n_cols = range->last_col, n_rows = range->last_row;
  g_autofree guint8 *seen = g_new0 (guint8, (gsize) n_cols * n_rows);
  TsTilePlace place = { 0 };

  while (ts_tile_order_next (order, &place)) {
    g_assert_cmpuint (place.col, <, n_cols);
    g_assert_cmpuint (place.row, <, n_rows);
    seen[(gsize) place.row * n_cols + place.col]++;
  }
  for (guint row = 0; row < n_rows; row++) {
    for (guint col = 0; col < n_cols; col++) {
      gboolean is_out =
        col < range->first_col || row < range->first_row ||
        (col >= excluded->first_col && col < excluded->last_col &&
         row >= excluded->first_row && row < excluded->last_row);
      g_assert_cmpuint (seen[(gsize) row * n_cols + col], ==, is_out ? 0 : 1);
    }
  }
}

static void
test_gives_each_tile_once (void)
{
  const TsTileRange ranges[] = { { 0, 9, 0, 7 },     { 3, 8, 2, 3 },
                                 { 0, 200, 0, 150 }, { 17, 1000, 5, 37 },
                                 { 0, 20000, 0, 1 }, { 0, 1, 0, 20000 } };
  const TsPoint centers[] = {
    { 4.2, 3.1 }, { -50, 20 }, { 500, 12 }, { 1e9, -1e9 }, { 0.5, 19999.5 }
  };
  const TsTileRange excluded = { 2, 60, 1, 30 };

  for (guint r = 0; r < G_N_ELEMENTS (ranges); r++) {
    for (guint c = 0; c < G_N_ELEMENTS (centers); c++) {
      assert_complete (&ranges[r], &none, centers[c]);
      assert_complete (&ranges[r], &excluded, centers[c]);
    }
  }
}

static void
test_small_range_comes_by_distance (void)
{
  const TsTileRange range = { 0, 12, 0, 9 };
  const TsPoint center = { 4.7, 6.2 };
  g_autoptr (TsTileOrder) order = ts_tile_order_new (&range, &none, center);
  TsTilePlace place = { 0 };
  double last = 0;

  g_assert_true (ts_tile_order_next (order, &place));
  g_assert_cmpuint (place.col, ==, 4);
  g_assert_cmpuint (place.row, ==, 6);
  while (ts_tile_order_next (order, &place)) {
    double distance =
      hypot (place.col + 0.5 - center.x, place.row + 0.5 - center.y);
    g_assert_cmpfloat (distance, >=, last);
    last = distance;
  }
}

static void
test_large_range_comes_in_rings (void)
{
  const TsTileRange range = { 0, 400, 0, 300 };
  const TsPoint center = { 100.5, 250.5 };
  g_autoptr (TsTileOrder) order = ts_tile_order_new (&range, &none, center);
  TsTilePlace place = { 0 };
  int last = 0;

  for (guint i = 0; i < 400 * 300; i++) {
    int ring = 0;
    g_assert_true (ts_tile_order_next (order, &place));
    ring = MAX (ABS ((int) place.col - 100), ABS ((int) place.row - 250));
    g_assert_cmpint (ring, >=, last);
    last = ring;
  }
  g_assert_false (ts_tile_order_next (order, &place));
}

static void
test_rewinds_to_the_beginning (void)
{
  const TsTileRange ranges[] = { { 0, 5, 0, 5 }, { 0, 500, 0, 500 } };

  for (guint r = 0; r < 2; r++) {
    g_autoptr (TsTileOrder) order =
      ts_tile_order_new (&ranges[r], &none, (TsPoint){ 2, 2 });
    TsTilePlace first = { 0 }, again = { 0 };
    g_assert_true (ts_tile_order_next (order, &first));
    while (ts_tile_order_next (order, &again))
      continue;
    ts_tile_order_rewind (order);
    g_assert_true (ts_tile_order_next (order, &again));
    g_assert_cmpmem (&first, sizeof first, &again, sizeof again);
  }
}

static void
test_empty_range_gives_nothing (void)
{
  g_autoptr (TsTileOrder) order =
    ts_tile_order_new (&none, &none, (TsPoint){ 3, 3 });
  TsTilePlace place = { 0 };

  g_assert_false (ts_tile_order_next (order, &place));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-order/gives-each-tile-once",
                   test_gives_each_tile_once);
  g_test_add_func ("/tile-order/small-range-comes-by-distance",
                   test_small_range_comes_by_distance);
  g_test_add_func ("/tile-order/large-range-comes-in-rings",
                   test_large_range_comes_in_rings);
  g_test_add_func ("/tile-order/rewinds-to-the-beginning",
                   test_rewinds_to_the_beginning);
  g_test_add_func ("/tile-order/empty-range-gives-nothing",
                   test_empty_range_gives_nothing);
  return g_test_run ();
}
