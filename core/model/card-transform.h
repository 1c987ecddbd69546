/* The transform of a model card: WSInfer's list of torchvision steps, and our own
 * resize_filter and central_crop. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/card-entries.h"
#include "core/model/model-card.h"

G_BEGIN_DECLS

/* Steps in torchvision's order: Resize, ToTensor, Normalize, each at most once.
 * *out_is_given: there is a transform. FALSE with TS_ERROR_FORMAT or _UNSUPPORTED. */
gboolean ts_card_transform_read (TsCardEntries *entries,
                                 TsTransform *out_transform,
                                 gboolean *out_is_given,
                                 GError **error);

G_END_DECLS
