/* Scaling a picture down by exact area. Whole, aligned steps, which is nearly always, are
 * summed in integers; the rest in floats.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/area-scale.h"

#include <math.h>

/* 16 * 16 * 255 fits in the 16 bits a channel's sum has. */
#define MAX_WHOLE_STEP 16
#define N_CHANNELS     4

/* Where a source pixel goes along one axis: at most to first .. last, each with its share.
 * Only the outer ones are partly covered. */
typedef struct {
  guint *first, *n; /* [n_out] source pixels that an output pixel takes */
  float
    *first_part; /* [n_out] share of the first, the last and those between */
  float *last_part;
  float middle_part;
} Shares;

struct TsAreaScale {
  TsAreaAxis x, y;
  guint n_added;
  guint whole_step;   /* 0: by shares */
  guint32 *pair_sums; /* whole: [y.n_out][x.n_out][2], two channels each */
  Shares x_shares, y_shares;
  guint first_open_row; /* output row the next source row may still reach */
  float *row;           /* by shares: [x.n_out][4] */
  float *sums;          /* by shares: [y.n_out][x.n_out][4] */
};

static guint
find_whole_step (const TsAreaAxis *x, const TsAreaAxis *y)
{
  if (x->origin != 0 || y->origin != 0 || x->step != y->step ||
      x->step != floor (x->step) || x->step > MAX_WHOLE_STEP)
    return 0;
  return (guint) x->step;
}

static void
shares_set (Shares *self, const TsAreaAxis *axis, guint i)
{
  double from = axis->origin + i * axis->step;
  double to = MIN (from + axis->step, (double) axis->n_in);
  double first, last;

  from = MAX (from, 0);
  first = floor (from);
  last = ceil (to) - 1;
  if (!(to > from) || last < first)
    return;
  self->first[i] = (guint) first;
  self->n[i] = (guint) (last - first) + 1;
  if (self->n[i] == 1) {
    self->first_part[i] = (float) ((to - from) / axis->step);
    return;
  }
  self->first_part[i] = (float) ((first + 1 - from) / axis->step);
  self->last_part[i] = (float) ((to - last) / axis->step);
}

static void
shares_init (Shares *self, const TsAreaAxis *axis)
{
  self->first = g_new0 (guint, axis->n_out);
  self->n = g_new0 (guint, axis->n_out);
  self->first_part = g_new0 (float, axis->n_out);
  self->last_part = g_new0 (float, axis->n_out);
  self->middle_part = (float) (1 / axis->step);
  for (guint i = 0; i < axis->n_out; i++)
    shares_set (self, axis, i);
}

static void
shares_clear (Shares *self)
{
  g_free (self->first);
  g_free (self->n);
  g_free (self->first_part);
  g_free (self->last_part);
}

/* Share of source pixel number k of those output pixel i takes. */
static inline float
shares_get (const Shares *self, guint i, guint k)
{
  if (k == 0)
    return self->first_part[i];
  return k + 1 == self->n[i] ? self->last_part[i] : self->middle_part;
}

TsAreaScale *
ts_area_scale_new (TsAreaAxis x, TsAreaAxis y)
{
  TsAreaScale *self = g_new0 (TsAreaScale, 1);
  gsize n_out = (gsize) x.n_out * y.n_out;

  self->x = x;
  self->y = y;
  self->whole_step = find_whole_step (&x, &y);
  if (self->whole_step > 0) {
    self->pair_sums = g_new0 (guint32, 2 * n_out);
    return self;
  }
  shares_init (&self->x_shares, &x);
  shares_init (&self->y_shares, &y);
  self->row = g_new (float, (gsize) N_CHANNELS *x.n_out);
  self->sums = g_new0 (float, N_CHANNELS *n_out);
  return self;
}

void
ts_area_scale_free (TsAreaScale *self)
{
  if (self == NULL)
    return;
  shares_clear (&self->x_shares);
  shares_clear (&self->y_shares);
  g_free (self->pair_sums);
  g_free (self->row);
  g_free (self->sums);
  g_free (self);
}

/* Blue and red, green and alpha are summed side by side in one word each. */
static void
add_whole_row (TsAreaScale *self, const guint32 *argb)
{
  guint step = self->whole_step;
  guint out_row = self->n_added / step;
  guint32 *sums = self->pair_sums + (gsize) out_row * self->x.n_out * 2;

  if (out_row >= self->y.n_out)
    return;
  for (guint i = 0; i < self->x.n_out && i * step < self->x.n_in; i++) {
    guint end = MIN ((i + 1) * step, self->x.n_in);
    guint32 even = 0, odd = 0;

    for (guint k = i * step; k < end; k++) {
      even += argb[k] & 0x00ff00ffu;
      odd += argb[k] >> 8 & 0x00ff00ffu;
    }
    sums[2 * i] += even;
    sums[2 * i + 1] += odd;
  }
}

static void
fill_shared_row (TsAreaScale *self, const guint32 *argb)
{
  const Shares *shares = &self->x_shares;

  for (guint i = 0; i < self->x.n_out; i++) {
    const guint32 *source = argb + shares->first[i];
    float b = 0, g = 0, r = 0, a = 0;

    for (guint k = 0; k < shares->n[i]; k++) {
      float share = shares_get (shares, i, k);

      b += share * (float) (source[k] & 0xff);
      g += share * (float) (source[k] >> 8 & 0xff);
      r += share * (float) (source[k] >> 16 & 0xff);
      a += share * (float) (source[k] >> 24);
    }
    self->row[N_CHANNELS * i] = b;
    self->row[N_CHANNELS * i + 1] = g;
    self->row[N_CHANNELS * i + 2] = r;
    self->row[N_CHANNELS * i + 3] = a;
  }
}

static void
add_shared_row (TsAreaScale *self, const guint32 *argb)
{
  const Shares *shares = &self->y_shares;
  guint y = self->n_added;
  gsize n_values = (gsize) N_CHANNELS * self->x.n_out;

  fill_shared_row (self, argb);
  while (
    self->first_open_row < self->y.n_out &&
    shares->first[self->first_open_row] + shares->n[self->first_open_row] <= y)
    self->first_open_row++;
  for (guint j = self->first_open_row;
       j < self->y.n_out && shares->n[j] > 0 && shares->first[j] <= y; j++) {
    float share = shares_get (shares, j, y - shares->first[j]);
    float *sums = self->sums + j * n_values;

    for (gsize i = 0; i < n_values; i++)
      sums[i] += share * self->row[i];
  }
}

void
ts_area_scale_add_rows (TsAreaScale *self, const guint32 *argb, guint n_rows)
{
  g_assert (n_rows <= self->y.n_in - self->n_added);
  for (guint i = 0; i < n_rows; i++) {
    if (self->whole_step > 0)
      add_whole_row (self, argb + (gsize) i * self->x.n_in);
    else
      add_shared_row (self, argb + (gsize) i * self->x.n_in);
    self->n_added++;
  }
}

static void
finish_whole (const TsAreaScale *self, guint32 *out_argb)
{
  gsize n_out = (gsize) self->x.n_out * self->y.n_out;
  guint32 area = self->whole_step * self->whole_step;
  guint32 half = area / 2;

  for (gsize i = 0; i < n_out; i++) {
    guint32 even = self->pair_sums[2 * i], odd = self->pair_sums[2 * i + 1];
    guint32 b = ((even & 0xffff) + half) / area;
    guint32 g = ((odd & 0xffff) + half) / area;
    guint32 r = ((even >> 16) + half) / area;
    guint32 a = ((odd >> 16) + half) / area;

    out_argb[i] = a << 24 | r << 16 | g << 8 | b;
  }
}

static inline guint32
to_byte (float value)
{
  return (guint32) MIN (value + 0.5f, 255.0f);
}

void
ts_area_scale_finish (TsAreaScale *self, guint32 *out_argb)
{
  gsize n_out = (gsize) self->x.n_out * self->y.n_out;

  g_assert (self->n_added == self->y.n_in);
  if (self->whole_step > 0) {
    finish_whole (self, out_argb);
    return;
  }
  for (gsize i = 0; i < n_out; i++) {
    const float *sums = self->sums + N_CHANNELS * i;

    out_argb[i] = to_byte (sums[3]) << 24 | to_byte (sums[2]) << 16 |
                  to_byte (sums[1]) << 8 | to_byte (sums[0]);
  }
}
