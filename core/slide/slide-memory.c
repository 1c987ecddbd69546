/* A slide in memory, for tests and tools.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/base/checked.h"
#include "core/slide/slide-backend.h"

typedef struct {
  gint64 width_px, height_px;
  guint32 argb[]; /* [height][width] */
} Pixels;

static gboolean
read_region (gpointer backend,
             const TsSlideRegion *region,
             guint32 *out_argb,
             GError **error)
{
  const Pixels *pixels = backend;

  for (gint64 y = 0; y < region->height_lv; y++)
    memcpy (out_argb + y * region->width_lv,
            pixels->argb + (region->y_l0 + y) * pixels->width_px + region->x_l0,
            (gsize) region->width_lv * sizeof *out_argb);
  return TRUE;
}

static const TsSlideOps memory_ops = { .read_region = read_region,
                                       .free = g_free };

static Pixels *
pixels_new (const guint8 *rgb, gint64 width_px, gint64 height_px, gsize n_px)
{
  Pixels *pixels = g_malloc (sizeof *pixels + n_px * sizeof (guint32));

  pixels->width_px = width_px;
  pixels->height_px = height_px;
  for (gsize i = 0; i < n_px; i++)
    pixels->argb[i] = 0xff000000u | (guint32) rgb[3 * i] << 16 |
                      (guint32) rgb[3 * i + 1] << 8 | rgb[3 * i + 2];
  return pixels;
}

static char *
identify (const guint8 *rgb, gint64 width_px, gint64 height_px, gsize n_px)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *size = g_strdup_printf (
    "%" G_GINT64_FORMAT "x%" G_GINT64_FORMAT "\n", width_px, height_px);

  g_checksum_update (sum, (const guchar *) size, (gssize) strlen (size));
  g_checksum_update (sum, rgb, (gssize) (3 * n_px));
  return g_strconcat ("sha256:", g_checksum_get_string (sum), NULL);
}

TsSlide *
ts_slide_new_from_rgb (const guint8 *rgb,
                       gint64 width_px,
                       gint64 height_px,
                       double mpp)
{
  TsSlideInfo *info = g_new0 (TsSlideInfo, 1);
  TsSlideLevel level = { width_px, height_px, 1.0 };
  gint64 sizes[] = { width_px, height_px, sizeof (guint32) };
  gsize n_bytes = 0;
  gboolean fits = ts_checked_product (sizes, G_N_ELEMENTS (sizes), &n_bytes);
  gsize n_px = n_bytes / sizeof (guint32);

  g_assert (fits && n_px > 0);
  info->identity = identify (rgb, width_px, height_px, n_px);
  info->vendor = g_strdup ("memory");
  info->width_px = width_px;
  info->height_px = height_px;
  info->n_levels = 1;
  info->mpp_x = info->mpp_y = mpp;
  info->mpp_source = mpp > 0 ? TS_MPP_READER : TS_MPP_NONE;
  info->bounds_l0 = (TsRect){ 0, 0, (double) width_px, (double) height_px };
  info->background_rgb = 0xffffff;
  return ts_slide_new (&memory_ops, pixels_new (rgb, width_px, height_px, n_px),
                       info, &level, NULL);
}
