/* Motion: the anchor of a zoom, the way of a glide and of held keys, whatever the frames.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/tiles/view-motion.h"

static const TsViewport start = { .center_l0 = { 50000, 40000 },
                                  .scale = 0.1,
                                  .width_view = 1200,
                                  .height_view = 800 };
static const TsViewLimits limits = { 0.01, 8, { 0, 0, 100000, 80000 } };

/* At the end of the motion; frames are step_us apart. */
static TsViewport
run (TsViewMotion *motion, TsViewport view, gint64 from_us, gint64 step_us)
{
  for (int i = 1; i < 100000; i++)
    if (!ts_view_motion_step (motion, &view, &limits, from_us + i * step_us))
      return view;
  g_assert_not_reached ();
}

static void
test_zoom_keeps_the_anchor (void)
{
  const double angles[] = { 0, G_PI_2, 0.5 };
  TsPoint anchor = { 1130, 60 };

  for (guint k = 0; k < G_N_ELEMENTS (angles); k++) {
    TsViewMotion motion = { 0 };
    TsViewport view = start, to;
    double last = view.scale;
    view.angle = angles[k];
    TsPoint at_l0 = ts_viewport_to_l0 (&view, anchor);
    to = view;
    ts_viewport_zoom_at (&to, anchor, 5.3, limits.min_scale, limits.max_scale);
    ts_view_motion_fly (&motion, &view, &to, 200000, 0);
    for (gint64 now_us = 7000; now_us <= 200000; now_us += 7000) {
      ts_view_motion_step (&motion, &view, &limits, now_us);
      TsPoint seen = ts_viewport_to_view (&view, at_l0);
      g_assert_cmpfloat_with_epsilon (seen.x, anchor.x, 1e-6);
      g_assert_cmpfloat_with_epsilon (seen.y, anchor.y, 1e-6);
      g_assert_cmpfloat (view.scale, >, last);
      last = view.scale;
    }
    g_assert_false (ts_view_motion_step (&motion, &view, &limits, 200000));
    g_assert_cmpfloat (view.scale, ==, to.scale);
    g_assert_cmpfloat (view.center_l0.x, ==, to.center_l0.x);
  }
}

static void
test_flight_slows_down (void)
{
  TsViewMotion motion = { 0 };
  TsViewport view = start, to = start;

  to.center_l0.x += 1000;
  ts_view_motion_fly (&motion, &view, &to, 200000, 0);
  g_assert_true (ts_view_motion_is_moving (&motion));
  g_assert_cmpfloat (ts_view_motion_get_target (&motion, &view).center_l0.x, ==,
                     to.center_l0.x);
  ts_view_motion_step (&motion, &view, &limits, 100000);
  g_assert_cmpfloat (view.center_l0.x, >, start.center_l0.x + 800);
  g_assert_cmpfloat (view.center_l0.x, <, to.center_l0.x);
  ts_view_motion_stop (&motion);
  g_assert_false (ts_view_motion_is_moving (&motion));
}

/* 170 and -170 degrees are 20 apart. */
static void
test_turns_the_short_way (void)
{
  TsViewMotion motion = { 0 };
  TsViewport view = start, to = start;

  view.angle = 170 * G_PI / 180;
  to.angle = -170 * G_PI / 180;
  ts_view_motion_fly (&motion, &view, &to, 200000, 0);
  for (gint64 now_us = 10000; now_us < 200000; now_us += 10000) {
    ts_view_motion_step (&motion, &view, &limits, now_us);
    g_assert_cmpfloat (fabs (view.angle), >=, 169.9 * G_PI / 180);
  }
}

static void
test_glide_ends_where_it_must (void)
{
  TsViewMotion motion = { 0 };
  TsPoint velocity = { 1600, -1200 };
  TsViewport fine, coarse;
  double last_speed = INFINITY;

  ts_view_motion_glide (&motion, velocity, 0);
  fine = run (&motion, start, 0, 1000);
  ts_view_motion_glide (&motion, velocity, 0);
  coarse = run (&motion, start, 0, 90000);
  g_assert_cmpfloat_with_epsilon (fine.center_l0.x, coarse.center_l0.x, 1e-6);
  /* velocity / friction less the last 20 of the 2000 px/s, in pixels of the slide. */
  g_assert_cmpfloat_with_epsilon (
    fine.center_l0.x, start.center_l0.x + 1600 / 4.0 * 0.99 / 0.1, 1e-6);
  g_assert_cmpfloat_with_epsilon (
    fine.center_l0.y, start.center_l0.y - 1200 / 4.0 * 0.99 / 0.1, 1e-6);
  TsViewport view = start;
  ts_view_motion_glide (&motion, velocity, 0);
  for (gint64 now_us = 16000; ts_view_motion_is_moving (&motion);
       now_us += 16000) {
    double before = view.center_l0.x;
    ts_view_motion_step (&motion, &view, &limits, now_us);
    g_assert_cmpfloat (view.center_l0.x - before, <, last_speed);
    last_speed = view.center_l0.x - before;
    g_assert_cmpint (now_us, <, 2000000);
  }
}

static void
test_too_slow_to_glide (void)
{
  TsViewMotion motion = { 0 };

  ts_view_motion_glide (&motion, (TsPoint){ 10, 10 }, 0);
  g_assert_false (ts_view_motion_is_moving (&motion));
}

static void
test_glide_stays_on_the_slide (void)
{
  TsViewMotion motion = { 0 };
  TsViewport view = start;

  view.center_l0.x = 99000;
  ts_view_motion_glide (&motion, (TsPoint){ 3000, 0 }, 0);
  view = run (&motion, view, 0, 16000);
  g_assert_cmpfloat (view.center_l0.x, ==, 100000);
}

static void
test_held_key_goes_on (void)
{
  TsViewMotion motion = { 0 };
  TsViewport view = start;
  double first, second;

  ts_view_motion_hold (&motion, TS_HELD_RIGHT, 1, 0);
  ts_view_motion_step (&motion, &view, &limits, 16000);
  first = view.center_l0.x - start.center_l0.x;
  /* Repeats of the key change nothing. */
  ts_view_motion_hold (&motion, TS_HELD_RIGHT, 1, 16000);
  ts_view_motion_step (&motion, &view, &limits, 32000);
  second = view.center_l0.x - start.center_l0.x - first;
  g_assert_cmpfloat (first, >, 0);
  g_assert_cmpfloat (second, >, 2 * first); /* it starts smoothly */
  g_assert_true (ts_view_motion_step (&motion, &view, &limits, 1000000));
  double at_release = view.center_l0.x;
  ts_view_motion_hold (&motion, TS_HELD_RIGHT, 0, 1000000);
  g_assert_false (ts_view_motion_step (&motion, &view, &limits, 1016000));
  g_assert_cmpfloat (view.center_l0.x, ==, at_release);
  /* A second less half the ramp, at 1000 pixels a second. */
  g_assert_cmpfloat_with_epsilon (at_release - start.center_l0.x, 925 / 0.1,
                                  1e-6);
}

static void
test_tap_is_a_step (void)
{
  TsViewMotion motion = { 0 };
  TsViewport view = start;

  ts_view_motion_hold (&motion, TS_HELD_DOWN, -1, 0);
  ts_view_motion_hold (&motion, TS_HELD_ZOOM, 1, 0);
  ts_view_motion_step (&motion, &view, &limits, 20000);
  ts_view_motion_hold (&motion, TS_HELD_DOWN, 0, 30000);
  ts_view_motion_hold (&motion, TS_HELD_ZOOM, 0, 30000);
  view = run (&motion, view, 30000, 10000);
  g_assert_cmpfloat_with_epsilon (view.scale, 0.1 * TS_TAP_ZOOM, 1e-12);
  /* Both at once: the pan is over pixels of a scale that grows. */
  g_assert_cmpfloat (start.center_l0.y - view.center_l0.y, >,
                     TS_TAP_PAN_VIEW / 0.125);
  g_assert_cmpfloat (start.center_l0.y - view.center_l0.y, <,
                     TS_TAP_PAN_VIEW / 0.1);
}

static void
test_taps_add_up (void)
{
  TsViewMotion motion = { 0 };
  TsViewport view = start;

  for (gint64 i = 0; i < 5; i++) {
    ts_view_motion_hold (&motion, TS_HELD_ZOOM, 1, i * 50000);
    ts_view_motion_step (&motion, &view, &limits, i * 50000 + 10000);
    ts_view_motion_hold (&motion, TS_HELD_ZOOM, 0, i * 50000 + 20000);
    ts_view_motion_step (&motion, &view, &limits, i * 50000 + 30000);
  }
  view = run (&motion, view, 250000, 10000);
  g_assert_cmpfloat_with_epsilon (view.scale, 0.1 * pow (TS_TAP_ZOOM, 5), 1e-9);
}

static void
test_held_zoom_has_limits (void)
{
  TsViewMotion motion = { 0 };
  TsViewport view = start;

  ts_view_motion_hold (&motion, TS_HELD_ZOOM, 1, 0);
  for (gint64 now_us = 0; now_us < 9000000; now_us += 16000)
    ts_view_motion_step (&motion, &view, &limits, now_us);
  g_assert_cmpfloat (view.scale, ==, 8);
  g_assert_cmpfloat_with_epsilon (view.center_l0.x, 50000, 1e-6);
}

static void
test_new_motion_takes_over (void)
{
  TsViewMotion motion = { 0 };
  TsViewport view = start, to = start;

  to.center_l0.x += 5000;
  ts_view_motion_glide (&motion, (TsPoint){ 0, 3000 }, 0);
  ts_view_motion_fly (&motion, &view, &to, 200000, 0);
  g_assert_false (ts_view_motion_is_gliding (&motion));
  view = run (&motion, view, 0, 16000);
  g_assert_cmpfloat (view.center_l0.y, ==, start.center_l0.y);
  ts_view_motion_fly (&motion, &view, &start, 200000, 0);
  ts_view_motion_hold (&motion, TS_HELD_DOWN, 1, 0);
  ts_view_motion_step (&motion, &view, &limits, 300000);
  g_assert_cmpfloat (view.center_l0.x, ==, to.center_l0.x);
  ts_view_motion_glide (&motion, (TsPoint){ 0, -3000 }, 300000);
  ts_view_motion_step (&motion, &view, &limits, 2300000);
  g_assert_false (ts_view_motion_is_moving (&motion));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view-motion/zoom-keeps-the-anchor",
                   test_zoom_keeps_the_anchor);
  g_test_add_func ("/view-motion/flight-slows-down", test_flight_slows_down);
  g_test_add_func ("/view-motion/turns-the-short-way",
                   test_turns_the_short_way);
  g_test_add_func ("/view-motion/glide-ends-the-same-whatever-the-frames",
                   test_glide_ends_where_it_must);
  g_test_add_func ("/view-motion/does-not-glide-when-slow",
                   test_too_slow_to_glide);
  g_test_add_func ("/view-motion/glide-stays-on-the-slide",
                   test_glide_stays_on_the_slide);
  g_test_add_func ("/view-motion/held-key-goes-on-and-stops",
                   test_held_key_goes_on);
  g_test_add_func ("/view-motion/tap-is-a-step", test_tap_is_a_step);
  g_test_add_func ("/view-motion/taps-add-up", test_taps_add_up);
  g_test_add_func ("/view-motion/held-zoom-has-limits",
                   test_held_zoom_has_limits);
  g_test_add_func ("/view-motion/new-motion-takes-over",
                   test_new_motion_takes_over);
  return g_test_run ();
}
