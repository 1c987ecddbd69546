/* Pictures to PNG files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/png-file.h"

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/export/snapshot.h"

#define CAIRO_MAX_PX 32767

gboolean
ts_png_picture_check_size (gint64 width_px, gint64 height_px, GError **error)
{
  if (width_px <= CAIRO_MAX_PX && height_px <= CAIRO_MAX_PX &&
      width_px * height_px <= TS_SNAPSHOT_MAX_PX)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
               "a picture of %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT
               " pixels is too large: at most %d megapixels and %d pixels "
               "a side",
               width_px, height_px, (int) (TS_SNAPSHOT_MAX_PX / 1000000),
               CAIRO_MAX_PX);
  return FALSE;
}

cairo_surface_t *
ts_png_picture_new (gint64 width_px, gint64 height_px, GError **error)
{
  cairo_surface_t *surface;
  cairo_t *cr;

  if (!ts_png_picture_check_size (width_px, height_px, error))
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width_px,
                                        (int) height_px);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS) {
    g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
                 "a picture of %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT
                 " pixels does not fit into memory",
                 width_px, height_px);
    cairo_surface_destroy (surface);
    return NULL;
  }
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_destroy (cr);
  return surface;
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int n_bytes)
{
  GByteArray *bytes = closure;

  g_byte_array_append (bytes, data, n_bytes);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
ts_png_picture_write (cairo_surface_t *picture,
                      const char *path,
                      GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_status_t status =
    cairo_surface_write_to_png_stream (picture, append_bytes, bytes);

  if (status != CAIRO_STATUS_SUCCESS) {
    g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "cannot write '%s': %s", path,
                 cairo_status_to_string (status));
    return FALSE;
  }
  return ts_safe_file_write (path, bytes->data, bytes->len, error);
}
