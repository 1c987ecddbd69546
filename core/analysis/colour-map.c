/* Colours of classes and shades.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/colour-map.h"

#include <math.h>

#define MAX_STOPS     9
#define LIGHTEST_TINT 0.12 /* share of the full shade that value 0 still has */

typedef struct {
  guint n_stops;
  guint32 stops[MAX_STOPS]; /* 0xRRGGBB, evenly spaced from 0 to 1 */
} Ramp;

/* Nine-class sequential schemes of ColorBrewer 2.0 (C. Brewer, M. Harrower, The
 * Pennsylvania State University), which matplotlib interpolates under the same names. */
static const Ramp or_rd = { 9,
                            { 0xfff7ec, 0xfee8c8, 0xfdd49e, 0xfdbb84, 0xfc8d59,
                              0xef6548, 0xd7301f, 0xb30000, 0x7f0000 } };
static const Ramp blues = { 9,
                            { 0xf7fbff, 0xdeebf7, 0xc6dbef, 0x9ecae1, 0x6baed6,
                              0x4292c6, 0x2171b5, 0x08519c, 0x08306b } };
static const Ramp oranges = { 9,
                              { 0xfff5eb, 0xfee6ce, 0xfdd0a2, 0xfdae6b,
                                0xfd8d3c, 0xf16913, 0xd94801, 0xa63603,
                                0x7f2704 } };
static const Ramp greens = { 9,
                             { 0xf7fcf5, 0xe5f5e0, 0xc7e9c0, 0xa1d99b, 0x74c476,
                               0x41ab5d, 0x238b45, 0x006d2c, 0x00441b } };
static const Ramp purples = { 9,
                              { 0xfcfbfd, 0xefedf5, 0xdadaeb, 0xbcbddc,
                                0x9e9ac8, 0x807dba, 0x6a51a3, 0x54278f,
                                0x3f007d } };
static const Ramp reds = { 9,
                           { 0xfff5f0, 0xfee0d2, 0xfcbba1, 0xfc9272, 0xfb6a4a,
                             0xef3b2c, 0xcb181d, 0xa50f15, 0x67000d } };
static const Ramp greys = { 9,
                            { 0xffffff, 0xf0f0f0, 0xd9d9d9, 0xbdbdbd, 0x969696,
                              0x737373, 0x525252, 0x252525, 0x000000 } };
/* matplotlib's 'binary', and the two-colour maps DeepPATH makes itself. */
static const Ramp binary = { 2, { 0xffffff, 0x000000 } };
static const Ramp white_yellow = { 2, { 0xffffff, 0xffff00 } };
static const Ramp white_green = { 2, { 0xffffff, 0x008000 } };
static const Ramp white_blue = { 2, { 0xffffff, 0x0000ff } };
static const Ramp white_magenta = { 2, { 0xffffff, 0xff00ff } };

/* DeepPATH_code/03_postprocessing: 0f_HeatMap_nClasses.py. */
static const struct {
  const char *name;
  const Ramp *ramp;
} deeppath_genes[] = {
  { "EGFR", &reds },           { "FAT1", &oranges },
  { "FAT4", &white_yellow },   { "KEAP1", &white_green },
  { "KRAS", &greens },         { "LRP1B", &white_blue },
  { "NF1", &blues },           { "SETBP1", &purples },
  { "STK11", &white_magenta }, { "TP53", &greys },
};
static const Ramp *const deeppath_classes[] = { &binary,  &or_rd,  &blues,
                                                &oranges, &greens, &purples };

/* Colours of Okabe and Ito (Color Universal Design, 2008). The order is ours: the first
 * three differ in hue and in lightness (L* 58, 71, 46) for every kind of colour vision, and
 * none of them is among the pinks and purples of H&E. */
static const guint32 safe_shades[] = {
  0x009e73, /* bluish green */
  0xe69f00, /* orange */
  0x0072b2, /* blue */
  0xf0e442, /* yellow */
  0xd55e00, /* vermillion */
  0x56b4e9, /* sky blue */
  0x000000, /* black */
  0xcc79a7, /* reddish purple */
};

/* Genes are drawn on tiles of one class, beside whose colours theirs must not be read as a
 * class: the first four are far from the first three above for every kind of colour vision.
 * Dark red (ours), indigo, olive and cyan (P. Tol, Colour Schemes, 2021), the rest of Okabe
 * and Ito. */
static const guint32 safe_gene_shades[] = {
  0x9a2a00, /* dark red */
  0x56b4e9, /* sky blue */
  0x000000, /* black */
  0x332288, /* indigo */
  0xf0e442, /* yellow */
  0xcc79a7, /* reddish purple */
  0x999933, /* olive */
  0x88ccee, /* cyan */
};

static guint
mix_channel (guint a, guint b, double share_of_b)
{
  return (guint) lround ((double) a + ((double) b - (double) a) * share_of_b);
}

static guint32
mix (guint32 a, guint32 b, double share_of_b)
{
  return mix_channel (a >> 16, b >> 16, share_of_b) << 16 |
         mix_channel (a >> 8 & 0xff, b >> 8 & 0xff, share_of_b) << 8 |
         mix_channel (a & 0xff, b & 0xff, share_of_b);
}

static guint32
ramp_at (const Ramp *ramp, double value)
{
  double position = value * (ramp->n_stops - 1);
  guint first = MIN ((guint) position, ramp->n_stops - 2);

  return mix (ramp->stops[first], ramp->stops[first + 1],
              position - (double) first);
}

static const Ramp *
deeppath_ramp (guint index,
               guint n_classes,
               const char *class_name,
               gboolean is_gene)
{
  /* Two classes are LUAD and LUSC there, and keep their colours. */
  guint place = index + (n_classes <= 2 ? 1 : 0);

  for (guint i = 0; is_gene && i < G_N_ELEMENTS (deeppath_genes); i++) {
    if (g_strcmp0 (class_name, deeppath_genes[i].name) == 0)
      return deeppath_genes[i].ramp;
  }
  return deeppath_classes[MIN (place, G_N_ELEMENTS (deeppath_classes) - 1)];
}

G_STATIC_ASSERT (G_N_ELEMENTS (safe_gene_shades) == G_N_ELEMENTS (safe_shades));

static guint32
safe_shade (guint index, guint n_classes, gboolean is_gene)
{
  const guint n = G_N_ELEMENTS (safe_shades);
  guint place = index + (!is_gene && n_classes <= 2 ? 1 : 0);
  guint n_rounds = place / n;
  const guint32 *shades = is_gene ? safe_gene_shades : safe_shades;

  /* Beyond eight the colours return, each time darker. */
  return mix (shades[place % n], 0x000000,
              1 - 1 / (1 + 0.5 * (double) n_rounds));
}

guint32
ts_colour_map_get_class (TsPalette palette,
                         guint index,
                         guint n_classes,
                         const char *class_name,
                         gboolean is_gene)
{
  return ts_colour_map_get_shade (palette, index, n_classes, class_name,
                                  is_gene, 1);
}

guint32
ts_colour_map_get_shade (TsPalette palette,
                         guint index,
                         guint n_classes,
                         const char *class_name,
                         gboolean is_gene,
                         double value)
{
  double v = value > 0 ? MIN (value, 1) : 0; /* not a number: 0 */

  if (palette == TS_PALETTE_DEEPPATH)
    return ramp_at (deeppath_ramp (index, n_classes, class_name, is_gene), v);
  return mix (0xffffff, safe_shade (index, n_classes, is_gene),
              LIGHTEST_TINT + (1 - LIGHTEST_TINT) * v);
}

static const char *const palette_texts[TS_N_PALETTES] = { "safe", "deeppath" };

const char *
ts_palette_to_text (TsPalette palette)
{
  return palette_texts[palette];
}

gboolean
ts_palette_from_text (const char *text, TsPalette *out_palette)
{
  for (guint i = 0; i < TS_N_PALETTES; i++) {
    if (g_strcmp0 (text, palette_texts[i]) == 0) {
      *out_palette = (TsPalette) i;
      return TRUE;
    }
  }
  return FALSE;
}
