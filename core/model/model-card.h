/* The model card: what metadata_props and files beside the model say of it (keys: README,
 * "Models"). Reading only; what is missing stays missing. One thread at a time.
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

/* Where a card's keys come from, as flags. */
typedef enum {
  TS_CARD_FROM_SIDE = 1 << 0,  /* NAME.json beside NAME.onnx */
  TS_CARD_FROM_MODEL = 1 << 1, /* metadata_props */
  TS_CARD_FROM_CONFIG = 1 << 2 /* config.json, WSInfer's, in the same folder */
} TsCardOrigin;

/* A JSON file beside the model: an object with values of their own kind. */
typedef struct {
  const char *name; /* in messages */
  const char *json;
  gboolean
    is_foreign; /* other programs write it too: keys of theirs are ignored */
} TsCardFile;

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
  guint origins;       /* TsCardOrigin: whose keys these are */
  GHashTable *
    places; /* for messages: key of the card (char *) to "'m.json'", "the model file" */
} TsModelCard;

/* keys and values [n]: metadata_props, numbers and lists written as JSON. Precedence: side
 * (NAME.json) before metadata_props before config (config.json); class_names of one before
 * num_classes of another go without it. side and config may be NULL. Keys of others are
 * ignored in metadata_props and foreign files, and null is refused elsewhere. NULL with TS_ERROR_FORMAT or _UNSUPPORTED, naming the file, the key and its value. */
TsModelCard *ts_model_card_parse (const char *const *keys,
                                  const char *const *values,
                                  guint n,
                                  const TsCardFile *side,
                                  const TsCardFile *config,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a config.json is to be read as the card. Its name says nothing of which model it
 * means, so it is left alone where a card is nearer: FALSE when metadata_props have one key
 * of a card (texts for people, as any exporter writes them, do not count), when NAME.json
 * has class_names, patch_size_pixels and transform, and when NAME.json is no JSON object. */
gboolean ts_model_card_takes_config (const char *const *keys,
                                     guint n,
                                     const TsCardFile *side);
void ts_model_card_free (TsModelCard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsModelCard, ts_model_card_free)

const char *ts_resize_filter_to_text (TsResizeFilter filter);
gboolean ts_resize_filter_from_text (const char *text,
                                     TsResizeFilter *out_filter);

G_END_DECLS
