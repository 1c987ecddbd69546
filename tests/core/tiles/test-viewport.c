/* The viewport's arithmetic.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/tiles/viewport.h"

#define DEGREES(n) ((n) *G_PI / 180)

static const TsViewport view = { .center_l0 = { 1000, 800 },
                                 .scale = 0.5,
                                 .width_view = 600,
                                 .height_view = 400 };

static void
assert_point (TsPoint point, double x, double y)
{
  g_assert_cmpfloat_with_epsilon (point.x, x, 1e-9);
  g_assert_cmpfloat_with_epsilon (point.y, y, 1e-9);
}

static void
test_there_and_back (void)
{
  TsPoint point = { 123.25, 456.5 };

  assert_point (ts_viewport_to_view (&view, view.center_l0), 300, 200);
  assert_point (ts_viewport_to_view (&view, (TsPoint){ 400, 400 }), 0, 0);
  assert_point (ts_viewport_to_l0 (&view, ts_viewport_to_view (&view, point)),
                point.x, point.y);
}

static void
test_visible (void)
{
  TsRect seen = ts_viewport_get_visible_l0 (&view);

  g_assert_cmpfloat (seen.x, ==, 400);
  g_assert_cmpfloat (seen.y, ==, 400);
  g_assert_cmpfloat (seen.width, ==, 1200);
  g_assert_cmpfloat (seen.height, ==, 800);
}

static void
test_fit (void)
{
  TsViewport fitted = view;
  TsRect slide = { 100, 200, 6000, 1000 };
  TsRect seen;

  ts_viewport_fit (&fitted, slide);
  seen = ts_viewport_get_visible_l0 (&fitted);
  assert_point (fitted.center_l0, 3100, 700);
  g_assert_cmpfloat (seen.width, >, slide.width);
  g_assert_cmpfloat (seen.width, <, slide.width * 1.1);
  g_assert_cmpfloat (seen.height, >=, slide.height);
}

static void
test_fit_nothing (void)
{
  TsViewport fitted = { 0 };

  ts_viewport_fit (&fitted, (TsRect){ 0, 0, 100, 100 });
  g_assert_cmpfloat (fitted.scale, ==, 1);
}

static void
test_zoom_anchor (void)
{
  TsViewport zoomed = view;
  TsPoint anchor = { 77, 311 };
  TsPoint before = ts_viewport_to_l0 (&zoomed, anchor);

  ts_viewport_zoom_at (&zoomed, anchor, 1.7, 0.01, 10);
  g_assert_cmpfloat_with_epsilon (zoomed.scale, 0.85, 1e-12);
  assert_point (ts_viewport_to_l0 (&zoomed, anchor), before.x, before.y);
}

static void
test_zoom_limits (void)
{
  TsViewport zoomed = view;
  TsPoint anchor = { 10, 10 };
  TsPoint before = ts_viewport_to_l0 (&zoomed, anchor);

  ts_viewport_zoom_at (&zoomed, anchor, 1000, 0.01, 4);
  g_assert_cmpfloat (zoomed.scale, ==, 4);
  assert_point (ts_viewport_to_l0 (&zoomed, anchor), before.x, before.y);
  ts_viewport_zoom_at (&zoomed, anchor, 1e-9, 0.01, 4);
  g_assert_cmpfloat (zoomed.scale, ==, 0.01);
}

static void
test_pan (void)
{
  TsViewport panned = view;

  ts_viewport_pan (&panned, 50, -20);
  assert_point (panned.center_l0, 1100, 760);
}

static void
test_clamp (void)
{
  TsViewport moved = view;
  TsRect slide = { 100, 100, 500, 500 };

  ts_viewport_clamp (&moved, slide);
  assert_point (moved.center_l0, 600, 600);
  moved.center_l0 = (TsPoint){ -5, 300 };
  ts_viewport_clamp (&moved, slide);
  assert_point (moved.center_l0, 100, 300);
}

static void
test_power (void)
{
  g_assert_cmpfloat (ts_viewport_scale_to_power (0.5, 40), ==, 20);
  g_assert_cmpfloat (ts_viewport_power_to_scale (10, 40), ==, 0.25);
  g_assert_cmpfloat (ts_viewport_power_to_scale (10, 0), ==, 0);
}

static const double angles[] = { 0, 1, 30, 45, 89.5, 90, 123, 180, -90, -17 };

static void
test_turned_there_and_back (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (angles); i++) {
    TsViewport turned = view;
    TsPoint point = { 123.25, 456.5 };

    turned.angle = ts_angle_normalise (DEGREES (angles[i]));
    assert_point (
      ts_viewport_to_l0 (&turned, ts_viewport_to_view (&turned, point)),
      point.x, point.y);
    assert_point (ts_viewport_to_view (&turned, turned.center_l0), 300, 200);
  }
}

/* What lay right of the centre lies below it after a quarter turn. */
static void
test_turns_clockwise (void)
{
  TsViewport turned = view;
  TsPoint right = { 1100, 800 };

  turned.angle = G_PI_2;
  assert_point (ts_viewport_to_view (&turned, right), 300, 250);
  turned.angle = G_PI;
  assert_point (ts_viewport_to_view (&turned, right), 250, 200);
  turned.angle = -G_PI_2;
  assert_point (ts_viewport_to_view (&turned, right), 300, 150);
}

static void
test_quarter_turns_are_exact (void)
{
  TsViewport turned = view;
  TsPoint anchor = { 300, 200 };

  for (int i = 1; i <= 8; i++) {
    ts_viewport_turn_at (&turned, anchor, turned.angle + G_PI_2);
    g_assert_cmpint (ts_viewport_get_quarters (&turned), ==, i % 4);
  }
  g_assert_cmpfloat (turned.angle, ==, 0);
  g_assert_cmpfloat (turned.center_l0.x, ==, view.center_l0.x);
  turned.angle = 0.1;
  g_assert_cmpint (ts_viewport_get_quarters (&turned), ==, -1);
}

static void
test_angles_have_one_name (void)
{
  g_assert_cmpfloat (ts_angle_normalise (-G_PI), ==, G_PI);
  g_assert_cmpfloat (ts_angle_normalise (3 * G_PI), ==, G_PI);
  g_assert_cmpfloat (ts_angle_normalise (2 * G_PI + 1e-12), ==, 0);
  g_assert_cmpfloat_with_epsilon (ts_angle_normalise (DEGREES (350)),
                                  DEGREES (-10), 1e-12);
  g_assert_cmpfloat (ts_angle_snap (DEGREES (87), DEGREES (4)), ==, G_PI_2);
  g_assert_cmpfloat (ts_angle_snap (DEGREES (85), DEGREES (4)), ==,
                     DEGREES (85));
}

/* The bounding rectangle holds all corners of the view and touches each side with one. */
static void
test_turned_visible (void)
{
  TsPoint corners[] = { { 0, 0 }, { 600, 0 }, { 0, 400 }, { 600, 400 } };

  for (guint i = 0; i < G_N_ELEMENTS (angles); i++) {
    TsViewport turned = view;
    TsPoint low = { INFINITY, INFINITY }, high = { -INFINITY, -INFINITY };

    turned.angle = ts_angle_normalise (DEGREES (angles[i]));
    for (guint k = 0; k < G_N_ELEMENTS (corners); k++) {
      TsPoint at = ts_viewport_to_l0 (&turned, corners[k]);
      low = (TsPoint){ MIN (low.x, at.x), MIN (low.y, at.y) };
      high = (TsPoint){ MAX (high.x, at.x), MAX (high.y, at.y) };
    }
    TsRect seen = ts_viewport_get_visible_l0 (&turned);
    assert_point ((TsPoint){ seen.x, seen.y }, low.x, low.y);
    assert_point ((TsPoint){ seen.width, seen.height }, high.x - low.x,
                  high.y - low.y);
  }
}

static void
test_rect_to_view (void)
{
  TsViewport turned = view;
  TsRect rect = { 1000, 800, 100, 40 };
  TsRect upright = ts_viewport_rect_to_view (&view, rect);

  assert_point ((TsPoint){ upright.x, upright.y }, 300, 200);
  assert_point ((TsPoint){ upright.width, upright.height }, 50, 20);
  turned.angle = G_PI_2;
  upright = ts_viewport_rect_to_view (&turned, rect);
  assert_point ((TsPoint){ upright.x, upright.y }, 280, 200);
  assert_point ((TsPoint){ upright.width, upright.height }, 20, 50);
}

/* Against the slow way: some point of the rectangle falls into the view. */
static gboolean
sees_a_point (const TsViewport *viewport, TsRect rect)
{
  TsRect seen = { 0, 0, viewport->width_view, viewport->height_view };

  for (int row = 0; row <= 60; row++)
    for (int col = 0; col <= 60; col++) {
      TsPoint at = { rect.x + rect.width * col / 60,
                     rect.y + rect.height * row / 60 };
      if (ts_rect_contains (seen, ts_viewport_to_view (viewport, at)))
        return TRUE;
    }
  return FALSE;
}

static void
test_sees (void)
{
  TsViewport turned = view;
  guint n_seen = 0, n_unseen = 0;

  turned.angle = DEGREES (45);
  /* In the bounding rectangle, but beyond the corner that is cut off. */
  TsRect seen = ts_viewport_get_visible_l0 (&turned);
  g_assert_false (
    ts_viewport_sees (&turned, (TsRect){ seen.x + 1, seen.y + 1, 50, 50 }));
  for (guint i = 0; i < G_N_ELEMENTS (angles); i++)
    for (int y = 0; y < 1700; y += 130)
      for (int x = 0; x < 2100; x += 130) {
        TsRect rect = { x, y, 128, 128 };
        TsRect inner = { x + 4, y + 4, 120, 120 };
        turned.angle = ts_angle_normalise (DEGREES (angles[i]));
        gboolean is_seen = ts_viewport_sees (&turned, rect);
        if (sees_a_point (&turned, rect))
          g_assert_true (is_seen);
        else if (!sees_a_point (&turned, rect) && is_seen)
          /* Between two of the points looked at: a corner only. */
          g_assert_false (sees_a_point (&turned, inner));
        n_seen += is_seen;
        n_unseen += !is_seen;
      }
  g_assert_cmpuint (n_seen, >, 100);
  g_assert_cmpuint (n_unseen, >, 100);
}

static void
test_turned_fit (void)
{
  TsRect slide = { 100, 200, 6000, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (angles); i++) {
    TsViewport fitted = view;
    fitted.angle = ts_angle_normalise (DEGREES (angles[i]));
    ts_viewport_fit (&fitted, slide);
    TsRect shown = ts_viewport_rect_to_view (&fitted, slide);
    g_assert_cmpfloat (shown.width, <, 600);
    g_assert_cmpfloat (shown.height, <, 400);
    g_assert_true (shown.width > 0.95 * 600 || shown.height > 0.95 * 400);
    assert_point (fitted.center_l0, 3100, 700);
  }
}

static void
test_turned_zoom_and_pan (void)
{
  TsPoint anchor = { 77, 311 };

  for (guint i = 0; i < G_N_ELEMENTS (angles); i++) {
    TsViewport moved = view;
    moved.angle = ts_angle_normalise (DEGREES (angles[i]));
    TsPoint before = ts_viewport_to_l0 (&moved, anchor);
    ts_viewport_zoom_at (&moved, anchor, 1.7, 0.01, 10);
    assert_point (ts_viewport_to_l0 (&moved, anchor), before.x, before.y);
    ts_viewport_turn_at (&moved, anchor, moved.angle + 0.3);
    assert_point (ts_viewport_to_l0 (&moved, anchor), before.x, before.y);
    /* Positive dx shows what lies further right on the screen. */
    ts_viewport_pan (&moved, 50, -20);
    assert_point (ts_viewport_to_view (&moved, before), anchor.x - 50,
                  anchor.y + 20);
    ts_viewport_place (&moved, before, (TsPoint){ 1, 2 });
    assert_point (ts_viewport_to_view (&moved, before), 1, 2);
  }
}

static void
test_turned_clamp (void)
{
  TsViewport moved = view;
  TsRect slide = { 100, 100, 500, 500 };

  moved.angle = DEGREES (30);
  ts_viewport_clamp (&moved, slide);
  assert_point (moved.center_l0, 600, 600);
  g_assert_cmpfloat (moved.angle, ==, DEGREES (30));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viewport/maps-there-and-back", test_there_and_back);
  g_test_add_func ("/viewport/knows-what-is-visible", test_visible);
  g_test_add_func ("/viewport/fits-the-slide-with-a-margin", test_fit);
  g_test_add_func ("/viewport/fits-without-a-size", test_fit_nothing);
  g_test_add_func ("/viewport/zooms-about-the-anchor", test_zoom_anchor);
  g_test_add_func ("/viewport/keeps-the-zoom-within-limits", test_zoom_limits);
  g_test_add_func ("/viewport/pans-in-view-pixels", test_pan);
  g_test_add_func ("/viewport/keeps-its-centre-on-the-slide", test_clamp);
  g_test_add_func ("/viewport/knows-objective-power", test_power);
  g_test_add_func ("/viewport/turned/maps-there-and-back",
                   test_turned_there_and_back);
  g_test_add_func ("/viewport/turned/is-clockwise", test_turns_clockwise);
  g_test_add_func ("/viewport/turned/quarters-are-exact",
                   test_quarter_turns_are_exact);
  g_test_add_func ("/viewport/turned/angles-have-one-name",
                   test_angles_have_one_name);
  g_test_add_func ("/viewport/turned/knows-what-is-visible",
                   test_turned_visible);
  g_test_add_func ("/viewport/turned/bounds-a-rectangle", test_rect_to_view);
  g_test_add_func ("/viewport/turned/sees-what-is-in-view-only", test_sees);
  g_test_add_func ("/viewport/turned/fits-the-slide", test_turned_fit);
  g_test_add_func ("/viewport/turned/zooms-turns-and-pans",
                   test_turned_zoom_and_pan);
  g_test_add_func ("/viewport/turned/keeps-its-centre-on-the-slide",
                   test_turned_clamp);
  return g_test_run ();
}
