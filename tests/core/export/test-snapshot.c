/* Snapshots: every pixel of tissue and overlay where it belongs, the marks and the bar
 * there, nothing private in the file, and no file at all when something fails.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/error.h"
#include "core/export/opinion-mark.h"
#include "core/export/scale-bar.h"
#include "core/export/snapshot.h"
#include "core/tiles/grid.h"

#define SIDE 512 /* of the slide in memory */

static char class_names[][8] = { "normal", "LUAD", "LUSC" };
static char *class_list[] = { class_names[0], class_names[1], class_names[2],
                              NULL };
static const TsModelInfo model = { .name = (char *) "a model",
                                   .class_names = class_list,
                                   .n_classes = 3 };

typedef struct {
  char *folder, *path;
  TsSlide *slide;
  TsGridSpec grid; /* 4 x 4 tiles of 128 px */
  TsPredictionMap *map;
  TsHeatMapStyle style;
  TsSnapshotParams params;
} Fixture;

static guint32
slide_rgb (guint x, guint y)
{
  return (x * 3 & 0xff) << 16 | (y * 5 & 0xff) << 8 | ((x ^ y) & 0xff);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree guint8 *rgb = g_new (guint8, SIDE * SIDE * 3);
  gboolean is_made;

  for (guint i = 0; i < SIDE * SIDE; i++) {
    guint32 colour = slide_rgb (i % SIDE, i / SIDE);

    rgb[3 * i] = (guint8) (colour >> 16);
    rgb[3 * i + 1] = (guint8) (colour >> 8);
    rgb[3 * i + 2] = (guint8) colour;
  }
  self->folder = g_dir_make_tmp ("ts-snapshot-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "picture.png", NULL);
  self->slide = ts_slide_new_from_rgb (rgb, SIDE, SIDE, 0.5);
  is_made = ts_grid_spec_init (&self->grid, ts_slide_get_info (self->slide),
                               128, 0.5, NULL);
  g_assert_true (is_made);
  self->map = ts_prediction_map_new (&self->grid, 3);
  self->style =
    (TsHeatMapStyle){ .layer = { TS_LAYER_CLASS, 1, class_names[1] },
                      .model = &model,
                      .palette = TS_PALETTE_SAFE };
  self->params = (TsSnapshotParams){ .slide = self->slide,
                                     .width_px = SIDE,
                                     .style = &self->style,
                                     .opacity = 0.5,
                                     .model = &model,
                                     .state_text = "1 of 16 tiles" };
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  ts_prediction_map_unref (self->map);
  ts_slide_unref (self->slide);
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static cairo_surface_t *
load (Fixture *self)
{
  cairo_surface_t *picture = cairo_image_surface_create_from_png (self->path);

  g_assert_cmpint (cairo_surface_status (picture), ==, CAIRO_STATUS_SUCCESS);
  return picture;
}

static cairo_surface_t *
take (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  gboolean is_written =
    ts_snapshot_write_png (&self->params, self->path, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (is_written);
  return load (self);
}

static guint32
pixel_at (cairo_surface_t *picture, guint x, guint y)
{
  const guint8 *data = cairo_image_surface_get_data (picture);
  guint32 pixel;

  memcpy (&pixel,
          data + y * (guint) cairo_image_surface_get_stride (picture) + 4 * x,
          sizeof pixel);
  return pixel & 0xffffff;
}

static void
assert_colour (guint32 rgb, guint32 expected, int tolerance)
{
  for (guint shift = 0; shift < 24; shift += 8)
    g_assert_cmpint (
      abs ((int) (rgb >> shift & 0xff) - (int) (expected >> shift & 0xff)), <=,
      tolerance);
}

static guint32
mix (guint32 slide, guint32 heat, double opacity)
{
  guint32 rgb = 0;

  for (guint shift = 0; shift < 24; shift += 8)
    rgb |= (guint32) lround ((slide >> shift & 0xff) * (1 - opacity) +
                             (heat >> shift & 0xff) * opacity)
           << shift;
  return rgb;
}

/* The part that the scale bar's plate does not cover. */
static gboolean
is_free (guint x, guint y)
{
  return y < SIDE - 60 || x > SIDE / 2;
}

static void
test_one_to_one (Fixture *self, gconstpointer data)
{
  cairo_surface_t *picture = take (self);

  g_assert_cmpint (cairo_image_surface_get_width (picture), ==, SIDE);
  g_assert_cmpint (cairo_image_surface_get_height (picture), >, SIDE + 20);
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      if (is_free (x, y))
        g_assert_cmphex (pixel_at (picture, x, y), ==, slide_rgb (x, y));
  cairo_surface_destroy (picture);
}

static void
test_region_enlarged (Fixture *self, gconstpointer data)
{
  cairo_surface_t *picture;

  self->params.region_l0 = (TsRect){ 100, 60, 200, 100 };
  self->params.width_px = 800;
  picture = take (self);
  for (guint y = 0; y < 300; y++)
    for (guint x = 0; x < 800; x++)
      if (x > 400 || y < 240)
        g_assert_cmphex (pixel_at (picture, x, y), ==,
                         slide_rgb (100 + x / 4, 60 + y / 4));
  cairo_surface_destroy (picture);
}

/* Turned by 90 degrees clockwise, what led to the right leads down. */
static void
test_quarter_turns (Fixture *self, gconstpointer data)
{
  const double middle_x = 250, middle_y = 160;

  self->params.region_l0 = (TsRect){ 100, 60, 300, 200 };
  self->params.width_px = 300;
  for (int quarters = 1; quarters < 4; quarters++) {
    self->params.angle = quarters * G_PI_2;
    cairo_surface_t *picture = take (self);
    for (guint y = 0; y < 130; y++)
      for (guint x = 0; x < 300; x++) {
        double dx = x + 0.5 - 150, dy = y + 0.5 - 100;
        double at_x = quarters == 1 ? dy : quarters == 2 ? -dx : -dy;
        double at_y = quarters == 1 ? -dx : quarters == 2 ? -dy : dx;
        g_assert_cmphex (pixel_at (picture, x, y), ==,
                         slide_rgb ((guint) floor (middle_x + at_x),
                                    (guint) floor (middle_y + at_y)));
      }
    cairo_surface_destroy (picture);
  }
}

/* The middle of a slanted picture is that of the region; an even slide stays even. */
static void
test_slanted (Fixture *self, gconstpointer data)
{
  g_autofree guint8 *rgb = g_malloc (SIDE * SIDE * 3);
  cairo_surface_t *picture;

  for (guint i = 0; i < SIDE * SIDE; i++) {
    gboolean is_spot = hypot (i % SIDE + 0.5 - 300, i / SIDE + 0.5 - 200) < 20;

    rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = is_spot ? 40 : 200;
  }
  ts_slide_unref (self->slide);
  self->slide = ts_slide_new_from_rgb (rgb, SIDE, SIDE, 0.5);
  self->params.slide = self->slide;
  /* The spot lies 50 right of the middle: at 30 degrees 43.3 right of it and 25 below. */
  self->params.region_l0 = (TsRect){ 150, 125, 200, 150 };
  self->params.width_px = 400;
  self->params.angle = G_PI / 6;
  picture = take (self);
  assert_colour (pixel_at (picture, 200 + 87, 150 + 50), 0x282828, 1);
  assert_colour (pixel_at (picture, 200 + 87 - 44, 150 + 50), 0xc8c8c8, 1);
  assert_colour (pixel_at (picture, 200 + 87 + 44, 150 + 50), 0xc8c8c8, 1);
  assert_colour (pixel_at (picture, 0, 0), 0xc8c8c8, 0);
  assert_colour (pixel_at (picture, 399, 200), 0xc8c8c8, 0);
  cairo_surface_destroy (picture);
}

static void
test_reduced (Fixture *self, gconstpointer data)
{
  cairo_surface_t *picture;

  self->params.width_px = 64;
  picture = take (self);
  for (guint y = 0; y < 64; y++)
    for (guint x = 0; x < 64; x++) {
      double sum = 0;

      for (guint i = 0; i < 64; i++)
        sum += slide_rgb (8 * x + i % 8, 8 * y + i / 8) & 0xff;
      g_assert_cmpfloat_with_epsilon (
        (double) (pixel_at (picture, x, y) & 0xff), sum / 64, 1.01);
    }
  g_assert_cmpint (cairo_image_surface_get_width (picture), >, 64);
  cairo_surface_destroy (picture);
}

static void
test_beyond_slide (Fixture *self, gconstpointer data)
{
  cairo_surface_t *picture;

  self->params.region_l0 = (TsRect){ -100, -100, 400, 300 };
  self->params.width_px = 400;
  picture = take (self);
  for (guint y = 0; y < 230; y++)
    for (guint x = 0; x < 400; x++)
      g_assert_cmphex (pixel_at (picture, x, y), ==,
                       x < 100 || y < 100 ? 0xffffff
                                          : slide_rgb (x - 100, y - 100));
  cairo_surface_destroy (picture);
}

static guint32
predict (Fixture *self, guint col, guint row, float luad)
{
  float probs[3] = { (1 - luad) / 2, luad, (1 - luad) / 2 };

  ts_prediction_map_set (self->map, col, row, TS_TILE_PREDICTED, probs);
  return ts_heat_map_get_argb (&self->style, probs) & 0xffffff;
}

static void
test_overlay (Fixture *self, gconstpointer data)
{
  guint32 strong = predict (self, 1, 1, 0.9F);
  guint32 weak = predict (self, 2, 1, 0.2F);
  cairo_surface_t *picture;

  ts_prediction_map_set (self->map, 3, 1, TS_TILE_BACKGROUND, NULL);
  self->params.map = self->map;
  picture = take (self);
  for (guint y = 0; y < 400; y++)
    for (guint x = 0; x < SIDE; x++) {
      gboolean is_strong = x / 128 == 1 && y / 128 == 1;
      gboolean is_weak = x / 128 == 2 && y / 128 == 1;
      guint32 slide = slide_rgb (x, y);
      guint32 expected = is_strong ? mix (slide, strong, 0.5)
                         : is_weak ? mix (slide, weak, 0.5)
                                   : slide;

      assert_colour (pixel_at (picture, x, y), expected,
                     is_strong || is_weak ? 1 : 0);
    }
  cairo_surface_destroy (picture);
}

static void
test_threshold (Fixture *self, gconstpointer data)
{
  cairo_surface_t *picture;

  predict (self, 1, 1, 0.4F);
  self->style.threshold = 0.5;
  self->params.map = self->map;
  picture = take (self);
  g_assert_cmphex (pixel_at (picture, 190, 190), ==, slide_rgb (190, 190));
  cairo_surface_destroy (picture);
}

/* Four tiles in a pixel: the mean of them, not one of them. */
static void
test_tiny_tiles (Fixture *self, gconstpointer data)
{
  cairo_surface_t *picture;
  guint32 colour = 0;

  for (guint i = 0; i < 16; i++)
    colour = predict (self, i % 4, i / 4, 0.9F);
  self->params.map = self->map;
  self->params.opacity = 1;
  self->params.width_px = 2;
  picture = take (self);
  assert_colour (pixel_at (picture, 0, 0), colour, 1);
  assert_colour (pixel_at (picture, 1, 1), colour, 1);
  cairo_surface_destroy (picture);
}

static TsOpinion
opinion_at (TsVerdict verdict, double x, double y)
{
  return (TsOpinion){ .opinion_id = 1 + verdict,
                      .scope = TS_SCOPE_TILE,
                      .verdict = verdict,
                      .region_l0 = { x, y, 128, 128 } };
}

/* Black pixels in a square of a white picture, as text: marks of different shape give
 * different texts whatever their colour. */
static char *
trace (cairo_surface_t *picture, guint left, guint top, guint side)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < side * side; i++) {
    guint32 rgb = pixel_at (picture, left + i % side, top + i / side);

    g_string_append_c (text, (rgb & 0xff) < 128 ? '#' : '.');
  }
  return g_string_free (text, FALSE);
}

static void
test_marks (Fixture *self, gconstpointer data)
{
  g_autofree guint8 *white = g_malloc (SIDE * SIDE * 3);
  TsOpinion opinions[] = { opinion_at (TS_VERDICT_AGREE, 0, 0),
                           opinion_at (TS_VERDICT_DISAGREE, 128, 0),
                           opinion_at (TS_VERDICT_UNSURE, 256, 0),
                           opinion_at (TS_VERDICT_WITHDRAWN, 384, 0) };
  const TsOpinion *list[] = { &opinions[0], &opinions[1], &opinions[2],
                              &opinions[3] };
  char *traces[4];
  cairo_surface_t *picture;

  memset (white, 0xff, SIDE * SIDE * 3);
  ts_slide_unref (self->slide);
  self->slide = ts_slide_new_from_rgb (white, SIDE, SIDE, 0.5);
  self->params.slide = self->slide;
  self->params.opinions = list;
  self->params.n_opinions = 4;
  picture = take (self);
  for (guint i = 0; i < 4; i++)
    traces[i] = trace (picture, 128 * i + 3, 3, 100);
  for (guint i = 0; i < 3; i++) {
    g_assert_nonnull (strchr (traces[i], '#'));
    g_assert_cmpstr (traces[i], !=, traces[(i + 1) % 3]);
  }
  g_assert_null (strchr (traces[3], '#'));
  for (guint i = 0; i < 4; i++)
    g_free (traces[i]);
  cairo_surface_destroy (picture);
}

/* Of a turned slide the glyph is drawn as it is of an upright one, in the corner that is
 * upper left in the picture. */
static void
test_turned_marks (Fixture *self, gconstpointer data)
{
  g_autofree guint8 *white = g_malloc (SIDE * SIDE * 3);
  TsOpinion upright = opinion_at (TS_VERDICT_AGREE, 128, 128);
  TsOpinion turned = opinion_at (TS_VERDICT_AGREE, 128, 256);
  const TsOpinion *list[] = { &upright };
  g_autofree char *wanted = NULL, *traced = NULL;
  cairo_surface_t *picture;

  memset (white, 0xff, SIDE * SIDE * 3);
  ts_slide_unref (self->slide);
  self->slide = ts_slide_new_from_rgb (white, SIDE, SIDE, 0.5);
  self->params.slide = self->slide;
  self->params.opinions = list;
  self->params.n_opinions = 1;
  picture = take (self);
  wanted = trace (picture, 128 + 3, 128 + 3, 100);
  g_assert_nonnull (strchr (wanted, '#'));
  cairo_surface_destroy (picture);
  /* Below the middle on the left comes above it on the left. */
  list[0] = &turned;
  self->params.angle = G_PI_2;
  picture = take (self);
  traced = trace (picture, 128 + 3, 128 + 3, 100);
  g_assert_cmpstr (traced, ==, wanted);
  cairo_surface_destroy (picture);
}

static void
test_scale_bar (Fixture *self, gconstpointer data)
{
  static const struct {
    double mpp, max_px, length_um;
    const char *text;
  } cases[] = {
    { 0.5, 256, 100, "100 µm" }, { 0.25, 199, 20, "20 µm" },
    { 0.25, 200, 50, "50 µm" },  { 8, 250, 2000, "2 mm" },
    { 4, 250, 1000, "1 mm" },    { 4, 249, 500, "500 µm" },
    { 0.01, 60, 0.5, "0.5 µm" }, { 100, 1200, 100000, "100 mm" },
  };

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    g_test_message ("without the German locale");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    double length = ts_scale_bar_choose_um (cases[i].mpp, cases[i].max_px);
    g_autofree char *text = ts_scale_bar_format (length);

    g_assert_cmpfloat_with_epsilon (length, cases[i].length_um,
                                    1e-9 * cases[i].length_um);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
  setlocale (LC_NUMERIC, "C");
}

/* 512 px at 0.5 um: a quarter is 64 um, so the bar is 50 um or 100 px long. */
static void
test_scale_bar_drawn (Fixture *self, gconstpointer data)
{
  guint longest = 0;
  cairo_surface_t *picture = take (self);

  for (guint y = SIDE - 60; y < SIDE; y++) {
    guint run = 0;

    for (guint x = 0; x < SIDE; x++) {
      run = pixel_at (picture, x, y) == 0 ? run + 1 : 0;
      longest = MAX (longest, run);
    }
  }
  g_assert_cmpuint (longest, >=, 99);
  g_assert_cmpuint (longest, <=, 101);
  cairo_surface_destroy (picture);
}

/* Nothing but pixels: no text, no time, no profile. */
static void
test_no_metadata (Fixture *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize n_bytes, at = 8;

  cairo_surface_destroy (take (self));
  g_assert_true (g_file_get_contents (self->path, &bytes, &n_bytes, NULL));
  while (at + 12 <= n_bytes) {
    guint32 length;

    g_assert_true (memcmp (bytes + at + 4, "IHDR", 4) == 0 ||
                   memcmp (bytes + at + 4, "bKGD", 4) == 0 ||
                   memcmp (bytes + at + 4, "IDAT", 4) == 0 ||
                   memcmp (bytes + at + 4, "IEND", 4) == 0);
    memcpy (&length, bytes + at, 4);
    at += 12 + GUINT32_FROM_BE (length);
  }
  g_assert_cmpuint (at, ==, n_bytes);
}

static void
assert_fails (Fixture *self,
              const char *path,
              const TsCancel *cancel,
              TsError code,
              const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ts_snapshot_write_png (&self->params, path, cancel, &error));
  g_assert_error (error, TS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

static void
test_failures (Fixture *self, gconstpointer data)
{
  g_autoptr (TsCancel) cancel = ts_cancel_new ();

  self->params.width_px = 30000;
  assert_fails (self, self->path, NULL, TS_ERROR_TOO_LARGE,
                "a picture of 30000x30000 pixels is too large: at most 200 "
                "megapixels and 32767 pixels a side");
  self->params.width_px = 100;
  self->params.region_l0 = (TsRect){ 600, 0, 10, 10 };
  assert_fails (self, self->path, NULL, TS_ERROR_MISSING,
                "the region 600,0,10,10 is not on the slide of 512x512 pixels");
  self->params.region_l0 = (TsRect){ 0, 0, 1, 1e12 };
  assert_fails (self, self->path, NULL, TS_ERROR_TOO_LARGE,
                "a picture of 100x1073741824 pixels is too large: at most 200 "
                "megapixels and 32767 pixels a side");
  self->params.region_l0 = (TsRect){ 0 };
  assert_fails (self, "/nonexistent/a.png", NULL, TS_ERROR_WRITE,
                "cannot write '/nonexistent/a.png': No such file or directory");
  ts_cancel_set (cancel);
  assert_fails (self, self->path, cancel, TS_ERROR_CANCELLED,
                "stopped on request");
}

static void
test_unreadable (Fixture *self, gconstpointer data)
{
  const char *folder = g_getenv ("TS_TEST_DATA");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "",
                                            "broken", "unreadable.svs", NULL);
  g_autoptr (TsSlide) slide = NULL;
  cairo_surface_t *picture;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_test_skip ("broken/unreadable.svs is not here");
    return;
  }
  slide = ts_slide_open (path, NULL);
  self->params.slide = slide;
  self->params.width_px = 160;
  picture = take (self);
  g_assert_cmphex (pixel_at (picture, 80, 20), ==, 0x808080);
  cairo_surface_destroy (picture);
}

static void
test_heat_map_image (Fixture *self, gconstpointer data)
{
  guint32 colour = predict (self, 1, 2, 0.8F);
  g_autoptr (GError) error = NULL;
  cairo_surface_t *picture;

  g_assert_true (ts_heat_map_image_write_png (
    self->slide, self->map, &self->style, self->path, NULL, &error));
  g_assert_no_error (error);
  picture = load (self);
  g_assert_cmpint (cairo_image_surface_get_width (picture), ==, SIDE);
  g_assert_cmpint (cairo_image_surface_get_height (picture), ==, SIDE);
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++) {
      gboolean is_shown = x / 128 == 1 && y / 128 == 2;

      assert_colour (pixel_at (picture, x, y),
                     is_shown ? mix (slide_rgb (x, y), colour, 0.67) : 0xffffff,
                     is_shown ? 2 : 0);
    }
  cairo_surface_destroy (picture);
}

static guint32
show (guint32 rgb, const guint8 *table)
{
  return (guint32) table[rgb >> 16] << 16 |
         (guint32) table[rgb >> 8 & 0xff] << 8 | table[rgb & 0xff];
}

/* The picture is what was on screen; the overlay's colours keep their meaning. */
static void
test_display (Fixture *self, gconstpointer data)
{
  const TsDisplayLook look = { 0.1, 1.5, 0.8 };
  g_autoptr (TsDisplay) display = ts_display_new (&look, NULL, NULL);
  guint32 strong = predict (self, 1, 1, 0.9F);
  cairo_surface_t *raw = take (self), *picture;
  guint8 table[256];

  ts_display_look_fill (&look, table);
  self->params.display = display;
  self->params.map = self->map;
  picture = take (self);
  for (guint y = 0; y < 400; y++)
    for (guint x = 0; x < SIDE; x++) {
      gboolean is_strong = x / 128 == 1 && y / 128 == 1;
      guint32 shown = show (slide_rgb (x, y), table);

      assert_colour (pixel_at (picture, x, y),
                     is_strong ? mix (shown, strong, 0.5) : shown,
                     is_strong ? 1 : 0);
      g_assert_cmphex (pixel_at (raw, x, y), ==, slide_rgb (x, y));
    }
  /* One line more below: that it is so. */
  self->params.map = NULL;
  cairo_surface_destroy (picture);
  picture = take (self);
  g_assert_cmpint (cairo_image_surface_get_height (picture), >=,
                   cairo_image_surface_get_height (raw) + 10);
  cairo_surface_destroy (picture);
  cairo_surface_destroy (raw);
}

#define ADD(path, test) \
  g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/snapshot/keeps-every-pixel-at-one-to-one", test_one_to_one);
  ADD ("/snapshot/enlarges-a-region-in-place", test_region_enlarged);
  ADD ("/snapshot/turns-by-quarters-pixel-by-pixel", test_quarter_turns);
  ADD ("/snapshot/turns-freely-about-the-middle", test_slanted);
  ADD ("/snapshot/keeps-marks-upright-when-turned", test_turned_marks);
  ADD ("/snapshot/reduces-by-area", test_reduced);
  ADD ("/snapshot/shows-background-beyond-the-slide", test_beyond_slide);
  ADD ("/snapshot/paints-tiles-as-exact-rectangles", test_overlay);
  ADD ("/snapshot/keeps-tiles-below-the-threshold-clear", test_threshold);
  ADD ("/snapshot/averages-tiles-smaller-than-a-pixel", test_tiny_tiles);
  ADD ("/snapshot/tells-marks-apart-without-colour", test_marks);
  ADD ("/snapshot/chooses-a-round-scale-bar", test_scale_bar);
  ADD ("/snapshot/draws-the-scale-bar-in-its-length", test_scale_bar_drawn);
  ADD ("/snapshot/puts-nothing-but-pixels-into-the-file", test_no_metadata);
  ADD ("/snapshot/leaves-no-file-when-it-fails", test_failures);
  ADD ("/snapshot/shows-what-cannot-be-read-as-grey", test_unreadable);
  ADD ("/snapshot/shows-what-was-on-screen-and-says-so", test_display);
  ADD ("/heat-map-image/is-white-where-nothing-is-known", test_heat_map_image);
  return g_test_run ();
}
