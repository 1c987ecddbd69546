/* Tiles as pictures for people.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/tile-pictures.h"

#include "core/analysis/classifier.h"
#include "core/analysis/pil-resize.h"
#include "core/analysis/tile-reader.h"

struct TsTilePictures {
  TsTileReader *reader;
  TsPreprocessor *preprocessor;
  guint input_width, input_height;
  float *input; /* [3][input_height][input_width], of no further use */
};

TsTilePictures *
ts_tile_pictures_new (TsSlide *slide,
                      TsModel *model,
                      const TsGridSpec *grid,
                      GError **error)
{
  g_autoptr (TsTilePictures) self = g_new0 (TsTilePictures, 1);

  self->preprocessor = ts_classifier_new_preprocessor (
    model, &self->input_width, &self->input_height, error);
  if (self->preprocessor == NULL)
    return NULL;
  self->input =
    g_new (float, (gsize) self->input_width * self->input_height * 3);
  self->reader = ts_tile_reader_new (slide, grid);
  return g_steal_pointer (&self);
}

void
ts_tile_pictures_free (TsTilePictures *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->reader, ts_tile_reader_free);
  g_clear_pointer (&self->preprocessor, ts_preprocessor_free);
  g_free (self->input);
  g_free (self);
}

static TsTilePicture *
new_picture (guint width_px, guint height_px)
{
  TsTilePicture *picture = g_new0 (TsTilePicture, 1);

  picture->width_px = width_px;
  picture->height_px = height_px;
  picture->rgb = g_malloc_n ((gsize) width_px * height_px, 3);
  return picture;
}

void
ts_tile_picture_free (TsTilePicture *self)
{
  if (self == NULL)
    return;
  g_free (self->rgb);
  g_free (self);
}

TsTilePicture *
ts_tile_pictures_read_input (TsTilePictures *self,
                             guint col,
                             guint row,
                             GError **error)
{
  TsTilePixels pixels = { 0 };
  TsTilePicture *picture = NULL;

  if (!ts_tile_reader_read (self->reader, col, row, &pixels, error) ||
      !ts_preprocessor_run (self->preprocessor, pixels.rgb, pixels.width_px,
                            pixels.height_px, self->input, error))
    return NULL;
  picture = new_picture (self->input_width, self->input_height);
  ts_preprocessor_get_picture (self->preprocessor, picture->rgb);
  return picture;
}

static guint
shrink (guint length, guint longest, guint side_px)
{
  guint64 small = ((guint64) length * side_px + longest / 2) / longest;

  return longest <= side_px ? length : (guint) MAX (small, 1);
}

TsTilePicture *
ts_tile_pictures_read_small (TsTilePictures *self,
                             guint col,
                             guint row,
                             guint side_px,
                             GError **error)
{
  TsTilePixels pixels = { 0 };

  if (!ts_tile_reader_read (self->reader, col, row, &pixels, error))
    return NULL;
  guint longest = MAX (pixels.width_px, pixels.height_px);
  const TsResizeSizes sizes = { pixels.width_px, pixels.height_px,
                                shrink (pixels.width_px, longest, side_px),
                                shrink (pixels.height_px, longest, side_px) };
  g_autoptr (TsPilResizer) resizer =
    ts_pil_resizer_new (TS_PIL_LANCZOS, &sizes, error);
  if (resizer == NULL)
    return NULL;
  TsTilePicture *picture = new_picture (sizes.dst_width, sizes.dst_height);
  ts_pil_resizer_run (resizer, pixels.rgb, (gsize) pixels.width_px * 3,
                      picture->rgb);
  return picture;
}
