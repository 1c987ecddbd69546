/* The tile plan: what a view asks for, and that what it draws never has a hole.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/base/random.h"
#include "core/tiles/tile-plan.h"
#include "fake-slide.h"

#define SOURCE 7

/* 20 x 10 tiles of 256 px at level 0; levels 0 to 5. */
static TsPyramid *
pyramid_new (void)
{
  FakeSlide fake = { .width_px = 5000,
                     .height_px = 2500,
                     .pixel = fake_noise,
                     .n_scales = 1,
                     .scales = { 1 } };
  g_autoptr (TsSlide) slide = fake_slide_new (&fake);

  return ts_pyramid_new (slide);
}

static gpointer
keep (gpointer payload)
{
  return payload;
}

static void
forget (gpointer payload)
{
}

static TsTileCache *
cache_new (void)
{
  return ts_tile_cache_new (1 << 20, keep, forget);
}

static void
put (TsTileCache *cache, guint level, guint col, guint row)
{
  TsTileKey key = { SOURCE, level, col, row };

  ts_tile_cache_insert (cache, &key, cache, 1, FALSE);
}

static GArray *
draw (TsPyramid *pyramid,
      const TsViewport *view,
      TsTileCache *cache,
      gboolean *out_is_sharp)
{
  TsTileFrame frame = { .max_new = G_MAXUINT };
  GArray *drawn = ts_tile_plan_drawn (pyramid, SOURCE, view, 1, cache, &frame);

  *out_is_sharp = frame.n_missing == 0;
  g_assert_cmpuint (frame.n_held_back, ==, 0);
  return drawn;
}

static const TsPlannedTile *
tile_at (const GArray *planned, guint i)
{
  return &g_array_index (planned, TsPlannedTile, i);
}

static int
find_tile (const GArray *planned, guint level, guint col, guint row)
{
  for (guint i = 0; i < planned->len; i++) {
    const TsTileKey *key = &tile_at (planned, i)->key;

    if (key->level == level && key->col == col && key->row == row)
      return (int) i;
  }
  return -1;
}

static const TsViewport level_0_view = { .center_l0 = { 1280, 1280 },
                                         .scale = 1,
                                         .width_view = 500,
                                         .height_view = 300 };

/* The distance of a tile from the view's centre. */
static double
get_distance (const TsPlannedTile *tile, TsPoint center_l0)
{
  TsPoint middle = ts_rect_center (tile->tile_l0);

  return hypot (middle.x - center_l0.x, middle.y - center_l0.y);
}

static void
test_wanted_order (void)
{
  g_autoptr (TsPyramid) pyramid = pyramid_new ();
  g_autoptr (GArray) planned =
    ts_tile_plan_wanted (pyramid, SOURCE, &level_0_view, 1, NULL);
  TsRect visible_l0 = ts_viewport_get_visible_l0 (&level_0_view);
  double last = -1;

  g_assert_cmpint (find_tile (planned, 5, 0, 0), ==, 0);
  /* The view touches 2 x 2 tiles; one ring around them makes 4 x 4. */
  for (guint i = 1; i <= 16; i++) {
    const TsPlannedTile *tile = tile_at (planned, i);
    double distance = get_distance (tile, level_0_view.center_l0);
    gboolean is_visible =
      !ts_rect_is_empty (ts_rect_intersect (tile->tile_l0, visible_l0));

    g_assert_cmpuint (tile->key.source, ==, SOURCE);
    g_assert_cmpuint (tile->key.level, ==, 0);
    g_assert_cmpint (is_visible, ==, i <= 4);
    g_assert_cmpfloat (distance, >=, i == 5 ? -1 : last);
    last = distance;
  }
  /* The same place a level coarser. */
  g_assert_cmpint (find_tile (planned, 1, 2, 2), ==, 17);
  /* All of the three levels that stay: 1, 2 and 3 x 2 tiles. */
  g_assert_cmpuint (planned->len, ==, 18 + 2 + 6);
  g_assert_cmpint (find_tile (planned, 3, 2, 1), >, 17);
}

/* What is wanted when the view has moved like this. */
static GArray *
plan_after_move (TsPyramid *pyramid, double dx_l0, double factor)
{
  TsViewForesight foresight = { 0 };
  TsViewport view = level_0_view;

  view.center_l0.x -= dx_l0;
  view.scale /= factor;
  ts_view_foresight_note (&foresight, &view, 1000000);
  ts_view_foresight_note (&foresight, &level_0_view, 1050000);
  return ts_tile_plan_wanted (pyramid, SOURCE, &level_0_view, 1, &foresight);
}

static void
test_wanted_ahead_of_a_pan (void)
{
  g_autoptr (TsPyramid) pyramid = pyramid_new ();
  g_autoptr (GArray) planned = plan_after_move (pyramid, 100, 1);
  int ahead = find_tile (planned, 0, 6, 4),
      behind = find_tile (planned, 0, 3, 4);

  g_assert_cmpint (ahead, ==, 5);
  g_assert_cmpint (behind, >, ahead);
  /* Farther ahead than the ring reaches, and before the ring. */
  g_assert_cmpint (find_tile (planned, 0, 7, 4), >, ahead);
  g_assert_cmpint (find_tile (planned, 0, 7, 4), <, behind);
}

static void
test_wanted_ahead_of_a_zoom (void)
{
  g_autoptr (TsPyramid) pyramid = pyramid_new ();
  g_autoptr (GArray) out = plan_after_move (pyramid, 0, 1 / 1.26);
  g_autoptr (GArray) at_rest =
    ts_tile_plan_wanted (pyramid, SOURCE, &level_0_view, 1, NULL);

  /* Half the scale shows 1000 x 600 pixels: a column and a row more, a level coarser. */
  g_assert_cmpint (find_tile (out, 1, 3, 3), >, 4);
  g_assert_cmpint (find_tile (out, 1, 1, 1), >, 4);
  g_assert_cmpint (find_tile (at_rest, 1, 3, 3), ==, -1);
  g_assert_cmpint (find_tile (at_rest, 1, 1, 1), ==, -1);
}

static void
test_wanted_once (void)
{
  g_autoptr (TsPyramid) pyramid = pyramid_new ();

  for (double scale = 0.01; scale < 8; scale *= 1.3) {
    TsViewport viewport = { { 2000, 900 }, scale, 900, 600, 0 };
    g_autoptr (GArray) planned =
      ts_tile_plan_wanted (pyramid, SOURCE, &viewport, 1, NULL);

    for (guint i = 0; i < planned->len; i++) {
      const TsTileKey *key = &tile_at (planned, i)->key;

      g_assert_cmpint (find_tile (planned, key->level, key->col, key->row), ==,
                       (int) i);
    }
  }
}

static void
test_wanted_sharp_on_dense_screen (void)
{
  g_autoptr (TsPyramid) pyramid = pyramid_new ();
  TsViewport viewport = { { 2000, 900 }, 0.25, 400, 300, 0 };
  g_autoptr (GArray) plain =
    ts_tile_plan_wanted (pyramid, SOURCE, &viewport, 1, NULL);
  g_autoptr (GArray) dense =
    ts_tile_plan_wanted (pyramid, SOURCE, &viewport, 2, NULL);

  g_assert_cmpuint (tile_at (plain, 1)->key.level, ==, 2);
  g_assert_cmpuint (tile_at (dense, 1)->key.level, ==, 1);
}

static void
test_outside (void)
{
  g_autoptr (TsPyramid) pyramid = pyramid_new ();
  g_autoptr (TsTileCache) cache = cache_new ();
  TsViewport away = { { -9000, 900 }, 1, 400, 300, 0 };
  TsViewport unset = { { 0, 0 }, 0, 0, 0, 0 };
  TsViewport broken = { { NAN, NAN }, 1, 400, 300, 0 };
  const TsViewport *views[] = { &away, &unset, &broken };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++) {
    gboolean is_sharp = FALSE;
    g_autoptr (GArray) wanted =
      ts_tile_plan_wanted (pyramid, SOURCE, views[i], 1, NULL);
    g_autoptr (GArray) drawn = draw (pyramid, views[i], cache, &is_sharp);

    /* Of a slide out of view, and of no view at all, what stays in memory. */
    g_assert_cmpuint (wanted->len, ==, i == 0 ? 1 + 2 + 6 : 1);
    g_assert_cmpuint (drawn->len, ==, 0);
    g_assert_true (is_sharp);
  }
}

static void
test_drawn_sharp (void)
{
  g_autoptr (TsPyramid) pyramid = pyramid_new ();
  g_autoptr (TsTileCache) cache = cache_new ();
  g_autoptr (GArray) drawn = NULL;
  gboolean is_sharp = FALSE;

  put (cache, 5, 0, 0);
  put (cache, 1, 2, 2);
  for (guint i = 0; i < 4; i++)
    put (cache, 0, 4 + i % 2, 4 + i / 2);
  drawn = draw (pyramid, &level_0_view, cache, &is_sharp);
  g_assert_true (is_sharp);
  g_assert_cmpuint (drawn->len, ==, 4); /* and nothing coarse below them */
  g_assert_cmpuint (tile_at (drawn, 0)->key.level, ==, 0);
}

/* Four sharp tiles are new, two may be shown in a frame: from the centre out, the rest by
 * their ancestor, and one frame later all. */
static void
test_drawn_within_budget (void)
{
  g_autoptr (TsPyramid) pyramid = pyramid_new ();
  g_autoptr (TsTileCache) cache = cache_new ();
  TsViewport view = level_0_view;

  view.center_l0.x += 5;
  put (cache, 2, 1, 1);
  for (guint i = 0; i < 4; i++)
    put (cache, 0, 4 + i % 2, 4 + i / 2);
  for (guint round = 0; round < 3; round++) {
    TsTileFrame frame = { .max_new = 2 };
    g_autoptr (GArray) drawn =
      ts_tile_plan_drawn (pyramid, SOURCE, &view, 1, cache, &frame);

    g_assert_cmpuint (frame.n_needed, ==, 4);
    g_assert_cmpuint (frame.n_missing, ==, 0);
    g_assert_cmpuint (frame.n_held_back, ==, round == 0 ? 2 : 0);
    g_assert_cmpint (find_tile (drawn, 0, 5, 4), >=, 0);
    g_assert_cmpint (find_tile (drawn, 2, 1, 1), ==, round == 0 ? 0 : -1);
  }
}

static void
test_drawn_nearest_ancestor (void)
{
  g_autoptr (TsPyramid) pyramid = pyramid_new ();
  g_autoptr (TsTileCache) cache = cache_new ();
  g_autoptr (GArray) drawn = NULL;
  gboolean is_sharp = TRUE;

  put (cache, 5, 0, 0);
  put (cache, 2, 1, 1);
  put (cache, 0, 4, 4);
  drawn = draw (pyramid, &level_0_view, cache, &is_sharp);
  g_assert_false (is_sharp);
  g_assert_cmpuint (drawn->len, ==, 2); /* the ancestor of three places, once */
  g_assert_cmpint (find_tile (drawn, 2, 1, 1), ==, 0);
  g_assert_cmpint (find_tile (drawn, 0, 4, 4), ==, 1);
}

static void
test_drawn_finer (void)
{
  g_autoptr (TsPyramid) pyramid = pyramid_new ();
  g_autoptr (TsTileCache) cache = cache_new ();
  TsViewport viewport = { { 1024, 1024 }, 0.25, 100, 100, 0 }; /* level 2 */
  g_autoptr (GArray) drawn = NULL;
  gboolean is_sharp = TRUE;

  put (cache, 5, 0, 0);
  put (cache, 1, 1, 1);
  put (cache, 0, 5, 5);
  drawn = draw (pyramid, &viewport, cache, &is_sharp);
  g_assert_false (is_sharp);
  g_assert_cmpint (find_tile (drawn, 5, 0, 0), ==, 0);
  g_assert_cmpint (find_tile (drawn, 1, 1, 1), ==, 1);
  g_assert_cmpint (find_tile (drawn, 0, 5, 5), ==, 2);
}

/* Whatever is in the cache: with the coarsest tile there, every visible point of the slide
 * is covered, coarse is painted before fine, and only what is in the cache is drawn. */
static void
assert_no_hole (TsPyramid *pyramid,
                TsTileCache *cache,
                const TsViewport *view,
                guint max_new)
{
  TsTileFrame frame = { .max_new = max_new };
  g_autoptr (GArray) drawn =
    ts_tile_plan_drawn (pyramid, SOURCE, view, 1, cache, &frame);
  TsRect seen = ts_rect_intersect (ts_viewport_get_visible_l0 (view),
                                   (TsRect){ 0, 0, 5000, 2500 });

  for (guint i = 0; i < drawn->len; i++) {
    g_assert_true (ts_tile_cache_contains (cache, &tile_at (drawn, i)->key));
    if (i > 0)
      g_assert_cmpuint (tile_at (drawn, i)->key.level, <=,
                        tile_at (drawn, i - 1)->key.level);
  }
  for (guint i = 0; i < 64 && !ts_rect_is_empty (seen); i++) {
    TsPoint point = { seen.x + seen.width * (i % 8 + 0.5) / 8,
                      seen.y + seen.height * (i / 8 + 0.5) / 8 };
    gboolean is_covered = !ts_rect_contains (
      (TsRect){ 0, 0, view->width_view, view->height_view },
      ts_viewport_to_view (view, point)); /* a corner that is cut off */

    for (guint k = 0; k < drawn->len; k++)
      is_covered =
        is_covered || ts_rect_contains (tile_at (drawn, k)->tile_l0, point);
    g_assert_true (is_covered);
  }
}

static void
test_drawn_no_hole (void)
{
  g_autoptr (TsPyramid) pyramid = pyramid_new ();
  TsRandom random;

  ts_random_init (&random, 20260101);
  for (guint round = 0; round < 300; round++) {
    g_autoptr (TsTileCache) cache = cache_new ();
    TsViewport view = { { ts_random_uniform (&random) * 6000 - 500,
                          ts_random_uniform (&random) * 3000 - 250 },
                        exp2 (ts_random_uniform (&random) * 9 - 6),
                        900,
                        600,
                        round % 3 == 0 ? 0
                                       : ts_random_uniform (&random) * G_PI };

    put (cache, 5, 0, 0);
    for (guint i = 0; i < 40; i++) {
      guint level = ts_random_below (&random, 5);

      put (cache, level,
           ts_random_below (&random, ts_pyramid_get_n_cols (pyramid, level)),
           ts_random_below (&random, ts_pyramid_get_n_rows (pyramid, level)));
    }
    assert_no_hole (pyramid, cache, &view, round % 4);
    assert_no_hole (pyramid, cache, &view, G_MAXUINT);
  }
}

/* Every tile of a turned view that holds a place in view is wanted and drawn; those in the
 * cut-off corners of its bounding rectangle are neither. */
static void
test_turned (void)
{
  g_autoptr (TsPyramid) pyramid = pyramid_new ();
  g_autoptr (TsTileCache) cache = cache_new ();
  TsViewport view = { { 2500, 1250 }, 1, 1500, 700, G_PI / 4 };
  TsRect around = ts_viewport_get_visible_l0 (&view);
  TsRect seen_view = { 0, 0, view.width_view, view.height_view };
  guint n_corner = 0;
  TsTileFrame frame = { .max_new = G_MAXUINT };

  for (guint row = 0; row < 10; row++)
    for (guint col = 0; col < 20; col++)
      put (cache, 0, col, row);
  g_autoptr (GArray) wanted =
    ts_tile_plan_wanted (pyramid, SOURCE, &view, 1, NULL);
  g_autoptr (GArray) drawn =
    ts_tile_plan_drawn (pyramid, SOURCE, &view, 1, cache, &frame);
  g_assert_cmpuint (frame.n_missing + frame.n_held_back, ==, 0);
  for (int y = 0; y < 2500; y += 16)
    for (int x = 0; x < 5000; x += 16) {
      TsPoint place = { x, y };
      guint col = (guint) x / 256, row = (guint) y / 256;
      if (!ts_rect_contains (seen_view, ts_viewport_to_view (&view, place)))
        continue;
      g_assert_cmpint (find_tile (wanted, 0, col, row), >=, 0);
      g_assert_cmpint (find_tile (drawn, 0, col, row), >=, 0);
    }
  for (guint row = 0; row < 10; row++)
    for (guint col = 0; col < 20; col++) {
      TsRect tile_l0 = ts_pyramid_get_tile_l0 (pyramid, 0, col, row);
      if (ts_rect_is_empty (ts_rect_intersect (tile_l0, around)) ||
          ts_viewport_sees (&view, tile_l0))
        continue;
      g_assert_cmpint (find_tile (drawn, 0, col, row), ==, -1);
      n_corner++;
    }
  g_assert_cmpuint (n_corner, >=, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func (
    "/tile-plan/wants-coarsest-then-centre-out-then-surroundings",
    test_wanted_order);
  g_test_add_func ("/tile-plan/wants-what-lies-ahead-of-a-pan",
                   test_wanted_ahead_of_a_pan);
  g_test_add_func ("/tile-plan/wants-what-lies-ahead-of-a-zoom",
                   test_wanted_ahead_of_a_zoom);
  g_test_add_func ("/tile-plan/shows-so-many-new-tiles-a-frame",
                   test_drawn_within_budget);
  g_test_add_func ("/tile-plan/wants-each-tile-once", test_wanted_once);
  g_test_add_func ("/tile-plan/wants-finer-tiles-for-a-denser-screen",
                   test_wanted_sharp_on_dense_screen);
  g_test_add_func ("/tile-plan/draws-nothing-of-a-slide-out-of-view",
                   test_outside);
  g_test_add_func ("/tile-plan/draws-only-sharp-tiles-when-all-are-there",
                   test_drawn_sharp);
  g_test_add_func ("/tile-plan/fills-with-the-nearest-ancestor",
                   test_drawn_nearest_ancestor);
  g_test_add_func ("/tile-plan/fills-with-finer-tiles-as-well",
                   test_drawn_finer);
  g_test_add_func ("/tile-plan/never-leaves-a-hole", test_drawn_no_hole);
  g_test_add_func ("/tile-plan/leaves-out-what-a-turned-view-cuts-off",
                   test_turned);
  return g_test_run ();
}
