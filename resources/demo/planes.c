/* Dyes laid on a rectangle, and light through them (Beer and Lambert).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "resources/demo/planes.h"

#include <math.h>

#include "resources/demo/dice.h"
#include "resources/demo/spot.h"

#define TABLE_STEPS 4096
#define DENSITY_MAX 2.5f

TsPlanes *
ts_planes_new (int x_px, int y_px, int width, int height)
{
  TsPlanes *self = g_new0 (TsPlanes, 1);

  *self = (TsPlanes){ x_px, y_px, width, height,
                      g_new0 (TsDye, (gsize) width * height) };
  return self;
}

void
ts_planes_free (TsPlanes *self)
{
  if (self == NULL)
    return;
  g_free (self->dyes);
  g_free (self);
}

static void
mix_dye (TsDye *dye, const TsDye *over, float share, float strength)
{
  dye->haematoxylin =
    ts_mix (dye->haematoxylin, over->haematoxylin * strength, share);
  dye->eosin = ts_mix (dye->eosin, over->eosin * strength, share);
  dye->blood = ts_mix (dye->blood, over->blood * strength, share);
  dye->carbon = ts_mix (dye->carbon, over->carbon * strength, share);
}

/* u, v: from the centre in half axes; q: their length after the outline's unevenness. */
static void
lay_at (TsDye *dye,
        const TsScene *scene,
        const TsBody *body,
        const float uvq[3],
        const double at[2])
{
  float q = uvq[2], soft = 0.9f / body->short_px;
  float share = 1 - ts_smooth_step (1 - soft, 1 + soft, q);
  float strength = 1;

  if (body->halo > 0 && q > 1) {
    float around = 1 - body->halo * (1 - ts_smooth_step (1, 1.55f, q));

    dye->eosin *= around;
    dye->haematoxylin *= around;
  }
  if (share <= 0)
    return;
  strength += body->rim * ts_smooth_step (0.62f, 0.95f, q);
  if (body->chromatin > 0)
    strength += body->chromatin * ts_scene_grain (scene, at[0], at[1], 6.5f,
                                                  (guint) body->id & 255);
  if (body->nucleolus > 0) {
    float place = ts_dice_between (body->id, 31, 0, 6.28f);
    float du = (uvq[0] - 0.38f * cosf (place)) * body->long_px;
    float dv = (uvq[1] - 0.38f * sinf (place)) * body->short_px;
    float spot = hypotf (du, dv) / body->nucleolus;

    strength += 0.75f * (1 - ts_smooth_step (0.6f, 1.3f, spot));
  }
  mix_dye (dye, &body->dye, share, MAX (strength, 0.2f));
}

void
ts_planes_lay (TsPlanes *self, const TsScene *scene, const TsBody *body)
{
  float c = cosf (body->angle), s = sinf (body->angle);
  float wobble = 1 + 3 * body->uneven + (body->halo > 0 ? 0.5f : 0);
  int reach = (int) ceilf (body->long_px * wobble) + 2;
  int x = (int) floor (body->x_px) - self->x_px;
  int y = (int) floor (body->y_px) - self->y_px;
  float phase = ts_dice_between (body->id, 41, 0, 6.28f);

  for (int row = MAX (y - reach, 0); row <= MIN (y + reach, self->height - 1);
       row++)
    for (int col = MAX (x - reach, 0); col <= MIN (x + reach, self->width - 1);
         col++) {
      double at[2] = { col + self->x_px, row + self->y_px };
      float dx = (float) (at[0] - body->x_px),
            dy = (float) (at[1] - body->y_px);
      float u = (dx * c + dy * s) / body->long_px;
      float v = (dy * c - dx * s) / body->short_px;
      float q = sqrtf (u * u + v * v);

      if (q > wobble)
        continue;
      if (body->uneven > 0) {
        float angle = atan2f (v, u);

        q += body->uneven * (0.6f * sinf (2 * angle + phase) +
                             0.5f * sinf (3 * angle + 2.3f * phase) +
                             0.25f * sinf (5 * angle + 4.1f * phase));
      }
      lay_at (&self->dyes[(gsize) row * self->width + col], scene, body,
              (float[]){ u, v, q }, at);
    }
}

static float
transmit (const float *table, float density)
{
  float step = CLAMP (density, 0, DENSITY_MAX) * (TABLE_STEPS / DENSITY_MAX);

  return table[(guint) step];
}

static const float *
get_table (void)
{
  static float table[TABLE_STEPS + 1];
  static gsize is_ready = 0;

  if (g_once_init_enter (&is_ready)) {
    for (guint i = 0; i <= TABLE_STEPS; i++)
      table[i] = powf (10, -((float) i + 0.5f) * DENSITY_MAX / TABLE_STEPS);
    g_once_init_leave (&is_ready, 1);
  }
  return table;
}

static void
light (const TsPlanes *self, const TsStain *stain, float *rgb)
{
  const float *table = get_table ();
  gsize n = (gsize) self->width * self->height;

  for (gsize i = 0; i < n; i++) {
    const TsDye *dye = &self->dyes[i];
    float h = dye->haematoxylin * stain->haematoxylin_gain;
    float e = dye->eosin * stain->eosin_gain;

    for (guint c = 0; c < 3; c++)
      rgb[3 * i + c] =
        stain->glass[c] *
        transmit (table, h * stain->haematoxylin[c] + e * stain->eosin[c] +
                           dye->blood * stain->blood[c] +
                           dye->carbon * stain->carbon[c] +
                           dye->ink[0] * stain->ink[0][c] +
                           dye->ink[1] * stain->ink[1][c]);
  }
}

/* Neighbours along one direction; ends keep their value. */
static void
blur (float *rgb,
      gsize n_lines,
      gsize n,
      gsize line_step,
      gsize step,
      float share)
{
  for (gsize line = 0; line < n_lines; line++)
    for (guint c = 0; c < 3; c++) {
      float *at = rgb + line * line_step + c;
      float before = at[0];

      for (gsize i = 1; i + 1 < n; i++) {
        float here = at[i * step];

        at[i * step] = here + share * (before + at[(i + 1) * step] - 2 * here);
        before = here;
      }
    }
}

void
ts_planes_shine (const TsPlanes *self,
                 const TsScene *scene,
                 int margin_px,
                 guint8 *rgb,
                 gsize row_bytes)
{
  gsize width = (gsize) self->width, height = (gsize) self->height;
  g_autofree float *lit = g_new (float, width *height * 3);

  light (self, &scene->stain, lit);
  blur (lit, height, width, width * 3, 3, scene->stain.blur);
  blur (lit, width, height, 3, width * 3, scene->stain.blur);
  for (int row = margin_px; row < self->height - margin_px; row++)
    for (int col = margin_px; col < self->width - margin_px; col++) {
      const float *from = lit + 3 * ((gsize) row * width + (gsize) col);
      guint8 *to = rgb + (gsize) (row - margin_px) * row_bytes +
                   3 * (gsize) (col - margin_px);
      float noise = 0.7f * ts_scene_grain (scene, col + self->x_px,
                                           row + self->y_px, 16, 91);

      for (guint c = 0; c < 3; c++)
        to[c] = (guint8) CLAMP (from[c] + noise + 0.5f, 0, 255);
    }
}
