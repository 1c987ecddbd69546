/* One reader before one slide of a study: the case, its way through blind, locked, revealed,
 * finished, and what the reader says on it. Plain values; in a store rows are only ever
 * added, a change is a new row that names the old one. One thread at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/records/outline.h"
#include "core/records/study.h"

G_BEGIN_DECLS

typedef enum {
  TS_CASE_BLIND,    /* the reader looks and answers; nothing of a model */
  TS_CASE_LOCKED,   /* the blind answers stand for good; still no model */
  TS_CASE_REVEALED, /* the model is shown; the reader answers again */
  TS_CASE_FINISHED
} TsCaseState;

typedef enum {
  TS_STEP_MEASURED, /* changes nothing */
  TS_STEP_LOCKED,
  TS_STEP_REVEALED,
  TS_STEP_FINISHED
} TsStepKind;

/* Where the step leads from state in an arm of that kind. FALSE with TS_ERROR_STORE, "a case
 * that is blind cannot be revealed", when it leads nowhere. */
gboolean ts_study_case_take_step (TsArmKind arm,
                                  TsCaseState state,
                                  TsStepKind step,
                                  TsCaseState *out_state,
                                  GError **error);

typedef struct {
  char *key; /* this and software, begun_at_us: given by the store */
  char *study_key, *arm, *reader, *slide_identity;
  guint order_position;
  char *software;
  gint64 begun_at_us; /* unix microseconds, UTC */
  TsCaseState state;  /* what the steps come to */
  gint64 locked_at_us, revealed_at_us, finished_at_us; /* 0: not yet */
} TsStudyCase;

void ts_study_case_free (TsStudyCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsStudyCase, ts_study_case_free)

/* Measured from the case's beginning to the step. */
typedef struct {
  TsStepKind kind;
  gint64 active_ms;     /* idle taken out */
  double seen_share;    /* of the scanned part, 0 to 1 */
  double seen_mm2;      /* 0 where the resolution is not known */
  double highest_power; /* as objective power, 0 where not known */
  GBytes *seen;         /* core/review/coverage.h, or NULL */
  TsPoint view_center_l0;
  double view_scale; /* 0: no view */
  gint64 at_us;      /* set by the store */
} TsCaseStep;

void ts_case_step_free (TsCaseStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsCaseStep, ts_case_step_free)

typedef enum { TS_PHASE_BLIND, TS_PHASE_LOCKED, TS_PHASE_REVEALED } TsPhase;
typedef enum {
  TS_DECISION_NONE,
  TS_DECISION_KEEP,
  TS_DECISION_CHANGE
} TsDecision;

#define TS_NO_CONFIDENCE (-1)

typedef struct {
  char *key; /* this, phase, software, at_us: given by the store */
  char *supersedes_key, *case_key;
  char *item_key; /* a tile of the queue, or NULL: the whole slide */
  TsPhase phase;
  char *question, *answer;
  int confidence; /* 0 to 100, TS_NO_CONFIDENCE */
  int difficulty; /* 1 to 5, 0 where not given */
  char *comment;
  TsDecision decision; /* after the reveal */
  char *reason;
  char *model_identity, *model_answer; /* what was revealed */
  char *software;
  gint64 at_us;
} TsReading;

TsReading *ts_reading_new (void) G_GNUC_WARN_UNUSED_RESULT;
void ts_reading_free (TsReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsReading, ts_reading_free)

typedef struct {
  char *key; /* this, phase, software, at_us: given by the store */
  char *supersedes_key, *case_key;
  TsPhase phase;
  TsRegionShape shape;
  TsPoint *points_l0; /* [n_points], closed without saying */
  guint n_points;
  char *question, *answer, *comment; /* or NULL */
  gboolean is_withdrawn;
  char *software;
  gint64 at_us;
} TsRegion;

TsRegion *ts_region_new (void) G_GNUC_WARN_UNUSED_RESULT;
void ts_region_free (TsRegion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsRegion, ts_region_free)

typedef enum {
  TS_QUEUE_DISAGREEMENT,
  TS_QUEUE_UNCERTAINTY,
  TS_QUEUE_CONTROL
} TsQueueKind;

typedef struct {
  char *key; /* given by the store */
  guint32 row, col;
  TsQueueKind kind;
  double probability; /* that the tile came into the queue, above 0 */
  guint n_stratum, n_drawn;
} TsQueueItem;

void ts_queue_item_free (TsQueueItem *self);

const char *ts_case_state_to_text (TsCaseState state);
const char *ts_step_kind_to_text (TsStepKind kind);
gboolean ts_step_kind_from_text (const char *text, TsStepKind *out);
const char *ts_phase_to_text (TsPhase phase);
gboolean ts_phase_from_text (const char *text, TsPhase *out);
const char *ts_decision_to_text (TsDecision decision); /* NULL for none */
gboolean ts_decision_from_text (const char *text, TsDecision *out);
const char *ts_queue_kind_to_text (TsQueueKind kind);
gboolean ts_queue_kind_from_text (const char *text, TsQueueKind *out);

G_END_DECLS
