/* Resampling of 8-bit RGB as OpenCV's INTER_AREA does it: whole blocks where both scales
 * are whole, weighted areas where both shrink, else a kind of bilinear in fixed point.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/area-resize.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define LINEAR_ONE 2048 /* OpenCV's fixed-point one of bilinear weights */

typedef enum { WAY_COPY, WAY_BLOCKS, WAY_AREAS, WAY_LINEAR } Way;

/* src pixel `src` has share `weight` of dst pixel `dst`. */
typedef struct {
  guint dst, src;
  float weight;
} Share;

typedef struct {
  guint lower, upper;
  gint weights[2]; /* of lower and upper, sum LINEAR_ONE */
} Pair;

struct TsAreaResizer {
  TsResizeSizes sizes;
  Way way;
  guint block_width, block_height;    /* WAY_BLOCKS */
  GArray *column_shares, *row_shares; /* WAY_AREAS: of Share */
  Pair *column_pairs, *row_pairs;     /* WAY_LINEAR */
  float *line, *sums;                 /* [dst_width * 3] */
  gint *lower_line, *upper_line;      /* [dst_width * 3] */
};

static void
append_share (GArray *shares, guint dst, int src, double weight)
{
  Share share = { dst, (guint) src, (float) weight };

  g_array_append_val (shares, share);
}

static GArray *
make_shares (guint n_src, guint n_dst, double scale)
{
  GArray *shares = g_array_new (FALSE, FALSE, sizeof (Share));

  for (guint i = 0; i < n_dst; i++) {
    double begin = i * scale, end = begin + scale;
    double cell = MIN (scale, n_src - begin);
    int last = MIN ((int) floor (end), (int) n_src - 1);
    int first = MIN ((int) ceil (begin), last);
    if (first - begin > 1e-3)
      append_share (shares, i, first - 1, (first - begin) / cell);
    for (int src = first; src < last; src++)
      append_share (shares, i, src, 1.0 / cell);
    if (end - last > 1e-3)
      append_share (shares, i, last, MIN (MIN (end - last, 1.0), cell) / cell);
  }
  return shares;
}

static Pair *
make_pairs (guint n_src, guint n_dst, double scale)
{
  Pair *pairs = g_new (Pair, n_dst);
  double inverse = 1 / scale;

  for (guint i = 0; i < n_dst; i++) {
    int lower = (int) floor (i * scale);
    float share = (float) ((i + 1) - (lower + 1) * inverse);
    share = share <= 0 ? 0 : share - floorf (share);
    if (lower >= (int) n_src - 1) {
      lower = (int) n_src - 1;
      share = 0;
    }
    pairs[i].lower = (guint) lower;
    pairs[i].upper = MIN ((guint) lower + 1, n_src - 1);
    pairs[i].weights[0] = (gint) lrintf ((1 - share) * LINEAR_ONE);
    pairs[i].weights[1] = (gint) lrintf (share * LINEAR_ONE);
  }
  return pairs;
}

static gboolean
is_whole (double scale)
{
  return fabs (scale - rint (scale)) < DBL_EPSILON;
}

/* OpenCV takes the scale as the inverse of an inverse, and the last bit matters. */
static double
scale_of (guint n_src, guint n_dst)
{
  return 1.0 / ((double) n_dst / n_src);
}

static Way
choose_way (const TsResizeSizes *sizes, double scale_x, double scale_y)
{
  if (sizes->src_width == sizes->dst_width &&
      sizes->src_height == sizes->dst_height)
    return WAY_COPY;
  if (scale_x < 1 || scale_y < 1)
    return WAY_LINEAR;
  return is_whole (scale_x) && is_whole (scale_y) ? WAY_BLOCKS : WAY_AREAS;
}

TsAreaResizer *
ts_area_resizer_new (const TsResizeSizes *sizes, GError **error)
{
  double scale_x = 1, scale_y = 1;
  TsAreaResizer *self = NULL;
  gsize n_values = 0;

  if (!ts_resize_sizes_check (sizes, error))
    return NULL;
  scale_x = scale_of (sizes->src_width, sizes->dst_width);
  scale_y = scale_of (sizes->src_height, sizes->dst_height);
  n_values = (gsize) sizes->dst_width * 3;
  self = g_new0 (TsAreaResizer, 1);
  self->sizes = *sizes;
  self->way = choose_way (sizes, scale_x, scale_y);
  self->block_width = (guint) rint (scale_x);
  self->block_height = (guint) rint (scale_y);
  if (self->way == WAY_AREAS) {
    self->column_shares =
      make_shares (sizes->src_width, sizes->dst_width, scale_x);
    self->row_shares =
      make_shares (sizes->src_height, sizes->dst_height, scale_y);
    self->line = g_new (float, n_values);
    self->sums = g_new0 (float, n_values);
  }
  if (self->way == WAY_LINEAR) {
    self->column_pairs =
      make_pairs (sizes->src_width, sizes->dst_width, scale_x);
    self->row_pairs =
      make_pairs (sizes->src_height, sizes->dst_height, scale_y);
    self->lower_line = g_new (gint, n_values);
    self->upper_line = g_new (gint, n_values);
  }
  return self;
}

void
ts_area_resizer_free (TsAreaResizer *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->column_shares, g_array_unref);
  g_clear_pointer (&self->row_shares, g_array_unref);
  g_free (self->column_pairs);
  g_free (self->row_pairs);
  g_free (self->line);
  g_free (self->sums);
  g_free (self->lower_line);
  g_free (self->upper_line);
  g_free (self);
}

static guint8
to_byte (float value)
{
  return (guint8) CLAMP (lrintf (value), 0, 255);
}

static void
run_blocks (const TsAreaResizer *self,
            const guint8 *rgb,
            gsize row_bytes,
            guint8 *out_rgb)
{
  guint width = self->block_width, height = self->block_height;
  float scale = 1.0F / (float) (width * height);

  for (guint row = 0; row < self->sizes.dst_height; row++) {
    for (guint i = 0; i < self->sizes.dst_width * 3; i++) {
      const guint8 *block = rgb + (gsize) row * height * row_bytes +
                            (gsize) (i / 3) * width * 3 + i % 3;
      guint sum = 0;
      for (guint k = 0; k < width * height; k++)
        sum += block[(k / width) * row_bytes + (gsize) (k % width) * 3];
      /* OpenCV rounds halves up only in its own loop for two by two. */
      *out_rgb++ = width == 2 && height == 2 ? (guint8) ((sum + 2) >> 2)
                                             : to_byte ((float) sum * scale);
    }
  }
}

static void
sum_line (const GArray *shares, const guint8 *in, float *out, gsize n_values)
{
  memset (out, 0, n_values * sizeof *out);
  for (guint i = 0; i < shares->len; i++) {
    const Share *share = &g_array_index (shares, Share, i);
    for (guint c = 0; c < 3; c++)
      out[share->dst * 3 + c] +=
        (float) in[(gsize) share->src * 3 + c] * share->weight;
  }
}

static void
put_line (float *sums, guint8 *out, gsize n_values)
{
  for (gsize i = 0; i < n_values; i++) {
    out[i] = to_byte (sums[i]);
    sums[i] = 0;
  }
}

static void
run_areas (TsAreaResizer *self,
           const guint8 *rgb,
           gsize row_bytes,
           guint8 *out_rgb)
{
  gsize n_values = (gsize) self->sizes.dst_width * 3;
  guint row = 0;

  for (guint i = 0; i < self->row_shares->len; i++) {
    const Share *share = &g_array_index (self->row_shares, Share, i);
    if (share->dst != row)
      put_line (self->sums, out_rgb + row * n_values, n_values);
    row = share->dst;
    sum_line (self->column_shares, rgb + share->src * row_bytes, self->line,
              n_values);
    for (gsize x = 0; x < n_values; x++)
      self->sums[x] += self->line[x] * share->weight;
  }
  put_line (self->sums, out_rgb + row * n_values, n_values);
}

static void
blend_line (const TsAreaResizer *self, const guint8 *in, gint *out)
{
  for (guint i = 0; i < self->sizes.dst_width; i++) {
    const Pair *pair = self->column_pairs + i;
    for (guint c = 0; c < 3; c++)
      out[i * 3 + c] = in[(gsize) pair->lower * 3 + c] * pair->weights[0] +
                       in[(gsize) pair->upper * 3 + c] * pair->weights[1];
  }
}

static void
run_linear (TsAreaResizer *self,
            const guint8 *rgb,
            gsize row_bytes,
            guint8 *out_rgb)
{
  for (guint row = 0; row < self->sizes.dst_height; row++) {
    const Pair *pair = self->row_pairs + row;
    blend_line (self, rgb + pair->lower * row_bytes, self->lower_line);
    blend_line (self, rgb + pair->upper * row_bytes, self->upper_line);
    for (guint x = 0; x < self->sizes.dst_width * 3; x++) {
      gint below = (pair->weights[0] * (self->lower_line[x] >> 4)) >> 16;
      gint above = (pair->weights[1] * (self->upper_line[x] >> 4)) >> 16;
      *out_rgb++ = (guint8) ((below + above + 2) >> 2);
    }
  }
}

void
ts_area_resizer_run (TsAreaResizer *self,
                     const guint8 *rgb,
                     gsize row_bytes,
                     guint8 *out_rgb)
{
  gsize dst_row_bytes = (gsize) self->sizes.dst_width * 3;

  if (self->way == WAY_BLOCKS)
    run_blocks (self, rgb, row_bytes, out_rgb);
  if (self->way == WAY_AREAS)
    run_areas (self, rgb, row_bytes, out_rgb);
  if (self->way == WAY_LINEAR)
    run_linear (self, rgb, row_bytes, out_rgb);
  for (guint row = 0; self->way == WAY_COPY && row < self->sizes.dst_height;
       row++)
    memcpy (out_rgb + row * dst_row_bytes, rgb + row * row_bytes,
            dst_row_bytes);
}
