/* A tile's pixels to a network's input, by the model card. One thread at a time: each
 * worker has its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/model/model.h"

G_BEGIN_DECLS

typedef struct TsPreprocessor TsPreprocessor;

TsPreprocessor *
ts_preprocessor_new (const TsModel *model) G_GNUC_WARN_UNUSED_RESULT;
void ts_preprocessor_free (TsPreprocessor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsPreprocessor, ts_preprocessor_free)

/* rgb [height][width][3] of any size (edge tiles are smaller and are resized anisotropically
 * as in DeepPATH) to input [3][h][w]. FALSE with TS_ERROR_TOO_LARGE. */
gboolean ts_preprocessor_run (TsPreprocessor *self,
                              const guint8 *rgb,
                              guint width,
                              guint height,
                              float *input,
                              GError **error);

G_END_DECLS
