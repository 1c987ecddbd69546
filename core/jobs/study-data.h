/* All that is known of a study, read once from a store: who said what, what the models say, the
 * truth, the cases. What statistics are made from. Not for a reader who reads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/jobs/model-call.h"
#include "core/review/readings-table.h"

G_BEGIN_DECLS

/* One locked case. */
typedef struct {
  guint reader, slide, arm; /* places in the lists of TsStudyData */
  TsBlindness blindness;
  gboolean is_finished,
    is_double; /* the reader has an earlier one of slide and arm */
  double lock_s,
    end_s; /* active seconds up to the lock; to the end, NAN before it */
  double seen_share;
} TsCaseFact;

/* A tile of a queue that the reader has answered. */
typedef struct {
  guint reader, slide, arm, question;
  TsPhase phase;
  gboolean is_undecided, agrees; /* with the model's class of the tile */
  double probability;            /* with which the tile came into the queue */
  TsQueueKind kind;
} TsTileFact;

/* A plain value that owns what it holds, but for the study. */
typedef struct {
  const TsStudy *study;
  guint n_readers, n_models, n_slides, n_units;
  char **
    readers; /* [n_readers], NULL-terminated: those with a locked case, in an order
                     that says nothing of their names */
  guint *units;         /* [n_slides] the patient of each, below n_units */
  TsModelInfo **models; /* [n_models]; NULL: the store has not met it */
  TsModelCall *calls;   /* [n_models][n_slides] */
  GPtrArray *rows;      /* TsReadingRow */
  GPtrArray *truth;     /* TsTruth; empty without */
  GArray *cases;        /* TsCaseFact */
  GArray *tiles;        /* TsTileFact */
  guint n_open;         /* cases not locked yet */
  guint n_double;       /* is_double; only the first reading counts */
  guint n_tiles_unanswered,
    n_tiles_unknown;  /* of the queues; whose prediction is not there */
  gboolean has_truth; /* it was asked for */
} TsStudyData;

/* with_truth: refused as TS_ERROR_STORE while a case is open (ts_readings_table_new). NULL with
 * error. study stays the caller's and must outlive it. One thread at a time; long. */
TsStudyData *ts_study_data_new (TsStore *store,
                                const TsStudy *study,
                                gboolean with_truth,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ts_study_data_free (TsStudyData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsStudyData, ts_study_data_free)

const TsModelCall *
ts_study_data_get_call (const TsStudyData *self, guint model, guint slide);
/* The label, or NULL. Borrowed. */
const char *ts_study_data_find_truth (const TsStudyData *self,
                                      guint slide,
                                      const char *question);
/* The place of a slide in the study by its pseudonym, of a reader or an arm by its name; the
 * number of them where there is none. */
guint ts_study_data_find_slide (const TsStudyData *self, const char *pseudonym);
guint ts_study_data_find_reader (const TsStudyData *self, const char *name);
guint ts_study_data_find_arm (const TsStudyData *self, const char *name);

G_END_DECLS
