/* What one thread of a run needs to look at tiles: reader, classifiers, buffers. One thread
 * at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/tile-run.h"

G_BEGIN_DECLS

typedef struct TsTileWorker TsTileWorker;

/* Only slide, models and maps of params are looked at, and must outlive the worker.
 * runs_on_class: index of the only class the mutations model is for, or -1. NULL with the
 * errors of ts_classifier_new(). */
TsTileWorker *ts_tile_worker_new (const TsTileRunParams *params,
                                  int runs_on_class,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_tile_worker_free (TsTileWorker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTileWorker, ts_tile_worker_free)

/* Finds out what the maps do not have of the tile, without changing them. What the result
 * points to is valid until the next call. */
void ts_tile_worker_run (TsTileWorker *self,
                         TsTilePlace place,
                         TsTileResult *out_result);

G_END_DECLS
