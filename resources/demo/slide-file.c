/* A pyramidal TIFF with libtiff, tile images with gdk-pixbuf.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/slide-file.h"

#include <errno.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>
#include <tiffio.h>

#include "core/base/error.h"

#define TILE_PX       256
#define LEAST_SIDE_PX 300 /* no level is made from one smaller than this */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TIFF, TIFFClose)

static void
describe_level (TIFF *tiff, guint width_px, guint height_px, double mpp)
{
  double per_cm = 10000 / mpp;

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, width_px);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, height_px);
  TIFFSetField (tiff, TIFFTAG_TILEWIDTH, TILE_PX);
  TIFFSetField (tiff, TIFFTAG_TILELENGTH, TILE_PX);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_JPEG);
  TIFFSetField (tiff, TIFFTAG_JPEGQUALITY, TS_SLIDE_FILE_QUALITY);
  /* Each tile has its own, shorter, Huffman codes. */
  TIFFSetField (tiff, TIFFTAG_JPEGTABLESMODE, JPEGTABLESMODE_QUANT);
  TIFFSetField (tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_YCBCR);
  TIFFSetField (tiff, TIFFTAG_YCBCRSUBSAMPLING, 2, 2);
  TIFFSetField (tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_CENTIMETER);
  TIFFSetField (tiff, TIFFTAG_XRESOLUTION, per_cm);
  TIFFSetField (tiff, TIFFTAG_YRESOLUTION, per_cm);
  TIFFSetField (tiff, TIFFTAG_SOFTWARE, "Tessera draw-slide");
  TIFFSetField (tiff, TIFFTAG_IMAGEDESCRIPTION,
                "Synthetic drawing in the manner of an H&E slide; no patient");
}

/* One tile, the slide's last row and column repeated beyond its edge. */
static void
cut_tile (const guint8 *rgb,
          guint width_px,
          guint height_px,
          const guint at[2],
          guint8 *tile)
{
  for (guint row = 0; row < TILE_PX; row++) {
    const guint8 *line =
      rgb + (gsize) MIN (at[1] + row, height_px - 1) * width_px * 3;

    for (guint col = 0; col < TILE_PX; col++)
      memcpy (tile + 3 * (row * TILE_PX + col),
              line + 3 * (gsize) MIN (at[0] + col, width_px - 1), 3);
  }
}

static gboolean
write_level (TIFF *tiff, const guint8 *rgb, guint width_px, guint height_px)
{
  g_autofree guint8 *tile = g_malloc (TILE_PX * TILE_PX * 3);

  for (guint y = 0; y < height_px; y += TILE_PX)
    for (guint x = 0; x < width_px; x += TILE_PX) {
      guint at[2] = { x, y };

      cut_tile (rgb, width_px, height_px, at, tile);
      if (TIFFWriteEncodedTile (tiff, TIFFComputeTile (tiff, x, y, 0, 0), tile,
                                TILE_PX * TILE_PX * 3) < 0)
        return FALSE;
    }
  return TIFFWriteDirectory (tiff) != 0;
}

/* Means of 2x2 pixels, in place. */
static void
halve (guint8 *rgb, guint *width_px, guint *height_px)
{
  gsize from_bytes = (gsize) *width_px * 3;
  guint width = *width_px / 2, height = *height_px / 2;

  for (guint row = 0; row < height; row++)
    for (guint i = 0; i < width * 3; i++) {
      const guint8 *from =
        rgb + (gsize) row * 2 * from_bytes + (gsize) (i / 3) * 6 + i % 3;

      rgb[(gsize) row * width * 3 + i] =
        (guint8) ((from[0] + from[3] + from[from_bytes] + from[from_bytes + 3] +
                   2) /
                  4);
    }
  *width_px = width;
  *height_px = height;
}

gboolean
ts_slide_file_write (const char *path,
                     guint8 *rgb,
                     guint width_px,
                     guint height_px,
                     double mpp,
                     GError **error)
{
  TIFFErrorHandler handler = TIFFSetErrorHandler (NULL);
  g_autoptr (TIFF) tiff = TIFFOpen (path, "w");
  gboolean is_smaller = FALSE;

  TIFFSetErrorHandler (handler);
  if (tiff == NULL) {
    g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "cannot write '%s': %s", path,
                 g_strerror (errno));
    return FALSE;
  }
  for (;;) {
    describe_level (tiff, width_px, height_px, mpp);
    TIFFSetField (tiff, TIFFTAG_SUBFILETYPE,
                  is_smaller ? FILETYPE_REDUCEDIMAGE : 0);
    if (!write_level (tiff, rgb, width_px, height_px)) {
      g_set_error (error, TS_ERROR, TS_ERROR_WRITE,
                   "cannot write '%s': level %ux%u", path, width_px, height_px);
      return FALSE;
    }
    if (MAX (width_px, height_px) < LEAST_SIDE_PX * 2)
      return TRUE;
    halve (rgb, &width_px, &height_px);
    mpp *= 2;
    is_smaller = TRUE;
  }
}

gboolean
ts_tile_file_write (const char *path,
                    const guint8 *rgb,
                    guint width_px,
                    guint height_px,
                    GError **error)
{
  g_autofree char *quality = g_strdup_printf ("%d", TS_SLIDE_FILE_QUALITY);
  g_autoptr (GdkPixbuf) picture =
    gdk_pixbuf_new_from_data (rgb, GDK_COLORSPACE_RGB, FALSE, 8, (int) width_px,
                              (int) height_px, (int) width_px * 3, NULL, NULL);
  g_autoptr (GError) reason = NULL;

  if (gdk_pixbuf_save (picture, path, "jpeg", &reason, "quality", quality,
                       NULL))
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_WRITE, "cannot write '%s': %s", path,
               reason->message);
  return FALSE;
}
