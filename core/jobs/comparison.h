/* Readers and models of a study beside each other and the truth: every statistic that applies,
 * for each arm, question about the slide, and phase. What is not estimable says why.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/jobs/study-data.h"
#include "core/stats/agreement.h"
#include "core/stats/auc-resample.h"
#include "core/stats/multiclass-roc.h"
#include "core/stats/reader-model.h"

G_BEGIN_DECLS

typedef enum {
  TS_REFERENCE_NONE,     /* no truth, and no two readers agree on any case */
  TS_REFERENCE_TRUTH,    /* the reference standard of the study */
  TS_REFERENCE_CONSENSUS /* what more than half of the readers said, two or more */
} TsReference;

/* One reader's opinions before and after the model was shown. */
typedef struct {
  guint rater; /* a reader of the comparison */
  TsSwitches switches;
} TsReliance;

/* Two models on the cases that both have read, one class against the others. */
typedef struct {
  guint a, b; /* models of the comparison, counted from 0 */
  guint label;
  guint n_units; /* patients */
  TsDelongPair delong;
  TsBootstrapInterval bootstraps[3]; /* a, b, a - b: of patients */
} TsModelPair;

/* Borrows the data. Raters are readers first, then models in the study's order: those
 * that speak to the question and have read a slide. Labels are the question's deciding answers
 * in its order, at ranks 0, 1, 2 and so on; "cannot decide" is a missing rating. */
typedef struct {
  const TsStudyData *data;
  guint arm;
  const TsStudyQuestion *question;
  TsPhase phase; /* blind or revealed */
  guint n_labels, n_readers, n_models, n_raters;
  char **labels;
  double *ranks;
  guint *raters;  /* [n_raters] places in data->readers, then in data->models */
  int *ratings;   /* [slides][n_raters] */
  int *reference; /* [slides], by reference_kind */
  guint *n_undecided; /* [n_readers] "cannot decide" */
  TsReference reference_kind;
  guint n_with_reference; /* slides */
  TsAgreement *readers;   /* readers alone; NULL with none */
  TsAgreement *all;       /* readers and models in pairs, and against truth */
  TsAgreement *models;    /* models against the reference; NULL with none */
  TsCrossErrors *cross_errors; /* [n_models]; NULL without truth */
  GArray *reliance;            /* TsReliance; of phase revealed only */
  TsMulticlassRoc **rocs;      /* [n_models], against the reference */
  guint *n_scored;             /* [n_models] slides in the ROC */
  guint *n_scored_units;       /* [n_models] patients */
  GArray *pairs;               /* TsModelPair */
} TsComparison;

typedef struct {
  guint n_resamples;
  guint64 seed;
  gboolean only_blind; /* leave out what was not read blind, by the log */
} TsComparisonParams;

/* GPtrArray of TsComparison, which go with it: for each arm, each question about the slide, and
 * each phase in which somebody answered it. Any thread. */
GPtrArray *
ts_comparison_list (const TsStudyData *data,
                    const TsComparisonParams *params) G_GNUC_WARN_UNUSED_RESULT;
void ts_comparison_free (TsComparison *self);

/* The rater's rating, a label or TS_NO_RATING. */
int ts_comparison_get (const TsComparison *self, guint slide, guint rater);
/* Reader's name, or model's; borrowed. */
const char *ts_comparison_get_rater (const TsComparison *self, guint rater);
/* "truth", "consensus of the readers", "none". */
const char *ts_reference_to_text (TsReference reference);

G_END_DECLS
