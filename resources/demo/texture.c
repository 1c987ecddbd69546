/* Smooth noise on a torus.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/texture.h"

#include <math.h>

#include "core/base/random.h"

#define SIDE TS_TEXTURE_SIDE
#define FAR  (1 << 20) /* a multiple of the side */

static void
add_octave (float *values, guint cell, float weight, TsRandom *random)
{
  guint n = SIDE / cell;
  g_autofree float *lattice = g_new (float, (gsize) n *n);

  for (guint i = 0; i < n * n; i++)
    lattice[i] = (float) ts_random_uniform (random) * 2 - 1;
  for (guint y = 0; y < SIDE; y++) {
    float v = (float) (y % cell) / (float) cell;
    float fade_v = v * v * v * (v * (v * 6 - 15) + 10);
    const float *above = lattice + (gsize) (y / cell) * n;
    const float *below = lattice + (gsize) ((y / cell + 1) % n) * n;

    for (guint x = 0; x < SIDE; x++) {
      float u = (float) (x % cell) / (float) cell;
      float fade_u = u * u * u * (u * (u * 6 - 15) + 10);
      guint left = x / cell, right = (left + 1) % n;
      float top = above[left] + fade_u * (above[right] - above[left]);
      float bottom = below[left] + fade_u * (below[right] - below[left]);

      values[(gsize) y * SIDE + x] += weight * (top + fade_v * (bottom - top));
    }
  }
}

static void
normalise (float *values)
{
  double sum = 0, squares = 0;
  gsize n = (gsize) SIDE * SIDE;

  for (gsize i = 0; i < n; i++) {
    sum += values[i];
    squares += (double) values[i] * values[i];
  }
  double mean = sum / (double) n;
  double deviation = sqrt (squares / (double) n - mean * mean);

  for (gsize i = 0; i < n; i++)
    values[i] = (float) ((values[i] - mean) / deviation);
}

TsTexture *
ts_texture_new (guint64 seed, guint cell, guint n_octaves)
{
  TsTexture *self = g_new0 (TsTexture, 1);
  TsRandom random;
  float weight = 1;

  ts_random_init (&random, seed);
  self->values = g_new0 (float, (gsize) SIDE *SIDE);
  self->feature = (float) cell;
  for (guint octave = 0; octave < n_octaves && cell > 0; octave++) {
    add_octave (self->values, cell, weight, &random);
    weight /= 2;
    cell /= 2;
  }
  normalise (self->values);
  return self;
}

void
ts_texture_free (TsTexture *self)
{
  if (self == NULL)
    return;
  g_free (self->values);
  g_free (self);
}

float
ts_texture_at (const TsTexture *self,
               double x_px,
               double y_px,
               float feature_px,
               guint salt)
{
  double scale = (double) self->feature / (double) feature_px;
  /* Far from zero nothing is negative, and cutting off is rounding down. */
  double u = x_px * scale + salt * 389.17 + FAR;
  double v = y_px * scale + salt * 631.73 + FAR;
  gint64 left = (gint64) u, top = (gint64) v;
  float s = (float) (u - (double) left), t = (float) (v - (double) top);
  guint x0 = (guint) left & (SIDE - 1), x1 = (x0 + 1) & (SIDE - 1);
  guint y0 = (guint) top & (SIDE - 1), y1 = (y0 + 1) & (SIDE - 1);
  const float *above = self->values + (gsize) y0 * SIDE;
  const float *below = self->values + (gsize) y1 * SIDE;
  float upper = above[x0] + s * (above[x1] - above[x0]);
  float lower = below[x0] + s * (below[x1] - below[x0]);

  return upper + t * (lower - upper);
}
