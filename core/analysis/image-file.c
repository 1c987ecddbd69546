/* A whole image file as one tile.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/image-file.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/safe-file.h"

#define MAX_FILE_BYTES ((gsize) 1 << 30)
#define MAX_PIXELS     (G_GINT64_CONSTANT (1) << 28)

static gboolean
begins_with (const guint8 *data, gsize n_bytes, const char *magic, gsize n)
{
  return n_bytes >= n && memcmp (data, magic, n) == 0;
}

/* Steps over one marker of a JPEG file, and over its entropy-coded data after a scan's
 * header; 0 when the file ends before it does. */
static gsize
skip_jpeg_segment (const guint8 *data, gsize n_bytes, gsize at)
{
  guint8 marker = data[at + 1];
  gsize next = at + 2;

  if (marker == 0xd8 || marker == 0x01 || marker == 0xff)
    return marker == 0xff ? at + 1 : next;
  if (next + 2 > n_bytes)
    return 0;
  next += (gsize) data[next] << 8 | data[next + 1];
  if (marker != 0xda)
    return next;
  /* In scan data 0xff is followed by 0 or a restart marker, else it is the next marker. */
  while (next + 1 < n_bytes &&
         (data[next] != 0xff || data[next + 1] == 0 ||
          (data[next + 1] >= 0xd0 && data[next + 1] <= 0xd7)))
    next++;
  return next;
}

/* libjpeg fills up what is missing with grey and only warns. */
static gboolean
is_whole_jpeg (const guint8 *data, gsize n_bytes)
{
  gsize at = 0;

  while (at + 1 < n_bytes) {
    gsize next = 0;
    if (data[at] != 0xff)
      return FALSE;
    if (data[at + 1] == 0xd9)
      return TRUE;
    next = skip_jpeg_segment (data, n_bytes, at);
    if (next <= at)
      return FALSE;
    at = next;
  }
  return FALSE;
}

static gboolean
check_file (const char *path, GError **error)
{
  g_autofree char *data = NULL;
  gsize n_bytes = 0;
  const guint8 *bytes = NULL;

  if (!ts_safe_file_read (path, MAX_FILE_BYTES, &data, &n_bytes, error))
    return FALSE;
  bytes = (const guint8 *) data;
  if (begins_with (bytes, n_bytes, "\x89PNG\r\n\x1a\n", 8))
    return TRUE;
  if (!begins_with (bytes, n_bytes, "\xff\xd8\xff", 3)) {
    g_set_error (error, TS_ERROR, TS_ERROR_OPEN,
                 "'%s' is neither a JPEG nor a PNG image", path);
    return FALSE;
  }
  if (is_whole_jpeg (bytes, n_bytes))
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_READ,
               "'%s' is damaged: the JPEG data end too early", path);
  return FALSE;
}

/* Before anything is decoded: a small file may claim a huge picture. */
static gboolean
check_size (const char *path, GError **error)
{
  int width = 0, height = 0;

  if (gdk_pixbuf_get_file_info (path, &width, &height) == NULL || width < 1 ||
      height < 1) {
    g_set_error (error, TS_ERROR, TS_ERROR_READ,
                 "'%s' is damaged: it has no readable header", path);
    return FALSE;
  }
  if (width <= TS_IMAGE_MAX_SIDE_PX && height <= TS_IMAGE_MAX_SIDE_PX &&
      (gint64) width * height <= MAX_PIXELS)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
               "'%s' is too large: %dx%d pixels", path, width, height);
  return FALSE;
}

static TsImage *
copy_rgb (const GdkPixbuf *pixbuf)
{
  TsImage *image = g_new0 (TsImage, 1);
  guint n_channels = (guint) gdk_pixbuf_get_n_channels (pixbuf);
  gsize row_bytes = (gsize) gdk_pixbuf_get_rowstride (pixbuf);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  guint8 *out = NULL;

  image->width_px = (guint) gdk_pixbuf_get_width (pixbuf);
  image->height_px = (guint) gdk_pixbuf_get_height (pixbuf);
  out = image->rgb = g_malloc_n (image->height_px, (gsize) image->width_px * 3);
  for (guint y = 0; y < image->height_px; y++) {
    const guint8 *in = pixels + y * row_bytes;
    for (guint x = 0; x < image->width_px; x++, in += n_channels, out += 3)
      memcpy (out, in, 3);
  }
  return image;
}

TsImage *
ts_image_load (const char *path, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) reason = NULL;

  if (!check_file (path, error) || !check_size (path, error))
    return NULL;
  pixbuf = gdk_pixbuf_new_from_file (path, &reason);
  if (pixbuf != NULL)
    return copy_rgb (pixbuf);
  g_set_error (error, TS_ERROR, TS_ERROR_READ, "'%s' is damaged: %s", path,
               reason->message);
  return NULL;
}

void
ts_image_free (TsImage *self)
{
  if (self == NULL)
    return;
  g_free (self->rgb);
  g_free (self);
}
