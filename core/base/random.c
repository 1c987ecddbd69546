/* Seeded random numbers: xoshiro256** seeded by splitmix64
 * (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/random.h"

#include <math.h>

static guint64
rotate_left (guint64 value, guint bits)
{
  return (value << bits) | (value >> (64 - bits));
}

void
ts_random_init (TsRandom *self, guint64 seed)
{
  for (guint i = 0; i < 4; i++) {
    guint64 z;

    seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
    z = seed;
    z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
    self->state[i] = z ^ (z >> 31);
  }
}

guint64
ts_random_next (TsRandom *self)
{
  guint64 *s = self->state;
  guint64 result = rotate_left (s[1] * 5, 7) * 9;
  guint64 t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);
  return result;
}

double
ts_random_uniform (TsRandom *self)
{
  return (double) (ts_random_next (self) >> 11) * 0x1.0p-53;
}

guint32
ts_random_below (TsRandom *self, guint32 limit)
{
  guint64 rest = (G_MAXUINT64 % limit + 1) % limit;
  guint64 value;

  g_assert (limit > 0);
  do
    value = ts_random_next (self);
  while (value > G_MAXUINT64 - rest);
  return (guint32) (value % limit);
}

double
ts_random_normal (TsRandom *self)
{
  double u = 1.0 - ts_random_uniform (self);
  double v = ts_random_uniform (self);

  return sqrt (-2.0 * log (u)) * cos (2.0 * G_PI * v);
}
