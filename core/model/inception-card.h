/* The model card of DeepPATH's Inception v3: what is always the same, and what its maker
 * says. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/model-info.h"

G_BEGIN_DECLS

#define TS_INCEPTION_PATCH_PX   512
#define TS_INCEPTION_SPACING_UM 0.5

typedef struct {
  const char *const
    *class_names; /* NULL-terminated; output 0 is none of them */
  TsHead head;    /* softmax or sigmoid */
  guint patch_px;
  double spacing_um;
  double central_crop; /* share of each side that is kept, 1 for all */
  const char *name, *source, *licence, *notes; /* NULL: left out */
  const char *runs_on_class;                   /* likewise */
} TsInceptionCard;

/* What the network is for: with softmax classes, with sigmoid mutations. */
TsRole ts_inception_card_get_role (TsHead head);

/* metadata_props as ts_onnx_file_save () takes them; the caller's, to be freed with
 * g_strfreev (). The tile is resized to 299 as TensorFlow 1 does and scaled to -1..1;
 * output 0 is the unused background class. FALSE with what ts_model_card_parse () has
 * against the values. */
gboolean ts_inception_card_format (const TsInceptionCard *self,
                                   char ***out_keys,
                                   char ***out_values,
                                   GError **error);

G_END_DECLS
