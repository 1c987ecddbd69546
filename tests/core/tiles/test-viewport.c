/* The viewport's arithmetic.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/viewport.h"

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
  return g_test_run ();
}
