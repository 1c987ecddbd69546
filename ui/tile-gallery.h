/* The most telling tiles in small: of each class, and of each gene, those with the highest
 * probability, and those the model is least certain of. While the run goes on it is renewed
 * every few seconds, but never under the pointer or the keyboard's hand: then the reader says
 * when.
 * Signal: tile-activated (guint col, guint row). Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/gallery-section.h"
#include "ui/workspace.h"

G_BEGIN_DECLS

#define TS_TYPE_TILE_GALLERY (ts_tile_gallery_get_type ())
G_DECLARE_FINAL_TYPE (TsTileGallery,
                      ts_tile_gallery,
                      TS,
                      TILE_GALLERY,
                      GtkWidget)

/* Takes a reference, once. */
void ts_tile_gallery_set_workspace (TsTileGallery *self,
                                    TsWorkspace *workspace);
/* For tests: the sections in order, borrowed, NULL beyond the last; and whether every picture
 * in sight is there. */
TsGallerySection *ts_tile_gallery_get_section (TsTileGallery *self, guint at);
gboolean ts_tile_gallery_is_settled (TsTileGallery *self);
/* Shows what is known now, whoever's hand is on it. */
void ts_tile_gallery_renew (TsTileGallery *self);

G_END_DECLS
