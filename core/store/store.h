/* The one SQLite file: slides, models, runs, predictions, readers, sessions, opinions,
 * events. Any thread (one connection, locked inside). Never deleted or replaced by a code
 * path; migrations are numbered, each in a transaction after a backup copy; a newer file is
 * refused. Rows are only ever added; triggers refuse update and delete (but of bookmarks,
 * which are no evidence: core/store/store-bookmarks.h).
 *
 * What returned TRUE survives the death of the process. Opinions, events and all that they
 * name also survive the loss of power; of predictions that may take the last seconds.
 *
 * Errors name the file. TS_ERROR_OPEN: not there, not ours, no right to it.
 * TS_ERROR_UNSUPPORTED: of a newer Tessera. TS_ERROR_STORE: damaged, full, held by another
 * program for longer than five seconds, or a row that was refused.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/grid-spec.h"
#include "core/records/model-info.h"
#include "core/records/opinion.h"
#include "core/records/prediction.h"
#include "core/records/slide-info.h"

G_BEGIN_DECLS

typedef struct TsStore TsStore;

/* Makes file and folders when they are not there. The path is a file's name and nothing
 * else; NULL: in memory, for tests. Refused as TS_ERROR_STORE, naming the holder, when a
 * program on another computer has it open (core/store/holder.h); it can then still be opened
 * for reading. */
TsStore *ts_store_open (const char *path,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For reading what others write; nothing is made or migrated: a store of an older schema is
 * refused as TS_ERROR_UNSUPPORTED. The functions that add then fail. */
TsStore *ts_store_open_read_only (const char *path,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
TsStore *ts_store_ref (TsStore *self);
void ts_store_unref (TsStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsStore, ts_store_unref)

/* As opened; borrowed. */
const char *ts_store_get_path (const TsStore *self);

/* The other programs on this computer that have it open for writing, for a word to the user:
 * "tessera (process 12 of 'anna' on 'pc2') since 2026-11-24 17:52 UTC". They share it safely.
 * NULL when there are none. The caller owns it. */
char *ts_store_describe_other_holders (TsStore *self) G_GNUC_WARN_UNUSED_RESULT;

/* <user data dir>/tessera/tessera.db; the caller owns it. */
char *ts_store_get_default_path (void) G_GNUC_WARN_UNUSED_RESULT;
/* The files beside the store at path, whether they are there or not: SQLite's, the newest
 * rows may be in them alone, and the list of who holds it. The caller's. */
char **ts_store_list_parts (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* Keys: the row with that identity, made when it is not there. Predictions made at another
 * resolution belong to another grid and so to another run. 0 on error. */
gint64
ts_store_put_slide (TsStore *self, const TsSlideInfo *slide, GError **error);
gint64
ts_store_put_model (TsStore *self, const TsModelInfo *model, GError **error);
gint64 ts_store_put_run (TsStore *self,
                         gint64 slide_id,
                         gint64 model_id,
                         const TsGridSpec *grid,
                         TsMppSource mpp_source,
                         GError **error);
gint64 ts_store_put_reader (TsStore *self, const char *name, GError **error);
typedef struct {
  gint64 reader_id;
  char *name;
  gint64 last_at_us; /* when the last session began, 0 for none */
} TsStoredReader;
void ts_stored_reader_free (TsStoredReader *self);
/* The reader of the newest session first: GPtrArray of TsStoredReader, which go with it. */
GPtrArray *ts_store_list_readers (TsStore *self,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* 0 without error when there is none. */
gint64
ts_store_find_slide (TsStore *self, const char *identity, GError **error);

/* The resolution a reader entered for a slide that has none, in um/px. FALSE without error
 * when none was. Each entry is kept; the newest counts. reader: a name, or NULL when it is
 * not known (the command line's --mpp). */
gboolean ts_store_find_reader_mpp (TsStore *self,
                                   gint64 slide_id,
                                   double *out_mpp,
                                   GError **error);
gboolean ts_store_add_reader_mpp (TsStore *self,
                                  gint64 slide_id,
                                  const char *reader,
                                  double mpp,
                                  GError **error);

/* A reader's sitting: from start to end of the program. */
gint64 ts_store_begin_session (TsStore *self,
                               gint64 reader_id,
                               const char *software,
                               GError **error);
gboolean
ts_store_end_session (TsStore *self, gint64 session_id, GError **error);

/* All in one transaction. A tile that the run has already keeps its first prediction. */
gboolean ts_store_add_predictions (TsStore *self,
                                   gint64 run_id,
                                   const TsPrediction *predictions,
                                   guint n,
                                   GError **error);
/* In order of (row, col); the prediction is valid for the call, which may use the store;
 * FALSE from the callback ends the walk without error. */
gboolean ts_store_foreach_prediction (
  TsStore *self,
  gint64 run_id,
  gboolean (*callback) (const TsPrediction *prediction, gpointer user_data),
  gpointer user_data,
  GError **error);
/* When the tile's prediction was made: *out_at_us in unix microseconds, 0 when the run has
 * none of it. */
gboolean ts_store_find_prediction_time (TsStore *self,
                                        gint64 run_id,
                                        guint32 col,
                                        guint32 row,
                                        gint64 *out_at_us,
                                        GError **error);

typedef struct {
  gint64 run_id, slide_id, model_id;
  TsGridSpec grid;
  TsMppSource mpp_source;
  TsModelInfo *model;   /* owned by the record */
  gint64 n_predictions; /* tiles with probabilities */
  gint64 newest_at_us;  /* when the newest prediction was made, 0 for none */
} TsStoredRun;
void ts_stored_run_free (TsStoredRun *self);
/* Runs on a slide, newest prediction first: GPtrArray of TsStoredRun, which go with it. */
GPtrArray *ts_store_list_runs (TsStore *self,
                               gint64 slide_id,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sets opinion_id, committed_at_us and software in the record. Reader, session and slide
 * must be given. */
gboolean
ts_store_add_opinion (TsStore *self, TsOpinion *opinion, GError **error);
/* Oldest first, corrected and withdrawn ones included: GPtrArray of TsOpinion, which go
 * with it. slide_id, session_id: 0 for any. */
GPtrArray *ts_store_list_opinions (TsStore *self,
                                   gint64 slide_id,
                                   gint64 session_id,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The event log: kind "slide-opened", "layer-shown", "overlay-hidden"; detail is JSON or
 * NULL; session_id, slide_id: 0 for none. Sessions and opinions write their own. Each event
 * carries a SHA-256 over the one before, its own content and, for an opinion, the opinion's
 * content (the order of the fields: core/store/digest.h). */
gboolean ts_store_add_event (TsStore *self,
                             gint64 session_id,
                             gint64 slide_id,
                             const char *kind,
                             const char *detail,
                             GError **error);
/* FALSE with TS_ERROR_STORE naming the first event whose hash does not fit, or a row without
 * its event. */
gboolean ts_store_verify_events (TsStore *self, GError **error);
/* The same, but all of them, at most TS_STORE_MAX_FAULTS: GPtrArray of char *, which go with
 * it, "event 5 (opinion-added) does not fit its hash". NULL with error when the file cannot
 * be read. Predictions, slides and models have no events: nothing is known of a change in
 * them. Nor does the log know of newest events that were cut off, or of a log that was
 * written anew from some event on, unless the store had been merged into another. */
#define TS_STORE_MAX_FAULTS 1000
GPtrArray *ts_store_list_faults (TsStore *self,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
