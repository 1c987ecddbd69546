/* A tile's pixels to a network's input.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/preprocess.h"

#include <string.h>

#include "core/analysis/resize.h"

#define MAX_RESIZERS 4 /* full tiles, those of the two edges, and the corner */
#define BLOCK_PX     64

struct TsPreprocessor {
  TsTransform transform;
  guint input_width, input_height;
  TsResizer *resizers[MAX_RESIZERS];
  guint n_made;   /* so far: the next one takes place n_made mod MAX_RESIZERS */
  float *resized; /* [input_height][input_width][3] */
};

TsPreprocessor *
ts_preprocessor_new (const TsTransform *transform,
                     guint input_width,
                     guint input_height)
{
  TsPreprocessor *self = g_new0 (TsPreprocessor, 1);

  self->transform = *transform;
  self->input_width = input_width;
  self->input_height = input_height;
  self->resized = g_new (float, (gsize) input_width *input_height * 3);
  return self;
}

void
ts_preprocessor_free (TsPreprocessor *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < MAX_RESIZERS; i++)
    ts_resizer_free (self->resizers[i]);
  g_free (self->resized);
  g_free (self);
}

/* tf.image.central_crop: the margin is cut down to whole pixels on both sides alike. */
static guint
crop_margin (guint side, double share)
{
  if (!(share > 0) || share >= 1)
    return 0;
  return (guint) ((side - side * share) / 2);
}

static TsResizer *
find_resizer (TsPreprocessor *self, guint width, guint height, GError **error)
{
  const TsResizeSizes sizes = { width, height, self->input_width,
                                self->input_height };
  TsResizer *made = NULL;
  TsResizer **place = NULL;

  for (guint i = 0; i < MAX_RESIZERS; i++) {
    const TsResizeSizes *have = self->resizers[i] != NULL
                                  ? ts_resizer_get_sizes (self->resizers[i])
                                  : NULL;
    if (have != NULL && have->src_width == width && have->src_height == height)
      return self->resizers[i];
  }
  made = ts_resizer_new (self->transform.filter, &sizes, error);
  if (made == NULL)
    return NULL;
  place = &self->resizers[self->n_made++ % MAX_RESIZERS];
  ts_resizer_free (*place);
  *place = made;
  return made;
}

typedef struct {
  float full, mean, deviation;
} Norm;

static float
normalise (float value, const Norm *norm)
{
  return (value / norm->full - norm->mean) / norm->deviation;
}

/* The values of one channel, three apart, side by side and normalised. The divisions are
 * most of the work: in blocks of a fixed size the compiler makes vectors of them. */
static void
normalise_plane (const float *in, gsize n_px, const Norm *norm, float *out)
{
  gsize done = 0;

  for (; n_px - done >= BLOCK_PX; done += BLOCK_PX) {
    float block[BLOCK_PX];

    for (gsize i = 0; i < BLOCK_PX; i++)
      block[i] = in[(done + i) * 3];
    for (gsize i = 0; i < BLOCK_PX; i++)
      block[i] = normalise (block[i], norm);
    memcpy (out + done, block, sizeof block);
  }
  for (; done < n_px; done++)
    out[done] = normalise (in[done * 3], norm);
}

/* [h][w][3] 0..255 to normalised [3][h][w]. */
static void
normalise_planes (const TsPreprocessor *self, float *input)
{
  const TsTransform *transform = &self->transform;
  gsize n_px = (gsize) self->input_width * self->input_height;

  for (guint c = 0; c < 3; c++) {
    const Norm norm = { transform->is_scaled ? 255.0F : 1.0F,
                        transform->mean[c], transform->deviation[c] };
    normalise_plane (self->resized + c, n_px, &norm, input + c * n_px);
  }
}

gboolean
ts_preprocessor_run (TsPreprocessor *self,
                     const guint8 *rgb,
                     guint width,
                     guint height,
                     float *input,
                     GError **error)
{
  guint margin_x = crop_margin (width, self->transform.central_crop);
  guint margin_y = crop_margin (height, self->transform.central_crop);
  gsize row_bytes = (gsize) width * 3;
  TsResizer *resizer =
    find_resizer (self, width - 2 * margin_x, height - 2 * margin_y, error);

  if (resizer == NULL)
    return FALSE;
  ts_resizer_run (resizer, rgb + margin_y * row_bytes + (gsize) margin_x * 3,
                  row_bytes, self->resized);
  normalise_planes (self, input);
  return TRUE;
}

void
ts_preprocessor_get_picture (const TsPreprocessor *self, guint8 *out_rgb)
{
  gsize n = (gsize) self->input_width * self->input_height * 3;

  for (gsize i = 0; i < n; i++)
    out_rgb[i] = (guint8) CLAMP (self->resized[i] + 0.5F, 0.0F, 255.0F);
}
