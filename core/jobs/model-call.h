/* What a model says of a slide as a whole, from the predictions that are stored of its tiles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/study.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* DeepPATH's two ways to a slide's score, over the tiles with probabilities: the mean
 * probability of a class, which is the score here, and the share of the tiles that are of it
 * (most likely class; of a sigmoid head: 0.5 or more). */
#define TS_MODEL_CALL_RULE "mean probability of the tiles"

/* A plain value. Of a slide that the model has not read n_tiles is 0. */
typedef struct {
  TsStoredRun *run; /* the one with the newest prediction, or NULL */
  guint n_tiles;    /* with probabilities */
  double *means;    /* [n_classes] */
  double *shares;   /* [n_classes] of the tiles that are of the class */
} TsModelCall;

void ts_model_call_clear (TsModelCall *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TsModelCall, ts_model_call_clear)

/* FALSE with error. A slide or a model that the store does not know: TRUE, and no run. One
 * thread at a time; as long as reading all tiles takes. */
gboolean ts_model_call_load (TsStore *store,
                             const char *slide_identity,
                             const char *model_identity,
                             TsModelCall *out,
                             GError **error);

/* The run of a model on a slide that has the newest prediction; *out_run is the caller's, NULL
 * where there is none with predictions. */
gboolean ts_model_run_find (TsStore *store,
                            const char *slide_identity,
                            const char *model_identity,
                            TsStoredRun **out_run,
                            GError **error);

/* Whether a model speaks to a question: all answers but "cannot decide" are among its classes;
 * or the question is of kind gene, named as a class of a mutations model. */
gboolean ts_model_serves_question (const TsModelInfo *model,
                                   const TsStudyQuestion *question);
/* The model's score for each deciding answer of the question, in its order: out [answers]. Of
 * a gene: p for the first deciding answer and 1 - p for the others. */
void ts_model_call_get_scores (const TsModelCall *self,
                               const TsStudyQuestion *question,
                               double *out);

G_END_DECLS
