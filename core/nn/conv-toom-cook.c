/* Convolution by tiles of m (x m) outputs: the input of each tile goes to its points, a
 * product over the channels is made at each point, and the result comes back (toom-cook.h
 * has the arithmetic). Kernels r x r in two dimensions; 1 x r and r x 1 in one. With stride
 * 2, 3 x 3: the outer taps meet only even pixels and the middle one only odd ones, so that
 * they are a filter of two taps beside a plain product.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/nn/conv-way.h"
#include "core/nn/packed.h"
#include "core/nn/toom-cook.h"

/* Floats of points, of input and output, that are worked on at a time. */
#define BLOCK_FLOATS (256 * 1024)
#define MIN_TILES    48
#define MAX_PIXELS   (TS_MAX_POINTS * TS_MAX_POINTS)

typedef struct {
  const TsTileTransform *transform;
  gsize out_y, out_x;     /* outputs of a tile along each axis: m or 1 */
  gsize in_y, in_x;       /* pixels it reads: n or 1 */
  gsize tiles_y, tiles_x; /* of an image */
  gsize n_block;          /* tiles worked on at a time */
  /* Sets of weights along an axis: one a point, but all odd pixels of stride 2 have the
   * same. */
  gsize n_sets;
  TsPacked *weights;
} Prepared;

static gboolean
is_such (const TsWindowAxis *axis, guint stride)
{
  return axis->stride == stride && axis->dilation == 1;
}

static gboolean
suits (const TsConvLayer *layer, const TsTileTransform *t)
{
  const gsize y = layer->window.y.kernel, x = layer->window.x.kernel;

  return layer->n_groups == 1 && is_such (&layer->window.y, t->stride) &&
         is_such (&layer->window.x, t->stride) &&
         layer->in_channels % TS_LANES == 0 &&
         layer->out_channels % TS_LANES == 0 &&
         (t->is_square ? x == t->n_taps && y == t->n_taps
                       : MAX (x, y) == t->n_taps && MIN (x, y) == 1);
}

/* Points of the even pixels, with stride 2. */
static guint
count_even (const TsTileTransform *t)
{
  return t->stride == 1 ? t->n_points : (t->n_points + 1) / 2;
}

static void
set_tiles (Prepared *self, const TsConvLayer *layer, const TsTileTransform *t)
{
  const gboolean is_y = t->is_square || layer->window.y.kernel > 1;
  const gboolean is_x = t->is_square || layer->window.x.kernel > 1;

  self->transform = t;
  self->n_sets = count_even (t) + (t->stride == 1 ? 0 : 1);
  self->out_y = is_y ? t->n_outputs : 1;
  self->out_x = is_x ? t->n_outputs : 1;
  self->in_y = is_y ? t->n_points : 1;
  self->in_x = is_x ? t->n_points : 1;
  self->tiles_y = (layer->window.y.out + self->out_y - 1) / self->out_y;
  self->tiles_x = (layer->window.x.out + self->out_x - 1) / self->out_x;
}

/* All sets of weights. */
static gsize
count_sets (const Prepared *self)
{
  return self->transform->is_square ? self->n_sets * self->n_sets
                                    : self->n_sets;
}

/* Products, transforms, and the weights, which come from memory once a run. Factors as
 * measured on Zen 3. */
static double
estimate_transform (const TsConvLayer *layer, const TsTileTransform *t)
{
  Prepared tiles = { 0 };
  double n_tiles, n_points, lines, work;
  const double n_in = (double) layer->in_channels;
  const double n_out = (double) layer->out_channels;

  if (!suits (layer, t))
    return INFINITY;
  set_tiles (&tiles, layer, t);
  n_tiles = (double) (layer->n_images * tiles.tiles_y * tiles.tiles_x);
  n_points = (double) (tiles.in_y * tiles.in_x);
  lines = t->is_square ? 2 * t->n_points : 1;
  work = lines * t->n_points * (t->n_points / 4.0 + 1.5) / TS_LANES / 1.5;
  return n_tiles * n_points * n_in * n_out / TS_CONV_PRODUCTS_A_CYCLE +
         n_tiles * work * (n_in + n_out) +
         (double) count_sets (&tiles) * n_in * n_out / TS_CONV_WEIGHTS_A_CYCLE;
}

static const TsTileTransform *
find_transform (const TsConvLayer *layer, double *out_cycles)
{
  const TsTileTransform *best = NULL;

  *out_cycles = INFINITY;
  for (const TsTileTransform *t = layer->kernels->transforms; t->n_outputs > 0;
       t++) {
    const double cycles = estimate_transform (layer, t);

    if (cycles < *out_cycles) {
      *out_cycles = cycles;
      best = t;
    }
  }
  return best;
}

static double
estimate (const TsConvLayer *layer)
{
  double cycles;

  find_transform (layer, &cycles);
  return cycles;
}

/* The weights of one line of taps, one of each set. */
static void
transform_line (const TsTileTransform *t, const double *taps, double *out)
{
  const guint n_even = count_even (t);
  const TsToomPoints *points = ts_toom_points_find (n_even);
  const double outer[] = { taps[0], taps[t->n_taps - 1] };

  ts_toom_transform_filter (points, t->stride == 1 ? taps : outer,
                            t->stride == 1 ? t->n_taps : 2, out);
  if (t->stride == 2)
    out[n_even] = taps[1];
}

/* filter [r][r] or [r] to weights [n_sets][n_sets] or [n_sets]. */
static void
transform_filter (const Prepared *self, const float *filter, double *weights)
{
  const TsTileTransform *t = self->transform;
  const gsize n_sets = self->n_sets;
  double rows[MAX_PIXELS], line[TS_MAX_POINTS], column[TS_MAX_POINTS];

  for (guint y = 0; y < (t->is_square ? t->n_taps : 1); y++) {
    for (guint x = 0; x < t->n_taps; x++)
      line[x] = (double) filter[y * t->n_taps + x];
    transform_line (t, line, rows + y * n_sets);
  }
  if (!t->is_square) {
    memcpy (weights, rows, n_sets * sizeof *weights);
    return;
  }
  for (gsize x = 0; x < n_sets; x++) {
    for (guint y = 0; y < t->n_taps; y++)
      line[y] = rows[y * n_sets + x];
    transform_line (t, line, column);
    for (gsize y = 0; y < n_sets; y++)
      weights[y * n_sets + x] = column[y];
  }
}

static void
pack_weights (const Prepared *self, const TsConvLayer *layer)
{
  const gsize n_taps = ts_conv_get_taps (layer);
  const float *filter = layer->kernel;
  double weights[MAX_PIXELS];

  for (gsize m = 0; m < layer->out_channels; m++)
    for (gsize c = 0; c < layer->in_channels; c++, filter += n_taps) {
      transform_filter (self, filter, weights);
      for (gsize i = 0; i < self->weights->n_matrices; i++)
        ts_packed_set (self->weights, i, c, m, (float) weights[i]);
    }
}

/* Enough tiles that fetching the weights for each block does not take longer than its
 * products, and else few enough that a block stays in a cache. */
static gsize
count_block (const Prepared *self, const TsConvLayer *layer)
{
  const gsize n_tiles = layer->n_images * self->tiles_y * self->tiles_x;
  const gsize per_tile =
    self->in_y * self->in_x * (layer->in_channels + layer->out_channels);
  const gsize n_most = MAX (BLOCK_FLOATS / per_tile, MIN_TILES);
  const gsize n_blocks = (n_tiles + n_most - 1) / n_most;

  return (n_tiles + n_blocks - 1) / n_blocks;
}

static gpointer
prepare (const TsConvLayer *layer, TsConvNeeds *out_needs, GError **error)
{
  Prepared tiles = { 0 };
  double cycles;

  set_tiles (&tiles, layer, find_transform (layer, &cycles));
  tiles.weights =
    ts_packed_new (layer->kernels, count_sets (&tiles), layer->in_channels,
                   layer->out_channels, error);
  if (tiles.weights == NULL)
    return NULL;
  pack_weights (&tiles, layer);
  tiles.n_block = count_block (&tiles, layer);
  out_needs->scratch_bytes = (tiles.in_y * tiles.in_x * tiles.n_block + 1) *
                             (layer->in_channels + layer->out_channels) *
                             sizeof (float);
  out_needs->weight_bytes = ts_packed_get_bytes (tiles.weights);
  return g_memdup2 (&tiles, sizeof tiles);
}

static void
free_prepared (gpointer data)
{
  Prepared *self = data;

  if (self == NULL)
    return;
  ts_packed_free (self->weights);
  g_free (self);
}

/* A part of the scratch for each: points of the input [point][tile][C], of the output
 * [point][tile][M], and a pixel of zeros and one to be thrown away, for the places outside
 * of the image. */
typedef struct {
  float *in, *out, *zeros, *waste;
} Parts;

static Parts
divide (const Prepared *self, const TsConvLayer *layer, void *scratch)
{
  const gsize n = self->in_y * self->in_x * self->n_block;
  Parts parts = { .in = scratch };

  parts.out = parts.in + n * layer->in_channels;
  parts.zeros = parts.out + n * layer->out_channels;
  parts.waste = parts.zeros + layer->in_channels;
  return parts;
}

/* Places of a tile's pixels on an image [size_y][size_x] that begins at image; left and
 * top are taken modulo 2^64, so those before the image are beyond it as well. */
static void
find_pixels (const float *image,
             gsize stride,
             const gsize size[2],
             const gsize first[2],
             const gsize n[2],
             const float **out_pixels)
{
  for (gsize y = 0; y < n[0]; y++)
    for (gsize x = 0; x < n[1]; x++)
      if (first[0] + y < size[0] && first[1] + x < size[1])
        out_pixels[y * n[1] + x] =
          image + ((first[0] + y) * size[1] + first[1] + x) * stride;
}

static void
read_tile (const Prepared *self,
           const TsConvLayer *layer,
           const TsConvBuffers *buffers,
           const Parts *parts,
           gsize tile,
           float *points)
{
  const TsWindowAxis *y = &layer->window.y, *x = &layer->window.x;
  const gsize tx = tile % self->tiles_x;
  const gsize ty = tile / self->tiles_x % self->tiles_y;
  const gsize image = tile / self->tiles_x / self->tiles_y;
  const gsize size[] = { y->in, x->in }, n[] = { self->in_y, self->in_x };
  const gsize first[] = { ty * self->out_y * y->stride - y->before,
                          tx * self->out_x * x->stride - x->before };
  const float *pixels[MAX_PIXELS];

  for (gsize i = 0; i < n[0] * n[1]; i++)
    pixels[i] = parts->zeros;
  find_pixels (buffers->in + image * y->in * x->in * buffers->in_stride,
               buffers->in_stride, size, first, n, pixels);
  self->transform->in (pixels, layer->in_channels, points,
                       self->n_block * layer->in_channels);
}

static void
write_tile (const Prepared *self,
            const TsConvLayer *layer,
            const TsConvBuffers *buffers,
            const Parts *parts,
            gsize tile,
            const float *points)
{
  const TsWindowAxis *y = &layer->window.y, *x = &layer->window.x;
  const gsize tx = tile % self->tiles_x;
  const gsize ty = tile / self->tiles_x % self->tiles_y;
  const gsize image = tile / self->tiles_x / self->tiles_y;
  const gsize size[] = { y->out, x->out }, n[] = { self->out_y, self->out_x };
  const gsize first[] = { ty * self->out_y, tx * self->out_x };
  const float *pixels[MAX_PIXELS];

  for (gsize i = 0; i < n[0] * n[1]; i++)
    pixels[i] = parts->waste;
  find_pixels (buffers->out + image * y->out * x->out * buffers->out_stride,
               buffers->out_stride, size, first, n, pixels);
  self->transform->out (points, self->n_block * layer->out_channels,
                        layer->out_channels, &layer->epilogue,
                        (float *const *) pixels);
}

static void
multiply (const Prepared *self,
          const TsConvLayer *layer,
          const Parts *parts,
          gsize n_tiles)
{
  for (gsize p = 0; p < self->in_y * self->in_x; p++) {
    const gsize y = MIN (p / self->in_x, self->n_sets - 1);
    const gsize x = MIN (p % self->in_x, self->n_sets - 1);
    const TsRows rows = {
      parts->in + p * self->n_block * layer->in_channels,
      layer->in_channels,
      n_tiles,
      parts->out + p * self->n_block * layer->out_channels,
      layer->out_channels,
      { NULL, -INFINITY, INFINITY },
    };

    ts_packed_multiply (self->weights, y * MIN (self->n_sets, self->in_x) + x,
                        &rows);
  }
}

static void
run (gconstpointer prepared,
     const TsConvLayer *layer,
     const TsConvBuffers *buffers)
{
  const Prepared *self = prepared;
  const gsize n_tiles = layer->n_images * self->tiles_y * self->tiles_x;
  const Parts parts = divide (self, layer, buffers->scratch);

  memset (parts.zeros, 0, layer->in_channels * sizeof (float));
  for (gsize first = 0; first < n_tiles; first += self->n_block) {
    const gsize n = MIN (self->n_block, n_tiles - first);

    for (gsize i = 0; i < n; i++)
      read_tile (self, layer, buffers, &parts, first + i,
                 parts.in + i * layer->in_channels);
    multiply (self, layer, &parts, n);
    for (gsize i = 0; i < n; i++)
      write_tile (self, layer, buffers, &parts, first + i,
                  parts.out + i * layer->out_channels);
  }
}

const TsConvWay ts_conv_toom_cook = { "toom-cook", estimate, prepare, run,
                                      free_prepared };
