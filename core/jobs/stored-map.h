/* Prediction maps filled from the store. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/prediction-map.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* Fills an empty map of a run's grid and classes. *out_newest_at_us (may be NULL): when the
 * newest of its predictions was made, 0 for none. FALSE with TS_ERROR_STORE, also for a
 * prediction that does not fit the map. */
gboolean ts_stored_map_load (TsStore *store,
                             gint64 run_id,
                             TsPredictionMap *map,
                             gint64 *out_newest_at_us,
                             GError **error);

typedef struct {
  TsStore *store;
  gint64 run_id;            /* of the mutations model */
  TsPredictionMap *classes; /* on the same grid, filled */
  int runs_on_class;        /* index in classes, -1 for all */
} TsStoredGenes;

/* The same for a mutations model, whose stored predictions may have been made beside another
 * class model: a tile has genes only where its class of today allows it, is SKIPPED where it
 * has another class and BACKGROUND where it has none. */
gboolean ts_stored_map_load_genes (const TsStoredGenes *genes,
                                   TsPredictionMap *map,
                                   gint64 *out_newest_at_us,
                                   GError **error);

G_END_DECLS
