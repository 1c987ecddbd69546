/* Which tensors of a checkpoint are the variables of DeepPATH's Inception v3, before any
 * value is read. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/inception-graph.h"
#include "core/model/tensor-bundle.h"

G_BEGIN_DECLS

typedef struct {
  guint
    n_averages; /* variables taken as NAME/ExponentialMovingAverage, which is what
                     * DeepPATH evaluates */
  guint n_plain;   /* taken as NAME, because there is no average of it */
  guint n_outputs; /* the unused background among them */
} TsInceptionSurvey;

/* The moving average of the variable or else the variable itself; NULL when there is
 * neither. */
const TsBundleTensor *ts_inception_find_tensor (const TsTensorBundle *bundle,
                                                const char *name,
                                                gboolean *out_is_average);

/* FALSE with TS_ERROR_MISSING (with the first names), _FORMAT (a shape), _UNSUPPORTED
 * (another type, partitioned, tf-slim's names); the message names the checkpoint. */
gboolean ts_inception_survey (const TsTensorBundle *bundle,
                              TsInceptionSurvey *out_survey,
                              GError **error);

G_END_DECLS
