/* Tests of pictures made from what the store knows, on the demonstration slide.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/base/error.h"
#include "core/jobs/snapshot-job.h"
#include "core/tiles/grid.h"
#include "tests/core/jobs/case-fixture.h"

#define TILE_PX  512
#define SHOWN_PX 64 /* of a tile in the pictures here */

/* A store with predictions of the demonstration slide and the paths of all. */
typedef struct {
  Fixture base;
  char *slide_path, *picture_path;
  TsStore *store;
  TsGridSpec grid;
  gint64 slide_id;
} Pictures;

static void
pictures_init (Pictures *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&self->base, NULL);
  self->slide_path = g_build_filename (g_getenv ("TS_SOURCE_ROOT"), "resources",
                                       "demo", "demo-slide.tiff", NULL);
  self->picture_path = g_build_filename (self->base.folder, "x.png", NULL);
  self->store = open_store (&self->base);
  slide = ts_slide_open (self->slide_path, &error);
  g_assert_no_error (error);
  g_assert_true (ts_grid_spec_init (&self->grid, ts_slide_get_info (slide),
                                    TILE_PX, 0.5, NULL));
  self->slide_id =
    ts_store_put_slide (self->store, ts_slide_get_info (slide), &error);
  g_assert_no_error (error);
}

static void
pictures_clear (Pictures *self, gconstpointer data)
{
  ts_store_unref (self->store);
  g_free (self->slide_path);
  g_free (self->picture_path);
  fixture_clear (&self->base, NULL);
}

static gint64
put_run (Pictures *self, const char *identity, const char *classes, TsRole role)
{
  g_autoptr (TsModelInfo) model = g_new0 (TsModelInfo, 1);
  g_autoptr (GError) error = NULL;
  gint64 model_id = 0;

  model->identity = g_strdup (identity);
  model->name = g_strdup (identity);
  model->class_names = g_strsplit (classes, ",", -1);
  model->n_classes = g_strv_length (model->class_names);
  model->patch_px = TILE_PX;
  model->spacing_um = 0.5;
  model->role = role;
  if (role == TS_ROLE_MUTATIONS) {
    model->head = TS_HEAD_SIGMOID;
    model->runs_on_class = g_strdup ("LUAD");
  }
  model_id = ts_store_put_model (self->store, model, &error);
  g_assert_no_error (error);
  return ts_store_put_run (self->store, self->slide_id, model_id, &self->grid,
                           TS_MPP_TIFF, &error);
}

static void
predict (Pictures *self, gint64 run_id, guint col, float first, float second)
{
  const float probs[] = { first, second };
  const TsPrediction prediction = {
    .col = col, .row = 0, .n_probs = 2, .probs = probs
  };
  g_autoptr (GError) error = NULL;

  g_assert_true (
    ts_store_add_predictions (self->store, run_id, &prediction, 1, &error));
  g_assert_no_error (error);
}

/* Four tiles in a row. */
static TsStoredPicture
make_picture (Pictures *self, const char *layer)
{
  return (TsStoredPicture){ .slide_path = self->slide_path,
                            .store_path = self->base.store_path,
                            .layer = layer,
                            .opacity = 1,
                            .region_l0 = { 0, 0, 4 * TILE_PX, TILE_PX },
                            .width_px = 4 * SHOWN_PX };
}

static cairo_surface_t *
draw (Pictures *self, const TsStoredPicture *picture)
{
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface = NULL;

  g_assert_true (
    ts_stored_snapshot_write (picture, self->picture_path, NULL, &error));
  g_assert_no_error (error);
  surface = cairo_image_surface_create_from_png (self->picture_path);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface, guint x, guint y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  guint32 pixel = 0;

  memcpy (&pixel,
          data + (gsize) y * (gsize) cairo_image_surface_get_stride (surface) +
            4 * (gsize) x,
          4);
  return pixel & 0xffffff;
}

/* Which of the four tiles look other than without a layer: "0110". */
static char *
find_covered (Pictures *self, const char *layer)
{
  TsStoredPicture plain = make_picture (self, NULL);
  TsStoredPicture picture = make_picture (self, layer);
  cairo_surface_t *without = draw (self, &plain);
  cairo_surface_t *with = draw (self, &picture);
  char *covered = g_strdup ("0000");

  for (guint i = 0; i < 4; i++) {
    guint x = i * SHOWN_PX + SHOWN_PX / 2;

    if (get_pixel (with, x, SHOWN_PX / 3) !=
        get_pixel (without, x, SHOWN_PX / 3))
      covered[i] = '1';
  }
  cairo_surface_destroy (without);
  cairo_surface_destroy (with);
  return covered;
}

static void
test_layer_covers_its_tiles (Pictures *self, gconstpointer data)
{
  gint64 run_id = put_run (self, "sha256:a", "LUAD,LUSC", TS_ROLE_CLASSES);
  g_autofree char *covered = NULL;

  predict (self, run_id, 1, 0.9f, 0.1f);
  predict (self, run_id, 2, 0.2f, 0.8f);
  covered = find_covered (self, "most-likely");
  g_assert_cmpstr (covered, ==, "0110");
}

static void
test_threshold_leaves_tiles_clear (Pictures *self, gconstpointer data)
{
  gint64 run_id = put_run (self, "sha256:a", "LUAD,LUSC", TS_ROLE_CLASSES);
  TsStoredPicture high = make_picture (self, "LUAD");
  TsStoredPicture plain = make_picture (self, NULL);
  cairo_surface_t *pictures[2] = { NULL };

  predict (self, run_id, 1, 0.4f, 0.6f);
  high.threshold = 0.5;
  pictures[0] = draw (self, &high);
  pictures[1] = draw (self, &plain);
  g_assert_cmphex (get_pixel (pictures[0], SHOWN_PX * 3 / 2, SHOWN_PX / 3), ==,
                   get_pixel (pictures[1], SHOWN_PX * 3 / 2, SHOWN_PX / 3));
  cairo_surface_destroy (pictures[0]);
  cairo_surface_destroy (pictures[1]);
}

static void
test_genes_are_shown_on_their_class (Pictures *self, gconstpointer data)
{
  gint64 classes = put_run (self, "sha256:a", "LUAD,LUSC", TS_ROLE_CLASSES);
  gint64 genes = put_run (self, "sha256:g", "TP53,EGFR", TS_ROLE_MUTATIONS);
  g_autofree char *covered = NULL;

  predict (self, classes, 0, 0.9f, 0.1f);
  predict (self, classes, 1, 0.1f, 0.9f);
  predict (self, genes, 0, 0.9f, 0.9f);
  /* Found beside another class model, and not LUAD for this one. */
  predict (self, genes, 1, 0.9f, 0.9f);
  predict (self, genes, 2, 0.9f, 0.9f);
  covered = find_covered (self, "EGFR");
  g_assert_cmpstr (covered, ==, "1000");
}

static void
test_newest_run_with_the_layer_is_shown (Pictures *self, gconstpointer data)
{
  gint64 older = put_run (self, "sha256:a", "LUAD,LUSC", TS_ROLE_CLASSES);
  gint64 newer = put_run (self, "sha256:b", "LUAD,other", TS_ROLE_CLASSES);
  g_autofree char *both = NULL;
  g_autofree char *one = NULL;

  put_run (self, "sha256:empty", "LUAD,LUSC", TS_ROLE_CLASSES);
  predict (self, older, 3, 0.9f, 0.1f);
  g_usleep (2);
  predict (self, newer, 0, 0.9f, 0.1f);
  both = find_covered (self, "LUAD");
  one = find_covered (self, "LUSC");
  g_assert_cmpstr (both, ==, "1000");
  g_assert_cmpstr (one, ==, "0001");
}

static void
test_heat_map_is_of_the_whole_slide (Pictures *self, gconstpointer data)
{
  gint64 run_id = put_run (self, "sha256:a", "LUAD,LUSC", TS_ROLE_CLASSES);
  TsStoredPicture picture = make_picture (self, "LUAD");
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface = NULL;

  predict (self, run_id, 1, 0.9f, 0.1f);
  g_assert_true (
    ts_stored_heat_map_write (&picture, self->picture_path, NULL, &error));
  g_assert_no_error (error);
  surface = cairo_image_surface_create_from_png (self->picture_path);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 2048);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 1536);
  cairo_surface_destroy (surface);
}

static void
assert_refused (Pictures *self,
                const TsStoredPicture *picture,
                int code,
                const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (
    ts_stored_heat_map_write (picture, self->picture_path, NULL, &error));
  g_assert_error (error, TS_ERROR, code);
  g_assert_cmpstr (error->message, ==, message);
  g_clear_error (&error);
  g_assert_false (
    ts_stored_snapshot_write (picture, self->picture_path, NULL, &error));
  g_assert_error (error, TS_ERROR, code);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_false (g_file_test (self->picture_path, G_FILE_TEST_EXISTS));
}

static void
test_slide_without_predictions_is_named (Pictures *self, gconstpointer data)
{
  TsStoredPicture picture = make_picture (self, "LUAD");
  g_autofree char *message = g_strdup_printf (
    "'%s' has no predictions of '%s'", self->base.store_path, self->slide_path);

  put_run (self, "sha256:a", "LUAD,LUSC", TS_ROLE_CLASSES);
  assert_refused (self, &picture, TS_ERROR_MISSING, message);
}

static void
test_missing_layer_lists_those_there_are (Pictures *self, gconstpointer data)
{
  TsStoredPicture picture = make_picture (self, "luad");
  gint64 classes = put_run (self, "sha256:a", "LUAD,LUSC", TS_ROLE_CLASSES);
  gint64 genes = put_run (self, "sha256:g", "TP53,EGFR", TS_ROLE_MUTATIONS);
  g_autofree char *message = g_strdup_printf (
    "'%s' has no layer 'luad' of '%s'; it has: TP53, EGFR, most-likely, LUAD, "
    "LUSC",
    self->base.store_path, self->slide_path);

  predict (self, classes, 0, 0.9f, 0.1f);
  g_usleep (2);
  predict (self, genes, 0, 0.9f, 0.1f);
  assert_refused (self, &picture, TS_ERROR_MISSING, message);
}

static void
test_missing_store_is_not_made (Pictures *self, gconstpointer data)
{
  TsStoredPicture picture = make_picture (self, "LUAD");
  g_autofree char *path = g_build_filename (self->base.folder, "none.db", NULL);
  g_autofree char *message =
    g_strdup_printf ("cannot open '%s': No such file or directory", path);

  picture.store_path = path;
  assert_refused (self, &picture, TS_ERROR_OPEN, message);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_job_keeps_what_it_draws (Pictures *self, gconstpointer data)
{
  g_autoptr (TsSlide) slide = make_slide (0.5);
  g_autoptr (TsModelInfo) model = g_new0 (TsModelInfo, 1);
  g_autoptr (TsSnapshotJob) job = NULL;
  g_autoptr (TsOpinion) opinion = ts_opinion_new ();
  g_autofree char *state = g_strdup ("1 of 2 tiles");
  TsGridSpec grid = { 0 };
  const float probs[] = { 0.9f, 0.1f };
  const TsOpinion *opinions[] = { opinion };
  TsHeatMapStyle style = { .layer = { TS_LAYER_CLASS, 0, g_strdup ("a") },
                           .model = model };
  TsSnapshotParams params = { .slide = slide,
                              .width_px = 400,
                              .style = &style,
                              .opacity = 0.5,
                              .opinions = opinions,
                              .n_opinions = 1,
                              .model = model,
                              .state_text = state };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gsize n_first = 0;
  gsize n_second = 0;

  model->name = g_strdup ("m");
  model->class_names = g_strsplit ("a,b", ",", -1);
  model->n_classes = 2;
  opinion->opinion_id = 1;
  opinion->region_l0 = (TsRect){ 16, 16, 32, 32 };
  g_assert_true (
    ts_grid_spec_init (&grid, ts_slide_get_info (slide), PATCH, 0.5, NULL));
  params.map = ts_prediction_map_new (&grid, 2);
  ts_prediction_map_set (params.map, 1, 1, TS_TILE_PREDICTED, probs);
  g_assert_true (
    ts_snapshot_write_png (&params, self->picture_path, NULL, NULL));
  g_assert_true (
    g_file_get_contents (self->picture_path, &first, &n_first, NULL));
  g_unlink (self->picture_path);

  job = ts_snapshot_job_new (&params);
  g_clear_pointer (&params.map, ts_prediction_map_unref);
  g_clear_pointer (&slide, ts_slide_unref);
  memset (style.layer.name, 'X', 1);
  g_clear_pointer (&style.layer.name, g_free);
  memset (model->class_names[0], 'X', 1);
  opinion->region_l0.x = 100;
  memset (state, 'X', strlen (state));
  g_assert_true (ts_snapshot_job_write (job, self->picture_path, NULL, NULL));
  g_assert_true (
    g_file_get_contents (self->picture_path, &second, &n_second, NULL));
  g_assert_cmpmem (first, n_first, second, n_second);
}

#define ADD(name, function)                                           \
  g_test_add ("/stored-picture/" name, Pictures, NULL, pictures_init, \
              function, pictures_clear)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("layer-covers-its-tiles", test_layer_covers_its_tiles);
  ADD ("threshold-leaves-tiles-clear", test_threshold_leaves_tiles_clear);
  ADD ("genes-are-shown-on-their-class", test_genes_are_shown_on_their_class);
  ADD ("newest-run-with-the-layer-is-shown",
       test_newest_run_with_the_layer_is_shown);
  ADD ("heat-map-is-of-the-whole-slide", test_heat_map_is_of_the_whole_slide);
  ADD ("slide-without-predictions-is-named",
       test_slide_without_predictions_is_named);
  ADD ("missing-layer-lists-those-there-are",
       test_missing_layer_lists_those_there_are);
  ADD ("missing-store-is-not-made", test_missing_store_is_not_made);
  ADD ("job-keeps-what-it-draws", test_job_keeps_what_it_draws);
  return g_test_run ();
}
