/* What a slide gives, over its background: pixel by pixel, however many there are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/analysis/compose.h"

#include "core/slide/over-background.h"

#define MAX_PX     300
#define BACKGROUND 0xf0e1d2

static void
assert_composed (const guint32 *argb, gsize n_px)
{
  guint8 rgb[MAX_PX * 3 + 1];

  rgb[n_px * 3] = 0x77;
  ts_compose_rgb (argb, n_px, BACKGROUND, rgb);
  for (gsize i = 0; i < n_px; i++) {
    guint32 expected = ts_over_background (argb[i], BACKGROUND);

    g_assert_cmphex (rgb[i * 3], ==, expected >> 16 & 0xff);
    g_assert_cmphex (rgb[i * 3 + 1], ==, expected >> 8 & 0xff);
    g_assert_cmphex (rgb[i * 3 + 2], ==, expected & 0xff);
  }
  g_assert_cmphex (rgb[n_px * 3], ==, 0x77);
}

static void
fill_opaque (GRand *random, guint32 *argb)
{
  for (guint i = 0; i < MAX_PX; i++)
    argb[i] = 0xff000000u | g_rand_int (random) >> 8;
}

static void
test_opaque (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  guint32 argb[MAX_PX];

  fill_opaque (random, argb);
  for (gsize n_px = 0; n_px <= MAX_PX; n_px++)
    assert_composed (argb, n_px);
}

/* One pixel that lets the background through, at each place. */
static void
test_one_transparent (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  guint32 argb[MAX_PX];

  for (guint i = 0; i < MAX_PX; i++) {
    guint alpha = i % 3 == 0 ? 0 : (guint) g_rand_int_range (random, 0, 255);

    fill_opaque (random, argb);
    argb[i] = alpha << 24 | (alpha / 2) << 16 | (alpha / 3) << 8 | alpha;
    assert_composed (argb, MAX_PX);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compose/takes-opaque-pixels-as-they-are", test_opaque);
  g_test_add_func ("/compose/shows-the-background-where-it-shines-through",
                   test_one_transparent);
  return g_test_run ();
}
