/* What a view is about to show: that the guess follows the hand, and that it is none where the
 * view rests or has jumped.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "core/tiles/view-foresight.h"

#define FRAME_US 16667

static const TsViewport start = { .center_l0 = { 4000, 3000 },
                                  .scale = 0.5,
                                  .width_view = 1000,
                                  .height_view = 800 };

/* Frames of an even move from where the motion is. */
static TsViewport
move (TsViewForesight *motion, guint n_frames, double dx_l0, double factor)
{
  TsViewport view = motion->is_known ? motion->last : start;

  for (guint i = 0; i < n_frames; i++) {
    view.center_l0.x += dx_l0;
    view.scale *= factor;
    ts_view_foresight_note (motion, &view, motion->at_us + FRAME_US);
  }
  return view;
}

static void
test_nothing_known (void)
{
  TsViewForesight motion = { 0 };
  TsViewport foreseen;

  g_assert_false (ts_view_foresight_look (&motion, 0.1, &foreseen));
  ts_view_foresight_note (&motion, &start, 1000000);
  g_assert_false (ts_view_foresight_look (&motion, 0.1, &foreseen));
}

static void
test_pan_goes_on (void)
{
  TsViewForesight motion = { 0 };
  TsViewport foreseen, last;

  ts_view_foresight_note (&motion, &start, 1000000);
  last = move (&motion, 60, 10, 1);
  g_assert_true (ts_view_foresight_look (&motion, 0.2, &foreseen));
  /* 10 pixels a frame, 60 frames a second, for a fifth of a second. */
  g_assert_cmpfloat_with_epsilon (foreseen.center_l0.x - last.center_l0.x, 120,
                                  1);
  g_assert_cmpfloat (foreseen.center_l0.y, ==, last.center_l0.y);
  g_assert_cmpfloat (foreseen.scale, ==, last.scale);
  /* Turned round, it is soon forgotten. */
  last = move (&motion, 15, -10, 1);
  g_assert_true (ts_view_foresight_look (&motion, 0.2, &foreseen));
  g_assert_cmpfloat (foreseen.center_l0.x - last.center_l0.x, <, -100);
}

static void
test_zoom_goes_on (void)
{
  TsViewForesight motion = { 0 };
  TsViewport foreseen, last;

  ts_view_foresight_note (&motion, &start, 1000000);
  last = move (&motion, 60, 0, exp2 (2.0 / 60));
  g_assert_true (ts_view_foresight_look (&motion, 0.25, &foreseen));
  g_assert_cmpfloat_with_epsilon (foreseen.scale / last.scale, exp2 (0.5),
                                  0.01);
}

static void
test_first_step_after_rest (void)
{
  TsViewForesight motion = { 0 };
  TsViewport view = start, foreseen;

  ts_view_foresight_note (&motion, &view, 1000000);
  view.center_l0.y += 64;
  ts_view_foresight_note (&motion, &view, 9000000);
  g_assert_true (ts_view_foresight_look (&motion, 0.1, &foreseen));
  g_assert_cmpfloat_with_epsilon (foreseen.center_l0.y - view.center_l0.y, 64,
                                  1e-6);
}

static void
test_jump_is_no_motion (void)
{
  const TsViewport jumps[] = {
    { { 4000 + 2001, 3000 }, 0.5, 1000, 800, 0 },
    { { 4000, 3000 - 1601 }, 0.5, 1000, 800, 0 },
    { { 4000, 3000 }, 0.5 * 3.1, 1000, 800, 0 },
    { { 4000, 3000 }, 0.5 / 3.1, 1000, 800, 0 },
    { { NAN, NAN }, 0.5, 1000, 800, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++) {
    TsViewForesight motion = { 0 };
    TsViewport foreseen;

    ts_view_foresight_note (&motion, &start, 1000000);
    ts_view_foresight_note (&motion, &jumps[i], 1000000 + FRAME_US);
    g_assert_false (ts_view_foresight_look (&motion, 0.1, &foreseen));
  }
}

static void
test_bounded (void)
{
  TsViewForesight motion = { 0 };
  TsViewport foreseen, last;

  ts_view_foresight_note (&motion, &start, 1000000);
  last = move (&motion, 10, 1500, 1);
  g_assert_true (ts_view_foresight_look (&motion, 5, &foreseen));
  g_assert_cmpfloat (foreseen.center_l0.x - last.center_l0.x, ==, 1000 / 0.5);
  motion = (TsViewForesight){ 0 };
  ts_view_foresight_note (&motion, &start, 1000000);
  last = move (&motion, 10, 0, 1 / 1.5);
  g_assert_true (ts_view_foresight_look (&motion, 5, &foreseen));
  g_assert_cmpfloat_with_epsilon (foreseen.scale, last.scale / 2, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view-foresight/foresees-nothing-at-rest",
                   test_nothing_known);
  g_test_add_func ("/view-foresight/a-pan-goes-on", test_pan_goes_on);
  g_test_add_func ("/view-foresight/a-zoom-goes-on", test_zoom_goes_on);
  g_test_add_func ("/view-foresight/a-step-after-a-rest-is-a-tenth-of-a-second",
                   test_first_step_after_rest);
  g_test_add_func ("/view-foresight/a-jump-is-no-motion",
                   test_jump_is_no_motion);
  g_test_add_func ("/view-foresight/never-foresees-farther-than-a-view",
                   test_bounded);
  return g_test_run ();
}
