/* Pictures to PNG files. Private to the room. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* FALSE with TS_ERROR_TOO_LARGE above TS_SNAPSHOT_MAX_PX or above what cairo can hold. */
gboolean
ts_png_picture_check_size (gint64 width_px, gint64 height_px, GError **error);

/* An opaque white picture; NULL with TS_ERROR_TOO_LARGE, also beyond memory. */
cairo_surface_t *ts_png_picture_new (gint64 width_px,
                                     gint64 height_px,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pixels only: no text, time or name goes into the file, which is written whole or not at
 * all. FALSE with TS_ERROR_WRITE. */
gboolean ts_png_picture_write (cairo_surface_t *picture,
                               const char *path,
                               GError **error);

G_END_DECLS
