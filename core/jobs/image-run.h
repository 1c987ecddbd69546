/* Whole image files as tiles, several at a time. The calling thread waits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/cancel.h"
#include "core/base/progress.h"
#include "core/model/model.h"

G_BEGIN_DECLS

typedef struct {
  TsModel *model; /* borrowed, as all here */
  const char *const *paths;
  guint n_paths;
  guint n_workers; /* 0: one per core */
  const TsCancel *cancel;
  TsProgressFunc progress; /* on the calling thread; may be NULL */
  gpointer user_data;
} TsImageRunParams;

typedef struct {
  float *probs;  /* [n_classes], NULL when there is a failure */
  char *failure; /* why this file has no result */
} TsImageResult;
void ts_image_result_free (TsImageResult *self);

/* GPtrArray of TsImageResult in the order of paths, which go with it. A file that cannot be
 * read is a result with a failure, and the others go on. NULL with TS_ERROR_CANCELLED,
 * TS_ERROR_UNSUPPORTED for a model without classes, or as ts_classifier_new. */
GPtrArray *ts_image_run (const TsImageRunParams *params,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
