/* A tile's pixels to a network's input, by the model card. One thread at a time: each
 * worker has its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/model/model-card.h"

G_BEGIN_DECLS

typedef struct TsPreprocessor TsPreprocessor;

/* For a network whose input is [3][input_height][input_width]; the transform is copied and
 * its own input size not looked at. */
TsPreprocessor *
ts_preprocessor_new (const TsTransform *transform,
                     guint input_width,
                     guint input_height) G_GNUC_WARN_UNUSED_RESULT;
void ts_preprocessor_free (TsPreprocessor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsPreprocessor, ts_preprocessor_free)

/* rgb [height][width][3] of any size (edge tiles are smaller and are resized anisotropically
 * as in DeepPATH) to input [3][h][w]: the middle by central_crop, resized, divided by 255
 * if is_scaled, minus mean, by deviation. FALSE with TS_ERROR_TOO_LARGE. */
gboolean ts_preprocessor_run (TsPreprocessor *self,
                              const guint8 *rgb,
                              guint width,
                              guint height,
                              float *input,
                              GError **error);

/* What the last run made of the pixels before they were scaled and normalised, as bytes for
 * the eye: out_rgb [input_height][input_width][3]. Filters that give whole numbers (Pillow's)
 * are shown as they are, the others rounded. */
void ts_preprocessor_get_picture (const TsPreprocessor *self, guint8 *out_rgb);

G_END_DECLS
