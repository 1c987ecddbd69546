/* CRC-32C: the values of RFC 3720, and a naive twin.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/crc32c.h"

#include <string.h>

#include "core/base/random.h"

/* RFC 3720, B.4, and the check value of the catalogue of CRCs ("123456789"). */
static void
test_known_values (void)
{
  guint8 bytes[32];

  g_assert_cmphex (ts_crc32c ("", 0), ==, 0);
  g_assert_cmphex (ts_crc32c ("123456789", 9), ==, 0xe3069283);
  memset (bytes, 0, sizeof bytes);
  g_assert_cmphex (ts_crc32c (bytes, sizeof bytes), ==, 0x8a9136aa);
  memset (bytes, 0xff, sizeof bytes);
  g_assert_cmphex (ts_crc32c (bytes, sizeof bytes), ==, 0x62a8ab43);
  for (guint8 i = 0; i < sizeof bytes; i++)
    bytes[i] = i;
  g_assert_cmphex (ts_crc32c (bytes, sizeof bytes), ==, 0x46dd794e);
  for (guint8 i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (31 - i);
  g_assert_cmphex (ts_crc32c (bytes, sizeof bytes), ==, 0x113fdb5c);
}

static guint32
crc_bit_by_bit (const guint8 *bytes, gsize n)
{
  guint32 crc = G_MAXUINT32;

  for (gsize i = 0; i < 8 * n; i++) {
    guint32 bit = (crc ^ (guint32) (bytes[i / 8] >> i % 8)) & 1;

    crc = crc >> 1 ^ (bit != 0 ? 0x82f63b78 : 0);
  }
  return ~crc;
}

static void
test_any_length_at_any_place (void)
{
  guint8 bytes[100];
  TsRandom random;

  ts_random_init (&random, 3);
  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) ts_random_next (&random);
  for (gsize start = 0; start < 9; start++)
    for (gsize n = 0; n <= sizeof bytes - start; n++)
      g_assert_cmphex (ts_crc32c (bytes + start, n), ==,
                       crc_bit_by_bit (bytes + start, n));
}

/* Right by 15, then the constant added: util/crc32c.h of LevelDB. */
static void
test_mask (void)
{
  g_assert_cmphex (ts_crc32c_mask (0), ==, 0xa282ead8);
  g_assert_cmphex (ts_crc32c_mask (0x00008000), ==, 0xa282ead9);
  g_assert_cmphex (ts_crc32c_mask (1), ==, 0xa284ead8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crc32c/known-values", test_known_values);
  g_test_add_func ("/crc32c/any-length-at-any-place",
                   test_any_length_at_any_place);
  g_test_add_func ("/crc32c/mask", test_mask);
  return g_test_run ();
}
