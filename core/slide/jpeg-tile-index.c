/* Where the JPEG tiles of a TIFF file's levels are, by libtiff.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/jpeg-tile-index.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <tiffio.h>
#include <unistd.h>

#include "core/base/checked.h"

#define MAX_DIRECTORIES 256
#define MAX_TABLE_BYTES 65536

static TIFF *
open_tiff (int fd)
{
  int own = fcntl (fd, F_DUPFD_CLOEXEC, 0); /* libtiff closes it */
  TIFF *tiff = NULL;

  if (own < 0)
    return NULL;
  /* No mapping: a file that shrinks must not kill us. */
  tiff = TIFFFdOpen (own, "a slide", "rm");
  if (tiff == NULL)
    close (own);
  return tiff;
}

static gboolean
has_number (TIFF *tiff, guint32 tag, guint16 wanted)
{
  uint16_t number = 0;

  return TIFFGetFieldDefaulted (tiff, tag, &number) && number == wanted;
}

static gboolean
read_colours (TIFF *tiff, TsJpegTileForm *form)
{
  uint16_t photometric = 0;

  if (!has_number (tiff, TIFFTAG_COMPRESSION, COMPRESSION_JPEG) ||
      !has_number (tiff, TIFFTAG_BITSPERSAMPLE, 8) ||
      !has_number (tiff, TIFFTAG_SAMPLESPERPIXEL, 3) ||
      !has_number (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) ||
      !TIFFGetField (tiff, TIFFTAG_PHOTOMETRIC, &photometric))
    return FALSE;
  form->is_ycbcr = photometric == PHOTOMETRIC_YCBCR;
  return form->is_ycbcr || photometric == PHOTOMETRIC_RGB;
}

static gboolean
read_form (TIFF *tiff, TsJpegTileForm *form)
{
  uint32_t width = 0, height = 0, n_table_bytes = 0;
  gpointer tables = NULL;
  gsize n_px = 0;

  if (!read_colours (tiff, form) ||
      !TIFFGetField (tiff, TIFFTAG_TILEWIDTH, &width) ||
      !TIFFGetField (tiff, TIFFTAG_TILELENGTH, &height) ||
      !ts_checked_mul (width, height, &n_px) || n_px == 0 ||
      n_px > TS_JPEG_TILE_MAX_PX)
    return FALSE;
  form->width_px = width;
  form->height_px = height;
  if (!TIFFGetField (tiff, TIFFTAG_JPEGTABLES, &n_table_bytes, &tables))
    return TRUE; /* each tile has its own */
  if (tables == NULL || n_table_bytes == 0 || n_table_bytes > MAX_TABLE_BYTES)
    return FALSE;
  form->tables = g_memdup2 (tables, n_table_bytes);
  form->n_table_bytes = n_table_bytes;
  return TRUE;
}

/* No tile is smaller than its entries in the lists of offsets and lengths: so many fit. */
static gboolean
count_tiles (TIFF *tiff, TsJpegLevel *level, gsize file_bytes, gsize *out_n)
{
  const TsJpegTileForm *form = &level->form;
  gint64 counts[2];

  level->n_across = (level->width_px - 1) / form->width_px + 1;
  level->n_down = (level->height_px - 1) / form->height_px + 1;
  counts[0] = level->n_across;
  counts[1] = level->n_down;
  return ts_checked_product (counts, 2, out_n) && *out_n <= file_bytes / 4 &&
         TIFFNumberOfTiles (tiff) == *out_n;
}

static gboolean
read_places (TIFF *tiff, TsJpegLevel *level, gsize file_bytes)
{
  gsize n_tiles = 0;

  if (!count_tiles (tiff, level, file_bytes, &n_tiles))
    return FALSE;
  level->places = g_new (TsJpegTilePlace, n_tiles);
  for (gsize i = 0; i < n_tiles; i++) {
    int is_bad_offset = 0, is_bad_size = 0;
    guint64 offset =
      TIFFGetStrileOffsetWithErr (tiff, (uint32_t) i, &is_bad_offset);
    guint64 n_bytes =
      TIFFGetStrileByteCountWithErr (tiff, (uint32_t) i, &is_bad_size);

    if (is_bad_offset || is_bad_size || n_bytes == 0 || n_bytes > file_bytes ||
        offset > file_bytes - n_bytes)
      return FALSE;
    level->places[i] = (TsJpegTilePlace){ offset, (gsize) n_bytes };
  }
  return TRUE;
}

/* FALSE when the directory is a level and is not what we read; TRUE as well when it is no
 * level at all. */
static gboolean
read_directory (TIFF *tiff, TsJpegTileIndex *self, gsize file_bytes)
{
  uint32_t width = 0, height = 0;

  if (!TIFFIsTiled (tiff) || !TIFFGetField (tiff, TIFFTAG_IMAGEWIDTH, &width) ||
      !TIFFGetField (tiff, TIFFTAG_IMAGELENGTH, &height))
    return TRUE;
  for (guint i = 0; i < self->n_levels; i++) {
    TsJpegLevel *level = &self->levels[i];

    if (level->width_px != width || level->height_px != height)
      continue;
    return level->places == NULL && read_form (tiff, &level->form) &&
           read_places (tiff, level, file_bytes);
  }
  return TRUE;
}

static gboolean
read_directories (TIFF *tiff, TsJpegTileIndex *self, gsize file_bytes)
{
  guint n_directories = 0;

  do {
    if (++n_directories > MAX_DIRECTORIES ||
        !read_directory (tiff, self, file_bytes))
      return FALSE;
  } while (TIFFReadDirectory (tiff));
  for (guint i = 0; i < self->n_levels; i++)
    if (self->levels[i].places == NULL)
      return FALSE;
  return TRUE;
}

static TsJpegTileIndex *
index_new (const TsSlideLevel *levels, guint n_levels)
{
  TsJpegTileIndex *self = g_new0 (TsJpegTileIndex, 1);

  self->n_levels = n_levels;
  self->levels = g_new0 (TsJpegLevel, n_levels);
  for (guint i = 0; i < n_levels; i++) {
    self->levels[i].width_px = levels[i].width_px;
    self->levels[i].height_px = levels[i].height_px;
    self->levels[i].downsample = levels[i].downsample;
  }
  return self;
}

TsJpegTileIndex *
ts_jpeg_tile_index_read (int fd, const TsSlideLevel *levels, guint n_levels)
{
  g_autoptr (TsJpegTileIndex) self = index_new (levels, n_levels);
  gboolean is_read = FALSE;
  struct stat facts;
  TIFF *tiff = NULL;

  if (fstat (fd, &facts) != 0 || facts.st_size <= 0)
    return NULL;
  tiff = open_tiff (fd);
  if (tiff == NULL)
    return NULL;
  is_read = read_directories (tiff, self, (gsize) facts.st_size);
  TIFFClose (tiff);
  return is_read ? g_steal_pointer (&self) : NULL;
}

void
ts_jpeg_tile_index_free (TsJpegTileIndex *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_levels; i++) {
    g_free ((gpointer) self->levels[i].form.tables);
    g_free (self->levels[i].places);
  }
  g_free (self->levels);
  g_free (self);
}
