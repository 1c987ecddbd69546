/* Which tiles a reader is asked to look at: a stratified random sample, so that what is found
 * can be weighted back to all tiles (Horvitz and Thompson 1952: each tile by 1 over its
 * probability). Pure. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/prediction.h"
#include "core/records/study-case.h"

G_BEGIN_DECLS

/* The largest probability less the second (of a single output p, |2p - 1|) below this: the
 * model is uncertain. */
#define TS_TILE_QUEUE_MARGIN 0.2

typedef struct {
  gint64 seed;
  int
    reader_class; /* what the reader says the slide is, as the model's class; -1: no such
                       class (cannot decide), then no tile disagrees */
  guint n_disagreement, n_uncertainty, n_control; /* wanted */
} TsTileQueueParams;

/* Tiles with probabilities fall into three strata: those whose most likely class is not the
 * reader's; of the rest those of which the model is uncertain; and all others, from which
 * the controls come. From each as many as wanted, or all there are, are drawn without
 * replacement, each with the same probability n_drawn / n_stratum. The kinds come mixed: the
 * order of the queue is random and tells nothing.
 * predictions [n]; the same in any order of them give the same queue. GPtrArray of
 * TsQueueItem, which go with it. */
GPtrArray *ts_tile_queue_draw (const TsTileQueueParams *params,
                               const TsPrediction *predictions,
                               guint n_predictions) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
