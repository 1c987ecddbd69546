/* A model file, ready to run: card, network, identity. Immutable, reference counted, any
 * thread. Reading is bounded: no length in the file is believed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/cancel.h"
#include "core/model/model-card.h"
#include "core/nn/network.h"

G_BEGIN_DECLS

typedef struct TsModel TsModel;

typedef struct {
  double spacing_um; /* for a card without one; 0: none given */
} TsModelOverrides;

/* An ONNX file and, where they are there, its side file NAME.json (for "m.onnx": "m.json"),
 * which goes before metadata_props, and, where neither has a card, WSInfer's config.json of
 * the same folder (ts_model_card_takes_config). overrides may be NULL. The message of an error names the file, and the node where it is
 * one. Codes: TS_ERROR_OPEN, _FORMAT, _UNSUPPORTED, _TOO_LARGE, _MISSING (no class names,
 * no head), _CANCELLED. */
TsModel *ts_model_load (const char *path,
                        const TsModelOverrides *overrides,
                        const TsCancel *cancel,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
TsModel *ts_model_ref (TsModel *self);
void ts_model_unref (TsModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsModel, ts_model_unref)

const TsModelInfo *ts_model_get_info (const TsModel *self);
const TsModelCard *ts_model_get_card (const TsModel *self);
TsNetwork *
ts_model_get_network (const TsModel *self); /* for a batch of one tile */

/* The network's output row to probabilities: the head is applied unless the graph ends in
 * it; background_output is taken out and the rest renormalised, p / (1 - p0), for softmax
 * (paper.md A7), only taken out for sigmoid. out_probs [n_classes]; *out_background is p0
 * (0 where there is none). */
void ts_model_finish (const TsModel *self,
                      const float *output,
                      float *out_probs,
                      float *out_background);

G_END_DECLS
