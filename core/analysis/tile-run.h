/* The background run: worker threads at low priority classify tiles in the order of their
 * distance to the view, skip background by DeepPATH's rule and hand each result on at once.
 * A mutations model runs on the same pixels after the class is known.
 * All functions: one controlling thread (the main thread); the callbacks: worker threads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/analysis/prediction-map.h"
#include "core/model/model.h"
#include "core/slide/slide.h"

G_BEGIN_DECLS

typedef struct TsTileRun TsTileRun;

/* What a run found out of one tile just now; a state is TS_TILE_UNKNOWN where there is
 * nothing new to store. */
typedef struct {
  guint32 col, row;
  TsTileState
    state; /* of the class model: BACKGROUND, FAILED or PREDICTED; UNKNOWN when its
              prediction was there before and only the genes are new */
  float background_share; /* share of the tile's pixels that are background */
  const float *probs; /* [n_classes] when PREDICTED; borrowed for the call */
  TsTileState
    gene_state; /* BACKGROUND, FAILED, SKIPPED (not of runs_on_class) or PREDICTED;
                   UNKNOWN without a mutations model */
  const float *gene_probs; /* [n genes] when PREDICTED */
  const char *failure;     /* message when either is FAILED */
} TsTileResult;

typedef struct {
  TsSlide *slide; /* references are taken of all of these */
  TsModel *model;
  TsModel *mutations; /* or NULL */
  /* With as many classes as the model. Tiles already known in it are not run again, but for
   * failed ones. */
  TsPredictionMap *map;
  TsPredictionMap
    *gene_map;     /* NULL exactly when mutations is; on the same grid */
  guint n_workers; /* 0: one per core */
  gboolean is_low_priority; /* TS_PRIORITY_BACKGROUND for the workers */
  /* On a worker, one call at a time; before the maps have the tile. Whoever stores does it
   * here. FALSE stops the run with the error. */
  gboolean (*on_result) (const TsTileResult *result,
                         gpointer user_data,
                         GError **error);
  /* On a worker, after the maps have the tile, and when the run becomes idle or fails; must
   * only wake. May be NULL. */
  void (*wake) (gpointer user_data);
  gpointer user_data;
} TsTileRunParams;

typedef enum {
  TS_RUN_IDLE, /* nothing left of what was asked for */
  TS_RUN_WORKING,
  TS_RUN_PAUSED,
  TS_RUN_FAILED
} TsRunState;

typedef struct {
  TsRunState state;
  guint64
    n_wanted;     /* tissue tiles of what was asked for, done ones included; an
                                estimate from a coarse level until all have been looked at */
  guint64 n_done; /* of these */
  guint64 n_tissue; /* tissue tiles of the whole slide, an estimate likewise */
  double
    tiles_per_second; /* classified, over the last seconds at work; 0 when unknown */
  double seconds_left; /* -1 when unknown */
  char *failure;       /* the caller owns it; NULL */
} TsRunStatus;

/* Starts the workers, which wait for an aim. Tiles whose class is in the map but whose genes
 * are not get them. NULL with TS_ERROR_UNSUPPORTED when runs_on_class is no class of the
 * model, or a network does not take pictures. */
TsTileRun *ts_tile_run_new (const TsTileRunParams *params,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Stops, waits for the tiles in flight; no callback after it returns. */
void ts_tile_run_free (TsTileRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsTileRun, ts_tile_run_free)

/* What to work on from now: the tiles that touch visible_l0 first, centre out; then, if
 * is_whole_slide, all others by distance from it. Replaces what was asked before; cheap
 * enough for every move of the view. */
void
ts_tile_run_aim (TsTileRun *self, TsRect visible_l0, gboolean is_whole_slide);
/* Only these tiles, whatever the view (the command line's --region). */
void ts_tile_run_aim_region (TsTileRun *self, TsRect region_l0);
void ts_tile_run_set_paused (TsTileRun *self, gboolean is_paused);
TsRunStatus ts_tile_run_get_status (TsTileRun *self);
/* Why a tile failed for either model, of the first that did, which does not end the run; NULL
 * when none has. The caller owns it. */
char *ts_tile_run_dup_tile_failure (TsTileRun *self) G_GNUC_WARN_UNUSED_RESULT;
/* Until idle or failed, or cancel. FALSE with the error in the latter two. The run itself
 * goes on after a cancel until it is freed. */
gboolean
ts_tile_run_wait (TsTileRun *self, const TsCancel *cancel, GError **error);

G_END_DECLS
