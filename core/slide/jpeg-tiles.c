/* The fast way to the pixels of a tiled TIFF file in JPEG.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/slide/jpeg-tiles.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "core/slide/decoded-tiles.h"
#include "core/slide/jpeg-tile-index.h"

#define CACHE_BYTES (32 << 20)
/* OpenSlide reads larger regions in blocks of this size, each with a corner of its own that
 * it rounds. */
#define BLOCK_PX 4096
/* Samples that are compared with OpenSlide's pixels at opening. */
#define SAMPLE_PX 40

struct TsJpegTiles {
  int fd;
  TsJpegTileIndex *index;
  TsDecodedTiles *cache;
};

/* A rectangle in a level's own pixels. */
typedef struct {
  gint64 x, y, width, height;
} Box;

void
ts_jpeg_tiles_free (TsJpegTiles *self)
{
  if (self == NULL)
    return;
  ts_decoded_tiles_free (self->cache);
  ts_jpeg_tile_index_free (self->index);
  close (self->fd);
  g_free (self);
}

/* pread has no position to share: any thread. */
static gboolean
read_bytes (int fd, guint64 offset, guint8 *out_bytes, gsize n_bytes)
{
  gsize n_read = 0;

  while (n_read < n_bytes) {
    gssize n = pread (fd, out_bytes + n_read, n_bytes - n_read,
                      (off_t) (offset + n_read));

    if (n == 0 || (n < 0 && errno != EINTR))
      return FALSE;
    n_read += n > 0 ? (gsize) n : 0;
  }
  return TRUE;
}

/* Opaque within the level and transparent beyond its edges. */
static void
clip_tile (const TsJpegLevel *level, gint64 col, gint64 row, guint32 *argb)
{
  gint64 width = level->form.width_px, height = level->form.height_px;
  gint64 n_cols = MIN (level->width_px - col * width, width);
  gint64 n_rows = MIN (level->height_px - row * height, height);

  for (gint64 y = 0; y < n_rows && n_cols < width; y++)
    memset (argb + y * width + n_cols, 0,
            (gsize) (width - n_cols) * sizeof *argb);
  memset (argb + n_rows * width, 0,
          (gsize) ((height - n_rows) * width) * sizeof *argb);
}

static TsDecodedTile *
decode_tile (const TsJpegTiles *self,
             const TsJpegLevel *level,
             gint64 col,
             gint64 row)
{
  const TsJpegTilePlace *place = &level->places[row * level->n_across + col];
  gsize n_px = (gsize) level->form.width_px * level->form.height_px;
  g_autoptr (TsDecodedTile) tile = NULL;
  g_autofree guint8 *jpeg = NULL;

  /* More than that no encoder makes of three bytes a pixel. */
  if (place->n_bytes > n_px * 6 + 65536)
    return NULL;
  jpeg = g_malloc (place->n_bytes);
  tile = ts_decoded_tile_new (n_px);
  if (!read_bytes (self->fd, place->offset, jpeg, place->n_bytes) ||
      !ts_jpeg_tile_decode (&level->form, jpeg, place->n_bytes, tile->argb))
    return NULL;
  clip_tile (level, col, row, tile->argb);
  return g_steal_pointer (&tile);
}

/* Two threads may decode the same tile; one of the two is kept. */
static TsDecodedTile *
get_tile (TsJpegTiles *self, guint at_level, gint64 col, gint64 row)
{
  const TsJpegLevel *level = &self->index->levels[at_level];
  guint64 key =
    (guint64) at_level << 56 | (guint64) (row * level->n_across + col);
  TsDecodedTile *tile = ts_decoded_tiles_find (self->cache, key);

  if (tile != NULL)
    return tile;
  tile = decode_tile (self, level, col, row);
  if (tile != NULL)
    ts_decoded_tiles_add (self->cache, key, tile);
  return tile;
}

/* The part of the tile that lies in the box; x0, y0: the tile's corner in the level. */
static void
copy_part (const TsDecodedTile *tile,
           const TsJpegTileForm *form,
           gint64 x0,
           gint64 y0,
           const Box *box,
           guint32 *out_argb)
{
  gint64 left = MAX (x0, box->x), top = MAX (y0, box->y);
  gint64 right = MIN (x0 + form->width_px, box->x + box->width);
  gint64 bottom = MIN (y0 + form->height_px, box->y + box->height);

  for (gint64 y = top; y < bottom; y++)
    memcpy (out_argb + (y - box->y) * box->width + left - box->x,
            tile->argb + (y - y0) * form->width_px + left - x0,
            (gsize) (right - left) * sizeof *out_argb);
}

static gboolean
read_box (TsJpegTiles *self, guint at_level, const Box *box, guint32 *out_argb)
{
  const TsJpegLevel *level = &self->index->levels[at_level];
  gint64 width = level->form.width_px, height = level->form.height_px;
  gint64 end_col = MIN ((box->x + box->width - 1) / width + 1, level->n_across);
  gint64 end_row = MIN ((box->y + box->height - 1) / height + 1, level->n_down);

  if (box->x + box->width > level->n_across * width ||
      box->y + box->height > level->n_down * height)
    memset (out_argb, 0, (gsize) (box->width * box->height) * sizeof *out_argb);
  for (gint64 row = box->y / height; row < end_row; row++)
    for (gint64 col = box->x / width; col < end_col; col++) {
      g_autoptr (TsDecodedTile) tile = get_tile (self, at_level, col, row);

      if (tile == NULL)
        return FALSE;
      copy_part (tile, &level->form, col * width, row * height, box, out_argb);
    }
  return TRUE;
}

static gboolean
is_whole (double value)
{
  return value == floor (value);
}

gboolean
ts_jpeg_tiles_read (TsJpegTiles *self,
                    const TsSlideRegion *region,
                    guint32 *out_argb)
{
  double downsample = self->index->levels[region->level].downsample;
  double x = (double) region->x_l0 / downsample;
  double y = (double) region->y_l0 / downsample;
  Box box = { 0, 0, region->width_lv, region->height_lv };

  if (!is_whole (x) || !is_whole (y) ||
      (!is_whole (downsample) && MAX (box.width, box.height) > BLOCK_PX))
    return FALSE;
  box.x = (gint64) x;
  box.y = (gint64) y;
  return read_box (self, region->level, &box, out_argb);
}

/* Whether both ways give the same bytes for a box of at most SAMPLE_PX a side; where its
 * corner is no whole pixel of level 0, there is nothing to compare. */
static gboolean
agrees_on (TsJpegTiles *self,
           guint at_level,
           const Box *box,
           TsReadRegionFunc read_region,
           gpointer backend)
{
  double downsample = self->index->levels[at_level].downsample;
  TsSlideRegion region = { at_level, llround ((double) box->x * downsample),
                           llround ((double) box->y * downsample), box->width,
                           box->height };
  guint32 ours[SAMPLE_PX * SAMPLE_PX], theirs[SAMPLE_PX * SAMPLE_PX];
  gsize n_bytes = (gsize) (box->width * box->height) * sizeof *ours;

  if (!is_whole ((double) region.x_l0 / downsample) ||
      !is_whole ((double) region.y_l0 / downsample))
    region.x_l0 = region.y_l0 = 0;
  /* Ours first: a damaged tile would break OpenSlide's handle. */
  return ts_jpeg_tiles_read (self, &region, ours) &&
         read_region (backend, &region, theirs, NULL) &&
         memcmp (ours, theirs, n_bytes) == 0;
}

/* In each level the last tile, which is cut off at the edges; in the first also a place
 * across two tiles, as whatever else the levels have in common was looked at. */
static gboolean
agrees (TsJpegTiles *self, TsReadRegionFunc read_region, gpointer backend)
{
  const TsJpegLevel *first = &self->index->levels[0];
  gint64 seam = first->n_across / 2 * first->form.width_px;
  gint64 middle = first->n_down / 2 * first->form.height_px;
  Box box = { MAX (seam - SAMPLE_PX / 2 + 1, 0), middle,
              MIN (SAMPLE_PX, first->width_px),
              MIN (SAMPLE_PX, first->height_px - middle) };

  box.width = MIN (box.width, first->width_px - box.x);
  if (!agrees_on (self, 0, &box, read_region, backend))
    return FALSE;
  for (guint i = 0; i < self->index->n_levels; i++) {
    const TsJpegLevel *level = &self->index->levels[i];

    box.width = MIN (SAMPLE_PX, level->width_px);
    box.height = MIN (SAMPLE_PX, level->height_px);
    box.x = level->width_px - box.width;
    box.y = level->height_px - box.height;
    if (!agrees_on (self, i, &box, read_region, backend))
      return FALSE;
  }
  return TRUE;
}

TsJpegTiles *
ts_jpeg_tiles_open (const char *path,
                    const TsSlideLevel *levels,
                    guint n_levels,
                    TsReadRegionFunc read_region,
                    gpointer backend)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (TsJpegTiles) self = NULL;

  if (fd < 0)
    return NULL;
  self = g_new0 (TsJpegTiles, 1);
  self->fd = fd;
  self->index = ts_jpeg_tile_index_read (fd, levels, n_levels);
  if (self->index == NULL)
    return NULL;
  self->cache = ts_decoded_tiles_new (CACHE_BYTES);
  return agrees (self, read_region, backend) ? g_steal_pointer (&self) : NULL;
}
