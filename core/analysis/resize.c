/* Resampling as the named libraries do it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/resize.h"

#include <math.h>

#include "core/analysis/area-resize.h"

typedef struct {
  guint lower, upper;
  float share; /* of upper */
} Pair;

struct TsResizer {
  TsResizeSizes sizes;
  TsPilResizer *pil; /* for the filters that work in bytes, one of these */
  TsAreaResizer *area;
  guint8 *bytes;        /* [dst_height][dst_width][3] */
  Pair *columns, *rows; /* for those that work in floats */
};

/* Where dst pixel i lies among the src pixels. TensorFlow 1 reckons in floats; torch rounds
 * its scale to a float and nothing after that, which tells at 512 pixels. */
static double
find_place (guint i, float scale, gboolean has_half_pixels)
{
  return has_half_pixels ? MAX (((double) i + 0.5) * (double) scale - 0.5, 0)
                         : (double) ((float) i * scale);
}

static Pair *
make_pairs (guint n_src, guint n_dst, gboolean has_half_pixels)
{
  Pair *pairs = g_new (Pair, n_dst);
  float scale = (float) n_src / (float) n_dst;

  for (guint i = 0; i < n_dst; i++) {
    double at = find_place (i, scale, has_half_pixels);
    pairs[i].lower = MIN ((guint) at, n_src - 1);
    pairs[i].upper = MIN (pairs[i].lower + 1, n_src - 1);
    pairs[i].share = (float) (at - pairs[i].lower);
  }
  return pairs;
}

static gboolean
make_tables (TsResizer *self, TsResizeFilter filter, GError **error)
{
  const TsResizeSizes *sizes = &self->sizes;
  gboolean has_half_pixels = filter == TS_RESIZE_TORCH_BILINEAR;

  switch (filter) {
  case TS_RESIZE_PIL_BILINEAR:
    self->pil = ts_pil_resizer_new (TS_PIL_BILINEAR, sizes, error);
    return self->pil != NULL;
  case TS_RESIZE_PIL_BICUBIC:
    self->pil = ts_pil_resizer_new (TS_PIL_BICUBIC, sizes, error);
    return self->pil != NULL;
  case TS_RESIZE_OPENCV_AREA:
    self->area = ts_area_resizer_new (sizes, error);
    return self->area != NULL;
  case TS_RESIZE_TF1_BILINEAR:
  case TS_RESIZE_TORCH_BILINEAR:
  default:
    if (!ts_resize_sizes_check (sizes, error))
      return FALSE;
    self->columns =
      make_pairs (sizes->src_width, sizes->dst_width, has_half_pixels);
    self->rows =
      make_pairs (sizes->src_height, sizes->dst_height, has_half_pixels);
    return TRUE;
  }
}

TsResizer *
ts_resizer_new (TsResizeFilter filter,
                const TsResizeSizes *sizes,
                GError **error)
{
  g_autoptr (TsResizer) self = g_new0 (TsResizer, 1);

  self->sizes = *sizes;
  if (!make_tables (self, filter, error))
    return NULL;
  if (self->columns == NULL)
    self->bytes =
      g_new (guint8, (gsize) sizes->dst_width * sizes->dst_height * 3);
  return g_steal_pointer (&self);
}

void
ts_resizer_free (TsResizer *self)
{
  if (self == NULL)
    return;
  ts_pil_resizer_free (self->pil);
  ts_area_resizer_free (self->area);
  g_free (self->bytes);
  g_free (self->columns);
  g_free (self->rows);
  g_free (self);
}

const TsResizeSizes *
ts_resizer_get_sizes (const TsResizer *self)
{
  return &self->sizes;
}

static float
blend (float lower, float upper, float share)
{
  return lower + (upper - lower) * share;
}

static void
blend_row (const TsResizer *self,
           const Pair *row,
           const guint8 *rgb,
           gsize row_bytes,
           float *out)
{
  const guint8 *upper_line = rgb + row->lower * row_bytes;
  const guint8 *lower_line = rgb + row->upper * row_bytes;

  for (guint i = 0; i < self->sizes.dst_width; i++) {
    const Pair *column = self->columns + i;
    gsize left = (gsize) column->lower * 3, right = (gsize) column->upper * 3;
    for (guint c = 0; c < 3; c++) {
      float top =
        blend (upper_line[left + c], upper_line[right + c], column->share);
      float bottom =
        blend (lower_line[left + c], lower_line[right + c], column->share);
      out[i * 3 + c] = blend (top, bottom, row->share);
    }
  }
}

void
ts_resizer_run (TsResizer *self, const guint8 *rgb, gsize row_bytes, float *out)
{
  gsize n_row_values = (gsize) self->sizes.dst_width * 3;

  if (self->columns != NULL) {
    for (guint row = 0; row < self->sizes.dst_height; row++)
      blend_row (self, self->rows + row, rgb, row_bytes,
                 out + row * n_row_values);
    return;
  }
  if (self->pil != NULL)
    ts_pil_resizer_run (self->pil, rgb, row_bytes, self->bytes);
  else
    ts_area_resizer_run (self->area, rgb, row_bytes, self->bytes);
  for (gsize i = 0; i < n_row_values * self->sizes.dst_height; i++)
    out[i] = self->bytes[i];
}
