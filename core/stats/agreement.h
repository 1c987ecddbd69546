/* All that can be said of a table of ratings: readers with each other, and with truth.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/bootstrap.h"
#include "core/stats/kappa.h"
#include "core/stats/mcnemar.h"

G_BEGIN_DECLS

/* What McNemar's test compares: whether each reader is right, or, without truth and with two
 * labels, which of them each reader gives. */
typedef enum {
  TS_MCNEMAR_NONE, /* neither */
  TS_MCNEMAR_TRUTH,
  TS_MCNEMAR_LABEL
} TsMcnemarSubject;

typedef struct {
  guint a, b;          /* readers, a < b */
  TsCrossTable *table; /* rows a, columns b: the cases both have rated */
  TsEstimate raw_agreement, ac1;
  TsKappa kappa, linear, quadratic;
  TsMcnemarSubject subject;
  TsMcnemar mcnemar; /* b: a right (or first label), b not; c: the reverse */
} TsPairAgreement;

typedef struct {
  guint reader;
  TsCrossTable *table; /* rows truth, columns the reader */
  TsEstimate accuracy, balanced_accuracy;
  TsKappa kappa, linear, quadratic; /* against truth */
  TsClassAccuracy *classes;         /* [n_labels] */
  TsEstimate weighted_accuracy;     /* for the population; see weights */
} TsReaderAccuracy;

typedef struct {
  TsRatings ratings;
  const int *truth; /* [n_cases] labels or TS_NO_RATING; NULL: there is none */
  /* [n_cases], with which each case came into the sample, 0 < p <= 1; NULL: all equal */
  const double *probabilities;
  guint n_resamples;
  guint64 seed;
} TsAgreementInput;

typedef struct {
  guint n_labels, n_pairs, n_readers;
  TsPairAgreement *pairs;    /* [n_pairs]: 0-1, 0-2, ..., 1-2, ... */
  TsReaderAccuracy *readers; /* [n_readers]; NULL without truth */
  guint n_pairable;          /* cases with two ratings or more */
  /* Of pairs of ratings of one case: the mean over cases. With two readers Wilson's
   * interval, with more that of the bootstrap over cases. */
  TsEstimate raw_agreement;
  TsEstimate unanimous;          /* of cases with two ratings or more, Wilson */
  TsEstimate weighted_agreement; /* raw agreement for the population; see
                                    probabilities */
  /* With two readers that of their table, with more that of all. */
  TsEstimate ac1;
  TsKappa fleiss;
  /* Intervals by bootstrap over cases. */
  TsEstimate alpha, alpha_ordinal;
  TsBootstrapInterval alpha_bootstrap, alpha_ordinal_bootstrap;
} TsAgreement;

/* Copies what it needs. Any thread. */
TsAgreement *
ts_agreement_new (const TsAgreementInput *input) G_GNUC_WARN_UNUSED_RESULT;
void ts_agreement_free (TsAgreement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsAgreement, ts_agreement_free)

G_END_DECLS
