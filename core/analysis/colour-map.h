/* Colours of classes and shades. Pure. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  TS_PALETTE_SAFE, /* told apart with any colour vision (Okabe and Ito 2008): the default */
  TS_PALETTE_DEEPPATH /* the colour maps of DeepPATH's heat maps, black for class 1 */
} TsPalette;

#define TS_N_PALETTES 2

/* The full shade of class index of n_classes: 0xRRGGBB. is_gene: it is a gene's, told apart
 * from the classes; class_name may name one of DeepPATH's genes; else it may be NULL. */
guint32 ts_colour_map_get_class (TsPalette palette,
                                 guint index,
                                 guint n_classes,
                                 const char *class_name,
                                 gboolean is_gene);
/* Shade value of that class, 0xRRGGBB: from near white at 0 to the full shade at 1. Values
 * outside are taken as the nearer end. */
guint32 ts_colour_map_get_shade (TsPalette palette,
                                 guint index,
                                 guint n_classes,
                                 const char *class_name,
                                 gboolean is_gene,
                                 double value);

const char *ts_palette_to_text (TsPalette palette); /* "safe", "deeppath" */
gboolean ts_palette_from_text (const char *text, TsPalette *out_palette);

G_END_DECLS
