/* Pictures of tiles, read one after the other in a thread and kept. What is wanted may change
 * at any time; what is no longer wanted is not read.
 * Signal: arrived (guint col, guint row): a picture is there, or it is known that it cannot be
 * read. Main thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/analysis/prediction-map.h"
#include "core/analysis/tile-pictures.h"

G_BEGIN_DECLS

#define TS_TYPE_PICTURE_LOADER (ts_picture_loader_get_type ())
G_DECLARE_FINAL_TYPE (TsPictureLoader,
                      ts_picture_loader,
                      TS,
                      PICTURE_LOADER,
                      GObject)

/* small_side_px: of pictures in small; 0: the network's input. */
TsPictureLoader *
ts_picture_loader_new (guint small_side_px) G_GNUC_WARN_UNUSED_RESULT;
/* Takes pictures over; NULL for none. Forgets all it has. */
void ts_picture_loader_set_source (TsPictureLoader *self,
                                   TsTilePictures *pictures);
gboolean ts_picture_loader_has_source (TsPictureLoader *self);
/* places [n], the most urgent first; replaces what was wanted before. */
void ts_picture_loader_want (TsPictureLoader *self,
                             const TsTilePlace *places,
                             guint n);
/* Borrowed; NULL when it is not there (yet). */
GdkTexture *ts_picture_loader_get (TsPictureLoader *self, guint col, guint row);
/* Nothing of what is wanted is missing, but what cannot be read. */
gboolean ts_picture_loader_is_settled (TsPictureLoader *self);

G_END_DECLS
