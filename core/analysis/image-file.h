/* A whole image file as one tile: JPEG or PNG to RGB, with gdk-pixbuf. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_IMAGE_MAX_SIDE_PX 32768

typedef struct {
  guint width_px, height_px;
  guint8 *rgb; /* [height][width][3], no padding */
} TsImage;

/* As PIL's Image.open (path).convert ("RGB"): the EXIF orientation is not applied, alpha is
 * dropped and not blended. NULL with TS_ERROR_OPEN (not there, neither JPEG nor PNG),
 * _READ (damaged) or _TOO_LARGE (a side above TS_IMAGE_MAX_SIDE_PX, more than 2^28 pixels);
 * the message names the file. */
TsImage *ts_image_load (const char *path,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_image_free (TsImage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsImage, ts_image_free)

G_END_DECLS
