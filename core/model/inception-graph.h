/* Inception v3 in DeepPATH's variant as a graph: the layers are those of the layer table,
 * the values come from whoever asks for the graph. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/nn/graph.h"

G_BEGIN_DECLS

/* Batch norms have a gamma only where the provider gives one. */
typedef enum {
  TS_INCEPTION_CONV_WEIGHTS, /* [out][in][h][w] */
  TS_INCEPTION_GAMMA,        /* [channels] */
  TS_INCEPTION_BETA,
  TS_INCEPTION_MEAN,
  TS_INCEPTION_VARIANCE,
  TS_INCEPTION_LOGIT_WEIGHTS, /* [outputs][channels] */
  TS_INCEPTION_LOGIT_BIASES   /* [outputs] */
} TsInceptionPart;

typedef struct {
  TsInceptionPart part;
  const char *name; /* of DeepPATH's variable: "conv0/weights" */
  TsShape shape;
} TsInceptionVariable;

/* The values of a variable: a float tensor of its shape, the caller's. NULL without an
 * error: there is none. For a gamma that means 1; a graph that lacks another is not
 * complete, and good for nothing but asking what it needs. NULL with an error ends the
 * building. Called in the order of the layers, once for each. */
typedef TsTensor *(*TsInceptionProvider) (const TsInceptionVariable *variable,
                                          gpointer user_data,
                                          GError **error);

typedef struct {
  double
    width; /* channel multiplier; channels are rounded to a multiple of 8, at
                    * least 8 */
  guint n_outputs; /* the unused background class among them */
  TsInceptionProvider provider;
  gpointer user_data;
} TsInceptionGraphParams;

/* Input "input" [N,3,299,299], output "logits" [N,n_outputs]. NULL with the provider's
 * error. */
TsGraph *ts_inception_graph_new (const TsInceptionGraphParams *params,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
