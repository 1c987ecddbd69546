/* How pixels are shown, where that is not how they are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tiles/display.h"

#include <math.h>

#include "core/tiles/display-profile.h"

#define MAX_BRIGHTNESS 1.0
#define MAX_FACTOR     10.0

struct TsDisplay {
  gint n_refs;
  TsDisplayLook look;
  guint8 table[256];
  TsDisplayProfile *profile; /* NULL: none */
};

const TsDisplayLook ts_display_look_neutral = { 0, 1, 1 };

gboolean
ts_display_look_is_neutral (const TsDisplayLook *self)
{
  return self->brightness == 0 && self->contrast == 1 && self->gamma == 1;
}

static double
clamp_factor (double value)
{
  return isnan (value) ? 1 : CLAMP (value, 1 / MAX_FACTOR, MAX_FACTOR);
}

TsDisplayLook
ts_display_look_clamp (const TsDisplayLook *self)
{
  return (TsDisplayLook){
    .brightness = isnan (self->brightness)
                    ? 0
                    : CLAMP (self->brightness, -MAX_BRIGHTNESS, MAX_BRIGHTNESS),
    .contrast = clamp_factor (self->contrast),
    .gamma = clamp_factor (self->gamma),
  };
}

void
ts_display_look_fill (const TsDisplayLook *self, guint8 table[256])
{
  for (int i = 0; i < 256; i++) {
    double v = (i / 255.0 - 0.5) * self->contrast + 0.5 + self->brightness;

    v = pow (CLAMP (v, 0, 1), 1 / self->gamma);
    table[i] = (guint8) lround (v * 255);
  }
}

TsDisplay *
ts_display_new (const TsDisplayLook *look, GBytes *profile, GError **error)
{
  TsDisplayProfile *transform = NULL;
  TsDisplay *self;

  if (profile != NULL) {
    transform = ts_display_profile_new (profile, error);
    if (transform == NULL)
      return NULL;
  }
  self = g_new0 (TsDisplay, 1);
  self->n_refs = 1;
  self->look = ts_display_look_clamp (look);
  self->profile = transform;
  ts_display_look_fill (&self->look, self->table);
  return self;
}

TsDisplay *
ts_display_ref (TsDisplay *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
ts_display_unref (TsDisplay *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->n_refs))
    return;
  ts_display_profile_free (self->profile);
  g_free (self);
}

const TsDisplayLook *
ts_display_get_look (const TsDisplay *self)
{
  return &self->look;
}

gboolean
ts_display_has_profile (const TsDisplay *self)
{
  return self->profile != NULL;
}

void
ts_display_apply (const TsDisplay *self, guint32 *argb, gsize n_px)
{
  const guint8 *table = self->table;

  if (self->profile != NULL)
    ts_display_profile_apply (self->profile, argb, n_px);
  if (ts_display_look_is_neutral (&self->look))
    return;
  for (gsize i = 0; i < n_px; i++)
    argb[i] = (argb[i] & 0xff000000u) |
              (guint32) table[argb[i] >> 16 & 0xff] << 16 |
              (guint32) table[argb[i] >> 8 & 0xff] << 8 | table[argb[i] & 0xff];
}
