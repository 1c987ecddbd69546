/* Pixels in, probabilities out: preprocessing, network and head of one model. One thread
 * at a time: each worker has its own, the model is shared.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/preprocess.h"
#include "core/model/model.h"

G_BEGIN_DECLS

typedef struct TsClassifier TsClassifier;

/* Takes a reference. NULL with TS_ERROR_UNSUPPORTED when the network's input is not
 * 1x3xHxW, or TS_ERROR_TOO_LARGE. */
TsClassifier *ts_classifier_new (TsModel *model,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_classifier_free (TsClassifier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsClassifier, ts_classifier_free)

/* The model's preprocessing alone, as its classifier does it. *out_width and *out_height are
 * the network's input. NULL with TS_ERROR_UNSUPPORTED likewise. */
TsPreprocessor *
ts_classifier_new_preprocessor (TsModel *model,
                                guint *out_width,
                                guint *out_height,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* rgb [height][width][3]; out_probs [n_classes]. FALSE with TS_ERROR_TOO_LARGE, or
 * TS_ERROR_FORMAT when the network gives a value that is not a number. */
gboolean ts_classifier_run (TsClassifier *self,
                            const guint8 *rgb,
                            guint width,
                            guint height,
                            float *out_probs,
                            GError **error);

G_END_DECLS
