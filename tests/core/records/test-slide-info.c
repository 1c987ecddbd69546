/* What is known of a slide, and the key of a grid.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/records/grid-spec.h"
#include "core/records/slide-info.h"

static void
test_power (void)
{
  TsSlideInfo info = { .objective_power = 40, .mpp_x = 0.5, .mpp_y = 0.5 };

  g_assert_cmpfloat (ts_slide_info_get_power (&info), ==, 40);
  info.objective_power = 0;
  g_assert_cmpfloat (ts_slide_info_get_power (&info), ==, 20);
  info.mpp_y = 0;
  g_assert_false (ts_slide_info_has_mpp (&info));
  g_assert_cmpfloat (ts_slide_info_get_power (&info), ==, 0);
}

static void
test_source_texts (void)
{
  static const char *const texts[] = { "none", "vendor", "tiff-resolution",
                                       "reader" };
  TsMppSource source = TS_MPP_READER;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_cmpstr (ts_mpp_source_to_text ((TsMppSource) i), ==, texts[i]);
    g_assert_true (ts_mpp_source_from_text (texts[i], &source));
    g_assert_cmpint (source, ==, (int) i);
  }
  g_assert_false (ts_mpp_source_from_text ("Vendor", &source));
  g_assert_false (ts_mpp_source_from_text (NULL, &source));
  g_assert_cmpint (source, ==, TS_MPP_READER);
}

static TsGridSpec
grid_new (void)
{
  return (TsGridSpec){ 512,    0.5,    0.499, 0.499, { 0, 0, 2220, 2967 },
                       513.02, 513.02, 5,     6 };
}

static void
assert_other_key (const TsGridSpec *grid, const char *key)
{
  g_autofree char *other = ts_grid_spec_to_key (grid);

  g_assert_cmpstr (other, !=, key);
}

static void
test_grid_key (void)
{
  TsGridSpec grid = grid_new (), same = grid_new (), other;
  g_autofree char *key = ts_grid_spec_to_key (&grid);
  g_autofree char *same_key = ts_grid_spec_to_key (&same);

  g_assert_cmpstr (key, ==, same_key);
  g_assert_null (g_strstr_len (key, -1, "\n"));
  other = grid_new ();
  other.patch_px = 299;
  assert_other_key (&other, key);
  other = grid_new ();
  other.spacing_um = 0.5000000000000001;
  assert_other_key (&other, key);
  other = grid_new ();
  other.mpp_y = 0.4990000000000001;
  assert_other_key (&other, key);
  other = grid_new ();
  other.area_l0.x = 1;
  assert_other_key (&other, key);
  other = grid_new ();
  other.area_l0.height = 2966;
  assert_other_key (&other, key);
}

/* Keys are in stores: this one must never change. */
static void
test_grid_key_text (void)
{
  TsGridSpec grid = { 512,  0.5,  0.25, 0.25, { 0, 0, 2048, 1024 },
                      1024, 1024, 2,    1 };
  g_autofree char *key = ts_grid_spec_to_key (&grid);

  g_assert_cmpstr (key, ==,
                   "grid1 patch=512 um=0.5 mppx=0.25 mppy=0.25 x=0 y=0 "
                   "width=2048 height=1024 stepx=1024 stepy=1024 cols=2 "
                   "rows=1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide-info/derives-power-from-microns", test_power);
  g_test_add_func ("/slide-info/names-the-source-of-microns",
                   test_source_texts);
  g_test_add_func ("/grid-spec/has-a-key-that-tells-grids-apart",
                   test_grid_key);
  g_test_add_func ("/grid-spec/has-a-key-that-stays", test_grid_key_text);
  return g_test_run ();
}
