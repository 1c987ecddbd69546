/* Random numbers by address: the same key gives the same number, whoever asks and in
 * whatever order, so that parts of a picture can be drawn alone. splitmix64's mixing step.
 * Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

static inline guint64
ts_dice_roll (guint64 seed, guint64 key)
{
  guint64 z = seed + (key + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* [0, 1) */
static inline float
ts_dice_share (guint64 seed, guint64 key)
{
  return (float) (ts_dice_roll (seed, key) >> 40) * 0x1.0p-24f;
}

static inline float
ts_dice_between (guint64 seed, guint64 key, float low, float high)
{
  return low + (high - low) * ts_dice_share (seed, key);
}
