/* Palettes: DeepPATH's own colours, and that the default can be told apart.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/colour-map.h"

#include <math.h>

static guint32
deeppath (guint index, guint n, const char *gene, double value)
{
  return ts_colour_map_get_shade (TS_PALETTE_DEEPPATH, index, n, gene,
                                  gene != NULL, value);
}

static void
test_deeppath_classes_have_their_colours (void)
{
  g_assert_cmphex (deeppath (0, 3, NULL, 0), ==, 0xffffff);
  g_assert_cmphex (deeppath (0, 3, NULL, 1), ==, 0x000000);
  g_assert_cmphex (deeppath (1, 3, NULL, 0), ==, 0xfff7ec);
  g_assert_cmphex (deeppath (1, 3, NULL, 0.5), ==, 0xfc8d59);
  g_assert_cmphex (deeppath (1, 3, NULL, 1), ==, 0x7f0000);
  g_assert_cmphex (deeppath (2, 3, NULL, 1), ==, 0x08306b);
  g_assert_cmphex (deeppath (3, 7, NULL, 1), ==, 0x7f2704);
  g_assert_cmphex (deeppath (4, 7, NULL, 1), ==, 0x00441b);
  g_assert_cmphex (deeppath (5, 7, NULL, 1), ==, 0x3f007d);
  g_assert_cmphex (deeppath (6, 7, NULL, 1), ==, 0x3f007d);
  g_assert_cmphex (deeppath (0, 2, NULL, 1), ==, 0x7f0000);
  g_assert_cmphex (deeppath (1, 2, NULL, 1), ==, 0x08306b);
}

static void
test_deeppath_genes_have_their_colours (void)
{
  g_assert_cmphex (deeppath (0, 10, "EGFR", 1), ==, 0x67000d);
  g_assert_cmphex (deeppath (2, 10, "FAT4", 1), ==, 0xffff00);
  g_assert_cmphex (deeppath (3, 10, "KEAP1", 0.5), ==, 0x80c080);
  g_assert_cmphex (deeppath (9, 10, "TP53", 1), ==, 0x000000);
  g_assert_cmphex (deeppath (9, 10, "TP53", 0.5), ==, 0x969696);
  g_assert_cmphex (deeppath (1, 3, "ALK", 1), ==, 0x7f0000);
}

static void
test_shade_ends_in_the_class_colour (void)
{
  for (guint p = 0; p < TS_N_PALETTES; p++) {
    for (guint i = 0; i < 20; i++) {
      g_assert_cmphex (
        ts_colour_map_get_shade ((TsPalette) p, i, 20, NULL, FALSE, 1), ==,
        ts_colour_map_get_class ((TsPalette) p, i, 20, NULL, FALSE));
      g_assert_cmphex (
        ts_colour_map_get_shade ((TsPalette) p, i, 20, NULL, FALSE, NAN), ==,
        ts_colour_map_get_shade ((TsPalette) p, i, 20, NULL, FALSE, -3));
    }
  }
}

static double
linear (guint channel)
{
  double c = channel / 255.0;

  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

/* CIE L*a*b* (D65) of a colour as seen by a dichromat: for the first two kinds the linear
 * RGB matrices of Vienot, Brettel and Mollon 1999, table 2; kind 2 is normal vision. */
static void
lab_as_seen (guint32 rgb, guint kind, double lab[3])
{
  static const double as_seen[3][3][3] = {
    { { 0.11238, 0.88762, 0 },
      { 0.11238, 0.88762, 0 },
      { 0.00401, -0.00401, 1 } },
    { { 0.29275, 0.70725, 0 },
      { 0.29275, 0.70725, 0 },
      { -0.02234, 0.02234, 1 } },
    { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }
  };
  static const double xyz_of[3][3] = { { 0.4124, 0.3576, 0.1805 },
                                       { 0.2126, 0.7152, 0.0722 },
                                       { 0.0193, 0.1192, 0.9505 } };
  static const double white[3] = { 0.9505, 1, 1.089 };
  double in[3] = { linear (rgb >> 16), linear (rgb >> 8 & 0xff),
                   linear (rgb & 0xff) };
  double seen[3], f[3];

  for (guint i = 0; i < 3; i++)
    seen[i] = as_seen[kind][i][0] * in[0] + as_seen[kind][i][1] * in[1] +
              as_seen[kind][i][2] * in[2];
  for (guint i = 0; i < 3; i++) {
    double t = (xyz_of[i][0] * seen[0] + xyz_of[i][1] * seen[1] +
                xyz_of[i][2] * seen[2]) /
               white[i];
    f[i] = t > 0.008856 ? cbrt (t) : 7.787 * t + 16.0 / 116;
  }
  lab[0] = 116 * f[1] - 16;
  lab[1] = 500 * (f[0] - f[1]);
  lab[2] = 200 * (f[1] - f[2]);
}

/* CIE 1976 difference. */
static double
difference_as_seen (guint32 a, guint32 b, guint kind)
{
  double la[3], lb[3];

  lab_as_seen (a, kind, la);
  lab_as_seen (b, kind, lb);
  return hypot (hypot (la[0] - lb[0], la[1] - lb[1]), la[2] - lb[2]);
}

static guint32
safe (guint index, gboolean is_gene)
{
  return ts_colour_map_get_class (TS_PALETTE_SAFE, index, 3, NULL, is_gene);
}

static void
test_safe_classes_differ_for_any_colour_vision (void)
{
  for (guint kind = 0; kind < 3; kind++) {
    for (guint a = 0; a < 3; a++) {
      for (guint b = a + 1; b < 3; b++) {
        double la[3], lb[3];
        lab_as_seen (safe (a, FALSE), kind, la);
        lab_as_seen (safe (b, FALSE), kind, lb);
        g_assert_cmpfloat (
          difference_as_seen (safe (a, FALSE), safe (b, FALSE), kind), >, 25);
        g_assert_cmpfloat (fabs (la[0] - lb[0]), >, 5);
      }
    }
  }
}

static void
test_safe_genes_are_not_taken_for_classes (void)
{
  for (guint kind = 0; kind < 3; kind++) {
    for (guint gene = 0; gene < 4; gene++) {
      for (guint class = 0; class < 3; class ++)
        g_assert_cmpfloat (
          difference_as_seen (safe (gene, TRUE), safe (class, FALSE), kind), >,
          20);
      for (guint other = 0; other < gene; other++)
        g_assert_cmpfloat (
          difference_as_seen (safe (gene, TRUE), safe (other, TRUE), kind), >,
          20);
    }
  }
}

static void
test_palette_names_go_both_ways (void)
{
  TsPalette palette = TS_PALETTE_SAFE;

  g_assert_true (ts_palette_from_text ("deeppath", &palette));
  g_assert_cmpint (palette, ==, TS_PALETTE_DEEPPATH);
  g_assert_cmpstr (ts_palette_to_text (palette), ==, "deeppath");
  g_assert_true (ts_palette_from_text ("safe", &palette));
  g_assert_cmpint (palette, ==, TS_PALETTE_SAFE);
  g_assert_false (ts_palette_from_text ("jet", &palette));
  g_assert_false (ts_palette_from_text (NULL, &palette));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/colour-map/deeppath-classes-have-their-colours",
                   test_deeppath_classes_have_their_colours);
  g_test_add_func ("/colour-map/deeppath-genes-have-their-colours",
                   test_deeppath_genes_have_their_colours);
  g_test_add_func ("/colour-map/shade-ends-in-the-class-colour",
                   test_shade_ends_in_the_class_colour);
  g_test_add_func ("/colour-map/safe-classes-differ-for-any-colour-vision",
                   test_safe_classes_differ_for_any_colour_vision);
  g_test_add_func ("/colour-map/safe-genes-are-not-taken-for-classes",
                   test_safe_genes_are_not_taken_for_classes);
  g_test_add_func ("/colour-map/palette-names-go-both-ways",
                   test_palette_names_go_both_ways);
  return g_test_run ();
}
