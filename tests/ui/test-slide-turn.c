/* The turned canvas, pixel by pixel.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "canvas-fixture.h"
#include "core/tiles/grid.h"

#define SIDE_VIEW    420
#define WIDE_VIEW    641
#define SLIDE_WIDTH  2900
#define SLIDE_HEIGHT 2300
#define UNIFORM      0xffc8783cu

static const double scales[] = { 0.173, 0.25, 0.5003, 1.0, 2.3 };
static const double slants[] = { 30, 3, 133 };

static double
to_radians (double degrees)
{
  return degrees * G_PI / 180;
}

static void
paint_uniform (int x, int y, guint8 *out_rgb)
{
  out_rgb[0] = 200;
  out_rgb[1] = 120;
  out_rgb[2] = 60;
}

static void
paint_gradient (int x, int y, guint8 *out_rgb)
{
  out_rgb[0] = (guint8) (x * 255 / SLIDE_WIDTH);
  out_rgb[1] = (guint8) (y * 255 / SLIDE_HEIGHT);
  out_rgb[2] = 90;
}

/* Different at every pixel, so that a shift by one is seen. */
static void
paint_noise (int x, int y, guint8 *out_rgb)
{
  guint32 hash =
    ((guint32) x * 2654435761u) ^ ((guint32) y * 2246822519u) ^ 0x9e3779b9u;

  hash = (hash ^ (hash >> 15)) * 2246822519u;
  out_rgb[0] = (guint8) (hash >> 8);
  out_rgb[1] = (guint8) (hash >> 16);
  out_rgb[2] = (guint8) (hash >> 24);
}

typedef struct {
  TsCanvasFixture canvas;
  TsSlide *slide;
} Turn;

static void
turn_set_up (Turn *self, int width, TsPaintPixel paint)
{
  *self = (Turn){ 0 };
  ts_canvas_fixture_set_up (&self->canvas, width, SIDE_VIEW);
  self->slide = ts_canvas_fixture_make_slide (SLIDE_WIDTH, SLIDE_HEIGHT, paint);
  ts_slide_view_set_slide (self->canvas.view, self->slide);
}

static void
turn_tear_down (Turn *self)
{
  ts_canvas_fixture_tear_down (&self->canvas);
  ts_slide_unref (self->slide);
}

/* Where the pixel of a view turned by quarters is found in the one that is not; the view is
 * a square. */
static guint32
get_upright (const guint32 *pixels, int side, int quarters, int x, int y)
{
  int last = side - 1;
  int from_x[] = { x, y, last - x, last - y };
  int from_y[] = { y, last - x, last - y, x };

  return pixels[from_y[quarters] * side + from_x[quarters]];
}

static int
measure_difference (guint32 a, guint32 b)
{
  int worst = 0;

  for (guint shift = 0; shift < 32; shift += 8)
    worst =
      MAX (worst, ABS ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)));
  return worst;
}

/* Where a pixel of a pyramid level is one of the screen, to the bit. Between, a filter blends
 * neighbours by weights in 128ths, and rounds them the other way round: up to two of 255 for
 * each axis. */
static int
get_allowed (TsCanvasFixture *canvas, double scale)
{
  double octaves = log2 (scale * canvas->surface_scale);

  return octaves == round (octaves) && octaves <= 0 ? 0 : 4;
}

static void
test_quarters_are_the_same_pixels (void)
{
  Turn turn;

  turn_set_up (&turn, SIDE_VIEW, paint_noise);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
    ts_slide_view_set_angle (turn.canvas.view, 0);
    ts_slide_view_set_viewport (turn.canvas.view,
                                (TsPoint){ 1400 + i * 17.77, 1100 - i * 9.31 },
                                scales[i]);
    ts_canvas_fixture_wait_sharp (&turn.canvas);
    g_autofree guint32 *upright = g_steal_pointer (&turn.canvas.pixels);
    for (int quarters = 1; quarters < 4; quarters++) {
      ts_slide_view_set_angle (turn.canvas.view, quarters * G_PI_2);
      ts_canvas_fixture_wait_sharp (&turn.canvas);
      int side = turn.canvas.width;
      for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++)
          g_assert_cmpint (
            measure_difference (turn.canvas.pixels[y * side + x],
                                get_upright (upright, side, quarters, x, y)),
            <=, get_allowed (&turn.canvas, scales[i]));
    }
  }
  turn_tear_down (&turn);
}

/* FALSE for places off the slide or within two device pixels of its edge. */
static gboolean
is_on_slide (TsCanvasFixture *canvas, int x, int y, TsPoint *out_l0)
{
  const TsViewport *viewport = ts_slide_view_get_viewport (canvas->view);
  double scale = canvas->surface_scale;
  double margin_l0 = 2 / (viewport->scale * scale);
  TsRect inside = { margin_l0, margin_l0, SLIDE_WIDTH - 2 * margin_l0,
                    SLIDE_HEIGHT - 2 * margin_l0 };

  *out_l0 = ts_viewport_to_l0 (
    viewport, (TsPoint){ (x + 0.5) / scale, (y + 0.5) / scale });
  return ts_rect_contains (inside, *out_l0);
}

static guint
count_other_pixels (TsCanvasFixture *canvas, guint32 wanted)
{
  guint n = 0;
  TsPoint at;

  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++)
      n += is_on_slide (canvas, x, y, &at) &&
           canvas->pixels[y * canvas->width + x] != wanted;
  return n;
}

static void
test_slanted_has_no_seams (void)
{
  Turn turn;

  turn_set_up (&turn, WIDE_VIEW, paint_uniform);
  for (guint k = 0; k < G_N_ELEMENTS (slants); k++)
    for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
      ts_slide_view_set_viewport (
        turn.canvas.view, (TsPoint){ 1400 + i * 17.77, 1100 - i * 9.31 },
        scales[i]);
      ts_slide_view_set_angle (turn.canvas.view, to_radians (slants[k]));
      ts_canvas_fixture_wait_sharp (&turn.canvas);
      g_assert_cmpuint (count_other_pixels (&turn.canvas, UNIFORM), ==, 0);
    }
  turn_tear_down (&turn);
}

static void
test_lying_has_no_seams (void)
{
  Turn turn;

  turn_set_up (&turn, WIDE_VIEW, paint_uniform);
  for (int quarters = 1; quarters < 4; quarters++)
    for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
      ts_slide_view_set_viewport (
        turn.canvas.view, (TsPoint){ 1400 + i * 17.77, 1100 - i * 9.31 },
        scales[i]);
      ts_slide_view_set_angle (turn.canvas.view, quarters * G_PI_2);
      ts_canvas_fixture_wait_sharp (&turn.canvas);
      g_assert_cmpuint (count_other_pixels (&turn.canvas, UNIFORM), ==, 0);
    }
  turn_tear_down (&turn);
}

/* Largest distance of a pixel from the truth, red and green. */
static int
measure_error (TsCanvasFixture *canvas)
{
  int worst = 0;
  TsPoint at;

  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++) {
      if (!is_on_slide (canvas, x, y, &at))
        continue;
      guint32 pixel = canvas->pixels[y * canvas->width + x];
      int red = (int) ((pixel >> 16) & 0xff), green = (int) (pixel >> 8 & 0xff);
      worst = MAX (worst, ABS (red - (int) (at.x * 255 / SLIDE_WIDTH)));
      worst = MAX (worst, ABS (green - (int) (at.y * 255 / SLIDE_HEIGHT)));
    }
  return worst;
}

static void
test_shows_the_right_place (void)
{
  const double angles[] = { 90, -90, 30, -61.7 };
  Turn turn;

  turn_set_up (&turn, WIDE_VIEW, paint_gradient);
  for (guint k = 0; k < G_N_ELEMENTS (angles); k++)
    for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
      ts_slide_view_set_viewport (
        turn.canvas.view, (TsPoint){ 1333.3 + i * 31.1, 1000 + i * 13.7 },
        scales[i]);
      ts_slide_view_set_angle (turn.canvas.view, to_radians (angles[k]));
      ts_canvas_fixture_wait_sharp (&turn.canvas);
      /* As upright: two for rounding of colour and a pixel of the screen. */
      g_assert_cmpint (measure_error (&turn.canvas), <=, 3);
    }
  turn_tear_down (&turn);
}

/* A heat map of one colour, opaque: neither holes nor lines between its tiles. */
static void
test_heat_map_has_no_seams (void)
{
  static char *class_names[] = { (char *) "A", (char *) "B", NULL };
  const TsModelInfo model = { .class_names = class_names, .n_classes = 2 };
  const TsHeatMapStyle style = {
    .layer = { .kind = TS_LAYER_CLASS, .class_index = 0, .name = (char *) "A" },
    .model = &model,
  };
  const float probs[] = { 1, 0 };
  const double angles[] = { 90, 30, 133 };
  g_autoptr (GError) error = NULL;
  TsGridSpec grid;
  Turn turn;

  turn_set_up (&turn, WIDE_VIEW, paint_uniform);
  g_assert_true (ts_grid_spec_init (&grid, ts_slide_get_info (turn.slide), 100,
                                    0.5, &error));
  g_autoptr (TsPredictionMap) map = ts_prediction_map_new (&grid, 2);
  for (guint row = 0; row < grid.n_rows; row++)
    for (guint col = 0; col < grid.n_cols; col++)
      ts_prediction_map_set (map, col, row, TS_TILE_PREDICTED, probs);
  ts_slide_view_set_heat_map (turn.canvas.view, map, &style);
  ts_slide_view_set_overlay_opacity (turn.canvas.view, 1);
  guint32 lit = ts_heat_map_get_argb (&style, probs);
  for (guint k = 0; k < G_N_ELEMENTS (angles); k++)
    for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
      ts_slide_view_set_viewport (
        turn.canvas.view, (TsPoint){ 1400 + i * 17.77, 1100 - i * 9.31 },
        scales[i]);
      ts_slide_view_set_angle (turn.canvas.view, to_radians (angles[k]));
      ts_canvas_fixture_wait_sharp (&turn.canvas);
      g_assert_cmpuint (count_other_pixels (&turn.canvas, lit), ==, 0);
    }
  turn_tear_down (&turn);
}

/* Middle of the smallest rectangle around all that is not the slide's colour, in view
 * pixels. */
static TsPoint
find_middle_of_others (TsCanvasFixture *canvas)
{
  int left = canvas->width, right = 0, top = canvas->height, bottom = 0;
  double scale = 2.0 * canvas->surface_scale;
  TsPoint at;

  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++)
      if (is_on_slide (canvas, x, y, &at) &&
          canvas->pixels[y * canvas->width + x] != UNIFORM) {
        left = MIN (left, x);
        right = MAX (right, x + 1);
        top = MIN (top, y);
        bottom = MAX (bottom, y + 1);
      }
  g_assert_cmpint (left, <, right);
  return (TsPoint){ (left + right) / scale, (top + bottom) / scale };
}

static void
test_selection_turns_with_the_slide (void)
{
  const double angles[] = { 0, 90, 180, -90, 30, 133 };
  const TsRect tile_l0 = { 1500, 1000, 120, 120 };
  Turn turn;

  turn_set_up (&turn, WIDE_VIEW, paint_uniform);
  ts_slide_view_set_selection (turn.canvas.view, &tile_l0);
  for (guint k = 0; k < G_N_ELEMENTS (angles); k++) {
    ts_slide_view_set_viewport (turn.canvas.view, (TsPoint){ 1400, 1100 }, 0.7);
    ts_slide_view_set_angle (turn.canvas.view, to_radians (angles[k]));
    ts_canvas_fixture_wait_sharp (&turn.canvas);
    TsPoint seen = find_middle_of_others (&turn.canvas);
    TsPoint wanted = ts_viewport_to_view (
      ts_slide_view_get_viewport (turn.canvas.view), ts_rect_center (tile_l0));
    g_assert_cmpfloat_with_epsilon (seen.x, wanted.x, 1);
    g_assert_cmpfloat_with_epsilon (seen.y, wanted.y, 1);
  }
  turn_tear_down (&turn);
}

/* A mark stays upright in the corner that is upper left on the screen. */
static void
test_marks_stay_upright (void)
{
  const TsTileMark mark = { { 1400, 1100, 200, 200 }, TS_VERDICT_AGREE };
  Turn turn;

  turn_set_up (&turn, WIDE_VIEW, paint_uniform);
  ts_slide_view_set_marks (turn.canvas.view, &mark, 1);
  for (int quarters = 0; quarters < 4; quarters++) {
    ts_slide_view_set_viewport (turn.canvas.view, (TsPoint){ 1500, 1200 }, 0.5);
    ts_slide_view_set_angle (turn.canvas.view, quarters * G_PI_2);
    ts_canvas_fixture_wait_sharp (&turn.canvas);
    TsPoint seen = find_middle_of_others (&turn.canvas);
    TsRect tile = ts_viewport_rect_to_view (
      ts_slide_view_get_viewport (turn.canvas.view), mark.tile_l0);
    g_assert_cmpfloat_with_epsilon (seen.x, tile.x + 15, 1);
    g_assert_cmpfloat_with_epsilon (seen.y, tile.y + 15, 1);
  }
  turn_tear_down (&turn);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide-turn/quarters-are-the-same-pixels",
                   test_quarters_are_the_same_pixels);
  g_test_add_func ("/slide-turn/lying-has-no-seams", test_lying_has_no_seams);
  g_test_add_func ("/slide-turn/slanted-has-no-seams",
                   test_slanted_has_no_seams);
  g_test_add_func ("/slide-turn/shows-the-right-place",
                   test_shows_the_right_place);
  g_test_add_func ("/slide-turn/heat-map-has-no-seams",
                   test_heat_map_has_no_seams);
  g_test_add_func ("/slide-turn/selection-turns-with-the-slide",
                   test_selection_turns_with_the_slide);
  g_test_add_func ("/slide-turn/marks-stay-upright", test_marks_stay_upright);
  return g_test_run ();
}
