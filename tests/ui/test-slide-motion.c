/* The canvas in motion, on the frame clock of a real window.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "canvas-fixture.h"
#include "ui/slide-view-private.h"

#define VIEW_WIDTH   320 /* small: a frame must not take long */
#define VIEW_HEIGHT  240
#define SLIDE_WIDTH  2900
#define SLIDE_HEIGHT 2300
#define SPOT_X       1701
#define SPOT_Y       1003
#define SPOT_RADIUS  60.0
/* Longer than any eased move. */
#define A_WHILE_S 0.6

/* White with a soft dark spot. */
static void
paint_spot (int x, int y, guint8 *out_rgb)
{
  double distance = hypot (x + 0.5 - SPOT_X, y + 0.5 - SPOT_Y) / SPOT_RADIUS;
  double dark = distance < 1 ? 1 - distance * distance : 0;

  out_rgb[0] = out_rgb[1] = out_rgb[2] = (guint8) (255 - 255 * dark * dark);
}

typedef struct {
  TsCanvasFixture canvas;
  TsSlide *slide;
  TsSlideView *view;
} Scene;

static void
scene_set_up (Scene *self)
{
  *self = (Scene){ 0 };
  ts_canvas_fixture_set_up (&self->canvas, VIEW_WIDTH, VIEW_HEIGHT);
  self->slide =
    ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint_spot);
  self->view = self->canvas.view;
  ts_slide_view_set_slide (self->view, self->slide);
  ts_canvas_fixture_animate (&self->canvas);
}

static void
scene_tear_down (Scene *self)
{
  ts_canvas_fixture_tear_down (&self->canvas);
  ts_slide_unref (self->slide);
}

static const TsViewport *
get_viewport (Scene *self)
{
  return ts_slide_view_get_viewport (self->view);
}

static gboolean
run_for (Scene *self, double seconds)
{
  return ts_canvas_fixture_run_for (&self->canvas, seconds);
}

static void
wait_still (Scene *self)
{
  for (int i = 0; i < 100 && ts_view_motion_is_moving (&self->view->motion);
       i++)
    run_for (self, 0.05);
  g_assert_false (ts_view_motion_is_moving (&self->view->motion));
}

/* Of the darkness, in view pixels. */
static TsPoint
find_spot (Scene *self)
{
  TsCanvasFixture *canvas = &self->canvas;
  double sum = 0, x_sum = 0, y_sum = 0;

  ts_canvas_fixture_shoot (canvas);
  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++) {
      guint32 pixel = canvas->pixels[y * canvas->width + x];
      double dark = pixel >> 24 == 0 ? 0 : 255 - (double) (pixel & 0xff);
      sum += dark;
      x_sum += dark * (x + 0.5);
      y_sum += dark * (y + 0.5);
    }
  g_assert_cmpfloat (sum, >, 0);
  return (TsPoint){ x_sum / sum / canvas->surface_scale,
                    y_sum / sum / canvas->surface_scale };
}

static void
zoom_and_watch (Scene *self, double angle)
{
  TsPoint spot_l0 = { SPOT_X, SPOT_Y };
  /* Edges are rounded to device pixels; and colours to 255 steps. */
  double half_px = 0.52 / gtk_widget_get_scale_factor (GTK_WIDGET (self->view));
  guint n_between = 0;

  ts_slide_view_set_viewport (self->view, (TsPoint){ 1600, 1060 }, 0.4);
  ts_slide_view_set_angle (self->view, angle);
  ts_canvas_fixture_wait_sharp (&self->canvas);
  /* A whole pixel, as a pointer has. */
  TsPoint at = ts_viewport_to_view (get_viewport (self), spot_l0);
  TsViewport placed = *get_viewport (self);
  TsPoint anchor = { round (at.x), round (at.y) };
  ts_viewport_place (&placed, spot_l0, anchor);
  ts_slide_view_set_viewport (self->view, placed.center_l0, placed.scale);
  ts_slide_view_ease_zoom_at (self->view, anchor, 1.9);
  g_assert_false (ts_slide_view_is_settled (self->view));
  /* Slowed down, for a machine that has other things to do as well. */
  self->view->motion.flight_us = 2000000;
  while (ts_view_motion_is_moving (&self->view->motion)) {
    run_for (self, 0.01);
    TsPoint under = ts_viewport_to_l0 (get_viewport (self), anchor);
    g_assert_cmpfloat_with_epsilon (under.x, spot_l0.x, 1e-6);
    g_assert_cmpfloat_with_epsilon (under.y, spot_l0.y, 1e-6);
    TsPoint seen = find_spot (self);
    g_assert_cmpfloat_with_epsilon (seen.x, anchor.x, half_px);
    g_assert_cmpfloat_with_epsilon (seen.y, anchor.y, half_px);
    n_between += get_viewport (self)->scale < 0.4 * 1.9;
  }
  g_assert_cmpuint (n_between, >=, 2);
  g_assert_cmpfloat_with_epsilon (get_viewport (self)->scale, 0.4 * 1.9, 1e-9);
  ts_canvas_fixture_wait_sharp (&self->canvas);
  TsPoint seen = find_spot (self);
  g_assert_cmpfloat_with_epsilon (seen.x, anchor.x, half_px);
  g_assert_cmpfloat_with_epsilon (seen.y, anchor.y, half_px);
}

static void
test_zoom_keeps_what_is_under_the_pointer (void)
{
  const double angles[] = { 0, G_PI_2, G_PI, 0.5 };
  Scene scene;

  scene_set_up (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (angles); i++)
    zoom_and_watch (&scene, angles[i]);
  scene_tear_down (&scene);
}

static void
test_notches_add_up (void)
{
  Scene scene;
  TsPoint anchor = { 100, 70 };

  scene_set_up (&scene);
  double scale = get_viewport (&scene)->scale;
  for (int i = 0; i < 6; i++) {
    ts_slide_view_ease_zoom_at (scene.view, anchor, 1.25);
    run_for (&scene, 0.03);
  }
  wait_still (&scene);
  g_assert_cmpfloat_with_epsilon (get_viewport (&scene)->scale,
                                  scale * pow (1.25, 6), 1e-9);
  scene_tear_down (&scene);
}

static void
test_held_key_zooms_and_stops (void)
{
  Scene scene;
  double last, rate[3]; /* doublings a second */

  scene_set_up (&scene);
  last = get_viewport (&scene)->scale;
  ts_slide_view_handle_key (scene.view, GDK_KEY_plus, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rate); i++) {
    gint64 began_us = g_get_monotonic_time ();
    for (int repeat = 0; repeat < 5; repeat++) {
      run_for (&scene, 0.06);
      ts_slide_view_handle_key (scene.view, GDK_KEY_plus, 0);
    }
    rate[i] = log2 (get_viewport (&scene)->scale / last) * 1e6 /
              (double) (g_get_monotonic_time () - began_us);
    last = get_viewport (&scene)->scale;
  }
  /* Two a second, whatever the repeats; slower at the beginning. A frame may be late. */
  g_assert_cmpfloat (rate[0], <, rate[1]);
  g_assert_cmpfloat_with_epsilon (rate[1], 2, 0.6);
  g_assert_cmpfloat_with_epsilon (rate[2], 2, 0.6);
  ts_slide_view_handle_key_release (scene.view, GDK_KEY_equal);
  run_for (&scene, 0.1);
  g_assert_false (run_for (&scene, 0.3));
  g_assert_false (ts_view_motion_is_moving (&scene.view->motion));
  scene_tear_down (&scene);
}

static void
test_held_arrows_pan_and_stop (void)
{
  Scene scene;

  scene_set_up (&scene);
  ts_slide_view_set_viewport (scene.view, (TsPoint){ 800, 1100 }, 1);
  ts_slide_view_handle_key (scene.view, GDK_KEY_Right, 0);
  ts_slide_view_handle_key (scene.view, GDK_KEY_Down, 0);
  run_for (&scene, 0.4);
  TsPoint center = get_viewport (&scene)->center_l0;
  g_assert_cmpfloat (center.x, >, 950);
  g_assert_cmpfloat (center.y, >, 1250);
  ts_slide_view_release_keys (scene.view);
  run_for (&scene, 0.1);
  g_assert_false (run_for (&scene, 0.3));
  scene_tear_down (&scene);
}

static void
test_tap_pans_a_step (void)
{
  Scene scene;

  scene_set_up (&scene);
  ts_slide_view_set_viewport (scene.view, (TsPoint){ 1500, 1100 }, 1);
  ts_slide_view_handle_key (scene.view, GDK_KEY_Left, 0);
  ts_slide_view_handle_key_release (scene.view, GDK_KEY_Left);
  run_for (&scene, A_WHILE_S);
  g_assert_cmpfloat_with_epsilon (get_viewport (&scene)->center_l0.x,
                                  1500 - TS_TAP_PAN_VIEW, 1e-6);
  scene_tear_down (&scene);
}

static void
test_pages_are_screens (void)
{
  Scene scene;

  scene_set_up (&scene);
  ts_slide_view_set_viewport (scene.view, (TsPoint){ 500, 1100 }, 1);
  ts_slide_view_handle_key (scene.view, GDK_KEY_Right, GDK_SHIFT_MASK);
  /* A repeat while the page is on its way turns no other one. */
  ts_slide_view_handle_key (scene.view, GDK_KEY_Right, GDK_SHIFT_MASK);
  ts_slide_view_handle_key_release (scene.view, GDK_KEY_Right);
  wait_still (&scene);
  g_assert_cmpfloat_with_epsilon (get_viewport (&scene)->center_l0.x,
                                  500 + 0.9 * VIEW_WIDTH, 1e-6);
  scene_tear_down (&scene);
}

static void
test_glide_decays_and_stops (void)
{
  Scene scene;
  double last_x, last_way = INFINITY;

  scene_set_up (&scene);
  ts_slide_view_set_viewport (scene.view, (TsPoint){ 800, 1100 }, 1);
  ts_slide_view_glide (scene.view, (TsPoint){ 2000, 0 });
  run_for (&scene, 0.05);
  last_x = get_viewport (&scene)->center_l0.x;
  for (int i = 0; i < 4; i++) {
    run_for (&scene, 0.15);
    double way = get_viewport (&scene)->center_l0.x - last_x;
    g_assert_cmpfloat (way, >, 0);
    g_assert_cmpfloat (way, <, last_way);
    last_way = way;
    last_x += way;
  }
  wait_still (&scene);
  g_assert_cmpfloat_with_epsilon (get_viewport (&scene)->center_l0.x,
                                  800 + 2000 / 4.0 * 0.99, 1e-6);
  g_assert_cmpfloat (get_viewport (&scene)->center_l0.y, ==, 1100);
  scene_tear_down (&scene);
}

static void
test_input_takes_over (void)
{
  Scene scene;

  scene_set_up (&scene);
  ts_slide_view_set_viewport (scene.view, (TsPoint){ 800, 1100 }, 1);
  ts_slide_view_glide (scene.view, (TsPoint){ 3000, 0 });
  run_for (&scene, 0.1);
  ts_slide_view_begin_pinch (scene.view, (TsPoint){ 300, 200 });
  g_assert_false (run_for (&scene, 0.2));
  ts_slide_view_jump_to (scene.view, (TsPoint){ 2000, 500 }, 2, 0);
  run_for (&scene, 0.05);
  ts_slide_view_set_viewport (scene.view, (TsPoint){ 900, 900 }, 0.8);
  g_assert_false (run_for (&scene, 0.5));
  g_assert_cmpfloat (get_viewport (&scene)->center_l0.x, ==, 900);
  scene_tear_down (&scene);
}

static void
test_without_animations_it_jumps (void)
{
  Scene scene;

  scene_set_up (&scene);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE,
                NULL);
  double scale = get_viewport (&scene)->scale;
  ts_slide_view_ease_zoom (scene.view, 2);
  g_assert_cmpfloat_with_epsilon (get_viewport (&scene)->scale, 2 * scale,
                                  1e-12);
  ts_slide_view_jump_to (scene.view, (TsPoint){ 900, 800 }, 1, G_PI_2);
  g_assert_cmpfloat (get_viewport (&scene)->center_l0.x, ==, 900);
  g_assert_cmpfloat (get_viewport (&scene)->angle, ==, G_PI_2);
  ts_slide_view_handle_key (scene.view, GDK_KEY_r, 0);
  g_assert_cmpfloat (get_viewport (&scene)->angle, ==, G_PI);
  ts_slide_view_handle_key (scene.view, GDK_KEY_Left, 0);
  g_assert_cmpfloat_with_epsilon (get_viewport (&scene)->center_l0.x,
                                  900 + TS_TAP_PAN_VIEW, 1e-9);
  ts_slide_view_glide (scene.view, (TsPoint){ 3000, 0 });
  g_assert_false (run_for (&scene, 0.2));
  scene_tear_down (&scene);
}

/* Three presses of R in a hurry are three quarters; fitted stays fitted. */
static void
test_turns_add_up (void)
{
  Scene scene;

  scene_set_up (&scene);
  for (int i = 0; i < 3; i++) {
    ts_slide_view_handle_key (scene.view, GDK_KEY_r, 0);
    run_for (&scene, 0.03);
  }
  wait_still (&scene);
  g_assert_cmpfloat (get_viewport (&scene)->angle, ==, -G_PI_2);
  TsViewport fitted = *get_viewport (&scene);
  ts_viewport_fit (&fitted, ts_slide_get_info (scene.slide)->bounds_l0);
  g_assert_cmpfloat (get_viewport (&scene)->scale, ==, fitted.scale);
  ts_slide_view_handle_key (scene.view, GDK_KEY_R, GDK_SHIFT_MASK);
  wait_still (&scene);
  g_assert_cmpfloat (get_viewport (&scene)->angle, ==, G_PI);
  ts_slide_view_turn_upright (scene.view);
  wait_still (&scene);
  g_assert_cmpfloat (get_viewport (&scene)->angle, ==, 0);
  scene_tear_down (&scene);
}

/* What was between the fingers stays there; a small turn is not meant, a large one is, and
 * it rests at quarters. */
static void
test_pinch (void)
{
  const double degree = G_PI / 180;
  TsPoint from = { 200, 150 }, to = { 240, 120 };
  Scene scene;

  scene_set_up (&scene);
  ts_slide_view_set_viewport (scene.view, (TsPoint){ 1500, 1100 }, 0.5);
  TsPoint grabbed = ts_viewport_to_l0 (get_viewport (&scene), from);
  ts_slide_view_begin_pinch (scene.view, from);
  ts_slide_view_update_pinch (scene.view, to, 1.6, 10 * degree);
  g_assert_cmpfloat (get_viewport (&scene)->angle, ==, 0);
  g_assert_cmpfloat_with_epsilon (get_viewport (&scene)->scale, 0.8, 1e-12);
  ts_slide_view_update_pinch (scene.view, to, 1.6, 42 * degree);
  g_assert_cmpfloat_with_epsilon (get_viewport (&scene)->angle, 30 * degree,
                                  1e-9);
  TsPoint seen = ts_viewport_to_view (get_viewport (&scene), grabbed);
  g_assert_cmpfloat_with_epsilon (seen.x, to.x, 1e-6);
  g_assert_cmpfloat_with_epsilon (seen.y, to.y, 1e-6);
  ts_slide_view_update_pinch (scene.view, to, 1.6, 99 * degree);
  g_assert_cmpfloat (get_viewport (&scene)->angle, ==, G_PI_2);
  scene_tear_down (&scene);
}

/* A view is recorded after a second of rest and before a jump. */
static void
test_goes_back_to_visited_views (void)
{
  Scene scene;

  scene_set_up (&scene);
  ts_slide_view_set_viewport (scene.view, (TsPoint){ 700, 700 }, 1);
  g_assert_false (ts_slide_view_can_revisit (scene.view, -1));
  run_for (&scene, 1.5);
  ts_slide_view_set_viewport (scene.view, (TsPoint){ 2000, 700 }, 1);
  run_for (&scene, 0.3); /* only passed by */
  ts_slide_view_set_viewport (scene.view, (TsPoint){ 2000, 1900 }, 1);
  ts_slide_view_jump_to (scene.view, (TsPoint){ 500, 1900 }, 2, G_PI_2);
  wait_still (&scene);
  g_assert_true (ts_slide_view_can_revisit (scene.view, -1));
  ts_slide_view_handle_key (scene.view, GDK_KEY_bracketleft, 0);
  wait_still (&scene);
  g_assert_cmpfloat (get_viewport (&scene)->center_l0.x, ==, 2000);
  g_assert_cmpfloat (get_viewport (&scene)->center_l0.y, ==, 1900);
  g_assert_cmpfloat (get_viewport (&scene)->angle, ==, 0);
  ts_slide_view_handle_key (scene.view, GDK_KEY_BackSpace, 0);
  wait_still (&scene);
  g_assert_cmpfloat (get_viewport (&scene)->center_l0.x, ==, 700);
  g_assert_false (ts_slide_view_can_revisit (scene.view, -1));
  ts_slide_view_handle_key (scene.view, GDK_KEY_bracketright, 0);
  ts_slide_view_handle_key (scene.view, GDK_KEY_bracketright, 0);
  wait_still (&scene);
  g_assert_cmpfloat (get_viewport (&scene)->center_l0.x, ==, 500);
  g_assert_cmpfloat (get_viewport (&scene)->angle, ==, G_PI_2);
  scene_tear_down (&scene);
}

static void
test_hidden_canvas_does_not_wait (void)
{
  Scene scene;

  scene_set_up (&scene);
  ts_slide_view_jump_to (scene.view, (TsPoint){ 500, 1900 }, 2, 0);
  gtk_widget_set_visible (GTK_WIDGET (scene.view), FALSE);
  g_assert_cmpfloat (get_viewport (&scene)->center_l0.x, ==, 500);
  ts_slide_view_jump_to (scene.view, (TsPoint){ 900, 900 }, 1, 0);
  g_assert_cmpfloat (get_viewport (&scene)->center_l0.x, ==, 900);
  scene_tear_down (&scene);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide-motion/zoom-keeps-what-is-under-the-pointer",
                   test_zoom_keeps_what_is_under_the_pointer);
  g_test_add_func ("/slide-motion/notches-add-up", test_notches_add_up);
  g_test_add_func ("/slide-motion/held-key-zooms-and-stops",
                   test_held_key_zooms_and_stops);
  g_test_add_func ("/slide-motion/held-arrows-pan-and-stop",
                   test_held_arrows_pan_and_stop);
  g_test_add_func ("/slide-motion/tap-pans-a-step", test_tap_pans_a_step);
  g_test_add_func ("/slide-motion/pages-are-screens", test_pages_are_screens);
  g_test_add_func ("/slide-motion/glide-decays-and-stops",
                   test_glide_decays_and_stops);
  g_test_add_func ("/slide-motion/input-takes-over", test_input_takes_over);
  g_test_add_func ("/slide-motion/without-animations-it-jumps",
                   test_without_animations_it_jumps);
  g_test_add_func ("/slide-motion/turns-add-up", test_turns_add_up);
  g_test_add_func ("/slide-motion/pinch-keeps-what-is-between-the-fingers",
                   test_pinch);
  g_test_add_func ("/slide-motion/goes-back-to-visited-views",
                   test_goes_back_to_visited_views);
  g_test_add_func ("/slide-motion/hidden-canvas-does-not-wait",
                   test_hidden_canvas_does_not_wait);
  return g_test_run ();
}
