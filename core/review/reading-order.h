/* In which order a reader gets the slides of an arm, and which one is next. Pure. Any thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/records/study-case.h"

G_BEGIN_DECLS

/* Places in study->slides: a permutation. Random (Fisher and Yates) by a seed from the
 * study's, the arm's and the reader's name: each reader and arm has an order of its own, the
 * same on every computer. The caller frees it with g_free. */
guint *ts_reading_order (const TsStudy *study,
                         const char *arm,
                         const char *reader) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  TS_NEXT_RESUME, /* a case that was begun: goes on where it was */
  TS_NEXT_BEGIN,
  TS_NEXT_WAIT, /* those left must wait: for the washout, or for the arm before */
  TS_NEXT_NONE /* all are finished */
} TsNextKind;

typedef struct {
  TsNextKind kind;
  const TsStudyCase *begun;  /* to resume; borrowed from cases */
  const TsStudySlide *slide; /* to begin; borrowed from the study */
  guint position;            /* of it in the reader's order */
  gint64 wait_until_us; /* the earliest end of a washout; 0: the arm before it
                                 has to be read first */
  guint n_finished, n_slides; /* in this arm */
} TsNextCase;

/* cases: of this study and reader, in any arm (ts_store_list_cases). now_us: unix
 * microseconds, UTC. */
TsNextCase ts_reading_order_find_next (const TsStudy *study,
                                       const char *arm,
                                       const char *reader,
                                       const GPtrArray *cases,
                                       gint64 now_us);

G_END_DECLS
