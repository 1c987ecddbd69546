/* Writes a randomly initialised full-size Inception v3 in DeepPATH's variant as ONNX.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/model-info.h"

G_BEGIN_DECLS

typedef struct {
  const char *const *class_names; /* NULL-terminated */
  TsHead head;
  guint64 seed;
  double width; /* channel multiplier, 1 for DeepPATH's, at least 1/16 */
} TsNewInceptionParams;

gboolean ts_new_inception_write (const char *path,
                                 const TsNewInceptionParams *params,
                                 GError **error);

G_END_DECLS
