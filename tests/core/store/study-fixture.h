/* A study in a store and readers at work on it, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store-cases.h"
#include "core/store/store-studies.h"
#include "store-fixture.h"

/* Slides S01 to S03 (identities "quickhash1:s1" to 3, patients P1, P1, P2), the question
 * "class" (normal, LUAD, LUSC, cannot decide) about the slide and the gene "EGFR" about
 * regions, the arms "first" (aided after blind) and "again" (unaided, 28 days after
 * "first"), the model "sha256:bb". Not in a store yet. */
TsStudy *make_study (const char *name);

/* The study with its slides and model, in the store; the key is set. */
TsStudy *put_study (TsStore *store, const char *name);
gint64 begin_sitting (TsStore *store, const char *reader);
/* A case of the arm "first"; the caller frees it. */
TsStudyCase *begin_case (TsStore *store,
                         gint64 session_id,
                         const TsStudy *study,
                         const char *reader,
                         const char *pseudonym);
void take_step (TsStore *store,
                gint64 session_id,
                const char *case_key,
                TsStepKind kind);
/* An answer to "class"; with a decision when it is given after the reveal. */
TsReading *make_reading (const char *case_key, const char *answer);
void add_answer (TsStore *store,
                 gint64 session_id,
                 const char *case_key,
                 const char *answer,
                 TsDecision decision);
TsRegion *make_region (const char *case_key);
TsTruth *make_truth (const char *pseudonym, const char *label);

/* One reader's whole way through S01 with a region, its comparison, a queue of two tiles and
 * the truth: a row in every table of a study. Returns the case's key. */
char *read_one_case (TsStore *store, const char *reader);

/* Undoes what triggers protect, as another program could. */
void tamper (const char *path, const char *trigger, const char *sql);
