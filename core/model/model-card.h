/* The model card: what metadata_props or a side file say of a model (keys: README, "Model
 * card"). Reading only; what is missing stays missing. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/model-info.h"

G_BEGIN_DECLS

typedef enum {
  TS_RESIZE_PIL_BILINEAR, /* the default: what torchvision does */
  TS_RESIZE_PIL_BICUBIC,
  TS_RESIZE_TF1_BILINEAR,
  TS_RESIZE_TORCH_BILINEAR,
  TS_RESIZE_OPENCV_AREA
} TsResizeFilter;

/* How a tile's pixels become the network's input. */
typedef struct {
  guint input_width, input_height; /* 0: the tile's own size */
  TsResizeFilter filter;
  double
    central_crop;     /* share of each side kept before the resize, 1 for all */
  gboolean is_scaled; /* ToTensor: divide by 255 before mean and deviation */
  float mean[3], deviation[3]; /* 0 and 1 when there is no Normalize */
} TsTransform;

typedef struct {
  TsModelInfo
    *info; /* without identity and counts, which the file gives; class_names
                      * is never NULL; name is NULL where the card has none */
  TsTransform transform;
  gboolean has_head;    /* the card names one */
  gboolean has_classes; /* it has class_names, maybe an empty list */
  gboolean
    has_transform; /* it says how pixels become input, maybe as they are */
  int
    background_output; /* index of DeepPATH's unused class among the outputs, or -1 */
} TsModelCard;

/* keys and values [n]: metadata_props, numbers and lists written as JSON. side_json:
 * contents of NAME.json or NULL, an object with values of their own kind; its keys go before
 * those of the file, null takes one away. Keys of others are ignored. NULL with
 * TS_ERROR_FORMAT or _UNSUPPORTED, naming the key and its value. */
TsModelCard *ts_model_card_parse (const char *const *keys,
                                  const char *const *values,
                                  guint n,
                                  const char *side_json,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_model_card_free (TsModelCard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsModelCard, ts_model_card_free)

const char *ts_resize_filter_to_text (TsResizeFilter filter);
gboolean ts_resize_filter_from_text (const char *text,
                                     TsResizeFilter *out_filter);

G_END_DECLS
