/* A convolution quick enough for whole networks, and still plain: a padded copy of the image
 * with the channels of a pixel side by side, and sums for a few output channels at once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>

#include "tests/reference/reference.h"

/* Output channels that are summed together. */
#define LANES       8
#define MAX_THREADS 16
/* Below so many multiplications, a thread costs more than it brings. */
#define MIN_THREAD_WORK 2000000

typedef struct {
  const RefTensor *x, *w, *bias;
  const RefWindow *window;
  gint64 groups;
  gint64 per_group_in, per_group_out,
    n_blocks; /* blocks: of LANES, in a group */
  RefAxis y_axis, x_axis;
  gint64 height, width; /* with the padding */
  double *padded;       /* [N][height][width][C] */
  RefTensor *out;       /* [N][M][oy][ox] */
} Conv;

static void
pad_image (Conv *v)
{
  const gint64 n_images = v->x->shape.dims[0], n_channels = v->x->shape.dims[1];
  const gint64 *from_dims = v->x->shape.dims;
  const double *from = v->x->values;

  v->height = v->y_axis.before + v->y_axis.in + v->y_axis.after;
  v->width = v->x_axis.before + v->x_axis.in + v->x_axis.after;
  v->padded =
    g_new0 (double, (gsize) (n_images * n_channels * v->height * v->width));
  for (gint64 i = 0; i < n_images * n_channels; i++)
    for (gint64 y = 0; y < from_dims[2]; y++)
      for (gint64 x = 0; x < from_dims[3]; x++) {
        const gint64 row = i / n_channels * v->height + y + v->y_axis.before;
        const gint64 pixel = row * v->width + x + v->x_axis.before;

        v->padded[pixel * n_channels + i % n_channels] = *from++;
      }
}

/* Weights of one block of output channels: [kh][kw][C/g][LANES], 0 behind the last. */
static double *
pack_weights (const Conv *v, gint64 first, gint64 n)
{
  const gint64 taps = v->window->kernel[0] * v->window->kernel[1];
  double *packed = g_new0 (double, (gsize) (taps * v->per_group_in * LANES));

  for (gint64 m = 0; m < n; m++)
    for (gint64 c = 0; c < v->per_group_in; c++)
      for (gint64 tap = 0; tap < taps; tap++)
        packed[(tap * v->per_group_in + c) * LANES + m] =
          v->w->values[((first + m) * v->per_group_in + c) * taps + tap];
  return packed;
}

/* n channels of one pixel: x [n], w [n][LANES]. */
static void
add_pixel (const double *x, const double *w, gint64 n, double *sums)
{
  double all[LANES];

  for (guint m = 0; m < LANES; m++)
    all[m] = sums[m];
  for (gint64 c = 0; c < n; c++) {
#pragma GCC unroll 8
    for (guint m = 0; m < LANES; m++)
      all[m] += x[c] * w[c * LANES + m];
  }
  for (guint m = 0; m < LANES; m++)
    sums[m] = all[m];
}

/* window: its first pixel and channel in the padded image. */
static void
add_window (const Conv *v, const double *window, const double *w, double *sums)
{
  const gint64 pixel = v->x->shape.dims[1];
  const gint64 *kernel = v->window->kernel, *dilation = v->window->dilation;

  for (gint64 ky = 0; ky < kernel[0]; ky++)
    for (gint64 kx = 0; kx < kernel[1]; kx++) {
      const gint64 at = ky * dilation[0] * v->width + kx * dilation[1];

      add_pixel (window + at * pixel, w, v->per_group_in, sums);
      w += v->per_group_in * LANES;
    }
}

/* job: image, group, block of output channels. */
static void
convolve_block (const Conv *v, gint64 job)
{
  const gint64 image = job / v->n_blocks / v->groups;
  const gint64 group = job / v->n_blocks % v->groups;
  const gint64 skipped = job % v->n_blocks * LANES;
  const gint64 first = group * v->per_group_out + skipped;
  const gint64 n = MIN (LANES, v->per_group_out - skipped);
  const gint64 n_pixels = v->y_axis.n * v->x_axis.n;
  double *out =
    v->out->values + (image * v->out->shape.dims[1] + first) * n_pixels;
  g_autofree double *w = pack_weights (v, first, n);

  for (gint64 i = 0; i < n_pixels; i++) {
    const gint64 y = i / v->x_axis.n * v->window->stride[0];
    const gint64 x = i % v->x_axis.n * v->window->stride[1];
    const gint64 pixel = (image * v->height + y) * v->width + x;
    double sums[LANES] = { 0 };

    for (gint64 m = 0; m < n && v->bias != NULL; m++)
      sums[m] = v->bias->values[first + m];
    add_window (
      v, v->padded + pixel * v->x->shape.dims[1] + group * v->per_group_in, w,
      sums);
    for (gint64 m = 0; m < n; m++)
      out[m * n_pixels + i] = sums[m];
  }
}

typedef struct {
  const Conv *conv;
  gint64 first, step, end;
} Share;

static void *
convolve_share (void *data)
{
  const Share *share = data;

  for (gint64 job = share->first; job < share->end; job += share->step)
    convolve_block (share->conv, job);
  return NULL;
}

static void
convolve (const Conv *v)
{
  const gint64 work = (gint64) v->out->n * v->per_group_in *
                      v->window->kernel[0] * v->window->kernel[1];
  const gint64 n_jobs = v->x->shape.dims[0] * v->groups * v->n_blocks;
  const gint64 n_threads =
    CLAMP (work / MIN_THREAD_WORK, 1,
           MIN (MAX_THREADS, (gint64) g_get_num_processors ()));
  pthread_t threads[MAX_THREADS];
  Share shares[MAX_THREADS];

  for (gint64 i = 0; i < n_threads; i++) {
    shares[i] = (Share){ v, i, n_threads, n_jobs };
    if (i > 0)
      g_assert_cmpint (
        pthread_create (&threads[i], NULL, convolve_share, &shares[i]), ==, 0);
  }
  convolve_share (&shares[0]);
  for (gint64 i = 1; i < n_threads; i++)
    pthread_join (threads[i], NULL);
}

RefTensor *
ref_conv_quick (const RefTensor *x,
                const RefTensor *w,
                const RefTensor *bias,
                gint64 groups,
                const RefWindow *window)
{
  Conv v = { .x = x,
             .w = w,
             .bias = bias,
             .window = window,
             .groups = groups,
             .per_group_in = w->shape.dims[1],
             .per_group_out = w->shape.dims[0] / groups,
             .y_axis = ref_count_windows (window, 0, x->shape.dims[2]),
             .x_axis = ref_count_windows (window, 1, x->shape.dims[3]) };
  const TsShape shape = {
    4, { x->shape.dims[0], w->shape.dims[0], v.y_axis.n, v.x_axis.n }
  };

  g_assert (x->shape.dims[1] == groups * v.per_group_in);
  v.n_blocks = (v.per_group_out + LANES - 1) / LANES;
  v.out = ref_new (&shape);
  pad_image (&v);
  convolve (&v);
  g_free (v.padded);
  return v.out;
}
