/* Drawn slides: what they promise to those who read them, and that the one in the
 * repository is the drawing of its seed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/slide/slide.h"
#include "core/tiles/tissue.h"
#include "resources/demo/draw.h"
#include "resources/demo/slide-file.h"
#include "resources/demo/tile-set.h"
#include "resources/demo/truth.h"

#define SIDE 300

static char *
find_demo_file (const char *name)
{
  return g_build_filename (g_getenv ("TS_SOURCE_ROOT"), "resources", "demo",
                           name, NULL);
}

static TsScene *
new_demo_scene (const TsMaterials *materials)
{
  return ts_scene_new (materials, TS_SCENE_DEMO_SEED, TS_SCENE_DEMO_WIDTH_PX,
                       TS_SCENE_DEMO_HEIGHT_PX);
}

static void
test_region_looks_the_same_however_cut (void)
{
  g_autoptr (TsMaterials) materials = ts_materials_new ();
  const TsAreaKind kinds[] = { TS_AREA_NORMAL, TS_AREA_LUAD, TS_AREA_LUSC };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (TsScene) scene =
      ts_scene_new_plain (materials, 5, kinds[i], TS_GENE_TP53);
    g_autofree guint8 *whole = g_malloc (SIDE * SIDE * 3);
    g_autofree guint8 *parts = g_malloc (SIDE * SIDE * 3);
    TsDrawRegion all = { 100, 200, SIDE, SIDE };
    TsDrawRegion left = { 100, 200, 121, SIDE };
    TsDrawRegion right = { 221, 200, SIDE - 121, SIDE };

    ts_draw_region (scene, &all, whole, SIDE * 3);
    ts_draw_region (scene, &left, parts, SIDE * 3);
    ts_draw_region (scene, &right, parts + 121 * 3, SIDE * 3);
    g_assert_cmpmem (whole, SIDE * SIDE * 3, parts, SIDE * SIDE * 3);
  }
}

static void
test_pure_tissue_is_never_background (void)
{
  g_autoptr (TsMaterials) materials = ts_materials_new ();
  g_autofree guint8 *rgb = g_malloc (TS_TILE_SET_PX * TS_TILE_SET_PX * 3);

  for (guint i = 0; i < 24; i++) {
    ts_tile_set_draw_one (materials, 77, i, rgb);
    g_assert_cmpfloat (
      ts_tissue_background_share (rgb, TS_TILE_SET_PX, TS_TILE_SET_PX), <=,
      TS_BACKGROUND_MAX_SHARE);
  }
}

static void
test_written_slide_opens (void)
{
  g_autoptr (TsMaterials) materials = ts_materials_new ();
  g_autoptr (TsScene) scene = ts_scene_new (materials, 9, 1100, 825);
  g_autofree guint8 *rgb = ts_draw_slide (scene, 2);
  g_autofree char *folder = g_dir_make_tmp ("tessera-demo-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "slide.tiff", NULL);
  g_autoptr (TsSlide) slide = NULL;
  g_autoptr (GError) error = NULL;

  ts_slide_file_write (path, rgb, 1100, 825, TS_SCENE_MPP, &error);
  g_assert_no_error (error);
  slide = ts_slide_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ts_slide_get_info (slide)->width_px, ==, 1100);
  g_assert_cmpuint (ts_slide_get_info (slide)->n_levels, ==, 2);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_refuses_a_folder_that_is_not_there (void)
{
  guint8 rgb[3] = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (
    ts_slide_file_write ("/no-such-folder/s.tiff", rgb, 1, 1, 0.5, &error));
  g_assert_cmpstr (
    error->message, ==,
    "cannot write '/no-such-folder/s.tiff': No such file or directory");
}

static void
test_demo_slide_is_half_a_micron_a_pixel (void)
{
  g_autofree char *path = find_demo_file ("demo-slide.tiff");
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = ts_slide_open (path, &error);
  const TsSlideInfo *info;

  g_assert_no_error (error);
  info = ts_slide_get_info (slide);
  g_assert_cmpint (info->width_px, ==, TS_SCENE_DEMO_WIDTH_PX);
  g_assert_cmpint (info->height_px, ==, TS_SCENE_DEMO_HEIGHT_PX);
  g_assert_cmpfloat_with_epsilon (info->mpp_x, 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (info->mpp_y, 0.5, 1e-9);
  g_assert_cmpint (info->mpp_source, ==, TS_MPP_TIFF);
  g_assert_cmpuint (info->n_levels, ==, 5);
  for (guint level = 0; level < info->n_levels; level++)
    g_assert_cmpfloat_with_epsilon (
      ts_slide_get_level_downsample (slide, level), pow (2, level), 0.01);
}

static void
test_demo_outlines_come_from_its_seed (void)
{
  g_autoptr (TsMaterials) materials = ts_materials_new ();
  g_autoptr (TsScene) scene = new_demo_scene (materials);
  g_autofree char *path = find_demo_file ("demo-truth.json");
  g_autofree char *drawn = ts_truth_to_text (scene), *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &kept, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (drawn, ==, kept);
}

/* Mean difference of all channels between a region of the file and of the drawing. */
static double
compare_region (TsSlide *slide, const TsScene *scene, int x_px, int y_px)
{
  g_autofree guint8 *rgb = g_malloc (SIDE * SIDE * 3);
  g_autofree guint32 *argb = g_new (guint32, SIDE * SIDE);
  TsDrawRegion drawn = { x_px, y_px, SIDE, SIDE };
  TsSlideRegion kept = { 0, x_px, y_px, SIDE, SIDE };
  g_autoptr (GError) error = NULL;
  double sum = 0;

  ts_draw_region (scene, &drawn, rgb, SIDE * 3);
  if (!ts_slide_read_region (slide, &kept, argb, &error))
    g_assert_no_error (error);
  for (guint i = 0; i < SIDE * SIDE; i++)
    for (guint c = 0; c < 3; c++)
      sum +=
        abs ((int) (argb[i] >> (16 - 8 * c) & 0xff) - (int) rgb[3 * i + c]);
  return sum / (SIDE * SIDE * 3);
}

static void
test_demo_slide_is_the_drawing_of_its_seed (void)
{
  g_autoptr (TsMaterials) materials = ts_materials_new ();
  g_autoptr (TsScene) scene = new_demo_scene (materials);
  g_autofree char *path = find_demo_file ("demo-slide.tiff");
  g_autoptr (GError) error = NULL;
  g_autoptr (TsSlide) slide = ts_slide_open (path, &error);

  g_assert_no_error (error);
  /* What JPEG loses is a few grey values; another drawing differs by tens. */
  for (guint i = 0; i < scene->areas->len; i++) {
    const TsOutline *outline = &g_array_index (scene->areas, TsArea, i).outline;

    g_assert_cmpfloat (compare_region (slide, scene,
                                       (int) outline->xy_px[0] - SIDE / 2,
                                       (int) outline->xy_px[1] - SIDE / 2),
                       <, 6);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/region-looks-the-same-however-cut",
                   test_region_looks_the_same_however_cut);
  g_test_add_func ("/drawing/pure-tissue-is-never-background",
                   test_pure_tissue_is_never_background);
  g_test_add_func ("/drawing/written-slide-opens", test_written_slide_opens);
  g_test_add_func ("/drawing/refuses-a-folder-that-is-not-there",
                   test_refuses_a_folder_that_is_not_there);
  g_test_add_func ("/demo-slide/is-half-a-micron-a-pixel",
                   test_demo_slide_is_half_a_micron_a_pixel);
  g_test_add_func ("/demo-slide/outlines-come-from-its-seed",
                   test_demo_outlines_come_from_its_seed);
  g_test_add_func ("/demo-slide/is-the-drawing-of-its-seed",
                   test_demo_slide_is_the_drawing_of_its_seed);
  return g_test_run ();
}
