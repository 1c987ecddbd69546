/* A slide for tests whose pixels are computed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-slide.h"

#include <math.h>

#include "core/base/error.h"
#include "core/slide/slide-backend.h"

typedef struct {
  FakeSlide fake;
  TsSlideLevel levels[8];
} Backend;

guint32
fake_noise (gint64 x, gint64 y)
{
  guint64 z =
    (guint64) x * 0x9e3779b97f4a7c15u + (guint64) y * 0xbf58476d1ce4e5b9u;

  z = (z ^ (z >> 29)) * 0x94d049bb133111ebu;
  return (guint32) (z >> 40) & 0xffffff;
}

guint32
fake_slope (gint64 x, gint64 y)
{
  return (guint32) (MIN (x / 2, 255) << 16 | MIN (y / 2, 255) << 8);
}

/* Mean of the level-0 pixels whose centres lie in the square. */
static guint32
mean_colour (const FakeSlide *fake, double x_l0, double y_l0, double side)
{
  gint64 x_end = MIN ((gint64) ceil (x_l0 + side - 0.5), fake->width_px);
  gint64 y_end = MIN ((gint64) ceil (y_l0 + side - 0.5), fake->height_px);
  guint64 r = 0, g = 0, b = 0, n = 0;

  for (gint64 y = (gint64) ceil (y_l0 - 0.5); y < y_end; y++)
    for (gint64 x = (gint64) ceil (x_l0 - 0.5); x < x_end; x++) {
      guint32 rgb = fake->pixel (x, y);

      r += rgb >> 16;
      g += rgb >> 8 & 0xff;
      b += rgb & 0xff;
      n++;
    }
  if (n == 0)
    return 0;
  return 0xff000000u | (guint32) ((r + n / 2) / n) << 16 |
         (guint32) ((g + n / 2) / n) << 8 | (guint32) ((b + n / 2) / n);
}

static void
note_read (const FakeSlide *fake, gint n_px)
{
  gint largest;

  if (fake->n_px_read != NULL)
    g_atomic_int_add (fake->n_px_read, n_px);
  if (fake->n_largest_read == NULL)
    return;
  do
    largest = g_atomic_int_get (fake->n_largest_read);
  while (n_px > largest && !g_atomic_int_compare_and_exchange (
                             fake->n_largest_read, largest, n_px));
}

static gboolean
read_region (gpointer data,
             const TsSlideRegion *region,
             guint32 *out_argb,
             GError **error)
{
  Backend *self = data;
  const TsSlideLevel *level = &self->levels[region->level];
  double scale = self->fake.scales[region->level];
  double step = level->downsample;
  TsRect wanted = { (double) region->x_l0, (double) region->y_l0,
                    (double) region->width_lv * step,
                    (double) region->height_lv * step };

  note_read (&self->fake, (gint) (region->width_lv * region->height_lv));
  if (!ts_rect_is_empty (ts_rect_intersect (wanted, self->fake.broken_l0))) {
    g_set_error_literal (error, TS_ERROR, TS_ERROR_READ, "broken on purpose");
    return FALSE;
  }
  for (gint64 y = 0; y < region->height_lv; y++)
    for (gint64 x = 0; x < region->width_lv; x++) {
      gint64 x_lv = llround ((double) region->x_l0 / step) + x;
      gint64 y_lv = llround ((double) region->y_l0 / step) + y;
      gboolean is_in = x_lv < level->width_px && y_lv < level->height_px;

      out_argb[y * region->width_lv + x] =
        is_in ? mean_colour (&self->fake, (double) x_lv * scale,
                             (double) y_lv * scale, scale)
              : 0;
    }
  return TRUE;
}

static const TsSlideOps fake_ops = { .read_region = read_region,
                                     .free = g_free };

TsSlide *
fake_slide_new (const FakeSlide *fake)
{
  Backend *self = g_new0 (Backend, 1);
  TsSlideInfo *info = g_new0 (TsSlideInfo, 1);

  self->fake = *fake;
  for (guint i = 0; i < fake->n_scales; i++) {
    TsSlideLevel *level = &self->levels[i];

    level->width_px = (gint64) ((double) fake->width_px / fake->scales[i]);
    level->height_px = (gint64) ((double) fake->height_px / fake->scales[i]);
    level->downsample =
      fake->is_stated ? fake->scales[i]
                      : ((double) fake->width_px / (double) level->width_px +
                         (double) fake->height_px / (double) level->height_px) /
                          2;
  }
  info->identity = g_strdup ("sha256:fake");
  info->vendor = g_strdup ("fake");
  info->width_px = fake->width_px;
  info->height_px = fake->height_px;
  info->n_levels = fake->n_scales;
  info->bounds_l0 =
    (TsRect){ 0, 0, (double) fake->width_px, (double) fake->height_px };
  info->background_rgb = fake->background_rgb;
  return ts_slide_new (&fake_ops, self, info, self->levels, NULL);
}
