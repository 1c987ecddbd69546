/* DeepPATH's Inception v3 out of a TensorFlow checkpoint, as ONNX. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/model/inception-survey.h"
#include "core/records/model-info.h"

G_BEGIN_DECLS

/* DeepPATH kept this share of a tile's side before the resize until November 2018, so also
 * in the paper; the checkpoints published in 2020 were made without. */
#define TS_DEEPPATH_CENTRAL_CROP 0.875

typedef struct {
  const char *const
    *class_names; /* NULL-terminated, of outputs 1, 2, ...: output 0 is
                                   * DeepPATH's unused background */
  TsHead head;    /* softmax: role classes; sigmoid: role mutations */
  guint patch_px;
  double spacing_um;
  double central_crop;                          /* 1: none */
  const char *runs_on_class, *source, *licence; /* NULL: left out of the card */
} TsImportParams;

/* Writes path, as ts_onnx_file_save () does. Everything is looked for before anything is
 * read, and what is missing is named, never guessed; optimiser slots, the auxiliary head
 * and other variables are left alone. Messages name the checkpoint, and the tensor. Errors:
 * TS_ERROR_MISSING (variables), _FORMAT (a shape, a value that is not finite, the number or
 * the names of the classes), _UNSUPPORTED (another type, the names of tf-slim's Inception),
 * and those of ts_tensor_bundle_read (), ts_onnx_file_save (). */
gboolean ts_inception_import (const TsTensorBundle *bundle,
                              const char *path,
                              const TsImportParams *params,
                              TsInceptionSurvey *out_survey,
                              GError **error);

G_END_DECLS
