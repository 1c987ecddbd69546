/* A reader at work on a study: gets the next case of an arm or goes on with one that was
 * interrupted, answers, locks, sees the model, answers again, finishes. All of it is in the
 * store the moment it is done, so that a crash costs nothing that was said. One thread at a
 * time.
 *
 *   blind --lock--> locked --reveal--> revealed --finish--> finished
 *                   locked --finish--> finished   (arms without the model)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/study-case.h"
#include "core/review/blindness.h"
#include "core/review/may-show.h"
#include "core/review/reading-order.h"
#include "core/store/store-cases.h"

G_BEGIN_DECLS

typedef struct {
  TsStore *store;
  gint64 session_id; /* the reader's sitting (ts_store_begin_session) */
  const TsStudy *study;
  const char *arm, *reader;
} TsCaseSessionParams;

typedef struct TsCaseSession TsCaseSession;

/* What the reader gets next, for the page before the case; strings and structs in *out_next
 * are valid as long as *out_cases, which the caller unrefs. */
gboolean ts_case_session_find_next (const TsCaseSessionParams *params,
                                    TsNextCase *out_next,
                                    GPtrArray **out_cases,
                                    GError **error);

/* Resumes or begins what ts_case_session_find_next says; the slide must be in the store
 * (ts_store_put_slide). is_visible [TS_N_MATERIALS]: what is on screen now; anything that a
 * blind reader may not see is refused, nothing is begun then. TS_ERROR_MISSING when there is
 * nothing to read: all finished, or the washout is not over. The study must stay. */
TsCaseSession *ts_case_session_open (const TsCaseSessionParams *params,
                                     const gboolean *is_visible,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_case_session_free (TsCaseSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsCaseSession, ts_case_session_free)

const TsStudyCase *ts_case_session_get_case (const TsCaseSession *self);
const TsStudySlide *ts_case_session_get_slide (const TsCaseSession *self);
TsCaseState ts_case_session_get_state (const TsCaseSession *self);
/* ts_session_may_show for the state it is in. */
gboolean ts_case_session_may_show (const TsCaseSession *self,
                                   TsMaterial material);
/* Where it was when it was interrupted; NULL without error for a new case. */
TsCaseStep *
ts_case_session_find_last_step (const TsCaseSession *self,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* To be called for all that appears on or goes from the screen; also for what may not be
 * shown, if it was: the log is what blindness is computed from. */
gboolean ts_case_session_log_display (TsCaseSession *self,
                                      TsMaterial material,
                                      gboolean is_shown,
                                      GError **error);

/* case_key is set here; the rest as ts_store_add_reading and _add_region say. */
gboolean ts_case_session_answer (TsCaseSession *self,
                                 TsReading *reading,
                                 GError **error);
gboolean
ts_case_session_mark (TsCaseSession *self, TsRegion *region, GError **error);

/* measured: kind is set here. What is missing is an error of TS_ERROR_MISSING: "question
 * 'class' is not answered", "no region is marked". */
gboolean ts_case_session_measure (TsCaseSession *self,
                                  TsCaseStep *measured,
                                  GError **error);
gboolean ts_case_session_lock (TsCaseSession *self,
                               TsCaseStep *measured,
                               GError **error);
gboolean ts_case_session_reveal (TsCaseSession *self,
                                 TsCaseStep *measured,
                                 GError **error);
gboolean ts_case_session_finish (TsCaseSession *self,
                                 TsCaseStep *measured,
                                 GError **error);

/* Of a case that was locked, by its arm's washout. */
gboolean ts_case_find_blindness (TsStore *store,
                                 const TsStudy *study,
                                 const TsStudyCase *reading_case,
                                 TsBlindness *out_blindness,
                                 GError **error);

G_END_DECLS
