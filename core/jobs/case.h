/* An open case: one slide, the models that read it, the store behind them and the run.
 * The only place where analysis and store meet. Main thread, but for what is said.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/heat-map.h"
#include "core/analysis/prediction-map.h"
#include "core/analysis/tile-pictures.h"
#include "core/analysis/tile-run.h"
#include "core/store/store.h"

G_BEGIN_DECLS

typedef struct TsCase TsCase;

typedef struct {
  const char *slide_path;
  TsStore *store; /* a reference is taken */
  double mpp;     /* the reader's, for a slide without; 0: none. Stored with
                     the slide; of no effect on one that has its own */
} TsCaseParams;

/* Opens the slide, finds it in the store by content, and takes over a resolution that was
 * entered before. Long for a file that must be hashed; any thread. */
TsCase *ts_case_open (const TsCaseParams *params,
                      const TsCancel *cancel,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of a slide that is open already; a reference is taken. mpp as in TsCaseParams. */
TsCase *ts_case_new (TsSlide *slide, TsStore *store, double mpp, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* Stops the run first. */
void ts_case_free (TsCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsCase, ts_case_free)

TsSlide *
ts_case_get_slide (const TsCase *self); /* borrowed, as all the following */
gint64 ts_case_get_slide_id (const TsCase *self);
/* FALSE and a reason a person understands when no analysis is possible yet. */
gboolean ts_case_can_analyse (const TsCase *self, const char **out_reason);
/* NULL before ts_case_set_models. */
const TsModelInfo *ts_case_get_model (const TsCase *self);
const TsModelInfo *ts_case_get_mutations (const TsCase *self);
TsPredictionMap *ts_case_get_map (const TsCase *self);
TsPredictionMap *ts_case_get_gene_map (const TsCase *self);
gint64 ts_case_get_run_id (const TsCase *self); /* 0 for none */
gint64 ts_case_get_model_id (const TsCase *self);
gint64 ts_case_get_newest_at_us (
  TsCase *self); /* of the newest prediction, 0 for none */

/* The reader's resolution, stored with the slide; stops the run and takes the models off,
 * since another resolution is another grid, for which they are to be set (and may be refused)
 * anew. FALSE with TS_ERROR_MISSING when it is not plausible (0.05 to 20 um/px),
 * TS_ERROR_UNSUPPORTED when the file has its own. */
gboolean ts_case_set_reader_mpp (TsCase *self,
                                 const char *reader,
                                 double mpp,
                                 GError **error);

/* A loaded model file, for ui and programs that may not know core/model. Any thread. */
typedef struct TsModelFile TsModelFile;
TsModelFile *ts_model_file_load (const char *path,
                                 double spacing_um,
                                 const TsCancel *cancel,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
TsModelFile *ts_model_file_ref (TsModelFile *self);
void ts_model_file_unref (TsModelFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsModelFile, ts_model_file_unref)
const TsModelInfo *ts_model_file_get_info (const TsModelFile *self);

/* Registers models and grid in the store and loads what was predicted before; the run is
 * stopped first. mutations may be NULL; it runs on the grid of the class model and is refused
 * with TS_ERROR_UNSUPPORTED when its patch or spacing differ or runs_on_class is not a class
 * of the first. TS_ERROR_MISSING when slide or model have no resolution. On error the case
 * keeps the models it had. Long when much was predicted. */
gboolean ts_case_set_models (TsCase *self,
                             TsModelFile *model,
                             TsModelFile *mutations,
                             GError **error);

/* Pictures of the case's tiles as the model (role: classes or mutations) reads them, for any
 * thread to use alone. NULL with TS_ERROR_MISSING when there is no such model. */
TsTilePictures *
ts_case_new_tile_pictures (const TsCase *self,
                           TsRole role,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* When the class model read the tile, in unix microseconds; 0 when it has not, or the store
 * cannot say. */
gint64 ts_case_find_tile_time (const TsCase *self, guint col, guint row);

/* The run. wake: from workers, see core/analysis/tile-run.h. Each result is in the store
 * before it is in the map. Starting a run that is on is no error; one that failed is started
 * again. FALSE with TS_ERROR_MISSING before ts_case_set_models. */
gboolean ts_case_start_run (TsCase *self,
                            guint n_workers,
                            gboolean is_low_priority,
                            void (*wake) (gpointer user_data),
                            gpointer user_data,
                            GError **error);
void ts_case_stop_run (TsCase *self);
TsTileRun *ts_case_get_run (const TsCase *self); /* NULL when none is on */

G_END_DECLS
