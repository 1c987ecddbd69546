/* Tiles as pictures for people: in small for a gallery, and as the network saw them, read and
 * prepared by the same code as in a run. One thread at a time; slide and model may be in use
 * by others meanwhile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/model/model.h"
#include "core/records/grid-spec.h"
#include "core/slide/slide.h"

G_BEGIN_DECLS

typedef struct TsTilePictures TsTilePictures;

/* References are taken, the grid is copied. NULL with TS_ERROR_UNSUPPORTED when the network
 * does not take pictures. */
TsTilePictures *ts_tile_pictures_new (TsSlide *slide,
                                      TsModel *model,
                                      const TsGridSpec *grid,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_tile_pictures_free (TsTilePictures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTilePictures, ts_tile_pictures_free)

typedef struct {
  guint width_px, height_px;
  guint8 *rgb; /* [height_px][width_px][3] */
} TsTilePicture;

void ts_tile_picture_free (TsTilePicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTilePicture, ts_tile_picture_free)

/* The network's input before it is scaled and normalised (ts_preprocessor_get_picture). NULL
 * with TS_ERROR_READ or TS_ERROR_TOO_LARGE naming the tile. */
TsTilePicture *
ts_tile_pictures_read_input (TsTilePictures *self,
                             guint col,
                             guint row,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The tile in small: its longer side becomes at most side_px, never enlarged. Errors
 * likewise. */
TsTilePicture *
ts_tile_pictures_read_small (TsTilePictures *self,
                             guint col,
                             guint row,
                             guint side_px,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
