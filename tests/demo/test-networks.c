/* The demonstration networks against fresh drawings, run by our own engine.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/analysis/classifier.h"
#include "core/analysis/image-file.h"
#include "core/analysis/tile-reader.h"
#include "core/tiles/grid.h"
#include "core/tiles/tissue.h"
#include "resources/demo/scene.h"
#include "resources/demo/slide-file.h"
#include "resources/demo/tile-set.h"

#define FRESH_SEED  31 /* none of train-demo.py's */
#define N_TILES     144
#define LEAST_RIGHT 0.95

typedef struct {
  TsModel *model;
  TsClassifier *classifier;
} Network;

static void
load_network (Network *network, const char *file)
{
  g_autofree char *path = g_build_filename (g_getenv ("TS_SOURCE_ROOT"),
                                            "resources", "demo", file, NULL);
  g_autoptr (GError) error = NULL;

  network->model = ts_model_load (path, NULL, NULL, &error);
  g_assert_no_error (error);
  network->classifier = ts_classifier_new (network->model, &error);
  g_assert_no_error (error);
}

static void
clear_network (Network *network)
{
  ts_classifier_free (network->classifier);
  ts_model_unref (network->model);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Network, clear_network)

/* As the slide has it: through JPEG and back. */
static TsImage *
draw_tile (const TsMaterials *materials, const char *folder, guint index)
{
  g_autofree char *path = g_build_filename (folder, "tile.jpeg", NULL);
  g_autofree guint8 *rgb = g_malloc (TS_TILE_SET_PX * TS_TILE_SET_PX * 3);
  g_autoptr (GError) error = NULL;
  TsImage *image;

  ts_tile_set_draw_one (materials, FRESH_SEED, index, rgb);
  ts_tile_file_write (path, rgb, TS_TILE_SET_PX, TS_TILE_SET_PX, &error);
  g_assert_no_error (error);
  image = ts_image_load (path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return image;
}

static guint
find_best (const float *probs, guint n)
{
  guint best = 0;

  for (guint i = 1; i < n; i++)
    if (probs[i] > probs[best])
      best = i;
  return best;
}

static void
run (const Network *network, const TsImage *image, float *out_probs)
{
  g_autoptr (GError) error = NULL;

  ts_classifier_run (network->classifier, image->rgb, image->width_px,
                     image->height_px, out_probs, &error);
  g_assert_no_error (error);
}

static void
test_tells_fresh_tiles_apart (void)
{
  g_autoptr (TsMaterials) materials = ts_materials_new ();
  g_autofree char *folder = g_dir_make_tmp ("tessera-demo-XXXXXX", NULL);
  g_auto (Network) classes = { 0 }, genes = { 0 };
  guint n_right = 0, n_luad = 0, n_gene_right[TS_N_GENES] = { 0 };

  load_network (&classes, "demo-classes.onnx");
  load_network (&genes, "demo-mutations.onnx");
  for (guint i = 0; i < N_TILES; i++) {
    TsTileLabel label = ts_tile_set_get_label (i);
    g_autoptr (TsImage) image = draw_tile (materials, folder, i);
    float probs[TS_N_AREA_KINDS], mutated[TS_N_GENES];

    run (&classes, image, probs);
    if (find_best (probs, TS_N_AREA_KINDS) == label.kind)
      n_right++;
    if (label.kind != TS_AREA_LUAD)
      continue;
    run (&genes, image, mutated);
    n_luad++;
    for (guint gene = 0; gene < TS_N_GENES; gene++)
      if ((mutated[gene] > 0.5f) == ((label.genes & 1u << gene) != 0))
        n_gene_right[gene]++;
  }
  g_rmdir (folder);
  g_test_message ("%u of %u tiles have the right class", n_right, N_TILES);
  g_assert_cmpfloat (n_right, >=, LEAST_RIGHT * N_TILES);
  for (guint gene = 0; gene < TS_N_GENES; gene++) {
    g_test_message ("%s: %u of %u right", ts_gene_to_text (gene),
                    n_gene_right[gene], n_luad);
    g_assert_cmpfloat (n_gene_right[gene], >=, 0.9 * n_luad);
  }
}

/* What lies at a place well away from every outline, or -1. */
static int
find_kind_at (const TsScene *scene, double x, double y)
{
  const float clear_px = 20;
  float inside = ts_scene_map_at (scene, scene->inside_px, x, y);
  float depth = ts_scene_map_at (scene, scene->depth_px, x, y);

  if (inside < clear_px || fabsf (depth) < clear_px)
    return -1;
  return depth > 0 ? (int) ts_scene_area_near (scene, x, y)->kind
                   : TS_AREA_NORMAL;
}

/* The kind that covers a whole tile, or -1. */
static int
find_kind (const TsScene *scene, TsRect rect)
{
  int kind = find_kind_at (scene, rect.x, rect.y);

  for (guint i = 1; i < 25; i++)
    if (find_kind_at (scene, rect.x + i % 5 * rect.width / 4,
                      rect.y + i / 5 * rect.height / 4) != kind)
      return -1;
  return kind;
}

static void
test_maps_the_demonstration_slide (void)
{
  g_autoptr (TsMaterials) materials = ts_materials_new ();
  g_autofree char *path = g_build_filename (
    g_getenv ("TS_SOURCE_ROOT"), "resources", "demo", "demo-slide.tiff", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = ts_slide_open (path, &error);
  g_autoptr (TsScene) scene = NULL;
  g_autoptr (TsTileReader) reader = NULL;
  g_auto (Network) classes = { 0 };
  guint n[TS_N_AREA_KINDS] = { 0 }, n_right = 0, n_all = 0;
  TsGridSpec grid;

  g_assert_no_error (error);
  load_network (&classes, "demo-classes.onnx");
  scene = ts_scene_new (materials, TS_SCENE_DEMO_SEED, TS_SCENE_DEMO_WIDTH_PX,
                        TS_SCENE_DEMO_HEIGHT_PX);
  ts_grid_spec_init (&grid, ts_slide_get_info (slide), TS_TILE_SET_PX,
                     TS_SCENE_MPP, &error);
  g_assert_no_error (error);
  reader = ts_tile_reader_new (slide, &grid);
  for (guint i = 0; i < grid.n_cols * grid.n_rows; i++) {
    guint col = i % grid.n_cols, row = i / grid.n_cols;
    int kind = find_kind (scene, ts_grid_get_tile_l0 (&grid, col, row));
    float probs[TS_N_AREA_KINDS];
    TsTilePixels tile;

    if (kind < 0)
      continue;
    ts_tile_reader_read (reader, col, row, &tile, &error);
    g_assert_no_error (error);
    /* No tile of tissue is taken for glass. */
    g_assert_cmpfloat (
      ts_tissue_background_share (tile.rgb, tile.width_px, tile.height_px), <=,
      TS_BACKGROUND_MAX_SHARE);
    ts_classifier_run (classes.classifier, tile.rgb, tile.width_px,
                       tile.height_px, probs, &error);
    g_assert_no_error (error);
    n[kind]++;
    n_all++;
    n_right += find_best (probs, TS_N_AREA_KINDS) == (guint) kind ? 1 : 0;
  }
  g_test_message ("%u of %u tiles have the right class", n_right, n_all);
  for (guint kind = 0; kind < TS_N_AREA_KINDS; kind++)
    g_assert_cmpuint (n[kind], >=, 5);
  g_assert_cmpfloat (n_right, >=, LEAST_RIGHT * n_all);
}

static void
test_says_what_it_is (void)
{
  g_auto (Network) classes = { 0 }, genes = { 0 };
  const TsModelInfo *info;

  load_network (&classes, "demo-classes.onnx");
  load_network (&genes, "demo-mutations.onnx");
  info = ts_model_get_info (genes.model);
  g_assert_cmpint (info->role, ==, TS_ROLE_MUTATIONS);
  g_assert_cmpstr (info->runs_on_class, ==, "LUAD");
  g_assert_cmpint (info->head, ==, TS_HEAD_SIGMOID);
  for (guint gene = 0; gene < TS_N_GENES; gene++)
    g_assert_cmpstr (info->class_names[gene], ==, ts_gene_to_text (gene));
  info = ts_model_get_info (classes.model);
  g_assert_cmpint (info->role, ==, TS_ROLE_CLASSES);
  g_assert_cmpint (info->head, ==, TS_HEAD_SOFTMAX);
  g_assert_cmpuint (info->patch_px, ==, TS_TILE_SET_PX);
  g_assert_cmpfloat (info->spacing_um, ==, TS_SCENE_MPP);
  for (guint kind = 0; kind < TS_N_AREA_KINDS; kind++)
    g_assert_cmpstr (info->class_names[kind], ==,
                     ts_area_kind_to_text ((TsAreaKind) kind));
  g_assert_nonnull (strstr (info->notes, "meaningless for patients"));
  g_assert_cmpstr (info->licence, ==, "GPL-3.0-or-later");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-networks/say-what-they-are", test_says_what_it_is);
  g_test_add_func ("/demo-networks/tell-fresh-tiles-apart",
                   test_tells_fresh_tiles_apart);
  g_test_add_func ("/demo-networks/map-the-demonstration-slide",
                   test_maps_the_demonstration_slide);
  return g_test_run ();
}
