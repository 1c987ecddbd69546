/* Writes a randomly initialised full-size Inception v3 in DeepPATH's variant as ONNX.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/model-info.h"

G_BEGIN_DECLS

typedef struct {
  const char *const *class_names; /* NULL-terminated */
  TsHead head; /* softmax: role classes; sigmoid: role mutations */
  guint64 seed;
  double width; /* channel multiplier, 1 for DeepPATH's, 1/16 to 4; channels are
                 * rounded to a multiple of 8, at least 8 */
} TsNewInceptionParams;

/* The card is DeepPATH's: 512 px at 0.5 um/px, resized to 299 as TensorFlow 1 does, output 0
 * the unused background class. The same seed gives the same file. Errors: TS_ERROR_MISSING
 * (no class), _UNSUPPORTED (the width), _FORMAT (class names), _WRITE, _TOO_LARGE. */
gboolean ts_new_inception_write (const char *path,
                                 const TsNewInceptionParams *params,
                                 GError **error);

G_END_DECLS
