/* Seeded random numbers, the same on every machine: xoshiro256** of Blackman
 * and Vigna (2018), seeded by splitmix64. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint64 state[4];
} TsRandom;

void ts_random_init (TsRandom *self, guint64 seed);
guint64 ts_random_next (TsRandom *self);
double ts_random_uniform (TsRandom *self); /* [0, 1) */
guint32 ts_random_below (TsRandom *self,
                         guint32 limit);  /* [0, limit), unbiased; limit > 0 */
double ts_random_normal (TsRandom *self); /* mean 0, variance 1 */

G_END_DECLS
