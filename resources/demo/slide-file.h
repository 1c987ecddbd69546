/* Writes pixels as a slide: a pyramidal tiled JPEG TIFF. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_SLIDE_FILE_QUALITY 80 /* of JPEG, with colour at half resolution */

/* rgb [height_px][width_px][3]; it is used up: smaller levels are made in its place.
 * FALSE with TS_ERROR_WRITE. */
gboolean ts_slide_file_write (const char *path,
                              guint8 *rgb,
                              guint width_px,
                              guint height_px,
                              double mpp,
                              GError **error);

/* A tile image with the losses it would have in a slide. FALSE with TS_ERROR_WRITE. */
gboolean ts_tile_file_write (const char *path,
                             const guint8 *rgb,
                             guint width_px,
                             guint height_px,
                             GError **error);

G_END_DECLS
