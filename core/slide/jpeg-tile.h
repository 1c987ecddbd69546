/* One tile of a TIFF file with JPEG compression, to pixels. Private to the room. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tiles with more pixels are left to OpenSlide. */
#define TS_JPEG_TILE_MAX_PX (1U << 20)

/* What all tiles of a level have in common. */
typedef struct {
  guint width_px, height_px;
  gboolean is_ycbcr; /* else RGB */
  const void
    *tables; /* an abbreviated JPEG stream of tables only; NULL: no tables */
  gsize n_table_bytes;
} TsJpegTileForm;

/* jpeg [n_bytes] into out_argb [height_px][width_px], opaque ARGB32 in native byte order.
 * FALSE, out_argb then undefined, for all that is not a sound baseline JPEG image of that
 * form: what libjpeg merely warns of, OpenSlide takes as an error. Prints nothing. */
gboolean ts_jpeg_tile_decode (const TsJpegTileForm *form,
                              const guint8 *jpeg,
                              gsize n_bytes,
                              guint32 *out_argb);

G_END_DECLS
