/* Cases of a study in the store: begun, stepped through, answered. Any thread; errors as in
 * core/store/store.h. Each row has its event in the hashed log. What comes out of order (a
 * blind answer after the lock, a reveal before it) is refused as TS_ERROR_STORE.
 * session_id: a sitting of the case's own reader (ts_store_begin_session), needed everywhere.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/study-case.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* study_key, arm, reader, slide_identity and order_position must be set; the rest is given
 * here. One case for each reader, arm and slide. */
gboolean ts_store_begin_case (TsStore *self,
                              gint64 session_id,
                              TsStudyCase *reading_case,
                              GError **error);
/* In the order begun: GPtrArray of TsStudyCase, which go with it. reader: NULL for any. */
GPtrArray *ts_store_list_cases (TsStore *self,
                                const char *study_key,
                                const char *reader,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
TsStudyCase *ts_store_load_case (TsStore *self,
                                 const char *case_key,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Measurements, and where the case goes; sets at_us. */
gboolean ts_store_add_case_step (TsStore *self,
                                 gint64 session_id,
                                 const char *case_key,
                                 TsCaseStep *step,
                                 GError **error);
/* The last measurements; NULL without error when there are none yet. */
TsCaseStep *ts_store_find_last_step (TsStore *self,
                                     const char *case_key,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The measurements of the first step of that kind; NULL without error when there is none. */
TsCaseStep *ts_store_find_step (TsStore *self,
                                const char *case_key,
                                TsStepKind kind,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The phase follows from the case's state: blind; locked (for tiles of the queue only);
 * revealed (with a decision, but for tiles). What the standing answer to the same question on
 * the same thing was, is superseded. Sets key, supersedes_key, phase, software, at_us. */
gboolean ts_store_add_reading (TsStore *self,
                               gint64 session_id,
                               TsReading *reading,
                               GError **error);
/* What stands in each phase, oldest first: GPtrArray of TsReading, which go with it. */
GPtrArray *ts_store_list_readings (TsStore *self,
                                   const char *case_key,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A new region, or (supersedes_key set) the change or withdrawal of one of the same phase:
 * after the lock the blind ones stand for good. Sets key, phase, software, at_us. */
gboolean ts_store_add_region (TsStore *self,
                              gint64 session_id,
                              TsRegion *region,
                              GError **error);
/* What stands, without the withdrawn, oldest first: GPtrArray of TsRegion. */
GPtrArray *ts_store_list_regions (TsStore *self,
                                  const char *case_key,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The tiles to review, in order, once per case and after its lock; sets their keys. */
typedef struct {
  const char *model_identity;
  const char *grid_key;
  gint64 seed;
  GPtrArray *items; /* TsQueueItem, in the order of the queue */
} TsStoreQueue;
gboolean ts_store_add_queue (TsStore *self,
                             gint64 session_id,
                             const char *case_key,
                             const TsStoreQueue *queue,
                             GError **error);
GPtrArray *ts_store_list_queue (TsStore *self,
                                const char *case_key,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of which model's predictions, on which grid, the queue of a case was drawn. Both out stay as
 * they are where the case has no queue, and are the caller's where it has. */
gboolean ts_store_find_queue_source (TsStore *self,
                                     const char *case_key,
                                     char **out_model_identity,
                                     char **out_grid_key,
                                     GError **error);

/* What a model says of a region; texts and values are borrowed. */
typedef struct {
  const char *region_key, *model_identity, *grid_key, *rule;
  guint n_tiles, n_majority;
  const float *mean_probs; /* [n_probs] */
  guint n_probs;
  const char *mean_class, *majority_class; /* NULL without a tile */
} TsStoreRegionCall;
gboolean ts_store_add_region_call (TsStore *self,
                                   gint64 session_id,
                                   const char *case_key,
                                   const TsStoreRegionCall *call,
                                   GError **error);
/* Whether it is there already: of this region and model, on this grid, by this rule. The other
 * fields of call are not looked at. */
gboolean ts_store_has_region_call (TsStore *self,
                                   const TsStoreRegionCall *call,
                                   gboolean *out_is_there,
                                   GError **error);

/* One event of the log with the names it goes by in any file. */
typedef struct {
  gint64 event_id, at_us;
  gint64 origin_id; /* 0: this file's own chain */
  char *case_key;   /* that it is of, or NULL */
  char *kind, *detail, *reader, *slide_identity, *record_kind, *record_key;
} TsStoredEvent;
void ts_stored_event_free (TsStoredEvent *self);
/* All of a reader and a slide, oldest first, and those of the slide that no reader is known
 * of: GPtrArray of TsStoredEvent, which go with it. */
GPtrArray *ts_store_list_events (TsStore *self,
                                 const char *reader,
                                 const char *slide_identity,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where a row came from: the store's uuid, of this one when it was made here. NULL with
 * error. The caller owns it. */
char *ts_store_find_origin (TsStore *self,
                            const char *record_kind,
                            const char *record_key,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
