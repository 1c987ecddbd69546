/* Agreement of two readers beyond chance: Cohen's kappa, weighted or not, and Gwet's AC1.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/stats/cross-table.h"

G_BEGIN_DECLS

typedef enum {
  TS_KAPPA_PLAIN,    /* agreement is 1 on the diagonal and 0 elsewhere */
  TS_KAPPA_LINEAR,   /* 1 - |rank difference| / largest difference in use */
  TS_KAPPA_QUADRATIC /* 1 - (rank difference / largest difference in use)^2 */
} TsKappaWeights;

/* A coefficient of the form (observed - expected) / (1 - expected). */
typedef struct {
  TsEstimate estimate;
  double observed, expected;
  /* The test of no agreement beyond chance, two-sided; NAN where not estimable. */
  double se_null, z, p;
  const char
    *test_reason; /* static; why there is no test, NULL where there is one */
} TsKappa;

/* Cohen, Educ Psychol Meas 20, 37-46 (1960) and Psychol Bull 70, 213-220 (1968), with the
 * large-sample SE and null SE of Fleiss, Cohen and Everitt, Psychol Bull 72, 323-327 (1969).
 * ranks [n_labels] may be NULL for TS_KAPPA_PLAIN; elsewhere NULL is not estimable. Any
 * thread. */
void ts_kappa_compute (const TsCrossTable *table,
                       TsKappaWeights weights,
                       const double *ranks,
                       TsKappa *out);

/* Nothing but the reason. */
TsKappa ts_kappa_unknown (guint n, const char *reason);
/* z and p from estimate and se_null. */
void ts_kappa_test (TsKappa *self);

/* AC1 of two readers: Gwet, Br J Math Stat Psychol 61, 29-48 (2008), with its variance
 * for the table (equation for two raters). The interval uses t with n - 1 degrees of freedom, as
 * the author's own program does. The number of labels is that of the table. Any thread. */
TsEstimate ts_kappa_compute_ac1 (const TsCrossTable *table);

G_END_DECLS
