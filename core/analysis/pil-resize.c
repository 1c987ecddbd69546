/* Resampling of 8-bit RGB as Pillow does it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/pil-resize.h"

#include <math.h>
#include <string.h>

#include "core/analysis/sixteen.h"
#include "core/base/error.h"

#define MAX_SIDE_PX 32768
#define MAX_PIXELS  (1U << 28)

/* Along one axis: dst pixel i is the sum of weights [i][0..n_taps[i]) times the src pixels
 * from first[i] on. */
typedef struct {
  guint n_dst, max_taps;
  guint *first, *n_taps;
  gint32 *weights;     /* [n_dst][max_taps], scaled by 2^TS_WEIGHT_BITS */
  guint32 *high, *low; /* [n_dst][max_pairs], the same as TsTaps has them */
  guint max_pairs;
} Axis;

struct TsPilResizer {
  TsResizeSizes sizes;
  Axis *horizontal, *vertical; /* NULL when that side stays as it is */
  guint8 *between;             /* [src_height][dst_width][3] */
  /* [src_width * 3][16] and [dst_width * 3][16]: sixteen rows, transposed. */
  guint8 *columns, *resized_columns;
};

gboolean
ts_resize_sizes_check (const TsResizeSizes *sizes, GError **error)
{
  const guint sides[4] = { sizes->src_width, sizes->src_height,
                           sizes->dst_width, sizes->dst_height };
  guint largest = MAX (MAX (sides[0], sides[1]), MAX (sides[2], sides[3]));
  guint smallest = MIN (MIN (sides[0], sides[1]), MIN (sides[2], sides[3]));

  if (smallest > 0 && largest <= MAX_SIDE_PX &&
      (guint64) sides[0] * sides[1] <= MAX_PIXELS &&
      (guint64) sides[2] * sides[1] <= MAX_PIXELS &&
      (guint64) sides[2] * sides[3] <= MAX_PIXELS)
    return TRUE;
  g_set_error (error, TS_ERROR, TS_ERROR_TOO_LARGE,
               "cannot resize %ux%u pixels to %ux%u", sides[0], sides[1],
               sides[2], sides[3]);
  return FALSE;
}

static double
triangle (double x)
{
  double a = fabs (x);

  return a < 1 ? 1 - a : 0;
}

/* Keys' kernel with a = -0.5. */
static double
cubic (double x)
{
  const double a = -0.5;
  double t = fabs (x);

  if (t < 1)
    return ((a + 2) * t - (a + 3)) * t * t + 1;
  if (t < 2)
    return (((t - 5) * t + 8) * t - 4) * a;
  return 0;
}

static double
sinc (double x)
{
  double y = x * G_PI;

  return x == 0 ? 1 : sin (y) / y;
}

static double
lanczos3 (double x)
{
  return x >= -3 && x < 3 ? sinc (x) * sinc (x / 3) : 0;
}

static const struct {
  double (*weight_at) (double x);
  double support;
} kernels[] = {
  [TS_PIL_BILINEAR] = { triangle, 1 },
  [TS_PIL_BICUBIC] = { cubic, 2 },
  [TS_PIL_LANCZOS] = { lanczos3, 3 },
};

static void
axis_free (Axis *axis)
{
  if (axis == NULL)
    return;
  g_free (axis->first);
  g_free (axis->n_taps);
  g_free (axis->weights);
  g_free (axis->high);
  g_free (axis->low);
  g_free (axis);
}

static gint32
to_fixed (double weight)
{
  double scaled = weight * (1 << TS_WEIGHT_BITS);

  return (gint32) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
}

/* The weight is high * 2^TS_LOW_BITS + low, low not negative. */
static void
split_weights (Axis *axis, guint i)
{
  const gint32 *weights = axis->weights + (gsize) i * axis->max_taps;
  guint32 *high = axis->high + (gsize) i * axis->max_pairs;
  guint32 *low = axis->low + (gsize) i * axis->max_pairs;

  for (guint t = 0; t < axis->n_taps[i]; t++) {
    guint shift = t % 2 * 16;

    high[t / 2] |= (guint32) (guint16) (weights[t] >> TS_LOW_BITS) << shift;
    low[t / 2] |= ((guint32) weights[t] & ((1U << TS_LOW_BITS) - 1)) << shift;
  }
}

static TsTaps
get_taps (const Axis *axis, guint i)
{
  return (TsTaps){ axis->n_taps[i], axis->weights + (gsize) i * axis->max_taps,
                   axis->high + (gsize) i * axis->max_pairs,
                   axis->low + (gsize) i * axis->max_pairs };
}

static void
fill_tap_weights (Axis *axis,
                  guint i,
                  TsPilFilter filter,
                  double center,
                  double stretch)
{
  double inverse = 1.0 / stretch;
  g_autofree double *weights = g_new (double, axis->max_taps);
  gint32 *fixed = axis->weights + (gsize) i * axis->max_taps;
  double sum = 0;

  for (guint t = 0; t < axis->n_taps[i]; t++) {
    double at = (double) t + (double) axis->first[i] - center + 0.5;
    weights[t] = kernels[filter].weight_at (at * inverse);
    sum += weights[t];
  }
  for (guint t = 0; t < axis->n_taps[i]; t++)
    fixed[t] = to_fixed (sum != 0 ? weights[t] / sum : weights[t]);
  split_weights (axis, i);
}

static Axis *
axis_new (TsPilFilter filter, guint n_src, guint n_dst)
{
  Axis *axis = g_new0 (Axis, 1);
  double scale = (double) n_src / n_dst;
  double stretch = MAX (scale, 1); /* shrinking averages over all pixels */
  double support = kernels[filter].support * stretch;

  axis->n_dst = n_dst;
  axis->max_taps = (guint) ceil (support) * 2 + 1;
  axis->first = g_new (guint, n_dst);
  axis->n_taps = g_new (guint, n_dst);
  axis->weights = g_new0 (gint32, (gsize) n_dst * axis->max_taps);
  axis->max_pairs = (axis->max_taps + 1) / 2;
  axis->high = g_new0 (guint32, (gsize) n_dst * axis->max_pairs);
  axis->low = g_new0 (guint32, (gsize) n_dst * axis->max_pairs);
  for (guint i = 0; i < n_dst; i++) {
    double center = (i + 0.5) * scale;
    int first = (int) (center - support + 0.5);
    int end = (int) (center + support + 0.5);
    first = MAX (first, 0);
    end = MIN (end, (int) n_src);
    axis->first[i] = (guint) first;
    axis->n_taps[i] = (guint) (end - first);
    fill_tap_weights (axis, i, filter, center, stretch);
  }
  return axis;
}

TsPilResizer *
ts_pil_resizer_new (TsPilFilter filter,
                    const TsResizeSizes *sizes,
                    GError **error)
{
  TsPilResizer *self = NULL;

  if (!ts_resize_sizes_check (sizes, error))
    return NULL;
  self = g_new0 (TsPilResizer, 1);
  self->sizes = *sizes;
  if (sizes->src_width != sizes->dst_width) {
    self->horizontal = axis_new (filter, sizes->src_width, sizes->dst_width);
    self->between =
      g_new (guint8, (gsize) sizes->src_height * sizes->dst_width * 3);
    self->columns = g_malloc_n (sizes->src_width, 3 * TS_SIXTEEN);
    self->resized_columns = g_malloc_n (sizes->dst_width, 3 * TS_SIXTEEN);
  }
  if (sizes->src_height != sizes->dst_height)
    self->vertical = axis_new (filter, sizes->src_height, sizes->dst_height);
  return self;
}

void
ts_pil_resizer_free (TsPilResizer *self)
{
  if (self == NULL)
    return;
  axis_free (self->horizontal);
  axis_free (self->vertical);
  g_free (self->between);
  g_free (self->columns);
  g_free (self->resized_columns);
  g_free (self);
}

static void
run_row (const Axis *axis, const guint8 *in, guint8 *out)
{
  for (guint i = 0; i < axis->n_dst; i++) {
    const gint32 *weights = axis->weights + (gsize) i * axis->max_taps;
    const guint8 *pixel = in + (gsize) axis->first[i] * 3;
    gint32 sums[3] = { 1 << (TS_WEIGHT_BITS - 1), 1 << (TS_WEIGHT_BITS - 1),
                       1 << (TS_WEIGHT_BITS - 1) };
    for (guint t = 0; t < axis->n_taps[i]; t++) {
      sums[0] += pixel[t * 3] * weights[t];
      sums[1] += pixel[t * 3 + 1] * weights[t];
      sums[2] += pixel[t * 3 + 2] * weights[t];
    }
    for (guint c = 0; c < 3; c++)
      out[i * 3 + c] = ts_clip_weighted (sums[c]);
  }
}

/* Sixteen lines of n bytes, n >= 16, to [n][16] or back; the last block overlaps the one
 * before. */
static void
transpose (const guint8 *rows, gsize row_bytes, gsize n, guint8 *out_columns)
{
  for (gsize x = 0; x < n; x += TS_SIXTEEN) {
    gsize at = MIN (x, n - TS_SIXTEEN);
    ts_transpose_sixteen (rows + at, row_bytes, out_columns + at * TS_SIXTEEN,
                          TS_SIXTEEN);
  }
}

static void
transpose_back (const guint8 *columns,
                gsize n,
                guint8 *out_rows,
                gsize row_bytes)
{
  for (gsize x = 0; x < n; x += TS_SIXTEEN) {
    gsize at = MIN (x, n - TS_SIXTEEN);
    ts_transpose_sixteen (columns + at * TS_SIXTEEN, TS_SIXTEEN, out_rows + at,
                          row_bytes);
  }
}

static void
run_sixteen_rows (TsPilResizer *self,
                  const guint8 *in,
                  gsize row_bytes,
                  guint8 *out)
{
  const Axis *axis = self->horizontal;
  gsize n_dst_values = (gsize) axis->n_dst * 3;

  transpose (in, row_bytes, (gsize) self->sizes.src_width * 3, self->columns);
  for (guint i = 0; i < axis->n_dst; i++) {
    const TsTaps taps = get_taps (axis, i);
    for (guint c = 0; c < 3; c++)
      ts_weigh_sixteen (
        &taps, self->columns + ((gsize) axis->first[i] * 3 + c) * TS_SIXTEEN,
        3 * TS_SIXTEEN, self->resized_columns + (i * 3 + c) * TS_SIXTEEN);
  }
  transpose_back (self->resized_columns, n_dst_values, out, n_dst_values);
}

/* The last sixteen rows overlap those before; small pictures go row by row. */
static void
run_rows (TsPilResizer *self, const guint8 *in, gsize row_bytes, guint8 *out)
{
  const TsResizeSizes *sizes = &self->sizes;
  gsize out_row_bytes = (gsize) sizes->dst_width * 3;

  if (sizes->src_height < TS_SIXTEEN ||
      MIN (sizes->src_width, sizes->dst_width) * 3 < TS_SIXTEEN) {
    for (guint row = 0; row < sizes->src_height; row++)
      run_row (self->horizontal, in + row * row_bytes,
               out + row * out_row_bytes);
    return;
  }
  for (guint row = 0; row < sizes->src_height; row += TS_SIXTEEN) {
    gsize at = MIN (row, sizes->src_height - TS_SIXTEEN);
    run_sixteen_rows (self, in + at * row_bytes, row_bytes,
                      out + at * out_row_bytes);
  }
}

/* One output row from n_values columns of bytes. */
static void
run_column_row (const Axis *axis,
                guint row,
                const guint8 *in,
                gsize row_bytes,
                gsize n_values,
                guint8 *out)
{
  const TsTaps taps = get_taps (axis, row);
  const guint8 *lines = in + axis->first[row] * row_bytes;

  if (n_values >= TS_SIXTEEN) {
    for (gsize x = 0; x < n_values; x += TS_SIXTEEN) {
      gsize at = MIN (x, n_values - TS_SIXTEEN);
      ts_weigh_sixteen (&taps, lines + at, row_bytes, out + at);
    }
    return;
  }
  for (gsize x = 0; x < n_values; x++) {
    gint32 sum = 1 << (TS_WEIGHT_BITS - 1);
    for (guint t = 0; t < taps.n_taps; t++)
      sum += lines[t * row_bytes + x] * taps.weights[t];
    out[x] = ts_clip_weighted (sum);
  }
}

void
ts_pil_resizer_run (TsPilResizer *self,
                    const guint8 *rgb,
                    gsize row_bytes,
                    guint8 *out_rgb)
{
  gsize dst_row_bytes = (gsize) self->sizes.dst_width * 3;
  const guint8 *in = rgb;
  gsize in_row_bytes = row_bytes;

  if (self->horizontal != NULL) {
    guint8 *to = self->vertical != NULL ? self->between : out_rgb;
    run_rows (self, rgb, row_bytes, to);
    in = to;
    in_row_bytes = dst_row_bytes;
  }
  for (guint row = 0; self->vertical != NULL && row < self->sizes.dst_height;
       row++)
    run_column_row (self->vertical, row, in, in_row_bytes, dst_row_bytes,
                    out_rgb + row * dst_row_bytes);
  for (guint row = 0; self->horizontal == NULL && self->vertical == NULL &&
                      row < self->sizes.dst_height;
       row++)
    memcpy (out_rgb + row * dst_row_bytes, rgb + row * row_bytes,
            dst_row_bytes);
}
