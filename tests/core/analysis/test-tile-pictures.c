/* Tiles as pictures: what is shown as the network's input is the network's input.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tile-pictures.h"

#include <math.h>

#include "core/analysis/classifier.h"
#include "core/analysis/tile-reader.h"
#include "core/base/error.h"
#include "core/slide/slide-backend.h"
#include "core/tiles/grid.h"
#include "tests/core/analysis/tiny-model.h"

#define WIDTH   76
#define HEIGHT  40
#define N_INPUT (8 * 8)

typedef struct {
  guint8 *rgb;
  TsSlide *slide;
  TsModel *model;
  TsGridSpec grid;
  TsTilePictures *pictures;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->rgb = g_malloc_n ((gsize) WIDTH * HEIGHT, 3);
  for (guint i = 0; i < WIDTH * HEIGHT * 3; i++)
    fixture->rgb[i] = (guint8) (i * i * 7 + i / 3);
  fixture->slide = ts_slide_new_from_rgb (fixture->rgb, WIDTH, HEIGHT, 0.5);
  fixture->model = tiny_model_new_colours ();
  ts_grid_spec_init (&fixture->grid, ts_slide_get_info (fixture->slide), 16,
                     0.5, &error);
  g_assert_no_error (error);
  fixture->pictures = ts_tile_pictures_new (fixture->slide, fixture->model,
                                            &fixture->grid, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ts_tile_pictures_free (fixture->pictures);
  ts_model_unref (fixture->model);
  ts_slide_unref (fixture->slide);
  g_free (fixture->rgb);
}

/* The network of the test answers with softmax of ten times the mean of each channel, so its
 * answer tells which bytes it had. */
static void
assert_answers_with (const float *probs, const TsTilePicture *picture)
{
  double values[3] = { 0 }, sum = 0;

  for (guint i = 0; i < N_INPUT * 3; i++)
    values[i % 3] += picture->rgb[i] / 255.0;
  for (guint c = 0; c < 3; c++) {
    values[c] = exp (10 * values[c] / N_INPUT);
    sum += values[c];
  }
  for (guint c = 0; c < 3; c++)
    g_assert_cmpfloat_with_epsilon (probs[c], values[c] / sum, 1e-5);
}

static void
test_the_input_shown_is_what_the_network_answers_to (Fixture *fixture,
                                                     gconstpointer data)
{
  g_autoptr (TsClassifier) classifier =
    ts_classifier_new (fixture->model, NULL);
  g_autoptr (TsTileReader) reader =
    ts_tile_reader_new (fixture->slide, &fixture->grid);

  for (guint row = 0; row < fixture->grid.n_rows; row++)
    for (guint col = 0; col < fixture->grid.n_cols; col++) {
      g_autoptr (TsTilePicture) picture =
        ts_tile_pictures_read_input (fixture->pictures, col, row, NULL);
      TsTilePixels pixels = { 0 };
      float probs[3];

      g_assert_nonnull (picture);
      g_assert_cmpuint (picture->width_px, ==, 8);
      g_assert_cmpuint (picture->height_px, ==, 8);
      g_assert_true (ts_tile_reader_read (reader, col, row, &pixels, NULL));
      g_assert_true (ts_classifier_run (classifier, pixels.rgb, pixels.width_px,
                                        pixels.height_px, probs, NULL));
      assert_answers_with (probs, picture);
    }
}

/* Each byte, scaled as the card says, is the input's value to the bit. */
static void
test_bytes_shown_are_the_input (Fixture *fixture, gconstpointer data)
{
  guint width = 0, height = 0;
  g_autoptr (TsPreprocessor) preprocessor =
    ts_classifier_new_preprocessor (fixture->model, &width, &height, NULL);
  g_autoptr (TsTileReader) reader =
    ts_tile_reader_new (fixture->slide, &fixture->grid);
  g_autoptr (TsTilePicture) picture =
    ts_tile_pictures_read_input (fixture->pictures, 1, 1, NULL);
  TsTilePixels pixels = { 0 };
  float input[N_INPUT * 3];

  g_assert_true (ts_tile_reader_read (reader, 1, 1, &pixels, NULL));
  g_assert_true (ts_preprocessor_run (preprocessor, pixels.rgb, pixels.width_px,
                                      pixels.height_px, input, NULL));
  for (guint i = 0; i < N_INPUT * 3; i++)
    g_assert_true (input[i % 3 * N_INPUT + i / 3] ==
                   (float) picture->rgb[i] / 255.0F);
}

/* Tiles at the edge are smaller, and so are their pictures. */
static void
test_small_pictures_keep_their_shape (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TsTilePicture) full =
    ts_tile_pictures_read_small (fixture->pictures, 0, 0, 4, NULL);
  g_autoptr (TsTilePicture) corner =
    ts_tile_pictures_read_small (fixture->pictures, 4, 2, 6, NULL);
  g_autoptr (TsTilePicture) as_it_is =
    ts_tile_pictures_read_small (fixture->pictures, 1, 0, 100, NULL);

  g_assert_cmpuint (full->width_px, ==, 4);
  g_assert_cmpuint (full->height_px, ==, 4);
  g_assert_cmpuint (corner->width_px, ==, 6);
  g_assert_cmpuint (corner->height_px, ==, 4);
  g_assert_cmpuint (as_it_is->width_px, ==, 16);
  for (guint i = 0; i < 16 * 16 * 3; i++)
    g_assert_cmpuint (as_it_is->rgb[i], ==,
                      fixture->rgb[(i / 48 * WIDTH + 16) * 3 + i % 48]);
}

static gboolean
fail_to_read (gpointer backend,
              const TsSlideRegion *region,
              guint32 *out_argb,
              GError **error)
{
  g_set_error_literal (error, TS_ERROR, TS_ERROR_READ, "bad sectors");
  return FALSE;
}

static void
free_nothing (gpointer backend)
{
}

static void
test_a_tile_that_cannot_be_read_is_named (Fixture *fixture, gconstpointer data)
{
  static const TsSlideOps ops = { fail_to_read, free_nothing };
  const TsSlideLevel level = { WIDTH, HEIGHT, 1 };
  TsSlideInfo *info = g_new0 (TsSlideInfo, 1);
  info->width_px = WIDTH;
  info->height_px = HEIGHT;
  info->n_levels = 1;
  info->bounds_l0 = (TsRect){ 0, 0, WIDTH, HEIGHT };
  g_autoptr (TsSlide) broken = ts_slide_new (&ops, NULL, info, &level, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsTilePictures) pictures =
    ts_tile_pictures_new (broken, fixture->model, &fixture->grid, NULL);

  g_assert_null (ts_tile_pictures_read_input (pictures, 2, 1, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_READ);
  g_assert_true (g_str_has_prefix (error->message, "tile 2,1: "));
  g_clear_error (&error);
  g_assert_null (ts_tile_pictures_read_small (pictures, 2, 1, 8, &error));
  g_assert_error (error, TS_ERROR, TS_ERROR_READ);
}

#define ADD(path, test) \
  g_test_add ("/tile-pictures/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("the-input-shown-is-what-the-network-answers-to",
       test_the_input_shown_is_what_the_network_answers_to);
  ADD ("bytes-shown-are-the-input", test_bytes_shown_are_the_input);
  ADD ("small-pictures-keep-their-shape", test_small_pictures_keep_their_shape);
  ADD ("a-tile-that-cannot-be-read-is-named",
       test_a_tile_that_cannot_be_read_is_named);
  return g_test_run ();
}
