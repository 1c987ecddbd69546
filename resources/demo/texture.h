/* Smooth noise on a torus, made once and looked up everywhere. Immutable, any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TS_TEXTURE_SIDE 1024

typedef struct {
  float *values; /* [TS_TEXTURE_SIDE][TS_TEXTURE_SIDE], mean 0, deviation 1 */
  float feature; /* size of the coarsest octave's cells, in texels */
} TsTexture;

/* Value noise of n_octaves, each twice as fine and half as strong. cell divides the side. */
TsTexture *ts_texture_new (guint64 seed,
                           guint cell,
                           guint n_octaves) G_GNUC_WARN_UNUSED_RESULT;
void ts_texture_free (TsTexture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTexture, ts_texture_free)

/* At a point in pixels, the coarsest octave's cells being feature_px wide. Different
 * salts give pictures that have nothing to do with each other. */
float ts_texture_at (const TsTexture *self,
                     double x_px,
                     double y_px,
                     float feature_px,
                     guint salt);

G_END_DECLS
