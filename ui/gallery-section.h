/* One list of the gallery: a title and its tiles in small, each with its probability. Cells
 * stay where they are; only what they show changes.
 * Signal: tile-activated (guint col, guint row). Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/analysis/tile-ranking.h"
#include "ui/picture-loader.h"

G_BEGIN_DECLS

#define TS_TYPE_GALLERY_SECTION (ts_gallery_section_get_type ())
G_DECLARE_FINAL_TYPE (TsGallerySection,
                      ts_gallery_section,
                      TS,
                      GALLERY_SECTION,
                      GtkWidget)

#define TS_GALLERY_N_TILES 12
/* A picture's side on screen. */
#define TS_GALLERY_PICTURE_VIEW 72

/* swatch may be NULL and is taken over. */
GtkWidget *
ts_gallery_section_new (const char *title,
                        GtkWidget *swatch,
                        TsPictureLoader *pictures) G_GNUC_WARN_UNUSED_RESULT;
/* tiles: of TsRankedTile, at most TS_GALLERY_N_TILES are shown. */
void ts_gallery_section_set_tiles (TsGallerySection *self, const GArray *tiles);
/* Takes pictures that have come. */
void ts_gallery_section_show_pictures (TsGallerySection *self);
/* Appends the places (TsTilePlace) of cells without a picture that are seen in `within`, which
 * is height_view high. */
void ts_gallery_section_list_missing (TsGallerySection *self,
                                      GtkWidget *within,
                                      double height_view,
                                      GArray *out_places);
/* Marks the cell of this tile, if there is one; none with is_selected FALSE. */
void ts_gallery_section_mark (TsGallerySection *self,
                              gboolean is_selected,
                              guint col,
                              guint row);
guint ts_gallery_section_get_n_tiles (TsGallerySection *self);
/* FALSE where there is none of that number. */
gboolean ts_gallery_section_get_tile (TsGallerySection *self,
                                      guint at,
                                      TsRankedTile *out_tile);

G_END_DECLS
