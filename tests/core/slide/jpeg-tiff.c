/* Tiled TIFF files in JPEG for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "jpeg-tiff.h"

#include <tiffio.h>

#include "core/base/error.h"

static void
set_fields (TIFF *tiff, const JpegTiff *self, guint level)
{
  TIFFSetField (tiff, TIFFTAG_SUBFILETYPE,
                level > 0 ? FILETYPE_REDUCEDIMAGE : 0);
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, self->width_px >> level);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, self->height_px >> level);
  TIFFSetField (tiff, TIFFTAG_TILEWIDTH, self->tile_px);
  TIFFSetField (tiff, TIFFTAG_TILELENGTH, self->tile_px);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, self->compression);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, self->photometric);
  if (self->photometric == PHOTOMETRIC_YCBCR) {
    TIFFSetField (tiff, TIFFTAG_YCBCRSUBSAMPLING, self->subsampling,
                  self->subsampling);
    TIFFSetField (tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  }
}

static void
write_level (TIFF *tiff, const JpegTiff *self, guint level)
{
  guint n_bytes = self->tile_px * self->tile_px * 3;
  g_autofree guint8 *tile = g_malloc (n_bytes);
  guint n_tiles = 0;

  set_fields (tiff, self, level);
  n_tiles = TIFFNumberOfTiles (tiff);
  if (self->lacks_last_tile)
    n_tiles--;
  for (guint i = 0; i < n_tiles; i++) {
    for (guint k = 0; k < n_bytes; k++) {
      guint x = k / 3 % self->tile_px, y = k / 3 / self->tile_px;

      tile[k] =
        (guint8) (128 + (x * (k % 3 + 1) ^ y * (i + 2)) % 97 + level * 9);
    }
    g_assert_cmpint (TIFFWriteEncodedTile (tiff, i, tile, n_bytes), >, 0);
  }
  g_assert_true (TIFFWriteDirectory (tiff));
}

void
jpeg_tiff_write (const JpegTiff *self, const char *path)
{
  TIFF *tiff = TIFFOpen (path, "w");

  g_assert_nonnull (tiff);
  for (guint level = 0; level < self->n_levels; level++)
    write_level (tiff, self, level);
  TIFFClose (tiff);
}

void
jpeg_tiff_find_last_tile (const char *path,
                          guint level,
                          guint64 *out_offset,
                          guint64 *out_n_bytes)
{
  TIFF *tiff = TIFFOpen (path, "r");
  guint last;

  g_assert_nonnull (tiff);
  g_assert_true (TIFFSetDirectory (tiff, (guint16) level));
  last = TIFFNumberOfTiles (tiff) - 1;
  *out_offset = TIFFGetStrileOffset (tiff, last);
  *out_n_bytes = TIFFGetStrileByteCount (tiff, last);
  TIFFClose (tiff);
}

guint
openslide_read_levels (openslide_t *osr,
                       TsSlideLevel levels[TS_SLIDE_MAX_LEVELS])
{
  gint32 n_levels = openslide_get_level_count (osr);

  g_assert_cmpint (n_levels, <=, TS_SLIDE_MAX_LEVELS);
  for (gint32 i = 0; i < n_levels; i++) {
    openslide_get_level_dimensions (osr, i, &levels[i].width_px,
                                    &levels[i].height_px);
    levels[i].downsample = openslide_get_level_downsample (osr, i);
  }
  return (guint) MAX (n_levels, 0);
}

gboolean
openslide_read (gpointer osr,
                const TsSlideRegion *region,
                guint32 *out_argb,
                GError **error)
{
  const char *message;

  openslide_read_region (osr, out_argb, region->x_l0, region->y_l0,
                         (gint32) region->level, region->width_lv,
                         region->height_lv);
  message = openslide_get_error (osr);
  if (message == NULL)
    return TRUE;
  g_set_error_literal (error, TS_ERROR, TS_ERROR_READ, message);
  return FALSE;
}
