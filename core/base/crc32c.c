/* CRC-32C, eight bytes at a step (Kounavis and Berry, "A systematic approach to building
 * high performance software-based CRC generators", 2005).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/crc32c.h"

#include <pthread.h>

#define N_SLICES 8
/* The polynomial, lowest power in the highest bit. */
#define POLYNOMIAL 0x82f63b78u
#define MASK_DELTA 0xa282ead8u

/* slices[k][b]: what byte b does to the remainder when k bytes follow it. */
static guint32 slices[N_SLICES][256];

static void
fill_slices (void)
{
  for (guint b = 0; b < 256; b++) {
    guint32 crc = b;

    for (guint bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ ((crc & 1) != 0 ? POLYNOMIAL : 0);
    slices[0][b] = crc;
  }
  for (guint k = 1; k < N_SLICES; k++)
    for (guint b = 0; b < 256; b++) {
      guint32 before = slices[k - 1][b];

      slices[k][b] = before >> 8 ^ slices[0][before & 0xff];
    }
}

guint32
ts_crc32c (const void *data, gsize n_bytes)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  const guint8 *at = data;
  guint32 crc = G_MAXUINT32;

  pthread_once (&once, fill_slices);
  for (; n_bytes >= N_SLICES; n_bytes -= N_SLICES, at += N_SLICES) {
    guint32 low = crc ^ ((guint32) at[0] | (guint32) at[1] << 8 |
                         (guint32) at[2] << 16 | (guint32) at[3] << 24);

    crc = slices[7][low & 0xff] ^ slices[6][low >> 8 & 0xff] ^
          slices[5][low >> 16 & 0xff] ^ slices[4][low >> 24] ^
          slices[3][at[4]] ^ slices[2][at[5]] ^ slices[1][at[6]] ^
          slices[0][at[7]];
  }
  for (; n_bytes > 0; n_bytes--)
    crc = crc >> 8 ^ slices[0][(crc ^ *at++) & 0xff];
  return ~crc;
}

guint32
ts_crc32c_mask (guint32 crc)
{
  return (crc >> 15 | crc << 17) + MASK_DELTA;
}
